//! The data of the year page.

use super::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Year};
use crate::domain::year::balances::{self, TypeBalance};
use crate::domain::year::digest::YearDigest;
use crate::domain::year::office_share::{SharePeriod, months_needed};

/// Returns a user's days of a year, plus the days around it that are required for the office share
/// over `span` and for the allowances carried over.
pub(crate) async fn load_digest(
    app: &App,
    user: &User,
    year: Year,
    span: SharePeriod,
) -> Result<YearDigest, AppError> {
    let (from, to) = months_needed(year, span, user.settings.week_start);
    let carried = user.settings.first_year_needed(year).first_day().month();
    Ok(app.store.brief(user.id, from.min(carried), to).await?)
}

/// Returns the balance of each allowance in a year.
pub(crate) async fn balances<'a>(
    app: &App,
    user: &'a User,
    year: Year,
    today: Day,
) -> Result<Vec<TypeBalance<'a>>, AppError> {
    let settings = &user.settings;
    if settings.allowances.is_empty() {
        return Ok(Vec::new());
    }
    let from = settings.first_year_needed(year).first_day().month();
    let digest = app.store.brief(user.id, from, year.last_day().month()).await?;
    Ok(balances::balances(settings, &digest, year, today))
}
