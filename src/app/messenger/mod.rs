//! What people are told: lines to their webhook, and letters by mail.
//!
//! Acts put messages into the store's queue and go on; [`delivery`] takes them out, in the time that
//! the other side takes. Nothing that a person does waits for a webhook or a mail server.

mod address;
pub mod delivery;
mod hosts;
mod letter;
mod line;
mod mail;
mod traceparent;
mod webhooks;

use std::sync::Arc;

use tokio::sync::Notify;

pub use hosts::WebhookHosts;
pub use line::TEST_LINE;
pub use mail::{MailSettings, Mailer, SmtpServer};
pub(super) use traceparent::traceparent;
pub use webhooks::{Reach, SendError, WebhookError, Webhooks, public_tls};

/// How people are told.
#[derive(Clone)]
pub struct Messenger {
    /// Where lines go.
    pub webhooks: Webhooks,
    /// Who takes letters; without one none are sent.
    pub mailer: Option<Mailer>,
    queued: Arc<Notify>,
}

impl Messenger {
    /// A messenger with nothing to do yet.
    pub fn new(webhooks: Webhooks, mailer: Option<Mailer>) -> Self {
        Self { webhooks, mailer, queued: Arc::default() }
    }

    /// Whether letters can be sent.
    pub fn sends_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Says that a message was queued. Where nobody is told, it is found a few seconds later.
    pub fn wake(&self) {
        self.queued.notify_one();
    }

    async fn woken(&self) {
        self.queued.notified().await;
    }
}
