//! `/today`: logs the day that it is by the weekly pattern, in one click.

use actix_session::Session;
use actix_web::{HttpResponse, web};

use super::respond::see_other;
use crate::app::days::Usual;
use crate::app::{App, days};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::Fields;
use crate::web::session;

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
    fields: Fields,
) -> Result<HttpResponse, PageError> {
    let today = days::today_of(&app, &user);
    let shown_for = fields.once("day")?;
    if !shown_for.is_empty() && shown_for != today.to_string() {
        return Ok(see_other(format!("/day/{today}?done=new-day")));
    }
    Ok(see_other(match days::log_usual(&app, &user, today).await? {
        Usual::Logged => format!("/day/{today}?done=saved"),
        Usual::Already => format!("/day/{today}?done=already"),
        Usual::Unknown => format!("/day/{today}"),
    }))
}
