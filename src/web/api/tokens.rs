//! `/user/{user}/tokens`: the tokens of a user. A token's secret is only returned when it is
//! created.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::body::{Body, deserialize_non_null_string};
use super::caller::Caller;
use super::error::{ApiError, ErrorBody};
use super::params::UserInPath;
use super::success::{Success, respond_success};
use crate::app::accounts::tokens;
use crate::app::{App, AppError};
use crate::domain::Timestamp;
use crate::domain::accounts::token::{Lifetime, Scope, Token, TokenError, TokenName};
use crate::web::form::{Form, validate};
use crate::web::session;

const NO_TOKEN: ApiError = ApiError::NotFound("api.no_token");

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct TokenBody {
    /// The ID of the token, which isn't secret.
    id: String,
    /// The name of the token.
    #[schema(example = "backup script")]
    name: String,
    /// The permission. `write` includes `read`.
    #[schema(pattern = "^(read|write)$", example = "read")]
    scope: &'static str,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it expires; null for never.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// When it was last used, to the minute; null for never.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

impl From<&Token> for TokenBody {
    fn from(token: &Token) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name.to_string(),
            scope: token.scope.as_str(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
        }
    }
}

/// The tokens of a user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tokens)]
pub(crate) struct TokensBody {
    /// The tokens, starting with the newest.
    tokens: Vec<TokenBody>,
}

/// A new token with its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MadeToken)]
pub(crate) struct CreatedTokenBody<'a> {
    /// The secret, which is only returned once. Send it as `Authorization: Bearer`.
    #[schema(value_type = String)]
    secret: &'a str,
    #[serde(flatten)]
    token: TokenBody,
}

/// A token to create.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"name": "backup script", "scope": "read", "expires": "90d"}))]
pub(crate) struct NewToken {
    /// A unique name with at most 80 characters.
    #[serde(default)]
    #[schema(required = true)]
    #[validate(custom(function = "validate::<TokenName>"))]
    name: String,
    /// `read` or `write`; `read` if omitted.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(nullable = false, pattern = "^(read|write)$")]
    #[validate(custom(function = "validate::<Scope>"))]
    scope: Option<String>,
    /// `30d`, `90d`, `1y`, or `never`; `90d` if omitted.
    #[serde(default, deserialize_with = "deserialize_non_null_string")]
    #[schema(nullable = false, pattern = "^(30d|90d|1y|never)$")]
    #[validate(custom(function = "validate::<Lifetime>"))]
    expires: Option<String>,
}

/// List tokens
#[utoipa::path(
    get, path = "/api/v1/user/{user}/tokens", operation_id = "listTokens", tag = "Tokens",
    params(UserInPath),
    responses((status = 200, description = "Your tokens", body = TokensBody)),
)]
pub(crate) async fn list_tokens(
    app: web::Data<App>,
    caller: Caller,
) -> Result<HttpResponse, ApiError> {
    let tokens = tokens::list(&app, &caller).await?;
    let tokens = tokens.iter().map(TokenBody::from).collect();
    Ok(HttpResponse::Ok().json(TokensBody { tokens }))
}

/// Create a token
///
/// Requires a session. Tokens can't create tokens. The scope `write` requires a login within the last
/// 10 minutes.
#[utoipa::path(
    post, path = "/api/v1/user/{user}/tokens", operation_id = "makeToken", tag = "Tokens",
    security(("session" = [])),
    params(UserInPath),
    request_body(content = NewToken, content_type = "application/json"),
    responses(
        (status = 201, description = "The token with its secret", body = CreatedTokenBody),
        (status = 400, description = "Something is missing or invalid, or you have too many tokens", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn create_token(
    app: web::Data<App>,
    caller: Caller,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    if !caller.is_person() {
        return Err(ApiError::Forbidden("api.token_by_token"));
    }
    let Form { values: NewToken { name, scope, expires }, errors } =
        Form::new(body.parse_required()?);
    let scope = scope.map_or(Ok(Scope::Read), |scope| scope.parse());
    let lifetime = expires.map_or(Ok(Lifetime::default()), |expires| expires.parse());
    let (Ok(name), Ok(scope), Ok(lifetime)) = (name.parse(), scope, lifetime) else {
        return Err(ApiError::Invalid(errors));
    };
    if scope == Scope::Write {
        caller.require_recent_password()?;
    }
    match tokens::create(&app, (&caller, &session::current_key()?), name, scope, lifetime).await {
        Ok((token, secret)) => {
            let made = CreatedTokenBody { secret: secret.reveal(), token: (&token).into() };
            Ok(HttpResponse::build(StatusCode::CREATED).json(made))
        }
        Err(AppError::Token(refusal @ TokenError::NameTaken)) => {
            Err(ApiError::field("name", refusal))
        }
        Err(AppError::Token(refusal)) => Err(ApiError::bad_request(refusal)),
        Err(error) => Err(error.into()),
    }
}

/// Revoke a token
#[utoipa::path(
    delete, path = "/api/v1/user/{user}/tokens/{id}", operation_id = "revokeToken", tag = "Tokens",
    params(
        UserInPath,
        ("id" = String, Path, description = "The ID of the token"),
    ),
    responses(
        (status = 200, description = "Token revoked", body = Success),
        (status = 404, description = "The token doesn’t exist", body = ErrorBody),
    ),
)]
pub(crate) async fn revoke_token(
    app: web::Data<App>,
    caller: Caller,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let id = request.match_info().get("id").and_then(|id| id.parse().ok()).ok_or(NO_TOKEN)?;
    let revoked = tokens::revoke(&app, &caller, id).await?;
    revoked.then(|| respond_success("done.api_token_revoked")).ok_or(NO_TOKEN)
}
