//! Tests the audit log: each command appends an entry, the log is read in pages, and entries never
//! change.

use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::admin::audit::{Actor, AuditAction, AuditEntry};
use worklog::domain::admin::{AdminCommand, AdminRequest};
use worklog::storage::{DatabaseUrl, Store};

use super::admin::{add, add_admin, run_as};
use super::cases;
use super::invitations::invitation;
use super::one_time_links::reset_link;
use crate::support::samples::{later, noon, run_command, user};
use crate::support::store::{Backend, TestStore, holds, place};

cases! {
    each_command_is_logged_with_actor_and_target,
    commands_without_effect_are_not_logged,
    a_command_that_cannot_be_logged_is_rolled_back,
    the_log_is_paginated,
    a_users_log_lists_entries_as_actor_or_target,
    a_deleted_account_leaves_no_personal_data,
}

async fn log(store: &dyn Store) -> Vec<AuditEntry> {
    store.audit(None, None, 999).await.unwrap()
}

async fn each_command_is_logged_with_actor_and_target(store: TestStore) {
    let (ada, mut bob) = (add_admin(&*store, "ada").await, user("bob"));
    bob.confirm_email();
    let made = AdminCommand::AddUser(Box::new(bob.clone()));
    assert!(run_command(&*store, made, later(1)).await.unwrap());
    let invited = invitation(Some(ada.id), 5);
    let acts = [
        (AdminCommand::SetPassword(bob.id, bob.password_hash.clone()), AuditAction::PasswordSet),
        (AdminCommand::Disable(bob.id), AuditAction::Disabled),
        (AdminCommand::Enable(bob.id), AuditAction::Enabled),
        (AdminCommand::GrantAdmin(bob.id), AuditAction::AdminGranted),
        (AdminCommand::WithdrawAdmin(bob.id), AuditAction::AdminWithdrawn),
        (AdminCommand::ShowResetLink(reset_link(bob.id, 4)), AuditAction::ResetLinkShown),
        (AdminCommand::MailResetLink(bob.id), AuditAction::ResetLinkMailed),
        (AdminCommand::Invite(Box::new(invited.clone())), AuditAction::Invited),
        (AdminCommand::RevokeInvitation(invited.id), AuditAction::InvitationRevoked),
    ];
    for (command, deed) in acts {
        let is_invitation = matches!(deed, AuditAction::Invited | AuditAction::InvitationRevoked);
        assert!(run_as(&*store, ada.id, command).await.unwrap(), "{deed:?}");
        let newest = log(&*store).await.remove(0);
        assert_eq!((newest.deed, newest.actor, newest.at), (deed, Actor::User(ada.id), later(60)));
        assert_eq!(newest.about, (!is_invitation).then_some(bob.id));
        assert_eq!(newest.invitation, is_invitation.then_some(invited.id));
    }
    let first = log(&*store).await.split_off(9);
    let of_commands: Vec<_> = first.iter().map(|entry| (entry.deed, entry.actor)).collect();
    let us = Actor::CommandLine;
    assert_eq!(of_commands, [(AuditAction::UserAdded, us), (AuditAction::AdminGranted, us)]);
    assert_eq!((first[0].about, first[0].at), (Some(bob.id), later(1)));
}

async fn commands_without_effect_are_not_logged(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add(&*store, "bob").await);
    let before = log(&*store).await;
    for command in [
        AdminCommand::Enable(bob.id),
        AdminCommand::WithdrawAdmin(bob.id),
        AdminCommand::RevokeInvitation(invitation(None, 1).id),
    ] {
        assert!(!run_as(&*store, ada.id, command).await.unwrap());
    }
    assert!(run_as(&*store, ada.id, AdminCommand::Disable(ada.id)).await.is_err());
    assert!(run_as(&*store, bob.id, AdminCommand::Disable(ada.id)).await.is_err());
    let taken = AdminCommand::AddUser(Box::new(user("BOB")));
    assert!(run_as(&*store, ada.id, taken).await.is_err());
    assert_eq!(log(&*store).await, before);
}

/// An entry with the same key exists, so inserting the second fails.
async fn a_command_that_cannot_be_logged_is_rolled_back(store: TestStore) {
    let bob = add(&*store, "bob").await;
    let request = AdminRequest::new(Actor::CommandLine, AdminCommand::Disable(bob.id), later(1));
    assert!(store.administer(&request).await.unwrap());
    let disabled = store.user(bob.id).await.unwrap();
    let before = log(&*store).await;
    for command in [AdminCommand::Enable(bob.id), AdminCommand::GrantAdmin(bob.id)] {
        assert!(store.administer(&AdminRequest { command, ..request.clone() }).await.is_err());
    }
    assert_eq!(store.user(bob.id).await.unwrap(), disabled);
    assert_eq!(log(&*store).await, before);
}

