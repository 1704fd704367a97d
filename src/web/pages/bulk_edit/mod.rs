//! `/days`: bulk edits of many days, which start with a preview.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::App;
use crate::app::days::bulk_edit::BulkOutcome;
use crate::app::days::{self, bulk_edit};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::plan::Plan;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::session;
use crate::web::views::Section;
use form::{BulkMode, DaysForm};
use view::{DaysInput, DaysPage, PlanNotice};

/// Shows the form (`GET /days` and `GET /days/delete`), prefilled from the query. If the user's
/// session expired while they sent the form, shows that form with its preview.
pub(crate) async fn show_bulk_edit(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    PageQuery(query): PageQuery<DaysForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let deletes = request.path().ends_with("/delete");
    if let Some(pending) = session::take_pending_form(&session, request.path())? {
        return render_preview(&app, &user, Form::new(pending), deletes, Some(PlanNotice::Kept))
            .await;
    }
    let today = days::today_for(&app, &user);
    let from: Day = query.from.parse().unwrap_or(today);
    let to: Day = query.to.parse().unwrap_or(from);
    let begun = DaysForm::with_defaults(from.min(to), from.max(to), &user.settings);
    let form = DaysForm {
        from: begun.from,
        to: begun.to,
        existing: begun.existing,
        weekdays: if query.weekdays.is_empty() { begun.weekdays } else { query.weekdays },
        ..query
    };
    let notice = done.is(Flash::Nothing).then_some(PlanNotice::NothingChanged);
    let errors = FieldErrors::default();
    render_bulk_edit(&user, StatusCode::OK, form, &errors, None, notice)
}

/// Shows a preview or, with `confirm=yes`, logs the days (`POST /days`).
pub(crate) async fn log_days(
    app: web::Data<App>,
    user: CurrentUser,
    form: Form<DaysForm>,
) -> Result<HttpResponse, PageError> {
    preview_or_apply(&app, &user, form, false).await
}

/// Shows a preview or, with `confirm=yes`, deletes the entries (`POST /days/delete`).
pub(crate) async fn delete_days(
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
    let bulk_request = match form.read(&user.settings, doing, errors) {
        Ok(bulk_request) => bulk_request,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    match bulk_edit::apply(app, user, &bulk_request, fingerprint).await? {
        BulkOutcome::Done(id) => Ok(redirect(format!("/changes/{id}"))),
        BulkOutcome::Nothing => {
            let (from, to) = (bulk_request.range.from(), bulk_request.range.to());
            Ok(redirect(Flash::Nothing.at(&format!("/days?from={from}&to={to}"))))
        }
        BulkOutcome::Stale(plan) => {
            let notice = Some(PlanNotice::Stale);
            let errors = FieldErrors::default();
            render_bulk_edit(
                user,
                StatusCode::CONFLICT,
                form,
                &errors,
                Some((&plan, doing)),
                notice,
            )
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
    let bulk_request = match form.read(&user.settings, doing, errors) {
        Ok(bulk_request) => bulk_request,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    let plan = bulk_edit::plan(app, user, &bulk_request).await?;
    let errors = FieldErrors::default();
    render_bulk_edit(user, StatusCode::OK, form, &errors, Some((&plan, doing)), notice)
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
    plan: Option<(&Plan, BulkMode)>,
    notice: Option<PlanNotice>,
) -> Result<HttpResponse, PageError> {
    let layout = layout("Several days", Some(user), Section::Month, false);
    let input = DaysInput { user, form, errors, plan, notice };
    Ok(html(status, DaysPage::new(layout, input).render()?))
}
