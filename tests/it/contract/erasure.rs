//! Tests permanently deleting days: what is deleted, what remains, and that nothing reappears.

use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::allowances::{AllowanceEdit, YearTerms};
use worklog::domain::days::change::{ChangeId, ChangeKind};
use worklog::domain::days::day::Month;
use worklog::domain::days::entry::Parts;
use worklog::domain::days::month_log::{MonthLog, Precondition};
use worklog::domain::settings::SettingsEdit;
use worklog::domain::types::Slug;
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{DayTransaction, Store};

use super::cases;
use crate::support::concurrent::race;
use crate::support::history::WholeHistory;
use crate::support::samples::{
    day_transaction, location_names, location_used, noon, part, put, put_parts, remove,
    sample_session, start_session, upload, user,
};
use crate::support::store::{TestStore, holds};

cases! {
    deleting_a_year_keeps_other_years,
    a_change_across_years_keeps_its_remaining_days,
    deleting_missing_data_changes_nothing,
    versions_restart_after_the_history_is_deleted,
    unused_locations_are_forgotten,
    other_users_days_are_kept,
    days_carried_over_from_a_deleted_year_are_kept,
    deleted_days_leave_no_bytes_in_storage,
    a_write_during_a_year_deletion_is_kept_or_deleted_whole,
}

pub(super) async fn add_user(store: &dyn Store, name: &str) -> User {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user
}

pub(super) async fn log(store: &dyn Store, user: UserId, days: &[&str]) -> ChangeId {
    let edits = days.iter().map(|day| put(day, "office", day, Precondition::NoEntry));
    let transaction = day_transaction(user, edits.collect::<Vec<_>>());
    assert_eq!(store.edit_days(user, &transaction).await.unwrap().len(), days.len());
    transaction.id
}

fn year(year: i32) -> (Month, Month) {
    Month::of_year(year).unwrap()
}

async fn delete_year(store: &dyn Store, user: UserId, number: i32) -> usize {
    let (from, to) = year(number);
    store.delete_days(user, from, to).await.unwrap()
}

async fn delete_all(store: &dyn Store, user: UserId) -> usize {
    store.delete_days(user, Month::FIRST, Month::LAST).await.unwrap()
}

pub(super) async fn all_months(store: &dyn Store, user: UserId) -> Vec<MonthLog> {
    store.months(user, Month::FIRST, Month::LAST).await.unwrap()
}

pub(super) async fn logged(store: &dyn Store, user: UserId) -> Vec<String> {
    let logs = all_months(store, user).await;
    logs.iter().flat_map(MonthLog::iter).map(|(day, _)| day.to_string()).collect()
}

pub(super) async fn history(store: &dyn Store, user: UserId, day: &str) -> usize {
    store.whole_history(user, day.parse().unwrap()).await.unwrap().len()
}

pub(super) async fn load_user(store: &dyn Store, name: &str) -> User {
    store.user_by_name(&user(name).username_key).await.unwrap().unwrap()
}

async fn deleting_a_year_keeps_other_years(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    let days = ["2024-12-31", "2025-01-01", "2025-06-15", "2025-12-31", "2026-01-01"];
    for day in days {
        log(&*store, ada, &[day]).await;
    }
    store
        .edit_days(ada, &day_transaction(ada, [remove("2025-06-15", Precondition::Version(1))]))
        .await
        .unwrap();
    assert_eq!(delete_year(&*store, ada, 2025).await, 2);
    assert_eq!(logged(&*store, ada).await, ["2024-12-31", "2026-01-01"]);
    assert_eq!(all_months(&*store, ada).await.len(), 2, "no empty month is left");
    for (day, changes) in days.into_iter().zip([1, 0, 0, 0, 1]) {
        assert_eq!(history(&*store, ada, day).await, changes, "{day}");
    }
    assert_eq!(delete_all(&*store, ada).await, 2);
    assert_eq!(all_months(&*store, ada).await, []);
    assert_eq!(history(&*store, ada, "2024-12-31").await, 0);
}

