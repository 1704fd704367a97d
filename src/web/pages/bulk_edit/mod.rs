//! `/days`: bulk edits of many days, which start with a preview.

pub mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::App;
use crate::app::days::bulk_edit::BulkOutcome;
use crate::app::days::{self, bulk_edit};
use crate::app::year;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::plan::Plan;
use crate::domain::year::overdrafts::planned_days;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::session;
use crate::web::views::Section;
use form::{BulkMode, DaysForm};
use view::{BulkPreview, DaysInput, DaysPage, PlanNotice};

/// Shows the form (`GET /days` and `GET /days/delete`), prefilled from the query. If the user's
/// session expired while they sent the form, shows that form with its preview.
pub async fn show_bulk_edit(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    PageQuery(asked): PageQuery<DaysForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let deletes = request.path().ends_with("/delete");
    if let Some(kept) = session::take_pending_form(&session, request.path())? {
        return render_preview(&app, &user, Form::new(kept), deletes, Some(PlanNotice::Kept)).await;
    }
    let today = days::today_for(&app, &user);
    let from: Day = asked.from.parse().unwrap_or(today);
    let to: Day = asked.to.parse().unwrap_or(from);
    let begun = DaysForm::with_defaults(from.min(to), from.max(to), &user.settings);
    let form = DaysForm {
        from: begun.from,
        to: begun.to,
        existing: begun.existing,
        weekdays: if asked.weekdays.is_empty() { begun.weekdays } else { asked.weekdays },
        ..asked
    };
    let notice = done.is(Flash::Nothing).then_some(PlanNotice::NothingChanged);
    let errors = FieldErrors::default();
    render_bulk_edit(&user, StatusCode::OK, form, &errors, None, notice)
}

/// Shows a preview or, with `confirm=yes`, logs the days (`POST /days`).
pub async fn log_days(
    app: web::Data<App>,
    user: CurrentUser,
    form: Form<DaysForm>,
) -> Result<HttpResponse, PageError> {
    preview_or_apply(&app, &user, form, false).await
}

/// Shows a preview or, with `confirm=yes`, deletes the entries (`POST /days/delete`).
pub async fn delete_days(
    app: web::Data<App>,
    user: CurrentUser,
    form: Form<DaysForm>,
) -> Result<HttpResponse, PageError> {
    preview_or_apply(&app, &user, form, true).await
}

async fn preview_or_apply(
    app: &App,
    user: &User,
    form: Form<DaysForm>,
    deletes: bool,
) -> Result<HttpResponse, PageError> {
    if !form.typed.confirm {
        return render_preview(app, user, form, deletes, None).await;
    }
    let Form { typed: form, errors } = form;
    let doing = form.mode(deletes);
    let fingerprint = Some(form.seen.as_str()).filter(|seen| !seen.is_empty());
    let asked = match form.read(&user.settings, doing, errors) {
        Ok(asked) => asked,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    match bulk_edit::apply(app, user, &asked, fingerprint).await? {
        BulkOutcome::Done(id) => Ok(redirect(format!("/changes/{id}"))),
        BulkOutcome::Nothing => {
            let (from, to) = (asked.range.from(), asked.range.to());
            Ok(redirect(Flash::Nothing.at(&format!("/days?from={from}&to={to}"))))
        }
        BulkOutcome::Stale(plan) => {
            let status = StatusCode::CONFLICT;
            render_plan(app, user, status, form, (&plan, doing), Some(PlanNotice::Stale)).await
        }
    }
}

async fn render_preview(
    app: &App,
    user: &User,
    form: Form<DaysForm>,
    deletes: bool,
    notice: Option<PlanNotice>,
) -> Result<HttpResponse, PageError> {
    let Form { typed: form, errors } = form;
    let doing = form.mode(deletes);
    let asked = match form.read(&user.settings, doing, errors) {
        Ok(asked) => asked,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    let plan = bulk_edit::plan(app, user, &asked).await?;
    render_plan(app, user, StatusCode::OK, form, (&plan, doing), notice).await
}

async fn render_plan(
    app: &App,
    user: &User,
    status: StatusCode,
    form: DaysForm,
    (plan, doing): (&Plan, BulkMode),
    notice: Option<PlanNotice>,
) -> Result<HttpResponse, PageError> {
    let over = year::overdrafts(app, user, &planned_days(plan)).await?;
    let preview = BulkPreview::new(user, plan, doing, &over);
    render_bulk_edit(user, status, form, &FieldErrors::default(), Some(preview), notice)
}

fn render_invalid(
    user: &User,
    form: DaysForm,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    render_bulk_edit(user, StatusCode::UNPROCESSABLE_ENTITY, form, errors, None, None)
}

fn render_bulk_edit(
    user: &User,
    status: StatusCode,
    form: DaysForm,
    errors: &FieldErrors,
    preview: Option<BulkPreview<'_>>,
    notice: Option<PlanNotice>,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Several days", Some(user), Section::Month, false);
    let input = DaysInput { user, form, errors, preview, notice };
    Ok(html(status, DaysPage::new(layout, input).render()?))
}
