//! `/settings/sessions`: where the user is logged in, and ending sessions.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::accounts::sessions;
use crate::domain::accounts::session::LoginSession;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::messages;
use crate::web::pages::respond::{end_session, html, layout, redirect};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::sessions::form::EndSessionsForm;
use crate::web::pages::settings::sessions::view::SessionsPage;
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings/sessions";

/// Shows the user's sessions (`GET /settings/sessions`).
pub(crate) async fn show_sessions(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let own = session::key_hash().ok_or_else(no_session)?;
    let sessions = sessions::list(&app, user.id).await?;
    let page = SessionsPage {
        layout: layout(t::sessions(), Some(&user), Section::Settings, false),
        current: SettingsPart::Sessions,
        sessions: &sessions,
        own: &own,
        zone: user.settings.time_zone,
        notice: match query.done {
            Some(Flash::Ended) => Some(messages::text("done.session_ended")),
            Some(Flash::OthersEnded) => Some(messages::text("done.other_sessions_ended")),
            _ => None,
        },
    };
    Ok(html(StatusCode::OK, page.render()?))
}

/// Ends sessions (`POST /settings/sessions`): with `end=others` all except this one, otherwise the
/// one with the ID `end`. Succeeds if it has already ended.
pub(crate) async fn end_sessions(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    Form { values: form, .. }: Form<EndSessionsForm>,
) -> Result<HttpResponse, PageError> {
    let own = session::key_hash().ok_or_else(no_session)?;
    if form.end == EndSessionsForm::OTHERS {
        sessions::end_others(&app, user.id, &own).await?;
        return Ok(redirect(Flash::OthersEnded.at(PATH)));
    }
    let id = form.end.parse().map_err(|_| PageError::NotFound("missing.session"))?;
    if LoginSession::id_of(&own) == id {
        return Ok(end_session(&session, "/login"));
    }
    sessions::end_by_id(&app, user.id, &id).await?;
    Ok(redirect(Flash::Ended.at(PATH)))
}

fn no_session() -> PageError {
    PageError::internal("a page for users without a session")
}
