//! `/settings/allowances`: the yearly allowance of each type.

mod calendar_form;
mod conflict;
mod form;
mod summary;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

pub(crate) use calendar_form::CalendarForm;
use conflict::{allowance_conflict, calendar_conflict};
use form::from_field;
pub(crate) use form::{AllowanceForm, AllowanceYearForm};

use crate::app::year::balances;
use crate::app::{App, AppError, accounts, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Year;
use crate::domain::settings::{SettingsEdit, SettingsScope};
use crate::domain::types::Slug;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::allowances::view::{AllowancesInput, AllowancesPage};
use crate::web::session;
use crate::web::views::Section;
use crate::web::views::settings_conflict::SettingsConflict;

const PATH: &str = "/settings/allowances";

/// The query of an allowance's form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AllowanceQuery {
    /// The first year of the rule to show. Empty shows the rule of the current year.
    from: String,
    /// A year for which the form asks for the days carried over.
    carried: String,
}

/// The forms of the page as typed. `None` shows the stored values.
#[derive(Default)]
struct OpenForms {
    allowance: Option<(Slug, AllowanceForm)>,
    calendar: Option<CalendarForm>,
    conflict: Option<SettingsConflict>,
    saved: bool,
    /// Whether a change wasn't removed.
    not_removed: bool,
}

/// Shows the allowances (`GET /settings/allowances`).
pub(crate) async fn show_allowances(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let calendar = session::take_pending_form(&session, PATH)?;
    let forms = OpenForms { calendar, saved: query.is(Flash::Saved), ..OpenForms::default() };
    render_allowances(&app, &user, StatusCode::OK, forms, &FieldErrors::default()).await
}

/// Changes the allowance year and the employment (`POST /settings/allowances`).
pub(crate) async fn save_calendar(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, errors }: Form<CalendarForm>,
) -> Result<HttpResponse, PageError> {
    let calendar = match form.read(errors) {
        Ok(calendar) => calendar,
        Err(errors) => {
            let forms = OpenForms { calendar: Some(form), ..OpenForms::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render_allowances(&app, &user, status, forms, &errors).await;
        }
    };
    let edit = SettingsEdit::AllowanceCalendar(calendar);
    let edit = edit.if_unchanged(SettingsScope::AllowanceCalendar, &form.version);
    match accounts::edit_settings(&app, user.id, &edit).await {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(AppError::SettingsChanged) => {
            let user = accounts::user(&app, user.id).await?;
            let saved = CalendarForm::from(&user.settings);
            let conflict = Some(calendar_conflict(&saved, &form));
            let calendar = Some(CalendarForm { version: saved.version, ..form });
            let forms = OpenForms { calendar, conflict, ..OpenForms::default() };
            let errors = FieldErrors::default();
            render_allowances(&app, &user, StatusCode::CONFLICT, forms, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the allowances with one form open (`GET /settings/allowances/{slug}`).
pub(crate) async fn show_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    slug: web::Path<String>,
    PageQuery(query): PageQuery<AllowanceQuery>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let pending = session::take_pending_form::<AllowanceForm>(&session, request.path())?;
    // A form that only removes a change contains no other values.
    let not_removed = pending.as_ref().is_some_and(|form| !form.remove.is_empty());
    let form = pending.filter(|_| !not_removed).unwrap_or_else(|| {
        let edited = query.from.parse().ok();
        let from = edited.unwrap_or(allowance_year(&app, &user));
        let mut form = AllowanceForm::from_settings(&user.settings, &slug, from);
        form.edit = edited.map(from_field).unwrap_or_default();
        if let Ok(year) = query.carried.parse() {
            form.add_row(year);
        }
        form
    });
    let forms = OpenForms { allowance: Some((slug, form)), not_removed, ..OpenForms::default() };
    render_allowances(&app, &user, StatusCode::OK, forms, &FieldErrors::default()).await
}

/// Changes the allowance of a type (`POST /settings/allowances/{slug}`).
pub(crate) async fn save_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, errors }: Form<AllowanceForm>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let edits = match form.read(errors) {
        Ok(edits) => edits,
        Err(errors) => {
            let forms = OpenForms { allowance: Some((slug, form)), ..OpenForms::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render_allowances(&app, &user, status, forms, &errors).await;
        }
    };
    let edits = edits.into_iter().map(|edit| SettingsEdit::Allowance(slug.clone(), edit));
    let edit = SettingsEdit::Batch(edits.collect());
    let edit = edit.if_unchanged(SettingsScope::Allowance(slug.clone()), &form.version);
    match accounts::edit_settings(&app, user.id, &edit).await {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(AppError::SettingsChanged) => render_conflict(&app, &user, slug, form).await,
        Err(AppError::Types(_)) => Err(PageError::NotFound(NO_SUCH_TYPE)),
        Err(error) => Err(error.into()),
    }
}

/// Shows an allowance that was changed in another tab, next to the form.
async fn render_conflict(
    app: &App,
    user: &User,
    slug: Slug,
    form: AllowanceForm,
) -> Result<HttpResponse, PageError> {
    let user = accounts::user(app, user.id).await?;
    let from = form.from.trim().parse().unwrap_or(Year::FIRST);
    let saved = AllowanceForm::from_settings(&user.settings, &slug, from);
    let not_removed = !form.remove.is_empty();
    let (form, conflict) = if not_removed {
        (saved, None)
    } else {
        let conflict = allowance_conflict(&slug, &saved, &form);
        (AllowanceForm { version: saved.version, ..form }, Some(conflict))
    };
    let allowance = Some((slug, form));
    let forms = OpenForms { allowance, conflict, not_removed, ..OpenForms::default() };
    render_allowances(app, &user, StatusCode::CONFLICT, forms, &FieldErrors::default()).await
}

const NO_SUCH_TYPE: &str = "missing.type";

fn find_type(user: &User, slug: &str) -> Result<Slug, PageError> {
    let slug = slug.parse::<Slug>().ok();
    let known = slug.filter(|slug| user.settings.types.iter().any(|known| known.slug == *slug));
    known.ok_or(PageError::NotFound(NO_SUCH_TYPE))
}

/// Returns the current allowance year.
fn allowance_year(app: &App, user: &User) -> Year {
    user.settings.allowance_calendar.year_start.year_of(days::today_for(app, user))
}

async fn render_allowances(
    app: &App,
    user: &User,
    status: StatusCode,
    forms: OpenForms,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let (year, today) = (allowance_year(app, user), days::today_for(app, user));
    let balances = balances(app, user, year, today).await?;
    let OpenForms { allowance: open, calendar, conflict, saved, not_removed } = forms;
    let balances = &balances;
    let warning = not_removed.then(|| messages::text("done.change_not_removed"));
    let input =
        AllowancesInput { open, calendar, conflict, errors, saved, warning, balances, year };
    let layout = layout(t::allowances(), Some(user), Section::Settings, false);
    Ok(html(status, AllowancesPage::new(layout, &user.settings, &input).render()?))
}
