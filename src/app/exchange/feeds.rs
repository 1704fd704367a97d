//! Calendar feeds: creating, reading, and revoking them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::app::large_reads::{LargeRead, ReadTurn};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Month;
use crate::domain::exchange::feed::{Detail, Feed, FeedId, FeedName, MAX_FEEDS};
use crate::domain::exchange::feed_events;
use crate::domain::values::secret_hash::SecretHash;

/// The prefix of each secret, so that secret scanners and people can recognize a leaked one.
const PREFIX: &str = "wlfeed_";

/// The number of random bytes in a secret, before encoding.
const SECRET_BYTES: usize = 32;

/// The minimum interval between updates of a feed's `fetched_at`.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// The content of a feed.
#[derive(Debug)]
pub(crate) struct FeedContent {
    /// The iCalendar file.
    pub(crate) file: String,
    /// A hash of the file, for use as an `ETag`.
    pub(crate) tag: String,
    /// The turn of this read, to be kept until the file was sent.
    pub(crate) turn: ReadTurn,
}

/// Creates a feed for a user in this session. Returns the secret part of its address, of which only a
/// hash is stored, or `None` if the user already has [`MAX_FEEDS`].
pub(crate) async fn create(
    app: &App,
    (user, login): (&User, &SecretHash),
    name: FeedName,
    detail: Detail,
) -> Result<Option<String>, AppError> {
    let secret =
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; SECRET_BYTES]>()));
    let feed = Feed {
        token_hash: SecretHash::new(&secret),
        id: FeedId::new(),
        user_id: user.id,
        name,
        detail,
        created_at: app.clock.now(),
        fetched_at: None,
    };
    let added = app.store.add_feed(&feed, login, MAX_FEEDS).await;
    Ok(added.map_err(AppError::of_login)?.then_some(secret))
}

/// Returns a user's feeds, oldest first.
pub(crate) async fn list(app: &App, user: &User) -> Result<Vec<Feed>, AppError> {
    Ok(app.store.feeds(user.id).await?)
}

/// Revokes a feed, whose address stops working immediately. Returns `false` if the user has no such
/// feed.
pub(crate) async fn revoke(app: &App, user: &User, feed: FeedId) -> Result<bool, AppError> {
    Ok(app.store.remove_feed(user.id, feed).await?)
}

/// Returns the current content of the feed with this secret: the current month, the twelve months
/// before it, and everything planned. Returns `None` if the feed doesn't exist or its owner is
/// disabled.
pub(crate) async fn read(app: &App, secret: &str) -> Result<Option<FeedContent>, AppError> {
    let found = app.store.feed_with_user(&SecretHash::new(secret)).await?;
    let Some((feed, mut user)) = found else { return Ok(None) };
    let now = app.clock.now();
    if feed.fetched_at.is_none_or(|fetched| (now - fetched).abs() >= TOUCH_INTERVAL) {
        // The time is only shown. On a full disk, feeds can still be read.
        if let Err(error) = app.store.touch_feed(user.id, feed.id, now).await {
            tracing::warn!(%error, "the use of a feed was not recorded");
        }
    }
    let turn = app.large_reads.turn(LargeRead::Feed(feed.id)).await?;
    let first = feed_events::first_month(days::today_for(app, &user));
    let logs = days::months(app, &user, first, Month::LAST).await?;
    let file = user.language().with(|| {
        user.settings.types.localize();
        feed_events::calendar(&feed, &user.settings, &logs)
    });
    let tag = hex::encode(&Sha256::digest(file.as_bytes())[..16]);
    Ok(Some(FeedContent { file, tag, turn }))
}
