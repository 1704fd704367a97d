//! `/settings/data/delete-year` and `/settings/data/delete-all`: permanently deleting entries.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::days::erasure;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Month;
use crate::domain::days::record_stats::RecordStats;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::data::form::DeleteDaysForm;
use crate::web::pages::settings::data::view::DeleteDaysPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::Section;

const DATA_PATH: &str = "/settings/data";

/// Shows what would be deleted with a year (`GET /settings/data/delete-year?year=`).
pub(crate) async fn show_delete_year(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    if query.year.is_empty() {
        return Ok(redirect(DATA_PATH));
    }
    render_preview(&app, &user, Some(parse_year(&query.year)?)).await
}

/// Deletes a year (`POST /settings/data/delete-year`).
pub(crate) async fn delete_year(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    if form.year.is_empty() {
        return Ok(redirect(DATA_PATH));
    }
    apply_deletion(&app, &user, Some(parse_year(&form.year)?), &form).await
}

/// Shows what would be deleted with all entries (`GET /settings/data/delete-all`).
pub(crate) async fn show_delete_all(
    app: web::Data<App>,
    user: CurrentUser,
) -> Result<HttpResponse, PageError> {
    render_preview(&app, &user, None).await
}

/// Deletes all entries (`POST /settings/data/delete-all`).
pub(crate) async fn delete_all_days(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<DeleteDaysForm>,
) -> Result<HttpResponse, PageError> {
    apply_deletion(&app, &user, None, &form).await
}

fn parse_year(text: &str) -> Result<i32, PageError> {
    let year = text.parse().ok().filter(|year| Month::of_year(*year).is_some());
    year.ok_or(PageError::NotFound("missing.stored_year"))
}

/// Returns the first and last month of a year, or of all supported years.
fn month_range(year: Option<i32>) -> (Month, Month) {
    year.and_then(Month::of_year).unwrap_or((Month::FIRST, Month::LAST))
}

/// The entries that would be deleted.
struct DeletionPreview {
    extent: RecordStats,
    /// The fingerprint of the entries, which changes with any of them.
    fingerprint: String,
}

async fn load_preview(
    app: &App,
    user: &User,
    year: Option<i32>,
) -> Result<DeletionPreview, PageError> {
    let (from, to) = month_range(year);
    let (extent, fingerprint) = erasure::summarize(app, user, from, to).await?;
    Ok(DeletionPreview { extent, fingerprint })
}

async fn render_preview(
    app: &App,
    user: &User,
    year: Option<i32>,
) -> Result<HttpResponse, PageError> {
    let going = load_preview(app, user, year).await?;
    render_deletion(user, StatusCode::OK, year, &going, &FieldErrors::default())
}

/// Deletes the entries that the page showed. If they have changed since, shows them again first.
async fn apply_deletion(
    app: &App,
    user: &User,
    year: Option<i32>,
    form: &DeleteDaysForm,
) -> Result<HttpResponse, PageError> {
    let going = load_preview(app, user, year).await?;
    let mut errors = FieldErrors::default();
    if !form.confirm {
        errors.add("confirm", "delete.confirm");
    } else if form.seen != going.fingerprint {
        errors.add("confirm", "delete.changed");
    }
    if !errors.is_empty() {
        return render_deletion(user, StatusCode::UNPROCESSABLE_ENTITY, year, &going, &errors);
    }
    let (from, to) = month_range(year);
    let deleted = erasure::delete_days(app, user, from, to).await?;
    Ok(redirect(format!("{DATA_PATH}?deleted={deleted}")))
}

fn render_deletion(
    user: &User,
    status: StatusCode,
    year: Option<i32>,
    going: &DeletionPreview,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let title = year.map_or_else(|| t::delete_all().to_owned(), t::delete_year);
    let layout = layout(&title, Some(user), Section::Settings, false);
    let (current, extent, mark) = (SettingsPart::Data, going.extent, &*going.fingerprint);
    let page = DeleteDaysPage { layout, current, year, extent, fingerprint: mark, errors };
    Ok(html(status, page.render()?))
}
