//! Tests invitations: they work once, for a limited time, and end with the admin who created them.

use worklog::domain::accounts::user::UserId;
use worklog::domain::admin::audit::{Actor, AuditAction};
use worklog::domain::admin::invitation::{Invitation, InvitationId, MAX_INVITATIONS};
use worklog::domain::admin::{AdminCommand, AdminError};
use worklog::domain::notifications::outbox::Message;
use worklog::storage::{Claim, Store, StoreError};

use super::admin::{add, add_admin, run_as};
use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{key_hash, later, noon, run_command, user};
use crate::support::store::{TestStore, holds};

cases! {
    an_invitation_is_found_until_it_expires,
    an_invitation_creates_one_user,
    one_of_concurrent_sign_ups_uses_the_invitation,
    a_taken_username_does_not_use_up_the_invitation,
    a_revoked_invitation_is_not_found,
    an_emailed_invitation_gets_its_link_on_delivery,
    an_admins_open_invitations_are_limited,
    deleting_an_admin_deletes_their_invitations,
    purging_removes_expired_invitations,
    a_used_invitation_does_not_store_its_recipient,
}

/// Returns an invitation that expires an hour after noon.
pub(super) fn invitation(by: Option<UserId>, seed: u8) -> Invitation {
    Invitation {
        id: InvitationId::new(),
        token_hash: Some(key_hash(seed)),
        user_id: by,
        email: None,
        note: "Kim".parse().unwrap(),
        created_at: noon(),
        expires_at: later(3600),
    }
}

async fn invite(store: &dyn Store, by: Option<UserId>, seed: u8) -> Invitation {
    let new = invitation(by, seed);
    let invited = AdminCommand::Invite(Box::new(new.clone()));
    let made = match by {
        Some(admin) => super::admin::run_as(store, admin, invited).await,
        None => run_command(store, invited, noon()).await,
    };
    assert!(made.unwrap());
    new
}

async fn an_invitation_is_found_until_it_expires(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    let first = invite(&*store, Some(ada.id), 1).await;
    let second = invite(&*store, None, 2).await;
    assert_eq!(store.invitation(&key_hash(1), later(3599)).await.unwrap(), Some(first.clone()));
    assert_eq!(store.invitation(&key_hash(1), later(3600)).await.unwrap(), None);
    assert_eq!(store.invitation(&key_hash(3), noon()).await.unwrap(), None);
    assert_eq!(store.invitations(noon()).await.unwrap(), [second, first]);
    assert_eq!(store.invitations(later(3600)).await.unwrap(), []);
    assert!(!store.add_invited_user(&user("eve"), &key_hash(1), later(3600)).await.unwrap());
    assert!(!store.add_invited_user(&user("eve"), &key_hash(3), noon()).await.unwrap());
    assert_eq!(store.user_by_name(&user("eve").username_key).await.unwrap(), None);
}

async fn an_invitation_creates_one_user(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    let used = invite(&*store, Some(ada.id), 1).await;
    let (eve, bob) = (user("eve"), user("bob"));
    assert!(store.add_invited_user(&eve, &key_hash(1), later(90)).await.unwrap());
    assert!(!store.add_invited_user(&bob, &key_hash(1), later(90)).await.unwrap());
    assert_eq!(store.user(eve.id).await.unwrap(), Some(eve.clone()));
    assert_eq!(store.user(bob.id).await.unwrap(), None);
    assert_eq!(store.invitations(noon()).await.unwrap(), []);
    let entry = store.audit(None, None, 1).await.unwrap().remove(0);
    assert_eq!((entry.deed, entry.actor), (AuditAction::InvitationUsed, Actor::User(eve.id)));
    assert_eq!((entry.about, entry.invitation), (Some(ada.id), Some(used.id)));
    assert_eq!(entry.at, later(90));
}

async fn one_of_concurrent_sign_ups_uses_the_invitation(store: TestStore) {
    invite(&*store, None, 1).await;
    let results = race(8, |number| {
        let (store, user) = (store.handle(), user(&format!("racer-{number}")));
        async move { store.add_invited_user(&user, &key_hash(1), noon()).await.unwrap() }
    })
    .await;
    assert_eq!(results.iter().filter(|won| **won).count(), 1, "{results:?}");
    for (number, won) in results.into_iter().enumerate() {
        let name = user(&format!("racer-{number}")).username_key;
        assert_eq!(store.user_by_name(&name).await.unwrap().is_some(), won);
    }
    let used = store.audit(None, None, 99).await.unwrap();
    let used = used.iter().filter(|entry| entry.deed == AuditAction::InvitationUsed);
    assert_eq!(used.count(), 1);
}

async fn a_taken_username_does_not_use_up_the_invitation(store: TestStore) {
    add(&*store, "eve").await;
    let open = invite(&*store, None, 1).await;
    let taken = store.add_invited_user(&user("EVE"), &key_hash(1), noon()).await;
    assert!(matches!(taken, Err(StoreError::UsernameTaken)), "{taken:?}");
    assert_eq!(store.invitations(noon()).await.unwrap(), [open]);
    assert!(store.add_invited_user(&user("eve-2"), &key_hash(1), noon()).await.unwrap());
}

