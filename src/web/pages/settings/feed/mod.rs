//! `/settings/feed`: creating and revoking calendar feeds.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::exchange::feeds;
use crate::domain::accounts::user::User;
use crate::domain::exchange::feed::MAX_FEEDS;
use crate::domain::values::problem::Problem;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::messages;
use crate::web::pages::create_form_state::CreateFormState;
use crate::web::pages::respond::{html, layout, redirect, render_question};
use crate::web::pages::settings::feed::form::{FeedForm, RevokeFeedForm};
use crate::web::pages::settings::feed::view::{CreatedFeed, FeedPage};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::session;
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;
use crate::web::views::question::Question;

const PATH: &str = "/settings/feed";

/// Shows the feeds (`GET /settings/feed`).
pub(crate) async fn show_feeds(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let pending = session::take_pending_form(&session, PATH)?;
    let form = pending.unwrap_or_else(FeedForm::blank);
    let notice = match query.done {
        Some(Flash::Revoked) => Some(messages::text("done.feed_revoked")),
        Some(Flash::None) => Some(messages::text("done.no_feed_left")),
        _ => None,
    };
    render_feeds(&app, &user, CreateFormState::new(&form, notice)).await
}

/// Creates a feed (`POST /settings/feed`). The response contains its URL: a redirect to a page that
/// shows it would require storing it. Sending the form again creates another feed.
pub(crate) async fn create_feed(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentUser,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<FeedForm>,
) -> Result<HttpResponse, PageError> {
    let created = match (form.name.parse(), form.detail.parse()) {
        (Ok(name), Ok(detail)) => {
            feeds::create(&app, (&user, &session::current_key()?), name, detail).await?
        }
        _ => None,
    };
    let Some(secret) = created else {
        if errors.is_empty() {
            errors.add_error("name", Problem::new("feed.too_many").with("max", MAX_FEEDS));
        }
        return render_feeds(&app, &user, CreateFormState::invalid(&form, errors)).await;
    };
    let address = site.absolute_url(&format!("/feed/{secret}.ics"), &request);
    let created = CreatedFeed { name: form.name.trim(), address: &address };
    let blank = FeedForm { name: String::new(), detail: form.detail.clone() };
    render_feeds(&app, &user, CreateFormState::created(created, &blank)).await
}

/// Asks whether to revoke a feed (`GET /settings/feed/revoke?id=`).
pub(crate) async fn show_feed_revocation(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<RevokeFeedForm>,
) -> Result<HttpResponse, PageError> {
    let id = query.id.parse().map_err(|_| PageError::NotFound("missing.feed"))?;
    let feeds = feeds::list(&app, &user).await?;
    let feed = feeds.iter().find(|feed| feed.id == id);
    let feed = feed.ok_or(PageError::NotFound("missing.feed"))?;
    let question = Question {
        title: &t::revoke_question(feed.name.as_str()),
        text: t::feeds_revoke_text(),
        action: "/settings/feed/revoke",
        field: Some(("id", &query.id)),
        button: t::revoke(),
        back: PATH,
    };
    render_question(&user, SettingsPart::Feed.menu(), question)
}

/// Revokes a feed (`POST /settings/feed/revoke`). If it no longer exists, the target page says so.
pub(crate) async fn revoke_feed(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<RevokeFeedForm>,
) -> Result<HttpResponse, PageError> {
    let feed = form.id.parse().map_err(|_| PageError::NotFound("missing.feed"))?;
    let revoked = feeds::revoke(&app, &user, feed).await?;
    Ok(redirect(if revoked { Flash::Revoked } else { Flash::None }.at(PATH)))
}

async fn render_feeds(
    app: &App,
    user: &User,
    showing: CreateFormState<'_, FeedForm, CreatedFeed<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let CreateFormState { form, errors, created, notice } = showing;
    let feeds = feeds::list(app, user).await?;
    let page = FeedPage {
        layout: layout(t::feeds(), Some(user), Section::Settings, false),
        current: SettingsPart::Feed,
        feeds: &feeds,
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        created,
        notice,
    };
    Ok(html(status, page.render()?))
}
