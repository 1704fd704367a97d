//! Tests snapshots and restores: complete, consistent, and atomic.

use std::time::Duration;

use worklog::app::Clock;
use worklog::app::backup::{self, BackupError};
use worklog::domain::accounts::user::User;
use worklog::domain::backup::records::{Record, RecordKind};
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{ArchiveError, Claim, Store};

use super::cases;
use crate::support::history::WholeHistory;
use crate::support::sample_store::{POLICY, all, all_of, fill};
use crate::support::samples::{
    add_token, attempt_key, day_transaction, key_hash, later, noon, put, remove, sample_session,
    start_session, token, user,
};
use crate::support::store::{Backend, TestStore, fresh, holds};

cases! {
    a_snapshot_reads_every_kind_of_document,
    documents_survive_a_copy_through_both_stores,
    copied_documents_are_stored_like_native_ones,
    copied_secrets_still_work,
    copied_documents_still_expire,
    a_snapshot_is_consistent,
    a_store_with_users_is_overwritten_only_on_request,
    overwritten_documents_are_erased,
    an_interrupted_restore_does_not_look_complete,
    expired_documents_are_not_copied,
    all_of_many_documents_are_read,
}

pub(super) fn clock() -> Clock {
    Clock::new(noon)
}

async fn copied(from: &dyn Store, backend: Backend) -> TestStore {
    let to = fresh(backend).await;
    let filled = backup::copy(from, &*to, false, &clock()).await.unwrap();
    assert_eq!(filled.orphans, 0);
    to
}

async fn a_snapshot_reads_every_kind_of_document(store: TestStore) {
    fill(&*store).await;
    let all = all(&*store).await;
    let kinds: Vec<RecordKind> = all.keys().copied().collect();
    assert_eq!(kinds, RecordKind::ALL);
    assert_eq!(all[&RecordKind::User].len(), 2);
    assert_eq!(all[&RecordKind::Change].len(), 6);
    assert_eq!(all[&RecordKind::CookieKey].len(), 1);
    assert_eq!(all[&RecordKind::Attempts].len(), 2);
}

async fn documents_survive_a_copy_through_both_stores(store: TestStore) {
    fill(&*store).await;
    let before = all(&*store).await;
    for first in Backend::ALL {
        for second in Backend::ALL {
            let once = copied(&*store, first).await;
            let twice = copied(&*once, second).await;
            assert_eq!(all(&*twice).await, before, "from {first:?} to {second:?}");
        }
    }
}

/// Compares every row of every table. Each table must contain something, so that none is
/// overlooked.
async fn copied_documents_are_stored_like_native_ones(store: TestStore) {
    fill(&*store).await;
    let before = store.rows().await;
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table} is empty: support::everything must fill it");
    }
    for backend in Backend::ALL {
        let copy = copied(&*copied(&*store, backend).await, store.backend()).await;
        let after = copy.rows().await;
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{table}, by {backend:?}");
        }
    }
}

