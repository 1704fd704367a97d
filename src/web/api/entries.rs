//! `/user/{user}`: the entries of a user, read and changed.

use actix_web::{HttpRequest, HttpResponse, web};

use super::body::{Body, Query};
use super::caller::Caller;
use super::entry::{Entries, EntryBody, Notes, Reading, answer, answer_tagged, check_match};
use super::entry::{has_condition, is_known, tag, unchanged};
use super::error::{ApiError, ErrorBody};
use super::success::{Success, done};
use super::{account, record};
use crate::app::{App, AppError, days};
use crate::domain::day::{DateError, Day, Year};
use crate::domain::entry::Entry;
use crate::domain::month_log::Expect;
use crate::web::day_form::{DayForm, DayInput};
use crate::web::form::FieldErrors;

/// The most days that can be read as a range.
const MOST_DAYS: i64 = 400;

/// How often to look again when a day changes while it is being changed.
const ATTEMPTS: usize = 5;

const NOTHING_THAT_DAY: ApiError = ApiError::NotFound("Nothing is logged for that day.");
const NOTHING_THAT_YEAR: ApiError = ApiError::NotFound("Nothing is logged in that year.");

/// Read entries
///
/// One day with `date`, a year with `year`, at most 400 days with `from` and `to`, and everything
/// without any of them.
#[utoipa::path(
    get, path = "/api/v1/user/{user}", operation_id = "readEntries", tag = "Entries",
    params(
        ("user" = String, Path, description = "Your username", example = "ada"),
        ("date" = Option<String>, Query, description = "A day", format = Date, example = "2026-01-02"),
        ("year" = Option<String>, Query, description = "A year", pattern = "^[0-9]{4}$", example = "2026"),
        ("from" = Option<String>, Query, description = "The first day of a range", format = Date, example = "2026-01-01"),
        ("to" = Option<String>, Query, description = "The last day of a range", format = Date, example = "2026-03-31"),
        ("If-None-Match" = Option<String>, Header, description = "An ETag that you have"),
    ),
    responses(
        (status = 200, description = "An entry, a year, a range or all years", body = Reading,
         headers(("ETag" = String, description = "Of an entry, a year or a range"))),
        (status = 304, description = "It is as you have it"),
        (status = 400, description = "Not a date, a year or a range", body = ErrorBody),
        (status = 404, description = "Nothing is logged then", body = ErrorBody),
    ),
)]
pub async fn read(
    app: web::Data<App>,
    caller: Caller,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let range = (query.get("from")?, query.get("to")?);
    match (query.get("date")?, query.get("year")?, range) {
        (Some(date), None, (None, None)) => read_day(&app, &caller, date, &request).await,
        (None, Some(year), (None, None)) => {
            let year = known_year(year)?;
            let found = entries(&app, &caller, year.first_day(), year.last_day()).await?;
            if found.is_empty() {
                return Err(NOTHING_THAT_YEAR);
            }
            let reading = Reading::Year { year: year.number(), entries: found.list() };
            Ok(answer_tagged(&request, serde_json::to_vec(&reading)?))
        }
        (None, None, (Some(from), Some(to))) => {
            let (from, to) = parse_range(from, to)?;
            let found = entries(&app, &caller, from, to).await?;
            let reading = Reading::Range { from, to, entries: found.list() };
            Ok(answer_tagged(&request, serde_json::to_vec(&reading)?))
        }
        (None, None, (None, None)) => record::everything(&app, &caller).await,
        (None, None, _) => Err(ApiError::BadRequest("Give both from and to.".to_owned())),
        _ => Err(ApiError::BadRequest("Give a date, a year or a range, not several.".to_owned())),
    }
}

async fn read_day(
    app: &App,
    caller: &Caller,
    date: &str,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let day = known_day(date)?;
    let entry = entry_of(app, caller, day).await?.ok_or(NOTHING_THAT_DAY)?;
    if is_known(request, &tag(&entry)) {
        return Ok(unchanged(tag(&entry)));
    }
    Ok(answer(day, &entry))
}

