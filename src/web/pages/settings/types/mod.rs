//! `/settings/types`: the user's types of days, in the order of their list.

mod form;
pub(crate) mod merge;
mod merge_view;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

pub(crate) use form::{ArchiveTypeForm, MergeForm, MoveTypeForm, TypeForm};

use crate::app::{App, AppError, accounts};
use crate::domain::accounts::user::User;
use crate::domain::settings::{SettingsEdit, SettingsScope};
use crate::domain::types::{DayType, Direction, Slug, TypesEdit, TypesError};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::messages;
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::types::view::{TypesInput, TypesPage, type_conflict};
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings/types";

/// Shows the types (`GET /settings/types`).
pub(crate) async fn show_types(
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let new = session::take_pending_form(&session, PATH)?;
    let notice = match query.done {
        Some(Flash::Added) => Some(messages::text("done.type_added")),
        Some(Flash::Saved) => Some(messages::text("done.saved")),
        Some(Flash::Archived) => Some(messages::text("done.type_archived")),
        Some(Flash::Restored) => Some(messages::text("done.type_restored")),
        Some(Flash::Merged) => Some(messages::text("done.types_merged")),
        _ => None,
    };
    render_types(&user, StatusCode::OK, &TypesInput { new, notice, ..TypesInput::default() })
}

/// Adds a type (`POST /settings/types`).
pub(crate) async fn create_type(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, errors }: Form<TypeForm>,
) -> Result<HttpResponse, PageError> {
    let added = match form.read(None, errors) {
        Ok(terms) => apply_edit(&app, &user, TypesEdit::Add(terms)).await?,
        Err(errors) => Err(errors),
    };
    match added {
        Ok(()) => Ok(redirect(Flash::Added.at(PATH))),
        Err(errors) => {
            let input = TypesInput { new: Some(form), errors, ..TypesInput::default() };
            render_types(&user, StatusCode::UNPROCESSABLE_ENTITY, &input)
        }
    }
}

/// Shows the types with one form open (`GET /settings/types/{slug}`).
pub(crate) async fn show_type(
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let stored = find_type(&user, &slug)?;
    let pending = session::take_pending_form(&session, request.path())?;
    let form = pending.unwrap_or_else(|| TypeForm::from_type(&user.settings, stored));
    let open = Some((stored.slug.clone(), form));
    render_types(&user, StatusCode::OK, &TypesInput { open, ..TypesInput::default() })
}

/// Changes a type (`POST /settings/types/{slug}`): its label and color and, unless it is built in,
/// its kind and location rule.
pub(crate) async fn update_type(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, errors }: Form<TypeForm>,
) -> Result<HttpResponse, PageError> {
    let stored = find_type(&user, &slug)?;
    let built_in = Some(stored).filter(|stored| stored.slug.is_built_in());
    let slug = stored.slug.clone();
    let changed = match form.read(built_in, errors) {
        Ok(terms) => {
            let edit = SettingsEdit::Types(TypesEdit::Change(slug.clone(), terms));
            let edit = edit.if_unchanged(SettingsScope::Type(slug.clone()), &form.version);
            match accounts::edit_settings(&app, user.id, &edit).await {
                Err(AppError::SettingsChanged) => {
                    return render_conflict(&app, &user, slug, form).await;
                }
                outcome => form_errors(outcome)?,
            }
        }
        Err(errors) => Err(errors),
    };
    match changed {
        Ok(()) => Ok(redirect(Flash::Saved.at(PATH))),
        Err(errors) => {
            let input = TypesInput { open: Some((slug, form)), errors, ..TypesInput::default() };
            render_types(&user, StatusCode::UNPROCESSABLE_ENTITY, &input)
        }
    }
}

/// Moves a type up or down by one (`POST /settings/types/{slug}/move`).
pub(crate) async fn move_type(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, .. }: Form<MoveTypeForm>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?.slug.clone();
    let direction = match form.direction.as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(PageError::BadRequest("type.move")),
    };
    let back = format!("{PATH}#{slug}");
    respond_to_edit(&user, apply_edit(&app, &user, TypesEdit::Move(slug, direction)).await?, back)
}

/// Archives or restores a type (`POST /settings/types/{slug}/archive`).
pub(crate) async fn archive_type(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, .. }: Form<ArchiveTypeForm>,
) -> Result<HttpResponse, PageError> {
    let slug = find_type(&user, &slug)?.slug.clone();
    let (archived, done_by) = match form.archived.as_str() {
        "yes" => (true, Flash::Archived),
        "no" => (false, Flash::Restored),
        _ => return Err(PageError::BadRequest("type.archive")),
    };
    let archived = apply_edit(&app, &user, TypesEdit::Archive(slug, archived)).await?;
    respond_to_edit(&user, archived, done_by.at(PATH))
}

/// Returns the user's type with this slug, or a 404.
fn find_type<'a>(user: &'a User, slug: &str) -> Result<&'a DayType, PageError> {
    let slug = slug.parse::<Slug>().ok();
    let found = slug.and_then(|slug| user.settings.types.iter().find(|known| known.slug == slug));
    found.ok_or(PageError::NotFound("missing.type"))
}

/// Applies an edit to the current types. Returns the form errors if it isn't possible.
async fn apply_edit(
    app: &App,
    user: &User,
    edit: TypesEdit,
) -> Result<Result<(), FieldErrors>, PageError> {
    form_errors(accounts::edit_settings(app, user.id, &SettingsEdit::Types(edit)).await)
}

/// Converts a rejected edit to form errors.
fn form_errors(outcome: Result<(), AppError>) -> Result<Result<(), FieldErrors>, PageError> {
    match outcome {
        Ok(()) => Ok(Ok(())),
        Err(AppError::Types(error)) => {
            let mut errors = FieldErrors::default();
            errors.add_error(if error == TypesError::LabelTaken { "label" } else { "all" }, error);
            Ok(Err(errors))
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows a type that was changed in another tab, next to the form.
async fn render_conflict(
    app: &App,
    user: &User,
    slug: Slug,
    mut form: TypeForm,
) -> Result<HttpResponse, PageError> {
    let user = accounts::user(app, user.id).await?;
    let saved = TypeForm::from_type(&user.settings, find_type(&user, slug.as_str())?);
    let conflict = Some(type_conflict(format!("{PATH}/{slug}#{slug}"), &saved, &form));
    form.version = saved.version;
    let open = Some((slug, form));
    let input = TypesInput { open, conflict, ..TypesInput::default() };
    render_types(&user, StatusCode::CONFLICT, &input)
}

fn respond_to_edit(
    user: &User,
    outcome: Result<(), FieldErrors>,
    back: impl Into<String>,
) -> Result<HttpResponse, PageError> {
    match outcome {
        Ok(()) => Ok(redirect(back)),
        Err(errors) => render_types(
            user,
            StatusCode::CONFLICT,
            &TypesInput { errors, ..TypesInput::default() },
        ),
    }
}

fn render_types(
    user: &User,
    status: StatusCode,
    input: &TypesInput,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::types(), Some(user), Section::Settings, false);
    let page = TypesPage::new(layout, &user.settings, input);
    Ok(html(status, page.render()?))
}
