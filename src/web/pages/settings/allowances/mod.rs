//! `/settings/allowances`: the yearly allowance of each type.

mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

pub(crate) use form::{AllowanceForm, AllowanceYearForm};

use crate::app::year::balances;
use crate::app::{App, AppError, accounts, days};
use crate::domain::accounts::user::User;
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

/// Shows the allowances (`GET /settings/allowances`).
pub(crate) async fn show_allowances(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let saved = query.is(Flash::Saved);
    render_allowances(&app, &user, StatusCode::OK, None, &FieldErrors::default(), saved).await
}

/// Shows the allowances with one form open (`GET /settings/allowances/{slug}`).
pub(crate) async fn show_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let form = if let Some(pending) = session::take_pending_form(&session, request.path())? {
        pending
    } else {
        let this_year = days::today_for(&app, &user).year();
        AllowanceForm::from_allowance(user.settings.allowances.get(&slug), this_year)
    };
    render_allowances(
        &app,
        &user,
        StatusCode::OK,
        Some((slug, form)),
        &FieldErrors::default(),
        false,
    )
    .await
}

/// Changes the allowance of a type (`POST /settings/allowances/{slug}`).
pub(crate) async fn save_allowance(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, errors }: Form<AllowanceForm>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?;
    let allowance = match form.read(errors) {
        Ok(allowance) => allowance,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render_allowances(&app, &user, status, Some((slug, form)), &errors, false)
                .await;
        }
    };
    match accounts::edit_settings(&app, user.id, &SettingsEdit::Allowance(slug, allowance)).await {
        Ok(()) => Ok(redirect(Flash::Saved.at("/settings/allowances"))),
        Err(AppError::Types(_)) => Err(PageError::NotFound(NO_SUCH_TYPE)),
        Err(error) => Err(error.into()),
    }
}

const NO_SUCH_TYPE: &str = "missing.type";

fn find_type(user: &User, slug: &str) -> Result<Slug, PageError> {
    let slug = slug.parse::<Slug>().ok();
    let known = slug.filter(|slug| user.settings.types.iter().any(|known| known.slug == *slug));
    known.ok_or(PageError::NotFound(NO_SUCH_TYPE))
}

async fn render_allowances(
    app: &App,
    user: &User,
    status: StatusCode,
    open: Option<(Slug, AllowanceForm)>,
    errors: &FieldErrors,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(app, user);
    let balances = balances(app, user, today.year(), today).await?;
    let input = AllowancesInput { open, errors, saved, balances: &balances, year: today.year() };
    let layout = layout("Allowances", Some(user), Section::Settings, false);
    Ok(html(status, AllowancesPage::new(layout, &user.settings, &input).render()?))
}
