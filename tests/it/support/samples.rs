//! Sample users, entries, and sessions, with short constructors.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::attempts::AttemptKey;
use worklog::domain::accounts::password::PasswordHash;
use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::throttle::ThrottlePolicy;
use worklog::domain::accounts::token::{Scope, Token, TokenId};
use worklog::domain::accounts::user::{Email, User, UserId};
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::{AdminCommand, AdminRequest};
use worklog::domain::days::change::{Change, ChangeKind};
use worklog::domain::days::day::Day;
use worklog::domain::days::entry::{Content, Part, Parts};
use worklog::domain::days::month_log::{DayEdit, Edit, Precondition};
use worklog::domain::days::schedule::Schedules;
use worklog::domain::exchange::feed::Feed;
use worklog::domain::exchange::import;
use worklog::domain::exchange::upload::{StoredUpload, Upload};
use worklog::domain::settings::{KnownLocation, SettingsEdit};
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{DayTransaction, Store, StoreError};

/// Returns the start time of tests. It is far in the future, so that databases that delete expired
/// documents by their own clock don't interfere, and has nanoseconds, which stores must preserve.
pub(crate) fn noon() -> Timestamp {
    "2099-11-18T12:00:00.123456789Z".parse().unwrap()
}

/// Returns the time this many seconds after [`noon`].
pub(crate) fn later(seconds: i64) -> Timestamp {
    noon() + TimeDelta::seconds(seconds)
}

/// Returns all changes that affected the days from one to another, read as often as necessary.
pub(crate) async fn all_changes(
    store: &dyn Store,
    user: UserId,
    from: Day,
    to: Day,
) -> Vec<Change> {
    let (mut all, mut read) = (Vec::new(), Vec::new());
    loop {
        let more = store.changes_between(user, from, to, &read).await.unwrap();
        if more.is_empty() {
            return all;
        }
        read.extend(more.iter().map(|change| change.id));
        all.extend(more);
    }
}

/// Adds a session, like a login with the user's current password.
pub(crate) async fn start_session(
    store: &dyn Store,
    session: &LoginSession,
) -> Result<(), StoreError> {
    let user = store.user(session.user_id).await?.ok_or(StoreError::NoSuchUser)?;
    store.add_session(session, &user.password_hash).await
}

/// Adds a token like a session that just started.
pub(crate) async fn add_token(
    store: &dyn Store,
    token: &Token,
    limit: usize,
) -> Result<(), StoreError> {
    let login = brief_login(store, token.user_id).await?;
    let added = store.add_token(token, &login, limit).await;
    store.end_session(&login).await?;
    added
}

/// Adds a feed like a session that just started.
pub(crate) async fn add_feed(
    store: &dyn Store,
    feed: &Feed,
    limit: usize,
) -> Result<bool, StoreError> {
    let login = brief_login(store, feed.user_id).await?;
    let added = store.add_feed(feed, &login, limit).await;
    store.end_session(&login).await?;
    added
}

/// Changes the email address like a session that just started.
pub(crate) async fn edit_email(
    store: &dyn Store,
    user: UserId,
    email: Option<&Email>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let login = match brief_login(store, user).await {
        Err(StoreError::NoSuchUser) => return Ok(false),
        login => login?,
    };
    let edited = store.edit_email(user, &login, email, at).await;
    store.end_session(&login).await?;
    edited
}

/// Starts a session and returns the hash of its key.
async fn brief_login(store: &dyn Store, user: UserId) -> Result<SecretHash, StoreError> {
    let key_hash = SecretHash::new(&UserId::new().to_string());
    start_session(store, &LoginSession { key_hash: key_hash.clone(), ..sample_session(user, 0) })
        .await?;
    Ok(key_hash)
}

/// Returns the key of an attempt that only counts for one subject.
pub(crate) fn attempt_key(subject: &str, policy: ThrottlePolicy) -> [AttemptKey; 1] {
    [AttemptKey::own("login", subject, policy)]
}

pub(crate) fn user(name: &str) -> User {
    let hash = PasswordHash::from_phc(format!("$argon2id$of-{name}"));
    let email = Some(format!("{name}@example.org").parse().unwrap());
    User::new(name.parse().unwrap(), email, hash, noon())
}

