//! `/settings/types/{slug}/merge`: one type becomes another. First the other is chosen, then the
//! page says what will follow, then it is done.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::find;
use crate::app::types::{Merge, MergePreview, Outcome, merge, preview_merge};
use crate::app::{App, AppError};
use crate::domain::entry::PartError;
use crate::domain::location::Location;
use crate::domain::short_text::TextError;
use crate::domain::types::{DayType, Slug, TypesError};
use crate::domain::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{MergeInput, MergePage, Section};
use crate::web::session;

const NOT_AS_SEEN: &str =
    "These days have changed since you looked. Nothing was merged; this is what would follow now.";
const BUSY: &str =
    "These days are being changed elsewhere at this moment. Nothing was merged; try again.";
const TOO_MUCH: &str = "There is too much text in these days to change all of them at once. \
    Nothing was merged. Archive the type instead: its days keep it.";

/// `GET /settings/types/{slug}/merge?into=`
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let from = find(&user, &slug)?;
    let kept = session::take_kept_form(&session, request.path());
    let fields = match kept {
        Some(kept) => Fields::parse(kept.body.as_bytes())?,
        None => Fields::parse(request.query_string().as_bytes())?,
    };
    let mut errors = check(from);
    let into = match fields.once("into")? {
        into if errors.is_empty() && !into.is_empty() => {
            errors.take("into", target(&user, from, into))
        }
        _ => None,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    show(&app, &user, status, Asked { from, into, fields: &fields, errors: &errors }).await
}

/// `POST /settings/types/{slug}/merge`
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    slug: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, PageError> {
    let into = fields.once("into")?;
    if is_done(&user, &slug, into) {
        return Ok(see_other("/settings/types?done=merged"));
    }
    let from = find(&user, &slug)?;
    let mut errors = check(from);
    let into = errors.take("into", target(&user, from, into));
    let location = match fields.once("location")?.parse::<Location>() {
        Ok(location) => Some(user.settings.canonical(location)),
        Err(TextError::Empty(_)) => None,
        Err(error) => {
            errors.add("location", error);
            None
        }
    };
    if let Some(into) = into.filter(|_| errors.is_empty()) {
        let saw = Some(fields.once("seen")?).filter(|seen| !seen.is_empty());
        let pair = Merge { from: &from.slug, into: &into.slug };
        match merge(&app, &user, pair, location.as_ref(), saw).await {
            Ok(Outcome::Merged) => return Ok(see_other("/settings/types?done=merged")),
            Ok(Outcome::NotAsSeen) => errors.add("changed", NOT_AS_SEEN),
            Err(error) => tell(&mut errors, error)?,
        }
    }
    let asked = Asked { from, into, fields: &fields, errors: &errors };
    let status = if errors.get("changed").is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    show(&app, &user, status, asked).await
}

/// Whether this very merge was done already: a form sent twice is done once.
fn is_done(user: &User, from: &str, into: &str) -> bool {
    let types = &user.settings.types;
    let found = from.parse::<Slug>().ok().and_then(|from| types.get(&from));
    found.is_some_and(|found| found.slug.as_str() == into && from != into)
}

/// Whether the type can be merged into any.
fn check(from: &DayType) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if from.slug.is_built_in() {
        errors.add("from", TypesError::BuiltIn);
    }
    errors
}

/// The type to merge into.
fn target<'a>(user: &'a User, from: &DayType, into: &str) -> Result<&'a DayType, TypesError> {
    let found = user.settings.types.iter().find(|known| known.slug.as_str() == into);
    let found = found.ok_or(TypesError::NoSuchType)?;
    if found.slug == from.slug { Err(TypesError::SameType) } else { Ok(found) }
}

fn tell(errors: &mut FieldErrors, error: AppError) -> Result<(), PageError> {
    match error {
        AppError::Part(PartError::LocationMissing) => {
            errors.add("location", "Say where: some of these days have no location yet.");
        }
        AppError::Types(error) => errors.add("into", error),
        AppError::Conflict(_) => errors.add("changed", BUSY),
        AppError::TooMuchText => errors.add("large", TOO_MUCH),
        other => return Err(other.into()),
    }
    Ok(())
}

/// What was asked for so far.
struct Asked<'a> {
    from: &'a DayType,
    into: Option<&'a DayType>,
    fields: &'a Fields,
    errors: &'a FieldErrors,
}

async fn show(
    app: &App,
    user: &User,
    status: StatusCode,
    asked: Asked<'_>,
) -> Result<HttpResponse, PageError> {
    let Asked { from, into, fields, errors } = asked;
    let preview = match into {
        Some(into) => {
            preview_merge(app, user, Merge { from: &from.slug, into: &into.slug }).await?
        }
        None => MergePreview::default(),
    };
    let input =
        MergeInput { from, into, preview: &preview, location: fields.once("location")?, errors };
    let chrome = chrome("Merge types", Some(user), Section::Settings, false);
    Ok(html(status, MergePage::new(chrome, &user.settings, &input).render()?))
}
