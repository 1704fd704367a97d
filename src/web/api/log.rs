//! `POST` and `PUT /user/{user}`: log a day and change a day.

use actix_web::{HttpRequest, HttpResponse, web};

use super::body::{Body, Query};
use super::caller::Caller;
use super::dates::{NO_DATA, parse_required_day};
use super::entry::{
    EntryBody, NotesBody, check_preconditions, expected_version, has_condition, respond_entry,
};
use super::error::{ApiError, ErrorBody};
use super::params::{Condition, DayParams, UserInPath};
use crate::app::{App, AppError, days};
use crate::domain::days::amendment::Amendment;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, Content};
use crate::domain::days::month_log::{Edit, Precondition};
use crate::web::day_form::{DayForm, DayInput};
use crate::web::form::{FieldErrors, Form};

/// Log a day
///
/// With `pm_type`, `type` is the morning and `pm_type` the afternoon. One of them may be empty.
#[utoipa::path(
    post, path = "/api/v1/user/{user}", operation_id = "logDay", tag = "Entries",
    params(UserInPath, DayParams, Condition),
    request_body(content = NotesBody, description = "Notes, if any", content_type = "application/json"),
    responses(
        (status = 200, description = "The entry", body = EntryBody,
         headers(("ETag" = String, description = "Identifies this version of the entry"))),
        (status = 400, description = "Something is missing or invalid, or the day is already logged", body = ErrorBody),
        (status = 412, description = "The entry’s ETag isn’t in If-Match", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn log_day(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<DayParams>,
    body: Body,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let EntryRequest { day, input, form, .. } = parse_entry(&caller, query, &body)?;
    if has_condition(&request) {
        check_preconditions(&request, days::entry(&app, &caller, day).await?.as_ref())?;
    }
    let logged = || ApiError::field("date", "api.already_logged");
    match days::save(&app, &caller, day, Edit::Put(input.content), Precondition::NoEntry).await {
        Ok(Some(saved)) => Ok(respond_entry(day, &saved.entry)),
        Ok(None) | Err(AppError::Conflict(_)) => Err(logged()),
        Err(error) => Err(map_error(error, &form, &caller)),
    }
}

/// Change a day
///
/// Without notes, or with null, the existing notes don't change. A request that matches the entry
/// changes nothing.
#[utoipa::path(
    put, path = "/api/v1/user/{user}", operation_id = "changeDay", tag = "Entries",
    params(UserInPath, DayParams, Condition),
    request_body(content = NotesBody, description = "New notes, if they should change", content_type = "application/json"),
    responses(
        (status = 200, description = "The entry", body = EntryBody,
         headers(("ETag" = String, description = "Identifies this version of the entry"))),
        (status = 400, description = "Something is missing or invalid", body = ErrorBody),
        (status = 404, description = "Nothing is logged that day", body = ErrorBody),
        (status = 412, description = "The entry’s ETag isn’t in If-Match", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn change_day(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<DayParams>,
    body: Body,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let EntryRequest { day, input, form, has_notes } = parse_entry(&caller, query, &body)?;
    let precondition = expected_version(&app, &caller, day, &request).await?;
    let Content { parts, notes } = input.content;
    let amendment = Amendment { parts, notes: has_notes.then_some(notes) };
    let entry = match days::save(&app, &caller, day, Edit::Amend(amendment), precondition).await {
        Ok(Some(saved)) => saved.entry,
        Ok(None) => days::entry(&app, &caller, day).await?.ok_or(NO_DATA)?,
        Err(AppError::Conflict(conflict)) if conflict.stored.is_none() => {
            return Err(NO_DATA);
        }
        Err(AppError::Conflict(_)) => return Err(ApiError::Changed),
        Err(error) => return Err(map_error(error, &form, &caller)),
    };
    Ok(respond_entry(day, &entry))
}

/// A validated request to log or change a day.
struct EntryRequest {
    day: Day,
    input: DayInput,
    /// The input as sent, to find the field that an error belongs to.
    form: DayForm,
    /// Whether the request contains notes. A change without notes keeps the stored ones.
    has_notes: bool,
}

/// Converts an error from saving, attributing an archived type to the field that named it.
fn map_error(error: AppError, form: &DayForm, caller: &Caller) -> ApiError {
    match error {
        AppError::Archived(slug) => {
            ApiError::field(form.field_for_type(&caller.settings.types, &slug), ArchivedType)
        }
        other => other.into(),
    }
}

fn parse_entry(caller: &Caller, query: DayParams, body: &Body) -> Result<EntryRequest, ApiError> {
    let Form { values: NotesBody { notes }, errors } =
        Form::new(body.parse_optional()?.unwrap_or_default());
    let has_notes = notes.is_some();
    let pm_location = query.pm_location.unwrap_or_default();
    let form = DayForm {
        day_type: query.day_type,
        location: query.location.unwrap_or_default(),
        half: query.pm_type.is_some() || !pm_location.trim().is_empty(),
        pm_type: query.pm_type.unwrap_or_default(),
        pm_location,
        keep_location: true,
        notes: notes.unwrap_or_default(),
        version: String::new(),
    };
    let mut all_errors = FieldErrors::default();
    let day = parse_required_day(&query.date, &mut all_errors);
    match (day, form.read(&caller.settings, errors)) {
        (Some(day), Ok(input)) => Ok(EntryRequest { day, input, form, has_notes }),
        (_, input) => {
            all_errors.extend(input.err());
            Err(ApiError::Invalid(all_errors))
        }
    }
}
