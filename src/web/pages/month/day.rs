//! `/day/{YYYY-MM-DD}`: logging, changing, and deleting the entry of one day.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::panel::{Notice, PanelInput};
use super::view::{MonthInput, MonthPage};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, PartError};
use crate::domain::days::month_log::{Conflict, Edit};
use crate::web::auth::CurrentUser;
use crate::web::day_form::DayForm;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, Query, known};
use crate::web::pages::path::day_of;
use crate::web::pages::respond::{html, render, see_other};
use crate::web::response_kind::Want;
use crate::web::session;

/// The query that a redirect to the day sets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct DayQuery {
    #[serde(deserialize_with = "known")]
    done: Option<Flash>,
    /// The ID of the change that the page offers to undo.
    undo: String,
}

/// The state of the form beside the calendar.
#[derive(Default)]
struct Panel {
    /// The form as typed. `None` shows the stored entry.
    form: Option<DayForm>,
    errors: FieldErrors,
    notice: Option<Notice<'static>>,
    /// Set if the entry was changed meanwhile. Contains the stored entry, if any.
    conflict: Option<Box<Conflict>>,
}

/// Shows a day's form beside its month (`GET /day/{date}`).
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    day: web::Path<String>,
    request: HttpRequest,
    Query(query): Query<DayQuery>,
    want: Want,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let form = session::take_kept_form(&session, request.path())?;
    let notice = if form.is_some() { Some(Notice::Kept) } else { notice(&query) };
    let panel = Panel { form, notice, ..Panel::default() };
    show(&app, &user, day, StatusCode::OK, panel, want).await
}

fn notice(query: &DayQuery) -> Option<Notice<'static>> {
    match query.done? {
        Flash::Saved => Some(Notice::Saved),
        Flash::Deleted => Some(Notice::Deleted(query.undo.parse().ok())),
        Flash::Already => Some(Notice::Text("This day is already logged; nothing was changed.")),
        Flash::NewDay => Some(Notice::Text(
            "A new day has begun since that page was shown. Nothing is logged for it yet.",
        )),
        _ => None,
    }
}

/// Saves the day (`POST /day/{date}`).
pub async fn save(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: Want,
    Form { typed: form, errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let input = match form.read(&user.settings, errors) {
        Ok(input) => input,
        Err(errors) => return invalid(&app, &user, day, form, errors, want).await,
    };
    let saved = days::save(&app, &user, day, Edit::Put(input.content), input.expect).await;
    let saved = saved.map(|_| ());
    done(&app, &user, day, form, saved, Notice::Saved, want).await
}

/// Deletes the day's entry (`POST /day/{date}/delete`).
pub async fn delete(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: Want,
    Form { typed: form, errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let Some(expect) = form.expect() else {
        return invalid(&app, &user, day, form, errors, want).await;
    };
    let deleted = days::delete(&app, &user, day, expect).await;
    if let Err(AppError::Conflict(_)) = deleted {
        let panel = Panel { notice: Some(Notice::NotDeleted), ..Panel::default() };
        return show(&app, &user, day, StatusCode::CONFLICT, panel, want).await;
    }
    let notice = Notice::Deleted(deleted.as_ref().ok().copied().flatten());
    done(&app, &user, day, form, deleted.map(|_| ()), notice, want).await
}

/// Sets one type for the whole day and keeps the notes (`POST /day/{date}/type`).
pub async fn set_type(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: Want,
    Form { typed: asked, mut errors }: Form<DayForm>,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let log = days::month(&app, &user, day.month()).await?;
    let stored = DayForm::from_entry(log.get(day));
    let form = DayForm { day_type: asked.day_type, half: false, version: asked.version, ..stored };
    let unknown = form.day_type.to_lowercase().parse().map_err(|_| PartError::UnknownType);
    let slug = errors.take("type", unknown);
    let (Some(slug), Some(expect)) = (slug, form.expect()) else {
        return invalid(&app, &user, day, form, errors, want).await;
    };
    let outcome = days::set_type(&app, &user, day, slug, expect).await;
    done(&app, &user, day, form, outcome, Notice::Saved, want).await
}

async fn invalid(
    app: &App,
    user: &User,
    day: Day,
    form: DayForm,
    errors: FieldErrors,
    want: Want,
) -> Result<HttpResponse, PageError> {
    let panel = Panel { form: Some(form), errors, ..Panel::default() };
    show(app, user, day, StatusCode::UNPROCESSABLE_ENTITY, panel, want).await
}

/// Responds to the outcome of saving or deleting.
async fn done(
    app: &App,
    user: &User,
    day: Day,
    mut form: DayForm,
    outcome: Result<(), AppError>,
    notice: Notice<'static>,
    want: Want,
) -> Result<HttpResponse, PageError> {
    let path = format!("/day/{day}");
    match outcome {
        Ok(()) if want == Want::Page => Ok(see_other(match notice {
            Notice::Deleted(Some(undo)) => format!("{}&undo={undo}", Flash::Deleted.at(&path)),
            Notice::Deleted(None) => Flash::Deleted.at(&path),
            _ => Flash::Saved.at(&path),
        })),
        Ok(()) => {
            let panel = Panel { notice: Some(notice), ..Panel::default() };
            show(app, user, day, StatusCode::OK, panel, want).await
        }
        Err(AppError::Conflict(conflict)) => {
            let version = conflict.stored.as_ref().map_or(0, |entry| entry.version);
            form.version = version.to_string();
            let panel = Panel { form: Some(form), conflict: Some(conflict), ..Panel::default() };
            show(app, user, day, StatusCode::CONFLICT, panel, want).await
        }
        Err(AppError::Part(error)) => {
            let mut errors = FieldErrors::default();
            let missing = error == PartError::LocationMissing;
            errors.refuse(if missing { "location" } else { "type" }, error);
            invalid(app, user, day, form, errors, want).await
        }
        Err(AppError::Archived(slug)) => {
            let mut errors = FieldErrors::default();
            errors.refuse(form.field_of(&user.settings.types, &slug), ArchivedType);
            invalid(app, user, day, form, errors, want).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    user: &User,
    day: Day,
    status: StatusCode,
    panel: Panel,
    want: Want,
) -> Result<HttpResponse, PageError> {
    let log = days::month(app, user, day.month()).await?;
    let today = days::today_of(app, user);
    let is_act = panel.notice.is_some();
    let form = panel.form.unwrap_or_else(|| DayForm::from_entry(log.get(day)));
    let conflict = panel.conflict.as_ref().map(|conflict| conflict.stored.as_ref());
    let input = PanelInput { day, form, errors: &panel.errors, notice: panel.notice, conflict };
    let page = MonthPage::new(MonthInput { user, log: &log, today, panel: input });
    let body = match want {
        Want::Page => render(&page)?,
        Want::Fragment if status == StatusCode::CONFLICT || is_act => page.saved_fragment()?,
        Want::Fragment if status != StatusCode::OK => page.panel_fragment()?,
        Want::Fragment => page.main_fragment()?,
    };
    Ok(html(status, body))
}
