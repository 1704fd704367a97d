//! What a page or call has done.

pub(super) fn template(code: &str) -> Option<&'static str> {
    administration(code).or_else(|| outcomes(code))
}

/// Outcomes of admin pages.
fn administration(code: &str) -> Option<&'static str> {
    Some(match code {
        "done.user_disabled" => "Disabled. Every login of theirs has ended.",
        "done.user_enabled" => "Enabled. They can log in again.",
        "done.reset_mailed" => "A link to a new password is on its way to their address.",
        "done.admin_granted" => "They are an admin from now on.",
        "done.admin_withdrawn" => "They are no admin any more.",
        "done.invited" => "Invited. A letter with the link is on its way.",
        "done.invitation_revoked" => "Taken back. The link no longer works.",
        "done.no_invitation_left" => "There was nothing to take back: it was used, or has expired.",
        _ => return None,
    })
}

/// Outcomes of other pages, and of API calls.
fn outcomes(code: &str) -> Option<&'static str> {
    Some(match code {
        "done.already_logged" => "This day is already logged; nothing was changed.",
        "done.new_day" => {
            "A new day has begun since that page was shown. Nothing is logged for it yet."
        }
        "done.day_deleted" => "Entry deleted.",
        "done.day_not_deleted" => {
            "This day was changed elsewhere, so it wasn’t deleted. The saved version is below."
        }
        "done.day_not_saved" => {
            "Your session expired. Your changes aren’t saved yet: check them below, then save."
        }
        "done.saved" => "Saved.",
        "done.schedule_saved" => "Schedule saved.",
        "done.schedule_deleted" => "Schedule deleted.",
        "done.schedule_not_deleted" => {
            "Your schedules were changed elsewhere. Nothing was deleted. Check them, then try again."
        }
        "done.change_not_removed" => {
            "Nothing was removed. Check the changes by year, then try again."
        }
        "done.type_added" => "Added. You can now choose this type.",
        "done.type_archived" => "Archived. Existing days keep this type.",
        "done.type_restored" => "Type restored. You can choose it again.",
        "done.types_merged" => "Merged. All its days now have the other type.",
        "done.address_link_sent" => {
            "A link was sent to the new address. It counts once you open it."
        }
        "done.address_kept" => "Your address is as it was.",
        "done.address_removed" => "Your address is removed.",
        "done.address_link_resent" => "Another link was sent.",
        "done.webhook_tested" => "Test message sent. Look for it in the channel.",
        "done.webhook_saved" => "Saved. Changes are now posted to the channel.",
        "done.webhook_removed" => "Removed. Changes are no longer posted.",
        "done.feed_revoked" => "Revoked. Its address leads nowhere now.",
        "done.no_feed_left" => "There was nothing to revoke: no such feed is there, or no longer.",
        "done.token_revoked" => "Revoked. It no longer works.",
        "done.logged_in" => "Logged in",
        "done.account_created" => "Account created",
        "done.password_changed" => "Password changed",
        "done.api_token_revoked" => "The token is revoked",
        "done.entry_deleted" => "The entry is deleted",
        "done.year_deleted" => "The year is deleted",
        "done.entries_deleted" => "All entries are deleted",
        "done.account_deleted" => "The account is deleted",
        "done.deleted" => "Deleted.",
        "done.days_deleted" => "Deleted {days}.",
        _ => return None,
    })
}
