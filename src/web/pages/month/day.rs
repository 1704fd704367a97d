//! `/day/{YYYY-MM-DD}`: logging, changing, and deleting the entry of one day.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::panel::DayNotice;
use super::render::{PanelState, render_day};
use crate::app::days::{self, SavedDay};
use crate::app::{App, AppError, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, PartError};
use crate::domain::days::month_log::{Edit, Precondition};
use crate::domain::days::undo::UndoOutlook;
use crate::web::auth::CurrentUser;
use crate::web::day_form::DayForm;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery, deserialize_known};
use crate::web::messages;
use crate::web::pages::path::parse_day;
use crate::web::pages::respond::redirect;
use crate::web::response_kind::ResponseKind;
use crate::web::session;
use crate::web::views::day_changes;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::toast::Toast;

/// The query that a redirect to the day sets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DayQuery {
    #[serde(deserialize_with = "deserialize_known")]
    done: Option<Flash>,
    /// The ID of the change that the page offers to undo.
    undo: String,
}

/// Shows a day's form next to its month (`GET /day/{date}`).
pub(crate) async fn show_day(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    day: web::Path<String>,
    request: HttpRequest,
    PageQuery(query): PageQuery<DayQuery>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let form = session::take_pending_form(&session, request.path())?;
    let notice = if form.is_some() { Some(DayNotice::Kept) } else { parse_notice(&query) };
    let toast = match query.done {
        Some(Flash::Changed) => load_change_toast(&app, &user, day, &query.undo).await?,
        _ => None,
    };
    let panel = PanelState { form, notice, toast, ..PanelState::default() };
    render_day(&app, &user, day, StatusCode::OK, panel, want).await
}

fn parse_notice(query: &DayQuery) -> Option<DayNotice<'static>> {
    match query.done? {
        Flash::Saved => Some(DayNotice::Saved(query.undo.parse().ok())),
        Flash::Deleted => Some(DayNotice::Deleted(query.undo.parse().ok())),
        Flash::Undone => query.undo.parse().ok().map(DayNotice::Undone),
        Flash::Redone => query.undo.parse().ok().map(DayNotice::Redone),
        Flash::Already => Some(DayNotice::Text(messages::text("done.already_logged"))),
        Flash::NewDay => Some(DayNotice::Text(messages::text("done.new_day"))),
        _ => None,
    }
}

/// Returns the message about a bulk edit. `None` if the user has no such change.
async fn load_change_toast(
    app: &App,
    user: &User,
    day: Day,
    change: &str,
) -> Result<Option<Toast>, PageError> {
    let Ok(id) = change.parse() else { return Ok(None) };
    let (change, _turn) = match days::change(app, user, id).await {
        Err(AppError::NoSuchChange) => return Ok(None),
        change => change?,
    };
    let text = day_changes::heading(&change);
    Ok(Some(match days::undo_outlook(app, user, &change).await? {
        Ok(UndoOutlook::Whole) => {
            let over = year::overdrafts_of_change(app, user, &change).await?;
            let warnings = format_overdrafts(&over, user.settings.allowance_calendar.year_start);
            Toast::of_change(text, id, day).with_warnings(warnings)
        }
        Ok(UndoOutlook::Nothing) => Toast::new(messages::text("undo.done")),
        Ok(UndoOutlook::Changed(_)) | Err(_) => Toast::new(text),
    }))
}

/// Saves the day (`POST /day/{date}`).
pub(crate) async fn save_day(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { values: mut form, mut errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let leftover = find_leftover_locations(&app, &user, day, &form).await?;
    // Saving the form again keeps the location.
    form.keep_location |= !leftover.is_empty();
    errors.extend(Some(leftover));
    let input = match form.read(&user.settings, errors) {
        Ok(input) => input,
        Err(errors) => return render_invalid(&app, &user, day, form, errors, want).await,
    };
    let saved = days::save(&app, &user, day, Edit::Put(input.content), input.precondition).await;
    let saved = saved_notice(&app, &user, day, saved).await;
    respond_to_change(&app, &user, day, form, saved, want).await
}

/// Returns the errors of locations that were logged with another type than the one submitted. Only
/// the entry that the form showed matters; if it has changed since, saving is a conflict.
async fn find_leftover_locations(
    app: &App,
    user: &User,
    day: Day,
    form: &DayForm,
) -> Result<FieldErrors, PageError> {
    let has_location = !form.location.is_empty() || !form.pm_location.is_empty();
    let Some(Precondition::Version(version)) = form.precondition().filter(|_| has_location) else {
        return Ok(FieldErrors::default());
    };
    let stored = days::entry(app, user, day).await?;
    let shown = stored.filter(|entry| entry.version == version);
    let errors = shown.map(|entry| form.leftover_locations(&user.settings.types, &entry));
    Ok(errors.unwrap_or_default())
}

/// Returns the notice after saving, with the change that can be undone.
async fn saved_notice(
    app: &App,
    user: &User,
    day: Day,
    saved: Result<Option<SavedDay>, AppError>,
) -> Result<DayNotice<'static>, AppError> {
    let change = match saved? {
        Some(saved) => Some(saved.change),
        None => days::last_change(app, user, day).await?,
    };
    Ok(DayNotice::Saved(change))
}

