//! Types, allowances, feeds, and webhooks.

pub(super) fn template(code: &str) -> Option<&'static str> {
    types(code).or_else(|| feeds_and_webhooks(code))
}

/// Types, merging, and allowances.
fn types(code: &str) -> Option<&'static str> {
    Some(match code {
        "type.move" => "Choose up or down.",
        "type.archive" => "Choose whether to archive the type.",
        "type.colour" => "Choose a color.",
        "type.kind" => "Choose what a day of it counts as.",
        "type.location" => "Choose whether it takes a location.",
        "merge.location" => "Enter a location: some of these days have none.",
        "merge.changed" => {
            "Nothing was merged: these days were changed since the preview. Check the new one."
        }
        "merge.busy" => "Nothing was merged: these days are being changed elsewhere. Try again.",
        "merge.too_large" => {
            "There is too much text in these days to change all of them at once. Nothing was merged. Archive the type instead: its days keep it."
        }
        "allowance.years" => "Enter years from 1970 to 2100, such as 2026.",
        "allowance.year_twice" => "Enter {year} only once.",
        "allowance.from" => "Enter a year from 1970 to 2100, such as 2026.",
        "allowance.year_start" => "Choose a month.",
        "allowance.employment" => "Choose an end date on or after the start date.",
        "allowance.overdrawn" => "{days} over your {type} allowance for {year}.",
        "allowance.expiry" => "Enter a day that exists in this month.",
        "days.not_halves" => "Use whole or half days, such as 30 or 12.5.",
        "days.too_many" => "A year has at most {max} days.",
        "label.empty" => "Give the type a name.",
        "label.too_long" => "A type's name has at most {max} characters.",
        "label.control" => "A type's name cannot hold control characters.",
        "label.invisible" => {
            "A type's name cannot hold invisible characters. This one has U+{code}."
        }
        "type.slug" => "A type's short name has 1 to 40 letters a to z, digits, or hyphens.",
        "type.gone" => "This type doesn’t exist.",
        "type.label_taken" => "Another type has that name.",
        "type.too_many" => {
            "You can have at most {max} types of your own. Merge one into another first."
        }
        "type.last_offered" => "Keep at least one type to log days with.",
        "merge.built_in" => "You can’t merge built-in types. Archive this one instead.",
        "merge.same_type" => "Choose another type to merge it into.",
        _ => return None,
    })
}

/// Feeds and webhooks.
fn feeds_and_webhooks(code: &str) -> Option<&'static str> {
    Some(match code {
        "feed.presence" => "Reads “Working” or “Away”.",
        "feed.type" => "Reads “Remote” or “Vacation”.",
        "feed.location" => "Reads “Remote, New York”.",
        "feed.notes" => "For your own calendar.",
        "feed.detail" => "Choose what to share.",
        "feed.too_many" => "You have {max} feeds, the most there can be. Revoke one first.",
        "feed_name.empty" => "Give it a name, such as who reads it.",
        "feed_name.too_long" => "A name has at most {max} characters.",
        "feed_name.control" => "A name cannot hold control characters.",
        "feed_name.invisible" => "A name cannot hold invisible characters. This one has U+{code}.",
        "webhook.no_address" => "Paste the whole address of the webhook. It begins with https://.",
        "webhook.too_long" => "An address has at most {max} characters.",
        "webhook.not_https" => "This address begins with {scheme}://. It must begin with https://.",
        "webhook.credentials" => "An address cannot hold a user name or a password.",
        "webhook.host" => "Webhooks go to {allowed} here, not to {host}.",
        "webhook.host_gone" => "Webhooks may no longer go to that host.",
        "webhook.no_public_address" => "The webhook's host has no public address.",
        "webhook.timeout" => "The webhook did not answer within {seconds} seconds.",
        "webhook.unreachable" => "The webhook could not be reached.",
        "webhook.answered" => "The webhook answered {status}.",
        _ => return None,
    })
}