async fn a_revoked_invitation_is_not_found(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    let open = invite(&*store, Some(ada.id), 1).await;
    assert!(
        run_as(&*store, bob.id, AdminCommand::RevokeInvitation(open.id)).await.unwrap(),
        "by any admin"
    );
    assert!(!run_as(&*store, ada.id, AdminCommand::RevokeInvitation(open.id)).await.unwrap());
    assert!(!store.add_invited_user(&user("eve"), &key_hash(1), noon()).await.unwrap());
}

fn claim() -> Claim {
    let at = later(60);
    Claim { holder: "all".to_owned(), now: at, emails_due_by: at, until: later(90), limit: 9 }
}

async fn an_emailed_invitation_gets_its_link_on_delivery(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    store.claim_messages(&claim()).await.unwrap();
    let email = Some("kim@example.org".parse().unwrap());
    let new = Invitation { token_hash: None, email, ..invitation(Some(ada.id), 1) };
    assert!(run_as(&*store, ada.id, AdminCommand::Invite(Box::new(new.clone()))).await.unwrap());
    let queued = store.claim_messages(&claim()).await.unwrap();
    let letters: Vec<_> = queued.iter().map(|queued| &queued.message).collect();
    assert_eq!(letters, [&Message::Invitation { invitation: new.id }]);
    let listed = store.invitations(noon()).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&new), "it has no link yet");
    for seed in [1, 2] {
        let set = store.set_invitation_token(new.id, &key_hash(seed), noon()).await.unwrap();
        assert_eq!(set, Some(Invitation { token_hash: Some(key_hash(seed)), ..new.clone() }));
    }
    assert_eq!(
        store.invitation(&key_hash(1), noon()).await.unwrap(),
        None,
        "the newer link counts"
    );
    assert_eq!(store.set_invitation_token(new.id, &key_hash(3), later(3600)).await.unwrap(), None);
    assert!(store.add_invited_user(&user("eve"), &key_hash(2), noon()).await.unwrap());
    assert_eq!(store.set_invitation_token(new.id, &key_hash(4), noon()).await.unwrap(), None);
}

async fn an_admins_open_invitations_are_limited(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    let new = |admin: UserId| {
        let new = Invitation { token_hash: None, ..invitation(Some(admin), 0) };
        AdminCommand::Invite(Box::new(new))
    };
    for _ in 1..MAX_INVITATIONS {
        assert!(run_as(&*store, ada.id, new(ada.id)).await.unwrap());
    }
    let results = race(4, |_| {
        let (store, order) = (store.handle(), new(ada.id));
        async move { run_as(&*store, ada.id, order).await }
    })
    .await;
    let full = |result: &&Result<bool, StoreError>| {
        matches!(result, Err(StoreError::Admin(AdminError::TooManyInvitations)))
    };
    assert_eq!(results.iter().filter(full).count(), 3, "{results:?}");
    assert_eq!(store.invitations(noon()).await.unwrap().len(), MAX_INVITATIONS);
    assert!(run_as(&*store, bob.id, new(bob.id)).await.unwrap(), "other admins aren't affected");
}

async fn deleting_an_admin_deletes_their_invitations(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    invite(&*store, Some(ada.id), 1).await;
    let kept = invite(&*store, Some(bob.id), 2).await;
    assert!(store.delete_user(ada.id, &[]).await.unwrap());
    assert_eq!(store.invitations(noon()).await.unwrap(), [kept]);
    assert!(!store.add_invited_user(&user("eve"), &key_hash(1), noon()).await.unwrap());
}

async fn purging_removes_expired_invitations(store: TestStore) {
    let open = invite(&*store, None, 1).await;
    store.purge(later(3599)).await.unwrap();
    assert_eq!(store.invitations(noon()).await.unwrap(), [open]);
    store.purge(later(3600)).await.unwrap();
    assert_eq!(store.invitations(noon()).await.unwrap(), []);
}

/// The user who signed up deletes the account. The invitation's note and address were deleted with
/// it.
async fn a_used_invitation_does_not_store_its_recipient(store: TestStore) {
    let email = Some("bilby-8123@example.org".parse().unwrap());
    let note = "Wombat-5560".parse().unwrap();
    let new = Invitation { email, note, ..invitation(None, 1) };
    assert!(run_command(&*store, AdminCommand::Invite(Box::new(new)), noon()).await.unwrap());
    let eve = user("eve");
    assert!(store.add_invited_user(&eve, &key_hash(1), noon()).await.unwrap());
    assert!(store.delete_user(eve.id, &[]).await.unwrap());
    let raw = store.raw().await;
    for text in ["bilby-8123", "Wombat-5560"] {
        assert!(!holds(&raw, text), "{text}");
    }
}
