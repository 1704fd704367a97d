//! `/settings/slack`: the webhook that lines about changes go to.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::messenger::SendError;
use crate::app::{App, slack};
use crate::domain::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{Section, SettingsPart, SlackPage, Tried};

/// `GET /settings/slack`: `done` says what was done, `test` how trying it went.
pub async fn page(user: CurrentUser, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let sent = outcome(query.get("test"));
    let (text, is_warning) = match (query.get("done"), &sent) {
        (_, Some(Ok(()))) => ("The test line was taken: look into the channel.".to_owned(), false),
        (_, Some(Err(error))) => (error.to_string(), true),
        ("saved", None) => ("Saved. Lines go there from now on.".to_owned(), false),
        ("removed", None) => ("Removed. No more lines are sent.".to_owned(), false),
        _ => return show(&user, StatusCode::OK, "", &FieldErrors::default(), None),
    };
    let tried = Some(Tried { text: &text, is_warning });
    show(&user, StatusCode::OK, "", &FieldErrors::default(), tried)
}

/// `POST /settings/slack`: `act` = `save` (with `slack`), `test` or `remove`.
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    match form.once("act")? {
        "remove" => {
            slack::remove(&app, &user).await?;
            Ok(see_other("/settings/slack?done=removed"))
        }
        "test" => Ok(see_other(match slack::test(&app, &user).await? {
            Some(sent) => format!("/settings/slack?test={}", word(sent)),
            None => "/settings/slack".to_owned(),
        })),
        _ => save(&app, &user, form.once("slack")?).await,
    }
}

async fn save(app: &App, user: &User, typed: &str) -> Result<HttpResponse, PageError> {
    let Err(error) = slack::set(app, user, typed).await? else {
        return Ok(see_other("/settings/slack?done=saved"));
    };
    let mut errors = FieldErrors::default();
    errors.add("slack", error);
    show(user, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors, None)
}

/// How trying it went, as a word in the address of the page that tells.
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
    fn how_a_test_went_survives_the_redirect() {
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
