//! `/user/{user}/settings`: the Slack webhook and the yearly allowances. Compatible with the API of
//! the earlier service.

use std::str::FromStr;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::any_case::AnyCase;
use super::body::{Body, Query};
use super::caller::Caller;
use super::error::{ApiError, ErrorBody};
use super::numbers::as_number;
use super::params::UserInPath;
use crate::app::notifications::WebhookError;
use crate::app::notifications::slack_webhook;
use crate::app::{App, accounts, days};
use crate::domain::allowances::{AllowanceDays, AllowanceEdit, DaysError};
use crate::domain::days::day::Day;
use crate::domain::settings::webhook::Webhook;
use crate::domain::settings::{Settings, SettingsEdit};
use crate::domain::types::Slug;
use crate::web::form::{FieldErrors, Form, validate};
use crate::web::session;

/// The types whose allowances this call reads and changes.
const TYPES: [&str; 4] = ["remote", "vacation", "holiday", "sick"];

/// The value for an allowance without a limit.
const NO_LIMIT: i32 = -1;

/// The settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"settings": {"slack": "", "total": {"remote": -1, "vacation": 30, "holiday": -1, "sick": -1}}}))]
pub(crate) struct SettingsBody {
    settings: UserSettingsBody,
}

/// The settings that the API contains.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsOfUser)]
pub(crate) struct UserSettingsBody {
    /// The Slack webhook; empty for none. A read-only token only sees its end.
    slack: String,
    /// The days per year of each type in the current allowance year; -1 for no limit.
    total: AllowancesBody,
}

/// The days per year of each type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Total)]
pub(crate) struct AllowancesBody {
    #[schema(value_type = f64)]
    remote: Number,
    #[schema(value_type = f64)]
    vacation: Number,
    #[schema(value_type = f64)]
    holiday: Number,
    #[schema(value_type = f64)]
    sick: Number,
}

/// New settings. Those that are omitted or null don't change. Names are accepted in any letter case.
/// Each can be a query parameter instead.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"vacation": 30, "sick": -1}))]
pub(crate) struct NewSettings {
    /// A Slack webhook; empty for none.
    #[serde(default)]
    slack: Option<String>,
    /// 0 to 366 days per year in steps of 0.5, also as a string; -1 or an empty string for no limit.
    #[serde(default, deserialize_with = "deserialize_days")]
    #[schema(schema_with = days_in_body)]
    #[validate(custom(function = "validate::<AllowanceParam>"))]
    remote: Option<String>,
    /// Like `remote`.
    #[serde(default, deserialize_with = "deserialize_days")]
    #[schema(schema_with = days_in_body)]
    #[validate(custom(function = "validate::<AllowanceParam>"))]
    vacation: Option<String>,
    /// Like `remote`.
    #[serde(default, deserialize_with = "deserialize_days")]
    #[schema(schema_with = days_in_body)]
    #[validate(custom(function = "validate::<AllowanceParam>"))]
    holiday: Option<String>,
    /// Like `remote`.
    #[serde(default, deserialize_with = "deserialize_days")]
    #[schema(schema_with = days_in_body)]
    #[validate(custom(function = "validate::<AllowanceParam>"))]
    sick: Option<String>,
}

/// The settings of [`NewSettings`] as query parameters.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SettingsParams {
    /// A Slack webhook; empty for none
    #[param(required = false, nullable = false)]
    slack: Option<String>,
    /// Days per year; -1 or empty for no limit
    #[param(required = false, schema_with = days_in_query)]
    remote: Option<String>,
    /// Days per year; -1 or empty for no limit
    #[param(required = false, schema_with = days_in_query)]
    vacation: Option<String>,
    /// Days per year; -1 or empty for no limit
    #[param(required = false, schema_with = days_in_query)]
    holiday: Option<String>,
    /// Days per year; -1 or empty for no limit
    #[param(required = false, schema_with = days_in_query)]
    sick: Option<String>,
}

/// Deserializes days from a number or, as clients of the earlier service send them, from a string.
fn deserialize_days<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum SentDays {
        Number(Number),
        Text(String),
    }
    Ok(Option::deserialize(deserializer)?.map(|sent| match sent {
        SentDays::Number(days) => days.to_string(),
        SentDays::Text(text) => text,
    }))
}

/// An allowance in days. `None` means no limit, which callers send as -1 or as an empty
/// string.
struct AllowanceParam(Option<AllowanceDays>);

impl FromStr for AllowanceParam {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let text = text.trim();
        let is_unlimited =
            text.is_empty() || text.strip_suffix(".0").unwrap_or(text) == NO_LIMIT.to_string();
        if is_unlimited { Ok(Self(None)) } else { text.parse().map(|days| Self(Some(days))) }
    }
}

impl NewSettings {
    /// Adds the settings in the query. Reports an error for each that the body contains too.
    fn with_query(self, query: SettingsParams, errors: &mut FieldErrors) -> Self {
        let mut once = |name, in_query: Option<String>, in_body: Option<String>| {
            if in_query.is_some() && in_body.is_some() {
                errors.add(name, "api.repeated");
            }
            in_query.or(in_body)
        };
        Self {
            slack: once("slack", query.slack, self.slack),
            remote: once("remote", query.remote, self.remote),
            vacation: once("vacation", query.vacation, self.vacation),
            holiday: once("holiday", query.holiday, self.holiday),
            sick: once("sick", query.sick, self.sick),
        }
    }
}

