//! The background task that takes messages from the queue and delivers them.

mod emails;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use super::email_template;
use super::slack_message::slack_message;
use crate::app::App;
use crate::app::accounts::email;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::notifications::outbox::{GIVE_UP_AFTER, Message, Queued};
use crate::domain::settings::SettingsEdit;
use crate::domain::settings::webhook::Failure;
use crate::domain::values::problem::Problem;
use crate::storage::{Claim, StoreError};
use emails::{forgotten_password, invite, reset_by_admin, send};

/// The interval for polling the queue, for messages due for a retry and messages queued by other
/// servers.
const POLL: Duration = Duration::from_secs(5);

/// How long a claimed message belongs to one process. If the process dies, the message is due again
/// afterwards.
const LEASE: TimeDelta = TimeDelta::minutes(6);

/// The number of messages claimed at a time. Delivering all of them sequentially stays within the
/// lease even if each one times out.
const MAX_CONCURRENT: usize = 16;

/// How long pending deliveries may take once the server has stopped.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(8);

/// A handle to the delivery task.
pub(crate) struct Delivery {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Delivery {
    /// Starts the task.
    pub(crate) fn start(app: App) -> Self {
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(run(app, Arc::clone(&stop)));
        Self { stop, task }
    }

    /// Stops claiming messages and waits a few seconds for pending deliveries.
    pub(crate) async fn stop(self) {
        self.stop.notify_one();
        if self.task.await.is_err() {
            tracing::error!("the delivery of messages had failed");
        }
    }
}

async fn run(app: App, stop: Arc<Notify>) {
    let mut under_way = JoinSet::new();
    let mut counted = None;
    loop {
        let taken =
            if under_way.len() < MAX_CONCURRENT { claim_due(&app).await } else { Vec::new() };
        if counted.is_none_or(|at: Instant| at.elapsed() >= POLL) {
            count_queue(&app).await;
            counted = Some(Instant::now());
        }
        let is_full = taken.len() == MAX_CONCURRENT;
        for messages in group_by_user(taken) {
            under_way.spawn(deliver_in_order(app.clone(), messages));
        }
        if is_full && under_way.len() < MAX_CONCURRENT {
            continue;
        }
        tokio::select! {
            () = stop.notified() => break,
            () = app.notifier.wait_for_wake() => {}
            () = tokio::time::sleep(POLL) => {}
            Some(_) = under_way.join_next() => {}
        }
    }
    let drained = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN_TIMEOUT, drained).await.is_err() {
        tracing::warn!("some messages were still under way; they are tried again later");
    }
}

async fn claim_due(app: &App) -> Vec<Queued> {
    let now = app.clock.now();
    let holder = Uuid::new_v4().to_string();
    // Without a mail server, emails are only claimed once they are old enough to be abandoned, so
    // that they don't stay in the queue forever.
    let emails_due_by = if app.notifier.can_send_mail() { now } else { now - GIVE_UP_AFTER };
    let claim = Claim { holder, now, emails_due_by, until: now + LEASE, limit: MAX_CONCURRENT };
    let claimed = app.store.claim_messages(&claim).await;
    app.metrics.store_up.set(claimed.is_ok().into());
    claimed.unwrap_or_else(|error| {
        tracing::warn!(%error, "the queue of messages cannot be read");
        Vec::new()
    })
}

async fn count_queue(app: &App) {
    // If the store is unavailable, the gauge keeps its last value.
    if let Ok(queued) = app.store.messages_queued().await {
        app.metrics.outbox.set(i64::try_from(queued).unwrap_or(i64::MAX));
    }
}

/// Groups messages by user, in the order in which they were queued. A message without a user forms
/// a separate group.
fn group_by_user(mut messages: Vec<Queued>) -> Vec<Vec<Queued>> {
    messages.sort_by_key(|message| message.id);
    let (mut theirs, mut others) = (BTreeMap::<UserId, Vec<Queued>>::new(), Vec::new());
    for message in messages {
        match message.user_id {
            Some(user) => theirs.entry(user).or_default().push(message),
            None => others.push(vec![message]),
        }
    }
    others.extend(theirs.into_values());
    others
}

/// The outcome of a delivery attempt.
enum DeliveryOutcome {
    Done,
    Retry(Problem),
    Failed(Problem),
}

/// Delivers messages sequentially.
async fn deliver_in_order(app: App, messages: Vec<Queued>) {
    let spread = rand::random();
    for message in messages {
        let outcome = deliver(&app, &message).await;
        let outcome =
            outcome.unwrap_or_else(|error| DeliveryOutcome::Retry(Problem::new(error.to_string())));
        if let Err(error) = settle_message(&app, &message, outcome, spread).await {
            tracing::warn!(%error, "a handled message will be tried again");
        }
    }
}

