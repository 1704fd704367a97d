//! Tests what admins do with accounts: who is allowed to, what it ends, and that an admin always
//! remains.

use worklog::domain::accounts::password::PasswordHash;
use worklog::domain::accounts::user::{Role, User, UserId};
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::{AdminCommand, AdminError, AdminRequest};
use worklog::domain::notifications::outbox::Message;
use worklog::storage::{Claim, Store, StoreError};

use super::cases;
use super::invitations::invitation;
use super::one_time_links::reset_link;
use crate::support::concurrent::race;
use crate::support::samples::{
    add_token, disable, enable, key_hash, later, noon, run_command, sample_session, start_session,
    token, user as sample,
};
use crate::support::store::TestStore;

cases! {
    the_admin_role_is_granted_and_revoked,
    only_active_admins_run_commands,
    admins_cannot_lock_themselves_out,
    admins_disabling_each_other_concurrently_leave_one_active,
    disabling_a_user_ends_logins_and_invitations,
    revoking_the_admin_role_ends_invitations,
    admins_set_passwords_and_create_accounts,
    reset_links_are_created_for_active_accounts_only,
    emails_go_to_confirmed_addresses_only,
    a_command_for_an_unknown_user_fails,
}

pub(super) async fn add(store: &dyn Store, name: &str) -> User {
    let user = sample(name);
    store.add_user(&user).await.unwrap();
    user
}

pub(super) async fn add_admin(store: &dyn Store, name: &str) -> User {
    let user = add(store, name).await;
    assert!(run_command(store, AdminCommand::GrantAdmin(user.id), noon()).await.unwrap());
    load_user(store, user.id).await
}

async fn load_user(store: &dyn Store, id: UserId) -> User {
    store.user(id).await.unwrap().unwrap()
}

/// Runs an admin command as a user.
pub(super) async fn run_as(
    store: &dyn Store,
    user: UserId,
    command: AdminCommand,
) -> Result<bool, StoreError> {
    store.administer(&AdminRequest::new(Actor::User(user), command, later(60))).await
}

fn refused(result: &Result<bool, StoreError>, why: AdminError) -> bool {
    matches!(result, Err(StoreError::Admin(refusal)) if *refusal == why)
}

async fn the_admin_role_is_granted_and_revoked(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add(&*store, "bob").await);
    assert_eq!(ada.role, Role::Admin);
    for (make, role) in [
        (AdminCommand::GrantAdmin as fn(UserId) -> AdminCommand, Role::Admin),
        (AdminCommand::WithdrawAdmin, Role::User),
    ] {
        assert!(run_as(&*store, ada.id, make(bob.id)).await.unwrap());
        assert_eq!(load_user(&*store, bob.id).await, User { role, ..bob.clone() });
        assert!(
            !run_as(&*store, ada.id, make(bob.id)).await.unwrap(),
            "there's nothing left to do"
        );
    }
}

async fn only_active_admins_run_commands(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add(&*store, "bob").await);
    let carol = add(&*store, "carol").await;
    let orders = || {
        [
            AdminCommand::Disable(carol.id),
            AdminCommand::Enable(carol.id),
            AdminCommand::GrantAdmin(bob.id),
            AdminCommand::WithdrawAdmin(ada.id),
            AdminCommand::ShowResetLink(reset_link(carol.id, 9)),
            AdminCommand::MailResetLink(carol.id),
            AdminCommand::SetPassword(carol.id, PasswordHash::from_phc("$new".to_owned())),
            AdminCommand::AddUser(Box::new(sample("dora"))),
            AdminCommand::Invite(Box::new(invitation(Some(bob.id), 1))),
        ]
    };
    let before = store.audit(None, None, 99).await.unwrap();
    for actor in [bob.id, UserId::new()] {
        for command in orders() {
            let result = run_as(&*store, actor, command.clone()).await;
            assert!(refused(&result, AdminError::NotAdmin), "{command:?}: {result:?}");
        }
    }
    disable(&*store, ada.id, noon()).await;
    for command in orders() {
        assert!(refused(&run_as(&*store, ada.id, command).await, AdminError::NotAdmin));
    }
    assert_eq!(load_user(&*store, carol.id).await, carol);
    assert_eq!(load_user(&*store, bob.id).await, bob);
    assert_eq!(store.password_reset(&key_hash(9), noon()).await.unwrap(), None);
    assert_eq!(store.invitations(noon()).await.unwrap(), []);
    assert_eq!(store.user_by_name(&sample("dora").username_key).await.unwrap(), None);
    assert_eq!(store.audit(None, None, 99).await.unwrap().len(), before.len() + 1);
}

