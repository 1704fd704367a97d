//! `/changes/{id}`: showing a change to days, and undoing it.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::change::ChangeId;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::Query;
use crate::web::views::Section;
use view::{ChangeInput, ChangeNotice, ChangePage};

/// Shows a change (`GET /changes/{id}`).
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
    Query(query): Query<Done>,
) -> Result<HttpResponse, PageError> {
    let notice = query.is(Flash::Nothing).then_some(ChangeNotice::NothingLeft);
    show(&app, &user, parse(&id)?, StatusCode::OK, notice).await
}

/// Undoes a change (`POST /changes/{id}/undo`).
pub async fn undo(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = parse(&id)?;
    let notice = match days::undo(&app, &user, id).await {
        Ok(Some(undone)) => return Ok(see_other(format!("/changes/{undone}"))),
        Ok(None) => return Ok(see_other(Flash::Nothing.at(&format!("/changes/{id}")))),
        Err(AppError::Conflict(conflict)) => ChangeNotice::ChangedSince(conflict.day),
        Err(AppError::NotUndone(refusal)) => ChangeNotice::Refused(refusal),
        Err(error) => return Err(error.into()),
    };
    show(&app, &user, id, StatusCode::CONFLICT, Some(notice)).await
}

fn parse(id: &str) -> Result<ChangeId, PageError> {
    id.parse().map_err(|_| AppError::NoSuchChange.into())
}

async fn show(
    app: &App,
    user: &User,
    id: ChangeId,
    status: StatusCode,
    notice: Option<ChangeNotice>,
) -> Result<HttpResponse, PageError> {
    let change = days::change(app, user, id).await?;
    let outlook = days::undo_outlook(app, user, &change).await?;
    let input = ChangeInput { user, change: &change, outlook, notice };
    let page = ChangePage::new(input, |title| chrome(title, Some(user), Section::None, false));
    Ok(html(status, page.render()?))
}
