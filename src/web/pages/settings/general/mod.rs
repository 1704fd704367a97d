//! `/settings`: the time zone and the start of the week.

pub(crate) mod form;
mod view;

use std::str::FromStr;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, AppError, accounts};
use crate::domain::accounts::user::User;
use crate::domain::settings::{SettingsEdit, SettingsScope};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::language::preferred;
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
    let page = GeneralPage { saved: query.done.is_some(), ..general_page(&user, &form) };
    Ok(html(StatusCode::OK, page.render()?))
}

/// Changes the general settings (`POST /settings`).
pub(crate) async fn save_general(
    app: web::Data<App>,
    user: CurrentUser,
    request: HttpRequest,
    Form { values: mut form, errors }: Form<GeneralForm>,
) -> Result<HttpResponse, PageError> {
    let (Ok(language), Ok(time_zone), Ok(week_start)) =
        (parse_choice(&form.language), form.time_zone.parse(), parse_choice(&form.week_start))
    else {
        let page = GeneralPage { errors, ..general_page(&user, &form) };
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let edit = SettingsEdit::General { language, time_zone, week_start };
    let mut edits = vec![edit.if_unchanged(SettingsScope::General, &form.version)];
    if language.is_none() {
        edits.push(SettingsEdit::BrowserLanguage(preferred(&request)));
    }
    let edit = SettingsEdit::Batch(edits);
    match accounts::edit_settings(&app, user.id, &edit).await {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(AppError::SettingsChanged) => {
            let user = accounts::user(&app, user.id).await?;
            let saved = GeneralForm::from(&user.settings);
            let conflict = Some(form.conflict(&saved));
            form.version = saved.version;
            let page = GeneralPage { conflict, ..general_page(&user, &form) };
            Ok(html(StatusCode::CONFLICT, page.render()?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Parses what was chosen instead of the browser's value. `None` if nothing was.
fn parse_choice<T: FromStr>(typed: &str) -> Result<Option<T>, T::Err> {
    Some(typed.trim()).filter(|typed| !typed.is_empty()).map(str::parse).transpose()
}

/// Builds the page around a form, without errors or messages.
fn general_page<'a>(user: &'a User, form: &'a GeneralForm) -> GeneralPage<'a> {
    GeneralPage {
        layout: layout(t::settings(), Some(user), Section::Settings, false),
        current: SettingsPart::General,
        form,
        errors: FieldErrors::default(),
        conflict: None,
        saved: false,
    }
}