async fn admins_cannot_lock_themselves_out(store: TestStore) {
    let (ada, _bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    for make in [AdminCommand::Disable as fn(UserId) -> AdminCommand, AdminCommand::WithdrawAdmin] {
        assert!(refused(&run_as(&*store, ada.id, make(ada.id)).await, AdminError::Oneself));
    }
    assert_eq!(load_user(&*store, ada.id).await, ada);
}

/// Admins disable or demote each other in a ring, so that none would remain if every command
/// succeeded.
async fn admins_disabling_each_other_concurrently_leave_one_active(store: TestStore) {
    for round in 0..6 {
        let mut admins = Vec::new();
        for number in 0..4 {
            admins.push(add_admin(&*store, &format!("admin-{round}-{number}")).await.id);
        }
        let results = race(admins.len(), |number| {
            let (store, actor) = (store.handle(), admins[number]);
            let next = admins[(number + 1) % admins.len()];
            let make =
                [AdminCommand::Disable as fn(UserId) -> AdminCommand, AdminCommand::WithdrawAdmin]
                    [number % 2];
            async move { run_as(&*store, actor, make(next)).await }
        })
        .await;
        let mut left = 0;
        for admin in &admins {
            left += usize::from(load_user(&*store, *admin).await.is_active_admin());
        }
        let done = results.iter().filter(|result| matches!(result, Ok(true))).count();
        let late = results.iter().filter(|result| refused(result, AdminError::NotAdmin)).count();
        assert!(left >= 1, "no admin is left: {results:?}");
        assert_eq!((done + late, left), (4, 4 - done), "{results:?}");
    }
}

async fn disabling_a_user_ends_logins_and_invitations(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    start_session(&*store, &sample_session(bob.id, 1)).await.unwrap();
    add_token(&*store, &token(bob.id, 2, "Laptop"), 9).await.unwrap();
    let invited = AdminCommand::Invite(Box::new(invitation(Some(bob.id), 3)));
    assert!(run_as(&*store, bob.id, invited).await.unwrap());
    assert!(run_as(&*store, ada.id, AdminCommand::Disable(bob.id)).await.unwrap());
    assert_eq!(store.session(&key_hash(1), noon()).await.unwrap(), None);
    assert_eq!(store.token_user(&key_hash(2), noon()).await.unwrap(), None);
    assert_eq!(store.invitation(&key_hash(3), noon()).await.unwrap(), None);
    assert_eq!(load_user(&*store, bob.id).await.disabled_at, Some(later(60)));
    assert!(!run_as(&*store, ada.id, AdminCommand::Disable(bob.id)).await.unwrap());
    assert!(run_as(&*store, ada.id, AdminCommand::Enable(bob.id)).await.unwrap());
    assert_eq!(
        store.session(&key_hash(1), noon()).await.unwrap(),
        None,
        "ended sessions stay ended"
    );
    assert!(store.token_user(&key_hash(2), noon()).await.unwrap().is_some());
    assert_eq!(store.invitation(&key_hash(3), noon()).await.unwrap(), None);
}

async fn revoking_the_admin_role_ends_invitations(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add_admin(&*store, "bob").await);
    for (admin, seed) in [(&ada, 1), (&bob, 2)] {
        let invited = AdminCommand::Invite(Box::new(invitation(Some(admin.id), seed)));
        assert!(run_as(&*store, admin.id, invited).await.unwrap());
    }
    start_session(&*store, &sample_session(bob.id, 3)).await.unwrap();
    assert!(run_as(&*store, ada.id, AdminCommand::WithdrawAdmin(bob.id)).await.unwrap());
    assert!(store.invitation(&key_hash(1), noon()).await.unwrap().is_some());
    assert_eq!(store.invitation(&key_hash(2), noon()).await.unwrap(), None);
    let (_, user) = store.session(&key_hash(3), noon()).await.unwrap().expect("stays signed in");
    assert_eq!(user.role, Role::User, "the role applies from the next request");
}

