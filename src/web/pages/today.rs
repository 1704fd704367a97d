//! `/today`: logging today from the usual week with one click.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::month::panel::toast_of_saved;
use super::month::render::render_in_place;
use super::respond::redirect;
use crate::app::days::UsualPartOutcome;
use crate::app::{App, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::year::overdrafts::LoggedDays;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::response_kind::ResponseKind;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::toast::Toast;
use crate::web::{messages, session};

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
/// longer the `day` for which the button was shown. Redirects to the day, which shows the outcome,
/// or responds with its month for htmx.
pub(crate) async fn log_today(
    app: web::Data<App>,
    user: CurrentUser,
    want: ResponseKind,
    Form { values: form, .. }: Form<TodayForm>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    let is_over = !form.day.is_empty() && form.day != today.to_string();
    let outcome =
        if is_over { None } else { Some(days::log_usual_part(&app, &user, today).await?) };
    if want == ResponseKind::Fragment {
        let toast = toast_of(&app, &user, today, outcome).await?;
        return render_in_place(&app, &user, today, toast).await;
    }
    let path = format!("/day/{today}");
    Ok(redirect(match outcome {
        Some(UsualPartOutcome::Logged(change)) => {
            format!("{}&undo={change}", Flash::Saved.at(&path))
        }
        Some(UsualPartOutcome::AlreadyLogged) => Flash::Already.at(&path),
        Some(UsualPartOutcome::NothingUsual) => path,
        None => Flash::NewDay.at(&path),
    }))
}

/// Returns the toast about the outcome. `None` means that the button was for another day.
async fn toast_of(
    app: &App,
    user: &User,
    today: Day,
    outcome: Option<UsualPartOutcome>,
) -> Result<Option<Toast>, PageError> {
    Ok(Some(match outcome {
        Some(UsualPartOutcome::Logged(change)) => {
            let settings = &user.settings;
            let parts = settings.schedules.loggable(&settings.types, today);
            let logged = LoggedDays::from([(today, parts.as_ref())]);
            let over = year::overdrafts(app, user, &logged).await?;
            let warnings = format_overdrafts(&over, settings.allowance_calendar.year_start);
            toast_of_saved(settings, today, parts.as_ref(), change).with_warnings(warnings)
        }
        Some(UsualPartOutcome::AlreadyLogged) => {
            Toast::warning(messages::text("done.already_logged"))
        }
        Some(UsualPartOutcome::NothingUsual) => return Ok(None),
        None => Toast::warning(messages::text("done.new_day")),
    }))
}
