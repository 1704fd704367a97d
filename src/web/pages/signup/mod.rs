//! `/signup`: creating an account.

pub(crate) mod form;
pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{hide_address, html, layout, redirect, render_expired_link};
use crate::app::accounts::{self, NewAccount};
use crate::app::admin::invitations;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::NewUsername;
use crate::domain::admin::invitation::Invitation;
use crate::locale::{Language, t};
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::language::preferred_week_start;
use crate::web::session;
use crate::web::site_config::{SignupPolicy, SiteConfig};
use crate::web::views::Section;
use crate::web::views::session_hint::session_hint;
use form::{InviteQuery, SignupForm};
use view::SignupPage;

/// The code of the message for an invitation that can't be used.
const EXPIRED: &str = "signup.invitation_ended";

/// Shows the form (`GET /signup`). `invite` is the token of an invitation.
pub(crate) async fn show_signup(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    session: Session,
    PageQuery(query): PageQuery<InviteQuery>,
) -> Result<HttpResponse, PageError> {
    let token = query.invite.as_str();
    let way = signup_access(&app, &site, token).await?;
    if session::user(&session).is_some() {
        return Ok(redirect("/month"));
    }
    let email = match way {
        SignupAccess::Open => None,
        SignupAccess::Invited(invitation) => invitation.email,
        SignupAccess::Ended => return render_ended(),
    };
    let email = email.map(|email| email.to_string()).unwrap_or_default();
    let form = SignupForm { email, remember: site.is_secure(), ..SignupForm::default() };
    render_signup(&app, token, StatusCode::OK, &form, &FieldErrors::default())
}

/// Creates the account and logs in (`POST /signup`).
pub(crate) async fn sign_up(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    session: Session,
    client: ClientIp,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<SignupForm>,
) -> Result<HttpResponse, PageError> {
    let token = form.invite.as_str();
    let way = signup_access(&app, &site, token).await?;
    if matches!(way, SignupAccess::Ended) {
        return render_ended();
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let reject = |errors: &_| render_signup(&app, token, status, &form, errors);
    let Some(account) = parse_account(&app, &form, &mut errors) else {
        return reject(&errors);
    };
    let account = NewAccount { week_start: Some(preferred_week_start(&request)), ..account };
    let made = match way {
        SignupAccess::Open => accounts::sign_up(&app, account, client.0).await,
        _ => invitations::sign_up(&app, account, token, client.0).await,
    };
    match made {
        Ok(user) => {
            session::start(&session, &user, form.remember, &request)?;
            Ok(redirect("/month"))
        }
        Err(AppError::WeakPassword(error)) => {
            errors.add_error("password", error);
            reject(&errors)
        }
        Err(AppError::UsernameTaken) => {
            errors.add("username", "username.taken");
            reject(&errors)
        }
        Err(AppError::InvalidInvitation) => render_ended(),
        Err(error) => Err(error.into()),
    }
}

/// How the user may sign up.
enum SignupAccess {
    /// Without an invitation.
    Open,
    /// With this invitation.
    Invited(Box<Invitation>),
    /// They can't sign up: the invitation expired, was used or revoked, or never existed.
    Ended,
}

/// Returns how the user may sign up. If sign-up is closed, invitations don't work either.
async fn signup_access(
    app: &App,
    site: &SiteConfig,
    token: &str,
) -> Result<SignupAccess, PageError> {
    match (site.signup, token) {
        (SignupPolicy::Closed, _) => Err(PageError::Forbidden("signup.closed")),
        (SignupPolicy::Invite, "") => Err(PageError::Forbidden("signup.invited")),
        (SignupPolicy::Open, "") => Ok(SignupAccess::Open),
        (SignupPolicy::Open | SignupPolicy::Invite, token) => {
            let found = invitations::find_by_link(app, token).await?;
            Ok(found.map_or(SignupAccess::Ended, |invitation| {
                SignupAccess::Invited(Box::new(invitation))
            }))
        }
    }
}

/// Responds that the invitation can't be used.
fn render_ended() -> Result<HttpResponse, PageError> {
    render_expired_link(EXPIRED, ("/", t::error_start_page()))
}

fn parse_account(app: &App, form: &SignupForm, errors: &mut FieldErrors) -> Option<NewAccount> {
    // Whether a password is allowed also depends on the username.
    let Ok(username) = form.username.trim().parse::<NewUsername>() else {
        errors.ok_or_record("password", Password::parse_length(&form.password));
        return None;
    };
    let chosen = app.password_rules.parse(&form.password, &username);
    let password = errors.ok_or_record("password", chosen).filter(|_| errors.is_empty())?;
    Some(NewAccount {
        email: form.email.trim().parse().ok(),
        time_zone: form.time_zone.parse().ok(),
        language: Some(Language::current()),
        ..NewAccount::new(username, password)
    })
}

fn render_signup(
    app: &App,
    token: &str,
    status: StatusCode,
    form: &SignupForm,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::sign_up(), None, Section::None, false);
    let invite = Some(token).filter(|token| !token.is_empty());
    // An invitation can contain an address.
    let asks_email = app.notifier.can_send_mail() || !form.email.is_empty();
    let session_hint = session_hint(app.session_lifetimes);
    let page = SignupPage { layout, form, session_hint, errors, notice: None, asks_email, invite };
    let page = html(status, page.render()?);
    Ok(if invite.is_some() { hide_address(page) } else { page })
}
