//! The entries that a month page shows.

use futures_util::future::try_join;

use crate::app::days;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::calendar::weeks;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::month_log::MonthLog;
use crate::web::session;

/// The entries of a month, and of the neighboring months of which its calendar shows some days.
pub(crate) struct MonthLogs {
    pub(crate) shown: MonthLog,
    pub(crate) neighbors: Vec<MonthLog>,
}

impl MonthLogs {
    /// Loads a month, and if `has_calendar` is set, its neighbors in the same query. Also records
    /// what is logged today, for the button in the header.
    pub(crate) async fn load(
        app: &App,
        user: &User,
        month: Month,
        today: Day,
        has_calendar: bool,
    ) -> Result<Self, AppError> {
        let (first, last) =
            if has_calendar { months_of_calendar(user, month) } else { (month, month) };
        let months = days::months(app, user, first, last);
        let is_loaded = (first..=last).contains(&today.month());
        if is_loaded || !has_calendar {
            let logs = Self::of(user, month, months.await?);
            session::set_logged_today(logs.get(today));
            return Ok(logs);
        }
        let (months, entry) = try_join(months, days::entry(app, user, today)).await?;
        session::set_logged_today(entry.as_ref());
        Ok(Self::of(user, month, months))
    }

    fn of(user: &User, month: Month, mut neighbors: Vec<MonthLog>) -> Self {
        let at = neighbors.iter().position(|log| log.month == month);
        let shown = at.map(|at| neighbors.remove(at));
        Self { shown: shown.unwrap_or_else(|| MonthLog::empty(user.id, month)), neighbors }
    }

    fn all(&self) -> impl Iterator<Item = &MonthLog> {
        std::iter::once(&self.shown).chain(&self.neighbors)
    }

    /// Returns whether nothing is logged.
    pub(crate) fn is_empty(&self) -> bool {
        self.all().all(|log| log.days.is_empty())
    }

    /// Returns the entry of a day.
    pub(crate) fn get(&self, day: Day) -> Option<&Entry> {
        self.all().find_map(|log| log.get(day))
    }
}

/// Returns the months of the first and the last day in a month's calendar.
fn months_of_calendar(user: &User, month: Month) -> (Month, Month) {
    let weeks = weeks(month, user.settings.first_weekday());
    let month_of = |date| Day::from_date(date).map_or(month, Day::month);
    let first = weeks.first().map_or(month, |week| month_of(week.days[0]));
    let last = weeks.last().map_or(month, |week| month_of(week.days[6]));
    (first, last)
}
