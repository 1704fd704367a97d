//! The error messages of form fields: one sentence per code, with parameters in braces.

use crate::domain::problem::Coded;

/// Returns the message of an error.
pub fn of(error: &impl Coded) -> String {
    words(&error.to_string(), &error.params())
}

/// Returns the message for a code. Errors that imports and commands also report aren't codes but
/// messages already, and are returned unchanged.
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
        "day.type_archived" => {
            "This type is archived. Choose another, or have it offered again under Types."
        }
        "range.backwards" => "The last day is before the first.",
        "range.too_long" => "A range has at most {max} days; this one has {days}.",
        "week.start" => "A week starts on Monday, Saturday or Sunday.",
        "week.day" => "Choose among the days of the week.",
        "email.invalid" => "That does not look like an e-mail address.",
        "password.length" => "A password has 8 to 128 characters.",
        "password.is_username" => "The password must not be the username.",
        "password.too_common" => "This password is too easy to guess. Add a word or two.",
        "time_zone.unknown" => "There is no such time zone. Choose one like Europe/Berlin.",
        "invitation.too_many" => {
            "You have {max} open invitations, the most there can be. Take one back first."
        }
        "admin.no_longer" => "You are no admin any more.",
        "admin.oneself" => {
            "You cannot disable yourself, and another admin has to take the role of admin from you."
        }
        "admin.disabled" => "The account is disabled, so no link would work. Enable it first.",
        "admin.no_address" => "The user has no confirmed address to send a link to.",
        "token.scope" => "Choose what it may do: read or write.",
        "token.expires" => "Choose when it expires: 30d, 90d, 1y or never.",
        "token.name_taken" => {
            "Another token of yours has this name. Revoke that one first, or take another name."
        }
        "token.too_many" => "You have {max} tokens, the most there can be. Revoke one first.",
        "feed.detail" => "Choose how much it tells.",
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::domain::feed::FeedName;
    use crate::domain::range::RangeError;

    /// Returns the quoted texts that look like codes.
    fn codes(text: &str) -> BTreeSet<String> {
        let is_letter = |c: char| c == '_' || c.is_ascii_lowercase();
        let is_word = |word: &str| !word.is_empty() && word.chars().all(is_letter);
        let is_code = |text: &&str| {
            text.split_once('.').is_some_and(|(about, what)| is_word(about) && is_word(what))
        };
        text.split('"').skip(1).step_by(2).filter(is_code).map(str::to_owned).collect()
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                sources(&entry.path(), found);
            } else if !entry.path().ends_with("web/wording.rs") {
                found.push(fs::read_to_string(entry.path()).unwrap());
            }
        }
    }

    #[test]
    fn every_code_has_a_message_and_every_message_is_used() {
        let mut texts = Vec::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut texts);
        let lines = || texts.iter().flat_map(|text| text.lines());
        let calls = ["#[error(", "code = ", "errors.add(", "overrule(", "unless(", "words("];
        let given: BTreeSet<_> = lines()
            .filter(|line| calls.iter().any(|call| line.contains(call)))
            .flat_map(codes)
            .collect();
        assert!(given.len() > 30, "{given:?}");
        for code in &given {
            assert!(sentence(code).is_some(), "{code} has no words");
        }
        let (own, _) = include_str!("wording.rs").split_once("#[cfg(test)]").unwrap();
        for code in codes(own) {
            let text = format!("\"{code}\"");
            assert!(lines().any(|line| line.contains(&text)), "nothing says {code}");
        }
    }

    #[test]
    fn parameters_are_inserted() {
        let long = RangeError::TooLong(401);
        assert_eq!(of(&long), "A range has at most 400 days; this one has 401.");
        let name = "a\u{200B}".parse::<FeedName>().unwrap_err();
        assert_eq!(of(&name), "A name cannot hold invisible characters. This one has U+200B.");
        assert_eq!(words("a sentence", &[]), "a sentence");
    }
}
