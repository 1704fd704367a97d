//! Error pages, malformed requests, and API calls.

pub(super) fn template(code: &str) -> Option<&'static str> {
    error_pages(code).or_else(|| forms(code)).or_else(|| missing(code)).or_else(|| api(code))
}

/// Headings and texts of error pages.
fn error_pages(code: &str) -> Option<&'static str> {
    Some(match code {
        "heading.none" => "Page not found",
        "heading.method" => "Method not allowed",
        "heading.forbidden" => "Request blocked",
        "heading.other_host" => "Unknown address",
        "heading.too_many_attempts" => "Too many attempts",
        "heading.unavailable" => "Temporarily unavailable",
        "heading.too_large" => "Request too large",
        "heading.refused" => "Invalid request",
        "heading.failed" => "Something went wrong",
        "page.none" => "Check the address, or go to the start page.",
        "page.method" => "This address doesn’t support that method.",
        "page.malformed" => "The request isn’t valid.",
        "page.too_large" => "The request is larger than this server accepts.",
        "page.wrong_host" => "This server has a different address. Check the one you opened.",
        "page.unknown_host" => {
            "To open Worklog at this address, set WORKLOG_PUBLIC_URL on the server to the URL that people use."
        }
        "page.other_site" => "The request came from another site. Nothing was changed.",
        "page.too_many_attempts" => "Too many attempts. Try again in {wait}.",
        "page.busy" => "Many people are logging in right now. Try again in a few seconds.",
        "page.imports_busy" => {
            "Other files are being imported right now. Nothing was imported. Try again in a few seconds."
        }
        "page.database_away" => {
            "The database can’t be reached right now. Nothing that you saved is lost. Try again in a few seconds."
        }
        "page.failed" => {
            "An unexpected error occurred and was logged. Try again, or ask your admin."
        }
        "page.database_replaced" => {
            "The database file was deleted or replaced while the server was running, so nothing can be saved. Ask your admin to restart the server."
        }
        "page.disk_full" => {
            "The server’s disk is full, so nothing can be saved. You can still see everything that was saved before. Tell your admin."
        }
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
        "form.encoding" => "The form contains bytes that aren’t valid UTF-8.",
        "form.separator" => "Choose “comma” or “semicolon” as the separator.",
        "form.range" => "Enter a start and an end date, such as 2026-03-31.",
        "form.repeated" => "The field “{name}” was sent more than once.",
        "form.unreadable" => "The form couldn’t be read: {reason}.",
        _ => return None,
    })
}

/// What does not exist.
fn missing(code: &str) -> Option<&'static str> {
    Some(match code {
        "missing.account" => "This account no longer exists.",
        "missing.audit_entry" => "This entry doesn’t exist.",
        "missing.calendar" => "This calendar feed doesn’t exist. It may have been revoked.",
        "missing.change" => "This change doesn’t exist.",
        "missing.day" => "This day doesn’t exist. Use a date from 1970-01-01 to 2100-12-31.",
        "missing.feed" => "This feed doesn’t exist.",
        "missing.file" => "This file doesn’t exist.",
        "missing.invitation" => "This invitation doesn’t exist.",
        "missing.month" => "This month doesn’t exist. Use a month from 1970-01 to 2100-12.",
        "missing.session" => "This session doesn’t exist.",
        "missing.token" => "This token doesn’t exist.",
        "missing.type" => "This type doesn’t exist.",
        "missing.user" => "This user doesn’t exist.",
        "missing.year" | "missing.stored_year" => {
            "This year isn’t supported. Use a year from 1970 to 2100."
        }
        _ => return None,
    })
}

/// API calls.
fn api(code: &str) -> Option<&'static str> {
    Some(match code {
        "api.not_logged_in" => "Not logged in",
        "api.no_path" => "This path doesn’t exist.",
        "api.password_required" => {
            "Log in again: this requires that you entered your password in the last 10 minutes."
        }
        "api.read_only" => "This token is read-only.",
        "api.token_by_token" => "Tokens can’t create tokens. Log in instead.",
        "api.limited" => "Too many requests. Try again in {seconds} seconds.",
        "api.repeated" => "Give this only once.",
        "api.query_encoding" => "The query contains bytes that aren’t valid UTF-8.",
        "api.no_body" => "Send a JSON object as the body.",
        "api.content_type" => "Send JSON, with the header Content-Type: application/json.",
        "api.body_encoding" => "The body contains bytes that aren’t valid UTF-8.",
        "api.broken_off" => "The body is incomplete.",
        "api.no_object" => "The body must be a JSON object.",
        "api.syntax" => {
            "The body isn’t valid JSON: there’s an error on line {line}, column {column}."
        }
        "api.trailing" => "Remove everything after the JSON object.",
        "api.not_a_number" => "“{field}” must be a number, given once.",
        "api.not_a_text" => "“{field}” must be a string, given once.",
        "api.half_a_range" => "Give both from and to.",
        "api.several_periods" => "Give a date, a year, or a range, not several.",
        "api.not_a_year" => "This isn’t a valid year. Write it with four digits, such as 2026.",
        "api.range_backwards" => "The last day must be on or after the first.",
        "api.range_too_long" => "A range can have at most {max} days.",
        "api.no_data" => "No data found",
        "api.incorrect_password" => "Incorrect password",
        "api.date_missing" => "Enter a date.",
        "api.already_logged" => "This day is already logged. Use PUT to change it.",
        "api.changed" => "The entry was changed and has a new ETag.",
        "api.delete_which_year" => "Give a year.",
        "api.delete_what" => "Give a date, or deleteyear with a year.",
        "api.delete_one" => "Request one deletion at a time.",
        "api.no_settings" => "Give at least one of slack, remote, vacation, holiday, and sick.",
        "api.no_token" => "This token doesn’t exist.",
        _ => return None,
    })
}
