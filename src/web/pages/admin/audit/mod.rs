//! `/admin/audit`: the audit log of admin actions.

pub(crate) mod form;
pub(crate) mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, AppError, accounts, admin};
use crate::domain::accounts::user::{UserId, Username};
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::pages::admin::audit::form::AuditQuery;
use crate::web::pages::admin::audit::view::AuditPage;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::respond::{html, layout};
use crate::web::views::Section;

/// Shows the audit log (`GET /admin/audit`). `user` is a username that selects the actions
/// performed by or on that user. `before` is the last entry of the previous page.
pub(crate) async fn show_audit_log(
    app: web::Data<App>,
    user: CurrentAdmin,
    PageQuery(query): PageQuery<AuditQuery>,
) -> Result<HttpResponse, PageError> {
    let typed = query.user.trim();
    let before = match query.before.as_str() {
        "" => None,
        before => Some(before.parse().map_err(|_| PageError::NotFound("missing.audit_entry"))?),
    };
    let of = find_user(&app, typed).await?;
    let log = match of {
        UserFilter::All => admin::log(&app, None, before).await?,
        UserFilter::User(user) => admin::log(&app, Some(user), before).await?,
        UserFilter::Nobody => admin::AuditLog::default(),
    };
    let page = AuditPage {
        layout: layout(t::admin_audit_log(), Some(&user), Section::Admin, false),
        current: AdminPart::Audit,
        log: &log,
        typed,
        is_nobody: of == UserFilter::Nobody,
        is_newest: before.is_none(),
        zone: user.settings.time_zone,
    };
    Ok(html(StatusCode::OK, page.render()?))
}

/// The user whose entries are requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UserFilter {
    All,
    User(UserId),
    /// No user has the requested name.
    Nobody,
}

async fn find_user(app: &App, typed: &str) -> Result<UserFilter, PageError> {
    if typed.is_empty() {
        return Ok(UserFilter::All);
    }
    let Ok(name) = typed.parse::<Username>() else { return Ok(UserFilter::Nobody) };
    match accounts::find(app, &name).await {
        Ok(user) => Ok(UserFilter::User(user.id)),
        Err(AppError::NoSuchUser) => Ok(UserFilter::Nobody),
        Err(error) => Err(error.into()),
    }
}
