//! `GET /user/{user}`: reads the entries of a day, a year, a range, or everything.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::all_entries;
use super::body::{Query, deserialize_non_empty};
use super::caller::Caller;
use super::dates::{NO_DATA, parse_day, parse_range, parse_year};
use super::entry::{
    ReadResponse, entries_between, entry_etag, respond_entry, respond_not_modified,
    respond_with_etag,
};
use super::error::{ApiError, ErrorBody};
use super::params::UserInPath;
use crate::app::{App, days};
use crate::domain::days::day::Day;
use crate::domain::days::month_log::MonthLog;
use crate::web::etag::matches_etag;

/// The query parameters of [`read_entries`]. Empty ones count as omitted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReadParams {
    #[serde(deserialize_with = "deserialize_non_empty")]
    date: Option<String>,
    #[serde(deserialize_with = "deserialize_non_empty")]
    year: Option<String>,
    #[serde(deserialize_with = "deserialize_non_empty")]
    from: Option<String>,
    #[serde(deserialize_with = "deserialize_non_empty")]
    to: Option<String>,
}

// The documentation fills in each parameter that has an example, and only one of these can be sent.
/// Read entries
///
/// Returns a day with `date`, a year with `year`, at most 400 days with `from` and `to`, or
/// everything without parameters. An empty parameter counts as omitted.
#[utoipa::path(
    get, path = "/api/v1/user/{user}", operation_id = "readEntries", tag = "Entries",
    params(
        UserInPath,
        ("date" = Option<String>, Query, description = "A day", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
        ("year" = Option<String>, Query, description = "A year", pattern = "^([0-9]{4})?$", example = "2026"),
        ("from" = Option<String>, Query, description = "The first day of a range", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
        ("to" = Option<String>, Query, description = "The last day of a range", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of a version that you have"),
    ),
    responses(
        (status = 200, description = "An entry, a year, a range, or all years", body = ReadResponse,
         headers(("ETag" = String, description = "The ETag of an entry, a year, or a range"))),
        (status = 304, description = "Not modified"),
        (status = 400, description = "An invalid date, year, or range", body = ErrorBody),
        (status = 404, description = "Nothing is logged", body = ErrorBody),
    ),
)]
pub(crate) async fn read_entries(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<ReadParams>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let range = (query.from.as_deref(), query.to.as_deref());
    match (query.date.as_deref(), query.year.as_deref(), range) {
        (Some(date), None, (None, None)) => respond_day(&app, &caller, date, &request).await,
        (None, Some(year), (None, None)) => {
            let year = parse_year(year)?;
            let (from, to) = (year.first_day(), year.last_day());
            let logs = load_months(&app, &caller, from, to).await?;
            let entries = entries_between(&logs, from, to);
            if entries.is_empty() {
                return Err(NO_DATA);
            }
            let reading = ReadResponse::Year { year: year.number(), entries };
            Ok(respond_with_etag(&request, serde_json::to_vec(&reading)?))
        }
        (None, None, (Some(from), Some(to))) => {
            let (from, to) = parse_range(from, to)?;
            let logs = load_months(&app, &caller, from, to).await?;
            let reading =
                ReadResponse::Range { from, to, entries: entries_between(&logs, from, to) };
            Ok(respond_with_etag(&request, serde_json::to_vec(&reading)?))
        }
        (None, None, (None, None)) => all_entries::stream_entries(&app, &caller).await,
        (None, None, _) => Err(ApiError::bad_request("api.half_a_range")),
        _ => Err(ApiError::bad_request("api.several_periods")),
    }
}

async fn respond_day(
    app: &App,
    caller: &Caller,
    date: &str,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let day = parse_day(date)?;
    let entry = days::entry(app, caller, day).await?.ok_or(NO_DATA)?;
    if matches_etag(request, &entry_etag(&entry)) {
        return Ok(respond_not_modified(entry_etag(&entry)));
    }
    Ok(respond_entry(day, &entry))
}

async fn load_months(
    app: &App,
    caller: &Caller,
    from: Day,
    to: Day,
) -> Result<Vec<MonthLog>, ApiError> {
    Ok(days::months(app, caller, from.month(), to.month()).await?)
}
