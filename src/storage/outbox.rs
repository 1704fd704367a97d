//! The queue of messages: what a store does with it.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::outbox::Queued;

/// Which messages a process takes from the queue.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Names the claim.
    pub holder: String,
    /// Those due by then.
    pub now: Timestamp,
    /// Letters only where they were due by then: a process that sends none leaves them to others, and
    /// takes those that have found nobody for long.
    pub letters_due_by: Timestamp,
    /// Nobody else gets them before.
    pub until: Timestamp,
    /// At most so many.
    pub most: usize,
}

metered! {
/// The queue of messages, shared by all servers on the store.
#[async_trait]
pub trait Outbox {
    /// Puts a message into the queue.
    async fn queue(&self, message: &Queued) -> Result<(), StoreError>;

    /// Takes messages, those due first before others, and those due at the same moment in the order
    /// in which they were queued. Of several processes at once, each message goes to one. A person's
    /// lines go out one after the other: each waits until those queued before it are settled for good.
    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError>;

    /// How many messages there are, claimed or not. Where others write meanwhile, it may be off by theirs.
    async fn messages_queued(&self) -> Result<u64, StoreError>;

    /// Ends the claim on a message: removes it, or replaces it by what it is `next`. `false` where
    /// another process has claimed it since, which then decides.
    async fn settle_message(
        &self,
        claimed: &Queued,
        next: Option<&Queued>,
    ) -> Result<bool, StoreError>;
}
}
