//! Tests the history of days, and that users can't see each other's data.

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::change::{Change, ChangeId};
use worklog::domain::days::day::Month;
use worklog::domain::days::month_log::{MonthLog, Precondition};
use worklog::storage::{DayTransaction, HistoryPage, Store};

use super::cases;
use crate::support::history::WholeHistory;
use crate::support::samples::{all_changes, day_transaction, later, put, remove, user};
use crate::support::store::TestStore;

const DAY: &str = "2026-11-18";

cases! {
    an_unlogged_day_has_no_history,
    a_days_history_is_listed_oldest_first,
    a_days_history_is_ordered_by_time_not_by_id,
    a_days_history_is_read_in_pages,
    changes_of_a_range_are_read_once,
    a_long_history_is_read_in_parts,
    each_change_has_a_unique_id,
    a_days_history_lists_only_changes_to_that_day,
    users_cannot_see_each_others_days,
    two_users_can_log_the_same_day,
}

async fn add(store: &dyn Store, name: &str) -> UserId {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user.id
}

/// Logs [`DAY`] three times with different content and deletes it.
async fn log_and_remove(store: &dyn Store, user: UserId) {
    let edits = [
        put(DAY, "office", "", Precondition::NoEntry),
        put(DAY, "remote", "", Precondition::Version(1)),
        put(DAY, "sick", "", Precondition::Version(2)),
        remove(DAY, Precondition::Version(3)),
    ];
    for (edit, seconds) in edits.into_iter().zip(0..) {
        let mut transaction = day_transaction(user, [edit]);
        transaction.at = later(seconds);
        store.edit_days(user, &transaction).await.unwrap();
    }
}

async fn an_unlogged_day_has_no_history(store: TestStore) {
    let ada = add(&*store, "ada").await;
    assert_eq!(store.whole_history(ada, DAY.parse().unwrap()).await.unwrap(), []);
}

async fn a_days_history_is_listed_oldest_first(store: TestStore) {
    let ada = add(&*store, "ada").await;
    log_and_remove(&*store, ada).await;
    let history = store.whole_history(ada, DAY.parse().unwrap()).await.unwrap();
    let moments: Vec<_> = history.iter().map(|change| change.at).collect();
    assert_eq!(moments, [0, 1, 2, 3].map(later));
    let version = |entry: &Option<_>| {
        entry.as_ref().map(|entry: &worklog::domain::days::entry::Entry| entry.version)
    };
    let steps: Vec<_> = history
        .iter()
        .map(|change| (version(&change.items[0].before), version(&change.items[0].after)))
        .collect();
    let expected = [(None, Some(1)), (Some(1), Some(2)), (Some(2), Some(3)), (Some(3), None)];
    assert_eq!(steps, expected);
}

async fn changes_of_a_range_are_read_once(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let put = |day: &str| put(day, "office", "", Precondition::NoEntry);
    let days = ["2025-12-30", "2025-12-31", "2026-12-31", "2027-01-01"];
    for (seconds, days) in
        [(2, &days[..]), (1, &["2026-01-01"]), (3, &["2024-01-01", "2028-01-01"])]
    {
        let edits: Vec<_> = days.iter().map(|day| put(day)).collect();
        let transaction = DayTransaction { at: later(seconds), ..day_transaction(ada, edits) };
        store.edit_days(ada, &transaction).await.unwrap();
    }
    store.edit_days(bob, &day_transaction(bob, [put("2026-06-01")])).await.unwrap();
    let between = async |user, from: &str, to: &str| {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        let changes = all_changes(&*store, user, from, to).await;
        let days = |change: &Change| {
            change.items.iter().map(|item| item.date.to_string()).collect::<Vec<_>>()
        };
        changes.iter().map(days).collect::<Vec<_>>()
    };
    let year = [&days[..], &["2026-01-01"]];
    assert_eq!(between(ada, "2026-01-01", "2026-12-31").await, year, "as a whole, oldest first");
    assert_eq!(between(ada, "2026-01-01", "2026-12-30").await, [["2026-01-01"]]);
    assert_eq!(between(ada, "2026-02-01", "2026-12-30").await, Vec::<Vec<String>>::new());
    assert_eq!(between(bob, "1970-01-01", "2100-12-31").await, [["2026-06-01"]]);
}

async fn a_long_history_is_read_in_parts(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (first, last) = (Month::FIRST.first_day(), Month::LAST.last_day());
    for year in [2024, 2026] {
        let days = (1..=12).flat_map(|month| (1..=28).map(move |day| (month, day)));
        let put = |(month, day)| {
            put(&format!("{year}-{month:02}-{day:02}"), "office", "", Precondition::NoEntry)
        };
        let edits: Vec<_> = days.map(put).collect();
        store.edit_days(ada, &day_transaction(ada, edits)).await.unwrap();
    }
    store
        .edit_days(ada, &day_transaction(ada, [put(DAY, "sick", "", Precondition::Any)]))
        .await
        .unwrap();
    let some = store.changes_between(ada, first, last, &[]).await.unwrap();
    assert_eq!(some.len(), 2, "two of 336 days each are enough");
    let all = all_changes(&*store, ada, first, last).await;
    assert_eq!(all.iter().map(|change| change.items.len()).collect::<Vec<_>>(), [336, 336, 1]);
}

