//! The whole record, a year at a time, so that no more than a year of it is ever held.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use futures_util::stream::{iter, try_unfold};
use futures_util::{StreamExt, TryStreamExt};

use super::entry::{Entries, YearBody, json_of};
use super::error::ApiError;
use crate::app::exports::YEARS;
use crate::app::{App, days};
use crate::domain::day::Month;
use crate::domain::user::User;

/// Answers with every year that has entries. Waits for the first, so that an empty record and a store
/// that is away are told as such; what fails later ends the answer before its end.
pub async fn everything(app: &App, user: &User) -> Result<HttpResponse, ApiError> {
    let state = (app.clone(), user.clone(), YEARS);
    let years = try_unfold(state, |(app, user, mut years)| async move {
        for year in years.by_ref() {
            if let Some(text) = year_text(&app, &user, year).await? {
                return Ok(Some((text, (app, user, years))));
            }
        }
        Ok::<_, ApiError>(None)
    });
    let mut years = Box::pin(years);
    let nothing = ApiError::NotFound("Nothing is logged.");
    let first = years.try_next().await?.ok_or(nothing)?;
    let rest = years.map_ok(|text| Bytes::from([b",", &text[..]].concat()));
    let head = [Ok(Bytes::from_static(b"{\"years\":[")), Ok(first.into())];
    let body = iter(head).chain(rest).chain(iter([Ok(Bytes::from_static(b"]}"))]));
    let body = body.inspect_err(ApiError::log);
    Ok(json_of(&mut HttpResponse::Ok()).streaming(body))
}

/// A year as JSON, unless nothing is logged in it.
async fn year_text(app: &App, user: &User, year: i32) -> Result<Option<Vec<u8>>, ApiError> {
    let Some((first, last)) = Month::of_year(year) else { return Ok(None) };
    let logs = days::months(app, user, first, last).await?;
    let entries = Entries { logs, from: first.first_day(), to: last.last_day() };
    if entries.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_vec(&YearBody { year, entries: entries.list() })?))
}
