//! Tests users: names, settings, passwords, disabling, and enabling.

use worklog::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use worklog::domain::accounts::user::{User, UserId, Username};
use worklog::domain::admin::AdminCommand;
use worklog::domain::days::week::WeekStart;
use worklog::domain::settings::SettingsEdit;
use worklog::storage::{Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{
    disable, enable, key_hash, later, location_names, location_used, noon, run_command,
    sample_session, start_session, user,
};
use crate::support::store::TestStore;

cases! {
    a_user_is_found_by_name_in_any_case,
    an_unknown_username_finds_no_user,
    usernames_are_unique_regardless_of_case,
    one_of_concurrent_sign_ups_gets_the_username,
    a_settings_edit_applies_to_the_stored_settings,
    editing_the_settings_of_an_unknown_user_fails,
    concurrent_location_edits_are_all_kept,
    concurrent_settings_and_day_edits_are_both_kept,
    a_new_password_is_stored,
    a_password_is_only_replaced_by_someone_who_knows_it,
    a_login_with_a_former_password_starts_no_session,
    a_new_password_ends_every_session,
    a_new_password_keeps_other_users_sessions,
    changing_the_password_of_an_unknown_user_fails,
    a_disabled_user_has_no_session,
    a_disabled_user_cannot_log_in,
    a_reenabled_user_can_log_in,
    disabling_an_unknown_user_fails,
}

async fn load_user(store: &dyn Store, name: &str) -> User {
    let name: Username = name.parse().unwrap();
    store.user_by_name(&name.key()).await.unwrap().expect("the user exists")
}

/// Adds a user with two sessions.
async fn add_user_with_sessions(store: &dyn Store, name: &str, seeds: [u8; 2]) -> User {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    for seed in seeds {
        start_session(store, &sample_session(user.id, seed)).await.unwrap();
    }
    user
}

async fn has_session(store: &dyn Store, seed: u8) -> bool {
    store.session(&key_hash(seed), noon()).await.unwrap().is_some()
}

async fn a_user_is_found_by_name_in_any_case(store: TestStore) {
    let ada = user("Ada.Lovelace");
    store.add_user(&ada).await.unwrap();
    for name in ["Ada.Lovelace", "ada.lovelace", "ADA.LOVELACE"] {
        assert_eq!(load_user(&*store, name).await, ada);
    }
}

async fn an_unknown_username_finds_no_user(store: TestStore) {
    store.add_user(&user("ada")).await.unwrap();
    let name: Username = "adah".parse().unwrap();
    assert_eq!(store.user_by_name(&name.key()).await.unwrap(), None);
}

async fn usernames_are_unique_regardless_of_case(store: TestStore) {
    let first = user("ada");
    store.add_user(&first).await.unwrap();
    let refused = store.add_user(&user("ADA")).await;
    assert!(matches!(refused, Err(StoreError::UsernameTaken)));
    assert_eq!(load_user(&*store, "ada").await, first);
}

async fn one_of_concurrent_sign_ups_gets_the_username(store: TestStore) {
    let results = race(32, |_| {
        let (store, ada) = (store.handle(), user("ada"));
        async move { (ada.id, store.add_user(&ada).await) }
    })
    .await;
    let winners: Vec<UserId> =
        results.iter().filter(|(_, result)| result.is_ok()).map(|(id, _)| *id).collect();
    let refused = |(_, result): &&(_, _)| matches!(result, Err(StoreError::UsernameTaken));
    assert_eq!(winners, [load_user(&*store, "ada").await.id]);
    assert_eq!(results.iter().filter(refused).count(), 31);
}

async fn a_settings_edit_applies_to_the_stored_settings(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let week = SettingsEdit::General {
        language: None,
        time_zone: "America/New_York".parse().unwrap(),
        week_start: Some(WeekStart::Sunday),
    };
    assert!(store.edit_settings(ada.id, &location_used("Home")).await.unwrap());
    assert!(store.edit_settings(ada.id, &week).await.unwrap());
    let mut expected = ada.clone();
    expected.settings.apply(&location_used("Home")).unwrap();
    expected.settings.apply(&week).unwrap();
    assert_eq!(load_user(&*store, "ada").await, expected);
}

async fn editing_the_settings_of_an_unknown_user_fails(store: TestStore) {
    assert!(!store.edit_settings(UserId::new(), &location_used("Home")).await.unwrap());
}

async fn concurrent_location_edits_are_all_kept(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    race(16, |number| {
        let (store, id) = (store.handle(), ada.id);
        async move { store.edit_settings(id, &location_used(&format!("Place {number}"))).await.unwrap() }
    })
    .await;
    assert_eq!(location_names(&load_user(&*store, "ada").await).len(), 16);
}

async fn concurrent_settings_and_day_edits_are_both_kept(store: TestStore) {
    use crate::support::samples::{day_transaction, put};
    use worklog::domain::days::month_log::Precondition;

    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    race(8, |number| {
        let (store, id) = (store.handle(), ada.id);
        let place = location_used(&format!("Place {number}"));
        let day = format!("2026-11-{:02}", number + 1);
        let mut logged = day_transaction(id, [put(&day, "remote", "", Precondition::NoEntry)]);
        async move {
            if number % 2 == 0 {
                assert!(store.edit_settings(id, &place).await.unwrap());
            } else {
                logged.settings = Some(place);
                assert_eq!(store.edit_days(id, &logged).await.unwrap().len(), 1);
            }
        }
    })
    .await;
    assert_eq!(location_names(&load_user(&*store, "ada").await).len(), 8);
}

async fn a_new_password_is_stored(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let hash = PasswordHash::from_phc("$argon2id$new".to_owned());
    let (current, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, current, &hash, reason, noon()).await.unwrap());
    assert_eq!(load_user(&*store, "ada").await, User { password_hash: hash, ..ada });
}

