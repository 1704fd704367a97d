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
        "type.kind" => "Choose what days of this type count as.",
        "type.location" => "Choose whether this type has a location.",
        "merge.location" => "Enter a location: some of these days have none.",
        "merge.changed" => {
            "Nothing was merged: these days were changed since the preview. Check the new one."
        }
        "merge.busy" => "Nothing was merged: these days are being changed elsewhere. Try again.",
        "merge.too_large" => {
            "These days contain too much text to change at once. Nothing was merged. Archive the type instead."
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
        "label.empty" => "Enter a name for the type.",
        "label.too_long" => "The type’s name can have at most {max} characters.",
        "label.control" => "Remove the control characters from the type’s name.",
        "label.invisible" => "Remove the invisible character U+{code} from the type’s name.",
        "type.slug" => {
            "The short name of a type must have 1 to 40 letters a to z, digits, or hyphens."
        }
        "type.gone" => "This type doesn’t exist.",
        "type.label_taken" => "Another type has this name. Choose another name.",
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
        "feed.presence" => "Shows “Working” or “Away”.",
        "feed.type" => "Shows “Remote” or “Vacation”.",
        "feed.location" => "Shows “Remote, New York”.",
        "feed.notes" => "For your own calendar.",
        "feed.detail" => "Choose what to share.",
        "feed.too_many" => "You can have at most {max} feeds. Revoke one first.",
        "feed_name.empty" => "Enter a name, such as “My phone”.",
        "feed_name.too_long" => "The name can have at most {max} characters.",
        "feed_name.control" => "Remove the control characters from the name.",
        "feed_name.invisible" => "Remove the invisible character U+{code} from the name.",
        "webhook.no_address" => "Enter the full webhook URL. It starts with https://.",
        "webhook.too_long" => "The URL can have at most {max} characters.",
        "webhook.not_https" => "The URL must start with https://, not {scheme}://.",
        "webhook.credentials" => "Remove the username and password from the URL.",
        "webhook.host" => "Webhooks can only go to {allowed}, not to {host}.",
        "webhook.host_gone" => "Webhooks to this host are no longer allowed.",
        "webhook.no_public_address" => "The webhook’s host has no public IP address.",
        "webhook.timeout" => "The webhook didn’t respond within {seconds} seconds.",
        "webhook.unreachable" => "The webhook couldn’t be reached.",
        "webhook.answered" => "The webhook responded with status {status}.",
        _ => return None,
    })
}
