//! `/settings/data/delete-year` and `/settings/data/delete-all`: permanently deleting entries.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::days::erasure;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Month;
use crate::domain::days::record_stats::{Extent, fingerprint};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Form, Query};
use crate::web::pages::respond::{chrome, html, see_other};
use crate::web::pages::settings::data::form::DeleteDaysForm;
use crate::web::pages::settings::data::view::DeleteDaysPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::Section;

const DATA: &str = "/settings/data";

/// Shows what would be deleted with a year (`GET /settings/data/delete-year?year=`).
pub async fn year_page(
    app: web::Data<App>,
    user: CurrentUser,
    Query(query): Query<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    if query.year.is_empty() {
        return Ok(see_other(DATA));
    }
    page(&app, &user, Some(read_year(&query.year)?)).await
}

/// Deletes a year (`POST /settings/data/delete-year`).
pub async fn delete_year(
    app: web::Data<App>,
    user: CurrentUser,
    Form { typed: form, .. }: Form<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    if form.year.is_empty() {
        return Ok(see_other(DATA));
    }
    submit(&app, &user, Some(read_year(&form.year)?), &form).await
}

/// Shows what would be deleted with all entries (`GET /settings/data/delete-all`).
pub async fn all_page(app: web::Data<App>, user: CurrentUser) -> Result<HttpResponse, PageError> {
    page(&app, &user, None).await
}

/// Deletes all entries (`POST /settings/data/delete-all`).
pub async fn delete_all(
    app: web::Data<App>,
    user: CurrentUser,
    Form { typed: form, .. }: Form<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    submit(&app, &user, None, &form).await
}

fn read_year(text: &str) -> Result<i32, PageError> {
    let year = text.parse().ok().filter(|year| Month::of_year(*year).is_some());
    year.ok_or(PageError::NotFound("There is no such year. Worklog keeps 1970 to 2100."))
}

/// Returns the first and last month of a year, or of all supported years.
fn months(year: Option<i32>) -> (Month, Month) {
    year.and_then(Month::of_year).unwrap_or((Month::FIRST, Month::LAST))
}

/// The entries that would be deleted.
struct Going {
    extent: Extent,
    /// The fingerprint of the entries, which changes with any of them.
    mark: String,
}

async fn going(app: &App, user: &User, year: Option<i32>) -> Result<Going, PageError> {
    let (from, to) = months(year);
    let logs = erasure::record(app, user).await?;
    let here = || logs.iter().filter(|log| (from..=to).contains(&log.month));
    Ok(Going { extent: Extent::of(here()), mark: fingerprint(here()) })
}

async fn page(app: &App, user: &User, year: Option<i32>) -> Result<HttpResponse, PageError> {
    let going = going(app, user, year).await?;
    show(user, StatusCode::OK, year, &going, &FieldErrors::default())
}

/// Deletes the entries that the page showed. If they have changed since, shows them again first.
async fn submit(
    app: &App,
    user: &User,
    year: Option<i32>,
    form: &DeleteDaysForm,
) -> Result<HttpResponse, PageError> {
    let going = going(app, user, year).await?;
    let mut errors = FieldErrors::default();
    if !form.confirm {
        errors.add("confirm", "delete.confirm");
    } else if form.seen != going.mark {
        errors.add("confirm", "delete.changed");
    }
    if !errors.is_empty() {
        return show(user, StatusCode::UNPROCESSABLE_ENTITY, year, &going, &errors);
    }
    let (from, to) = months(year);
    let deleted = erasure::delete_days(app, user, from, to).await?;
    Ok(see_other(format!("{DATA}?deleted={deleted}")))
}

fn show(
    user: &User,
    status: StatusCode,
    year: Option<i32>,
    going: &Going,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let title =
        year.map_or_else(|| "Delete everything logged".to_owned(), |year| format!("Delete {year}"));
    let chrome = chrome(&title, Some(user), Section::Settings, false);
    let (here, extent, mark) = (SettingsPart::Data, going.extent, &*going.mark);
    let page = DeleteDaysPage { chrome, here, year, extent, mark, errors };
    Ok(html(status, page.render()?))
}
