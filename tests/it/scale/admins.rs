//! Runs every admin operation of a store.

use worklog::domain::accounts::one_time_links::PasswordReset;
use worklog::domain::accounts::password::PasswordHash;
use worklog::domain::accounts::user::User;
use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::invitation::{Invitation, InvitationId};
use worklog::storage::{Store, UserPageRequest};

use crate::support::samples::{key_hash, later, noon, run_command, user};

/// Runs commands on a user, who becomes an admin first, and reads the results.
pub(super) async fn administer(store: &dyn Store, ada: &User) {
    let added = user("cleo");
    for done in [
        AdminCommand::GrantAdmin(ada.id),
        AdminCommand::AddUser(Box::new(added.clone())),
        AdminCommand::SetPassword(added.id, PasswordHash::from_phc("$argon2id$set".to_owned())),
        AdminCommand::Disable(added.id),
        AdminCommand::Enable(added.id),
        AdminCommand::ShowResetLink(PasswordReset {
            token_hash: key_hash(60),
            user_id: added.id,
            made_by: None,
            expires_at: later(60),
        }),
        AdminCommand::MailResetLink(ada.id),
        AdminCommand::WithdrawAdmin(ada.id),
    ] {
        assert!(run_command(store, done.clone(), noon()).await.unwrap(), "{done:?}");
    }
    invite(store).await;
    let page =
        UserPageRequest { prefix: "other".to_owned(), after: "other-3".to_owned(), limit: 5 };
    assert_eq!(store.list_users(&page).await.unwrap().len(), 5);
    assert_eq!(
        store
            .list_users(&UserPageRequest { limit: 3, ..UserPageRequest::default() })
            .await
            .unwrap()
            .len(),
        3
    );
    assert_eq!(store.usernames(&[ada.id, added.id]).await.unwrap().len(), 2);
    let newest = store.audit(None, None, 4).await.unwrap();
    assert_eq!(newest.len(), 4);
    store.audit(None, Some(newest[3].id), 4).await.unwrap();
    assert_eq!(store.audit(Some(added.id), None, 9).await.unwrap().len(), 5);
    store.state().await.unwrap();
    store.messages_queued().await.unwrap();
}

async fn invite(store: &dyn Store) {
    let invitations: Vec<Invitation> = (70..72)
        .map(|seed| Invitation {
            id: InvitationId::new(),
            token_hash: Some(key_hash(seed)),
            user_id: None,
            email: None,
            note: "Kim".parse().unwrap(),
            created_at: noon(),
            expires_at: later(3600),
        })
        .collect();
    for invitation in &invitations {
        assert!(
            run_command(store, AdminCommand::Invite(Box::new(invitation.clone())), noon())
                .await
                .unwrap()
        );
    }
    store.invitation(&key_hash(70), noon()).await.unwrap().unwrap();
    assert_eq!(store.invitations(noon()).await.unwrap().len(), 3);
    store.set_invitation_token(invitations[0].id, &key_hash(72), noon()).await.unwrap().unwrap();
    assert!(store.add_invited_user(&user("kim"), &key_hash(72), noon()).await.unwrap());
    assert!(
        run_command(store, AdminCommand::RevokeInvitation(invitations[1].id), noon())
            .await
            .unwrap()
    );
}
