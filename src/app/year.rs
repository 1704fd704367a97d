//! A year at a glance.

use super::{App, AppError};
use crate::domain::brief::Brief;
use crate::domain::day::Year;
use crate::domain::share::{Span, reach};
use crate::domain::user::User;

/// A user's days in a year, and what of the months around it the office share by `span` takes.
pub async fn brief(app: &App, user: &User, year: Year, span: Span) -> Result<Brief, AppError> {
    let (from, to) = reach(year, span, user.settings.week_start);
    Ok(app.store.brief(user.id, from, to).await?)
}
