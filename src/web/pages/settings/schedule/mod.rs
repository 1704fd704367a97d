//! `/settings/schedule`: the work schedules, which are the working days and the usual week from a
//! date on.

mod fields;
pub(crate) mod form;
mod view;
mod words;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use validator::Validate;

use crate::app::{App, AppError, accounts, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::schedule::ScheduleEdit;
use crate::domain::settings::{SettingsEdit, SettingsScope};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery, validate};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::session;
use crate::web::views::Section;
use fields::ScheduleForm;
use form::ScheduleTarget;
use view::{ScheduleInput, SchedulePage};
use words::conflict;

const PATH: &str = "/settings/schedule";

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ScheduleQuery {
    /// The schedule to edit: `first`, `new`, or the first day of a later one.
    edit: String,
}

/// The form that deletes a schedule.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct DeleteScheduleForm {
    /// The first day of the schedule.
    #[validate(custom(function = "validate::<Day>"))]
    from: String,
    /// The version of the schedules that the page showed.
    version: String,
}

/// Redirects the page's former address (`GET /settings/pattern`).
pub(crate) async fn redirect_from_pattern() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, PATH)).finish()
}

/// Shows the schedules (`GET /settings/schedule`), and the form of the one that the query names. As
/// long as the user has logged nothing or has no usual week, that is the first one: no earlier days
/// depend on it.
pub(crate) async fn show_schedule(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<ScheduleQuery>,
    PageQuery(flash): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let schedules = &user.settings.schedules;
    let is_started = schedules.iter().len() > 1
        || (schedules.has_usual_week() && days::has_entries(&app, &user).await?);
    let target = if query.edit.is_empty() && !is_started {
        ScheduleTarget::First
    } else {
        ScheduleTarget::parse(&query.edit, schedules)
    };
    let today = days::today_for(&app, &user);
    let pending = session::take_pending_form(&session, PATH)?;
    let has_form = pending.is_some() || !query.edit.is_empty() || !is_started;
    let form = pending.unwrap_or_else(|| ScheduleForm::for_target(target, &user.settings, today));
    let notice = match flash.done {
        Some(Flash::Saved) => Some(messages::text("done.schedule_saved")),
        Some(Flash::Deleted) => Some(messages::text("done.schedule_deleted")),
        _ => None,
    };
    let input = ScheduleInput { has_form, notice, ..ScheduleInput::new(&user, &form, today) };
    render_schedule(StatusCode::OK, input)
}

/// Adds or changes a schedule (`POST /settings/schedule`). With `copy`, only shows the form with that
/// weekday copied to the others.
pub(crate) async fn save_schedule(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: mut form, errors }: Form<ScheduleForm>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    if !form.copy.is_empty() {
        form.copy_to_working_days();
        let notice = Some(messages::text("done.schedule_copied"));
        let input = ScheduleInput { notice, ..ScheduleInput::new(&user, &form, today) };
        return render_schedule(StatusCode::OK, input);
    }
    let edit = match form.read(&user.settings, today, errors) {
        Ok(edit) => edit,
        Err(errors) => return render_invalid(&user, &form, today, errors),
    };
    let edit = SettingsEdit::Schedules(edit).if_unchanged(SettingsScope::Schedules, &form.version);
    match accounts::edit_settings(&app, user.id, &edit).await {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(AppError::SettingsChanged) => render_conflict(&app, &user, form, today).await,
        Err(AppError::Schedules(error)) => {
            let mut errors = FieldErrors::default();
            errors.add_error("from", error);
            render_invalid(&user, &form, today, errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a later schedule (`POST /settings/schedule/delete`).
pub(crate) async fn delete_schedule(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<DeleteScheduleForm>,
) -> Result<HttpResponse, PageError> {
    let Ok(from) = form.from.parse() else { return Ok(redirect(PATH)) };
    let edit = SettingsEdit::Schedules(ScheduleEdit::Remove(from));
    let edit = edit.if_unchanged(SettingsScope::Schedules, &form.version);
    match accounts::edit_settings(&app, user.id, &edit).await {
        Ok(()) => Ok(redirect(Flash::Deleted.at(PATH))),
        Err(AppError::SettingsChanged) => {
            let today = days::today_for(&app, &user);
            let user = accounts::user(&app, user.id).await?;
            let form = ScheduleForm::for_target(ScheduleTarget::New, &user.settings, today);
            let warning = Some(messages::text("done.schedule_not_deleted"));
            let input = ScheduleInput {
                warning,
                has_form: false,
                ..ScheduleInput::new(&user, &form, today)
            };
            render_schedule(StatusCode::CONFLICT, input)
        }
        Err(error) => Err(error.into()),
    }
}

async fn render_conflict(
    app: &App,
    user: &User,
    mut form: ScheduleForm,
    today: Day,
) -> Result<HttpResponse, PageError> {
    let user = accounts::user(app, user.id).await?;
    let conflict = conflict(&user.settings, &form, today);
    form.version = user.settings.version(&SettingsScope::Schedules);
    let input =
        ScheduleInput { conflict: Some(conflict), ..ScheduleInput::new(&user, &form, today) };
    render_schedule(StatusCode::CONFLICT, input)
}

fn render_invalid(
    user: &User,
    form: &ScheduleForm,
    today: Day,
    errors: FieldErrors,
) -> Result<HttpResponse, PageError> {
    let input = ScheduleInput { errors, ..ScheduleInput::new(user, form, today) };
    render_schedule(StatusCode::UNPROCESSABLE_ENTITY, input)
}

fn render_schedule(
    status: StatusCode,
    input: ScheduleInput<'_>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::schedule_title(), Some(input.user), Section::Settings, false);
    Ok(html(status, SchedulePage::new(layout, input).render()?))
}
