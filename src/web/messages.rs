//! The message for each error code, in the current language.

#[cfg(test)]
mod tests;

use crate::domain::values::problem::Problem;
use crate::locale;

/// Returns the message for a problem. A variable that isn't a parameter is the message of the cause.
/// A `code` that isn't known, such as the text of a mail server's reply, is returned unchanged.
pub fn message_for<P: Into<Problem>>(problem: P) -> String {
    let Problem { code, params, cause } = problem.into();
    let param = |name: &str| {
        let known = params.iter().find(|(known, _)| known == name);
        known.map(|(_, value)| value.clone()).or_else(|| cause.as_deref().map(message_for))
    };
    locale::problem(&code, &param).unwrap_or_else(|| code.into_owned())
}

/// Returns the message for a code without parameters.
pub(crate) fn text(code: &'static str) -> &'static str {
    locale::problem_text(code).unwrap_or(code)
}
