//! `/settings/allowances`: the yearly allowance of each type.

mod calendar_form;
mod form;
mod summary;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

pub use calendar_form::CalendarForm;
pub use form::{AllowanceForm, AllowanceYearForm};

use crate::app::year::balances;
use crate::app::{App, AppError, accounts, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Year;
use crate::domain::settings::SettingsEdit;
use crate::domain::types::Slug;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::allowances::view::{AllowancesInput, AllowancesPage};
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings/allowances";

/// The query of an allowance's form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AllowanceQuery {
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
    saved: bool,
}

/// Shows the allowances (`GET /settings/allowances`).
pub async fn show_allowances(
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
pub async fn save_calendar(
    app: web::Data<App>,
    user: CurrentUser,
    Form { typed: form, errors }: Form<CalendarForm>,
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
    accounts::edit_settings(&app, user.id, &edit).await?;
    Ok(redirect(Flash::Saved.at(PATH)))
}

/// Shows the allowances with one form open (`GET /settings/allowances/{slug}`).
pub async fn show_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    slug: web::Path<String>,
    PageQuery(query): PageQuery<AllowanceQuery>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let form = if let Some(kept) = session::take_pending_form(&session, request.path())? {
        kept
    } else {
        let from = query.from.parse().unwrap_or(allowance_year(&app, &user));
        let mut form = AllowanceForm::from_allowance(user.settings.allowances.get(&slug), from);
        if let Ok(year) = query.carried.parse() {
            form.add_row(year);
        }
        form
    };
    let forms = OpenForms { allowance: Some((slug, form)), ..OpenForms::default() };
    render_allowances(&app, &user, StatusCode::OK, forms, &FieldErrors::default()).await
}

/// Changes the allowance of a type (`POST /settings/allowances/{slug}`).
pub async fn save_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { typed: form, errors }: Form<AllowanceForm>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let edit = match form.read(errors) {
        Ok(edit) => edit,
        Err(errors) => {
            let forms = OpenForms { allowance: Some((slug, form)), ..OpenForms::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render_allowances(&app, &user, status, forms, &errors).await;
        }
    };
    match accounts::edit_settings(&app, user.id, &SettingsEdit::Allowance(slug, edit)).await {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(AppError::Types(_)) => Err(PageError::NotFound(NO_SUCH_TYPE)),
        Err(error) => Err(error.into()),
    }
}

const NO_SUCH_TYPE: &str = "You have no such type, or no longer.";

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
    let OpenForms { allowance: open, calendar, saved } = forms;
    let input = AllowancesInput { open, calendar, errors, saved, balances: &balances, year };
    let layout = layout("Allowances", Some(user), Section::Settings, false);
    Ok(html(status, AllowancesPage::new(layout, &user.settings, &input).render()?))
}
