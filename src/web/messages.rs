//! The message for each error code, with placeholders for its parameters in braces. A placeholder
//! that isn't a parameter is replaced by the message of the cause.

mod account;
mod days;
mod import;
mod notices;
mod requests;
mod settings;
#[cfg(test)]
mod tests;

use crate::domain::values::problem::Problem;

/// Returns the message for a problem. A `code` that isn't known, such as the text of a mail server's
/// reply, is returned unchanged.
pub fn message_for<P: Into<Problem>>(problem: P) -> String {
    let Problem { code, params, cause } = problem.into();
    let Some(mut rest) = template(&code) else { return code.into_owned() };
    let mut message = String::with_capacity(rest.len());
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        message.push_str(before);
        match params.iter().find(|(known, _)| known == name) {
            Some((_, value)) => message.push_str(value),
            None => message.extend(cause.as_deref().map(message_for)),
        }
        rest = after;
    }
    message + rest
}

/// Returns the message for a code without parameters.
pub(crate) fn text(code: &'static str) -> &'static str {
    template(code).unwrap_or(code)
}

fn template(code: &str) -> Option<&'static str> {
    account::template(code)
        .or_else(|| days::template(code))
        .or_else(|| settings::template(code))
        .or_else(|| import::template(code))
        .or_else(|| requests::template(code))
        .or_else(|| notices::template(code))
}
