//! Many days at once: planned first, then carried out as one act.

use super::days::{carry_out, months};
use super::{App, AppError};
use crate::domain::change::{Act, ChangeId};
use crate::domain::day::Day;
use crate::domain::entry::Content;
use crate::domain::plan::{Existing, Plan};
use crate::domain::range::Range;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::domain::week::Weekdays;
use crate::storage::DayAct;

/// The days of a range and what is wanted of them.
#[derive(Debug, Clone)]
pub struct Asked {
    /// From when to when.
    pub range: Range,
    /// On which weekdays.
    pub weekdays: Weekdays,
    /// The content or pattern to log, or the deletion.
    pub wish: Wish,
}

/// What is wanted of many days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// All alike.
    Alike {
        /// The content of each day.
        content: Content,
        /// What becomes of days that are logged.
        existing: Existing,
    },
    /// What is usual on each weekday; days that are logged stay.
    Pattern,
    /// Nothing: entries are removed.
    Delete,
}

/// What came of an act on many days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// This change.
    Done(ChangeId),
    /// Every day was as wanted already.
    Nothing,
    /// Nothing was done: it would no longer do what was seen, but this.
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

/// What would change.
pub async fn plan(app: &App, user: &User, asked: &Asked) -> Result<Plan, AppError> {
    let (from, to) = (asked.range.from().month(), asked.range.to().month());
    let months = months(app, user, from, to).await?;
    let existing = match asked.wish {
        Wish::Alike { existing, .. } => existing,
        Wish::Pattern | Wish::Delete => Existing::Keep,
    };
    Ok(Plan::new(&months, asked.wanted(&user.settings), existing))
}

/// Does it, all or nothing; with the fingerprint of a plan that the person `saw`, only if it would
/// still do that.
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
    // The last day counts as the last one on which its location was used.
    let parts = edits.iter().rev().filter_map(|edit| edit.edit.parts());
    let settings = user.settings.locations_used(parts);
    let act = DayAct::new(user.id, asked.act(), app.clock.now(), edits);
    let id = act.id;
    match carry_out(app, user, DayAct { settings, ..act }).await {
        Ok(items) if items.is_empty() => Ok(Outcome::Nothing),
        Ok(_) => Ok(Outcome::Done(id)),
        // Changed between the plan and the act.
        Err(AppError::Conflict(_)) => Ok(Outcome::NotAsSeen(plan(app, user, asked).await?)),
        Err(error) => Err(error),
    }
}
