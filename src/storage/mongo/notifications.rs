//! The message queue in MongoDB.

mod lines;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{DateTime, Document, doc, serialize_to_bson};
use mongodb::options::ReturnDocument;
use serde::Deserialize;

use super::error::MongoError;
use super::{Mongo, date, keyed};
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::notifications::outbox::{Message, Queued};
use crate::storage::notifications::PAGE;
use crate::storage::{Claim, Outbox, StoreError};

/// How long a claim goes on if all that it finds has to wait, so that it ends within the time limit of
/// operations. The next one continues.
const CLAIM_LIMIT: Duration = Duration::from_secs(1);

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

    async fn lines_queued(&self, user: UserId) -> Result<u64, StoreError> {
        let count = self.outbox.count_documents(lines::line_of(&user.to_string())).await;
        Ok(count.map_err(MongoError::from)?)
    }

    async fn settle_message(
        &self,
        claimed: &Queued,
        next: Option<&Queued>,
    ) -> Result<bool, StoreError> {
        if let Some(next) = next {
            let outbox = self.outbox.clone_with_type::<Document>();
            let replaced = outbox.replace_one(held(claimed), stored(next)?).await;
            return Ok(replaced.map_err(MongoError::from)?.matched_count > 0);
        }
        if let (Message::Slack { .. }, Some(user)) = (&claimed.message, claimed.user_id) {
            let user = user.to_string();
            let removed =
                self.transaction(|t| Box::pin(self.remove_line(&mut t.session, claimed, &user)));
            return Ok(removed.await?);
        }
        let removed = self.outbox.delete_one(held(claimed)).await;
        Ok(removed.map_err(MongoError::from)?.deleted_count > 0)
    }
}

/// Returns the filter for a message that is still claimed by the same process.
fn held(claimed: &Queued) -> Document {
    doc! { "_id": claimed.id.to_string(), "claim": claimed.claim.as_deref() }
}

/// The fields of a due message that determine whether it can be claimed.
#[derive(Deserialize)]
struct DueMessage {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    user_id: Option<String>,
    due: DateTime,
    message: MessageKind,
}

#[derive(Deserialize)]
struct MessageKind {
    kind: String,
}

/// What a claim found among the due messages.
#[derive(Default)]
struct DuePage {
    /// The messages that it may claim.
    free: Vec<String>,
    /// Webhook messages that aren't the first of their user, by user.
    behind: BTreeMap<String, Vec<String>>,
    /// Whether more may be due.
    is_full: bool,
}

/// Returns the document of a message as it is stored. The field `due` is a BSON date, for the
/// index. It is missing while a webhook message waits for an earlier one.
pub(super) fn stored(message: &Queued) -> Result<Document, MongoError> {
    let mut document = keyed(message.id.to_string(), message)?;
    document.insert("due", date(message.due_at));
    Ok(document)
}

impl Mongo {
    /// Claims due messages. They are updated one at a time, so that each goes to only one process.
    ///
    /// Only the first webhook message of each user may be claimed. Messages are queued as due,
    /// because only a lock could tell whether others are in front. The first claim that meets one
    /// behind others makes it wait: then no claim reads it before it is the first.
    async fn claim_due(&self, claim: &Claim) -> Result<Vec<Queued>, MongoError> {
        let give_up = Instant::now() + CLAIM_LIMIT;
        let mut claimed = Vec::new();
        loop {
            let page = self.read_due(claim, claim.limit - claimed.len()).await?;
            for (user, behind) in &page.behind {
                self.transaction(|t| Box::pin(self.make_wait(&mut t.session, user, behind)))
                    .await?;
            }
            let (found, before) = (page.free.len(), claimed.len());
            for id in page.free {
                claimed.extend(self.claim_one(&id, claim).await?);
            }
            let others_were_faster = claimed.len() < before + found;
            let only_some_wait = found == 0 && page.is_full;
            let goes_on = others_were_faster || (only_some_wait && Instant::now() < give_up);
            if claimed.len() == claim.limit || !goes_on {
                return Ok(claimed);
            }
        }
    }

    /// Reads due messages until it found enough to claim.
    async fn read_due(&self, claim: &Claim, enough: usize) -> Result<DuePage, MongoError> {
        let by = doc! { "due": { "$lte": date(claim.emails_due_by) } };
        let kinds = [doc! { "message.kind": Message::LINE }, by];
        let due = doc! { "due": { "$lte": date(claim.now) }, "$or": kinds };
        let outbox = self.outbox.clone_with_type::<DueMessage>();
        let found = outbox.find(due).sort(doc! { "due": 1 }).limit(PAGE.into());
        let found = found.projection(doc! { "user_id": 1, "due": 1, "message.kind": 1 }).await?;
        let mut found: Vec<DueMessage> = found.try_collect().await?;
        let mut page = DuePage { is_full: found.len() == usize::from(PAGE), ..DuePage::default() };
        // The index doesn't contain the IDs, by which messages due at the same time are ordered.
        found.sort_by(|one, other| (one.due, &one.id).cmp(&(other.due, &other.id)));
        let mut firsts = BTreeMap::<String, Option<String>>::new();
        for DueMessage { id, user_id, message, .. } in found {
            if page.free.len() == enough {
                break;
            }
            let Some(user) = user_id.filter(|_| message.kind == Message::LINE) else {
                page.free.push(id);
                continue;
            };
            if !firsts.contains_key(&user) {
                firsts.insert(user.clone(), self.first_line(&user).await?);
            }
            if firsts.get(&user).is_some_and(|first| first.as_ref() == Some(&id)) {
                page.free.push(id);
            } else {
                page.behind.entry(user).or_default().push(id);
            }
        }
        Ok(page)
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
