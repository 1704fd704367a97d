//! `/settings/slack`: the Slack webhook that is notified of changes.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::notifications::SendError;
use crate::app::notifications::slack_webhook;
use crate::app::{App, AppError, accounts};
use crate::domain::accounts::user::User;
use crate::domain::settings::SettingsScope;
use crate::domain::settings::webhook::Webhook;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery, deserialize_known};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::slack::form::SlackForm;
use crate::web::pages::settings::slack::view::{SlackPage, TestNotice};
use crate::web::session;
use crate::web::views::Section;
use crate::web::views::settings_conflict::SettingsConflict;

/// The query of the Slack settings page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct SlackQuery {
    #[serde(deserialize_with = "deserialize_known")]
    done: Option<Flash>,
    /// The outcome of a test message: see [`encode_test_result`].
    test: String,
}

const PATH: &str = "/settings/slack";

/// Shows the Slack settings (`GET /settings/slack`).
pub(crate) async fn show_slack(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<SlackQuery>,
) -> Result<HttpResponse, PageError> {
    let form: SlackForm = session::take_pending_form(&session, PATH)?.unwrap_or_default();
    let mut page = slack_page(&user, &form.slack);
    page.is_queue_full = slack_webhook::is_queue_full(&app, &user).await?;
    if !form.version.is_empty() {
        page.version.clone_from(&form.version);
    }
    let sent = decode_test_result(&query.test);
    let (text, is_warning) = match (query.done, &sent) {
        (_, Some(Ok(()))) => (messages::message_for("done.webhook_tested"), false),
        (_, Some(Err(error))) => (messages::message_for(*error), true),
        (Some(Flash::Saved), None) => (messages::message_for("done.webhook_saved"), false),
        (Some(Flash::Removed), None) => (messages::message_for("done.webhook_removed"), false),
        _ => return Ok(html(StatusCode::OK, page.render()?)),
    };
    page.tried = Some(TestNotice { text: &text, is_warning });
    Ok(html(StatusCode::OK, page.render()?))
}

/// Changes or tests the webhook (`POST /settings/slack`). `act` is `save` (with `slack`, the
/// webhook's URL), `test`, or `remove`.
pub(crate) async fn update_slack(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<SlackForm>,
) -> Result<HttpResponse, PageError> {
    match form.act.as_str() {
        "remove" => {
            match slack_webhook::remove(&app, (&user, &session::current_key()?), &form.version)
                .await
            {
                Ok(()) => Ok(redirect(Flash::Removed.at(PATH))),
                Err(AppError::SettingsChanged) => render_conflict(&app, &user, "").await,
                Err(error) => Err(error.into()),
            }
        }
        "test" => Ok(redirect(match slack_webhook::send_test(&app, &user).await? {
            Some(sent) => format!("{PATH}?test={}", encode_test_result(sent)),
            None => PATH.to_owned(),
        })),
        _ => save_webhook(&app, &user, &form).await,
    }
}

async fn save_webhook(app: &App, user: &User, form: &SlackForm) -> Result<HttpResponse, PageError> {
    let saved =
        match slack_webhook::set(app, (user, &session::current_key()?), &form.slack, &form.version)
            .await
        {
            Err(AppError::SettingsChanged) => return render_conflict(app, user, &form.slack).await,
            saved => saved?,
        };
    let Err(error) = saved else { return Ok(redirect(Flash::Saved.at(PATH))) };
    let mut errors = FieldErrors::default();
    errors.add_error("slack", error);
    let page = SlackPage { errors, ..slack_page(user, &form.slack) };
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}

/// Shows the webhook that was saved in another tab. An empty URL means that it was removed.
async fn render_conflict(app: &App, user: &User, typed: &str) -> Result<HttpResponse, PageError> {
    let user = accounts::user(app, user.id).await?;
    let saved = user.settings.slack_webhook.as_ref().map(Webhook::hint);
    let none = t::webhook_none();
    let yours = if typed.is_empty() { none } else { typed };
    let row = (t::webhook_label(), saved.unwrap_or_else(|| none.to_owned()), yours.to_owned());
    let conflict = Some(SettingsConflict::new(PATH, [row]));
    let page = SlackPage { conflict, ..slack_page(&user, typed) };
    Ok(html(StatusCode::CONFLICT, page.render()?))
}

/// Encodes the outcome of a test message for the query of the target page.
fn encode_test_result(sent: Result<(), SendError>) -> String {
    match sent {
        Ok(()) => "taken".to_owned(),
        Err(SendError::HostNotAllowed) => "host".to_owned(),
        Err(SendError::NoPublicAddress) => "address".to_owned(),
        Err(SendError::Timeout) => "late".to_owned(),
        Err(SendError::Unreachable) => "away".to_owned(),
        Err(SendError::Status(status)) => status.to_string(),
    }
}

fn decode_test_result(word: &str) -> Option<Result<(), SendError>> {
    Some(match word {
        "taken" => Ok(()),
        "host" => Err(SendError::HostNotAllowed),
        "address" => Err(SendError::NoPublicAddress),
        "late" => Err(SendError::Timeout),
        "away" => Err(SendError::Unreachable),
        status => {
            let status = status.parse().ok().filter(|status| (100..1000).contains(status));
            Err(SendError::Status(status?))
        }
    })
}

/// Builds the page around a typed URL, without errors or messages.
fn slack_page<'a>(user: &'a User, typed: &'a str) -> SlackPage<'a> {
    SlackPage {
        layout: layout(t::webhook_page(), Some(user), Section::Settings, false),
        current: SettingsPart::Slack,
        settings: &user.settings,
        version: user.settings.version(&SettingsScope::SlackWebhook),
        typed,
        errors: FieldErrors::default(),
        conflict: None,
        is_queue_full: false,
        tried: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_of_a_test_survives_the_redirect() {
        for sent in [
            Ok(()),
            Err(SendError::HostNotAllowed),
            Err(SendError::NoPublicAddress),
            Err(SendError::Timeout),
            Err(SendError::Unreachable),
            Err(SendError::Status(404)),
        ] {
            assert_eq!(decode_test_result(&encode_test_result(sent)), Some(sent));
        }
        assert_eq!(decode_test_result("<b>"), None);
        assert_eq!(decode_test_result("7"), None);
    }
}
