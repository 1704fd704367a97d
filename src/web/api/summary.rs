//! `/user/{user}/summary`: the totals and allowances of a year.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

use super::body::{Query, deserialize_non_empty};
use super::caller::Caller;
use super::dates::parse_year;
use super::error::{ApiError, ErrorBody};
use super::numbers::{as_negative, as_number};
use super::params::UserInPath;
use crate::app::{App, days, year};
use crate::domain::allowances::Remaining;
use crate::domain::days::day::Day;
use crate::domain::days::location::Location;
use crate::domain::types::Slug;
use crate::domain::year::balances::{TypeBalance, balances};
use crate::domain::year::office_share::SharePeriod;
use crate::domain::year::totals::{Count, LocationTotals, TypeTotals, by_location, by_type};

/// What a year comes to, in days; halves count 0.5.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Summary)]
pub(crate) struct SummaryBody<'a> {
    /// The year.
    #[schema(value_type = u16, example = 2026)]
    year: i32,
    /// The day that divides what was from what is planned: today, where you are.
    #[schema(value_type = String, format = Date, example = "2026-11-18")]
    today: Day,
    /// Each type, in your order; those built in also with nothing logged.
    types: Vec<TypeTotalBody<'a>>,
    /// Each location, the most days first.
    locations: Vec<LocationTotalBody<'a>>,
    /// Each type that has an allowance this year.
    allowances: Vec<AllowanceBody<'a>>,
}

/// The days of a type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TypeTotal)]
pub(crate) struct TypeTotalBody<'a> {
    /// Its id.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "remote")]
    day_type: &'a Slug,
    /// What you call it.
    #[schema(value_type = String, example = "Remote")]
    label: &'a str,
    #[serde(flatten)]
    days: DayCount,
}

/// The days at a location.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocationTotal)]
pub(crate) struct LocationTotalBody<'a> {
    /// Its name.
    #[schema(value_type = String, example = "Home")]
    location: &'a Location,
    #[serde(flatten)]
    days: DayCount,
}

/// Days up to today and after it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayCount {
    /// Up to today.
    #[schema(value_type = f64, example = 41.5)]
    actual: Number,
    /// After today.
    #[schema(value_type = f64, example = 3)]
    planned: Number,
}

/// How an allowance stands: `forecast` is `allowance + carried_over - expired - used - planned`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceOfYear)]
pub(crate) struct AllowanceBody<'a> {
    /// The id of the type.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "vacation")]
    day_type: &'a Slug,
    /// The days of the year itself.
    #[schema(value_type = f64, example = 30)]
    allowance: Number,
    /// What came from the year before.
    #[schema(value_type = f64, example = 2)]
    carried_over: Number,
    /// What of that nobody takes by its expiry.
    #[schema(value_type = f64, example = 0)]
    expired: Number,
    /// Taken up to today.
    #[schema(value_type = f64, example = 12.5)]
    used: Number,
    /// Logged for days after today.
    #[schema(value_type = f64, example = 5)]
    planned: Number,
    /// What can still be taken today if nothing were planned; below 0 when more was taken.
    #[schema(value_type = f64, example = 19.5)]
    left: Number,
    /// What is left at the end of the year as logged; below 0 when more was taken.
    #[schema(value_type = f64, example = 14.5)]
    forecast: Number,
}

impl From<Count> for DayCount {
    fn from(count: Count) -> Self {
        Self { actual: as_number(count.actual), planned: as_number(count.planned) }
    }
}

impl<'a> From<&TypeBalance<'a>> for AllowanceBody<'a> {
    fn from(type_balance: &TypeBalance<'a>) -> Self {
        let balance = &type_balance.balance;
        Self {
            day_type: &type_balance.day_type.slug,
            allowance: as_number(balance.entitlement),
            carried_over: as_number(balance.carried_in),
            expired: as_number(balance.expired),
            used: as_number(balance.used),
            planned: as_number(balance.planned),
            left: remaining(balance.remaining_today),
            forecast: remaining(balance.remaining_at_year_end),
        }
    }
}

fn remaining(remaining: Remaining) -> Number {
    match remaining {
        Remaining::Left(days) => as_number(days),
        Remaining::Over(days) => as_negative(days),
    }
}

/// The query parameters of [`read_summary`]. An empty year counts as omitted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct SummaryParams {
    #[serde(deserialize_with = "deserialize_non_empty")]
    year: Option<String>,
}

/// Read what a year comes to
///
/// The days of each type and at each location, and how the allowances stand.
#[utoipa::path(
    get, path = "/api/v1/user/{user}/summary", operation_id = "readSummary", tag = "Entries",
    params(
        UserInPath,
        ("year" = Option<String>, Query, description = "A year; this one without", pattern = "^([0-9]{4})?$", example = "2026"),
    ),
    responses(
        (status = 200, description = "What it comes to", body = SummaryBody),
        (status = 400, description = "Not a year", body = ErrorBody),
        (status = 404, description = "A year that Worklog does not keep", body = ErrorBody),
    ),
)]
pub(crate) async fn read_summary(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<SummaryParams>,
) -> Result<HttpResponse, ApiError> {
    let today = days::today_for(&app, &caller);
    let year = query.year.as_deref().map_or(Ok(today.year()), parse_year)?;
    let digest = year::load_digest(&app, &caller, year, SharePeriod::Month).await?;
    let settings = &caller.settings;
    let types = by_type(&digest, &settings.types, year, today);
    let types = types.iter().filter(|type_totals| is_listed(type_totals));
    let locations = by_location(&digest, &settings.types, year, today);
    let balances = balances(settings, &digest, year, today);
    let body = SummaryBody {
        year: year.number(),
        today,
        types: types.map(type_total).collect(),
        locations: locations.iter().map(location_total).collect(),
        allowances: balances.iter().map(AllowanceBody::from).collect(),
    };
    Ok(HttpResponse::Ok().json(body))
}

fn is_listed(type_totals: &TypeTotals<'_>) -> bool {
    type_totals.slug.is_built_in() || !type_totals.total.is_zero()
}

fn type_total<'a>(type_totals: &TypeTotals<'a>) -> TypeTotalBody<'a> {
    let label = type_totals.day_type.map(|day_type| day_type.label.as_str());
    TypeTotalBody {
        day_type: type_totals.slug,
        label: label.unwrap_or(type_totals.slug.as_str()),
        days: type_totals.total.into(),
    }
}

fn location_total<'a>(location: &LocationTotals<'a>) -> LocationTotalBody<'a> {
    LocationTotalBody { location: location.location, days: location.days.into() }
}
