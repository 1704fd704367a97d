//! `/today`: logging today from the usual week with one click.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::respond::redirect;
use crate::app::days::PatternOutcome;
use crate::app::{App, days};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::session;

/// The form of the button that logs today.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct TodayForm {
    /// The day that the page with the button showed as today. Empty if unknown.
    day: String,
}

/// Redirects to today's form (`GET /today`).
pub(crate) async fn show_today(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
) -> Result<HttpResponse, PageError> {
    // Discard the click that was saved when the session expired: only typed input is restored.
    session::take_pending_form::<TodayForm>(&session, "/today")?;
    Ok(redirect(format!("/day/{}", days::today_for(&app, &user))))
}

/// Logs today from the usual week (`POST /today`), unless today already has an entry or is no
/// longer the `day` for which the button was shown. Redirects to the day, which shows the outcome.
pub(crate) async fn log_today(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<TodayForm>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    let path = format!("/day/{today}");
    if !form.day.is_empty() && form.day != today.to_string() {
        return Ok(redirect(Flash::NewDay.at(&path)));
    }
    Ok(redirect(match days::log_usual_part(&app, &user, today).await? {
        PatternOutcome::Logged(change) => format!("{}&undo={change}", Flash::Saved.at(&path)),
        PatternOutcome::AlreadyLogged => Flash::Already.at(&path),
        PatternOutcome::NotInPattern => path,
    }))
}
