//! The username and password of a new account, as pages and calls take them.

use super::form::FieldErrors;
use crate::app::{App, AppError, accounts};
use crate::domain::password::Password;
use crate::domain::user::Username;

/// Reads both, adding what is wrong at `username` and `password`. Whether a password may be chosen
/// depends on the username.
pub async fn read(
    app: &App,
    username: &str,
    password: &str,
    errors: &mut FieldErrors,
) -> Result<Option<(Username, Password)>, AppError> {
    let username = errors.take("username", username.trim().parse::<Username>());
    let Some(username) = username else { return Ok(None) };
    let chosen = accounts::choose_password(app, password, &username).await?;
    Ok(errors.take("password", chosen).map(|password| (username, password)))
}
