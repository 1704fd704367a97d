//! What people may take of each type, and how a year stands.

use std::collections::BTreeMap;

use super::{App, AppError, days};
use crate::domain::allowance::{Allowance, Balance, usage_of};
use crate::domain::day::{Day, Year};
use crate::domain::month_log::MonthLog;
use crate::domain::settings::Settings;
use crate::domain::types::Slug;
use crate::domain::user::User;

/// The balance of a year for each type that has a limit in it.
pub type Balances = BTreeMap<Slug, Balance>;

/// Works out how a user's year stands.
pub async fn balances(
    app: &App,
    user: &User,
    year: Year,
    today: Day,
) -> Result<Balances, AppError> {
    if user.settings.allowances.is_empty() {
        return Ok(Balances::new());
    }
    let first = user.settings.first_year_needed(year).first_day().month();
    let months = days::months(app, user, first, year.last_day().month()).await?;
    Ok(of_months(&user.settings, &months, year, today))
}

/// The same from months that are known already: all since [`Settings::first_year_needed`].
pub fn of_months(settings: &Settings, months: &[MonthLog], year: Year, today: Day) -> Balances {
    let balance = |(slug, allowance): (&Slug, &Allowance)| {
        let balance = allowance.balance(year, usage_of(slug, months), today)?;
        Some((slug.clone(), balance))
    };
    settings.allowances.iter().filter_map(balance).collect()
}
