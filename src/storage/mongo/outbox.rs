//! The queue of messages.

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};
use mongodb::options::ReturnDocument;

use super::error::Error;
use super::{Mongo, date, keyed};
use crate::domain::Timestamp;
use crate::domain::outbox::{Message, Queued};
use crate::domain::user::{User, UserId};
use crate::storage::{Claim, Outbox, StoreError};

#[async_trait]
impl Outbox for Mongo {
    async fn queue(&self, message: &Queued) -> Result<(), StoreError> {
        let document = stored(message)?;
        if let Some(user) = message.user_id {
            return Ok(self.add_of_user(user, "outbox", document).await?);
        }
        let outbox = self.outbox.clone_with_type::<Document>();
        outbox.insert_one(document).await.map_err(Error::from)?;
        Ok(())
    }

    /// One at a time: the server hands each to one process, whichever asks first.
    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError> {
        let mut claimed = Vec::new();
        while claimed.len() < claim.most {
            let Some(message) = self.claim_next(claim).await? else { break };
            claimed.push(message);
        }
        Ok(claimed)
    }

    async fn settle_message(
        &self,
        claimed: &Queued,
        next: Option<&Queued>,
    ) -> Result<bool, StoreError> {
        let outbox = self.outbox.clone_with_type::<Document>();
        let held = doc! { "_id": claimed.id.to_string(), "claim": claimed.claim.as_deref() };
        let settled = match next {
            Some(next) => {
                let replaced = outbox.replace_one(held, stored(next)?).await;
                replaced.map_err(Error::from)?.matched_count
            }
            None => outbox.delete_one(held).await.map_err(Error::from)?.deleted_count,
        };
        Ok(settled > 0)
    }
}

/// A message with its key, and the moment at which it is due as the index has it.
fn stored(message: &Queued) -> Result<Document, Error> {
    let mut document = keyed(message.id.to_string(), message)?;
    document.insert("due", date(message.due_at));
    Ok(document)
}

impl Mongo {
    async fn claim_next(&self, claim: &Claim) -> Result<Option<Queued>, Error> {
        let due = doc! { "due": { "$lte": date(claim.now) } };
        let update = doc! { "$set": {
            "due": date(claim.until),
            "due_at": serialize_to_bson(&claim.until)?,
            "claim": &claim.holder,
        } };
        let taken = self.outbox.find_one_and_update(due, update).sort(doc! { "due": 1, "_id": 1 });
        Ok(taken.return_document(ReturnDocument::After).await?)
    }

    /// Removes the messages that are nobody's yet and name a user.
    pub(super) async fn remove_naming(
        &self,
        session: &mut ClientSession,
        user: &User,
    ) -> Result<(), Error> {
        let mut naming = Vec::new();
        let nobodys = doc! { "user_id": null };
        let mut found = self.outbox.find(nobodys).session(&mut *session).await?;
        while let Some(queued) = found.next(session).await.transpose()? {
            if queued.message.names(user) {
                naming.push(queued.id.to_string());
            }
        }
        let naming = doc! { "_id": { "$in": naming } };
        self.outbox.delete_many(naming).session(session).await?;
        Ok(())
    }

    /// Queues messages of a user, as part of the act that causes them.
    pub(super) async fn queue_all(
        &self,
        session: &mut ClientSession,
        user: UserId,
        messages: impl IntoIterator<Item = Message>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let messages = messages.into_iter().map(|message| Queued::new(Some(user), message, at));
        let documents = messages.map(|message| stored(&message)).collect::<Result<Vec<_>, _>>()?;
        if !documents.is_empty() {
            let outbox = self.outbox.clone_with_type::<Document>();
            outbox.insert_many(documents).session(session).await?;
        }
        Ok(())
    }
}
