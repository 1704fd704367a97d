//! `/day/{YYYY-MM-DD}`: logging, changing, and deleting the entry of one day.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::panel::{DayNotice, PanelInput};
use super::view::{MonthInput, MonthPage};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, Entry, PartError};
use crate::domain::days::month_log::{Conflict, Edit};
use crate::domain::year::overdrafts::LoggedDays;
use crate::web::auth::CurrentUser;
use crate::web::day_form::DayForm;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery, parse_known};
use crate::web::pages::path::parse_day;
use crate::web::pages::respond::{html, redirect, render};
use crate::web::response_kind::ResponseKind;
use crate::web::session;
use crate::web::views::overdrafts::format_overdrafts;

/// The query that a redirect to the day sets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct DayQuery {
    #[serde(deserialize_with = "parse_known")]
    done: Option<Flash>,
    /// The ID of the change that the page offers to undo.
    undo: String,
}

/// The state of the form next to the calendar.
#[derive(Default)]
struct PanelState {
    /// The form as typed. `None` shows the stored entry.
    form: Option<DayForm>,
    errors: FieldErrors,
    notice: Option<DayNotice<'static>>,
    /// Set if the entry has changed in the meantime. Contains the stored entry, if any.
    conflict: Option<Box<Conflict>>,
}

/// Shows a day's form next to its month (`GET /day/{date}`).
pub async fn show_day(
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
    let panel = PanelState { form, notice, ..PanelState::default() };
    render_day(&app, &user, day, StatusCode::OK, panel, want).await
}

fn parse_notice(query: &DayQuery) -> Option<DayNotice<'static>> {
    match query.done? {
        Flash::Saved => Some(DayNotice::Saved),
        Flash::Deleted => Some(DayNotice::Deleted(query.undo.parse().ok())),
        Flash::Already => Some(DayNotice::Text("This day is already logged; nothing was changed.")),
        Flash::NewDay => Some(DayNotice::Text(
            "A new day has begun since that page was shown. Nothing is logged for it yet.",
        )),
        _ => None,
    }
}

/// Saves the day (`POST /day/{date}`).
pub async fn save_day(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { typed: form, errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let input = match form.read(&user.settings, errors) {
        Ok(input) => input,
        Err(errors) => return render_invalid(&app, &user, day, form, errors, want).await,
    };
    let saved = days::save(&app, &user, day, Edit::Put(input.content), input.expect).await;
    let saved = saved.map(|_| ());
    respond_to_change(&app, &user, day, form, saved, DayNotice::Saved, want).await
}

/// Deletes the day's entry (`POST /day/{date}/delete`).
pub async fn delete_day(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { typed: form, errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let Some(expect) = form.expect() else {
        return render_invalid(&app, &user, day, form, errors, want).await;
    };
    let deleted = days::delete(&app, &user, day, expect).await;
    if let Err(AppError::Conflict(_)) = deleted {
        let panel = PanelState { notice: Some(DayNotice::NotDeleted), ..PanelState::default() };
        return render_day(&app, &user, day, StatusCode::CONFLICT, panel, want).await;
    }
    let notice = DayNotice::Deleted(deleted.as_ref().ok().copied().flatten());
    respond_to_change(&app, &user, day, form, deleted.map(|_| ()), notice, want).await
}

/// Sets one type for the whole day and keeps the notes (`POST /day/{date}/type`).
pub async fn set_day_type(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
    Form { typed: asked, mut errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let log = days::month(&app, &user, day.month()).await?;
    let stored = DayForm::from_entry(log.get(day));
    let form = DayForm { day_type: asked.day_type, half: false, version: asked.version, ..stored };
    let unknown = form.day_type.to_lowercase().parse().map_err(|_| PartError::UnknownType);
    let slug = errors.take("type", unknown);
    let (Some(slug), Some(expect)) = (slug, form.expect()) else {
        return render_invalid(&app, &user, day, form, errors, want).await;
    };
    let outcome = days::set_type(&app, &user, day, slug, expect).await;
    respond_to_change(&app, &user, day, form, outcome, DayNotice::Saved, want).await
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

/// Responds to the outcome of saving or deleting.
async fn respond_to_change(
    app: &App,
    user: &User,
    day: Day,
    mut form: DayForm,
    outcome: Result<(), AppError>,
    notice: DayNotice<'static>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let path = format!("/day/{day}");
    match outcome {
        Ok(()) if want == ResponseKind::Page => Ok(redirect(match notice {
            DayNotice::Deleted(Some(undo)) => format!("{}&undo={undo}", Flash::Deleted.at(&path)),
            DayNotice::Deleted(None) => Flash::Deleted.at(&path),
            _ => Flash::Saved.at(&path),
        })),
        Ok(()) => {
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
        Err(AppError::Part(error)) => {
            let mut errors = FieldErrors::default();
            let missing = error == PartError::LocationMissing;
            errors.add_error(if missing { "location" } else { "type" }, error);
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

async fn render_day(
    app: &App,
    user: &User,
    day: Day,
    status: StatusCode,
    panel: PanelState,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let log = days::month(app, user, day.month()).await?;
    let today = days::today_for(app, user);
    let is_act = panel.notice.is_some();
    let form = panel.form.unwrap_or_else(|| DayForm::from_entry(log.get(day)));
    let conflict = panel.conflict.as_ref().map(|conflict| conflict.stored.as_ref());
    let warnings = match (panel.notice, log.get(day)) {
        (Some(DayNotice::Saved), Some(saved)) => warn_overdrafts(app, user, day, saved).await?,
        _ => Vec::new(),
    };
    let (errors, notice) = (&panel.errors, panel.notice);
    let input = PanelInput { day, form, errors, notice, warnings, conflict };
    let page = MonthPage::new(MonthInput { user, log: &log, today, panel: input });
    let body = match want {
        ResponseKind::Page => render(&page)?,
        ResponseKind::Fragment if status == StatusCode::CONFLICT || is_act => {
            page.saved_fragment()?
        }
        ResponseKind::Fragment if status != StatusCode::OK => page.panel_fragment()?,
        ResponseKind::Fragment => page.main_fragment()?,
    };
    Ok(html(status, body))
}

/// Returns the messages about allowances that a saved entry exceeds.
async fn warn_overdrafts(
    app: &App,
    user: &User,
    day: Day,
    saved: &Entry,
) -> Result<Vec<String>, PageError> {
    let logged = LoggedDays::from([(day, Some(&saved.content.parts))]);
    let found = year::overdrafts(app, user, &logged).await?;
    Ok(format_overdrafts(&found, user.settings.allowance_calendar.year_start))
}
