//! `/changes/{id}`: showing a change to days, and undoing it.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use validator::Validate;

use super::month::render::render_in_place;
use super::respond::{html, layout, redirect};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::change::ChangeId;
use crate::domain::days::day::Day;
use crate::domain::days::undo::UndoOutlook;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::large_body::large_body;
use crate::web::response_kind::ResponseKind;
use crate::web::views::Section;
use crate::web::views::toast::Toast;
use view::{ChangeInput, ChangeNotice, ChangePage, day_to_show, notice_text};

/// Shows a change (`GET /changes/{id}`).
pub(crate) async fn show_change(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let notice = query.is(Flash::Nothing).then_some(ChangeNotice::NothingLeft);
    render_change(&app, &user, parse_change_id(&id)?, StatusCode::OK, notice).await
}

/// The form of the button that undoes a change.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct UndoForm {
    /// The day to show afterwards, if the button is on the month page.
    day: String,
    /// Whether the change undid another one, which is redone. Empty means it didn't.
    redo: String,
}

/// Undoes a change (`POST /changes/{id}/undo`).
pub(crate) async fn undo_change(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
    want: ResponseKind,
    Form { values: form, .. }: Form<UndoForm>,
) -> Result<HttpResponse, PageError> {
    let id = parse_change_id(&id)?;
    let day = form.day.parse().ok();
    let redoes = !form.redo.is_empty();
    if let (ResponseKind::Fragment, Some(day)) = (want, day) {
        return undo_in_place(&app, &user, id, day, redoes).await;
    }
    let notice = match days::undo(&app, &user, id).await {
        Ok(Some(undone)) => return show_undone(&app, &user, undone, day, redoes).await,
        Ok(None) => return Ok(redirect(Flash::Nothing.at(&format!("/changes/{id}")))),
        Err(AppError::Conflict(conflict)) => ChangeNotice::ChangedSince(conflict.day),
        Err(AppError::NotUndone(refusal)) => ChangeNotice::Refused(refusal),
        Err(error) => return Err(error.into()),
    };
    render_change(&app, &user, id, StatusCode::CONFLICT, Some(notice)).await
}

/// Redirects to the month of a day, or of the days that undoing a change has changed. Its toast
/// offers to redo the change, or to undo it again.
async fn show_undone(
    app: &App,
    user: &User,
    undone: ChangeId,
    day: Option<Day>,
    redoes: bool,
) -> Result<HttpResponse, PageError> {
    let day = match day {
        Some(day) => Some(day),
        None => day_to_show(&days::change(app, user, undone).await?.0, user.settings.time_zone),
    };
    let day = day.unwrap_or_else(|| days::today_for(app, user));
    let flash = if redoes { Flash::Redone } else { Flash::Undone };
    Ok(redirect(flash.at(&format!("/day/{day}?undo={undone}"))))
}

/// Undoes a change, and responds with the month of a day or, if that fails, with a toast.
async fn undo_in_place(
    app: &App,
    user: &User,
    id: ChangeId,
    day: Day,
    redoes: bool,
) -> Result<HttpResponse, PageError> {
    let notice = match days::undo(app, user, id).await {
        Ok(Some(undone)) => {
            let toast = if redoes { Toast::of_redo } else { Toast::of_undo };
            return render_in_place(app, user, day, Some(toast(undone, day))).await;
        }
        Ok(None) => ChangeNotice::NothingLeft,
        Err(AppError::Conflict(conflict)) => ChangeNotice::ChangedSince(conflict.day),
        Err(AppError::NotUndone(refusal)) => ChangeNotice::Refused(refusal),
        Err(error) => return Err(error.into()),
    };
    Ok(html(StatusCode::CONFLICT, Toast::warning(notice_text(notice)).fragment()?))
}

fn parse_change_id(id: &str) -> Result<ChangeId, PageError> {
    id.parse().map_err(|_| AppError::NoSuchChange.into())
}

async fn render_change(
    app: &App,
    user: &User,
    id: ChangeId,
    status: StatusCode,
    notice: Option<ChangeNotice>,
) -> Result<HttpResponse, PageError> {
    let (change, turn) = days::change(app, user, id).await?;
    let outlook = days::undo_outlook(app, user, &change).await?;
    // The days may have changed since an older change, and with them the balances.
    let over = if outlook == Ok(UndoOutlook::Whole) {
        year::overdrafts_of_change(app, user, &change).await?
    } else {
        Vec::new()
    };
    let input = ChangeInput { user, change: &change, outlook, over: &over, notice };
    let page = ChangePage::new(input, |title| layout(title, Some(user), Section::None, false));
    Ok(html(status, String::new()).set_body(large_body(page.render()?, turn)))
}