/// Log a day
///
/// With `pm_type`, `type` is the morning and `pm_type` the afternoon; of the two one may be empty.
#[utoipa::path(
    post, path = "/api/v1/user/{user}", operation_id = "logDay", tag = "Entries",
    params(
        ("user" = String, Path, description = "Your username", example = "ada"),
        ("date" = String, Query, description = "The day", format = Date, example = "2026-01-02"),
        ("type" = String, Query, description = "The id of a type, in any case", example = "remote"),
        ("location" = Option<String>, Query, description = "Where, at most 80 characters; remote needs it", example = "New York"),
        ("pm_type" = Option<String>, Query, description = "The type of the afternoon"),
        ("pm_location" = Option<String>, Query, description = "Where in the afternoon"),
        ("If-Match" = Option<String>, Header, description = "ETags of which the entry has to have one"),
    ),
    request_body(content = Option<Notes>, description = "Notes, if any", content_type = "application/json"),
    responses(
        (status = 200, description = "The entry", body = EntryBody,
         headers(("ETag" = String, description = "Names this state of the entry"))),
        (status = 400, description = "Something is missing or invalid, or the day is already logged", body = ErrorBody),
        (status = 412, description = "The entry does not have the ETag in If-Match", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn log(
    app: web::Data<App>,
    caller: Caller,
    query: Query,
    body: Body,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (day, input, _) = read_entry(&caller, &query, &body)?;
    if has_condition(&request) {
        check_match(&request, entry_of(&app, &caller, day).await?.as_ref())?;
    }
    let logged = || ApiError::field("date", "That day is already logged; PUT changes it.");
    let saved = days::save(&app, &caller, day, input.parts, input.notes, Expect::Nothing).await;
    match saved {
        Ok(Some(entry)) => Ok(answer(day, &entry)),
        Ok(None) | Err(AppError::Conflict(_)) => Err(logged()),
        Err(error) => Err(error.into()),
    }
}

/// Change a day
///
/// The notes stay where the body does not give any.
#[utoipa::path(
    put, path = "/api/v1/user/{user}", operation_id = "changeDay", tag = "Entries",
    params(
        ("user" = String, Path, description = "Your username", example = "ada"),
        ("date" = String, Query, description = "The day", format = Date, example = "2026-01-02"),
        ("type" = String, Query, description = "The id of a type, in any case", example = "office"),
        ("location" = Option<String>, Query, description = "Where, at most 80 characters; remote needs it"),
        ("pm_type" = Option<String>, Query, description = "The type of the afternoon"),
        ("pm_location" = Option<String>, Query, description = "Where in the afternoon"),
        ("If-Match" = Option<String>, Header, description = "ETags of which the entry has to have one"),
    ),
    request_body(content = Option<Notes>, description = "New notes, if they change", content_type = "application/json"),
    responses(
        (status = 200, description = "The entry", body = EntryBody,
         headers(("ETag" = String, description = "Names this state of the entry"))),
        (status = 400, description = "Something is missing or invalid", body = ErrorBody),
        (status = 404, description = "Nothing is logged that day", body = ErrorBody),
        (status = 412, description = "The entry does not have the ETag in If-Match", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn change(
    app: web::Data<App>,
    caller: Caller,
    query: Query,
    body: Body,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (day, input, has_notes) = read_entry(&caller, &query, &body)?;
    let DayInput { parts, notes, .. } = input;
    for _ in 0..ATTEMPTS {
        let stored = entry_of(&app, &caller, day).await?.ok_or(NOTHING_THAT_DAY)?;
        check_match(&request, Some(&stored))?;
        let notes = if has_notes { notes.clone() } else { stored.notes.clone() };
        let expect = Expect::Version(stored.version);
        match days::save(&app, &caller, day, parts.clone(), notes, expect).await {
            Ok(saved) => return Ok(answer(day, saved.as_ref().unwrap_or(&stored))),
            Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Busy)
}

/// Delete entries
///
/// One day with `date`, a year with `year` and `deleteyear=true`, all with `deleteall=true`; with
/// `deleteuser=true` the account and everything of it. What is deleted by other than `date` cannot be
/// brought back.
#[utoipa::path(
    delete, path = "/api/v1/user/{user}", operation_id = "deleteEntries", tag = "Entries",
    params(
        ("user" = String, Path, description = "Your username", example = "ada"),
        ("date" = Option<String>, Query, description = "A day", format = Date, example = "2026-01-02"),
        ("year" = Option<String>, Query, description = "The year for deleteyear", pattern = "^[0-9]{4}$"),
        ("deleteyear" = Option<bool>, Query, description = "Deletes the year"),
        ("deleteall" = Option<bool>, Query, description = "Deletes every entry; account and settings stay"),
        ("deleteuser" = Option<bool>, Query, description = "Deletes the account"),
        ("If-Match" = Option<String>, Header, description = "With date: ETags of which the entry has to have one"),
    ),
    responses(
        (status = 200, description = "Deleted", body = Success),
        (status = 400, description = "Not a date or a year, or several wishes at once", body = ErrorBody),
        (status = 404, description = "Nothing is logged then, or nothing was asked for", body = ErrorBody),
        (status = 412, description = "The entry does not have the ETag in If-Match", body = ErrorBody),
    ),
)]
pub async fn delete(
    app: web::Data<App>,
    caller: Caller,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let date = query.get("date")?;
    let wishes = (query.says("deleteyear")?, query.says("deleteall")?, query.says("deleteuser")?);
    match (date, wishes) {
        (Some(date), (false, false, false)) => delete_day(&app, &caller, date, &request).await,
        (None, (true, false, false)) => {
            let year = query.get("year")?.ok_or(ApiError::NotFound("Say which year."))?;
            account::delete_year(&app, &caller, known_year(year)?).await?.ok_or(NOTHING_THAT_YEAR)
        }
        (None, (false, true, false)) => account::delete_all(&app, &caller).await,
        (None, (false, false, true)) => account::delete_user(&app, &caller, &request).await,
        (None, (false, false, false)) => {
            Err(ApiError::NotFound("Say what to delete: a date, or deleteyear with a year."))
        }
        _ => Err(ApiError::BadRequest("Ask for one deletion at a time.".to_owned())),
    }
}

async fn delete_day(
    app: &App,
    caller: &Caller,
    date: &str,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let day = known_day(date)?;
    let expect = if has_condition(request) {
        let stored = entry_of(app, caller, day).await?.ok_or(NOTHING_THAT_DAY)?;
        check_match(request, Some(&stored))?;
        Expect::Version(stored.version)
    } else {
        Expect::Anything
    };
    match days::delete(app, caller, day, expect).await {
        Ok(Some(_)) => Ok(done("The entry is deleted")),
        Ok(None) => Err(NOTHING_THAT_DAY),
        Err(AppError::Conflict(_)) => Err(ApiError::Changed),
        Err(error) => Err(error.into()),
    }
}

/// What a call asks to log, and whether it says anything of notes.
fn read_entry(
    caller: &Caller,
    query: &Query,
    body: &Body,
) -> Result<(Day, DayInput, bool), ApiError> {
    let text = |name| Ok::<_, ApiError>(query.get(name)?.unwrap_or_default().to_owned());
    let notes = body.optional::<Notes>()?.unwrap_or_default().notes;
    let has_notes = notes.is_some();
    let form = DayForm {
        day_type: text("type")?,
        location: text("location")?,
        half: query.get("pm_type")?.is_some(),
        pm_type: text("pm_type")?,
        pm_location: text("pm_location")?,
        notes: notes.unwrap_or_default(),
        version: String::new(),
    };
    let date = query.get("date")?.unwrap_or_default();
    match (date.parse::<Day>(), form.read(&caller.settings)) {
        (Ok(day), Ok(input)) => Ok((day, input, has_notes)),
        (date, input) => {
            let mut errors = FieldErrors::default();
            errors.take("date", date);
            errors.extend(input.err());
            Err(ApiError::Invalid(errors))
        }
    }
}

/// A day that can be looked for: one that the record does not reach has no entry.
fn known_day(text: &str) -> Result<Day, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("date", error),
        DateError::OutOfRange => NOTHING_THAT_DAY,
    })
}

