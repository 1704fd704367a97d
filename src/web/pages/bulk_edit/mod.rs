//! `/days`: bulk edits of many days, which start with a preview.

pub(crate) mod form;
mod selection;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::App;
use crate::app::days::bulk_edit::{BulkOutcome, ConfirmedPreview};
use crate::app::days::{self, bulk_edit};
use crate::app::year;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::plan::Plan;
use crate::domain::year::overdrafts::planned_days;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::{previews, session};
use form::{BulkMode, DaysForm};
use view::{BulkPreview, DaysInput, DaysPage, PlanNotice};

/// Shows the form (`GET /days`), prefilled from the query, or a preview (`?preview=`). If the user's
/// session expired while they sent the form, redirects to its preview.
pub(crate) async fn show_bulk_edit(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<DaysForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    show(&app, &user, &session, BulkMode::Alike, query, &done).await
}

/// Shows the same form, or the preview of a deletion (`GET /days/delete`).
pub(crate) async fn show_bulk_delete(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<DaysForm>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    show(&app, &user, &session, BulkMode::Delete, query, &done).await
}

async fn show(
    app: &App,
    user: &User,
    session: &Session,
    mode: BulkMode,
    query: DaysForm,
    done: &FlashQuery,
) -> Result<HttpResponse, PageError> {
    let path = mode.path();
    if let Some(form) = session::take_encoded_form(session, path) {
        let id = previews::save(session, form)?;
        return Ok(redirect(Flash::Kept.at(&format!("{path}?preview={id}"))));
    }
    if let Some(form) = previews::find(session, path, &query.preview)? {
        let notice = done.is(Flash::Kept).then_some(PlanNotice::Kept);
        let deletes = mode == BulkMode::Delete;
        return render_preview(app, user, Form::new(form), deletes, notice).await;
    }
    let notice = done.is(Flash::Nothing).then_some(PlanNotice::NothingChanged);
    render_prefilled(app, user, query, notice)
}

fn render_prefilled(
    app: &App,
    user: &User,
    query: DaysForm,
    notice: Option<PlanNotice>,
) -> Result<HttpResponse, PageError> {
    let today = days::today_for(app, user);
    let from: Day = query.from.parse().unwrap_or(today);
    let to: Day = query.to.parse().unwrap_or(from);
    let defaults = DaysForm::with_defaults(from.min(to), from.max(to), &user.settings);
    let form = DaysForm {
        from: defaults.from,
        to: defaults.to,
        existing: if query.existing.is_empty() { defaults.existing } else { query.existing },
        weekdays: if query.weekdays.is_empty() { defaults.weekdays } else { query.weekdays },
        ..query
    };
    let (status, notice) = if form.preview.is_empty() {
        (StatusCode::OK, notice)
    } else {
        (StatusCode::NOT_FOUND, Some(PlanNotice::PreviewExpired))
    };
    render_bulk_edit(user, status, form, &FieldErrors::default(), None, notice)
}

/// Redirects to a preview or, with `confirm=yes`, logs the days (`POST /days`) and redirects to the
/// first one, where a toast offers to undo that. The month page, which sends its selection with
/// htmx, gets no preview unless existing entries would change.
pub(crate) async fn log_days(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    want: ResponseKind,
    form: Form<DaysForm>,
) -> Result<HttpResponse, PageError> {
    if want == ResponseKind::Fragment {
        return selection::edit_selection(&app, &user, &session, form, false).await;
    }
    if form.values.confirm {
        return apply(&app, &user, form, false).await;
    }
    preview(&app, &user, (&session, &request), form, false).await
}

/// Redirects to a preview or, with `confirm=yes`, deletes the entries (`POST /days/delete`).
pub(crate) async fn delete_days(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    request: HttpRequest,
    want: ResponseKind,
    form: Form<DaysForm>,
) -> Result<HttpResponse, PageError> {
    if want == ResponseKind::Fragment {
        return selection::edit_selection(&app, &user, &session, form, true).await;
    }
    if form.values.confirm {
        return apply(&app, &user, form, true).await;
    }
    preview(&app, &user, (&session, &request), form, true).await
}

/// Redirects a valid form to its preview.
async fn preview(
    app: &App,
    user: &User,
    (session, request): (&Session, &HttpRequest),
    form: Form<DaysForm>,
    deletes: bool,
) -> Result<HttpResponse, PageError> {
    let Form { values: form, errors } = form;
    if let Err(errors) = form.read(&user.settings, form.mode(deletes), errors) {
        return render_invalid(user, form, &errors);
    }
    match previews::save_submitted(session, request)? {
        Some(id) => Ok(redirect(format!("{}?preview={id}", request.path()))),
        None => render_preview(app, user, Form::new(form), deletes, None).await,
    }
}

async fn apply(
    app: &App,
    user: &User,
    form: Form<DaysForm>,
    deletes: bool,
) -> Result<HttpResponse, PageError> {
    let Form { values: form, errors } = form;
    let doing = form.mode(deletes);
    let bulk_request = match form.read(&user.settings, doing, errors) {
        Ok(bulk_request) => bulk_request,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    let fingerprint = Some(form.seen.as_str()).filter(|seen| !seen.is_empty());
    let preview = ConfirmedPreview { id: form.preview.parse().ok(), fingerprint };
    match bulk_edit::apply(app, user, &bulk_request, preview).await? {
        BulkOutcome::Done(id) => {
            let first = days::change(app, user, id).await?.0.first_day();
            let day = first.unwrap_or(bulk_request.range.start());
            Ok(redirect(format!("{}&undo={id}", Flash::Changed.at(&format!("/day/{day}")))))
        }
        BulkOutcome::Nothing => {
            let (from, to) = (bulk_request.range.start(), bulk_request.range.end());
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
    let Form { values: form, errors } = form;
    let doing = form.mode(deletes);
    let bulk_request = match form.read(&user.settings, doing, errors) {
        Ok(bulk_request) => bulk_request,
        Err(errors) => return render_invalid(user, form, &errors),
    };
    let plan = bulk_edit::plan(app, user, &bulk_request).await?;
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
    let layout = layout(t::bulk_title(), Some(user), Section::Month, false);
    let input = DaysInput { user, form, errors, preview, notice };
    Ok(html(status, DaysPage::new(layout, input).render()?))
}
