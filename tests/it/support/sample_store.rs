//! Fills a store with documents of every kind, and reads them back.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind};
use worklog::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use worklog::domain::accounts::throttle::ThrottlePolicy;
use worklog::domain::accounts::token::Token;
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::invitation::{Invitation, InvitationId};
use worklog::domain::allowances::{AllowanceEdit, CarriedDays};
use worklog::domain::backup::records::{Record, RecordKind};
use worklog::domain::days::change::ChangeKind;
use worklog::domain::days::entry::Parts;
use worklog::domain::days::month_log::Precondition;
use worklog::domain::days::schedule::{Schedule, ScheduleEdit};
use worklog::domain::days::usual_week::UsualWeek;
use worklog::domain::exchange::feed::{Detail, Feed, FeedId};
use worklog::domain::notifications::outbox::{Message, Queued};
use worklog::domain::settings::SettingsEdit;
use worklog::domain::settings::webhook::Webhook;
use worklog::domain::types::{Color, LocationRule, TypeKind, TypeTerms, TypesEdit};
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{DayTransaction, SnapshotReader, Store};

use super::samples::{
    add_feed, add_token, attempt_key, day_transaction, disable, key_hash, later, location_used,
    noon, part, put, put_parts, remove, run_command, sample_session, start_session, token, upload,
    user,
};

pub(crate) const POLICY: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 1,
    first_wait: TimeDelta::hours(1),
    max_wait: TimeDelta::hours(1),
    reset_after: TimeDelta::hours(2),
};

/// Adds documents of every kind to a store. Returns the user who owns most of them.
pub(crate) async fn fill(store: &dyn Store) -> User {
    let (mut ada, mut bob) = (user("Ada"), user("bob"));
    ada.confirm_email();
    ada.new_email = Some("Zoë@example.org".parse().unwrap());
    bob.email = None;
    for user in [&ada, &bob] {
        store.add_user(user).await.unwrap();
    }
    disable(store, bob.id, later(5)).await;
    edit_all_settings(store, ada.id).await;
    log(store, ada.id).await;
    let edit = put("2026-11-18", "sick", "Bob's 🤒", Precondition::NoEntry);
    store.edit_days(bob.id, &day_transaction(bob.id, [edit])).await.unwrap();
    add_credentials(store, &ada).await;
    store.cookie_key(&[7; 64]).await.unwrap();
    let typed = Message::ForgottenPassword { typed: "who@example.org".to_owned() };
    store.queue(&Queued::new(None, typed, noon())).await.unwrap();
    for key in ["login:account:ada", "login:address:2001:db8::1 ü"] {
        store.attempt(&attempt_key(key, POLICY), noon()).await.unwrap().unwrap();
    }
    let address = Some("2001:db8::1".parse().unwrap());
    let name = "0f".to_owned();
    let event = AuthEvent::new(AuthEventKind::NewBrowser, name, address, noon());
    store.record_events(&[event]).await.unwrap();
    store.user(ada.id).await.unwrap().unwrap()
}

/// Changes every kind of setting.
async fn edit_all_settings(store: &dyn Store, user: UserId) {
    let terms = TypeTerms {
        label: "Training".parse().unwrap(),
        color: Color::Teal,
        kind: TypeKind::Work,
        location: LocationRule::Optional,
    };
    let mut later = Schedule {
        from: "2027-01-11".parse().ok(),
        week_b: Some(UsualWeek::default()),
        ..Schedule::default()
    };
    later.week.set(chrono::Weekday::Mon, Some(Parts::Morning(part("remote", Some("Home")))));
    let schedules = ScheduleEdit::Put { replaced: None, schedule: Box::new(later) };
    let rule = serde_json::json!({ "days": "30", "carry": { "most": "5" }, "expires": "03-31" });
    let years = serde_json::json!({ "2026": { "days": "12.5", "carried": "-3" } });
    let allowance = AllowanceEdit::Rule {
        from: "2026".parse().unwrap(),
        rule: serde_json::from_value(rule).unwrap(),
        years: serde_json::from_value(years).unwrap(),
    };
    let kept = [("2025".parse().unwrap(), CarriedDays(4))];
    let calendar = serde_json::json!({ "year_start": 4, "employment": { "from": "2026-03-02" } });
    let webhook = Webhook::from_url("https://hooks.slack.com/services/T0/B0/x".to_owned());
    for edit in [
        SettingsEdit::Types(TypesEdit::Add(terms)),
        SettingsEdit::Schedules(schedules),
        SettingsEdit::Allowance("vacation".parse().unwrap(), allowance),
        SettingsEdit::Allowance(
            "vacation".parse().unwrap(),
            AllowanceEdit::KeepCarried(kept.into_iter().collect()),
        ),
        SettingsEdit::AllowanceCalendar(serde_json::from_value(calendar).unwrap()),
        SettingsEdit::SlackWebhook(Some(webhook)),
        location_used("Café 🎉, \"2nd\" floor"),
    ] {
        assert!(store.edit_settings(user, &edit).await.unwrap());
    }
}

