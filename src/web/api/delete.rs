//! `DELETE /user/{user}`: deletes a day, a year, every entry, or the account.

use actix_session::SessionExt;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::body::{Query, deserialize_bool, deserialize_non_empty};
use super::caller::Caller;
use super::dates::{NO_DATA, parse_day, parse_year};
use super::entry::expected_version;
use super::error::{ApiError, ErrorBody};
use super::params::UserInPath;
use super::success::{Success, respond_success};
use crate::app::days::{self, erasure};
use crate::app::{App, AppError};
use crate::domain::days::day::{Month, Year};
use crate::web::session;

/// The query parameters of [`delete_entries`], exactly one of which selects what to delete. An empty
/// date or year counts as omitted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeleteParams {
    #[serde(deserialize_with = "deserialize_non_empty")]
    date: Option<String>,
    #[serde(deserialize_with = "deserialize_non_empty")]
    year: Option<String>,
    #[serde(deserialize_with = "deserialize_bool")]
    deleteyear: bool,
    #[serde(deserialize_with = "deserialize_bool")]
    deleteall: bool,
    #[serde(deserialize_with = "deserialize_bool")]
    deleteuser: bool,
}

/// Delete entries
///
/// Deletes a day with `date`, a year with `year` and `deleteyear=true`, all entries with
/// `deleteall=true`, or the account and everything in it with `deleteuser=true`. Only the deletion of
/// a day can be undone. `1`, `yes`, and `on` are the same as `true`, and every other value is false.
/// An empty `date` or `year` counts as omitted. With a session, everything except deleting a day
/// requires a login within the last 10 minutes.
#[utoipa::path(
    delete, path = "/api/v1/user/{user}", operation_id = "deleteEntries", tag = "Entries",
    params(
        UserInPath,
        ("date" = Option<String>, Query, description = "A day", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", example = "2026-01-02"),
        ("year" = Option<String>, Query, description = "The year for deleteyear", pattern = "^([0-9]{4})?$"),
        ("deleteyear" = Option<String>, Query, description = "`true` deletes the year"),
        ("deleteall" = Option<String>, Query, description = "`true` deletes all entries. The account and its settings are kept"),
        ("deleteuser" = Option<String>, Query, description = "`true` deletes the account"),
        ("If-Match" = Option<String>, Header, description = "With `date`: the ETags, one of which the entry must have"),
    ),
    responses(
        (status = 200, description = "Deleted", body = Success),
        (status = 400, description = "An invalid date or year, or more than one deletion", body = ErrorBody),
        (status = 404, description = "Nothing is logged, or the request doesn’t say what to delete", body = ErrorBody),
        (status = 412, description = "The entry’s ETag isn’t in If-Match", body = ErrorBody),
    ),
)]
pub(crate) async fn delete_entries(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<DeleteParams>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let wishes = (query.deleteyear, query.deleteall, query.deleteuser);
    if wishes != (false, false, false) {
        caller.require_recent_password()?;
    }
    match (query.date.as_deref(), wishes) {
        (Some(date), (false, false, false)) => delete_day(&app, &caller, date, &request).await,
        (None, (true, false, false)) => {
            let year = query.year.as_deref().ok_or(ApiError::NotFound("api.delete_which_year"))?;
            delete_year(&app, &caller, parse_year(year)?).await?.ok_or(NO_DATA)
        }
        (None, (false, true, false)) => delete_all(&app, &caller).await,
        (None, (false, false, true)) => delete_user(&app, &caller, &request).await,
        (None, (false, false, false)) => Err(ApiError::NotFound("api.delete_what")),
        _ => Err(ApiError::bad_request("api.delete_one")),
    }
}

async fn delete_day(
    app: &App,
    caller: &Caller,
    date: &str,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let day = parse_day(date)?;
    let precondition = expected_version(app, caller, day, request).await?;
    match days::delete(app, caller, day, precondition).await {
        Ok(Some(_)) => Ok(respond_success("done.entry_deleted")),
        Ok(None) => Err(NO_DATA),
        Err(AppError::Conflict(_)) => Err(ApiError::Changed),
        Err(error) => Err(error.into()),
    }
}

/// Permanently deletes a year. Returns `None` if it has no entries.
async fn delete_year(
    app: &App,
    caller: &Caller,
    year: Year,
) -> Result<Option<HttpResponse>, ApiError> {
    let (first, last) = (year.first_day().month(), year.last_day().month());
    let deleted = erasure::delete_days(app, caller, first, last).await?;
    Ok((deleted > 0).then(|| respond_success("done.year_deleted")))
}

/// Permanently deletes every entry.
async fn delete_all(app: &App, caller: &Caller) -> Result<HttpResponse, ApiError> {
    erasure::delete_days(app, caller, Month::FIRST, Month::LAST).await?;
    Ok(respond_success("done.entries_deleted"))
}

/// Permanently deletes the account and all its data.
async fn delete_user(
    app: &App,
    caller: &Caller,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    erasure::delete_user(app, caller).await?;
    // With a token, the session cookie may belong to another user: don't end that session.
    if caller.is_person() {
        session::end(&request.get_session());
    }
    Ok(respond_success("done.account_deleted"))
}
