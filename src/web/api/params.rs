//! Parameters shared by several calls, as described in the `OpenAPI` document.

use serde::Deserialize;
use utoipa::IntoParams;

/// The user in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "only documents parameters parsed elsewhere")]
pub(crate) struct UserInPath {
    /// Your username
    #[param(example = "ada")]
    user: String,
}

/// What is logged for a day, beside the notes.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct DayParams {
    /// The day
    #[param(required = true, format = Date, example = "2026-01-02")]
    pub(crate) date: String,
    /// The id or the name of a type, in any case
    #[serde(rename = "type")]
    #[param(required = true, example = "remote")]
    pub(crate) day_type: String,
    /// Where, at most 80 characters; remote requires it, and types such as vacation reject it
    #[param(required = false, nullable = false, example = "New York")]
    pub(crate) location: Option<String>,
    /// The type of the afternoon
    #[param(required = false, nullable = false)]
    pub(crate) pm_type: Option<String>,
    /// Where in the afternoon
    #[param(required = false, nullable = false)]
    pub(crate) pm_location: Option<String>,
}

/// On which condition an entry is changed.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documents parameters parsed elsewhere")]
pub(crate) struct Condition {
    /// The tags of which the entry has to have one
    #[param(rename = "If-Match", required = false, nullable = false)]
    if_match: Option<String>,
}
