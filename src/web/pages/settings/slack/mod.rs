//! `/settings/slack`: the Slack webhook that is notified of changes.

pub mod form;
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
use crate::web::form::{FieldErrors, Form, Query, known};
use crate::web::pages::respond::{chrome, html, see_other};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::slack::form::SlackForm;
use crate::web::pages::settings::slack::view::{SlackPage, Tried};
use crate::web::views::Section;
use crate::web::wording;

/// The query of the Slack settings page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SlackQuery {
    #[serde(deserialize_with = "known")]
    done: Option<Flash>,
    /// The outcome of a test message: see [`word`].
    test: String,
}

const PATH: &str = "/settings/slack";

/// Shows the Slack settings (`GET /settings/slack`).
pub async fn page(
    user: CurrentUser,
    Query(query): Query<SlackQuery>,
) -> Result<HttpResponse, PageError> {
    let sent = outcome(&query.test);
    let (text, is_warning) = match (query.done, &sent) {
        (_, Some(Ok(()))) => ("The test line was taken: look into the channel.".to_owned(), false),
        (_, Some(Err(error))) => (wording::of(*error), true),
        (Some(Flash::Saved), None) => ("Saved. Lines go there from now on.".to_owned(), false),
        (Some(Flash::Removed), None) => ("Removed. No more lines are sent.".to_owned(), false),
        _ => return show(&user, StatusCode::OK, "", &FieldErrors::default(), None),
    };
    let tried = Some(Tried { text: &text, is_warning });
    show(&user, StatusCode::OK, "", &FieldErrors::default(), tried)
}

/// Changes or tests the webhook (`POST /settings/slack`). `act` is `save` (with `slack`, the
/// webhook's URL), `test`, or `remove`.
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    Form { typed: form, .. }: Form<SlackForm>,
) -> Result<HttpResponse, PageError> {
    match form.act.as_str() {
        "remove" => {
            slack_webhook::remove(&app, &user).await?;
            Ok(see_other(Flash::Removed.at(PATH)))
        }
        "test" => Ok(see_other(match slack_webhook::test(&app, &user).await? {
            Some(sent) => format!("{PATH}?test={}", word(sent)),
            None => PATH.to_owned(),
        })),
        _ => save(&app, &user, &form.slack).await,
    }
}

async fn save(app: &App, user: &User, typed: &str) -> Result<HttpResponse, PageError> {
    let Err(error) = slack_webhook::set(app, user, typed).await? else {
        return Ok(see_other(Flash::Saved.at(PATH)));
    };
    let mut errors = FieldErrors::default();
    errors.refuse("slack", error);
    show(user, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors, None)
}

/// Encodes the outcome of a test message for the query of the target page.
fn word(sent: Result<(), SendError>) -> String {
    match sent {
        Ok(()) => "taken".to_owned(),
        Err(SendError::Host) => "host".to_owned(),
        Err(SendError::Address) => "address".to_owned(),
        Err(SendError::Timeout) => "late".to_owned(),
        Err(SendError::Unreachable) => "away".to_owned(),
        Err(SendError::Answered(status)) => status.to_string(),
    }
}

fn outcome(word: &str) -> Option<Result<(), SendError>> {
    Some(match word {
        "taken" => Ok(()),
        "host" => Err(SendError::Host),
        "address" => Err(SendError::Address),
        "late" => Err(SendError::Timeout),
        "away" => Err(SendError::Unreachable),
        status => {
            let status = status.parse().ok().filter(|status| (100..1000).contains(status));
            Err(SendError::Answered(status?))
        }
    })
}

fn show(
    user: &User,
    status: StatusCode,
    typed: &str,
    errors: &FieldErrors,
    tried: Option<Tried<'_>>,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Slack", Some(user), Section::Settings, false);
    let (here, settings) = (SettingsPart::Slack, &user.settings);
    let page = SlackPage { chrome, here, settings, typed, errors, tried };
    Ok(html(status, page.render()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_of_a_test_survives_the_redirect() {
        for sent in [
            Ok(()),
            Err(SendError::Host),
            Err(SendError::Address),
            Err(SendError::Timeout),
            Err(SendError::Unreachable),
            Err(SendError::Answered(404)),
        ] {
            assert_eq!(outcome(&word(sent)), Some(sent));
        }
        assert_eq!(outcome("<b>"), None);
        assert_eq!(outcome("7"), None);
    }
}
