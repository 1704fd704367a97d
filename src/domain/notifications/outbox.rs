//! Messages that wait to be sent, and the schedule of their delivery attempts.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::accounts::email::Email;
use crate::domain::accounts::user::User;
use crate::domain::values::id::{ChangeId, InvitationId, UserId};

pub use crate::domain::values::id::MessageId;

/// A message to send. Its text is generated on delivery, from the data at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// A Slack message about a change to days, for the user's webhook.
    Slack {
        /// The change.
        change: ChangeId,
        /// The `traceparent` of the request that made the change, if it was part of a trace.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trace: Option<String>,
    },
    /// A password reset link for someone who forgot their password. It is queued for any input, and
    /// the account is looked up on delivery, so that requests take the same time whether or not an
    /// account exists.
    ForgottenPassword {
        /// The username or email address that was entered.
        typed: String,
    },
    /// A link that confirms an email address, sent to that address.
    ConfirmEmail {
        /// The address to confirm.
        email: Email,
    },
    /// A notice that the password was changed.
    PasswordChanged {
        /// The email address that was confirmed at that time.
        to: Email,
    },
    /// A notice that the email address was changed or removed.
    EmailChanged {
        /// The previously confirmed address.
        to: Email,
    },
    /// A notice of a login from a browser in which the user hadn't logged in before.
    NewBrowser(NewBrowserLogin),
    /// A password reset link that an admin sends to the user.
    ResetByAdmin,
    /// A link to sign up with, sent to the invitation's address.
    Invitation {
        /// The invitation.
        invitation: InvitationId,
    },
}

/// A login from a new browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBrowserLogin {
    /// The email address that was confirmed at that time.
    pub to: Email,
    /// The browser's `User-Agent` header.
    pub user_agent: String,
    /// The network that the login came from.
    pub network: String,
}

impl Message {
    /// The kind of a Slack message. All other messages are emails.
    pub const LINE: &str = "slack";

    /// Returns the kind of the message, as in its document.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Slack { .. } => Self::LINE,
            Self::ForgottenPassword { .. } => "forgotten_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailChanged { .. } => "email_changed",
            Self::NewBrowser(_) => "new_browser",
            Self::ResetByAdmin => "reset_by_admin",
            Self::Invitation { .. } => "invitation",
        }
    }

    /// Returns whether this is a request for a password reset that names the user: by username, or
    /// by confirmed or pending email address, in any case.
    pub fn names(&self, user: &User) -> bool {
        let Self::ForgottenPassword { typed } = self else { return false };
        let typed = typed.trim().to_lowercase();
        let mut addresses = user.email.iter().chain(&user.new_email);
        typed == user.username_key.as_str()
            || addresses.any(|address| typed == address.key().as_str())
    }
}

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The message's ID.
    pub id: MessageId,
    /// The user it belongs to. `None` for [`Message::ForgottenPassword`], whose user isn't looked
    /// up yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The message.
    pub message: Message,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When the next attempt is due. While a process is delivering the message, when that process's
    /// lease ends.
    pub due_at: Timestamp,
    /// The number of failed attempts.
    #[serde(default)]
    pub attempts: u32,
    /// A short reason for the last failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Identifies the lease of the process that last claimed the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
}

impl Queued {
    /// Creates a message that is due immediately.
    pub fn new(user_id: Option<UserId>, message: Message, now: Timestamp) -> Self {
        Self {
            id: MessageId::new(),
            user_id,
            message,
            queued_at: now,
            due_at: now,
            attempts: 0,
            last_error: None,
            claim: None,
        }
    }

    /// Returns the message after another failed attempt at `now`, or `None` if it should be
    /// abandoned. `spread` (0 to 1) adds random delay, so that messages that failed together aren't
    /// retried together.
    #[must_use]
    pub fn after_failure(&self, reason: &str, now: Timestamp, spread: f64) -> Option<Self> {
        let attempts = self.attempts.saturating_add(1);
        let due_at = now + pause(attempts, spread);
        // A message queued while the clock was ahead would otherwise be tried until then.
        let queued_at = self.queued_at.min(now);
        let next = Self {
            attempts,
            queued_at,
            due_at,
            last_error: Some(reason.to_owned()),
            claim: None,
            ..self.clone()
        };
        (due_at - queued_at <= GIVE_UP_AFTER).then_some(next)
    }
}

/// How long delivery is attempted after a message was queued.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(24);

/// How many webhook messages of a user are kept, including the first, which is due. Later ones are
/// dropped when messages are claimed.
pub const MAX_WAITING: u32 = 1000;

/// The longest time until a message is due again: longer than the longest pause and any lease.
pub const MAX_DELAY: TimeDelta = TimeDelta::hours(2);

const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// The maximum random delay, as a fraction of the pause.
const SPREAD: f64 = 0.2;

/// Returns the pause after a number of failures: a minute, doubling up to an hour, plus up to a
/// fifth.
fn pause(attempts: u32, spread: f64) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(6);
    let pause = (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "at most an hour"
    )]
    let more = (pause.num_milliseconds() as f64 * SPREAD * spread.clamp(0.0, 1.0)) as i64;
    pause + TimeDelta::milliseconds(more)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn queued() -> Queued {
        let message = Message::ForgottenPassword { typed: "ada".to_owned() };
        Queued::new(None, message, "2026-11-18T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        let minutes: Vec<_> = (1..=9).map(|attempt| pause(attempt, 0.0).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(pause(1, 1.0).num_seconds(), 72);
        assert_eq!(pause(u32::MAX, 1.0).num_minutes(), 72);
    }

    #[test]
    fn a_message_queued_while_the_clock_was_ahead_is_given_up_after_a_day() {
        let ahead = queued();
        let now = ahead.queued_at - TimeDelta::days(365);
        let next = ahead.after_failure("no answer", now, 0.0).unwrap();
        assert_eq!(next.queued_at, now);
        assert_eq!(next.after_failure("no answer", now + GIVE_UP_AFTER, 0.0), None);
    }

    #[test]
    fn messages_round_trip_with_their_kind() {
        let queued = queued();
        let json = serde_json::to_value(&queued).unwrap();
        assert_eq!(json["message"]["kind"], queued.message.kind());
        assert_eq!(serde_json::from_value::<Queued>(json).unwrap(), queued);
    }

    /// A document in the format of version 1.0.0.
    #[test]
    fn reads_a_slack_message_with_a_trace() {
        let json = r#"{ "kind": "slack", "change": "019a9a6e-8f50-7bd3-9f0a-0b5a3a3f1f00",
            "trace": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }"#;
        let line: Message = serde_json::from_str(json).unwrap();
        let Message::Slack { trace, .. } = &line else { panic!("{line:?}") };
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(trace.as_deref(), Some(parent));
        assert_eq!(serde_json::to_value(&line).unwrap()["trace"], parent);
    }

    proptest! {
        #[test]
        fn delivery_is_given_up_after_a_day(spreads in prop::collection::vec(0.0f64..1.0, 60)) {
            let mut message = queued();
            let mut now = message.queued_at;
            for spread in spreads {
                let Some(next) = message.after_failure("no answer", now, spread) else {
                    let tried = now - message.queued_at;
                    prop_assert!(tried > GIVE_UP_AFTER - TimeDelta::minutes(73), "{}", tried);
                    return Ok(());
                };
                prop_assert!(next.due_at > now && next.due_at - message.queued_at <= GIVE_UP_AFTER);
                now = next.due_at;
                message = next;
            }
            prop_assert!(false, "it is still tried after {}", now - message.queued_at);
        }
    }
}
