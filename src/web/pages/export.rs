//! `/export.csv` and `/export.json`: downloads of the user's data, streamed while it is read.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpResponse, error::Error};
use futures_util::stream::iter;
use futures_util::{StreamExt, TryStreamExt};

use crate::app::exchange::exports::{self, ExportFormat};
use crate::app::{App, days};
use crate::domain::exchange::export::CsvSeparator;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;

/// The query of an export.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct ExportQuery {
    #[serde(default)]
    year: String,
    /// The separator of a CSV file: `comma`, which is the default, or `semicolon`.
    #[serde(default)]
    separator: String,
}

/// Exports a year or everything as CSV (`GET /export.csv?year=&separator=`).
pub(crate) async fn export_csv(
    app: Data<App>,
    user: CurrentUser,
    query: Query<ExportQuery>,
) -> Result<HttpResponse, PageError> {
    let separator = match query.separator.as_str() {
        "" | "comma" => CsvSeparator::Comma,
        "semicolon" => CsvSeparator::Semicolon,
        _ => return Err(PageError::BadRequest("form.separator")),
    };
    stream_export(&app, &user, &query, ExportFormat::Csv(separator)).await
}

/// Exports a year or everything as JSON (`GET /export.json?year=`).
pub(crate) async fn export_json(
    app: Data<App>,
    user: CurrentUser,
    query: Query<ExportQuery>,
) -> Result<HttpResponse, PageError> {
    stream_export(&app, &user, &query, ExportFormat::Json).await
}

/// Streams an export. Reads the first two pieces before responding, so that an unavailable store
/// gets a 503. A later failure aborts the response, which clients notice.
async fn stream_export(
    app: &App,
    user: &CurrentUser,
    query: &ExportQuery,
    format: ExportFormat,
) -> Result<HttpResponse, PageError> {
    let year = match query.year.as_str() {
        "" | "all" => None,
        year => Some(parse_year(year)?),
    };
    let today = days::today_for(app, user);
    let what = year.map_or_else(|| format!("all-{today}"), |year| year.to_string());
    let (extension, media_type) = match format {
        ExportFormat::Csv(_) => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Json => ("json", "application/json"),
    };
    // All characters of a username are safe in a file name: letters, digits, and three punctuation
    // marks.
    let name = format!("worklog-{}-{what}.{extension}", user.username);
    let mut pieces = Box::pin(exports::write(app.clone(), (**user).clone(), year, format));
    let mut first = Vec::new();
    for _ in 0..2 {
        first.extend(pieces.next().await.transpose()?);
    }
    let rest = pieces.map_err(|error| {
        let error = PageError::from(error);
        error.log();
        Error::from(error)
    });
    let body = iter(first.into_iter().map(Ok)).chain(rest).map_ok(Bytes::from);
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, media_type));
    response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    Ok(response.streaming(body))
}

fn parse_year(year: &str) -> Result<i32, PageError> {
    let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year = year.parse().ok().filter(|year| digits && exports::YEARS.contains(year));
    year.ok_or(PageError::NotFound("missing.stored_year"))
}
