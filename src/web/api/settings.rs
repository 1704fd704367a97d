//! `/user/{user}/settings`: the Slack webhook and the yearly allowances. Compatible with the API of
//! the earlier service.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

use super::body::{Body, Query, parse_text};
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
use crate::web::form::FieldErrors;

/// The types whose allowances this call reads and changes.
const TYPES: [&str; 4] = ["remote", "vacation", "holiday", "sick"];

/// The value for an allowance without a limit.
const UNSET: i32 = -1;

/// The settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"settings": {"slack": "", "total": {"remote": -1, "vacation": 30, "holiday": -1, "sick": -1}}}))]
pub struct SettingsBody {
    settings: UserSettingsBody,
}

/// What of the settings the API tells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsOfUser)]
pub struct UserSettingsBody {
    /// The Slack webhook; empty for none. A token that may only read sees no more than its end.
    slack: String,
    /// The days per year of each type, by the rule of the current allowance year; -1 for no limit.
    total: AllowancesBody,
}

/// Days a year of each type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Total)]
pub struct AllowancesBody {
    #[schema(value_type = f64)]
    remote: Number,
    #[schema(value_type = f64)]
    vacation: Number,
    #[schema(value_type = f64)]
    holiday: Number,
    #[schema(value_type = f64)]
    sick: Number,
}

/// New settings; those that are left out stay. Each can be a query parameter instead.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(example = json!({"vacation": 30, "sick": -1}))]
pub struct NewSettings {
    /// A Slack webhook; empty for none.
    #[serde(default, deserialize_with = "parse_text")]
    #[schema(nullable = false)]
    slack: Option<String>,
    /// Days a year in halves, 0 to 366; -1 for no limit.
    #[serde(default, deserialize_with = "number")]
    #[schema(value_type = Option<f64>, nullable = false, minimum = -1, maximum = 366, multiple_of = 0.5)]
    remote: Option<Number>,
    /// As `remote`.
    #[serde(default, deserialize_with = "number")]
    #[schema(value_type = Option<f64>, nullable = false, minimum = -1, maximum = 366, multiple_of = 0.5)]
    vacation: Option<Number>,
    /// As `remote`.
    #[serde(default, deserialize_with = "number")]
    #[schema(value_type = Option<f64>, nullable = false, minimum = -1, maximum = 366, multiple_of = 0.5)]
    holiday: Option<Number>,
    /// As `remote`.
    #[serde(default, deserialize_with = "number")]
    #[schema(value_type = Option<f64>, nullable = false, minimum = -1, maximum = 366, multiple_of = 0.5)]
    sick: Option<Number>,
}

/// The settings of [`NewSettings`] as query parameters.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SettingsParams {
    slack: Option<String>,
    remote: Option<String>,
    vacation: Option<String>,
    holiday: Option<String>,
    sick: Option<String>,
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Number>, D::Error> {
    Number::deserialize(deserializer).map(Some)
}

/// Read the settings
#[utoipa::path(
    get, path = "/api/v1/user/{user}/settings", operation_id = "readSettings", tag = "Settings",
    params(UserInPath),
    responses((status = 200, description = "The settings", body = SettingsBody)),
)]
pub async fn read_settings(app: web::Data<App>, caller: Caller) -> HttpResponse {
    let today = days::today_for(&app, &caller);
    HttpResponse::Ok().json(settings_body(&caller.settings, today, caller.may_write()))
}

