//! Messages that wait to go out, and when the next attempt at one is made.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::email::Email;
use super::id::{ChangeId, InvitationId, UserId};
use super::user::User;

pub use super::id::MessageId;

/// What is to be told. The words are made when it goes out, from what holds then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// A line about a change of days, to the person's webhook.
    Slack {
        /// The change.
        change: ChangeId,
        /// The `traceparent` of the request that made it, if that was part of a trace.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trace: Option<String>,
    },
    /// A link to a new password. Queued whatever was typed: whose account it is, if anybody's, is
    /// looked up when it goes out, so that asking costs the same for every name.
    ForgottenPassword {
        /// A username or an address.
        typed: String,
    },
    /// A link that confirms an address, to that address.
    ConfirmEmail {
        /// The address.
        email: Email,
    },
    /// The password was changed.
    PasswordChanged {
        /// The address confirmed at that moment.
        to: Email,
    },
    /// The address was changed or taken away.
    EmailChanged {
        /// The address confirmed before.
        to: Email,
    },
    /// A link to a new password that an admin sends to the user.
    ResetByAdmin,
    /// A link to sign up with, to the address that the invitation names.
    Invitation {
        /// The invitation.
        invitation: InvitationId,
    },
}

impl Message {
    /// The kind of a line to a webhook. All others are letters.
    pub const LINE: &str = "slack";

    /// What kind it is, as its document names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Slack { .. } => Self::LINE,
            Self::ForgottenPassword { .. } => "forgotten_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailChanged { .. } => "email_changed",
            Self::ResetByAdmin => "reset_by_admin",
            Self::Invitation { .. } => "invitation",
        }
    }

    /// Whether it is a forgotten password asked for under a user's name or an address of theirs,
    /// confirmed or not, in any case.
    pub fn names(&self, user: &User) -> bool {
        let Self::ForgottenPassword { typed } = self else { return false };
        let typed = typed.trim().to_lowercase();
        let mut addresses = user.email.iter().chain(&user.new_email);
        typed == user.username_key.as_str()
            || addresses.any(|address| typed == address.key().as_str())
    }
}

/// A message in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Unique.
    pub id: MessageId,
    /// Whose it is; of a forgotten password nobody's yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What is to be told.
    pub message: Message,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When the next attempt is due; while a process has the message, when its lease ends.
    pub due_at: Timestamp,
    /// How many attempts have failed.
    #[serde(default)]
    pub attempts: u32,
    /// Why the last attempt failed, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Names the claim of the process that has or had the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
}

impl Queued {
    /// A message that is due at once.
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

    /// The message after one more attempt that failed at `now`; `None` when it is time to give up.
    /// `spread` (0 to 1) keeps messages that failed together from being tried together.
    #[must_use]
    pub fn after_failure(&self, why: &str, now: Timestamp, spread: f64) -> Option<Self> {
        let attempts = self.attempts.saturating_add(1);
        let due_at = now + pause(attempts, spread);
        let next = Self {
            attempts,
            due_at,
            last_error: Some(why.to_owned()),
            claim: None,
            ..self.clone()
        };
        (due_at - self.queued_at <= GIVE_UP_AFTER).then_some(next)
    }
}

/// How long a message is tried.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(24);

const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// The longest that a pause is drawn out, in parts of itself.
const SPREAD: f64 = 0.2;

/// The pause after so many failures: a minute, doubling up to an hour, and up to a fifth more.
fn pause(attempts: u32, spread: f64) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(6);
    let pause = (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "below an hour"
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
    fn messages_are_documents_that_name_their_kind() {
        let queued = queued();
        let json = serde_json::to_value(&queued).unwrap();
        assert_eq!(json["message"]["kind"], queued.message.kind());
        assert_eq!(serde_json::from_value::<Queued>(json).unwrap(), queued);
    }

    /// As 1.0.0 wrote it.
    #[test]
    fn a_line_with_the_trace_of_its_request_loads() {
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
        fn a_message_is_tried_for_a_day_and_then_given_up(spreads in prop::collection::vec(0.0f64..1.0, 60)) {
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
