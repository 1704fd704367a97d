//! `/today`: logs the day that it is by the weekly pattern, in one click.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::respond::see_other;
use crate::app::days::Usual;
use crate::app::{App, days};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::session;

/// The button that logs today.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct TodayForm {
    /// The day that it was shown for.
    day: String,
}

/// `GET /today`: on to the day's page, where it can be logged.
pub async fn page(app: web::Data<App>, user: CurrentUser, session: Session) -> HttpResponse {
    // One click is no typing: it is not shown again after a login, only the day.
    session::take_kept_form(&session, "/today");
    see_other(format!("/day/{}", days::today_of(&app, &user)))
}

/// `POST /today`: logs today, unless something is logged, or the `day` that the button was shown for
/// is over. On to the day's page, which says what came of it.
pub async fn log(
    app: web::Data<App>,
    user: CurrentUser,
    Form { typed: form, .. }: Form<TodayForm>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_of(&app, &user);
    let path = format!("/day/{today}");
    if !form.day.is_empty() && form.day != today.to_string() {
        return Ok(see_other(Flash::NewDay.at(&path)));
    }
    Ok(see_other(match days::log_usual(&app, &user, today).await? {
        Usual::Logged => Flash::Saved.at(&path),
        Usual::Already => Flash::Already.at(&path),
        Usual::Unknown => path,
    }))
}
