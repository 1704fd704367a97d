//! `/settings/slack`: the Slack webhook that is notified of changes.

pub(crate) mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::app::notifications::SendError;
use crate::app::notifications::slack_webhook;
use crate::domain::accounts::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery, deserialize_known};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::slack::form::SlackForm;
use crate::web::pages::settings::slack::view::{SlackPage, TestNotice};
use crate::web::views::Section;

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
    user: CurrentUser,
    PageQuery(query): PageQuery<SlackQuery>,
) -> Result<HttpResponse, PageError> {
    let sent = decode_test_result(&query.test);
    let (text, is_warning) = match (query.done, &sent) {
        (_, Some(Ok(()))) => (messages::message_for("done.webhook_tested"), false),
        (_, Some(Err(error))) => (messages::message_for(*error), true),
        (Some(Flash::Saved), None) => (messages::message_for("done.webhook_saved"), false),
        (Some(Flash::Removed), None) => (messages::message_for("done.webhook_removed"), false),
        _ => return render_slack(&user, StatusCode::OK, "", &FieldErrors::default(), None),
    };
    let tried = Some(TestNotice { text: &text, is_warning });
    render_slack(&user, StatusCode::OK, "", &FieldErrors::default(), tried)
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
            slack_webhook::remove(&app, &user).await?;
            Ok(redirect(Flash::Removed.at(PATH)))
        }
        "test" => Ok(redirect(match slack_webhook::send_test(&app, &user).await? {
            Some(sent) => format!("{PATH}?test={}", encode_test_result(sent)),
            None => PATH.to_owned(),
        })),
        _ => save_webhook(&app, &user, &form.slack).await,
    }
}

async fn save_webhook(app: &App, user: &User, typed: &str) -> Result<HttpResponse, PageError> {
    let Err(error) = slack_webhook::set(app, user, typed).await? else {
        return Ok(redirect(Flash::Saved.at(PATH)));
    };
    let mut errors = FieldErrors::default();
    errors.add_error("slack", error);
    render_slack(user, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors, None)
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

fn render_slack(
    user: &User,
    status: StatusCode,
    typed: &str,
    errors: &FieldErrors,
    tried: Option<TestNotice<'_>>,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Slack", Some(user), Section::Settings, false);
    let (current, settings) = (SettingsPart::Slack, &user.settings);
    let page = SlackPage { layout, current, settings, typed, errors, tried };
    Ok(html(status, page.render()?))
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