async fn settle_message(
    app: &App,
    message: &Queued,
    outcome: DeliveryOutcome,
    spread: f64,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let count = |outcome| app.metrics.count_delivery(message.message.kind(), outcome);
    let (next, given_up) = match outcome {
        DeliveryOutcome::Done => (None, None),
        DeliveryOutcome::Failed(reason) => (None, Some(reason)),
        DeliveryOutcome::Retry(reason) => {
            let next = message.after_failure(&reason.to_string(), now, spread);
            let given_up = next.is_none().then_some(reason);
            (next, given_up)
        }
    };
    count(match (&next, &given_up) {
        (Some(_), _) => "retried",
        (None, Some(_)) => "given_up",
        (None, None) => "delivered",
    });
    if let Some(reason) = given_up {
        tracing::warn!(message.kind = message.message.kind(), why = %reason, "a message couldn't be delivered");
        log_failure(app, message, reason).await?;
    }
    app.store.settle_message(message, next.as_ref()).await?;
    Ok(())
}

/// Records in the user's settings that a webhook message was abandoned.
async fn log_failure(app: &App, message: &Queued, reason: Problem) -> Result<(), StoreError> {
    let (Message::Slack { .. }, Some(user)) = (&message.message, message.user_id) else {
        return Ok(());
    };
    let user = app.store.user(user).await?;
    let webhook = user.as_ref().and_then(|user| user.settings.slack_webhook.clone());
    if let Some((user, webhook)) = user.zip(webhook) {
        let failure = Some(Failure::new(app.clock.now(), reason));
        app.store.edit_settings(user.id, &SettingsEdit::SlackFailure { webhook, failure }).await?;
    }
    Ok(())
}

async fn deliver(app: &App, message: &Queued) -> Result<DeliveryOutcome, StoreError> {
    let user = match message.user_id {
        Some(id) => app.store.user(id).await?,
        None => None,
    };
    let language = user.as_ref().map(User::language).unwrap_or_default();
    language.scope(deliver_to(app, message, user)).await
}

async fn deliver_to(
    app: &App,
    message: &Queued,
    user: Option<User>,
) -> Result<DeliveryOutcome, StoreError> {
    let (mailer, id) = (app.notifier.mailer.as_ref(), message.id);
    match (&message.message, user, mailer) {
        (Message::Slack { change, trace }, Some(mut user), _) => {
            let change = app.store.change(user.id, *change).await?;
            user.settings.types.localize();
            let line = change.map(|change| slack_message(&user, &change));
            Ok(match line.filter(|line| !line.is_empty()) {
                Some(line) => send_slack_message(app, &user, &line, trace.as_deref()).await,
                None => DeliveryOutcome::Done,
            })
        }
        (Message::ForgottenPassword { typed }, _, Some(mailer)) => {
            forgotten_password(app, mailer, id, typed).await
        }
        (Message::ConfirmEmail { email }, Some(user), Some(mailer)) => {
            if user.pending_email() != Some(email) {
                return Ok(DeliveryOutcome::Done);
            }
            let token = email::add_confirmation(app, &user, email).await?;
            let link = mailer.link("/email/confirm", &token);
            Ok(send(mailer, id, email, email_template::confirm_email(&user.username, &link)).await)
        }
        (Message::PasswordChanged { to }, Some(user), Some(mailer)) => {
            let content = email_template::password_changed(&user.username, mailer.public_url());
            Ok(send(mailer, id, to, content).await)
        }
        (Message::EmailChanged { to }, Some(user), Some(mailer)) => {
            Ok(send(mailer, id, to, email_template::email_changed(&user.username)).await)
        }
        (Message::NewBrowser(login), Some(user), Some(mailer)) => {
            let (at, site) = (message.queued_at, mailer.public_url());
            let content = email_template::new_browser(&user, login, at, site);
            Ok(send(mailer, id, &login.to, content).await)
        }
        (Message::ResetByAdmin, Some(user), Some(mailer)) => {
            reset_by_admin(app, mailer, id, &user).await
        }
        (Message::Invitation { invitation }, _, Some(mailer)) => {
            invite(app, mailer, id, *invitation).await
        }
        // The recipient no longer exists.
        (Message::Slack { .. }, None, _) | (_, None, Some(_)) => Ok(DeliveryOutcome::Done),
        (_, _, None) => Ok(DeliveryOutcome::Failed("no server sent mail".into())),
    }
}

async fn send_slack_message(
    app: &App,
    user: &User,
    line: &str,
    trace: Option<&str>,
) -> DeliveryOutcome {
    let Some(webhook) = &user.settings.slack_webhook else { return DeliveryOutcome::Done };
    let webhooks = &app.notifier.webhooks;
    if let Err(error) = webhooks.check(webhook.secret()) {
        return DeliveryOutcome::Failed(error.into());
    }
    match webhooks.send(webhook, line, trace).await {
        Ok(()) => DeliveryOutcome::Done,
        Err(error) => DeliveryOutcome::Retry(error.into()),
    }
}
