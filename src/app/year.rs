//! The digests of days that pages and the API show: of a year, or of any range.

use std::ops::RangeInclusive;

use super::days::today_for;
use super::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::change::Change;
use crate::domain::days::day::{Day, Year};
use crate::domain::year::balances::{self, TypeBalance};
use crate::domain::year::digest::YearDigest;
use crate::domain::year::office_share::{SharePeriod, months_needed};
use crate::domain::year::overdrafts::{self, LoggedDays, Overdraft};

/// Returns a user's days of a year, plus the days around it that are required for the office share
/// over `span` and for the balances of the allowance years that overlap it.
pub(crate) async fn load_digest(
    app: &App,
    user: &User,
    year: Year,
    span: SharePeriod,
) -> Result<YearDigest, AppError> {
    let settings = &user.settings;
    let (from, to) = months_needed(year, span, settings.first_weekday());
    let (first, last) = settings.allowance_years(year);
    let carried = settings.days_needed(first).0.month();
    let last = settings.allowance_calendar.year_start.last_day(last).month();
    Ok(app.store.brief(user.id, from.min(carried), to.max(last)).await?)
}

/// Returns the digest of the months that a range of days overlaps.
pub(crate) async fn load_range(
    app: &App,
    user: &User,
    days: &RangeInclusive<Day>,
) -> Result<YearDigest, AppError> {
    Ok(app.store.brief(user.id, days.start().month(), days.end().month()).await?)
}

/// Returns the digest of the days required for the balances of an allowance year. It is empty if
/// there are no allowances.
pub(crate) async fn load_allowance_year(
    app: &App,
    user: &User,
    year: Year,
) -> Result<YearDigest, AppError> {
    let settings = &user.settings;
    if settings.allowances.is_empty() {
        return Ok(YearDigest::default());
    }
    let (first, last) = settings.days_needed(year);
    Ok(app.store.brief(user.id, first.month(), last.month()).await?)
}

/// Returns the balance of each allowance in an allowance year.
pub(crate) async fn balances<'a>(
    app: &App,
    user: &'a User,
    year: Year,
    today: Day,
) -> Result<Vec<TypeBalance<'a>>, AppError> {
    let digest = load_allowance_year(app, user, year).await?;
    Ok(balances::balances(&user.settings, &digest, year, today))
}

/// Returns what some logged days take beyond the allowances of their types. They replace what is
/// stored for these days.
pub(crate) async fn overdrafts<'a>(
    app: &App,
    user: &'a User,
    logged: &LoggedDays<'_>,
) -> Result<Vec<Overdraft<'a>>, AppError> {
    let settings = &user.settings;
    let affected = overdrafts::affected(settings, logged);
    let years = affected.iter().map(|(year, _)| settings.days_needed(*year));
    let Some((first, last)) = years.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))) else {
        return Ok(Vec::new());
    };
    let digest = app.store.brief(user.id, first.month(), last.month()).await?;
    Ok(overdrafts::overdrafts(settings, &digest, logged, today_for(app, user)))
}

/// Returns what the days of a change take beyond the allowances of their types.
pub(crate) async fn overdrafts_of_change<'a>(
    app: &App,
    user: &'a User,
    change: &Change,
) -> Result<Vec<Overdraft<'a>>, AppError> {
    let logged = change
        .items
        .iter()
        .map(|item| (item.date, item.after.as_ref().map(|entry| &entry.content.parts)));
    overdrafts(app, user, &logged.collect()).await
}