/// A year that can be looked for.
pub fn known_year(text: &str) -> Result<Year, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("year", NOT_A_YEAR),
        DateError::OutOfRange => NOTHING_THAT_YEAR,
    })
}

/// What is said of a year that is none.
const NOT_A_YEAR: &str = "That is not a year. Write it with four digits, such as 2026.";

fn parse_range(from: &str, to: &str) -> Result<(Day, Day), ApiError> {
    let mut errors = FieldErrors::default();
    let days = (errors.take("from", from.parse()), errors.take("to", to.parse()));
    let (Some(from), Some(to)) = days else { return Err(ApiError::Invalid(errors)) };
    let (from, to): (Day, Day) = (from, to);
    match (to.date() - from.date()).num_days() + 1 {
        ..1 => Err(ApiError::field("to", "The last day lies before the first.")),
        1..=MOST_DAYS => Ok((from, to)),
        _ => Err(ApiError::field("to", format!("These are more than {MOST_DAYS} days."))),
    }
}

async fn entries(app: &App, caller: &Caller, from: Day, to: Day) -> Result<Entries, ApiError> {
    let logs = days::months(app, caller, from.month(), to.month()).await?;
    Ok(Entries { logs, from, to })
}

async fn entry_of(app: &App, caller: &Caller, day: Day) -> Result<Option<Entry>, ApiError> {
    Ok(days::month(app, caller, day.month()).await?.get(day).cloned())
}
