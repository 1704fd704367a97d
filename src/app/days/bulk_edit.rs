//! Bulk edits: changes to many days that are previewed first and then carried out as one change.

use super::{carry_out, months};
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{Act, ChangeId};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Content;
use crate::domain::days::plan::{Existing, Plan};
use crate::domain::days::range::Range;
use crate::domain::days::week::Weekdays;
use crate::domain::settings::Settings;
use crate::storage::DayAct;

/// A bulk edit of the days in a range.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The first and last day.
    pub range: Range,
    /// The weekdays to include.
    pub weekdays: Weekdays,
    /// What to do with these days.
    pub wish: Wish,
}

/// What to do with the days of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
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
pub enum Outcome {
    /// The days were changed. Contains the ID of the change.
    Done(ChangeId),
    /// Every day already had the requested content.
    Nothing,
    /// Nothing was changed, because the plan differs from the one shown in the preview. Contains
    /// the current plan.
    NotAsSeen(Plan),
}

impl Asked {
    fn days(&self) -> impl Iterator<Item = Day> {
        self.range.on(self.weekdays)
    }

    fn act(&self) -> Act {
        match self.wish {
            Wish::Alike { .. } => Act::Range,
            Wish::Pattern => Act::Pattern,
            Wish::Delete => Act::Delete,
        }
    }

    fn wanted(&self, settings: &Settings) -> Vec<(Day, Option<Content>)> {
        match &self.wish {
            Wish::Alike { content, .. } => {
                self.days().map(|day| (day, Some(content.clone()))).collect()
            }
            Wish::Pattern => {
                let usual = settings.pattern.wanted(&settings.types, self.days());
                usual.map(|(day, content)| (day, Some(content))).collect()
            }
            Wish::Delete => self.days().map(|day| (day, None)).collect(),
        }
    }
}

/// Returns what a bulk edit would change.
pub async fn plan(app: &App, user: &User, asked: &Asked) -> Result<Plan, AppError> {
    let (from, to) = (asked.range.from().month(), asked.range.to().month());
    let months = months(app, user, from, to).await?;
    let existing = match asked.wish {
        Wish::Alike { existing, .. } => existing,
        Wish::Pattern | Wish::Delete => Existing::Keep,
    };
    Ok(Plan::new(&months, asked.wanted(&user.settings), existing))
}

/// Carries out a bulk edit, all or nothing. If `saw` contains the fingerprint of a previewed plan,
/// it is carried out only if the plan is still the same.
pub async fn act(
    app: &App,
    user: &User,
    asked: &Asked,
    saw: Option<&str>,
) -> Result<Outcome, AppError> {
    let planned = plan(app, user, asked).await?;
    if saw.is_some_and(|saw| saw != planned.fingerprint()) {
        return Ok(Outcome::NotAsSeen(planned));
    }
    let edits = planned.edits();
    // Iterates in reverse, so that the location of the last day counts as the most recently used.
    let parts = edits.iter().rev().filter_map(|edit| edit.edit.parts());
    let settings = user.settings.locations_used(parts);
    let act = DayAct::new(user.id, asked.act(), app.clock.now(), edits);
    let id = act.id;
    match carry_out(app, user, DayAct { settings, ..act }).await {
        Ok(items) if items.is_empty() => Ok(Outcome::Nothing),
        Ok(_) => Ok(Outcome::Done(id)),
        // A day was changed after the plan was made.
        Err(AppError::Conflict(_)) => Ok(Outcome::NotAsSeen(plan(app, user, asked).await?)),
        Err(error) => Err(error),
    }
}