/// Calls the store's methods instead of only reading its documents.
async fn copied_secrets_still_work(store: TestStore) {
    let ada = fill(&*store).await;
    for backend in Backend::ALL {
        let copy = copied(&*store, backend).await;
        let found = copy.user_by_name(&ada.username_key).await.unwrap();
        assert_eq!(found.as_ref(), Some(&ada));
        let email = ada.email_key.as_ref().unwrap();
        assert_eq!(copy.users_by_email(email).await.unwrap(), std::slice::from_ref(&ada));
        assert!(copy.session(&key_hash(3), noon()).await.unwrap().is_some());
        assert!(copy.token_user(&key_hash(1), noon()).await.unwrap().is_some());
        assert!(copy.password_reset(&key_hash(4), noon()).await.unwrap().is_some());
        assert!(copy.email_confirmation(&key_hash(5), noon()).await.unwrap().is_some());
        assert!(copy.invitation(&key_hash(6), noon()).await.unwrap().is_some());
        let log = store.audit(None, None, 9).await.unwrap();
        assert_eq!((log.len(), &copy.audit(None, None, 9).await.unwrap()), (2, &log));
        assert!(
            copy.attempt(&attempt_key("login:account:ada", POLICY), noon()).await.unwrap().is_ok()
        );
        assert!(
            copy.attempt(&attempt_key("login:account:ada", POLICY), noon()).await.unwrap().is_err()
        );
        assert_eq!(copy.cookie_key(&[1; 64]).await.unwrap(), [7; 64]);
        for (from, to) in [("2026-01", "2026-12"), ("2027-01", "2027-12")] {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            let digest = copy.brief(ada.id, from, to).await.unwrap();
            assert_eq!(digest, store.brief(ada.id, from, to).await.unwrap());
            assert!(!digest.days.is_empty());
        }
        for day in ["2026-11-18", "2026-11-20", "2026-12-31", "2027-01-01"] {
            let day = day.parse().unwrap();
            let history = copy.whole_history(ada.id, day).await.unwrap();
            assert_eq!(history, store.whole_history(ada.id, day).await.unwrap());
            assert!(!history.is_empty());
        }
        assert_eq!(claimed(&*copy).await, claimed(&*store).await);
        let counts_on = put("2026-11-20", "office", "", Precondition::NoEntry);
        let items = copy.edit_days(ada.id, &day_transaction(ada.id, [counts_on])).await.unwrap();
        assert_eq!(items[0].after.as_ref().unwrap().version, 2, "versions continue");
        assert!(copy.delete_user(ada.id, &[]).await.unwrap());
        assert!(!holds(&copy.raw().await, &ada.id.to_string()), "no data outlives its user");
    }
}

/// Returns the messages that a server would claim now, without their claims.
async fn claimed(store: &dyn Store) -> Vec<String> {
    let claim = Claim {
        holder: "server".to_owned(),
        now: later(10),
        emails_due_by: later(10),
        until: later(10),
        limit: 100,
    };
    let claimed = store.claim_messages(&claim).await.unwrap();
    let mut claimed: Vec<String> = claimed.iter().map(|found| format!("{found:?}")).collect();
    claimed.sort();
    assert!(!claimed.is_empty());
    claimed
}

async fn copied_documents_still_expire(store: TestStore) {
    fill(&*store).await;
    let copy = copied(&*store, store.backend()).await;
    for seconds in [3599, 3600, 7200, 31 * 86_400] {
        store.purge(later(seconds)).await.unwrap();
        copy.purge(later(seconds)).await.unwrap();
        assert_eq!(all(&*copy).await, all(&*store).await, "after {seconds} seconds");
    }
    let left: Vec<RecordKind> = all(&*copy).await.into_keys().collect();
    assert!(!left.contains(&RecordKind::Session) && !left.contains(&RecordKind::Attempts));
}

async fn a_snapshot_is_consistent(store: TestStore) {
    let ada = fill(&*store).await;
    let before = all(&*store).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let other = store.reopen().await;
    other.add_user(&user("eve")).await.unwrap();
    let late = put("2026-11-19", "office", "too late", Precondition::NoEntry);
    store.edit_days(ada.id, &day_transaction(ada.id, [late])).await.unwrap();
    let removed = remove("2026-11-18", Precondition::Version(2));
    store.edit_days(ada.id, &day_transaction(ada.id, [removed])).await.unwrap();
    store.end_session(&key_hash(3)).await.unwrap();
    assert_eq!(all_of(&mut *snapshot).await, before);
    drop(snapshot);
    let now = all(&*store).await;
    assert_eq!(now[&RecordKind::User].len(), 3);
    assert_eq!(now[&RecordKind::Change].len(), before[&RecordKind::Change].len() + 2);
    assert!(!now.contains_key(&RecordKind::Session));
}

async fn a_store_with_users_is_overwritten_only_on_request(store: TestStore) {
    fill(&*store).await;
    let other = fresh(store.backend()).await;
    let eve = user("eve");
    other.add_user(&eve).await.unwrap();
    let before = all(&*other).await;
    let refused = backup::copy(&*store, &*other, false, &clock()).await;
    let refused = refused.expect_err("refused");
    assert!(matches!(refused, BackupError::Archive(ArchiveError::NotEmpty)), "{refused}");
    assert!(refused.to_string().contains("--replace"));
    assert_eq!(all(&*other).await, before);
    assert!(!other.restore_incomplete().await.unwrap());
    backup::copy(&*store, &*other, true, &clock()).await.unwrap();
    assert_eq!(all(&*other).await, all(&*store).await);
}

