//! Error pages, malformed requests, and API calls.

pub(super) fn template(code: &str) -> Option<&'static str> {
    error_pages(code).or_else(|| forms(code)).or_else(|| missing(code)).or_else(|| api(code))
}

/// Headings and texts of error pages.
fn error_pages(code: &str) -> Option<&'static str> {
    Some(match code {
        "heading.none" => "There is nothing here",
        "heading.method" => "That is not done here",
        "heading.forbidden" => "Not from there",
        "heading.too_many_attempts" => "Too many attempts",
        "heading.unavailable" => "Not available just now",
        "heading.too_large" => "Too large",
        "heading.refused" => "That did not work",
        "heading.failed" => "Something went wrong",
        "page.none" => "This address leads nowhere.",
        "page.method" => "This address does not take that method.",
        "page.malformed" => "The request makes no sense.",
        "page.too_large" => "What was sent is too large.",
        "page.wrong_host" => "This server answers for another address.",
        "page.other_site" => "This form was sent from another site, so nothing was done.",
        "page.too_many_attempts" => "Too many attempts. Try again in {wait}.",
        "page.busy" => "Many people are logging in at this moment. Try again in a few seconds.",
        "page.imports_busy" => {
            "Other files are being imported right now. Nothing was imported. Try again in a few seconds."
        }
        "page.database_away" => {
            "The database cannot be reached at the moment. Nothing was lost that was saved before; try again shortly."
        }
        "page.database_replaced" => {
            "The database file was deleted or replaced while the server was running, so nothing can be saved. Ask your administrator to restart the server."
        }
        "page.disk_full" => {
            "The server’s disk is full, so nothing can be saved. You can still see everything that was saved before. Tell your administrator."
        }
        "page.failed" => "Something went wrong here, and it has been written to the log.",
        "wait.second" => "a second",
        "wait.seconds" => "{count} seconds",
        "wait.minutes" => "{count} minutes",
        _ => return None,
    })
}

/// Malformed forms.
fn forms(code: &str) -> Option<&'static str> {
    Some(match code {
        "form.content_type" => "Send the form as application/x-www-form-urlencoded.",
        "form.encoding" => "The form holds bytes that are not UTF-8 text.",
        "form.separator" => "Choose “comma” or “semicolon” as the separator.",
        "form.repeated" => "The field “{name}” was sent more than once.",
        "form.unreadable" => "The form could not be read: {reason}.",
        _ => return None,
    })
}

/// What does not exist.
fn missing(code: &str) -> Option<&'static str> {
    Some(match code {
        "missing.account" => "This account is no more.",
        "missing.audit_entry" => "There is no such entry.",
        "missing.calendar" => "There is no such calendar feed. It may have been revoked.",
        "missing.change" => "There is no such change of yours.",
        "missing.day" => "There is no such day. Worklog keeps days from 1970-01-01 to 2100-12-31.",
        "missing.feed" => "There is no such feed.",
        "missing.file" => "There is no such file.",
        "missing.invitation" => "There is no such invitation.",
        "missing.month" => {
            "There is no such month. Worklog keeps days from 1970-01-01 to 2100-12-31."
        }
        "missing.stored_year" => "There is no such year. Worklog keeps 1970 to 2100.",
        "missing.token" => "There is no such token.",
        "missing.type" => "You have no such type, or no longer.",
        "missing.user" => "There is no such user, or no longer.",
        "missing.year" => "There is no such year. Worklog keeps days from 1970 to 2100.",
        _ => return None,
    })
}

/// API calls.
fn api(code: &str) -> Option<&'static str> {
    Some(match code {
        "api.not_logged_in" => "Not logged in",
        "api.read_only" => "This token may only read.",
        "api.token_by_token" => "A token makes no tokens. Log in for that.",
        "api.limited" => "Too many requests. Try again in {seconds} s.",
        "api.repeated" => "Give this once.",
        "api.query_encoding" => "The query has bytes that are not UTF-8 text.",
        "api.no_body" => "Send a JSON object as the body.",
        "api.content_type" => "Send JSON, with the header Content-Type: application/json.",
        "api.body_encoding" => "The body has bytes that are not UTF-8 text.",
        "api.broken_off" => "The body broke off.",
        "api.no_object" => "The body has to be a JSON object.",
        "api.syntax" => {
            "The body is not JSON: it cannot be read beyond line {line}, column {column}."
        }
        "api.trailing" => "Something follows the JSON object.",
        "api.not_a_number" => "“{field}” has to be a number, given once.",
        "api.not_a_text" => "“{field}” has to be a text, given once.",
        "api.half_a_range" => "Give both from and to.",
        "api.several_periods" => "Give a date, a year or a range, not several.",
        "api.not_a_year" => "That is not a year. Write it with four digits, such as 2026.",
        "api.range_backwards" => "The last day lies before the first.",
        "api.range_too_long" => "These are more than {max} days.",
        "api.no_data" => "No data found",
        "api.incorrect_password" => "Incorrect password",
        "api.date_missing" => "Enter a date.",
        "api.already_logged" => "That day is already logged; PUT changes it.",
        "api.changed" => "The entry has changed: it has another ETag now.",
        "api.delete_which_year" => "Say which year.",
        "api.delete_what" => "Say what to delete: a date, or deleteyear with a year.",
        "api.delete_one" => "Ask for one deletion at a time.",
        "api.no_settings" => "Give at least one of slack, remote, vacation, holiday and sick.",
        "api.no_token" => "There is no such token of yours.",
        _ => return None,
    })
}
