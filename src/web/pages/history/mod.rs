//! `/day/{YYYY-MM-DD}/history`: the changes to one day.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::path::parse_day;
use super::respond::{html, layout, render};
use crate::app::{App, days};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::views::format::format_long_date;
use view::HistoryPage;

/// Shows the history of a day (`GET /day/{date}/history`).
pub(crate) async fn show_history(
    app: web::Data<App>,
    user: CurrentUser,
    day: web::Path<String>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let day = parse_day(&day)?;
    let changes = days::history(&app, &user, day).await?;
    let title = t::history_title(format_long_date(day));
    let layout = layout(&title, Some(&user), Section::Month, false);
    let page = HistoryPage::new(layout, &user, day, &changes);
    let body = match want {
        ResponseKind::Page => render(&page)?,
        ResponseKind::Fragment => page.fragment()?,
    };
    Ok(html(StatusCode::OK, body))
}
