//! `/email/confirm`: confirming an email address with a one-time link.

pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::link_form::TokenForm;
use super::respond::{hide_address, html, layout, redirect, render_expired_link};
use crate::app::App;
use crate::app::accounts::email;
use crate::locale::t;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::messages;
use crate::web::session;
use crate::web::views::message::MessagePage;
use crate::web::views::{Layout, Section};
use view::ConfirmPage;

/// The code of the message for a link that expired or was used.
const EXPIRED: &str = "link.confirmation_ended";

/// Asks the user to confirm the address (`GET /email/confirm?token=`), or shows that it is
/// confirmed.
pub(crate) async fn show_email_confirmation(
    app: web::Data<App>,
    session: Session,
    PageQuery(query): PageQuery<TokenForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    if done.is(Flash::Confirmed) {
        return redirect_confirmed(&session);
    }
    let token = query.token.as_str();
    let Some((email, user)) = email::find_by_link(&app, token).await? else {
        return render_ended();
    };
    let layout = layout(t::confirm_email_title(), None, Section::None, false);
    let (account, email) = (user.username.as_str(), email.as_str());
    let page = ConfirmPage { layout, account, email, token };
    Ok(hide_address(html(StatusCode::OK, page.render()?)))
}

/// Confirms the address (`POST /email/confirm`).
pub(crate) async fn confirm_email(
    app: web::Data<App>,
    Form { values: form, .. }: Form<TokenForm>,
) -> Result<HttpResponse, PageError> {
    if !email::confirm(&app, &form.token).await? {
        return render_ended();
    }
    Ok(redirect(Flash::Confirmed.at("/email/confirm")))
}

/// Responds that the link can't be used.
fn render_ended() -> Result<HttpResponse, PageError> {
    render_expired_link(EXPIRED, ("/settings/account", t::confirm_email_account()))
}

fn redirect_confirmed(session: &Session) -> Result<HttpResponse, PageError> {
    let user = session::user(session);
    let page = MessagePage {
        // Without the button that logs today: this page hasn't read whether today is logged.
        layout: Layout {
            log_today: None,
            ..layout(t::confirm_email_done(), user.as_deref(), Section::None, false)
        },
        heading: t::confirm_email_done(),
        message: messages::text("email.confirmed"),
        request_id: None,
        back: Some(("/month", t::confirm_email_month())),
        sent: None,
    };
    Ok(html(StatusCode::OK, page.render()?))
}
