//! The audit log in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use crate::domain::accounts::user::UserId;
use crate::domain::admin::audit::{AuditEntry, AuditId};
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, keyed};
use crate::storage::{Audit, StoreError};

#[async_trait]
impl Audit for Mongo {
    async fn audit(
        &self,
        user: Option<UserId>,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut filter = Document::new();
        if let Some(user) = user.map(|user| user.to_string()) {
            filter.insert("$or", [doc! { "actor.user": &user }, doc! { "about": &user }]);
        }
        if let Some(before) = before {
            filter.insert("_id", doc! { "$lt": before.to_string() });
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.audit.find(filter).sort(doc! { "_id": -1 }).limit(limit).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }
}

impl Mongo {
    /// Appends to the log, in the transaction of the change that the entry describes.
    pub(in crate::storage::mongo) async fn append(
        &self,
        session: &mut ClientSession,
        entry: &AuditEntry,
    ) -> Result<(), MongoError> {
        let audit = self.audit.clone_with_type::<Document>();
        audit.insert_one(keyed(entry.id.to_string(), entry)?).session(session).await?;
        Ok(())
    }
}
