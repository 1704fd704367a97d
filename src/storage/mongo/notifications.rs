//! The message queue in MongoDB.

use std::collections::btree_map::{BTreeMap, Entry};

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};
use mongodb::options::ReturnDocument;
use serde::Deserialize;

use super::error::MongoError;
use super::{Mongo, date, keyed};
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::notifications::outbox::{Message, Queued};
use crate::storage::{Claim, Outbox, StoreError};

#[async_trait]
impl Outbox for Mongo {
    async fn queue(&self, message: &Queued) -> Result<(), StoreError> {
        let document = stored(message)?;
        if let Some(user) = message.user_id {
            return Ok(self.add_of_user(user, "outbox", document).await?);
        }
        let outbox = self.outbox.clone_with_type::<Document>();
        outbox.insert_one(document).await.map_err(MongoError::from)?;
        Ok(())
    }

    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError> {
        Ok(self.claim_due(claim).await?)
    }

    async fn messages_queued(&self) -> Result<u64, StoreError> {
        Ok(self.outbox.estimated_document_count().await.map_err(MongoError::from)?)
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
                replaced.map_err(MongoError::from)?.matched_count
            }
            None => outbox.delete_one(held).await.map_err(MongoError::from)?.deleted_count,
        };
        Ok(settled > 0)
    }
}

/// The fields of a due message that determine whether it can be claimed.
#[derive(Deserialize)]
struct DueMessage {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    user_id: Option<String>,
    message: MessageKind,
}

#[derive(Deserialize)]
struct MessageKind {
    kind: String,
}

/// Returns the document of a message as it is stored. The field `due` is a BSON date, for the
/// index.
pub(super) fn stored(message: &Queued) -> Result<Document, MongoError> {
    let mut document = keyed(message.id.to_string(), message)?;
    document.insert("due", date(message.due_at));
    Ok(document)
}

impl Mongo {
    /// Claims due messages. They are updated one at a time, so that each goes to only one process.
    async fn claim_due(&self, claim: &Claim) -> Result<Vec<Queued>, MongoError> {
        let by = doc! { "due": { "$lte": date(claim.emails_due_by) } };
        let kinds = [doc! { "message.kind": Message::LINE }, by];
        let due = doc! { "due": { "$lte": date(claim.now) }, "$or": kinds };
        let outbox = self.outbox.clone_with_type::<DueMessage>();
        let found = outbox.find(due).sort(doc! { "due": 1, "_id": 1 });
        let mut found = found.projection(doc! { "user_id": 1, "message.kind": 1 }).await?;
        let (mut first_lines, mut claimed) = (BTreeMap::new(), Vec::new());
        while claimed.len() < claim.limit {
            let Some(due) = found.try_next().await? else { break };
            if let (Message::LINE, Some(user)) = (due.message.kind.as_str(), due.user_id) {
                let first = match first_lines.entry(user) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => {
                        let first = self.first_line(unknown.key()).await?;
                        unknown.insert(first)
                    }
                };
                if first.as_ref() != Some(&due.id) {
                    continue;
                }
            }
            claimed.extend(self.claim_one(&due.id, claim).await?);
        }
        Ok(claimed)
    }

    /// Returns the ID of the first of a user's queued webhook messages. None can be queued before
    /// it later.
    async fn first_line(&self, user: &str) -> Result<Option<String>, MongoError> {
        let theirs = doc! { "user_id": user, "message.kind": Message::LINE };
        let first = self.outbox.find_one(theirs).sort(doc! { "_id": 1 }).await?;
        Ok(first.map(|first| first.id.to_string()))
    }

    async fn claim_one(&self, id: &str, claim: &Claim) -> Result<Option<Queued>, MongoError> {
        let due = doc! { "_id": id, "due": { "$lte": date(claim.now) } };
        let update = doc! { "$set": {
            "due": date(claim.until),
            "due_at": serialize_to_bson(&claim.until)?,
            "claim": &claim.holder,
        } };
        let taken = self.outbox.find_one_and_update(due, update);
        Ok(taken.return_document(ReturnDocument::After).await?)
    }

    /// Deletes queued messages without a recipient that name this user.
    pub(super) async fn remove_naming(
        &self,
        session: &mut ClientSession,
        user: &User,
    ) -> Result<(), MongoError> {
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

    /// Queues messages to a user in the transaction of the change that causes them.
    pub(super) async fn queue_all(
        &self,
        session: &mut ClientSession,
        user: UserId,
        messages: impl IntoIterator<Item = Message>,
        at: Timestamp,
    ) -> Result<(), MongoError> {
        let messages = messages.into_iter().map(|message| Queued::new(Some(user), message, at));
        self.queue_messages(session, messages).await
    }

    /// Queues messages in the transaction of the changes that cause them.
    pub(super) async fn queue_messages(
        &self,
        session: &mut ClientSession,
        messages: impl IntoIterator<Item = Queued>,
    ) -> Result<(), MongoError> {
        let documents = messages.into_iter().map(|message| stored(&message));
        let documents = documents.collect::<Result<Vec<_>, _>>()?;
        if !documents.is_empty() {
            let outbox = self.outbox.clone_with_type::<Document>();
            outbox.insert_many(documents).session(session).await?;
        }
        Ok(())
    }
}
