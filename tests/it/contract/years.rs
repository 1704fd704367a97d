//! Tests reading many months at once, as stored and as a digest.

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::entry::Parts;
use worklog::domain::days::month_log::{DayEdit, Precondition};
use worklog::domain::year::digest::{DigestDay, YearDigest};
use worklog::storage::Store;

use super::cases;
use crate::support::samples::{day_transaction, part, put, put_parts, remove, user};
use crate::support::store::TestStore;

cases! {
    a_range_of_months_includes_both_ends,
    an_unlogged_range_is_empty,
    other_users_months_are_not_returned,
    months_with_only_history_are_logged,
    the_digest_matches_the_logged_days,
    the_digest_is_limited_to_the_range,
    the_digest_reports_earlier_days,
    the_digest_ignores_deleted_days,
    the_digest_excludes_other_users,
    the_digest_spans_many_years,
}

async fn person(store: &dyn Store, name: &str) -> UserId {
    let person = user(name);
    store.add_user(&person).await.unwrap();
    person.id
}

async fn log(store: &dyn Store, user: UserId, edits: impl Into<Vec<DayEdit>>) {
    store.edit_days(user, &day_transaction(user, edits)).await.unwrap();
}

async fn log_days(store: &dyn Store, user: UserId, days: &[&str]) {
    let edits: Vec<_> =
        days.iter().map(|day| put(day, "office", "", Precondition::NoEntry)).collect();
    log(store, user, edits).await;
}

async fn months(store: &dyn Store, user: UserId, from: &str, to: &str) -> Vec<String> {
    let actual = store.months(user, from.parse().unwrap(), to.parse().unwrap()).await.unwrap();
    actual.iter().map(|log| format!("{} {}", log.month, log.days.len())).collect()
}

async fn load_digest(store: &dyn Store, user: UserId, from: &str, to: &str) -> YearDigest {
    store.brief(user, from.parse().unwrap(), to.parse().unwrap()).await.unwrap()
}

fn dates(digest: &YearDigest) -> Vec<String> {
    digest.days.iter().map(|logged| logged.day.to_string()).collect()
}

/// Days around 2026, logged out of order.
const DAYS: [&str; 6] =
    ["2026-12-31", "2027-01-01", "2026-01-02", "2025-12-31", "2026-01-01", "2026-06-15"];

async fn a_range_of_months_includes_both_ends(store: TestStore) {
    let ada = person(&*store, "ada").await;
    log_days(&*store, ada, &DAYS).await;
    let year = months(&*store, ada, "2026-01", "2026-12").await;
    assert_eq!(year, ["2026-01 2", "2026-06 1", "2026-12 1"]);
    assert_eq!(months(&*store, ada, "2026-06", "2026-06").await, ["2026-06 1"]);
    let all = months(&*store, ada, "1970-01", "2100-12").await;
    assert_eq!(all, ["2025-12 1", "2026-01 2", "2026-06 1", "2026-12 1", "2027-01 1"]);
}

async fn an_unlogged_range_is_empty(store: TestStore) {
    let ada = person(&*store, "ada").await;
    log_days(&*store, ada, &DAYS).await;
    assert_eq!(months(&*store, ada, "2026-02", "2026-05").await, [""; 0]);
    assert_eq!(months(&*store, ada, "2026-12", "2026-01").await, [""; 0]);
    let nothing = load_digest(&*store, ada, "2028-01", "2028-12").await;
    assert_eq!(nothing, YearDigest { began_before: true, ..YearDigest::default() });
    assert_eq!(load_digest(&*store, ada, "2024-01", "2024-12").await, YearDigest::default());
}

async fn other_users_months_are_not_returned(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    log_days(&*store, ada, &DAYS).await;
    log_days(&*store, bob, &["2026-06-16"]).await;
    assert_eq!(months(&*store, bob, "1970-01", "2100-12").await, ["2026-06 1"]);
}

/// Formats a day as its date, followed by each slot as `type@location` or `-`.
fn describe(digest: &YearDigest, logged: &DigestDay) -> String {
    let slot = |at: usize| {
        let Some(part) = logged.slots[at] else { return "-".to_owned() };
        let place = part.location.map_or("", |place| digest.locations[place].as_str());
        format!("{}@{place}", digest.types[part.day_type])
    };
    let whole = if logged.is_whole { "whole" } else { "halves" };
    format!("{} {whole} {} {}", logged.day, slot(0), slot(1))
}

