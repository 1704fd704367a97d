//! The line of a user's webhook messages: only the first is due, and the others wait.

use mongodb::ClientSession;
use mongodb::bson::{Document, doc};
use serde::Deserialize;

use super::held;
use crate::domain::notifications::outbox::{MAX_WAITING, Message, Queued};
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date};

/// The ID of a message.
#[derive(Deserialize)]
struct StoredId {
    #[serde(rename = "_id")]
    id: String,
}

/// Returns the filter for a user's webhook messages.
pub(super) fn line_of(user: &str) -> Document {
    doc! { "user_id": user, "message.kind": Message::LINE }
}

impl Mongo {
    /// Returns the ID of the first of a user's queued webhook messages.
    pub(super) async fn first_line(&self, user: &str) -> Result<Option<String>, MongoError> {
        let outbox = self.outbox.clone_with_type::<StoredId>();
        let first = outbox.find_one(line_of(user)).sort(doc! { "_id": 1 });
        Ok(first.projection(doc! { "_id": 1 }).await?.map(|first| first.id))
    }

    /// Makes those of a user's due webhook messages wait that are behind others, and removes those
    /// beyond the limit. Writes the first one, so that it conflicts with settling that one, and makes
    /// it due if it waits: servers of earlier versions, which may still run during an update, remove
    /// a message without making the next one due.
    pub(super) async fn make_wait(
        &self,
        session: &mut ClientSession,
        user: &str,
        behind: &[String],
    ) -> Result<(), MongoError> {
        let outbox = self.outbox.clone_with_type::<StoredId>();
        let line = || outbox.find_one(line_of(user)).sort(doc! { "_id": 1 });
        let line = || line().projection(doc! { "_id": 1 });
        let Some(first) = line().session(&mut *session).await? else { return Ok(()) };
        let beyond = line().skip(MAX_WAITING.into()).session(&mut *session).await?;
        let end = beyond.as_ref().map(|beyond| beyond.id.as_str());
        let (kept, surplus): (Vec<&String>, Vec<&String>) = behind
            .iter()
            .filter(|id| **id != first.id)
            .partition(|id| end.is_none_or(|end| id.as_str() < end));
        let held = doc! { "$add": [{ "$ifNull": ["$held", 0] }, 1] };
        let due = doc! { "$ifNull": ["$due", "$$NOW"] };
        let update = vec![doc! { "$set": { "held": held, "due": due } }];
        outbox.update_one(doc! { "_id": &first.id }, update).session(&mut *session).await?;
        if !surplus.is_empty() {
            let surplus = doc! { "_id": { "$in": surplus } };
            outbox.delete_many(surplus).session(&mut *session).await?;
        }
        let kept = doc! { "_id": { "$in": kept } };
        outbox.update_many(kept, doc! { "$unset": { "due": "" } }).session(session).await?;
        Ok(())
    }

    /// Removes a claimed webhook message, and makes the user's next one due. Returns `false` if
    /// another process has claimed it since.
    pub(super) async fn remove_line(
        &self,
        session: &mut ClientSession,
        claimed: &Queued,
        user: &str,
    ) -> Result<bool, MongoError> {
        let removed = self.outbox.delete_one(held(claimed)).session(&mut *session).await?;
        if removed.deleted_count == 0 {
            return Ok(false);
        }
        self.make_first_due(session, user).await?;
        Ok(true)
    }

    /// Makes the first of a user's webhook messages due. Always writes it, so that it conflicts with
    /// [`make_wait`](Self::make_wait) and with settling this one.
    async fn make_first_due(
        &self,
        session: &mut ClientSession,
        user: &str,
    ) -> Result<(), MongoError> {
        let first = self.outbox.find_one(line_of(user)).sort(doc! { "_id": 1 });
        if let Some(first) = first.session(&mut *session).await? {
            let update = doc! { "$set": { "due": date(first.due_at) }, "$inc": { "held": 1 } };
            let first = doc! { "_id": first.id.to_string() };
            self.outbox.update_one(first, update).session(session).await?;
        }
        Ok(())
    }
}