/// While the new password was hashed, a reset may have replaced the one that was entered.
async fn a_password_is_only_replaced_by_someone_who_knows_it(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let hash = |name: &str| PasswordHash::from_phc(format!("$argon2id${name}"));
    let (reset, late) = (hash("reset"), hash("late"));
    let (current, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, current, &reset, reason, noon()).await.unwrap());
    assert!(!store.set_password(ada.id, current, &late, reason, noon()).await.unwrap());
    assert_eq!(load_user(&*store, "ada").await.password_hash, reset);
}

async fn a_login_with_a_former_password_starts_no_session(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let hash = PasswordHash::from_phc("$argon2id$new".to_owned());
    let (current, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, current, &hash, reason, noon()).await.unwrap());
    let refused = store.add_session(&sample_session(ada.id, 1), current).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
    store.add_session(&sample_session(ada.id, 2), &hash).await.unwrap();
    assert!(!has_session(&*store, 1).await && has_session(&*store, 2).await);
    run_command(&*store, AdminCommand::Disable(ada.id), noon()).await.unwrap();
    let refused = store.add_session(&sample_session(ada.id, 3), &hash).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
}

async fn a_new_password_ends_every_session(store: TestStore) {
    let ada = add_user_with_sessions(&*store, "ada", [1, 2]).await;
    let (hash, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, hash, hash, reason, noon()).await.unwrap());
    assert!(!has_session(&*store, 1).await && !has_session(&*store, 2).await);
}

async fn a_new_password_keeps_other_users_sessions(store: TestStore) {
    let ada = add_user_with_sessions(&*store, "ada", [1, 2]).await;
    add_user_with_sessions(&*store, "bob", [3, 4]).await;
    let (hash, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, hash, hash, reason, noon()).await.unwrap());
    assert!(has_session(&*store, 3).await && has_session(&*store, 4).await);
}

async fn changing_the_password_of_an_unknown_user_fails(store: TestStore) {
    let hash = PasswordHash::from_phc("$argon2id$new".to_owned());
    let reason = PasswordChangeReason::Changed;
    assert!(!store.set_password(UserId::new(), &hash, &hash, reason, noon()).await.unwrap());
}

async fn a_disabled_user_has_no_session(store: TestStore) {
    let ada = add_user_with_sessions(&*store, "ada", [1, 2]).await;
    add_user_with_sessions(&*store, "bob", [3, 4]).await;
    disable(&*store, ada.id, later(60)).await;
    assert!(!has_session(&*store, 1).await && !has_session(&*store, 2).await);
    assert!(has_session(&*store, 3).await);
    assert_eq!(load_user(&*store, "ada").await.disabled_at, Some(later(60)));
}

async fn a_disabled_user_cannot_log_in(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    disable(&*store, ada.id, noon()).await;
    let refused = start_session(&*store, &sample_session(ada.id, 1)).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
    assert!(!has_session(&*store, 1).await);
}

async fn a_reenabled_user_can_log_in(store: TestStore) {
    let ada = add_user_with_sessions(&*store, "ada", [1, 2]).await;
    disable(&*store, ada.id, noon()).await;
    enable(&*store, ada.id).await;
    assert_eq!(load_user(&*store, "ada").await, ada);
    assert!(!has_session(&*store, 1).await, "ended sessions stay ended");
    start_session(&*store, &sample_session(ada.id, 3)).await.unwrap();
    assert!(has_session(&*store, 3).await);
}

async fn disabling_an_unknown_user_fails(store: TestStore) {
    let nobody = run_command(&*store, AdminCommand::Disable(UserId::new()), noon()).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchUser)), "{nobody:?}");
}
