//! `/export.csv` and `/export.json`: downloads of the user's data, streamed while it is read.

use std::ops::RangeInclusive;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Data;
use futures_util::TryStreamExt;

use super::respond::stream;
use crate::app::exchange::exports::{self, ExportFormat};
use crate::app::{App, days};
use crate::domain::days::day::{Day, Month};
use crate::domain::exchange::export::{CsvOptions, CsvSeparator};
use crate::domain::types::TypeFilter;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::PageQuery;

/// The query of an export. Empty fields mean everything.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct ExportQuery {
    year: String,
    /// The first and the last day of a CSV file, instead of a year.
    from: String,
    to: String,
    /// `off` leaves the notes out of a CSV file.
    notes: String,
    /// The separator of a CSV file: `comma`, which is the default, or `semicolon`.
    separator: String,
    /// The slugs of the types in a CSV file. None means all.
    #[serde(rename = "type")]
    types: Vec<String>,
}

/// Exports a range of days, a year, or everything as CSV
/// (`GET /export.csv?from=&to=&year=&notes=&separator=&type=`).
pub(crate) async fn export_csv(
    app: Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<ExportQuery>,
) -> Result<HttpResponse, PageError> {
    let separator = match query.separator.as_str() {
        "" | "comma" => CsvSeparator::Comma,
        "semicolon" => CsvSeparator::Semicolon,
        _ => return Err(PageError::BadRequest("form.separator")),
    };
    let (days, what) = csv_days(&query)?;
    let types = query.types.iter().map(String::as_str);
    let types = TypeFilter::new(&user.settings.types, types);
    let options = CsvOptions { separator, days, notes: query.notes != "off", types };
    stream_export(&app, &user, what, ExportFormat::Csv(options)).await
}

/// Exports a year or everything as JSON (`GET /export.json?year=`).
pub(crate) async fn export_json(
    app: Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<ExportQuery>,
) -> Result<HttpResponse, PageError> {
    let year = query_year(&query)?;
    let what = year.map(|year| year.to_string());
    stream_export(&app, &user, what, ExportFormat::Json { year }).await
}

/// Returns the days of a CSV file, and their name in the name of the file. `None` means everything.
fn csv_days(query: &ExportQuery) -> Result<(RangeInclusive<Day>, Option<String>), PageError> {
    if !query.from.is_empty() || !query.to.is_empty() {
        let day = |text: &str| text.parse().map_err(|_| PageError::BadRequest("form.range"));
        let (from, to): (Day, Day) = (day(&query.from)?, day(&query.to)?);
        if from > to {
            return Err(PageError::BadRequest("range.backwards"));
        }
        return Ok((from..=to, Some(format!("{from}-to-{to}"))));
    }
    let year = query_year(query)?;
    let (first, last) = year.and_then(Month::of_year).unwrap_or((Month::FIRST, Month::LAST));
    Ok((first.first_day()..=last.last_day(), year.map(|year| year.to_string())))
}

/// Streams an export. `what` names the days in the name of the file. `None` means everything.
async fn stream_export(
    app: &App,
    user: &CurrentUser,
    what: Option<String>,
    format: ExportFormat,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(app, user);
    let what = what.unwrap_or_else(|| format!("all-{today}"));
    let (extension, media_type) = match format {
        ExportFormat::Csv(_) => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Json { .. } => ("json", "application/json"),
    };
    // All characters of a username are safe in a file name: letters, digits, and three punctuation
    // marks.
    let name = format!("worklog-{}-{what}.{extension}", user.username);
    let pieces = exports::write(app, user, format).map_err(PageError::from);
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, media_type));
    response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    stream(response, pieces).await
}

fn query_year(query: &ExportQuery) -> Result<Option<i32>, PageError> {
    match query.year.as_str() {
        "" | "all" => Ok(None),
        year => parse_year(year).map(Some),
    }
}

fn parse_year(year: &str) -> Result<i32, PageError> {
    let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year = year.parse().ok().filter(|year| digits && exports::YEARS.contains(year));
    year.ok_or(PageError::NotFound("missing.stored_year"))
}