/// Disables and enables an account until the log has this many more entries.
async fn fill(store: &dyn Store, admin: &User, about: UserId, number: usize) {
    for number in 0..number {
        let make =
            [AdminCommand::Disable as fn(UserId) -> AdminCommand, AdminCommand::Enable][number % 2];
        assert!(run_as(store, admin.id, make(about)).await.unwrap());
    }
}

async fn the_log_is_paginated(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add(&*store, "bob").await);
    fill(&*store, &ada, bob.id, 24).await;
    let all = log(&*store).await;
    assert_eq!(all.len(), 25);
    assert!(all.is_sorted_by(|newer, older| newer.id > older.id));
    for user in [None, Some(ada.id)] {
        let (mut read, mut before) = (Vec::new(), None);
        loop {
            let page = store.audit(user, before, 10).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            read.extend(page);
        }
        assert_eq!(read, all);
    }
}

async fn a_users_log_lists_entries_as_actor_or_target(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    let carol = add(&*store, "carol").await;
    fill(&*store, &ada, carol.id, 4).await;
    fill(&*store, &bob, carol.id, 2).await;
    fill(&*store, &ada, bob.id, 2).await;
    for (user, count) in [(ada.id, 7), (bob.id, 5), (carol.id, 6), (UserId::new(), 0)] {
        let actual = store.audit(Some(user), None, 99).await.unwrap();
        assert_eq!(actual.len(), count);
        let theirs =
            |entry: &AuditEntry| entry.actor == Actor::User(user) || entry.about == Some(user);
        assert!(actual.iter().all(theirs), "{actual:?}");
        assert!(actual.is_sorted_by(|newer, older| newer.id > older.id));
    }
}

async fn a_deleted_account_leaves_no_personal_data(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    let quokka = add_admin(&*store, "quokka-7391").await;
    let mut invited = invitation(Some(quokka.id), 1);
    invited.note = "Numbat-2284".parse().unwrap();
    assert!(run_as(&*store, quokka.id, AdminCommand::Invite(Box::new(invited))).await.unwrap());
    assert!(run_as(&*store, quokka.id, AdminCommand::WithdrawAdmin(ada.id)).await.unwrap());
    let before = log(&*store).await;
    assert!(store.delete_user(quokka.id, &[]).await.unwrap());
    assert_eq!(log(&*store).await, before, "log entries stay");
    assert_eq!(store.usernames(&[quokka.id]).await.unwrap(), []);
    let raw = store.raw().await;
    for text in ["quokka-7391", "Numbat-2284"] {
        assert!(!holds(&raw, text), "{text}");
    }
}

/// Neither the program, whose trait has no method for it, nor SQL can change entries.
#[tokio::test]
async fn sqlite_rejects_changes_to_log_entries() {
    let place = place(Backend::Embedded).await;
    let url: DatabaseUrl = place.url.parse().unwrap();
    let store = worklog::storage::open(&url, worklog::storage::Access::Server).await.unwrap();
    worklog::storage::migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = add_admin(&*store, "ada").await;
    let before = log(&*store).await;
    let file = rusqlite::Connection::open(&place.url).unwrap();
    for sql in [
        "DELETE FROM audit",
        "UPDATE audit SET doc = '{}'",
        "UPDATE audit SET about = NULL",
        "INSERT OR REPLACE INTO audit SELECT id, actor, about, '{}' FROM audit",
    ] {
        let refused = file.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("only grows"), "{sql}: {refused}");
    }
    assert_eq!(log(&*store).await, before);
    assert_eq!(before[0].about, Some(ada.id));
    assert_eq!(before[0].at, noon());
}

/// The store's trait only reads the log, and no statement of a store changes it.
#[test]
fn stores_cannot_change_the_log() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage");
    let text = std::fs::read_to_string(source.join("admin.rs")).unwrap();
    let body = text.split_once("pub trait Audit {").unwrap().1.split_once("\n}").unwrap().0;
    let methods: Vec<_> = body.matches("async fn ").collect();
    assert_eq!(methods.len(), 1, "{body}");
    let (mut files, mut appends) = (vec![source], 0);
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for change in ["UPDATE audit", "DELETE FROM audit", "REPLACE INTO audit"] {
            assert!(!text.contains(change), "{}: {change}", path.display());
        }
        // The collection is only inserted into and queried.
        for used in text.split("audit.").skip(1) {
            appends += usize::from(used.starts_with("insert_one"));
            let changes = ["update", "delete", "replace", "find_one_and", "drop", "bulk"];
            assert!(
                !changes.iter().any(|it| used.starts_with(it)),
                "{}: {used:.40}",
                path.display()
            );
        }
    }
    assert_eq!(appends, 1);
}