async fn a_change_across_years_keeps_its_remaining_days(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    let across = log(&*store, ada, &["2024-12-31", "2025-01-01", "2026-01-01"]).await;
    let within = log(&*store, ada, &["2025-03-01", "2025-03-02"]).await;
    delete_year(&*store, ada, 2025).await;
    let change = store.change(ada, across).await.unwrap().unwrap();
    let dates: Vec<_> = change.items.iter().map(|item| item.date.to_string()).collect();
    assert_eq!(dates, ["2024-12-31", "2026-01-01"]);
    assert_eq!((change.kind, change.at, change.actor), (ChangeKind::Save, noon(), ada));
    assert_eq!(store.change(ada, within).await.unwrap(), None);
    delete_year(&*store, ada, 2024).await;
    delete_year(&*store, ada, 2026).await;
    assert_eq!(store.change(ada, across).await.unwrap(), None);
}

async fn deleting_missing_data_changes_nothing(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    log(&*store, ada, &["2026-11-18"]).await;
    assert_eq!(delete_year(&*store, ada, 2025).await, 0);
    assert_eq!(delete_all(&*store, UserId::new()).await, 0);
    assert_eq!(logged(&*store, ada).await, ["2026-11-18"]);
    assert!(!store.delete_user(UserId::new(), &[]).await.unwrap());
}

async fn versions_restart_after_the_history_is_deleted(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    log(&*store, ada, &["2026-11-18"]).await;
    store
        .edit_days(ada, &day_transaction(ada, [remove("2026-11-18", Precondition::Version(1))]))
        .await
        .unwrap();
    assert_eq!(delete_all(&*store, ada).await, 0);
    assert_eq!(all_months(&*store, ada).await, []);
    log(&*store, ada, &["2026-11-18"]).await;
    let entry = &all_months(&*store, ada).await[0];
    assert_eq!(entry.iter().next().unwrap().1.version, 1);
}

async fn remote(store: &dyn Store, user: UserId, day: &str, place: &str) {
    let parts = Parts::Whole(part("remote", Some(place)));
    let edits = vec![put_parts(day, parts, "", Precondition::Any)];
    let transaction =
        DayTransaction { settings: Some(location_used(place)), ..day_transaction(user, edits) };
    store.edit_days(user, &transaction).await.unwrap();
}

async fn unused_locations_are_forgotten(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    remote(&*store, ada, "2025-03-01", "Lisbon").await;
    remote(&*store, ada, "2025-03-02", "home").await;
    remote(&*store, ada, "2026-03-01", "Home").await;
    delete_year(&*store, ada, 2025).await;
    assert_eq!(location_names(&load_user(&*store, "ada").await), ["home"]);
    delete_all(&*store, ada).await;
    assert_eq!(location_names(&load_user(&*store, "ada").await), [""; 0]);
}

/// 30 days per year, of which 28 are used in 2026.
async fn days_carried_over_from_a_deleted_year_are_kept(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    let vacation: Slug = "vacation".parse().unwrap();
    let rule = serde_json::from_str(r#"{"days":"30","carry":{}}"#).unwrap();
    let edit = AllowanceEdit::Rule { from: "2026".parse().unwrap(), rule, years: [].into() };
    store.edit_settings(ada, &SettingsEdit::Allowance(vacation.clone(), edit)).await.unwrap();
    log(&*store, ada, &["2026-01-02", "2027-01-04"]).await;
    let days = (1..=28).map(|day| format!("2026-02-{day:02}"));
    let edits = days.map(|day| put(&day, "vacation", "", Precondition::NoEntry));
    store.edit_days(ada, &day_transaction(ada, edits.collect::<Vec<_>>())).await.unwrap();
    delete_year(&*store, ada, 2025).await;
    let kept =
        async || load_user(&*store, "ada").await.settings.allowances[&vacation].years.clone();
    assert_eq!(kept().await, [].into(), "nothing depends on 2025");
    assert_eq!(delete_year(&*store, ada, 2026).await, 29);
    let terms = YearTerms { days: None, carried: "2".parse().ok(), deleted: true };
    assert_eq!(kept().await, [("2027".parse().unwrap(), terms)].into());
    delete_year(&*store, ada, 2027).await;
    assert_eq!(kept().await, [("2027".parse().unwrap(), terms)].into(), "2028 follows from it");
}

async fn other_users_days_are_kept(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await.id, add_user(&*store, "bob").await);
    log(&*store, ada, &["2026-11-18"]).await;
    let his = log(&*store, bob.id, &["2026-11-18"]).await;
    start_session(&*store, &sample_session(bob.id, 2)).await.unwrap();
    delete_all(&*store, ada).await;
    store.delete_user(ada, &[]).await.unwrap();
    assert_eq!(logged(&*store, bob.id).await, ["2026-11-18"]);
    assert!(store.change(bob.id, his).await.unwrap().is_some());
    assert_eq!(load_user(&*store, "bob").await, bob);
    assert!(store.session(&sample_session(bob.id, 2).key_hash, noon()).await.unwrap().is_some());
}

