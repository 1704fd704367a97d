//! `/user/{user}/summary`: the totals and allowances of a year.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

use super::body::{Query, deserialize_non_empty};
use super::caller::Caller;
use super::dates::parse_year;
use super::error::{ApiError, ErrorBody};
use super::numbers::{as_negative, as_number, as_signed};
use super::params::UserInPath;
use crate::app::{App, days, year};
use crate::domain::allowances::{CarriedFrom, Remaining, YearStart};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::location::Location;
use crate::domain::types::Slug;
use crate::domain::year::balances::{TypeBalance, balances};
use crate::domain::year::office_share::SharePeriod;
use crate::domain::year::totals::{
    Count, LocationTotals, TypeTotals, by_location, by_type, days_of,
};

/// The totals of a year, in days. A half day counts as 0.5.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Summary)]
pub(crate) struct SummaryBody<'a> {
    /// The year.
    #[schema(value_type = u16, example = 2026)]
    year: i32,
    /// Today, in your time zone. Later days are planned.
    #[schema(value_type = String, format = Date, example = "2026-11-18")]
    today: Day,
    /// Each type, in your order. Built-in types are always included.
    types: Vec<TypeTotalBody<'a>>,
    /// Each location, starting with the most days.
    locations: Vec<LocationTotalBody<'a>>,
    /// The balance of each type that has an allowance in the allowance year named `year`. If the
    /// request contains no year, the current allowance year.
    allowances: Vec<AllowanceBody<'a>>,
}

/// The days of a type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TypeTotal)]
pub(crate) struct TypeTotalBody<'a> {
    /// The ID of the type.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "remote")]
    day_type: &'a Slug,
    /// The name of the type.
    #[schema(value_type = String, example = "Remote")]
    label: &'a str,
    #[serde(flatten)]
    days: DayCount,
}

/// The days at a location.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocationTotal)]
pub(crate) struct LocationTotalBody<'a> {
    /// The name of the location.
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

/// The balance of an allowance in an allowance year. `left` is
/// `allowance + carried_over - expired - used`, and `forecast` is `left - will_expire - planned`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceOfYear)]
pub(crate) struct AllowanceBody<'a> {
    /// The ID of the type.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "vacation")]
    day_type: &'a Slug,
    /// The allowance year, named after the calendar year in which it starts.
    #[schema(value_type = u16, example = 2026)]
    year: i32,
    /// The first day of the allowance year.
    #[schema(value_type = String, format = Date, example = "2026-01-01")]
    starts_on: Day,
    /// The last day of the allowance year.
    #[schema(value_type = String, format = Date, example = "2026-12-31")]
    ends_on: Day,
    /// The days of the year, without those carried over into it.
    #[schema(value_type = f64, example = 30)]
    allowance: Number,
    /// The days carried over from the year before, below 0 if days are owed.
    #[schema(value_type = f64, example = 2)]
    carried_over: Number,
    /// Where `carried_over` comes from.
    carried_over_from: CarriedOverFrom,
    /// The last day on which carried-over days can be used; null if they don't expire.
    #[schema(value_type = Option<String>, format = Date, example = "2026-03-31")]
    expires_on: Option<Day>,
    /// The carried-over days that have expired. 0 up to and including `expires_on`.
    #[schema(value_type = f64, example = 0)]
    expired: Number,
    /// The carried-over days that will expire if nothing else is logged. 0 after `expires_on`.
    #[schema(value_type = f64, example = 0)]
    will_expire: Number,
    /// The days taken up to today.
    #[schema(value_type = f64, example = 12.5)]
    used: Number,
    /// The days logged after today.
    #[schema(value_type = f64, example = 5)]
    planned: Number,
    /// The days that can still be taken today, ignoring planned days; below 0 if overdrawn.
    #[schema(value_type = f64, example = 19.5)]
    left: Number,
    /// The days left at the end of the year, with everything logged; below 0 if overdrawn.
    #[schema(value_type = f64, example = 14.5)]
    forecast: Number,
}

/// Where carried-over days come from. `year_before`: calculated from the entries of the year before.
/// `entered`: entered by the user. `deleted_entries`: calculated from entries that have been
/// permanently deleted since. `nowhere`: nothing is carried over. `unknown`: the entries start too
/// late to calculate them; 0 until the user enters them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CarriedOverFrom {
    YearBefore,
    Entered,
    DeletedEntries,
    Nowhere,
    Unknown,
}

impl From<CarriedFrom> for CarriedOverFrom {
    fn from(from: CarriedFrom) -> Self {
        match from {
            CarriedFrom::YearBefore => Self::YearBefore,
            CarriedFrom::Entered => Self::Entered,
            CarriedFrom::Deleted => Self::DeletedEntries,
            CarriedFrom::Nowhere => Self::Nowhere,
            CarriedFrom::Unknown => Self::Unknown,
        }
    }
}

impl From<Count> for DayCount {
    fn from(count: Count) -> Self {
        Self { actual: as_number(count.actual), planned: as_number(count.planned) }
    }
}

impl<'a> AllowanceBody<'a> {
    fn new(type_balance: &TypeBalance<'a>, start: YearStart, year: Year) -> Self {
        let balance = &type_balance.balance;
        let (expired, will_expire) = balance.expiry();
        Self {
            day_type: &type_balance.day_type.slug,
            year: year.number(),
            starts_on: start.first_day(year),
            ends_on: start.last_day(year),
            allowance: as_number(balance.entitlement),
            carried_over: as_signed(balance.carried_in),
            carried_over_from: balance.carried_from.into(),
            expires_on: balance.expires,
            expired: as_number(expired),
            will_expire: as_number(will_expire),
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

/// Read the totals of a year
///
/// Returns the days of each type and location, and the balances of the allowances.
#[utoipa::path(
    get, path = "/api/v1/user/{user}/summary", operation_id = "readSummary", tag = "Entries",
    params(
        UserInPath,
        ("year" = Option<String>, Query, description = "A year; the current one if omitted", pattern = "^([0-9]{4})?$", example = "2026"),
    ),
    responses(
        (status = 200, description = "The totals", body = SummaryBody),
        (status = 400, description = "An invalid year", body = ErrorBody),
        (status = 404, description = "A year before 1970 or after 2100", body = ErrorBody),
    ),
)]
pub(crate) async fn read_summary(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<SummaryParams>,
) -> Result<HttpResponse, ApiError> {
    let today = days::today_for(&app, &caller);
    let asked = query.year.as_deref().map(parse_year).transpose()?;
    let year = asked.unwrap_or(today.year());
    let digest = year::load_digest(&app, &caller, year, SharePeriod::Month).await?;
    let settings = &caller.settings;
    let days = days_of(&digest, year);
    let types = by_type(&digest, days, &settings.types, today);
    let types = types.iter().filter(|type_totals| is_listed(type_totals));
    let locations = by_location(&digest, days, &settings.types, today);
    let start = settings.allowance_calendar.year_start;
    let allowance_year = asked.unwrap_or(start.year_of(today));
    let balances = balances(settings, &digest, allowance_year, today);
    let allowance = |type_balance| AllowanceBody::new(type_balance, start, allowance_year);
    let body = SummaryBody {
        year: year.number(),
        today,
        types: types.map(type_total).collect(),
        locations: locations.iter().map(location_total).collect(),
        allowances: balances.iter().map(allowance).collect(),
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
