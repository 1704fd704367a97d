//! Tests concurrent saves of single days, which stores may write together: each is independent of the
//! others.

use std::sync::Arc;
use std::time::Duration;

use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::days::day::{Day, Month};
use worklog::domain::days::month_log::{DayEdit, MonthLog, Precondition};
use worklog::domain::settings::SettingsEdit;
use worklog::domain::types::{TypesEdit, TypesError};
use worklog::storage::{DayTransaction, Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::history::WholeHistory;
use crate::support::samples::{all_changes, day_transaction, put, user};
use crate::support::store::TestStore;

const DAY: &str = "2026-11-18";
const USERS: usize = 4;

cases! {
    concurrent_saves_of_several_users_are_complete,
    one_of_two_saves_of_a_version_wins,
    refused_saves_do_not_affect_others,
    abandoned_saves_do_not_affect_others,
}

async fn add_users(store: &dyn Store) -> Vec<UserId> {
    let users: Vec<User> = (0..USERS).map(|number| user(&format!("user-{number}"))).collect();
    for user in &users {
        store.add_user(user).await.unwrap();
    }
    users.iter().map(|user| user.id).collect()
}

/// Saves a day and returns the new version.
async fn save(store: &dyn Store, user: UserId, edit: DayEdit) -> u32 {
    let items = store.edit_days(user, &day_transaction(user, [edit])).await.unwrap();
    items[0].after.as_ref().expect("an entry").version
}

/// Checks that each entry has a complete history. Returns the days that have an entry.
async fn logged_days(store: &dyn Store, user: UserId) -> Vec<Day> {
    let logs = store.months(user, Month::FIRST, Month::LAST).await.unwrap();
    let mut changes = 0;
    for (day, entry) in logs.iter().flat_map(MonthLog::iter) {
        let history = store.whole_history(user, day).await.unwrap();
        let mut before = None;
        for (version, change) in (1..).zip(&history) {
            assert_eq!((change.items.len(), &change.items[0].before), (1, &before), "{day}");
            before.clone_from(&change.items[0].after);
            assert_eq!(before.as_ref().unwrap().version, version, "{day}");
        }
        assert_eq!(before.as_ref(), Some(entry), "{day}");
        changes += history.len();
    }
    let (first, last) = (Month::FIRST.first_day(), Month::LAST.last_day());
    let all = all_changes(store, user, first, last).await;
    assert_eq!(all.len(), changes, "each change belongs to an entry");
    logs.iter().flat_map(|log| log.iter().map(|(day, _)| day)).collect()
}

/// Each user saves days of the same months four times at once.
async fn concurrent_saves_of_several_users_are_complete(store: TestStore) {
    let users = add_users(&*store).await;
    race(USERS * 4, |number| {
        let (store, user) = (store.handle(), users[number % USERS]);
        async move {
            for month in 1..=6 {
                let day = format!("2026-{month:02}-{:02}", 1 + number / USERS);
                let created = put(&day, "office", &day, Precondition::NoEntry);
                assert_eq!(save(&*store, user, created).await, 1);
                let changed = put(&day, "sick", "", Precondition::Version(1));
                assert_eq!(save(&*store, user, changed).await, 2);
            }
        }
    })
    .await;
    for user in users {
        assert_eq!(logged_days(&*store, user).await.len(), 4 * 6);
    }
}

async fn one_of_two_saves_of_a_version_wins(store: TestStore) {
    let users = add_users(&*store).await;
    for version in 0..6 {
        let precondition = match version {
            0 => Precondition::NoEntry,
            version => Precondition::Version(version),
        };
        let results = race(USERS * 2, |number| {
            let (store, user) = (store.handle(), users[number % USERS]);
            let edit = put(DAY, "office", &format!("{version} {number}"), precondition);
            async move { store.edit_days(user, &day_transaction(user, [edit])).await }
        })
        .await;
        for user in 0..USERS {
            match [&results[user], &results[user + USERS]] {
                [Ok(won), Err(StoreError::Conflict(lost))]
                | [Err(StoreError::Conflict(lost)), Ok(won)] => {
                    assert_eq!(won[0].after.as_ref().unwrap().version, version + 1);
                    assert_eq!(lost.stored, won[0].after);
                }
                other => panic!("{other:?}"),
            }
        }
    }
    for user in users {
        assert_eq!(logged_days(&*store, user).await.len(), 1);
    }
}

/// A user whose type was removed in another tab saves a day together with a change to that type.
fn with_invalid_settings(transaction: DayTransaction) -> DayTransaction {
    let gone = TypesEdit::Archive("removed".parse().unwrap(), true);
    DayTransaction { settings: Some(SettingsEdit::Types(gone)), ..transaction }
}

async fn refused_saves_do_not_affect_others(store: TestStore) {
    let users = add_users(&*store).await;
    let nobody = UserId::new();
    for user in &users {
        save(&*store, *user, put(DAY, "office", "", Precondition::NoEntry)).await;
    }
    for round in 1..=8 {
        let results = race(USERS * 4, |number| {
            let (store, mut user) = (store.handle(), users[number % USERS]);
            let day = format!("2026-{:02}-{:02}", 1 + round, 1 + number);
            let edit = |day: &str| [put(day, "sick", "", Precondition::NoEntry)];
            let transaction = match number / USERS {
                0 => day_transaction(user, edit(DAY)),
                1 => {
                    user = nobody;
                    day_transaction(nobody, edit(&day))
                }
                2 => with_invalid_settings(day_transaction(user, edit(&day))),
                _ => day_transaction(user, edit(&day)),
            };
            async move { store.edit_days(user, &transaction).await }
        })
        .await;
        for (number, result) in results.iter().enumerate() {
            let expected = match number / USERS {
                0 => matches!(result, Err(StoreError::Conflict(_))),
                1 => matches!(result, Err(StoreError::NoSuchUser)),
                2 => matches!(result, Err(StoreError::Types(TypesError::NoSuchType))),
                _ => matches!(result, Ok(items) if items.len() == 1),
            };
            assert!(expected, "{number}: {result:?}");
        }
    }
    for user in users {
        assert_eq!(logged_days(&*store, user).await.len(), 1 + 8);
    }
    assert!(logged_days(&*store, nobody).await.is_empty());
}

/// The requests of clients that leave are dropped.
async fn abandoned_saves_do_not_affect_others(store: TestStore) {
    let users = add_users(&*store).await;
    for month in 1..=9 {
        race(USERS * 4, |number| {
            let (store, user) = (store.handle(), users[number % USERS]);
            let day = format!("2026-{month:02}-{:02}", 1 + number);
            let edit = put(&day, "office", "", Precondition::NoEntry);
            async move {
                let saved = save(&*store, user, edit);
                if number % 8 < USERS {
                    assert_eq!(saved.await, 1);
                } else {
                    let time = Duration::from_micros(rand::random_range(0..4_000));
                    let _ = tokio::time::timeout(time, saved).await;
                }
            }
        })
        .await;
    }
    let store: Arc<dyn Store> = store.handle();
    for user in users {
        // Waits for the user's abandoned saves.
        save(&*store, user, put("2027-01-01", "office", "", Precondition::NoEntry)).await;
        let logged = logged_days(&*store, user).await.len();
        assert!((1 + 2 * 9..=1 + 4 * 9).contains(&logged), "{logged}");
    }
}
