//! Calendar feeds in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::exchange::feed::{Feed, FeedId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::accounts::sessions::check_login;
use crate::storage::embedded::document::{execute, find_all, find_with_user, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{Feeds, StoreError};

#[async_trait]
impl Feeds for Embedded {
    async fn add_feed(
        &self,
        feed: &Feed,
        login: &SecretHash,
        limit: usize,
    ) -> Result<bool, StoreError> {
        let (feed, login) = (feed.clone(), login.clone());
        self.write(move |connection| {
            check_login(connection, feed.user_id, &login)?;
            add(connection, &feed, limit)
        })
        .await
    }

    async fn feeds(&self, user: UserId) -> Result<Vec<Feed>, StoreError> {
        self.read(|connection| of_user(connection, user))
    }

    async fn feed_with_user(&self, token: &SecretHash) -> Result<Option<(Feed, User)>, StoreError> {
        self.read(|connection| with_user(connection, token))
    }

    async fn touch_feed(
        &self,
        user: UserId,
        feed: FeedId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |connection| {
            let found = of_user(connection, user)?.into_iter().find(|found| found.id == feed);
            let Some(feed) = found else { return Ok(()) };
            let document = text(&Feed { fetched_at: Some(at), ..feed.clone() })?;
            let sql = "UPDATE feeds SET doc = ?2 WHERE token_hash = ?1";
            execute(connection, sql, [feed.token_hash.to_string(), document])?;
            Ok(())
        })
        .await
    }

    async fn remove_feed(&self, user: UserId, feed: FeedId) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM feeds WHERE user_id = ?1 AND json_extract(doc, '$.id') = ?2";
        let key = [user.to_string(), feed.to_string()];
        self.write(move |connection| Ok(execute(connection, SQL, key)? > 0)).await
    }
}

fn of_user(connection: &Connection, user: UserId) -> Result<Vec<Feed>, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM feeds WHERE user_id = ?1 ORDER BY json_extract(doc, '$.id')";
    find_all(connection, SQL, [user.to_string()])
}

fn add(connection: &Connection, feed: &Feed, limit: usize) -> Result<bool, EmbeddedError> {
    if of_user(connection, feed.user_id)?.len() >= limit {
        return Ok(false);
    }
    insert(connection, feed)?;
    Ok(true)
}

/// Inserts a new feed's document.
pub(in crate::storage::embedded) fn insert(
    connection: &Connection,
    feed: &Feed,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO feeds (token_hash, user_id, doc) VALUES (?1, ?2, ?3)";
    let values = params![feed.token_hash.to_string(), feed.user_id.to_string(), text(feed)?];
    execute(connection, SQL, values)?;
    Ok(())
}

fn with_user(
    connection: &Connection,
    token: &SecretHash,
) -> Result<Option<(Feed, User)>, EmbeddedError> {
    const SQL: &str = "SELECT feeds.doc, users.doc
         FROM feeds JOIN users ON users.id = feeds.user_id WHERE feeds.token_hash = ?1";
    find_with_user(connection, SQL, [token.to_string()], |_| false)
}