/// Logs full and half days, changes and deletes entries, and applies a change across two years.
async fn log(store: &dyn Store, user: UserId) {
    let halves = Parts::Halves(part("remote", Some("Home")), part("training", None));
    let morning = Parts::Morning(part("vacation", None));
    let edits_by_kind = [
        (
            ChangeKind::Save,
            vec![put("2026-11-18", "office", "First\nsecond 🎉", Precondition::NoEntry)],
        ),
        (ChangeKind::Save, vec![put("2026-11-18", "office", "changed", Precondition::Version(1))]),
        (ChangeKind::Save, vec![put("2026-11-20", "sick", "", Precondition::NoEntry)]),
        (ChangeKind::Delete, vec![remove("2026-11-20", Precondition::Version(1))]),
        (
            ChangeKind::Range,
            vec![
                put_parts("2026-12-31", halves, "", Precondition::NoEntry),
                put_parts("2027-01-01", morning, "", Precondition::NoEntry),
            ],
        ),
    ];
    for ((kind, edits), seconds) in edits_by_kind.into_iter().zip(0..) {
        let transaction = DayTransaction::new(user, kind, later(seconds), edits);
        let messages = vec![Message::Slack { change: transaction.id, trace: None }];
        store.edit_days(user, &DayTransaction { messages, ..transaction }).await.unwrap();
    }
}

/// Adds everything that grants access (feeds, tokens, sessions, invitations, and one-time links)
/// and an upload.
async fn add_credentials(store: &dyn Store, ada: &User) {
    let ends = later(3600);
    let feed = Feed {
        token_hash: SecretHash::new("0f"),
        id: FeedId::new(),
        user_id: ada.id,
        name: "The team".parse().unwrap(),
        detail: Detail::Notes,
        created_at: noon(),
        fetched_at: Some(later(60)),
    };
    assert!(add_feed(store, &feed, 1).await.unwrap());
    add_token(store, &token(ada.id, 1, "Laptop"), 9).await.unwrap();
    let expiring = Token { expires_at: Some(ends), ..token(ada.id, 2, "Phone") };
    add_token(store, &expiring, 9).await.unwrap();
    store.touch_token(ada.id, &expiring, later(1)).await.unwrap();
    start_session(store, &sample_session(ada.id, 3)).await.unwrap();
    let upload = upload(ada.id, "Date,Type\n2026-11-18,Büro\n", noon());
    store.add_upload(ada.id, upload).await.unwrap();
    let invitation = Invitation {
        id: InvitationId::new(),
        token_hash: Some(key_hash(6)),
        user_id: None,
        email: Some("Kim@example.org".parse().unwrap()),
        note: "Kim, “sales” 🎉".parse().unwrap(),
        created_at: noon(),
        expires_at: ends,
    };
    assert!(run_command(store, AdminCommand::Invite(Box::new(invitation)), noon()).await.unwrap());
    let reset =
        PasswordReset { token_hash: key_hash(4), user_id: ada.id, made_by: None, expires_at: ends };
    store.add_password_reset(&reset).await.unwrap();
    let email = ada.new_email.clone().unwrap();
    let link =
        EmailConfirmation { token_hash: key_hash(5), user_id: ada.id, email, expires_at: ends };
    store.add_email_confirmation(&link).await.unwrap();
}

/// Returns all documents in a store by kind, sorted so that the result doesn't depend on the store.
pub(crate) async fn all(store: &dyn Store) -> BTreeMap<RecordKind, Vec<String>> {
    all_of(&mut *store.snapshot().await.unwrap()).await
}

pub(crate) async fn all_of(snapshot: &mut dyn SnapshotReader) -> BTreeMap<RecordKind, Vec<String>> {
    let mut all: BTreeMap<RecordKind, Vec<String>> = BTreeMap::new();
    for kind in RecordKind::ALL {
        loop {
            let records = snapshot.next(*kind).await.unwrap();
            if records.is_empty() {
                break;
            }
            let text = |record: &Record| serde_json::to_string(record).unwrap();
            all.entry(*kind).or_default().extend(records.iter().map(text));
        }
    }
    for records in all.values_mut() {
        records.sort();
    }
    all
}
