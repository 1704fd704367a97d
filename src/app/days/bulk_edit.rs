//! Bulk edits: changes to many days that are previewed first and then carried out as one change.

use super::{apply_transaction, is_made, months};
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{ChangeId, ChangeKind, PreviewId};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Content;
use crate::domain::days::plan::{OnExistingEntry, Plan};
use crate::domain::days::range::{DateRange, DayFilter};
use crate::domain::days::schedule::Schedules;
use crate::domain::settings::Settings;
use crate::storage::DayTransaction;

/// A bulk edit of the days in a range.
#[derive(Debug, Clone)]
pub(crate) struct BulkRequest {
    /// The first and last day.
    pub(crate) range: DateRange,
    /// Which days of the range to include.
    pub(crate) filter: DayFilter,
    /// What to do with these days.
    pub(crate) action: BulkAction,
}

/// What to do with the days of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BulkAction {
    /// Logs the same content on every day.
    Alike {
        /// The content of each day.
        content: Content,
        /// What to do with days that are already logged.
        existing: OnExistingEntry,
    },
    /// Logs the usual week.
    UsualWeek {
        /// What to do with days that are already logged.
        existing: OnExistingEntry,
    },
    /// Deletes the entries.
    Delete,
}

/// The result of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BulkOutcome {
    /// The days were changed. Contains the ID of the change.
    Done(ChangeId),
    /// Nothing had to change: every day was kept or already had the requested content.
    Nothing,
    /// Nothing was changed, because the plan differs from the one shown in the preview. Contains
    /// the current plan.
    Stale(Plan),
}

impl BulkRequest {
    fn days(&self, schedules: &Schedules) -> impl Iterator<Item = Day> {
        self.range.days().filter(|day| self.filter.includes(*day, schedules))
    }

    fn change_kind(&self) -> ChangeKind {
        match self.action {
            BulkAction::Alike { .. } => ChangeKind::Range,
            BulkAction::UsualWeek { .. } => ChangeKind::UsualWeek,
            BulkAction::Delete => ChangeKind::Delete,
        }
    }

    fn wanted_days(&self, settings: &Settings) -> Vec<(Day, Option<Content>)> {
        let days = self.days(&settings.schedules);
        match &self.action {
            BulkAction::Alike { content, .. } => {
                days.map(|day| (day, Some(content.clone()))).collect()
            }
            BulkAction::UsualWeek { .. } => {
                let usual = settings.schedules.wanted(&settings.types, days);
                usual.map(|(day, content)| (day, Some(content))).collect()
            }
            BulkAction::Delete => days.map(|day| (day, None)).collect(),
        }
    }
}

/// Returns what a bulk edit would change.
pub(crate) async fn plan(app: &App, user: &User, request: &BulkRequest) -> Result<Plan, AppError> {
    let (from, to) = (request.range.start().month(), request.range.end().month());
    let months = months(app, user, from, to).await?;
    let existing = match request.action {
        BulkAction::Alike { existing, .. } | BulkAction::UsualWeek { existing } => existing,
        BulkAction::Delete => OnExistingEntry::Keep,
    };
    Ok(Plan::new(&months, request.wanted_days(&user.settings), existing))
}

/// What the user saw of a plan before confirming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ConfirmedPreview<'a> {
    /// The ID of the preview, if it had one.
    pub(crate) id: Option<PreviewId>,
    /// The fingerprint of the previewed plan. If set, the edit is only carried out if the plan is
    /// still the same.
    pub(crate) fingerprint: Option<&'a str>,
}

/// Carries out a bulk edit, all or nothing. Confirming the same preview again changes nothing and
/// returns the first result, even if both requests arrive at once.
pub(crate) async fn apply(
    app: &App,
    user: &User,
    request: &BulkRequest,
    preview: ConfirmedPreview<'_>,
) -> Result<BulkOutcome, AppError> {
    let plan = preview.fingerprint.unwrap_or_default();
    let Some(id) = preview.id.map(|id| ChangeId::from_preview(user.id, id, plan)) else {
        return apply_plan(app, user, request, preview.fingerprint, ChangeId::new()).await;
    };
    if is_made(app, user, id).await? {
        return Ok(BulkOutcome::Done(id));
    }
    match apply_plan(app, user, request, preview.fingerprint, id).await? {
        // The plan is outdated because another request has just carried it out.
        BulkOutcome::Nothing | BulkOutcome::Stale(_) if is_made(app, user, id).await? => {
            Ok(BulkOutcome::Done(id))
        }
        outcome => Ok(outcome),
    }
}

async fn apply_plan(
    app: &App,
    user: &User,
    request: &BulkRequest,
    fingerprint: Option<&str>,
    id: ChangeId,
) -> Result<BulkOutcome, AppError> {
    let planned = plan(app, user, request).await?;
    if fingerprint.is_some_and(|fingerprint| fingerprint != planned.fingerprint()) {
        return Ok(BulkOutcome::Stale(planned));
    }
    let edits = planned.edits();
    // Iterates in reverse, so that the location of the last day counts as the most recently used.
    let parts = edits.iter().rev().filter_map(|edit| edit.edit.parts());
    let settings = user.settings.locations_used(parts);
    let transaction = DayTransaction::new(user.id, request.change_kind(), app.clock.now(), edits);
    match apply_transaction(app, user, DayTransaction { id, settings, ..transaction }).await {
        Ok(items) if items.is_empty() => Ok(BulkOutcome::Nothing),
        Ok(_) => Ok(BulkOutcome::Done(id)),
        // A day was changed after the plan was made.
        Err(AppError::Conflict(_)) => Ok(BulkOutcome::Stale(plan(app, user, request).await?)),
        Err(error) => Err(error),
    }
}
