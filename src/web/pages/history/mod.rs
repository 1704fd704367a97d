//! `/day/{YYYY-MM-DD}/history`: the changes to one day.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::path::parse_day;
use super::respond::{html, layout, render};
use crate::app::{App, days};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::views::format::format_long_date;
use view::HistoryView;

/// The query of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct HistoryQuery {
    /// Where the page starts. Empty means with the latest change.
    before: String,
}

/// Shows the history of a day (`GET /day/{date}/history`).
pub(crate) async fn show_history(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    PageQuery(query): PageQuery<HistoryQuery>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let before = query.before.parse().ok();
    let history = days::history(&app, &user, day, before).await?;
    let title = t::history_title(format_long_date(day));
    let layout = layout(&title, Some(&user), Section::Month, false);
    let page = HistoryView::new(layout, &user, day, &history);
    let body = match want {
        ResponseKind::Page => render(&page)?,
        ResponseKind::Fragment => page.fragment()?,
    };
    Ok(html(StatusCode::OK, body))
}
