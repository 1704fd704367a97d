//! The status of the database, which doesn't require more than read and write permissions.

use std::collections::HashMap;

use async_trait::async_trait;
use mongodb::bson::{Bson, Document, doc};

use super::Mongo;
use super::error::MongoError;
use crate::domain::backup::records::RecordKind;
use crate::storage::backup::collection_name;
use crate::storage::{Meta, ReplicaMember, Status, StoreError, StoreStatus};

#[async_trait]
impl Status for Mongo {
    async fn state(&self) -> Result<StoreStatus, StoreError> {
        let schema = self.schema_version().await?;
        Ok(self.read_status(schema).await?)
    }
}

impl Mongo {
    async fn read_status(&self, schema: u32) -> Result<StoreStatus, MongoError> {
        let built = self.database.run_command(doc! { "buildInfo": 1 }).await?;
        let version = built.get_str("version").unwrap_or("of an unknown version");
        // Some managed databases don't allow this command.
        let stats = self.database.run_command(doc! { "dbStats": 1 }).await.unwrap_or_default();
        let mut counts = Vec::new();
        for kind in RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::CookieKey) {
            let collection = self.database.collection::<Document>(collection_name(*kind));
            counts.push((*kind, collection.estimated_document_count().await?));
        }
        Ok(StoreStatus {
            engine: format!("MongoDB {version}"),
            schema,
            data_bytes: bytes(&stats, "dataSize"),
            disk_bytes: bytes(&stats, "totalSize"),
            log_bytes: None,
            counts,
            members: self.members().await?,
        })
    }

    /// Returns the members of the replica set as listed by the primary. Their states are available
    /// only to users with permission to monitor the cluster. Otherwise, only the primary's state is
    /// known.
    async fn members(&self) -> Result<Vec<ReplicaMember>, MongoError> {
        let hello = self.database.run_command(doc! { "hello": 1 }).await?;
        let admin = self.client.database("admin");
        let reply = admin.run_command(doc! { "replSetGetStatus": 1 }).await;
        let states = reply.map(|reply| states(&reply)).unwrap_or_default();
        let primary = hello.get_str("primary").unwrap_or_default();
        let named = ["hosts", "passives", "arbiters"].into_iter().flat_map(|field| {
            let hosts = hello.get_array(field).map(Vec::as_slice).unwrap_or_default();
            hosts.iter().filter_map(Bson::as_str).map(str::to_owned).collect::<Vec<_>>()
        });
        let known = |host: &str| {
            let is_primary = (host == primary).then(|| "PRIMARY".to_owned());
            states.get(host).cloned().or(is_primary)
        };
        Ok(named.map(|host| ReplicaMember { state: known(&host), host }).collect())
    }
}

fn states(status: &Document) -> HashMap<String, String> {
    let members = status.get_array("members").map(Vec::as_slice).unwrap_or_default();
    let text = |member: &Document, field| member.get_str(field).map(str::to_owned).ok();
    let members = members.iter().filter_map(Bson::as_document);
    members.filter_map(|member| text(member, "name").zip(text(member, "stateStr"))).collect()
}

/// Returns a size in bytes, which the server sends in any of its number types.
fn bytes(stats: &Document, field: &str) -> Option<u64> {
    match stats.get(field)? {
        Bson::Int32(size) => u64::try_from(*size).ok(),
        Bson::Int64(size) => u64::try_from(*size).ok(),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size in bytes, which is whole and not negative"
        )]
        Bson::Double(size) if *size >= 0.0 => Some(*size as u64),
        _ => None,
    }
}