pub(super) const MARKERS: [&str; 5] =
    ["Quokka-7391", "Numbat-2284", "Wombat-5560", "Bilby-8123", UPLOADED];

/// The marker in an uploaded file that awaits confirmation.
const UPLOADED: &str = "Quoll-4471";

/// In the forms that a session keeps.
const FORM: &str = "Numbat-8852";

/// Logs a day with a marker in its notes and its location, replaces it with other markers, and logs
/// and deletes another day.
pub(super) async fn leave_markers(store: &dyn Store, user: UserId) {
    let [notes, place, later_notes, removed, _] = MARKERS;
    let parts = Parts::Whole(part("remote", Some(place)));
    let edits = [
        put_parts("2026-11-18", parts, notes, Precondition::NoEntry),
        put("2026-11-18", "office", later_notes, Precondition::Version(1)),
        put("2026-11-19", "office", removed, Precondition::NoEntry),
        remove("2026-11-19", Precondition::Version(1)),
    ];
    for edit in edits {
        let transaction = DayTransaction {
            settings: Some(location_used(place)),
            ..day_transaction(user, [edit])
        };
        store.edit_days(user, &transaction).await.unwrap();
    }
    let waiting = format!("Date,Type,Notes\n2026-11-20,Office,{UPLOADED}\n");
    store.add_upload(user, upload(user, &waiting, noon())).await.unwrap();
}

/// Adds a session with submitted forms. Returns the hash of its key.
async fn submit_forms(store: &dyn Store, user: UserId, seed: u8) -> SecretHash {
    let mut session = sample_session(user, seed);
    for key in [LoginSession::PENDING_FORM, LoginSession::PREVIEWS] {
        session.data.insert(key.to_owned(), format!("\"notes={FORM}\""));
    }
    start_session(store, &session).await.unwrap();
    session.key_hash
}

pub(super) async fn assert_stored(store: &TestStore, texts: &[&str], expected: bool) {
    let raw = store.raw().await;
    for text in texts {
        assert_eq!(holds(&raw, text), expected, "{text}");
    }
}

async fn deleted_days_leave_no_bytes_in_storage(store: TestStore) {
    for by_year in [true, false] {
        let name = if by_year { "ada" } else { "bob" };
        let user = add_user(&*store, name).await;
        leave_markers(&*store, user.id).await;
        log(&*store, user.id, &["2025-11-18"]).await;
        let key = submit_forms(&*store, user.id, u8::from(by_year)).await;
        assert_stored(&store, &MARKERS, true).await;
        assert_stored(&store, &[FORM], true).await;
        let deleted = if by_year {
            delete_year(&*store, user.id, 2026).await
        } else {
            delete_all(&*store, user.id).await
        };
        assert_eq!(deleted, if by_year { 1 } else { 2 });
        assert_stored(&store, &MARKERS, false).await;
        assert_stored(&store, &[FORM], false).await;
        assert_stored(&store, &["2025-11-18", name], true).await;
        let (session, _) = store.session(&key, noon()).await.unwrap().unwrap();
        assert_eq!(session.data, sample_session(user.id, 1).data, "the login remains");
    }
}

async fn a_write_during_a_year_deletion_is_kept_or_deleted_whole(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    for round in 0..4 {
        let existing: Vec<_> = (1..=12).map(|month| format!("2026-{month:02}-01")).collect();
        log(&*store, ada, &existing.iter().map(String::as_str).collect::<Vec<_>>()).await;
        race(9, |number| {
            let store = store.handle();
            async move {
                if number == 0 {
                    delete_year(&*store, ada, 2026).await;
                    return;
                }
                let day = format!("2026-{number:02}-10");
                let edit = put(&day, "office", "", Precondition::NoEntry);
                store.edit_days(ada, &day_transaction(ada, [edit])).await.unwrap();
            }
        })
        .await;
        for log in all_months(&*store, ada).await {
            for (day, _) in log.iter() {
                assert_eq!(day.number(), 10, "round {round}: deleted data is gone");
                assert_eq!(history(&*store, ada, &day.to_string()).await, 1, "round {round}");
            }
        }
        delete_all(&*store, ada).await;
    }
}