/// Change settings
///
/// Any of them, as query parameters or in the body. Days apply from the current allowance year on;
/// earlier years keep theirs.
#[utoipa::path(
    put, path = "/api/v1/user/{user}/settings", operation_id = "changeSettings", tag = "Settings",
    params(
        UserInPath,
        ("slack" = Option<String>, Query, description = "A Slack webhook; empty for none"),
        ("remote" = Option<f64>, Query, description = "Days a year; -1 for no limit", minimum = -1, maximum = 366, multiple_of = 0.5),
        ("vacation" = Option<f64>, Query, description = "Days a year; -1 for no limit", minimum = -1, maximum = 366, multiple_of = 0.5),
        ("holiday" = Option<f64>, Query, description = "Days a year; -1 for no limit", minimum = -1, maximum = 366, multiple_of = 0.5),
        ("sick" = Option<f64>, Query, description = "Days a year; -1 for no limit", minimum = -1, maximum = 366, multiple_of = 0.5),
    ),
    request_body(content = NewSettings, content_type = "application/json"),
    responses(
        (status = 200, description = "The new settings", body = SettingsBody),
        (status = 400, description = "None given, or one is invalid", body = ErrorBody),
        (status = 413, description = "More than 1 MiB", body = ErrorBody),
    ),
)]
pub async fn change_settings(
    app: web::Data<App>,
    caller: Caller,
    Query(query): Query<SettingsParams>,
    body: Body,
) -> Result<HttpResponse, ApiError> {
    let today = days::today_for(&app, &caller);
    let edits = parse_edits(&app, today, query, body.parse_optional()?.unwrap_or_default())?;
    if edits.is_empty() {
        let none = "Give at least one of slack, remote, vacation, holiday and sick.";
        return Err(ApiError::BadRequest(none.to_owned()));
    }
    accounts::edit_settings(&app, caller.id, &SettingsEdit::Several(edits)).await?;
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
    let mut edits = Vec::new();
    if let Some(slack) = set_once("slack", query.slack, body.slack, &mut errors) {
        let webhook = parse_webhook(app, &slack);
        edits.extend(errors.take("slack", webhook).map(SettingsEdit::SlackWebhook));
    }
    let in_query = [query.remote, query.vacation, query.holiday, query.sick];
    let in_body = [body.remote, body.vacation, body.holiday, body.sick];
    for ((name, text), number) in TYPES.into_iter().zip(in_query).zip(in_body) {
        let number = number.map(|number| number.to_string());
        let Some(text) = set_once(name, text, number, &mut errors) else { continue };
        let Some(days) = errors.take(name, parse_days(&text)) else { continue };
        let edit = AllowanceEdit::Days { on: today, days };
        edits.extend(name.parse().map(|slug| SettingsEdit::Allowance(slug, edit)));
    }
    errors.is_empty().then_some(edits).ok_or(ApiError::Invalid(errors))
}

/// Returns a setting from the query or the body. Reports an error if both have it.
fn set_once(
    name: &'static str,
    in_query: Option<String>,
    in_body: Option<String>,
    errors: &mut FieldErrors,
) -> Option<String> {
    if in_query.is_some() && in_body.is_some() {
        errors.add_message(name, "Give this once.");
    }
    in_query.or(in_body)
}

fn parse_webhook(app: &App, text: &str) -> Result<Option<Webhook>, WebhookError> {
    if text.is_empty() { Ok(None) } else { slack_webhook::check(app, text).map(Some) }
}

fn parse_days(text: &str) -> Result<Option<AllowanceDays>, DaysError> {
    let is_unset = text.strip_suffix(".0").unwrap_or(text) == UNSET.to_string();
    if is_unset { Ok(None) } else { text.parse().map(Some) }
}

fn settings_body(settings: &Settings, today: Day, whole: bool) -> SettingsBody {
    let year = settings.allowance_calendar.year_start.year_of(today);
    let webhook = settings.slack_webhook.as_ref();
    let slack =
        webhook.map(|webhook| if whole { webhook.secret().to_owned() } else { webhook.hint() });
    let total = |name: &'static str| {
        let slug = name.parse::<Slug>().ok();
        let allowance = slug.and_then(|slug| settings.allowances.get(&slug));
        let days = allowance.and_then(|allowance| allowance.rule(year).days);
        days.map_or_else(|| Number::from(UNSET), |days| as_number(days.into()))
    };
    let [remote, vacation, holiday, sick] = TYPES.map(total);
    let total = AllowancesBody { remote, vacation, holiday, sick };
    SettingsBody { settings: UserSettingsBody { slack: slack.unwrap_or_default(), total } }
}
