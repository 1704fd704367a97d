//! `/settings`: the time zone, the start of the week, and the working days.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, accounts};
use crate::domain::accounts::user::User;
use crate::domain::days::week::Weekdays;
use crate::domain::settings::SettingsEdit;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::general::form::GeneralForm;
use crate::web::pages::settings::general::view::GeneralPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings";

/// Shows the general settings (`GET /settings`).
pub(crate) async fn show_general(
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let pending = session::take_pending_form(&session, PATH)?;
    let form = pending.unwrap_or_else(|| GeneralForm::from(&user.settings));
    render_general(&user, StatusCode::OK, &form, &FieldErrors::default(), query.done.is_some())
}

/// Changes the general settings (`POST /settings`).
pub(crate) async fn save_general(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, errors }: Form<GeneralForm>,
) -> Result<HttpResponse, PageError> {
    let working_days = Weekdays::parse(&form.working_days);
    let (Ok(time_zone), Ok(week_start), Ok(working_days)) =
        (form.time_zone.parse(), form.week_start.parse(), working_days)
    else {
        return render_general(&user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    };
    let edit = SettingsEdit::Week { time_zone, week_start, working_days };
    accounts::edit_settings(&app, user.id, &edit).await?;
    Ok(redirect(Flash::Saved.at(PATH)))
}

fn render_general(
    user: &User,
    status: StatusCode,
    form: &GeneralForm,
    errors: &FieldErrors,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Settings", Some(user), Section::Settings, false);
    let current = SettingsPart::General;
    Ok(html(status, GeneralPage { layout, current, form, errors, saved }.render()?))
}
