//! `/settings`: time zone and week.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, accounts};
use crate::domain::settings::{Settings, SettingsEdit};
use crate::domain::user::User;
use crate::domain::week::{WeekError, WeekStart, Weekdays};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{GeneralPage, Section, SettingsPart};
use crate::web::session;

const PATH: &str = "/settings";

/// `GET /settings`
pub async fn page(
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let kept = session::take_kept_form(&session, PATH);
    let form = match kept {
        Some(kept) => Fields::parse(kept.body.as_bytes())?,
        None => stored(&user.settings),
    };
    let saved = request.query_string().starts_with("done=");
    show(&user, StatusCode::OK, &form, &FieldErrors::default(), saved)
}

/// `POST /settings`
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::default();
    let time_zone = errors.take("time_zone", form.once("time_zone")?.parse());
    let week_start: Result<WeekStart, WeekError> = form.once("week_start")?.parse();
    let week_start = errors.take("week_start", week_start);
    let working_days = errors.take("working_days", Weekdays::parse(form.all("working_days")));
    let (Some(time_zone), Some(week_start), Some(working_days)) =
        (time_zone, week_start, working_days)
    else {
        return show(&user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    };
    let edit = SettingsEdit::Week { time_zone, week_start, working_days };
    accounts::edit_settings(&app, user.id, &edit).await?;
    Ok(see_other("/settings?done=saved"))
}

/// The form that shows what is stored.
fn stored(settings: &Settings) -> Fields {
    let days: Vec<String> = settings.working_days.into();
    let zone = ("time_zone".to_owned(), settings.time_zone.name().to_owned());
    let start = ("week_start".to_owned(), settings.week_start.to_string());
    let days = days.into_iter().map(|day| ("working_days".to_owned(), day));
    [zone, start].into_iter().chain(days).collect()
}

fn show(
    user: &User,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Settings", Some(user), Section::Settings, false);
    let here = SettingsPart::General;
    Ok(html(status, GeneralPage { chrome, here, form, errors, saved }.render()?))
}
