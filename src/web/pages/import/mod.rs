//! `/import`: uploading a file, previewing its import, and confirming it.

pub(crate) mod form;
mod mapping_view;
mod selection;
mod view;
mod years;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::respond::{html, layout, redirect};
use super::settings::data::render_data;
use crate::app::exchange::imports::{self, ImportBlocker, ImportOutcome, Review};
use crate::app::exchange::uploads::{self, PendingUpload};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::change::ChangeId;
use crate::domain::exchange::upload::{MAX_UPLOADS, Upload};
use crate::domain::values::problem::Problem;
use crate::domain::year::overdrafts::planned_days;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{Form, PageQuery, parse_form};
use crate::web::form_replay::{MAX_REPLAYED, SubmittedForm};
use crate::web::session::PendingForm;
use crate::web::upload::{self, UploadError, UploadedFile};
use crate::web::views::Section;
use crate::web::{messages, previews, session};
use form::ImportForm;
use mapping_view::MappingPage;
use view::{ReviewInput, ReviewPage};

const PATH: &str = "/import";

/// The path of the page with the upload form.
const UPLOAD_PATH: &str = "/settings/data";

/// Shows the preview of an uploaded file (`GET /import?upload=`), with the options of a form that
/// was submitted (`&preview=`). Without `upload`, redirects to the page with the upload form.
pub(crate) async fn show_import(
    app: Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<ImportForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(form) = session::take_encoded_form(&session, PATH) {
        let submitted = parse_form::<ImportForm>(form.body.as_bytes())?;
        let body = submitted.compact(form.body.as_bytes());
        let (form, upload) = (PendingForm { body, ..form }, submitted.upload);
        return Ok(redirect(preview_path(&upload, &previews::save(&session, form)?)));
    }
    if query.upload.is_empty() {
        return Ok(redirect(UPLOAD_PATH));
    }
    let form = previews::find::<ImportForm>(&session, PATH, &query.preview)?;
    // In an account without entries, which is probably new, the settings are imported by default.
    let form = match form.filter(|form| form.upload == query.upload) {
        Some(form) => form,
        None => {
            ImportForm { settings: !days::has_entries(&app, &user).await?, ..ImportForm::default() }
        }
    };
    render_preview(&app, &user, form, &query.upload).await
}

/// Returns the path of the preview of an upload.
fn preview_path(upload: &str, preview: &str) -> String {
    let query = [("upload", upload), ("preview", preview)];
    format!("{PATH}?{}", serde_html_form::to_string(query).unwrap_or_default())
}

/// Handles each step of an import (`POST /import`): stores a file or pasted text; with `upload`,
/// redirects to the preview for the chosen options; and with `confirm=yes`, imports the file.
pub(crate) async fn import_file(
    app: Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    Form { values: form, .. }: Form<ImportForm>,
    payload: Payload,
) -> Result<HttpResponse, PageError> {
    if upload::is_multipart(&request) {
        // The file isn't read until there is memory for it.
        let length = upload::content_length(request.headers());
        let _permit = app.imports.receive(user.id, length).await?;
        return match upload::read_upload(request.headers(), payload).await {
            Ok(sent) => save_upload(&app, &user, sent).await,
            Err(UploadError::Invalid(error)) => Err(error.into()),
            Err(UploadError::TooLarge) => {
                let error = Some(messages::text("file.upload_too_large"));
                render_data(&app, &user, StatusCode::PAYLOAD_TOO_LARGE, None, error).await
            }
            Err(UploadError::TooSlow) => {
                let error = Some(messages::text("file.too_slow"));
                render_data(&app, &user, StatusCode::REQUEST_TIMEOUT, None, error).await
            }
        };
    }
    let id = form.upload.as_str();
    if id.is_empty() {
        let bytes = form.text.into_bytes();
        return save_upload(&app, &user, UploadedFile { name: String::new(), bytes }).await;
    }
    if form.confirm && form.rejected_years().is_none() {
        return apply_import(&app, &user, form).await;
    }
    let body = form.compact(&SubmittedForm::body(&request));
    if !form.is_invalid() && body.len() <= MAX_REPLAYED {
        let preview = previews::save(&session, PendingForm { path: PATH.to_owned(), body })?;
        // A button below the options returns to the rows.
        let rows = if form.go.is_empty() && form.select.is_empty() { "" } else { "#rows-name" };
        return Ok(redirect(preview_path(id, &preview) + rows));
    }
    let id = form.upload.clone();
    render_preview(&app, &user, form, &id).await
}

/// Stores a file that can be parsed, and redirects to its preview.
async fn save_upload(
    app: &App,
    user: &User,
    sent: UploadedFile,
) -> Result<HttpResponse, PageError> {
    if sent.bytes.trim_ascii().is_empty() {
        return render_refusal(app, user, "file.missing").await;
    }
    match imports::save(app, user, &sent.name, sent.bytes).await {
        Ok(id) => Ok(redirect(format!("{PATH}?upload={id}"))),
        Err(AppError::File(problem)) => render_refusal(app, user, problem).await,
        Err(error) => Err(error.into()),
    }
}

