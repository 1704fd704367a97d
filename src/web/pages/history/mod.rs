//! `/day/{YYYY-MM-DD}/history`: the changes to one day.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::path::day_of;
use super::respond::{chrome, html, render};
use crate::app::{App, days};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::response_kind::Want;
use crate::web::views::Section;
use view::HistoryPage;

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
