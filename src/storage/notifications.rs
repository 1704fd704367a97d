//! The message queue.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::notifications::outbox::Queued;

/// The parameters for claiming messages.
#[derive(Debug, Clone)]
pub struct Claim {
    /// A unique ID of the claim.
    pub holder: String,
    /// Claims messages due by this time.
    pub now: Timestamp,
    /// Only claims emails that were due by this time. A process without a mail server sets it to a
    /// time long ago, to leave emails to other processes and only claim those that have been
    /// overdue for a long time.
    pub emails_due_by: Timestamp,
    /// The end of the claim. No other process gets the messages before then.
    pub until: Timestamp,
    /// The maximum number of messages.
    pub limit: usize,
}

/// How many due messages a claim reads at a time.
pub(super) const PAGE: u16 = 1000;

metered! {
/// The message queue, shared by all servers.
#[async_trait]
pub trait Outbox {
    /// Adds a message to the queue.
    async fn queue(&self, message: &Queued) -> Result<(), StoreError>;

    /// Claims due messages, ordered by due time and then by the order in which they were queued.
    /// Each message goes to only one of several concurrent processes. Webhook messages to the same
    /// user are delivered in order: each one waits until the previous ones are settled. If more than
    /// [`MAX_WAITING`](crate::domain::notifications::outbox::MAX_WAITING) wait, the last are removed.
    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError>;

    /// Returns the number of queued messages, including claimed ones. It may be slightly off while
    /// others write.
    async fn messages_queued(&self) -> Result<u64, StoreError>;

    /// Returns the number of a user's queued webhook messages.
    async fn lines_queued(&self, user: UserId) -> Result<u64, StoreError>;

    /// Ends the claim on a message: removes the message, or replaces it with `next`. Returns
    /// `false` and changes nothing if another process has claimed it since.
    async fn settle_message(
        &self,
        claimed: &Queued,
        next: Option<&Queued>,
    ) -> Result<bool, StoreError>;
}
}
