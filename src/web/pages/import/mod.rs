//! `/import`: uploading a file, previewing its import, and confirming it.

pub mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::settings::menu::SettingsPart;
use crate::app::exchange::imports::{self, Hindrance, Outcome, Review};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::exchange::import::{self, Choices};
use crate::domain::exchange::upload::Upload;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::{Form, Query};
use crate::web::session;
use crate::web::upload::{self, Sent, UploadError};
use crate::web::views::Section;
use crate::web::wording;
use form::ImportForm;
use view::{ImportPage, ReviewInput, ReviewPage};

const PATH: &str = "/import";
const GONE: &str =
    "This file is no longer kept: an hour has passed, or it was imported. Send it again.";
const TOO_LARGE: &str =
    "The file is larger than 5 MiB, the most that one import takes. Split it by year.";
const NOTHING: &str = "Choose a file, or paste its text.";

/// Shows the upload form (`GET /import`) or the preview of an uploaded file
/// (`GET /import?upload=`).
pub async fn page(
    app: Data<App>,
    user: CurrentUser,
    session: Session,
    Query(asked): Query<ImportForm>,
    Query(done): Query<Done>,
) -> Result<HttpResponse, PageError> {
    if let Some(form) = session::take_kept_form::<ImportForm>(&session, PATH)? {
        return dry_run(&app, &user, &form.upload, &form.choices()).await;
    }
    if asked.upload.is_empty() {
        let notice = done
            .is(Flash::Settings)
            .then_some("The settings of the file are taken over. All days were as in it already.");
        return empty(&app, &user, StatusCode::OK, notice, None);
    }
    dry_run(&app, &user, &asked.upload, &Choices::default()).await
}

/// Handles each step of an import (`POST /import`): stores a file or pasted text; with `upload`,
/// shows the preview for the chosen options; and with `confirm=yes`, imports the file.
pub async fn submit(
    app: Data<App>,
    user: CurrentUser,
    request: HttpRequest,
    Form { typed: form, .. }: Form<ImportForm>,
    payload: Payload,
) -> Result<HttpResponse, PageError> {
    if upload::is_multipart(&request) {
        return match upload::read(request.headers(), payload).await {
            Ok(sent) => keep(&app, &user, sent).await,
            Err(UploadError::TooLarge) => {
                empty(&app, &user, StatusCode::PAYLOAD_TOO_LARGE, None, Some(TOO_LARGE))
            }
            Err(UploadError::Bad(error)) => Err(error),
        };
    }
    let id = form.upload.as_str();
    if id.is_empty() {
        let bytes = form.text.into_bytes();
        return keep(&app, &user, Sent { name: String::new(), bytes }).await;
    }
    let choices = form.choices();
    if form.confirm {
        return confirm(&app, &user, id, &choices, &form.mark).await;
    }
    dry_run(&app, &user, id, &choices).await
}

/// Stores a file that can be parsed, and redirects to its preview.
async fn keep(app: &App, user: &User, sent: Sent) -> Result<HttpResponse, PageError> {
    if sent.bytes.trim_ascii().is_empty() {
        return refuse(app, user, NOTHING);
    }
    let text = match import::decode(&sent.bytes) {
        Ok(text) => text,
        Err(problem) => return refuse(app, user, &wording::of(problem)),
    };
    match imports::keep(app, user, &sent.name, text).await {
        Ok(id) => Ok(see_other(format!("{PATH}?upload={id}"))),
        Err(AppError::File(problem)) => refuse(app, user, &wording::of(problem)),
        Err(error) => Err(error.into()),
    }
}

fn refuse(app: &App, user: &User, message: &str) -> Result<HttpResponse, PageError> {
    empty(app, user, StatusCode::UNPROCESSABLE_ENTITY, None, Some(message))
}

async fn find(app: &App, user: &User, id: &str) -> Result<Option<Upload>, PageError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    match imports::find(app, user, id).await {
        Ok(upload) => Ok(Some(upload)),
        Err(AppError::NoSuchUpload) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn dry_run(
    app: &App,
    user: &User,
    id: &str,
    choices: &Choices,
) -> Result<HttpResponse, PageError> {
    let Some(upload) = find(app, user, id).await? else {
        return empty(app, user, StatusCode::NOT_FOUND, None, Some(GONE));
    };
    match imports::review(app, user, &upload, choices).await {
        Ok(review) => {
            let valid = !choices.has_unknown_kind();
            let status = if valid { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            show(user, &upload, &review, choices, status, None)
        }
        Err(AppError::File(problem)) => refuse(app, user, &wording::of(problem)),
        Err(error) => Err(error.into()),
    }
}

async fn confirm(
    app: &App,
    user: &User,
    id: &str,
    choices: &Choices,
    seen: &str,
) -> Result<HttpResponse, PageError> {
    let Some(upload) = find(app, user, id).await? else {
        return empty(app, user, StatusCode::NOT_FOUND, None, Some(GONE));
    };
    match imports::carry_out(app, user, &upload, choices, seen).await {
        Ok(Outcome::Done(change)) => Ok(see_other(format!("/changes/{change}"))),
        Ok(Outcome::SettingsOnly) => Ok(see_other(Flash::Settings.at(PATH))),
        Ok(Outcome::LookAgain(review, hindrance)) => {
            let status = match hindrance {
                Hindrance::Moved => StatusCode::CONFLICT,
                Hindrance::Choices | Hindrance::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
            };
            show(user, &upload, &review, choices, status, Some(hindrance))
        }
        Err(AppError::File(problem)) => refuse(app, user, &wording::of(problem)),
        Err(error) => Err(error.into()),
    }
}

fn empty(
    app: &App,
    user: &User,
    status: StatusCode,
    notice: Option<&str>,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Import and export", Some(user), Section::Settings, false);
    let year = days::today_of(app, user).month().year();
    Ok(html(status, ImportPage { chrome, here: SettingsPart::Data, notice, error, year }.render()?))
}

fn show(
    user: &User,
    upload: &Upload,
    review: &Review,
    choices: &Choices,
    status: StatusCode,
    notice: Option<Hindrance>,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Check the import", Some(user), Section::Settings, false);
    let input = ReviewInput { user, upload, choices, notice, mark: &review.mark };
    let page = ReviewPage::new(chrome, &input, &review.reading, &review.understood, &review.plan);
    Ok(html(status, page.render()?))
}
