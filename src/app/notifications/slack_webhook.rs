//! A user's webhook: setting, testing, and removing it.

use super::{SendError, TEST_MESSAGE, WebhookError, traceparent};
use crate::app::accounts::{self, throttle};
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::settings::SettingsEdit;
use crate::domain::settings::webhook::Webhook;

/// Sets the webhook to a URL entered by the user. Future changes are reported to it.
pub(crate) async fn set(
    app: &App,
    user: &User,
    text: &str,
) -> Result<Result<(), WebhookError>, AppError> {
    let webhook = match check(app, text) {
        Ok(webhook) => webhook,
        Err(error) => return Ok(Err(error)),
    };
    accounts::edit_settings(app, user.id, &SettingsEdit::SlackWebhook(Some(webhook))).await?;
    Ok(Ok(()))
}

/// Parses a webhook URL entered by the user. Its host must be in the allowlist.
pub(crate) fn check(app: &App, text: &str) -> Result<Webhook, WebhookError> {
    app.notifier.webhooks.check(text)
}

/// Removes the webhook.
pub(crate) async fn remove(app: &App, user: &User) -> Result<(), AppError> {
    accounts::edit_settings(app, user.id, &SettingsEdit::SlackWebhook(None)).await
}

/// Sends a test message immediately, and clears a previously recorded failure if it succeeds.
/// Returns `None` if the user has no webhook.
pub(crate) async fn send_test(
    app: &App,
    user: &User,
) -> Result<Option<Result<(), SendError>>, AppError> {
    let Some(webhook) = user.settings.slack_webhook.clone() else { return Ok(None) };
    throttle::count_test(app, user.id).await?;
    let webhooks = &app.notifier.webhooks;
    if webhooks.check(webhook.secret()).is_err() {
        return Ok(Some(Err(SendError::HostNotAllowed)));
    }
    let sent = webhooks.send(&webhook, TEST_MESSAGE, traceparent().as_deref()).await;
    if sent.is_ok() && user.settings.slack_failure.is_some() {
        let forget = SettingsEdit::SlackFailure { webhook, failure: None };
        accounts::edit_settings(app, user.id, &forget).await?;
    }
    Ok(Some(sent))
}