async fn render_refusal(
    app: &App,
    user: &User,
    problem: impl Into<Problem>,
) -> Result<HttpResponse, PageError> {
    let error = messages::message_for(problem);
    render_data(app, user, StatusCode::UNPROCESSABLE_ENTITY, None, Some(&error)).await
}

async fn find_upload(app: &App, user: &User, id: &str) -> Result<Option<PendingUpload>, PageError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    match uploads::find(app, user, id).await {
        Ok(upload) => Ok(Some(upload)),
        Err(AppError::NoSuchUpload) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the change by which an upload was already imported, if it was.
async fn find_change(app: &App, user: &User, id: &str) -> Result<Option<ChangeId>, PageError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(imports::find_change(app, user, id).await?)
}

/// Redirects to the change of an upload that was imported, or says that it is no longer stored.
async fn render_gone(app: &App, user: &User, id: &str) -> Result<HttpResponse, PageError> {
    if let Some(change) = find_change(app, user, id).await? {
        return Ok(redirect(format!("/changes/{change}")));
    }
    let error = messages::message_for(Problem::new("file.gone").with("max", MAX_UPLOADS));
    render_data(app, user, StatusCode::NOT_FOUND, None, Some(&error)).await
}

async fn render_preview(
    app: &App,
    user: &User,
    form: ImportForm,
    id: &str,
) -> Result<HttpResponse, PageError> {
    let Some(upload) = find_upload(app, user, id).await? else {
        return render_gone(app, user, id).await;
    };
    let form = form.with_defaults_of(&upload.source);
    let choices = &form.choices();
    let is_invalid = form.is_invalid();
    let status = if is_invalid { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if form.columns == "yes"
        || choices.lacks_columns()
        || imports::needs_mapping(app, user, &upload, choices)
    {
        return render_mapping(app, user, &upload, &form, status, None).await;
    }
    match imports::review(app, user, &upload, choices).await {
        Ok(review) => render_review(app, user, &upload, &review, &form, status, None).await,
        Err(AppError::File(problem))
            if upload
                .source
                .has_wrong_type_column(&problem, imports::context(app, user, choices)) =>
        {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render_mapping(app, user, &upload, &form, status, Some(problem)).await
        }
        Err(AppError::File(problem)) => render_refusal(app, user, problem).await,
        Err(error) => Err(error.into()),
    }
}

async fn apply_import(app: &App, user: &User, form: ImportForm) -> Result<HttpResponse, PageError> {
    let Some(mut upload) = find_upload(app, user, &form.upload).await? else {
        return render_gone(app, user, &form.upload).await;
    };
    let form = form.with_defaults_of(&upload.source);
    match imports::apply(app, user, &mut upload, &form.choices(), &form.mark).await {
        Ok(ImportOutcome::Done(change)) => Ok(redirect(format!("/changes/{change}"))),
        Ok(ImportOutcome::SettingsOnly) => Ok(redirect(Flash::Settings.at(UPLOAD_PATH))),
        Ok(ImportOutcome::Blocked(review, blocker)) => {
            let status = match blocker {
                ImportBlocker::Moved => StatusCode::CONFLICT,
                ImportBlocker::Choices | ImportBlocker::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
            };
            render_review(app, user, &upload, &review, &form, status, Some(blocker)).await
        }
        Err(AppError::NoSuchUpload) => render_gone(app, user, &form.upload).await,
        Err(AppError::File(problem)) => render_refusal(app, user, problem).await,
        Err(error) => Err(error.into()),
    }
}

/// Shows the form with which the user chooses the columns of a table. `problem` is about the column
/// with the type.
async fn render_mapping(
    app: &App,
    user: &User,
    upload: &Upload,
    form: &ImportForm,
    status: StatusCode,
    problem: Option<Problem>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::import_columns_title(), Some(user), Section::Settings, false);
    let choices = form.choices();
    let context = imports::context(app, user, &choices);
    let (types, kept) = (&user.settings.types, form.kept_fields());
    match MappingPage::new(layout, upload, types, context, kept, problem) {
        Some(page) => Ok(html(status, page.render()?)),
        None => render_refusal(app, user, "file.unknown_header").await,
    }
}

async fn render_review(
    app: &App,
    user: &User,
    upload: &Upload,
    review: &Review,
    form: &ImportForm,
    status: StatusCode,
    notice: Option<ImportBlocker>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::import_review_title(), Some(user), Section::Settings, false);
    let over = year::overdrafts(app, user, &planned_days(&review.plan)).await?;
    let (choices, page, years) = (&form.choices(), form.open_page(), form.rejected_years());
    let fingerprint = &review.fingerprint;
    let input =
        ReviewInput { user, upload, choices, page, years, notice, over: &over, fingerprint };
    let page = ReviewPage::new(layout, &input, &review.reading, &review.resolved, &review.plan);
    Ok(html(status, page.render()?))
}
