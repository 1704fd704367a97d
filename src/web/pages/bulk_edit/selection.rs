//! Edits of the days selected on the month page. They are carried out immediately and can be
//! undone there; only those that would change existing entries have a preview.

use actix_session::Session;
use actix_web::HttpResponse;

use super::form::{BulkMode, DaysForm};
use crate::app::App;
use crate::app::days::bulk_edit::{self, BulkOutcome, ConfirmedPreview};
use crate::app::year;
use crate::domain::accounts::user::User;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::year::overdrafts::planned_days;
use crate::locale::t;
use crate::web::error::PageError;
use crate::web::form::Form;
use crate::web::messages;
use crate::web::pages::month::render::render_month;
use crate::web::previews;
use crate::web::response_kind::ResponseKind;
use crate::web::session::PendingForm;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::toast::Toast;

/// Edits the selected days, and responds with the month. Directs the browser to the preview if the
/// edit would change existing entries, and to the form if a field is missing.
pub(crate) async fn edit_selection(
    app: &App,
    user: &User,
    session: &Session,
    form: Form<DaysForm>,
    deletes: bool,
) -> Result<HttpResponse, PageError> {
    let Form { values, errors } = form;
    let form = values.with_default_location(&user.settings);
    let mode = form.mode(deletes);
    let Ok(request) = form.read(&user.settings, mode, errors) else {
        return Ok(navigate(format!("{}?{}", mode.path(), form.encode())));
    };
    let plan = bulk_edit::plan(app, user, &request).await?;
    if changes_entries(&plan) {
        return preview(session, &form, mode);
    }
    let over = year::overdrafts(app, user, &planned_days(&plan)).await?;
    let warnings = format_overdrafts(&over, user.settings.allowance_calendar.year_start);
    let fingerprint = plan.fingerprint();
    let seen = ConfirmedPreview { id: None, fingerprint: Some(&fingerprint) };
    let shown = form.shown.parse().unwrap_or(request.range.start());
    let toast = match bulk_edit::apply(app, user, &request, seen).await? {
        BulkOutcome::Done(id) => {
            Toast::of_change(done_text(&plan, mode), id, shown).with_warnings(warnings)
        }
        BulkOutcome::Nothing => Toast::new(nothing_text(&plan, mode)),
        BulkOutcome::Stale(_) => return preview(session, &form, mode),
    };
    render_month(app, user, shown, Some(toast), ResponseKind::Fragment).await
}

/// Returns whether a plan changes or deletes existing entries.
fn changes_entries(plan: &Plan) -> bool {
    let steps = [PlannedStep::Filled, PlannedStep::Replaced, PlannedStep::Removed];
    steps.into_iter().any(|step| plan.count(step) > 0)
}

fn done_text(plan: &Plan, mode: BulkMode) -> String {
    let days = plan.count(PlannedStep::Added);
    if mode == BulkMode::UsualWeek { t::change_usual_week(days) } else { t::change_logged(days) }
}

fn nothing_text(plan: &Plan, mode: BulkMode) -> &'static str {
    messages::text(match mode {
        BulkMode::Delete => "bulk.no_entries",
        BulkMode::UsualWeek if plan.days.is_empty() => "bulk.no_usual_week",
        BulkMode::UsualWeek | BulkMode::Alike => "bulk.nothing_changed",
    })
}

fn preview(session: &Session, form: &DaysForm, mode: BulkMode) -> Result<HttpResponse, PageError> {
    let form = PendingForm { path: mode.path().to_owned(), body: form.encode() };
    let id = previews::save(session, form)?;
    Ok(navigate(format!("{}?preview={id}", mode.path())))
}

/// Responds that htmx should load another page.
fn navigate(path: String) -> HttpResponse {
    HttpResponse::Ok().insert_header(("HX-Redirect", path)).finish()
}