pub(crate) fn part(slug: &str, location: Option<&str>) -> Part {
    Part { day_type: slug.parse().unwrap(), location: location.map(|place| place.parse().unwrap()) }
}

/// Returns an edit that logs a full day with notes.
pub(crate) fn put(day: &str, slug: &str, notes: &str, precondition: Precondition) -> DayEdit {
    put_parts(day, Parts::Whole(part(slug, None)), notes, precondition)
}

pub(crate) fn put_parts(
    day: &str,
    parts: Parts,
    notes: &str,
    precondition: Precondition,
) -> DayEdit {
    let edit = Edit::Put(Content { notes: notes.parse().unwrap(), ..parts.into() });
    DayEdit { day: day.parse().unwrap(), precondition, edit }
}

pub(crate) fn remove(day: &str, precondition: Precondition) -> DayEdit {
    DayEdit { day: day.parse().unwrap(), precondition, edit: Edit::Remove }
}

/// Returns a transaction in which a user edits their own days.
pub(crate) fn day_transaction(user: UserId, edits: impl Into<Vec<DayEdit>>) -> DayTransaction {
    DayTransaction::new(user, ChangeKind::Save, noon(), edits.into())
}

pub(crate) fn location_used(place: &str) -> SettingsEdit {
    let (name, last_type) = (place.parse().unwrap(), "remote".parse().unwrap());
    SettingsEdit::Locations(vec![KnownLocation { name, last_type }])
}

/// Returns the names of a user's locations, most recently used first.
pub(crate) fn location_names(user: &User) -> Vec<&str> {
    user.settings.locations.iter().map(|known| known.name.as_str()).collect()
}

/// Returns the hash of a session key. Each `seed` has a different one.
pub(crate) fn key_hash(seed: u8) -> SecretHash {
    SecretHash::new(&format!("{seed:02x}"))
}

/// Returns a session that expires an hour after [`noon`].
pub(crate) fn sample_session(user: UserId, seed: u8) -> LoginSession {
    LoginSession {
        key_hash: key_hash(seed),
        user_id: user,
        data: BTreeMap::from([("flash".to_owned(), "\"Saved. 🎉\"".to_owned())]),
        created_at: noon(),
        last_seen_at: noon(),
        expires_at: later(3600),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64)".to_owned(),
    }
}

/// Returns a token that never expires. Each `seed` has a different hash.
pub(crate) fn token(user: UserId, seed: u8, name: &str) -> Token {
    Token {
        id: TokenId::new(),
        user_id: user,
        name: name.parse().unwrap(),
        token_hash: key_hash(seed),
        scope: Scope::Write,
        created_at: noon(),
        expires_at: None,
        last_used_at: None,
    }
}

/// Runs an admin command from the command line at this time.
pub(crate) async fn run_command(
    store: &dyn Store,
    order: AdminCommand,
    at: Timestamp,
) -> Result<bool, StoreError> {
    store.administer(&AdminRequest::new(Actor::CommandLine, order, at)).await
}

/// Disables an account at this time.
pub(crate) async fn disable(store: &dyn Store, user: UserId, at: Timestamp) {
    assert!(run_command(store, AdminCommand::Disable(user), at).await.unwrap());
}

/// Enables an account.
pub(crate) async fn enable(store: &dyn Store, user: UserId) {
    assert!(run_command(store, AdminCommand::Enable(user), noon()).await.unwrap());
}

/// Asserts that Monday is the only working day, remote at home, from the beginning.
#[track_caller]
pub(crate) fn assert_converted(schedules: &Schedules) {
    assert_eq!(schedules.iter().len(), 1);
    let (monday, tuesday) = ("2020-11-16".parse().unwrap(), "2020-11-17".parse().unwrap());
    let usual = Parts::Whole(part("remote", Some("Home")));
    assert_eq!((schedules.usual(monday), schedules.usual(tuesday)), (Some(&usual), None));
    assert!(schedules.is_working_day(monday) && !schedules.is_working_day(tuesday));
}

/// Returns an upload of a file with this text.
pub(crate) fn upload(user: UserId, text: &str, at: Timestamp) -> StoredUpload {
    let source = import::parse(text.as_bytes()).expect("a table");
    Upload::new(user, "days.csv", source, at).to_documents().expect("documents")
}