async fn admins_set_passwords_and_create_accounts(store: TestStore) {
    let eve = sample("eve");
    assert!(
        run_command(&*store, AdminCommand::AddUser(Box::new(eve.clone())), noon()).await.unwrap()
    );
    assert_eq!(load_user(&*store, eve.id).await, eve);
    let again = run_command(&*store, AdminCommand::AddUser(Box::new(sample("EVE"))), noon()).await;
    assert!(matches!(again, Err(StoreError::UsernameTaken)), "{again:?}");
    add_token(&*store, &token(eve.id, 1, "Laptop"), 9).await.unwrap();
    let hash = PasswordHash::from_phc("$new".to_owned());
    assert!(
        run_command(&*store, AdminCommand::SetPassword(eve.id, hash.clone()), noon())
            .await
            .unwrap()
    );
    assert_eq!(load_user(&*store, eve.id).await.password_hash, hash);
    assert_eq!(store.token_user(&key_hash(1), noon()).await.unwrap(), None);
}

async fn reset_links_are_created_for_active_accounts_only(store: TestStore) {
    let (ada, bob) = (add_admin(&*store, "ada").await, add(&*store, "bob").await);
    let link = |seed| AdminCommand::ShowResetLink(reset_link(bob.id, seed));
    assert!(run_as(&*store, ada.id, link(1)).await.unwrap());
    assert_eq!(store.password_reset(&key_hash(1), noon()).await.unwrap().unwrap().id, bob.id);
    disable(&*store, bob.id, noon()).await;
    assert!(refused(&run_as(&*store, ada.id, link(2)).await, AdminError::Disabled));
    enable(&*store, bob.id).await;
    assert_eq!(store.password_reset(&key_hash(2), noon()).await.unwrap(), None);
}

async fn emails_go_to_confirmed_addresses_only(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    let (mut bob, carol) = (sample("bob"), add(&*store, "carol").await);
    bob.confirm_email();
    store.add_user(&bob).await.unwrap();
    let result = run_as(&*store, ada.id, AdminCommand::MailResetLink(carol.id)).await;
    assert!(refused(&result, AdminError::NoAddress), "{result:?}");
    assert!(run_as(&*store, ada.id, AdminCommand::MailResetLink(bob.id)).await.unwrap());
    let claim = Claim {
        holder: "all".to_owned(),
        now: later(60),
        emails_due_by: later(60),
        until: later(90),
        limit: 9,
    };
    let queued = store.claim_messages(&claim).await.unwrap();
    let to_bob: Vec<_> = queued.iter().filter(|queued| queued.user_id == Some(bob.id)).collect();
    assert_eq!(to_bob.len(), 1);
    assert_eq!(to_bob[0].message, Message::ResetByAdmin);
    disable(&*store, bob.id, noon()).await;
    let result = run_as(&*store, ada.id, AdminCommand::MailResetLink(bob.id)).await;
    assert!(refused(&result, AdminError::Disabled), "{result:?}");
}

async fn a_command_for_an_unknown_user_fails(store: TestStore) {
    let (ada, nobody) = (add_admin(&*store, "ada").await, UserId::new());
    let before = store.audit(None, None, 99).await.unwrap();
    for command in [
        AdminCommand::Disable(nobody),
        AdminCommand::Enable(nobody),
        AdminCommand::GrantAdmin(nobody),
        AdminCommand::WithdrawAdmin(nobody),
        AdminCommand::ShowResetLink(reset_link(nobody, 1)),
        AdminCommand::MailResetLink(nobody),
        AdminCommand::SetPassword(nobody, PasswordHash::from_phc("$new".to_owned())),
    ] {
        let result = run_as(&*store, ada.id, command.clone()).await;
        assert!(matches!(result, Err(StoreError::NoSuchUser)), "{command:?}: {result:?}");
    }
    assert_eq!(store.audit(None, None, 99).await.unwrap(), before);
}
