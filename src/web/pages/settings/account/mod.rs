//! `/settings/account`: the username, the email address, and a link to change the password.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::accounts::email;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::{Email, User};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::account::form::AccountForm;
use crate::web::pages::settings::account::view::AccountPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings/account";

/// Shows the account settings (`GET /settings/account`).
pub(crate) async fn show_account(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let notice = match query.done {
        Some(Flash::Address) => Some(messages::text("done.address_link_sent")),
        Some(Flash::Kept) => Some(messages::text("done.address_kept")),
        Some(Flash::Password) => Some(messages::text("done.own_password_changed")),
        Some(Flash::Removed) => Some(messages::text("done.address_removed")),
        Some(Flash::Sent) => Some(messages::text("done.address_link_resent")),
        _ => None,
    };
    let stored = user.pending_email().or(user.confirmed_email());
    let email = stored.map(Email::to_string).unwrap_or_default();
    let pending = session::take_pending_form(&session, PATH)?;
    let form = pending.unwrap_or_else(|| AccountForm { email, ..AccountForm::default() });
    render_account(&app, &user, StatusCode::OK, &form, &FieldErrors::default(), notice)
}

/// Changes or removes the email address or, with `act=resend`, sends another confirmation link
/// (`POST /settings/account`).
pub(crate) async fn change_email(
    app: web::Data<App>,
    user: CurrentUser,
    client: ClientIp,
    Form { values: form, mut errors }: Form<AccountForm>,
) -> Result<HttpResponse, PageError> {
    if !app.notifier.can_send_mail() {
        errors.replace_all("email", "mail.none");
    } else if form.act == "resend" {
        email::resend(&app, &user).await?;
        return Ok(redirect(Flash::Sent.at(PATH)));
    }
    let email: Option<Email> = form.email.trim().parse().ok();
    if errors.is_empty() {
        let password = Password::from_input(&form.password);
        let (login, email) = (session::current_key()?, email.as_ref());
        match email::change(&app, (&user, &login), password, email, client.0).await {
            Ok(()) => {
                return Ok(redirect(flash_for(&user, email).at(PATH)));
            }
            Err(AppError::WrongCredentials) => {
                errors.add("password", "password.current_wrong");
            }
            Err(error) => return Err(error.into()),
        }
    }
    render_account(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, None)
}

fn flash_for(user: &User, email: Option<&Email>) -> Flash {
    match email {
        None => Flash::Removed,
        Some(email) if user.confirmed_email() == Some(email) => Flash::Kept,
        Some(_) => Flash::Address,
    }
}

fn render_account(
    app: &App,
    user: &User,
    status: StatusCode,
    form: &AccountForm,
    errors: &FieldErrors,
    notice: Option<&'static str>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::account(), Some(user), Section::Settings, false);
    let (current, sends_mail) = (SettingsPart::Account, app.notifier.can_send_mail());
    let page = AccountPage { layout, current, user, form, errors, notice, sends_mail };
    Ok(html(status, page.render()?))
}
