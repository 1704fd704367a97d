//! The email about a login from a browser in which the user hadn't logged in before.

use std::net::IpAddr;

use super::throttle;
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::user::User;
use crate::domain::notifications::outbox::{Message, NewBrowserLogin, Queued};

/// Queues the email if one can be sent. The user has proven their password, so an error doesn't
/// prevent the login.
pub(super) async fn notify(app: &App, user: &User, address: IpAddr, user_agent: &str) {
    let Some(to) = user.confirmed_email().filter(|_| app.notifier.can_send_mail()) else { return };
    let (user_agent, network) = (user_agent.to_owned(), attempts::truncated(address));
    let login = NewBrowserLogin { to: to.clone(), user_agent, network };
    if let Err(error) = queue(app, user, Message::NewBrowser(login)).await {
        tracing::warn!(%error, "no email about a login from a new browser");
    }
}

async fn queue(app: &App, user: &User, message: Message) -> Result<(), AppError> {
    // The login isn't rejected, so the metric for rejected attempts must not count it.
    if throttle::admit(app, &attempts::new_browser_keys(user.id)).await?.is_err() {
        return Ok(());
    }
    app.store.queue(&Queued::new(Some(user.id), message, app.clock.now())).await?;
    app.notifier.wake();
    Ok(())
}
