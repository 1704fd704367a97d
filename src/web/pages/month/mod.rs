//! `/month`: the calendar of a month, with the form of one day next to it.

pub(crate) mod calendar;
mod conflict;
pub(crate) mod day;
pub(crate) mod logs;
pub(crate) mod panel;
pub(crate) mod render;
pub(crate) mod setup;
pub(crate) mod view;

use actix_web::{HttpResponse, web};

use crate::app::{App, days};
use crate::domain::days::day::Month;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::response_kind::ResponseKind;
use render::render_month;

/// Shows the current month (`GET /month`).
pub(crate) async fn show_this_month(
    app: web::Data<App>,
    user: CurrentUser,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(&app, &user);
    render_month(&app, &user, today, None, want).await
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
    render_month(&app, &user, chosen, None, want).await
}