async fn overwritten_documents_are_erased(store: TestStore) {
    let old = fill(&*store).await;
    let other = fresh(store.backend()).await;
    other.attempt(&attempt_key("login:account:eve", POLICY), noon()).await.unwrap().unwrap();
    other.add_user(&user("eve")).await.unwrap();
    let before = all(&*other).await;
    backup::copy(&*other, &*store, true, &clock()).await.unwrap();
    let mut expected = before.clone();
    // The copy has no cookie key, so the existing one stays.
    expected.insert(RecordKind::CookieKey, all(&*store).await[&RecordKind::CookieKey].clone());
    assert_eq!(all(&*store).await, expected);
    let raw = store.raw().await;
    for text in [old.id.to_string().as_str(), "Bob's", "Büro", "argon2id$of-Ada", "Mozilla"] {
        assert!(!holds(&raw, text), "{text}");
    }
}

async fn an_interrupted_restore_does_not_look_complete(store: TestStore) {
    fill(&*store).await;
    let before = all(&*store).await;
    let source = fresh(Backend::Embedded).await;
    let eve = user("eve");
    source.add_user(&eve).await.unwrap();
    let mut writer = store.begin_restore(true).await.unwrap();
    writer.add(vec![Record::User(Box::new(eve.clone()))]).await.unwrap();
    drop(writer);
    if store.restore_incomplete().await.unwrap() {
        assert!(store.ping().await.is_err(), "a server on this store isn't ready");
        let refused = backup::copy(&*source, &*store, false, &clock()).await;
        assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::NotEmpty))));
    } else {
        assert_eq!(all(&*store).await, before);
    }
    backup::copy(&*source, &*store, true, &clock()).await.unwrap();
    assert!(!store.restore_incomplete().await.unwrap());
    store.ping().await.unwrap();
    assert_eq!(all(&*store).await[&RecordKind::User], all(&*source).await[&RecordKind::User]);
}

async fn expired_documents_are_not_copied(store: TestStore) {
    let ada = fill(&*store).await;
    start_session(&*store, &sample_session(ada.id, 9)).await.unwrap();
    let expired = worklog::domain::accounts::token::Token {
        expires_at: Some(later(-40 * 86_400)),
        ..token(ada.id, 8, "Long gone")
    };
    add_token(&*store, &expired, 9).await.unwrap();
    let to = fresh(store.backend()).await;
    let late = Clock::new(|| later(3601));
    let filled = backup::copy(&*store, &*to, false, &late).await.unwrap();
    assert_eq!(
        (filled.counts.of(RecordKind::Session), filled.counts.of(RecordKind::Token)),
        (0, 2)
    );
    let copied = all(&*to).await;
    assert!(!copied.contains_key(&RecordKind::Session));
    assert_eq!(copied[&RecordKind::Token].len(), 2);
}

/// The documents exceed a batch, by number and by size.
async fn all_of_many_documents_are_read(store: TestStore) {
    let users: Vec<User> = (0..1203).map(|number| user(&format!("user-{number}"))).collect();
    let records = |users: &[User]| users.iter().cloned().map(Box::new).map(Record::User).collect();
    let mut writer = store.begin_restore(false).await.unwrap();
    for some in users.chunks(400) {
        writer.add(records(some)).await.unwrap();
    }
    writer.finish().await.unwrap();
    let ada = &users[0];
    for number in 0..40 {
        let day = format!("20{:02}-11-18", 10 + number);
        let notes = "lörem ".repeat(166);
        let edits: Vec<_> = (1..=28)
            .map(|day_of| {
                put(&format!("{}{day_of:02}", &day[..8]), "office", &notes, Precondition::NoEntry)
            })
            .collect();
        store.edit_days(ada.id, &day_transaction(ada.id, edits)).await.unwrap();
    }
    let start = std::time::Instant::now();
    let other = copied(&*store, store.backend()).await;
    assert!(start.elapsed() < Duration::from_secs(30));
    let copied = all(&*other).await;
    assert_eq!((copied[&RecordKind::User].len(), copied[&RecordKind::Month].len()), (1203, 40));
    assert_eq!(copied, all(&*store).await);
}
