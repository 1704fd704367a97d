//! The words of what is wrong with a field: one sentence for each code, with its parameters in braces.

use crate::domain::problem::Coded;

/// Puts an error into words.
pub fn of(error: &impl Coded) -> String {
    words(&error.to_string(), &error.params())
}

/// Puts a code into words.
pub fn words(code: &str, params: &[(&str, String)]) -> String {
    let mut words = sentence(code).unwrap_or(code).to_owned();
    for (name, value) in params {
        words = words.replace(&format!("{{{name}}}"), value);
    }
    words
}

fn sentence(code: &str) -> Option<&'static str> {
    Some(match code {
        "username.missing" => "Type your username.",
        "username.taken" => "This username is taken.",
        "identity.missing" => "Type your username or your e-mail address.",
        "password.missing" => "Type your password.",
        "password.wrong" => "That is not your password.",
        "password.current_missing" => "Type your current password.",
        "password.current_wrong" => "That is not your current password.",
        "password.own_missing" => "Type your own password.",
        "password.differs" => "The two passwords differ.",
        "password.new_differs" => "The two new passwords differ.",
        "login.wrong" => "Username and password do not fit.",
        "login.current_wrong" => "Username and current password do not fit.",
        "mail.none" => "This server sends no mail.",
        "mail.no_invitations" => {
            "This server sends no mail. Leave it empty, and hand the link over."
        }
        "day.type_missing" => "Choose a type.",
        "day.halves_missing" => "Choose a type for the morning, the afternoon or both.",
        "day.version" => "The version is not a number.",
        "days.existing" => "Choose whether days that are logged stay or give way.",
        "pattern.type_missing" => "Choose a type for this location, or take it away.",
        "type.colour" => "Choose a colour.",
        "type.kind" => "Choose what a day of it counts as.",
        "type.location" => "Choose whether it takes a location.",
        "merge.location" => "Say where: some of these days have no location yet.",
        "merge.changed" => {
            "These days have changed since you looked. Nothing was merged; this is what would follow now."
        }
        "merge.busy" => {
            "These days are being changed elsewhere at this moment. Nothing was merged; try again."
        }
        "merge.too_large" => {
            "There is too much text in these days to change all of them at once. Nothing was merged. Archive the type instead: its days keep it."
        }
        "allowance.years" => "Write each year as 2026; Worklog keeps 1970 to 2100.",
        "allowance.year_twice" => "{year} is there twice.",
        "allowance.since" => "Write the year as 2026; Worklog keeps 1970 to 2100.",
        "allowance.expiry" => "Choose a day that the month has.",
        "feed.too_many" => "You have {max} feeds, the most there can be. Revoke one first.",
        "delete.confirm" => "Say that you mean it.",
        "delete.changed" => "This has changed since it was shown. Look again at what goes.",
        "api.username_missing" => "Give a username.",
        "api.password_missing" => "Give a password.",
        "api.new_password_missing" => "Give a new password.",
        _ => return None,
    })
}
