//! Streams all entries, holding at most one year in memory.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use futures_util::future::ready;
use futures_util::stream::iter;
use futures_util::{StreamExt, TryStreamExt};

use super::dates::NO_DATA;
use super::entry::{YearBody, as_json, entries_between};
use super::error::ApiError;
use crate::app::App;
use crate::app::days::years::years;
use crate::app::exchange::exports::YEARS;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Year;
use crate::domain::days::month_log::MonthLog;

/// Streams every year that has entries. Reads the first before responding, so that a user
/// without entries or an unavailable store gets its own status. A later failure aborts the
/// response.
pub(crate) async fn stream_entries(app: &App, user: &User) -> Result<HttpResponse, ApiError> {
    let years = years(app, user, YEARS).map_err(ApiError::from);
    let texts = years.try_filter_map(|(year, logs)| ready(year_text(year, &logs)));
    let mut texts = Box::pin(texts);
    let first = texts.try_next().await?.ok_or(NO_DATA)?;
    let rest = texts.map_ok(|text| Bytes::from([b",", &text[..]].concat()));
    let head = [Ok(Bytes::from_static(b"{\"years\":[")), Ok(first.into())];
    let body = iter(head).chain(rest).chain(iter([Ok(Bytes::from_static(b"]}"))]));
    let body = body.inspect_err(ApiError::log);
    Ok(as_json(&mut HttpResponse::Ok()).streaming(body))
}

/// Serializes a year, or returns `None` if it has no entries.
fn year_text(year: Year, logs: &[MonthLog]) -> Result<Option<Vec<u8>>, ApiError> {
    let entries = entries_between(logs, year.first_day(), year.last_day());
    if entries.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_vec(&YearBody { year: year.number(), entries })?))
}
