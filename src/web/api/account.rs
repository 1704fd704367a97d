//! Accounts over the API: logging in, making one, a new password, and deletions for good.

use actix_session::{Session, SessionExt};
use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use super::caller::Caller;
use super::entry::given;
use super::error::{ApiError, ErrorBody};
use super::success::{Success, done};
use crate::app::accounts::{self, NewAccount};
use crate::app::{App, AppError, erasure};
use crate::domain::day::{Month, Year};
use crate::domain::password::Password;
use crate::domain::user::{UserId, Username};
use crate::web::auth::Client;
use crate::web::error::SIGNUP_CLOSED;
use crate::web::form::FieldErrors;
use crate::web::session;
use crate::web::site::Site;

const MISSING_NAME: &str = "Give a username.";
const MISSING_PASSWORD: &str = "Give a password.";

/// A username and its password.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"username": "ada", "password": "correct horse battery staple"}))]
pub struct Credentials {
    /// 3 to 64 of letters, digits and `.`, `_`, `-`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String)]
    username: Option<String>,
    /// 8 to 128 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String)]
    password: Option<String>,
}

impl Credentials {
    fn read(body: &Body) -> Result<(String, String), ApiError> {
        let Self { username, password } = body.required()?;
        let mut errors = FieldErrors::default();
        let username = errors.take("username", username.ok_or(MISSING_NAME));
        let password = errors.take("password", password.ok_or(MISSING_PASSWORD));
        username.zip(password).ok_or(ApiError::Invalid(errors))
    }
}

/// Log in
///
/// Answers with a session cookie, for clients that keep cookies. Programs had better use a token.
#[utoipa::path(
    post, path = "/api/v1/login", operation_id = "logIn", tag = "Account", security(()),
    request_body(content = Credentials, content_type = "application/json"),
    responses(
        (status = 200, description = "Logged in", body = Success,
         headers(("Set-Cookie" = String, description = "The session"))),
        (status = 400, description = "Username and password do not fit, or are missing", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn log_in(
    app: web::Data<App>,
    session: Session,
    client: Client,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let (username, password) = Credentials::read(&body)?;
    let password = Password::typed(&password);
    match accounts::log_in(&app, username.trim(), password, client.0).await {
        Ok(user) => {
            sign_in(&session, user.id, &request)?;
            Ok(done("Logged in"))
        }
        Err(AppError::WrongCredentials) => {
            Err(ApiError::BadRequest("Username and password do not fit.".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Make an account
///
/// Answers with a session cookie: the new user is logged in.
#[utoipa::path(
    put, path = "/api/v1/user/create", operation_id = "createUser", tag = "Account", security(()),
    request_body(content = Credentials, content_type = "application/json"),
    responses(
        (status = 200, description = "Made, and logged in", body = Success,
         headers(("Set-Cookie" = String, description = "The session"))),
        (status = 400, description = "The username is taken, or something is missing or invalid", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn create(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    client: Client,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    if !site.signup_open() {
        return Err(ApiError::Forbidden(SIGNUP_CLOSED));
    }
    let (username, password) = Credentials::read(&body)?;
    let mut errors = FieldErrors::default();
    let username = errors.take("username", username.trim().parse::<Username>());
    let password = match &username {
        Some(username) => {
            let chosen = accounts::choose_password(&app, &password, username).await?;
            errors.take("password", chosen)
        }
        None => None,
    };
    let (Some(username), Some(password)) = (username, password) else {
        return Err(ApiError::Invalid(errors));
    };
    let account = NewAccount { username, email: None, password, time_zone: None };
    match accounts::sign_up(&app, account, client.0).await {
        Ok(user) => {
            sign_in(&session, user.id, &request)?;
            Ok(done("Account created"))
        }
        Err(AppError::UsernameTaken) => Err(ApiError::field("username", "This username is taken.")),
        Err(error) => Err(error.into()),
    }
}

fn sign_in(session: &Session, user: UserId, request: &HttpRequest) -> Result<(), ApiError> {
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    Ok(session::start(session, user, false, agent.unwrap_or_default())?)
}

/// The current password and the one that takes its place.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"password": "correct horse battery staple", "new_password": "a new one, longer than before"}))]
pub struct NewPassword {
    /// The current password.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String)]
    password: Option<String>,
    /// 8 to 128 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = String)]
    new_password: Option<String>,
}

/// Change the password
///
/// Needs no session: the current password is the proof. Ends every login of the user.
#[utoipa::path(
    put, path = "/api/v1/user/{user}/reset", operation_id = "changePassword", tag = "Account", security(()),
    params(("user" = String, Path, description = "A username", example = "ada")),
    request_body(content = NewPassword, content_type = "application/json"),
    responses(
        (status = 200, description = "Changed", body = Success),
        (status = 400, description = "The body is no JSON object, or not of texts", body = ErrorBody),
        (status = 403, description = "The current password is wrong, or the new one cannot be one", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn change_password(
    app: web::Data<App>,
    client: Client,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let NewPassword { password, new_password } = body.required()?;
    let named = named_user(&request);
    let mut errors = FieldErrors::default();
    let current = errors.take("password", password.ok_or(MISSING_PASSWORD));
    let new = errors.take("new_password", new_password.ok_or("Give a new password."));
    let new = match (&named, &new) {
        (Some(name), Some(new)) => {
            errors.take("new_password", accounts::choose_password(&app, new, name).await?)
        }
        (None, Some(new)) => Some(Password::typed(new)),
        _ => None,
    };
    let (Some(current), Some(new)) = (current, new) else { return Err(ApiError::Refused(errors)) };
    let name = named.as_ref().map_or("", Username::as_str);
    match accounts::log_in(&app, name, Password::typed(&current), client.0).await {
        Ok(user) => {
            accounts::set_password(&app, user.id, new).await?;
            Ok(done("Password changed"))
        }
        Err(AppError::WrongCredentials) => Err(ApiError::NotLoggedIn),
        Err(error) => Err(error.into()),
    }
}

/// The user in the path, if that can be a username.
pub fn named_user(request: &HttpRequest) -> Option<Username> {
    let named = request.match_info().get("user").unwrap_or_default();
    percent_decode_str(named).decode_utf8().ok()?.parse().ok()
}

/// Deletes a year for good; `None` where nothing is logged in it.
pub async fn delete_year(
    app: &App,
    caller: &Caller,
    year: Year,
) -> Result<Option<HttpResponse>, ApiError> {
    let (first, last) = (year.first_day().month(), year.last_day().month());
    let deleted = erasure::delete_days(app, caller, first, last).await?;
    Ok((deleted > 0).then(|| done("The year is deleted")))
}

/// Deletes every entry for good.
pub async fn delete_all(app: &App, caller: &Caller) -> Result<HttpResponse, ApiError> {
    erasure::delete_days(app, caller, Month::FIRST, Month::LAST).await?;
    Ok(done("All entries are deleted"))
}

/// Deletes the account and everything of it.
pub async fn delete_user(
    app: &App,
    caller: &Caller,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    erasure::delete_user(app, caller).await?;
    session::end(&request.get_session());
    Ok(done("The account is deleted"))
}
