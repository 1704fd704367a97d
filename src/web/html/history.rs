//! `/day/{YYYY-MM-DD}/history`: the changes to one day.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::day::day_of;
use super::respond::{chrome, html, render};
use super::views::{HistoryPage, Section};
use crate::app::{App, days};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::htmx::Want;

/// Shows the history of a day (`GET /day/{date}/history`).
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: Want,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let changes = days::history(&app, &user, day).await?;
    let chrome = chrome(&format!("History of {day}"), Some(&user), Section::Month, false);
    let page = HistoryPage::new(chrome, &user, day, &changes);
    let body = match want {
        Want::Page => render(&page)?,
        Want::Fragment => page.fragment()?,
    };
    Ok(html(StatusCode::OK, body))
}
