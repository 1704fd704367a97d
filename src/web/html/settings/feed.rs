//! `/settings/feed`: calendar feeds, made and revoked.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, feeds};
use crate::domain::feed::{Detail, FeedName, MAX_FEEDS};
use crate::domain::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::showing::Showing;
use crate::web::html::views::{FeedPage, MadeFeed, Section, SettingsPart};
use crate::web::site::Site;

/// `GET /settings/feed`
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let blank = ("detail".to_owned(), Detail::Type.as_str().to_owned());
    let form = Fields::from_iter([blank]);
    let notice = match request.query_string() {
        "done=revoked" => Some("Revoked. Its address leads nowhere now."),
        "done=none" => Some("There was nothing to revoke: no such feed is there, or no longer."),
        _ => None,
    };
    show(&app, &user, Showing { notice, ..Showing::form(&form) }).await
}

/// `POST /settings/feed`: answers with the new address instead of leading on to a page, which could
/// only show it if it were kept in between. Sent again, it makes another feed.
pub async fn make(
    app: web::Data<App>,
    site: web::Data<Site>,
    user: CurrentUser,
    request: HttpRequest,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", form.once("name")?.parse::<FeedName>());
    let detail = errors.take("detail", form.once("detail")?.parse::<Detail>());
    let made = match (name, detail) {
        (Some(name), Some(detail)) => feeds::make(&app, &user, name, detail).await?,
        _ => None,
    };
    let Some(secret) = made else {
        if errors.is_empty() {
            let full =
                format!("You have {MAX_FEEDS} feeds, the most there can be. Revoke one first.");
            errors.add("name", full);
        }
        return show(&app, &user, Showing { errors, ..Showing::form(&form) }).await;
    };
    let address = site.address_for(&format!("/feed/{secret}.ics"), &request);
    let name = form.once("name")?;
    let made = Some(MadeFeed { name: name.trim(), address: &address });
    let blank = Fields::from_iter([("detail".to_owned(), form.once("detail")?.to_owned())]);
    show(&app, &user, Showing { made, ..Showing::form(&blank) }).await
}

/// `POST /settings/feed/revoke`: revoking what is revoked is no error, and is said.
pub async fn revoke(
    app: web::Data<App>,
    user: CurrentUser,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let no_feed = "There is no such feed.";
    let feed = form.once("id")?.parse().map_err(|_| PageError::NotFound(no_feed))?;
    let revoked = feeds::revoke(&app, &user, feed).await?;
    Ok(see_other(if revoked { "/settings/feed?done=revoked" } else { "/settings/feed?done=none" }))
}

async fn show(
    app: &App,
    user: &User,
    showing: Showing<'_, MadeFeed<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let Showing { form, errors, made, notice } = showing;
    let feeds = feeds::list(app, user).await?;
    let page = FeedPage {
        chrome: chrome("Calendar feed", Some(user), Section::Settings, false),
        here: SettingsPart::Feed,
        feeds: &feeds,
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        made,
        notice,
    };
    Ok(html(status, page.render()?))
}
