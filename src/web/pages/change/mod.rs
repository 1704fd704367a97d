//! `/changes/{id}`: showing a change to days, and undoing it.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::{App, AppError, days, year};
use crate::domain::accounts::user::User;
use crate::domain::days::change::ChangeId;
use crate::domain::days::undo::UndoOutlook;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::PageQuery;
use crate::web::views::Section;
use view::{ChangeInput, ChangeNotice, ChangePage};

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

/// Undoes a change (`POST /changes/{id}/undo`).
pub(crate) async fn undo_change(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = parse_change_id(&id)?;
    let notice = match days::undo(&app, &user, id).await {
        Ok(Some(undone)) => return Ok(redirect(format!("/changes/{undone}"))),
        Ok(None) => return Ok(redirect(Flash::Nothing.at(&format!("/changes/{id}")))),
        Err(AppError::Conflict(conflict)) => ChangeNotice::ChangedSince(conflict.day),
        Err(AppError::NotUndone(refusal)) => ChangeNotice::Refused(refusal),
        Err(error) => return Err(error.into()),
    };
    render_change(&app, &user, id, StatusCode::CONFLICT, Some(notice)).await
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
    let change = days::change(app, user, id).await?;
    let outlook = days::undo_outlook(app, user, &change).await?;
    // The days may have changed since an older change, and with them the balances.
    let over = if outlook == Ok(UndoOutlook::Whole) {
        let logged = change
            .items
            .iter()
            .map(|item| (item.date, item.after.as_ref().map(|entry| &entry.content.parts)));
        year::overdrafts(app, user, &logged.collect()).await?
    } else {
        Vec::new()
    };
    let input = ChangeInput { user, change: &change, outlook, over: &over, notice };
    let page = ChangePage::new(input, |title| layout(title, Some(user), Section::None, false));
    Ok(html(status, page.render()?))
}