async fn months_with_only_history_are_logged(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    assert_eq!(store.logged_months(ada).await.unwrap(), []);
    log_days(&*store, ada, &DAYS).await;
    log_days(&*store, bob, &["2026-03-01"]).await;
    log(&*store, ada, [remove("2026-06-15", Precondition::AnyEntry)]).await;
    let logged = store.logged_months(ada).await.unwrap();
    let logged: Vec<_> = logged.iter().map(ToString::to_string).collect();
    assert_eq!(logged, ["2025-12", "2026-01", "2026-06", "2026-12", "2027-01"]);
}

async fn the_digest_matches_the_logged_days(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let office = || part("office", Some("Büro \"Nord\" \\ 3"));
    let home = || part("remote", Some("Home"));
    let put = |day, parts| put_parts(day, parts, "\"days\":{}\n🎉", Precondition::NoEntry);
    let edits = [
        put("2026-03-05", Parts::Whole(office())),
        put("2026-03-02", Parts::Halves(office(), home())),
        put("2026-03-04", Parts::Afternoon(home())),
        put("2026-03-03", Parts::Morning(part("sick", None))),
    ];
    for edit in edits {
        log(&*store, ada, [edit]).await;
    }
    let actual = load_digest(&*store, ada, "2026-01", "2026-12").await;
    let actual: Vec<String> = actual.days.iter().map(|logged| describe(&actual, logged)).collect();
    let expected = [
        "2026-03-02 halves office@Büro \"Nord\" \\ 3 remote@Home",
        "2026-03-03 halves sick@ -",
        "2026-03-04 halves - remote@Home",
        "2026-03-05 whole office@Büro \"Nord\" \\ 3 -",
    ];
    assert_eq!(actual, expected);
}

async fn the_digest_is_limited_to_the_range(store: TestStore) {
    let ada = person(&*store, "ada").await;
    log_days(&*store, ada, &DAYS).await;
    let year = load_digest(&*store, ada, "2026-01", "2026-12").await;
    assert_eq!(dates(&year), ["2026-01-01", "2026-01-02", "2026-06-15", "2026-12-31"]);
    let june = load_digest(&*store, ada, "2026-06", "2026-06").await;
    assert_eq!(dates(&june), ["2026-06-15"]);
    let none = load_digest(&*store, ada, "2026-02", "2026-05").await;
    assert_eq!((dates(&none), none.began_before), (vec![], true));
}

async fn the_digest_reports_earlier_days(store: TestStore) {
    let ada = person(&*store, "ada").await;
    log_days(&*store, ada, &DAYS).await;
    for (from, expected) in [("2026-01", true), ("2025-12", false), ("2026-06", true)] {
        assert_eq!(
            load_digest(&*store, ada, from, "2026-12").await.began_before,
            expected,
            "{from}"
        );
    }
    let before_all_else = put("1970-01-01", "office", "", Precondition::NoEntry);
    log(&*store, ada, [before_all_else]).await;
    assert!(load_digest(&*store, ada, "2025-12", "2026-12").await.began_before);
}

async fn the_digest_ignores_deleted_days(store: TestStore) {
    let ada = person(&*store, "ada").await;
    log_days(&*store, ada, &["2025-11-03", "2025-12-30", "2025-12-31", "2026-01-05"]).await;
    let gone = ["2025-12-30", "2025-12-31"].map(|day| remove(day, Precondition::Any));
    log(&*store, ada, gone).await;
    assert!(load_digest(&*store, ada, "2026-01", "2026-12").await.began_before);
    log(&*store, ada, [remove("2025-11-03", Precondition::Any)]).await;
    let year = load_digest(&*store, ada, "2026-01", "2026-12").await;
    assert_eq!((dates(&year), year.began_before), (vec!["2026-01-05".to_owned()], false));
}

async fn the_digest_excludes_other_users(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    log_days(&*store, ada, &DAYS).await;
    assert_eq!(load_digest(&*store, bob, "2026-01", "2026-12").await, YearDigest::default());
    log_days(&*store, bob, &["2026-06-16"]).await;
    let year = load_digest(&*store, bob, "2026-01", "2026-12").await;
    assert_eq!((dates(&year), year.began_before), (vec!["2026-06-16".to_owned()], false));
}

/// The months exceed one batch of MongoDB's cursor.
async fn the_digest_spans_many_years(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let days: Vec<String> =
        (0..120).map(|n| format!("{}-{:02}-10", 2017 + n / 12, 1 + n % 12)).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    log_days(&*store, ada, &days).await;
    assert_eq!(dates(&load_digest(&*store, ada, "2010-01", "2030-12").await), days);
    let last = load_digest(&*store, ada, "2017-02", "2026-12").await;
    assert_eq!((last.days.len(), last.began_before), (119, true));
}
