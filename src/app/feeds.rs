//! Calendar feeds: made, read, revoked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::{App, AppError, days};
use crate::domain::day::Month;
use crate::domain::feed::{Detail, Feed, FeedId, FeedName, MAX_FEEDS};
use crate::domain::feed_events;
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::User;

/// Begins each secret, so that one that got somewhere can be recognised there.
const PREFIX: &str = "wlfeed_";

/// Bytes of a secret before encoding.
const SECRET_BYTES: usize = 32;

/// That a feed was read is written at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::hours(1);

/// A feed as it is read.
#[derive(Debug)]
pub struct Reading {
    /// The iCalendar file.
    pub file: String,
    /// Differs between two files that differ.
    pub tag: String,
}

/// Makes a feed; gives the secret for its address, which is kept nowhere. `None` where the person has
/// [`MAX_FEEDS`] already.
pub async fn make(
    app: &App,
    user: &User,
    name: FeedName,
    detail: Detail,
) -> Result<Option<String>, AppError> {
    let secret =
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; SECRET_BYTES]>()));
    let feed = Feed {
        token_hash: SecretHash::of(&secret),
        id: FeedId::new(),
        user_id: user.id,
        name,
        detail,
        created_at: app.clock.now(),
        fetched_at: None,
    };
    let added = app.store.add_feed(&feed, MAX_FEEDS).await?;
    Ok(added.then_some(secret))
}

/// A person's feeds, the oldest first.
pub async fn list(app: &App, user: &User) -> Result<Vec<Feed>, AppError> {
    Ok(app.store.feeds(user.id).await?)
}

/// Makes a feed's address lead nowhere. `false` when the person has no such feed.
pub async fn revoke(app: &App, user: &User, feed: FeedId) -> Result<bool, AppError> {
    Ok(app.store.remove_feed(user.id, feed).await?)
}

/// What the feed with this secret says now: the days of the last twelve months and of this one, and
/// all that is planned. `None` where no such feed is open to anybody.
pub async fn read(app: &App, secret: &str) -> Result<Option<Reading>, AppError> {
    let found = app.store.feed_with_user(&SecretHash::of(secret)).await?;
    let Some((feed, user)) = found else { return Ok(None) };
    let now = app.clock.now();
    if feed.fetched_at.is_none_or(|fetched| now - fetched >= TOUCH_EVERY) {
        app.store.touch_feed(user.id, feed.id, now).await?;
    }
    let first = feed_events::first_month(days::today_of(app, &user));
    let logs = days::months(app, &user, first, Month::LAST).await?;
    let file = feed_events::calendar(&feed, &user.settings, &logs);
    let tag = hex::encode(&Sha256::digest(file.as_bytes())[..16]);
    Ok(Some(Reading { file, tag }))
}