/// The schema of days per year in a body.
fn days_in_body() -> Object {
    days_schema([Type::Number, Type::String, Type::Null])
}

/// The schema of days per year in a query.
fn days_in_query() -> Object {
    days_schema([Type::Number, Type::String])
}

fn days_schema(types: impl IntoIterator<Item = Type>) -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(types.into_iter().collect()))
        .minimum(Some(-1))
        .maximum(Some(366))
        .multiple_of(Some(0.5))
        .pattern(Some("^(-1|[0-9]{1,3}([.,][05])?)?$"))
        .build()
}

/// Read the settings
#[utoipa::path(
    get, path = "/api/v1/user/{user}/settings", operation_id = "readSettings", tag = "Settings",
    params(UserInPath),
    responses((status = 200, description = "The settings", body = SettingsBody)),
)]
pub(crate) async fn read_settings(app: web::Data<App>, caller: Caller) -> HttpResponse {
    let today = days::today_for(&app, &caller);
    HttpResponse::Ok().json(settings_body(&caller.settings, today, caller.may_write()))
}

/// Change settings
///
/// Send any of them, as query parameters or in the body. Names are case-insensitive. Days apply
/// from the current allowance year. Earlier years don't change. With a session, changing `slack`
/// requires a login within the last 10 minutes.
#[utoipa::path(
    put, path = "/api/v1/user/{user}/settings", operation_id = "changeSettings", tag = "Settings",
    params(UserInPath, SettingsParams),
    request_body(content = NewSettings, content_type = "application/json"),
    responses(
        (status = 200, description = "The new settings", body = SettingsBody),
        (status = 400, description = "No settings given, or one is invalid", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub(crate) async fn change_settings(
    app: web::Data<App>,
    caller: Caller,
    Query(AnyCase(query)): Query<AnyCase<SettingsParams>>,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let today = days::today_for(&app, &caller);
    let sent = body.parse_optional::<AnyCase<NewSettings>>()?;
    let sent = sent.map(|AnyCase(new)| new).unwrap_or_default();
    let edits = parse_edits(&app, today, query, sent)?;
    if edits.is_empty() {
        return Err(ApiError::bad_request("api.no_settings"));
    }
    if edits.iter().any(|edit| matches!(edit, SettingsEdit::SlackWebhook(_))) {
        caller.require_recent_password()?;
    }
    let edit = SettingsEdit::Batch(edits);
    if caller.is_person() {
        accounts::edit_settings_in(&app, caller.id, &session::current_key()?, &edit).await?;
    } else {
        accounts::edit_settings(&app, caller.id, &edit).await?;
    }
    // Read them back: another request may have changed other settings in the meantime.
    let user = accounts::user(&app, caller.id).await?;
    Ok(HttpResponse::Ok().json(settings_body(&user.settings, today, true)))
}

/// Parses all settings in the query and the body, so that nothing is changed if one is invalid.
fn parse_edits(
    app: &App,
    today: Day,
    query: SettingsParams,
    body: NewSettings,
) -> Result<Vec<SettingsEdit>, ApiError> {
    let mut errors = FieldErrors::default();
    let Form { values, errors: invalid } = Form::new(body.with_query(query, &mut errors));
    let mut edits = Vec::new();
    // Which hosts are allowed depends on the server.
    if let Some(slack) = values.slack {
        let webhook = parse_webhook(app, &slack);
        edits.extend(errors.ok_or_record("slack", webhook).map(SettingsEdit::SlackWebhook));
    }
    errors.extend(Some(invalid));
    let allowances = [values.remote, values.vacation, values.holiday, values.sick];
    for (name, text) in TYPES.into_iter().zip(allowances) {
        let days = text.and_then(|text| text.parse::<AllowanceParam>().ok());
        edits.extend(days.zip(name.parse().ok()).map(|(AllowanceParam(days), slug)| {
            SettingsEdit::Allowance(slug, AllowanceEdit::Days { on: today, days })
        }));
    }
    errors.is_empty().then_some(edits).ok_or(ApiError::Invalid(errors))
}

fn parse_webhook(app: &App, text: &str) -> Result<Option<Webhook>, WebhookError> {
    if text.is_empty() { Ok(None) } else { slack_webhook::check(app, text).map(Some) }
}

fn settings_body(settings: &Settings, today: Day, reveal_webhook: bool) -> SettingsBody {
    let year = settings.allowance_calendar.year_start.year_of(today);
    let webhook = settings.slack_webhook.as_ref();
    let slack = webhook
        .map(|webhook| if reveal_webhook { webhook.secret().to_owned() } else { webhook.hint() });
    let total = |name: &'static str| {
        let slug = name.parse::<Slug>().ok();
        let allowance = slug.and_then(|slug| settings.allowances.get(&slug));
        let days = allowance.and_then(|allowance| allowance.rule(year).days);
        days.map_or_else(|| Number::from(NO_LIMIT), |days| as_number(days.into()))
    };
    let [remote, vacation, holiday, sick] = TYPES.map(total);
    let total = AllowancesBody { remote, vacation, holiday, sick };
    SettingsBody { settings: UserSettingsBody { slack: slack.unwrap_or_default(), total } }
}
