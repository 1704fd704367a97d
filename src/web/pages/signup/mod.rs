//! `/signup`: creating an account.

pub mod form;
pub mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, link_ended, secret_address, see_other};
use crate::app::accounts::{self, NewAccount};
use crate::app::admin::invitations;
use crate::app::{App, AppError};
use crate::domain::accounts::user::Username;
use crate::domain::admin::invitation::Invitation;
use crate::web::auth::Client;
use crate::web::error::{PageError, SIGNUP_CLOSED, SIGNUP_INVITED};
use crate::web::form::{FieldErrors, Form, Query};
use crate::web::session;
use crate::web::site_config::{Signup, Site};
use crate::web::views::Section;
use form::{InviteQuery, SignupForm};
use view::SignupPage;

/// The message for an invitation that can't be used.
const ENDED: &str = "An invitation works once, and for seven days. This one was used, was taken back, \
    or has expired. Ask whoever sent it for another.";
const BACK: (&str, &str) = ("/", "Go to the start page");

/// Shows the form (`GET /signup`). `invite` is the token of an invitation.
pub async fn page(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    Query(query): Query<InviteQuery>,
) -> Result<HttpResponse, PageError> {
    let token = query.invite.as_str();
    let way = way_in(&app, &site, token).await?;
    if session::user(&session).is_some() {
        return Ok(see_other("/month"));
    }
    let email = match way {
        Way::Open => None,
        Way::Invited(invitation) => invitation.email,
        Way::Ended => return link_ended(ENDED, BACK),
    };
    let email = email.map(|email| email.to_string()).unwrap_or_default();
    let form = SignupForm { email, ..SignupForm::default() };
    show(&site, token, StatusCode::OK, &form, &FieldErrors::default())
}

/// Creates the account and logs in (`POST /signup`).
pub async fn submit(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    client: Client,
    request: HttpRequest,
    Form { typed: form, mut errors }: Form<SignupForm>,
) -> Result<HttpResponse, PageError> {
    let token = form.invite.as_str();
    let way = way_in(&app, &site, token).await?;
    if matches!(way, Way::Ended) {
        return link_ended(ENDED, BACK);
    }
    let Some(account) = read(&app, &form, &mut errors).await? else {
        return show(&site, token, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    };
    let made = match way {
        Way::Open => accounts::sign_up(&app, account, client.0).await,
        _ => invitations::sign_up(&app, account, token, client.0).await,
    };
    match made {
        Ok(user) => {
            session::start(&session, user.id, false, &request)?;
            Ok(see_other("/month"))
        }
        Err(AppError::UsernameTaken) => {
            errors.add("username", "username.taken");
            show(&site, token, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors)
        }
        Err(AppError::InvitationEnded) => link_ended(ENDED, BACK),
        Err(error) => Err(error.into()),
    }
}

/// How the user may sign up.
enum Way {
    /// Without an invitation.
    Open,
    /// With this invitation.
    Invited(Box<Invitation>),
    /// Not at all: the invitation expired, was used or revoked, or never existed.
    Ended,
}

/// Returns how the user may sign up. If sign-up is closed, invitations don't work either.
async fn way_in(app: &App, site: &Site, token: &str) -> Result<Way, PageError> {
    match (site.signup, token) {
        (Signup::Closed, _) => Err(PageError::Forbidden(SIGNUP_CLOSED)),
        (Signup::Invite, "") => Err(PageError::Forbidden(SIGNUP_INVITED)),
        (Signup::Open, "") => Ok(Way::Open),
        (Signup::Open | Signup::Invite, token) => {
            let found = invitations::of_link(app, token).await?;
            Ok(found.map_or(Way::Ended, |invitation| Way::Invited(Box::new(invitation))))
        }
    }
}

async fn read(
    app: &App,
    form: &SignupForm,
    errors: &mut FieldErrors,
) -> Result<Option<NewAccount>, PageError> {
    // Whether a password is allowed also depends on the username.
    let Ok(username) = form.username.trim().parse::<Username>() else { return Ok(None) };
    let chosen = accounts::choose_password(app, &form.password, &username).await?;
    let Some(password) = errors.take("password", chosen).filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let email = form.email.trim().parse().ok();
    let time_zone = form.time_zone.parse().ok();
    Ok(Some(NewAccount { username, email, password, time_zone }))
}

fn show(
    site: &Site,
    token: &str,
    status: StatusCode,
    form: &SignupForm,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Sign up", None, Section::None, site.signup_open());
    let invite = Some(token).filter(|token| !token.is_empty());
    let page = html(status, SignupPage { chrome, form, errors, notice: None, invite }.render()?);
    Ok(if invite.is_some() { secret_address(page) } else { page })
}
