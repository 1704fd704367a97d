//! Rendering of the month page, and of its parts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use futures_util::future::try_join;

use super::logs::MonthLogs;
use super::panel::{DayNotice, PanelInput};
use super::view::{MonthInput, MonthPage};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::domain::days::month_log::Conflict;
use crate::domain::year::balances::{TypeBalance, balances};
use crate::domain::year::digest::YearDigest;
use crate::domain::year::overdrafts::{LoggedDays, overdrafts};
use crate::web::day_form::DayForm;
use crate::web::error::PageError;
use crate::web::form::FieldErrors;
use crate::web::pages::respond::{html, layout, render};
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::views::format::format_long_date;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::toast::Toast;

/// The header by which htmx replaces the URL of the page.
const REPLACE_URL: HeaderName = HeaderName::from_static("hx-replace-url");

/// The state of the form next to the calendar.
#[derive(Default)]
pub(crate) struct PanelState {
    /// The form as typed. `None` shows the stored entry.
    pub(crate) form: Option<DayForm>,
    pub(crate) errors: FieldErrors,
    pub(crate) notice: Option<DayNotice<'static>>,
    /// Set if the entry has changed in the meantime. Contains the stored entry, if any.
    pub(crate) conflict: Option<Box<Conflict>>,
    /// A message about another change. Without one, the notice has its own.
    pub(crate) toast: Option<Toast>,
}

/// The part of the month page that a response contains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Page,
    /// The month and the panel.
    Main,
    /// The panel, and everything else that shows the day.
    Change,
    /// The panel only, because nothing else has changed.
    Panel,
}

impl Extent {
    fn of(want: ResponseKind, status: StatusCode, has_notice: bool) -> Self {
        match (want, status) {
            (ResponseKind::Page, _) => Self::Page,
            (ResponseKind::Fragment, StatusCode::OK) if !has_notice => Self::Main,
            (ResponseKind::Fragment, StatusCode::OK | StatusCode::CONFLICT) => Self::Change,
            (ResponseKind::Fragment, _) => Self::Panel,
        }
    }
}

/// Renders the month of a day, with a message about a change.
pub(crate) async fn render_month(
    app: &App,
    user: &User,
    day: Day,
    toast: Option<Toast>,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let panel = PanelState { toast, ..PanelState::default() };
    render_day(app, user, day, StatusCode::OK, panel, want).await
}

/// Renders the month of a day for htmx, in place of another one, with a message about a change.
pub(crate) async fn render_in_place(
    app: &App,
    user: &User,
    day: Day,
    toast: Option<Toast>,
) -> Result<HttpResponse, PageError> {
    let mut response = render_month(app, user, day, toast, ResponseKind::Fragment).await?;
    if let Ok(path) = HeaderValue::try_from(format!("/day/{day}")) {
        response.headers_mut().insert(REPLACE_URL, path);
    }
    Ok(response)
}

/// Renders the month of a day, or a part of it, with the state of its form.
pub(crate) async fn render_day(
    app: &App,
    user: &User,
    day: Day,
    status: StatusCode,
    panel: PanelState,
    want: ResponseKind,
) -> Result<HttpResponse, PageError> {
    let extent = Extent::of(want, status, panel.notice.is_some());
    let today = days::today_for(app, user);
    let (logs, digest) = if extent == Extent::Panel {
        let logs = MonthLogs::load(app, user, day.month(), today, false).await?;
        (logs, YearDigest::default())
    } else {
        load_month(app, user, day, today, extent != Extent::Change).await?
    };
    let balances = balances_on(user, &digest, day, today);
    let log = &logs.shown;
    let form = panel.form.unwrap_or_else(|| DayForm::from_entry(log.get(day)));
    let conflict = panel.conflict.as_deref();
    let warnings = match (panel.notice, log.get(day)) {
        (Some(DayNotice::Saved(_)), Some(saved)) => {
            warn_overdrafts(user, &digest, day, saved, today)
        }
        _ => Vec::new(),
    };
    let (errors, notice) = (&panel.errors, panel.notice);
    let toast =
        panel.toast.or_else(|| notice.and_then(|it| it.toast(&user.settings, day, log.get(day))));
    let input = PanelInput { day, form, errors, notice, warnings, conflict };
    let layout = layout(&format_long_date(day), Some(user), Section::Month, false);
    let balances = &balances;
    let page =
        MonthPage::new(MonthInput { user, logs: &logs, balances, today, panel: input, layout })
            .with_toast(toast);
    let body = match extent {
        Extent::Page => render(&page)?,
        Extent::Main => page.main_fragment()?,
        Extent::Change => page.saved_fragment()?,
        Extent::Panel => page.panel_fragment()?,
    };
    Ok(html(status, body))
}

/// Returns the messages about allowances that a saved entry exceeds, given the digest of its
/// allowance year.
fn warn_overdrafts(
    user: &User,
    digest: &YearDigest,
    day: Day,
    saved: &Entry,
    today: Day,
) -> Vec<String> {
    let logged = LoggedDays::from([(day, Some(&saved.content.parts))]);
    let found = overdrafts(&user.settings, digest, &logged, today);
    format_overdrafts(&found, user.settings.allowance_calendar.year_start)
}

/// Loads a day's month, with its neighbors if `has_calendar` is set, and the digest of its
/// allowance year.
async fn load_month(
    app: &App,
    user: &User,
    day: Day,
    today: Day,
    has_calendar: bool,
) -> Result<(MonthLogs, YearDigest), AppError> {
    let year = user.settings.allowance_calendar.year_start.year_of(day);
    let logs = MonthLogs::load(app, user, day.month(), today, has_calendar);
    try_join(logs, year::load_allowance_year(app, user, year)).await
}

/// Returns the balances of the allowance year that contains a day.
fn balances_on<'a>(
    user: &'a User,
    digest: &YearDigest,
    day: Day,
    today: Day,
) -> Vec<TypeBalance<'a>> {
    let year = user.settings.allowance_calendar.year_start.year_of(day);
    balances(&user.settings, digest, year, today)
}
