//! Sends emails with one-time links, which are generated at the time of sending.

use super::DeliveryOutcome;
use crate::app::App;
use crate::app::accounts::password_reset;
use crate::app::admin::invitations;
use crate::app::notifications::email_template::{self, EmailContent};
use crate::app::notifications::mail::{MailError, Mailer};
use crate::domain::accounts::user::{Email, User, Username};
use crate::domain::admin::invitation::InvitationId;
use crate::domain::notifications::outbox::MessageId;
use crate::domain::values::problem::Problem;
use crate::storage::StoreError;

/// Sends a password reset link to each account that matches the name or address entered.
pub(super) async fn forgotten_password(
    app: &App,
    mailer: &Mailer,
    id: MessageId,
    typed: &str,
) -> Result<DeliveryOutcome, StoreError> {
    let mut outcome = DeliveryOutcome::Done;
    for user in find_users(app, typed).await? {
        let Some(email) = user.confirmed_email().filter(|_| user.disabled_at.is_none()) else {
            continue;
        };
        let token = password_reset::add_link(app, &user).await?;
        let link = mailer.link("/password/reset", &token);
        let content =
            user.language().with(|| email_template::forgotten_password(&user.username, &link));
        let sent = send(mailer, id, email, content).await;
        if !matches!(sent, DeliveryOutcome::Done) {
            outcome = sent;
        }
    }
    Ok(outcome)
}

/// Sends a password reset link that an admin requested for a user.
pub(super) async fn reset_by_admin(
    app: &App,
    mailer: &Mailer,
    id: MessageId,
    user: &User,
) -> Result<DeliveryOutcome, StoreError> {
    let email = user.confirmed_email().filter(|_| user.disabled_at.is_none());
    let Some(email) = email else { return Ok(DeliveryOutcome::Done) };
    let token = password_reset::add_link(app, user).await?;
    let link = mailer.link("/password/reset", &token);
    Ok(send(mailer, id, email, email_template::reset_by_admin(&user.username, &link)).await)
}

/// Sends an invitation, with a link that replaces any previous one.
pub(super) async fn invite(
    app: &App,
    mailer: &Mailer,
    id: MessageId,
    invitation: InvitationId,
) -> Result<DeliveryOutcome, StoreError> {
    let Some((invitation, token)) = invitations::renew(app, invitation).await? else {
        return Ok(DeliveryOutcome::Done);
    };
    let Some(email) = &invitation.email else { return Ok(DeliveryOutcome::Done) };
    let link = mailer.link_with("/signup", "invite", &token);
    Ok(send(mailer, id, email, email_template::invitation(&link)).await)
}

async fn find_users(app: &App, typed: &str) -> Result<Vec<User>, StoreError> {
    if let Ok(name) = typed.parse::<Username>() {
        return Ok(app.store.user_by_name(&name.key()).await?.into_iter().collect());
    }
    match typed.parse::<Email>() {
        Ok(email) => app.store.users_by_email(&email.key()).await,
        Err(_) => Ok(Vec::new()),
    }
}

/// Sends an email and converts the result to a [`DeliveryOutcome`].
pub(super) async fn send(
    mailer: &Mailer,
    id: MessageId,
    to: &Email,
    message: EmailContent,
) -> DeliveryOutcome {
    match mailer.send(id, to, message.subject, message.text).await {
        Ok(()) => DeliveryOutcome::Done,
        Err(MailError::Temporary(reason)) => DeliveryOutcome::Retry(Problem::new(reason)),
        Err(MailError::Permanent(reason)) => DeliveryOutcome::Failed(Problem::new(reason)),
    }
}
