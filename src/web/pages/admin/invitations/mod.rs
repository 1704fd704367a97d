//! `/admin/invitations`: creating and revoking sign-up links.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::admin::invitations::{self, InvitationLink};
use crate::app::{App, AppError};
use crate::domain::admin::AdminError;
use crate::domain::admin::audit::Actor;
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::messages;
use crate::web::pages::admin::invitations::form::InvitationForm;
use crate::web::pages::admin::invitations::view::{
    CreatedInvitation, InvitationsPage, invitation_name,
};
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::create_form_state::CreateFormState;
use crate::web::pages::respond::{html, layout, redirect, render_question};
use crate::web::session;
use crate::web::site_config::{SignupPolicy, SiteConfig};
use crate::web::views::Section;
use crate::web::views::question::Question;

const PATH: &str = "/admin/invitations";

/// Shows the invitations (`GET /admin/invitations`).
pub(crate) async fn show_invitations(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentAdmin,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let notice = match query.done {
        Some(Flash::Mailed) => Some(messages::text("done.invited")),
        Some(Flash::Revoked) => Some(messages::text("done.invitation_revoked")),
        Some(Flash::None) => Some(messages::text("done.no_invitation_left")),
        _ => None,
    };
    let form = session::take_pending_form(&session, PATH)?.unwrap_or_default();
    render_invitations(&app, &site, &user, CreateFormState::new(&form, notice)).await
}

/// Creates an invitation (`POST /admin/invitations`). `email`, which requires a mail server, and
/// `note` are optional. Without an address, the response contains the link: a redirect to a page
/// that shows it would require storing it.
pub(crate) async fn create_invitation(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentAdmin,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<InvitationForm>,
) -> Result<HttpResponse, PageError> {
    if site.signup == SignupPolicy::Closed {
        return Err(PageError::Forbidden("signup.no_invitations"));
    }
    let typed = form.email.trim();
    if !typed.is_empty() && !app.notifier.can_send_mail() {
        errors.replace_all("email", "mail.no_invitations");
    }
    let email = typed.parse().ok();
    let render = |state| render_invitations(&app, &site, &user, state);
    let Some(note) = form.note.parse().ok().filter(|_| errors.is_empty()) else {
        return render(CreateFormState::invalid(&form, errors)).await;
    };
    match invitations::invite(&app, Actor::User(user.id), email, note).await {
        Ok(InvitationLink::Mailed) => Ok(redirect(Flash::Mailed.at(PATH))),
        Ok(InvitationLink::Token(token)) => {
            let address = site.absolute_url(&format!("/signup?invite={token}"), &request);
            let created = CreatedInvitation { address: &address };
            let blank = InvitationForm::default();
            render(CreateFormState::created(created, &blank)).await
        }
        Err(AppError::Admin(refusal @ AdminError::TooManyInvitations)) => {
            errors.add_error("note", refusal);
            render(CreateFormState::invalid(&form, errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks whether to revoke an invitation (`GET /admin/invitations/{id}/revoke`).
pub(crate) async fn show_invitation_revocation(
    app: web::Data<App>,
    user: CurrentAdmin,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound("missing.invitation"))?;
    let invitations = invitations::list(&app).await?;
    let invitation = invitations.iter().find(|open| open.id == id);
    let invitation = invitation.ok_or(PageError::NotFound("missing.invitation"))?;
    let question = Question {
        title: &t::revoke_question(invitation_name(invitation)),
        text: t::invitations_revoke_text(),
        action: &format!("{PATH}/{id}/revoke"),
        field: None,
        button: t::revoke(),
        back: PATH,
    };
    render_question(&user, AdminPart::Invitations.menu(), question)
}

/// Revokes an invitation (`POST /admin/invitations/{id}/revoke`). If it was used or has expired,
/// the target page says so.
pub(crate) async fn revoke_invitation(
    app: web::Data<App>,
    user: CurrentAdmin,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound("missing.invitation"))?;
    let revoked = invitations::revoke(&app, Actor::User(user.id), id).await?;
    Ok(redirect(if revoked { Flash::Revoked } else { Flash::None }.at(PATH)))
}

async fn render_invitations(
    app: &App,
    site: &SiteConfig,
    user: &CurrentAdmin,
    showing: CreateFormState<'_, InvitationForm, CreatedInvitation<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let CreateFormState { form, errors, created, notice } = showing;
    let page = InvitationsPage {
        layout: layout(t::admin_invitations(), Some(user), Section::Admin, false),
        current: AdminPart::Invitations,
        invitations: &invitations::list(app).await?,
        signup: site.signup,
        sends_mail: app.notifier.can_send_mail(),
        now: app.clock.now(),
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        created,
        notice,
    };
    Ok(html(status, page.render()?))
}
