//! A user's webhook: setting, testing, and removing it.

use super::{SendError, WebhookError, traceparent};
use crate::app::accounts::{self, throttle};
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::user::User;
use crate::domain::notifications::outbox::MAX_WAITING;
use crate::domain::settings::webhook::Webhook;
use crate::domain::settings::{SettingsEdit, SettingsScope};
use crate::domain::values::secret_hash::SecretHash;
use crate::locale::t;

/// Sets the webhook to a URL entered by the user. Future changes are reported to it. Fails with
/// [`AppError::SettingsChanged`] if the webhook no longer has the version that the user saw.
pub(crate) async fn set(
    app: &App,
    (user, login): (&User, &SecretHash),
    text: &str,
    version: &str,
) -> Result<Result<(), WebhookError>, AppError> {
    let webhook = match check(app, text) {
        Ok(webhook) => webhook,
        Err(error) => return Ok(Err(error)),
    };
    replace(app, (user, login), Some(webhook), version).await.map(Ok)
}

/// Parses a webhook URL entered by the user. Its host must be in the allowlist.
pub(crate) fn check(app: &App, text: &str) -> Result<Webhook, WebhookError> {
    app.notifier.webhooks.check(text)
}

/// Returns whether so many messages wait that further changes aren't reported.
pub(crate) async fn is_queue_full(app: &App, user: &User) -> Result<bool, AppError> {
    if user.settings.slack_webhook.is_none() {
        return Ok(false);
    }
    Ok(app.store.lines_queued(user.id).await? >= MAX_WAITING.into())
}

/// Removes the webhook. Fails like [`set`] if it was changed.
pub(crate) async fn remove(
    app: &App,
    (user, login): (&User, &SecretHash),
    version: &str,
) -> Result<(), AppError> {
    replace(app, (user, login), None, version).await
}

async fn replace(
    app: &App,
    (user, login): (&User, &SecretHash),
    webhook: Option<Webhook>,
    version: &str,
) -> Result<(), AppError> {
    let edit = SettingsEdit::SlackWebhook(webhook);
    let edit = edit.if_unchanged(SettingsScope::SlackWebhook, version);
    accounts::edit_settings_in(app, user.id, login, &edit).await
}

/// Sends a test message immediately, and clears a previously recorded failure if it succeeds.
/// Returns `None` if the user has no webhook.
pub(crate) async fn send_test(
    app: &App,
    user: &User,
) -> Result<Option<Result<(), SendError>>, AppError> {
    let Some(webhook) = user.settings.slack_webhook.clone() else { return Ok(None) };
    throttle::count(app, &attempts::test_keys(user.id)).await?;
    let webhooks = &app.notifier.webhooks;
    if webhooks.check(webhook.secret()).is_err() {
        return Ok(Some(Err(SendError::HostNotAllowed)));
    }
    let sent = webhooks.send(&webhook, t::slack_test(), traceparent().as_deref()).await;
    if sent.is_ok() && user.settings.slack_failure.is_some() {
        let forget = SettingsEdit::SlackFailure { webhook, failure: None };
        accounts::edit_settings(app, user.id, &forget).await?;
    }
    Ok(Some(sent))
}
