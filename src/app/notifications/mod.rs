//! Notifications: messages to users' webhooks, and emails.
//!
//! Requests only add messages to the queue in the store. `delivery` takes them out and delivers
//! them in the background, so that no request waits for a webhook or a mail server.

pub(crate) mod delivery;
mod email_template;
#[cfg(test)]
mod fuzz;
mod hosts;
mod mail;
mod slack_message;
pub(crate) mod slack_webhook;
mod ssrf_guard;
pub(crate) mod traceparent;
mod webhooks;

use std::sync::Arc;

use tokio::sync::Notify;

pub use hosts::WebhookHosts;
pub use mail::Mailer;
pub(crate) use mail::{MailSettings, SmtpServer};
pub(super) use traceparent::traceparent;
pub(crate) use webhooks::public_tls;
pub use webhooks::{AddressPolicy, SendError, WebhookError, Webhooks};

/// The channels for notifications.
#[derive(Clone)]
pub struct Notifier {
    /// Sends messages to webhooks.
    pub webhooks: Webhooks,
    /// Sends email. `None` if no mail server is configured.
    pub mailer: Option<Mailer>,
    queued: Arc<Notify>,
}

impl Notifier {
    /// Creates a notifier.
    pub fn new(webhooks: Webhooks, mailer: Option<Mailer>) -> Self {
        Self { webhooks, mailer, queued: Arc::default() }
    }

    /// Returns whether email can be sent.
    pub(crate) fn can_send_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Wakes up the delivery task because a message was queued. Without this call, the message is
    /// found by polling a few seconds later.
    pub fn wake(&self) {
        self.queued.notify_one();
    }

    async fn wait_for_wake(&self) {
        self.queued.notified().await;
    }
}
