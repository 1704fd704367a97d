//! `/settings/pattern`: what is usual on each weekday.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::Weekday;

use crate::app::{App, accounts};
use crate::domain::entry::{ArchivedType, Part, Parts};
use crate::domain::location::Location;
use crate::domain::pattern::Pattern;
use crate::domain::settings::{Settings, SettingsEdit};
use crate::domain::user::User;
use crate::domain::week::WEEKDAYS;
use crate::web::auth::CurrentUser;
use crate::web::day_form::read_part;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{PatternPage, Section};
use crate::web::session;

const PATH: &str = "/settings/pattern";

/// `GET /settings/pattern`
pub async fn page(
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let form = match session::take_kept_form(&session, PATH) {
        Some(kept) => Fields::parse(kept.body.as_bytes())?,
        None => stored(&user.settings),
    };
    let saved = request.query_string().starts_with("done=");
    show(&user, StatusCode::OK, &form, &FieldErrors::default(), saved)
}

/// `POST /settings/pattern`
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::default();
    let mut pattern = Pattern::default();
    for (day, fields) in WEEKDAYS.into_iter().zip(PatternPage::FIELDS) {
        let (day_type, location) = (form.once(fields.0)?, form.once(fields.1)?);
        if day_type.is_empty() && !location.trim().is_empty() {
            errors.add(fields.0, "Choose a type for this location, or take it away.");
        }
        let part = read_part(&mut errors, &user.settings, fields, day_type, location);
        if part.as_ref().is_some_and(|part| is_archived(&user.settings, day, part)) {
            errors.add(fields.0, ArchivedType);
        }
        pattern.set(day, part);
    }
    if !errors.is_empty() {
        return show(&user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    }
    accounts::edit_settings(&app, user.id, &SettingsEdit::Pattern(Box::new(pattern))).await?;
    Ok(see_other("/settings/pattern?done=saved"))
}

/// Whether a part is of a type that is archived, and was not usual on that weekday before.
fn is_archived(settings: &Settings, day: Weekday, part: &Part) -> bool {
    let whole = |part: &Part| Parts::Whole(part.clone());
    let mut before = settings.pattern.on(day).map(whole);
    if let Some(before) = &mut before {
        before.follow_merges(&settings.types);
    }
    whole(part).archived(&settings.types, before.as_ref()).is_some()
}

/// The form that shows what is stored.
fn stored(settings: &Settings) -> Fields {
    let usual =
        WEEKDAYS.into_iter().zip(PatternPage::FIELDS).filter_map(|(day, (day_type, location))| {
            let part = settings.pattern.on(day)?;
            let known = settings.types.get(&part.day_type);
            let slug = known.map_or(&part.day_type, |known| &known.slug).to_string();
            let place = part.location.as_ref().map(Location::to_string).unwrap_or_default();
            Some([(day_type.to_owned(), slug), (location.to_owned(), place)])
        });
    usual.flatten().collect()
}

fn show(
    user: &User,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Weekly pattern", Some(user), Section::Settings, false);
    let page = PatternPage::new(chrome, &user.settings, form, errors, saved);
    Ok(html(status, page.render()?))
}