/// Deletes the day's entry (`POST /day/{date}/delete`).
pub(crate) async fn delete_day(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { values: form, errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let Some(precondition) = form.precondition() else {
        return render_invalid(&app, &user, day, form, errors, want).await;
    };
    let deleted = match days::delete(&app, &user, day, precondition).await {
        Err(AppError::Conflict(_)) => {
            let panel = PanelState { notice: Some(DayNotice::NotDeleted), ..PanelState::default() };
            return render_day(&app, &user, day, StatusCode::CONFLICT, panel, want).await;
        }
        Ok(None) => days::last_change(&app, &user, day).await,
        deleted => deleted,
    };
    respond_to_change(&app, &user, day, form, deleted.map(DayNotice::Deleted), want).await
}

/// Sets one type for the whole day and keeps the notes (`POST /day/{date}/type`).
pub(crate) async fn set_day_type(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { values: submitted, mut errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let log = days::month(&app, &user, day.month()).await?;
    let stored = DayForm::from_entry(log.get(day));
    let form = DayForm { version: submitted.version, ..stored.with_whole_type(submitted.day_type) };
    let unknown = form.day_type.to_lowercase().parse().map_err(|_| PartError::UnknownType);
    let slug = errors.ok_or_record("type", unknown);
    let (Some(slug), Some(precondition)) = (slug, form.precondition()) else {
        return render_invalid(&app, &user, day, form, errors, want).await;
    };
    let saved = days::set_type(&app, &user, day, slug, precondition).await;
    let saved = saved_notice(&app, &user, day, saved).await;
    respond_to_change(&app, &user, day, form, saved, want).await
}

async fn render_invalid(
    app: &App,
    user: &User,
    day: Day,
    form: DayForm,
    errors: FieldErrors,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let panel = PanelState { form: Some(form), errors, ..PanelState::default() };
    render_day(app, user, day, StatusCode::UNPROCESSABLE_ENTITY, panel, want).await
}

/// Returns the path of the day with the notice, and the change that it offers to undo, in its query.
fn path_with_notice(day: Day, notice: DayNotice<'_>) -> String {
    let path = format!("/day/{day}");
    let (path, undo) = match notice {
        DayNotice::Deleted(undo) => (Flash::Deleted.at(&path), undo),
        DayNotice::Saved(undo) => (Flash::Saved.at(&path), undo),
        _ => (path, None),
    };
    undo.map_or(path.clone(), |undo| format!("{path}&undo={undo}"))
}

/// Responds to the outcome of saving or deleting.
async fn respond_to_change(
    app: &App,
    user: &User,
    day: Day,
    mut form: DayForm,
    outcome: Result<DayNotice<'static>, AppError>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    match outcome {
        Ok(notice) if want == ResponseKind::Page => Ok(redirect(path_with_notice(day, notice))),
        Ok(notice) => {
            let panel = PanelState { notice: Some(notice), ..PanelState::default() };
            render_day(app, user, day, StatusCode::OK, panel, want).await
        }
        Err(AppError::Conflict(conflict)) => {
            let version = conflict.stored.as_ref().map_or(0, |entry| entry.version);
            form.version = version.to_string();
            let panel =
                PanelState { form: Some(form), conflict: Some(conflict), ..PanelState::default() };
            render_day(app, user, day, StatusCode::CONFLICT, panel, want).await
        }
        Err(AppError::InvalidPart(PartError::LocationMissing)) => {
            let notice = Some(DayNotice::NeedsLocation);
            let panel = PanelState { form: Some(form), notice, ..PanelState::default() };
            render_day(app, user, day, StatusCode::UNPROCESSABLE_ENTITY, panel, want).await
        }
        Err(AppError::InvalidPart(error)) => {
            let mut errors = FieldErrors::default();
            let unknown = error == PartError::UnknownType;
            errors.add_error(if unknown { "type" } else { "location" }, error);
            render_invalid(app, user, day, form, errors, want).await
        }
        Err(AppError::Archived(slug)) => {
            let mut errors = FieldErrors::default();
            errors.add_error(form.field_for_type(&user.settings.types, &slug), ArchivedType);
            render_invalid(app, user, day, form, errors, want).await
        }
        Err(error) => Err(error.into()),
    }
}
