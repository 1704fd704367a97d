//! `/import`: uploading a file, previewing its import, and confirming it.

pub mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::respond::{html, layout, redirect};
use super::settings::menu::SettingsPart;
use crate::app::exchange::imports::{self, ImportBlocker, ImportOutcome, Review};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::exchange::import::{self, Choices};
use crate::domain::exchange::upload::Upload;
use crate::domain::year::overdrafts::planned_days;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::session;
use crate::web::upload::{self, UploadError, UploadedFile};
use crate::web::views::Section;
use crate::web::wording;
use form::ImportForm;
use view::{ImportPage, ReviewInput, ReviewPage};

const PATH: &str = "/import";
const UPLOAD_EXPIRED: &str =
    "This file is no longer kept: an hour has passed, or it was imported. Send it again.";
const TOO_LARGE: &str =
    "The file is larger than 5 MiB, the most that one import takes. Split it by year.";
const NO_FILE: &str = "Choose a file, or paste its text.";

/// Shows the upload form (`GET /import`) or the preview of an uploaded file
/// (`GET /import?upload=`).
pub async fn show_import(
    app: Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(asked): PageQuery<ImportForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    if let Some(form) = session::take_pending_form::<ImportForm>(&session, PATH)? {
        return render_preview(&app, &user, &form.upload, &form.choices()).await;
    }
    if asked.upload.is_empty() {
        let notice = done
            .is(Flash::Settings)
            .then_some("The settings of the file are taken over. All days were as in it already.");
        return render_empty(&app, &user, StatusCode::OK, notice, None);
    }
    render_preview(&app, &user, &asked.upload, &Choices::default()).await
}

/// Handles each step of an import (`POST /import`): stores a file or pasted text; with `upload`,
/// shows the preview for the chosen options; and with `confirm=yes`, imports the file.
pub async fn import_file(
    app: Data<App>,
    user: CurrentUser,
    request: HttpRequest,
    Form { typed: form, .. }: Form<ImportForm>,
    payload: Payload,
) -> Result<HttpResponse, PageError> {
    if upload::is_multipart(&request) {
        return match upload::read_upload(request.headers(), payload).await {
            Ok(sent) => save_upload(&app, &user, sent).await,
            Err(UploadError::TooLarge) => {
                render_empty(&app, &user, StatusCode::PAYLOAD_TOO_LARGE, None, Some(TOO_LARGE))
            }
            Err(UploadError::Invalid(error)) => Err(error),
        };
    }
    let id = form.upload.as_str();
    if id.is_empty() {
        let bytes = form.text.into_bytes();
        return save_upload(&app, &user, UploadedFile { name: String::new(), bytes }).await;
    }
    let choices = form.choices();
    if form.confirm {
        return apply_import(&app, &user, id, &choices, &form.mark).await;
    }
    render_preview(&app, &user, id, &choices).await
}

/// Stores a file that can be parsed, and redirects to its preview.
async fn save_upload(
    app: &App,
    user: &User,
    sent: UploadedFile,
) -> Result<HttpResponse, PageError> {
    if sent.bytes.trim_ascii().is_empty() {
        return render_refusal(app, user, NO_FILE);
    }
    let text = match import::decode(&sent.bytes) {
        Ok(text) => text,
        Err(problem) => return render_refusal(app, user, &wording::message_for(problem)),
    };
    match imports::save(app, user, &sent.name, text).await {
        Ok(id) => Ok(redirect(format!("{PATH}?upload={id}"))),
        Err(AppError::File(problem)) => render_refusal(app, user, &wording::message_for(problem)),
        Err(error) => Err(error.into()),
    }
}

fn render_refusal(app: &App, user: &User, message: &str) -> Result<HttpResponse, PageError> {
    render_empty(app, user, StatusCode::UNPROCESSABLE_ENTITY, None, Some(message))
}

async fn find_upload(app: &App, user: &User, id: &str) -> Result<Option<Upload>, PageError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    match imports::find(app, user, id).await {
        Ok(upload) => Ok(Some(upload)),
        Err(AppError::NoSuchUpload) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn render_preview(
    app: &App,
    user: &User,
    id: &str,
    choices: &Choices,
) -> Result<HttpResponse, PageError> {
    let Some(upload) = find_upload(app, user, id).await? else {
        return render_empty(app, user, StatusCode::NOT_FOUND, None, Some(UPLOAD_EXPIRED));
    };
    match imports::review(app, user, &upload, choices).await {
        Ok(review) => {
            let valid = !choices.has_unknown_kind();
            let status = if valid { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            render_review(app, user, &upload, &review, choices, status, None).await
        }
        Err(AppError::File(problem)) => render_refusal(app, user, &wording::message_for(problem)),
        Err(error) => Err(error.into()),
    }
}

async fn apply_import(
    app: &App,
    user: &User,
    id: &str,
    choices: &Choices,
    seen: &str,
) -> Result<HttpResponse, PageError> {
    let Some(upload) = find_upload(app, user, id).await? else {
        return render_empty(app, user, StatusCode::NOT_FOUND, None, Some(UPLOAD_EXPIRED));
    };
    match imports::apply(app, user, &upload, choices, seen).await {
        Ok(ImportOutcome::Done(change)) => Ok(redirect(format!("/changes/{change}"))),
        Ok(ImportOutcome::SettingsOnly) => Ok(redirect(Flash::Settings.at(PATH))),
        Ok(ImportOutcome::Blocked(review, hindrance)) => {
            let status = match hindrance {
                ImportBlocker::Moved => StatusCode::CONFLICT,
                ImportBlocker::Choices | ImportBlocker::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
            };
            render_review(app, user, &upload, &review, choices, status, Some(hindrance)).await
        }
        Err(AppError::File(problem)) => render_refusal(app, user, &wording::message_for(problem)),
        Err(error) => Err(error.into()),
    }
}

fn render_empty(
    app: &App,
    user: &User,
    status: StatusCode,
    notice: Option<&str>,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Import and export", Some(user), Section::Settings, false);
    let year = days::today_for(app, user).month().year();
    Ok(html(status, ImportPage { layout, here: SettingsPart::Data, notice, error, year }.render()?))
}

async fn render_review(
    app: &App,
    user: &User,
    upload: &Upload,
    review: &Review,
    choices: &Choices,
    status: StatusCode,
    notice: Option<ImportBlocker>,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Check the import", Some(user), Section::Settings, false);
    let over = year::overdrafts(app, user, &planned_days(&review.plan)).await?;
    let fingerprint = &review.fingerprint;
    let input = ReviewInput { user, upload, choices, notice, over: &over, fingerprint };
    let page = ReviewPage::new(layout, &input, &review.reading, &review.understood, &review.plan);
    Ok(html(status, page.render()?))
}
