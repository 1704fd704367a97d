//! `/admin/invitations`: creating and revoking sign-up links.

pub mod form;
mod view;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::admin::invitations::{self, Invited};
use crate::app::{App, AppError};
use crate::domain::admin::AdminRefusal;
use crate::domain::admin::audit::Actor;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::{Form, Query};
use crate::web::pages::admin::invitations::form::InvitationForm;
use crate::web::pages::admin::invitations::view::{InvitationsPage, MadeInvitation};
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::create_form_state::Showing;
use crate::web::pages::respond::{chrome, html, see_other};
use crate::web::site_config::{Signup, Site};
use crate::web::views::Section;

const PATH: &str = "/admin/invitations";
const CLOSED: &str = "Sign-up is closed on this server, so nobody can be invited.";

/// Shows the invitations (`GET /admin/invitations`).
pub async fn page(
    app: web::Data<App>,
    site: web::Data<Site>,
    user: CurrentAdmin,
    Query(query): Query<Done>,
) -> Result<HttpResponse, PageError> {
    let notice = match query.done {
        Some(Flash::Mailed) => Some("Invited. A letter with the link is on its way."),
        Some(Flash::Revoked) => Some("Taken back. The link no longer works."),
        Some(Flash::None) => Some("There was nothing to take back: it was used, or has expired."),
        _ => None,
    };
    let blank = InvitationForm::default();
    show(&app, &site, &user, Showing { notice, ..Showing::form(&blank) }).await
}

/// Creates an invitation (`POST /admin/invitations`). `email`, which requires a mail server, and
/// `note` are optional. Without an address, the response contains the link: a redirect to a page
/// that shows it would require storing it.
pub async fn make(
    app: web::Data<App>,
    site: web::Data<Site>,
    user: CurrentAdmin,
    request: HttpRequest,
    Form { typed: form, mut errors }: Form<InvitationForm>,
) -> Result<HttpResponse, PageError> {
    if site.signup == Signup::Closed {
        return Err(PageError::Forbidden(CLOSED));
    }
    let typed = form.email.trim();
    if !typed.is_empty() && !app.messenger.sends_mail() {
        errors.overrule("email", "mail.no_invitations");
    }
    let email = typed.parse().ok();
    let Some(note) = form.note.parse().ok().filter(|_| errors.is_empty()) else {
        return show(&app, &site, &user, Showing { errors, ..Showing::form(&form) }).await;
    };
    match invitations::invite(&app, Actor::User(user.id), email, note).await {
        Ok(Invited::Mailed) => Ok(see_other(Flash::Mailed.at(PATH))),
        Ok(Invited::Token(token)) => {
            let address = site.address_for(&format!("/signup?invite={token}"), &request);
            let made = Some(MadeInvitation { address: &address });
            let blank = InvitationForm::default();
            show(&app, &site, &user, Showing { made, ..Showing::form(&blank) }).await
        }
        Err(AppError::Admin(refusal @ AdminRefusal::TooManyInvitations)) => {
            errors.refuse("note", refusal);
            show(&app, &site, &user, Showing { errors, ..Showing::form(&form) }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Revokes an invitation (`POST /admin/invitations/{id}/revoke`). If it was used or has expired,
/// the target page says so.
pub async fn revoke(
    app: web::Data<App>,
    user: CurrentAdmin,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound("There is no such invitation."))?;
    let revoked = invitations::revoke(&app, Actor::User(user.id), id).await?;
    Ok(see_other(if revoked { Flash::Revoked } else { Flash::None }.at(PATH)))
}

async fn show(
    app: &App,
    site: &Site,
    user: &CurrentAdmin,
    showing: Showing<'_, InvitationForm, MadeInvitation<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let Showing { form, errors, made, notice } = showing;
    let page = InvitationsPage {
        chrome: chrome("Invitations", Some(user), Section::Admin, false),
        here: AdminPart::Invitations,
        invitations: &invitations::list(app).await?,
        signup: site.signup,
        sends_mail: app.messenger.sends_mail(),
        now: app.clock.now(),
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        made,
        notice,
    };
    Ok(html(status, page.render()?))
}
