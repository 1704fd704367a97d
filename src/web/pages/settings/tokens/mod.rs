//! `/settings/tokens`: creating and revoking API tokens.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::accounts::tokens;
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{Form, PageQuery};
use crate::web::messages;
use crate::web::pages::create_form_state::CreateFormState;
use crate::web::pages::respond::{html, layout, redirect, render_question};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::tokens::form::NewTokenForm;
use crate::web::pages::settings::tokens::view::{CreatedToken, TokensPage};
use crate::web::session;
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;
use crate::web::views::question::Question;

const PATH: &str = "/settings/tokens";

/// Shows the tokens (`GET /settings/tokens`).
pub(crate) async fn show_tokens(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let pending = session::take_pending_form(&session, PATH)?;
    let form = pending.unwrap_or_else(NewTokenForm::blank);
    let notice = query.is(Flash::Revoked).then_some(messages::text("done.token_revoked"));
    render_tokens(&app, &user, CreateFormState::new(&form, notice)).await
}

/// Creates a token (`POST /settings/tokens`) from `name`, `scope`, and `expires`. The response
/// contains the token's secret: a redirect to a page that shows it would require storing it.
pub(crate) async fn create_token(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentUser,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<NewTokenForm>,
) -> Result<HttpResponse, PageError> {
    let read = (form.name.parse(), form.scope.parse(), form.expires.parse());
    let (Ok(name), Ok(scope), Ok(lifetime)) = read else {
        return render_tokens(&app, &user, CreateFormState::invalid(&form, errors)).await;
    };
    let (token, secret) = match tokens::create(
        &app,
        (&user, &session::current_key()?),
        name,
        scope,
        lifetime,
    )
    .await
    {
        Ok(created) => created,
        Err(AppError::Token(refusal)) => {
            errors.add_error("name", refusal);
            return render_tokens(&app, &user, CreateFormState::invalid(&form, errors)).await;
        }
        Err(error) => return Err(error.into()),
    };
    let path = example(&app, &user);
    let address = site.absolute_url(&path, &request);
    let name = token.name.as_str();
    let created = CreatedToken { name, secret: &secret, address: &address };
    let form = NewTokenForm::blank();
    render_tokens(&app, &user, CreateFormState::created(created, &form)).await
}

/// Asks whether to revoke a token (`GET /settings/tokens/{id}/revoke`).
pub(crate) async fn show_token_revocation(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound("missing.token"))?;
    let tokens = tokens::list(&app, &user).await?;
    let token = tokens.iter().find(|token| token.id == id);
    let token = token.ok_or(PageError::NotFound("missing.token"))?;
    let question = Question {
        title: &t::revoke_question(token.name.as_str()),
        text: t::tokens_revoke_text(),
        action: &format!("{PATH}/{id}/revoke"),
        field: None,
        button: t::revoke(),
        back: PATH,
    };
    render_question(&user, SettingsPart::Tokens.menu(), question)
}

/// Revokes a token (`POST /settings/tokens/{id}/revoke`). Succeeds if it is already revoked.
pub(crate) async fn revoke_token(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let token = id.parse().map_err(|_| PageError::NotFound("missing.token"))?;
    tokens::revoke(&app, &user, token).await?;
    Ok(redirect(Flash::Revoked.at(PATH)))
}

/// Returns the path of an API call that reads the user's entries of this year.
fn example(app: &App, user: &User) -> String {
    let year = days::today_for(app, user).year();
    format!("/api/v1/user/{}?year={year}", user.username)
}

async fn render_tokens(
    app: &App,
    user: &User,
    showing: CreateFormState<'_, NewTokenForm, CreatedToken<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let CreateFormState { form, errors, created, notice } = showing;
    let tokens = tokens::list(app, user).await?;
    let page = TokensPage {
        layout: layout(t::tokens(), Some(user), Section::Settings, false),
        current: SettingsPart::Tokens,
        tokens: &tokens,
        now: app.clock.now(),
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        created,
        notice,
    };
    Ok(html(status, page.render()?))
}
