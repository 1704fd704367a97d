//! `/admin/users/{id}`: one account, and the actions that an admin can take on it.

use std::net::IpAddr;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, AppError, accounts, admin};
use crate::domain::accounts::one_time_links::RESET_LIFETIME;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::UserId;
use crate::domain::admin::AdminCommand;
use crate::domain::admin::audit::Actor;
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::messages;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::admin::users::form::UserActForm;
use crate::web::pages::admin::users::view::{UserPage, UserPageInput};
use crate::web::pages::respond::{html, layout, redirect, render_question};
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;
use crate::web::views::question::Question;

const NO_USER: &str = "missing.user";

/// What the page shows in addition to the account.
#[derive(Default)]
struct UserPageState<'a> {
    errors: FieldErrors,
    link: Option<&'a str>,
    notice: Option<&'static str>,
    refusal: Option<String>,
}

/// Shows an account (`GET /admin/users/{id}`).
pub(crate) async fn show_user(
    app: web::Data<App>,
    user: CurrentAdmin,
    id: web::Path<String>,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound(NO_USER))?;
    let notice = match query.done {
        Some(Flash::Disable) => Some(messages::text("done.user_disabled")),
        Some(Flash::Enable) => Some(messages::text("done.user_enabled")),
        Some(Flash::Mail) => Some(messages::text("done.reset_mailed")),
        Some(Flash::Grant) => Some(messages::text("done.admin_granted")),
        Some(Flash::Withdraw) => Some(messages::text("done.admin_withdrawn")),
        _ => None,
    };
    render_user(&app, &user, id, UserPageState { notice, ..UserPageState::default() }).await
}

/// Asks whether to disable an account (`GET /admin/users/{id}/disable`).
pub(crate) async fn show_disabling(
    app: web::Data<App>,
    user: CurrentAdmin,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound(NO_USER))?;
    let account = app.store.user(id).await.map_err(AppError::from)?;
    let account = account.ok_or(PageError::NotFound(NO_USER))?;
    let path = format!("/admin/users/{id}");
    let question = Question {
        title: &t::user_disable_question(account.username.as_str()),
        text: t::user_disable_text(),
        action: &path,
        field: Some(("act", "disable")),
        button: t::user_disable(),
        back: &path,
    };
    render_question(&user, AdminPart::Users.menu(), question)
}

/// Changes an account (`POST /admin/users/{id}`). `act` is `disable`, `enable`, `mail`, `withdraw`,
/// `reset`, or `grant`. The last two can give access to an account, so they require the admin's own
/// `password`.
pub(crate) async fn update_user(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentAdmin,
    id: web::Path<String>,
    request: HttpRequest,
    Form { values: form, .. }: Form<UserActForm>,
) -> Result<HttpResponse, PageError> {
    let id: UserId = id.parse().map_err(|_| PageError::NotFound(NO_USER))?;
    let act = form.act.as_str();
    if matches!(act, "grant" | "reset")
        && let Some(errors) =
            check_password(&app, &user, &form.password, ClientIp::of(&request).0).await?
    {
        return render_user(&app, &user, id, UserPageState { errors, ..UserPageState::default() })
            .await;
    }
    let actor = Actor::User(user.id);
    if act == "reset" {
        return match admin::show_reset_link(&app, actor, id, RESET_LIFETIME).await {
            Ok(token) => {
                let link = site.absolute_url(&format!("/password/reset?token={token}"), &request);
                let link = Some(link.as_str());
                render_user(&app, &user, id, UserPageState { link, ..UserPageState::default() })
                    .await
            }
            Err(error) => render_refusal(&app, &user, id, error).await,
        };
    }
    let (command, done) = parse_command(&app, act, id)?;
    match admin::apply(&app, actor, command).await {
        Ok(_) => Ok(redirect(done.at(&format!("/admin/users/{id}")))),
        Err(error) => render_refusal(&app, &user, id, error).await,
    }
}

/// Returns the command for an action, and the message that confirms it.
fn parse_command(app: &App, act: &str, id: UserId) -> Result<(AdminCommand, Flash), PageError> {
    match act {
        "disable" => Ok((AdminCommand::Disable(id), Flash::Disable)),
        "enable" => Ok((AdminCommand::Enable(id), Flash::Enable)),
        "mail" if app.notifier.can_send_mail() => {
            Ok((AdminCommand::MailResetLink(id), Flash::Mail))
        }
        "grant" => Ok((AdminCommand::GrantAdmin(id), Flash::Grant)),
        "withdraw" => Ok((AdminCommand::WithdrawAdmin(id), Flash::Withdraw)),
        _ => Err(PageError::BadRequest("admin.no_such_action")),
    }
}

/// Verifies the admin's own password. Returns the form errors if it is missing or wrong.
async fn check_password(
    app: &App,
    user: &CurrentAdmin,
    password: &str,
    from: IpAddr,
) -> Result<Option<FieldErrors>, PageError> {
    let mut errors = FieldErrors::default();
    if password.is_empty() {
        errors.add("password", "password.own_missing");
        return Ok(Some(errors));
    }
    match accounts::check_password(app, user, Password::from_input(password), from).await {
        Ok(_) => Ok(None),
        Err(AppError::WrongCredentials) => {
            errors.add("password", "password.wrong");
            Ok(Some(errors))
        }
        Err(error) => Err(error.into()),
    }
}

async fn render_refusal(
    app: &App,
    user: &CurrentAdmin,
    id: UserId,
    error: AppError,
) -> Result<HttpResponse, PageError> {
    match error {
        AppError::Admin(refusal) if is_still_admin(app, user.id).await? => {
            let refusal = Some(messages::message_for(refusal));
            render_user(app, user, id, UserPageState { refusal, ..UserPageState::default() }).await
        }
        AppError::NoSuchUser => Err(PageError::NotFound(NO_USER)),
        error => Err(error.into()),
    }
}

/// Returns whether the acting user is still an admin and may see the page.
async fn is_still_admin(app: &App, id: UserId) -> Result<bool, PageError> {
    let user = app.store.user(id).await.map_err(AppError::from)?;
    Ok(user.is_some_and(|user| user.is_active_admin()))
}

async fn render_user(
    app: &App,
    viewer: &CurrentAdmin,
    id: UserId,
    showing: UserPageState<'_>,
) -> Result<HttpResponse, PageError> {
    let UserPageState { errors, link, notice, refusal } = showing;
    let insight = match admin::user(app, id).await {
        Err(AppError::NoSuchUser) => return Err(PageError::NotFound(NO_USER)),
        insight => insight?,
    };
    let is_fine = errors.is_empty() && refusal.is_none();
    let page = UserPage::new(UserPageInput {
        layout: layout(insight.user.username.as_str(), Some(viewer), Section::Admin, false),
        insight: &insight,
        is_oneself: id == viewer.id,
        own_name: viewer.username.as_str(),
        sends_mail: app.notifier.can_send_mail(),
        now: app.clock.now(),
        zone: viewer.settings.time_zone,
        errors: &errors,
        link,
        notice,
        refusal: refusal.as_deref(),
    });
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html(status, page.render()?))
}
