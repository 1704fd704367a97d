//! API calls that log in, create an account, and change a password.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::body::{Body, deserialize_non_null_string};
use super::caller::user_in_path;
use super::error::{ApiError, ErrorBody};
use super::params::UserInPath;
use super::success::{Success, respond_success};
use crate::app::accounts::{self, NewAccount};
use crate::app::{App, AppError};
use crate::domain::accounts::password::{Password, PasswordChangeReason};
use crate::domain::accounts::user::{NewUsername, Username};
use crate::web::client_ip::ClientIp;
use crate::web::form::{FieldErrors, Form};
use crate::web::login_client::LoginClient;
use crate::web::session;
use crate::web::site_config::{SignupPolicy, SiteConfig};

/// A username and its password.
#[derive(Deserialize, Validate, ToSchema)]
#[schema(example = json!({"username": "ada", "password": "correct horse battery staple"}))]
pub(crate) struct Credentials {
    /// 3 to 64 letters, digits, `.`, `_`, and `-`. A new account can't be named `create`.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(value_type = String, required = true, pattern = "^[A-Za-z0-9._-]{3,64}$")]
    #[validate(required(code = "api.username_missing"))]
    username: Option<String>,
    /// 8 to 128 characters.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(value_type = String, required = true, min_length = 8, max_length = 128)]
    #[validate(required(code = "api.password_missing"))]
    password: Option<String>,
}

impl Credentials {
    fn parse(body: &Body) -> Result<(String, String), ApiError> {
        let Form { values: Self { username, password }, errors } =
            Form::new(body.parse_required()?);
        username.zip(password).ok_or(ApiError::Invalid(errors))
    }
}

/// Log in
///
/// Returns a session cookie, for clients that keep cookies. Programs should use a token instead.
#[utoipa::path(
    post, path = "/api/v1/login", operation_id = "logIn", tag = "Account",
    request_body(content = Credentials, content_type = "application/json"),
    responses(
        (status = 200, description = "Logged in", body = Success,
         headers(("Set-Cookie" = String, description = "The session"))),
        (status = 400, description = "The username or password is incorrect or missing", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn log_in(
    app: web::Data<App>,
    session: Session,
    client: LoginClient,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let (username, password) = Credentials::parse(&body)?;
    let password = Password::from_input(&password);
    let username = username.trim();
    let (source, browser) = (client.source(username), client.user_agent());
    match accounts::log_in(&app, username, password, &source, browser, None).await {
        Ok(user) => {
            session::start(&session, &user, false, &request)?;
            Ok(respond_success("done.logged_in"))
        }
        Err(AppError::WrongCredentials) => Err(ApiError::bad_request("login.wrong")),
        Err(error) => Err(error.into()),
    }
}

/// Create an account
///
/// Logs in the new user and returns a session cookie.
#[utoipa::path(
    put, path = "/api/v1/user/create", operation_id = "createUser", tag = "Account",
    request_body(content = Credentials, content_type = "application/json"),
    responses(
        (status = 200, description = "Account created, and logged in", body = Success,
         headers(("Set-Cookie" = String, description = "The session"))),
        (status = 400, description = "The username is taken, or something is missing or invalid", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn create_user(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    session: Session,
    client: ClientIp,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    match site.signup {
        SignupPolicy::Open => {}
        SignupPolicy::Invite => return Err(ApiError::Forbidden("signup.invited")),
        SignupPolicy::Closed => return Err(ApiError::Forbidden("signup.closed")),
    }
    let (username, password) = Credentials::parse(&body)?;
    let mut errors = FieldErrors::default();
    let username = errors.ok_or_record("username", username.trim().parse::<NewUsername>());
    let Some(username) = username else { return Err(ApiError::Invalid(errors)) };
    // The password rules depend on the username.
    let chosen = app.password_rules.parse(&password, &username);
    let Some(password) = errors.ok_or_record("password", chosen) else {
        return Err(ApiError::Invalid(errors));
    };
    match accounts::sign_up(&app, NewAccount::new(username, password), client.0).await {
        Ok(user) => {
            session::start(&session, &user, false, &request)?;
            Ok(respond_success("done.account_created"))
        }
        Err(AppError::WeakPassword(error)) => Err(ApiError::field("password", error)),
        Err(AppError::UsernameTaken) => Err(ApiError::field("username", "username.taken")),
        Err(error) => Err(error.into()),
    }
}

/// The current password and the new one.
#[derive(Deserialize, Validate, ToSchema)]
#[schema(example = json!({"password": "correct horse battery staple", "new_password": "a new one, longer than before"}))]
#[schema(as = NewPassword)]
pub(crate) struct PasswordChange {
    /// The current password.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(value_type = String, required = true)]
    #[validate(required(code = "api.password_missing"))]
    password: Option<String>,
    /// 8 to 128 characters.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(value_type = String, required = true, min_length = 8, max_length = 128)]
    #[validate(required(code = "api.new_password_missing"))]
    new_password: Option<String>,
}

/// Change the password
///
/// Doesn't require a session, because it checks the current password. Ends all sessions of the
/// user, except that of this call, which gets a new cookie.
#[utoipa::path(
    put, path = "/api/v1/user/{user}/reset", operation_id = "changePassword", tag = "Account",
    params(UserInPath),
    request_body(content = PasswordChange, content_type = "application/json"),
    responses(
        (status = 200, description = "Password changed", body = Success),
        (status = 400, description = "The body isn’t a JSON object of strings", body = ErrorBody),
        (status = 403, description = "The current password is incorrect, or the new one isn’t allowed", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn change_password(
    app: web::Data<App>,
    session: Session,
    client: LoginClient,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let Form { values, mut errors } = Form::new(body.parse_required()?);
    let PasswordChange { password: current, new_password } = values;
    let path_username = user_in_path(request.match_info());
    let new = match (&path_username, &new_password) {
        (Some(name), Some(new)) => {
            errors.ok_or_record("new_password", app.password_rules.parse(new, name))
        }
        (None, Some(new)) => Some(Password::from_input(new)),
        _ => None,
    };
    let (Some(current), Some(new)) = (current, new) else {
        return Err(ApiError::InvalidPasswordChange(errors));
    };
    let name = path_username.as_ref().map_or("", Username::as_str);
    let (current, new) = (Password::from_input(&current), (new, PasswordChangeReason::Changed));
    let source = client.source_or_session(name, session::user(&session).as_deref());
    match accounts::change_password(&app, name, current, new, &source).await {
        Ok(user) => {
            session::restart(&session, &user, &request)?;
            Ok(respond_success("done.password_changed"))
        }
        Err(AppError::WeakPassword(error)) => {
            errors.add_error("new_password", error);
            Err(ApiError::InvalidPasswordChange(errors))
        }
        // Whether or not that user exists.
        Err(AppError::WrongCredentials) => Err(ApiError::Forbidden("api.incorrect_password")),
        Err(error) => Err(error.into()),
    }
}
