//! `/search`: the entries that contain some words, or all entries of a year.

mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::respond::{html, layout, render_large};
use crate::app::days::search;
use crate::app::{App, days};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{Form, PageQuery};
use crate::web::views::Section;
use form::SearchForm;
use view::{Results, SearchPage};

/// Shows the entries that match a search, newest first (`GET /search?q=&year=&before=`). Without `q`
/// and `year`, only shows the field.
pub(crate) async fn show_search(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<SearchForm>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::search_title(), Some(&user), Section::Search, false);
    let Form { values: form, errors } = Form::new(query);
    let (typed, year) = (&*form.q, form.year());
    let Some(words) = form.words().filter(|_| errors.is_empty()) else {
        let is_fine = errors.is_empty();
        let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = SearchPage { layout, typed, year, errors: &errors, results: None };
        return Ok(html(status, render_large(&page)?));
    };
    let found = search::search(&app, &user, &words, &form.days()).await?;
    let results = Results::new(&user, (&form, &words), &found, days::today_for(&app, &user));
    let page = SearchPage { layout, typed, year, errors: &errors, results: Some(results) };
    Ok(html(StatusCode::OK, render_large(&page)?))
}
