//! `/settings/types/{slug}/merge`: merging a type into another. The user chooses the other type,
//! sees a preview, and confirms it.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{MergeForm, find_type};
use crate::app::types::{Merge, MergeOutcome, MergePreview, merge, preview_merge};
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::entry::PartError;
use crate::domain::days::location::Location;
use crate::domain::types::{DayType, Slug, TypesError};
use crate::domain::values::short_text::TextError;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::types::merge_view::{MergeInput, MergePage};
use crate::web::session;
use crate::web::views::Section;

/// Shows the choice of types or, with `into`, the preview
/// (`GET /settings/types/{slug}/merge?into=`).
pub(crate) async fn show_type_merge(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    PageQuery(query): PageQuery<MergeForm>,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let from = find_type(&user, &slug)?;
    let form = session::take_pending_form(&session, request.path())?.unwrap_or(query);
    let mut errors = check_source(from);
    let into = match form.into.as_str() {
        into if errors.is_empty() && !into.is_empty() => {
            errors.ok_or_record("into", find_target(&user, from, into))
        }
        _ => None,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_type_merge(
        &app,
        &user,
        status,
        MergeRequest { from, into, location: &form.location, errors: &errors },
    )
    .await
}

/// Merges the types (`POST /settings/types/{slug}/merge`).
pub(crate) async fn merge_types(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    Form { values: form, .. }: Form<MergeForm>,
) -> Result<HttpResponse, PageError> {
    let merged = || redirect(Flash::Merged.at("/settings/types"));
    if is_merged(&user, &slug, &form.into) {
        return Ok(merged());
    }
    let from = find_type(&user, &slug)?;
    let mut errors = check_source(from);
    let into = errors.ok_or_record("into", find_target(&user, from, &form.into));
    let location = match form.location.parse::<Location>() {
        Ok(location) => Some(user.settings.canonical(location)),
        Err(TextError::Empty(_)) => None,
        Err(error) => {
            errors.add_error("location", error);
            None
        }
    };
    if let Some(into) = into.filter(|_| errors.is_empty()) {
        let fingerprint = Some(form.seen.as_str()).filter(|seen| !seen.is_empty());
        let pair = Merge { from: &from.slug, into: &into.slug };
        match merge(&app, &user, pair, location.as_ref(), fingerprint).await {
            Ok(MergeOutcome::Merged) => return Ok(merged()),
            Ok(MergeOutcome::Stale) => errors.add("changed", "merge.changed"),
            Err(error) => add_merge_error(&mut errors, error)?,
        }
    }
    let request = MergeRequest { from, into, location: &form.location, errors: &errors };
    let status = if errors.get("changed").is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render_type_merge(&app, &user, status, request).await
}

/// Returns whether this merge is already done, so that sending the form twice succeeds.
fn is_merged(user: &User, from: &str, into: &str) -> bool {
    let types = &user.settings.types;
    let found = from.parse::<Slug>().ok().and_then(|from| types.get(&from));
    found.is_some_and(|found| found.slug.as_str() == into && from != into)
}

/// Checks that the type can be merged into others: built-in types can't.
fn check_source(from: &DayType) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if from.slug.is_built_in() {
        errors.add_error("from", TypesError::BuiltIn);
    }
    errors
}

/// Returns the type to merge into.
fn find_target<'a>(user: &'a User, from: &DayType, into: &str) -> Result<&'a DayType, TypesError> {
    let found = user.settings.types.iter().find(|known| known.slug.as_str() == into);
    let found = found.ok_or(TypesError::NoSuchType)?;
    if found.slug == from.slug { Err(TypesError::SameType) } else { Ok(found) }
}

fn add_merge_error(errors: &mut FieldErrors, error: AppError) -> Result<(), PageError> {
    match error {
        AppError::InvalidPart(PartError::LocationMissing) => {
            errors.add("location", "merge.location");
        }
        AppError::Types(error) => errors.add_error("into", error),
        AppError::Conflict(_) => errors.add("changed", "merge.busy"),
        AppError::TooMuchText => errors.add("large", "merge.too_large"),
        other => return Err(other.into()),
    }
    Ok(())
}

/// The request as chosen so far.
struct MergeRequest<'a> {
    from: &'a DayType,
    into: Option<&'a DayType>,
    /// The location for entries that need one and have none, as typed.
    location: &'a str,
    errors: &'a FieldErrors,
}

async fn render_type_merge(
    app: &App,
    user: &User,
    status: StatusCode,
    request: MergeRequest<'_>,
) -> Result<HttpResponse, PageError> {
    let MergeRequest { from, into, location, errors } = request;
    let preview = match into {
        Some(into) => {
            preview_merge(app, user, Merge { from: &from.slug, into: &into.slug }).await?
        }
        None => MergePreview::default(),
    };
    let input = MergeInput { from, into, preview: &preview, location, errors };
    let layout = layout(t::merge_page(), Some(user), Section::Settings, false);
    Ok(html(status, MergePage::new(layout, &user.settings, &input).render()?))
}
