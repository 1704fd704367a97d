//! `/settings/tokens`: creating and revoking API tokens.

pub mod form;
mod view;

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::accounts::tokens;
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::{Form, Query};
use crate::web::pages::create_form_state::Showing;
use crate::web::pages::respond::{chrome, html, see_other};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::tokens::form::NewTokenForm;
use crate::web::pages::settings::tokens::view::{MadeToken, TokensPage};
use crate::web::session;
use crate::web::site_config::Site;
use crate::web::views::Section;

const PATH: &str = "/settings/tokens";

/// Shows the tokens (`GET /settings/tokens`).
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    Query(query): Query<Done>,
) -> Result<HttpResponse, PageError> {
    let kept = session::take_kept_form(&session, PATH)?;
    let form = kept.unwrap_or_else(NewTokenForm::blank);
    let notice = query.is(Flash::Revoked).then_some("Revoked. It no longer works.");
    show(&app, &user, Showing { notice, ..Showing::form(&form) }).await
}

/// Creates a token (`POST /settings/tokens`) from `name`, `scope`, and `expires`. The response
/// contains the token's secret: a redirect to a page that shows it would require storing it.
pub async fn make(
    app: web::Data<App>,
    site: web::Data<Site>,
    user: CurrentUser,
    request: HttpRequest,
    Form { typed: form, mut errors }: Form<NewTokenForm>,
) -> Result<HttpResponse, PageError> {
    let read = (form.name.parse(), form.scope.parse(), form.expires.parse());
    let (Ok(name), Ok(scope), Ok(lifetime)) = read else {
        return show(&app, &user, Showing { errors, ..Showing::form(&form) }).await;
    };
    let (token, secret) = match tokens::create(&app, &user, name, scope, lifetime).await {
        Ok(made) => made,
        Err(AppError::Token(refusal)) => {
            errors.refuse("name", refusal);
            return show(&app, &user, Showing { errors, ..Showing::form(&form) }).await;
        }
        Err(error) => return Err(error.into()),
    };
    let path = example(&app, &user);
    let address = site.address_for(&path, &request);
    let name = token.name.as_str();
    let made = Some(MadeToken { name, secret: &secret, address: &address });
    let form = NewTokenForm::blank();
    show(&app, &user, Showing { made, ..Showing::form(&form) }).await
}

/// Revokes a token (`POST /settings/tokens/{id}/revoke`). Succeeds if it is already revoked.
pub async fn revoke(
    app: web::Data<App>,
    user: CurrentUser,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let no_token = "There is no such token.";
    let token = id.parse().map_err(|_| PageError::NotFound(no_token))?;
    tokens::revoke(&app, &user, token).await?;
    Ok(see_other(Flash::Revoked.at(PATH)))
}

/// Returns the path of an API call that reads the user's entries of this year.
fn example(app: &App, user: &User) -> String {
    let year = days::today_of(app, user).year();
    format!("/api/v1/user/{}?year={year}", user.username)
}

async fn show(
    app: &App,
    user: &User,
    showing: Showing<'_, NewTokenForm, MadeToken<'_>>,
) -> Result<HttpResponse, PageError> {
    let status = showing.status();
    let Showing { form, errors, made, notice } = showing;
    let tokens = tokens::list(app, user).await?;
    let page = TokensPage {
        chrome: chrome("API tokens", Some(user), Section::Settings, false),
        here: SettingsPart::Tokens,
        tokens: &tokens,
        now: app.clock.now(),
        zone: user.settings.time_zone,
        form,
        errors: &errors,
        made,
        notice,
    };
    Ok(html(status, page.render()?))
}
