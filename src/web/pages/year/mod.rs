//! `/year`: the overview of a year.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::respond::{html, layout, render_large};
use crate::app::{App, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Year;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::views::Section;
use view::{YearInput, YearPage};

/// The query of the year page: the period of each value of the office share.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct YearQuery {
    share: String,
}

/// Shows the current year (`GET /year`).
pub(crate) async fn show_this_year(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<YearQuery>,
) -> Result<HttpResponse, PageError> {
    let this_year = days::today_for(&app, &user).year();
    render_year(&app, &user, this_year, &query).await
}

/// Shows a year (`GET /year/{YYYY}`). `share` selects the period of each value of the office share.
pub(crate) async fn show_year(
    app: web::Data<App>,
    user: CurrentUser,
    year: web::Path<String>,
    PageQuery(query): PageQuery<YearQuery>,
) -> Result<HttpResponse, PageError> {
    let year: Year = year.parse().map_err(|_| PageError::NotFound("missing.year"))?;
    render_year(&app, &user, year, &query).await
}

async fn render_year(
    app: &App,
    user: &User,
    year: Year,
    query: &YearQuery,
) -> Result<HttpResponse, PageError> {
    let span = query.share.parse().unwrap_or_default();
    let digest = year::load_digest(app, user, year, span).await?;
    let today = days::today_for(app, user);
    let layout = layout(&year.to_string(), Some(user), Section::Year, false);
    let page = YearPage::new(YearInput { user, digest: &digest, year, today, span, layout })?;
    Ok(html(StatusCode::OK, render_large(&page)?))
}
