//! `/month`: the calendar of a month, with the form of one day next to it.

pub(crate) mod calendar;
mod conflict;
pub(crate) mod day;
pub(crate) mod logs;
pub(crate) mod panel;
pub(crate) mod setup;
pub(crate) mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use futures_util::future::try_join;

use super::respond::{html, layout, render};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month};
use crate::domain::year::balances::{TypeBalance, balances};
use crate::domain::year::digest::YearDigest;
use crate::web::auth::CurrentUser;
use crate::web::day_form::DayForm;
use crate::web::error::PageError;
use crate::web::form::FieldErrors;
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::views::format::format_long_date;
use crate::web::views::toast::Toast;
use logs::MonthLogs;
use panel::PanelInput;
use view::{MonthInput, MonthPage};

/// Shows the current month (`GET /month`).
pub(crate) async fn show_this_month(
    app: web::Data<App>,
    user: CurrentUser,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    render_month(&app, &user, today, today, None, want).await
}

/// Shows a month (`GET /month/{YYYY-MM}`), with today selected if it is in that month, and
/// otherwise the first day.
pub(crate) async fn show_month(
    app: web::Data<App>,
    user: CurrentUser,
    month: web::Path<String>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let month: Month = month.parse().map_err(|_| PageError::NotFound("missing.month"))?;
    let today = days::today_for(&app, &user);
    let chosen = if today.month() == month { today } else { month.first_day() };
    render_month(&app, &user, today, chosen, None, want).await
}

/// Renders the month of the selected day, with a message about a change.
pub(crate) async fn render_month(
    app: &App,
    user: &User,
    today: Day,
    chosen: Day,
    toast: Option<Toast>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let (logs, digest) = load_month(app, user, chosen, today, true).await?;
    let balances = balances_on(user, &digest, chosen, today);
    let errors = FieldErrors::default();
    let form = DayForm::from_entry(logs.shown.get(chosen));
    let panel = PanelInput {
        day: chosen,
        form,
        errors: &errors,
        notice: None,
        warnings: Vec::new(),
        conflict: None,
    };
    let layout = layout(&format_long_date(chosen), Some(user), Section::Month, false);
    let balances = &balances;
    let page = MonthPage::new(MonthInput { user, logs: &logs, balances, today, panel, layout })
        .with_toast(toast);
    let body = match want {
        ResponseKind::Page => render(&page)?,
        ResponseKind::Fragment => page.main_fragment()?,
    };
    Ok(html(StatusCode::OK, body))
}

/// Loads a day's month, with its neighbors if `has_calendar` is set, and the digest of its
/// allowance year.
async fn load_month(
    app: &App,
    user: &User,
    day: Day,
    today: Day,
    has_calendar: bool,
) -> Result<(MonthLogs, YearDigest), AppError> {
    let year = user.settings.allowance_calendar.year_start.year_of(day);
    let logs = MonthLogs::load(app, user, day.month(), today, has_calendar);
    try_join(logs, year::load_allowance_year(app, user, year)).await
}

/// Returns the balances of the allowance year that contains a day.
fn balances_on<'a>(
    user: &'a User,
    digest: &YearDigest,
    day: Day,
    today: Day,
) -> Vec<TypeBalance<'a>> {
    let year = user.settings.allowance_calendar.year_start.year_of(day);
    balances(&user.settings, digest, year, today)
}
