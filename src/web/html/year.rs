//! `/year`: a year at a glance.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::respond::{html, render_large};
use super::views::{YearInput, YearPage};
use crate::app::{App, days, year};
use crate::domain::day::Year;
use crate::domain::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::Fields;

/// `GET /year`: the year that it is.
pub async fn this_year(
    app: web::Data<App>,
    user: CurrentUser,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let this_year = days::today_of(&app, &user).year();
    show(&app, &user, this_year, &request).await
}

/// `GET /year/{YYYY}`: `share` says what the office share is told by.
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    year: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let no_year = "There is no such year. Worklog keeps days from 1970 to 2100.";
    let year: Year = year.parse().map_err(|_| PageError::NotFound(no_year))?;
    show(&app, &user, year, &request).await
}

async fn show(
    app: &App,
    user: &User,
    year: Year,
    request: &HttpRequest,
) -> Result<HttpResponse, PageError> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let span = query.get("share").parse().unwrap_or_default();
    let brief = year::brief(app, user, year, span).await?;
    let today = days::today_of(app, user);
    let page = YearPage::new(&YearInput { user, brief: &brief, year, today, span })?;
    Ok(html(StatusCode::OK, render_large(&page)?))
}
