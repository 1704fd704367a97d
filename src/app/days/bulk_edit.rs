//! Bulk edits: changes to many days that are previewed first and then carried out as one change.

use super::{apply_transaction, months};
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{ChangeId, ChangeKind};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Content;
use crate::domain::days::plan::{Existing, Plan};
use crate::domain::days::range::{DateRange, DayFilter};
use crate::domain::days::schedule::Schedules;
use crate::domain::settings::Settings;
use crate::storage::DayTransaction;

/// A bulk edit of the days in a range.
#[derive(Debug, Clone)]
pub struct BulkRequest {
    /// The first and last day.
    pub range: DateRange,
    /// Which days of the range to include.
    pub filter: DayFilter,
    /// What to do with these days.
    pub action: BulkAction,
}

/// What to do with the days of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    /// Logs the same content on every day.
    Alike {
        /// The content of each day.
        content: Content,
        /// What to do with days that are already logged.
        existing: Existing,
    },
    /// Logs the usual week. Keeps days that are already logged.
    Pattern,
    /// Deletes the entries.
    Delete,
}

/// The result of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkOutcome {
    /// The days were changed. Contains the ID of the change.
    Done(ChangeId),
    /// Every day already had the requested content.
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
            BulkAction::Pattern => ChangeKind::Pattern,
            BulkAction::Delete => ChangeKind::Delete,
        }
    }

    fn wanted_days(&self, settings: &Settings) -> Vec<(Day, Option<Content>)> {
        let days = self.days(&settings.schedules);
        match &self.action {
            BulkAction::Alike { content, .. } => {
                days.map(|day| (day, Some(content.clone()))).collect()
            }
            BulkAction::Pattern => {
                let usual = settings.schedules.wanted(&settings.types, days);
                usual.map(|(day, content)| (day, Some(content))).collect()
            }
            BulkAction::Delete => days.map(|day| (day, None)).collect(),
        }
    }
}

/// Returns what a bulk edit would change.
pub async fn plan(app: &App, user: &User, asked: &BulkRequest) -> Result<Plan, AppError> {
    let (from, to) = (asked.range.from().month(), asked.range.to().month());
    let months = months(app, user, from, to).await?;
    let existing = match asked.action {
        BulkAction::Alike { existing, .. } => existing,
        BulkAction::Pattern | BulkAction::Delete => Existing::Keep,
    };
    Ok(Plan::new(&months, asked.wanted_days(&user.settings), existing))
}

/// Carries out a bulk edit, all or nothing. If `fingerprint` contains the fingerprint of a
/// previewed plan, the edit is only carried out if the plan is still the same.
pub async fn apply(
    app: &App,
    user: &User,
    asked: &BulkRequest,
    fingerprint: Option<&str>,
) -> Result<BulkOutcome, AppError> {
    let planned = plan(app, user, asked).await?;
    if fingerprint.is_some_and(|fingerprint| fingerprint != planned.fingerprint()) {
        return Ok(BulkOutcome::Stale(planned));
    }
    let edits = planned.edits();
    // Iterates in reverse, so that the location of the last day counts as the most recently used.
    let parts = edits.iter().rev().filter_map(|edit| edit.edit.parts());
    let settings = user.settings.locations_used(parts);
    let act = DayTransaction::new(user.id, asked.change_kind(), app.clock.now(), edits);
    let id = act.id;
    match apply_transaction(app, user, DayTransaction { settings, ..act }).await {
        Ok(items) if items.is_empty() => Ok(BulkOutcome::Nothing),
        Ok(_) => Ok(BulkOutcome::Done(id)),
        // A day was changed after the plan was made.
        Err(AppError::Conflict(_)) => Ok(BulkOutcome::Stale(plan(app, user, asked).await?)),
        Err(error) => Err(error),
    }
}
