//! `/settings/pattern`: the usual week.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Weekday;

use crate::app::{App, accounts};
use crate::domain::accounts::user::User;
use crate::domain::days::entry::{ArchivedType, Part, Parts};
use crate::domain::days::pattern::Pattern;
use crate::domain::days::week::WEEKDAYS;
use crate::domain::settings::{Settings, SettingsEdit};
use crate::web::auth::CurrentUser;
use crate::web::day_form::parse_part;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::pages::respond::{html, layout, redirect};
use crate::web::pages::settings::pattern::form::PatternForm;
use crate::web::pages::settings::pattern::view::PatternPage;
use crate::web::session;
use crate::web::views::Section;

const PATH: &str = "/settings/pattern";

/// Shows the usual week (`GET /settings/pattern`).
pub(crate) async fn show_pattern(
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let pending = session::take_pending_form(&session, PATH)?;
    let form = pending.unwrap_or_else(|| PatternForm::from_settings(&user.settings));
    render_pattern(&user, StatusCode::OK, &form, &FieldErrors::default(), query.done.is_some())
}

/// Changes the usual week (`POST /settings/pattern`).
pub(crate) async fn save_pattern(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, mut errors }: Form<PatternForm>,
) -> Result<HttpResponse, PageError> {
    let mut pattern = Pattern::default();
    for (day, fields) in WEEKDAYS.into_iter().zip(PatternForm::FIELDS) {
        let (day_type, location) = form.on(day);
        if day_type.is_empty() && !location.trim().is_empty() {
            errors.add(fields.0, "pattern.type_missing");
        }
        let part = parse_part(&mut errors, &user.settings, fields, day_type, location);
        if part.as_ref().is_some_and(|part| is_archived(&user.settings, day, part)) {
            errors.add_error(fields.0, ArchivedType);
        }
        pattern.set(day, part);
    }
    if !errors.is_empty() {
        return render_pattern(&user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    }
    accounts::edit_settings(&app, user.id, &SettingsEdit::Pattern(Box::new(pattern))).await?;
    Ok(redirect(Flash::Saved.at(PATH)))
}

/// Returns whether a part's type is archived and wasn't already in the usual week on that weekday.
fn is_archived(settings: &Settings, day: Weekday, part: &Part) -> bool {
    let whole = |part: &Part| Parts::Whole(part.clone());
    let mut before = settings.pattern.on(day).map(whole);
    if let Some(before) = &mut before {
        before.follow_merges(&settings.types);
    }
    whole(part).archived(&settings.types, before.as_ref()).is_some()
}

fn render_pattern(
    user: &User,
    status: StatusCode,
    form: &PatternForm,
    errors: &FieldErrors,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Weekly pattern", Some(user), Section::Settings, false);
    let page = PatternPage::new(layout, &user.settings, form, errors, saved);
    Ok(html(status, page.render()?))
}