/// The ID of a previewed change is as old as its preview.
async fn a_days_history_is_ordered_by_time_not_by_id(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let preview = ChangeId::new();
    let mut first = day_transaction(ada, [put(DAY, "office", "", Precondition::NoEntry)]);
    let mut second = day_transaction(ada, [put(DAY, "sick", "", Precondition::Version(1))]);
    (first.at, second.at, second.id) = (later(0), later(1), preview);
    for transaction in [&first, &second] {
        store.edit_days(ada, transaction).await.unwrap();
    }
    let history = store.whole_history(ada, DAY.parse().unwrap()).await.unwrap();
    assert_eq!(history.iter().map(|change| change.id).collect::<Vec<_>>(), [first.id, preview]);
}

async fn a_days_history_is_read_in_pages(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let day = DAY.parse().unwrap();
    // The ID of the last change is the oldest, and some have the same time.
    let oldest = ChangeId::new();
    for (second, number) in [0, 1, 1, 1, 2, 3].into_iter().zip(0..) {
        let edit = put(DAY, "office", &number.to_string(), Precondition::Any);
        let mut transaction = day_transaction(ada, [edit]);
        transaction.at = later(second);
        if number == 5 {
            transaction.id = oldest;
        }
        store.edit_days(ada, &transaction).await.unwrap();
    }
    let mut all: Vec<_> = store.whole_history(ada, day).await.unwrap();
    all.reverse();
    assert_eq!((all.len(), all[0].id), (6, oldest));
    for limit in 1..=7 {
        let (mut read, mut before) = (Vec::new(), None);
        loop {
            let page = store.day_history(ada, day, before, limit).await.unwrap();
            let full = page.changes.len() == limit;
            assert!(full || page.older.is_none() && page.changes.len() < limit);
            assert!(page.changes.is_sorted_by(|one, next| one.at >= next.at), "by time");
            read.extend(page.changes);
            before = page.older;
            if before.is_none() {
                break;
            }
        }
        // A change whose ID is as old as its preview may be on a later page.
        assert_eq!(read.len(), 6, "{limit} at a time");
        assert!(all.iter().all(|change| read.contains(change)), "{limit} at a time");
    }
    let page = store.day_history(bob, day, Some(all[0].id), 9).await.unwrap();
    assert_eq!(page, HistoryPage { changes: vec![], older: None });
}

async fn each_change_has_a_unique_id(store: TestStore) {
    let ada = add(&*store, "ada").await;
    log_and_remove(&*store, ada).await;
    let history = store.whole_history(ada, DAY.parse().unwrap()).await.unwrap();
    assert!(history.is_sorted_by(|one, next| one.id < next.id));
}

async fn a_days_history_lists_only_changes_to_that_day(store: TestStore) {
    let ada = add(&*store, "ada").await;
    for day in ["2026-11-17", DAY, "2026-11-19", "2027-11-18"] {
        let transaction = day_transaction(ada, [put(day, "office", day, Precondition::NoEntry)]);
        store.edit_days(ada, &transaction).await.unwrap();
    }
    let history = store.whole_history(ada, DAY.parse().unwrap()).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].items[0].date.to_string(), DAY);
}

async fn users_cannot_see_each_others_days(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    log_and_remove(&*store, ada).await;
    let transaction =
        day_transaction(ada, [put("2026-11-19", "office", "", Precondition::NoEntry)]);
    store.edit_days(ada, &transaction).await.unwrap();
    let month = "2026-11".parse().unwrap();
    assert_eq!(store.month(bob, month).await.unwrap(), MonthLog::empty(bob, month));
    for day in [DAY, "2026-11-19"] {
        assert_eq!(store.whole_history(bob, day.parse().unwrap()).await.unwrap(), []);
    }
}

async fn two_users_can_log_the_same_day(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    for (user, notes) in [(ada, "Ada's"), (bob, "Bob's")] {
        let transaction = day_transaction(user, [put(DAY, "office", notes, Precondition::NoEntry)]);
        store.edit_days(user, &transaction).await.unwrap();
    }
    for (user, notes) in [(ada, "Ada's"), (bob, "Bob's")] {
        let log = store.month(user, "2026-11".parse().unwrap()).await.unwrap();
        assert_eq!(log.get(DAY.parse().unwrap()).unwrap().content.notes.as_str(), notes);
        assert_eq!(log.iter().count(), 1);
    }
}
