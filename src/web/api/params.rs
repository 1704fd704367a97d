//! Parameters that several calls take, for the document.

use utoipa::IntoParams;

/// Whose it is.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes what is read elsewhere")]
pub struct UserInPath {
    /// Your username
    #[param(example = "ada")]
    user: String,
}

/// What is logged for a day, beside the notes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what is read elsewhere")]
pub struct DayParams {
    /// The day
    #[param(format = Date, example = "2026-01-02")]
    date: String,
    /// The id of a type, in any case
    #[param(rename = "type", example = "remote")]
    day_type: String,
    /// Where, at most 80 characters; remote needs it
    #[param(required = false, nullable = false, example = "New York")]
    location: Option<String>,
    /// The type of the afternoon
    #[param(required = false, nullable = false)]
    pm_type: Option<String>,
    /// Where in the afternoon
    #[param(required = false, nullable = false)]
    pm_location: Option<String>,
}

/// On which condition an entry is changed.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what is read elsewhere")]
pub struct Condition {
    /// The tags of which the entry has to have one
    #[param(rename = "If-Match", required = false, nullable = false)]
    if_match: Option<String>,
}
