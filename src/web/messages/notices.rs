//! What a page or call has done.

pub(super) fn template(code: &str) -> Option<&'static str> {
    administration(code).or_else(|| access(code)).or_else(|| outcomes(code))
}

/// Outcomes of admin pages.
fn administration(code: &str) -> Option<&'static str> {
    Some(match code {
        "done.user_disabled" => "User disabled and logged out everywhere.",
        "done.user_enabled" => "User enabled. They can log in again.",
        "done.reset_mailed" => "Password reset link sent.",
        "done.admin_granted" => "Admin role granted.",
        "done.admin_withdrawn" => "Admin role removed.",
        "done.invited" => "Invitation sent.",
        "done.invitation_revoked" => "Invitation revoked. The link no longer works.",
        "done.no_invitation_left" => "Nothing to revoke: this invitation was used or has expired.",
        _ => return None,
    })
}

/// Outcomes of the pages for feeds, tokens, and sessions.
fn access(code: &str) -> Option<&'static str> {
    Some(match code {
        "done.feed_revoked" => "Feed revoked. Its address no longer works.",
        "done.no_feed_left" => "Nothing to revoke: this feed no longer exists.",
        "done.token_revoked" => "Token revoked. It no longer works.",
        "done.session_ended" => "Session ended.",
        "done.other_sessions_ended" => "All other sessions ended.",
        _ => return None,
    })
}

/// Outcomes of other pages, and of API calls.
fn outcomes(code: &str) -> Option<&'static str> {
    Some(match code {
        "done.already_logged" => "This day is already logged. Nothing was changed.",
        "done.new_day" => {
            "A new day has started since you opened that page. Nothing is logged for it yet."
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
        "done.type_added" => "Type added. You can now choose it.",
        "done.type_archived" => "Type archived. Existing days keep it.",
        "done.type_restored" => "Type restored. You can choose it again.",
        "done.types_merged" => "Merged. All its days now have the other type.",
        "done.address_link_sent" => "Confirmation link sent. Open it to confirm the new address.",
        "done.address_kept" => "Your email address wasn’t changed.",
        "done.address_removed" => "Email address removed.",
        "done.address_link_resent" => "Another confirmation link was sent.",
        "done.webhook_tested" => "Test message sent. Look for it in the channel.",
        "done.webhook_saved" => "Saved. Changes are now posted to the channel.",
        "done.webhook_removed" => "Removed. Changes are no longer posted.",
        "done.logged_in" => "Logged in",
        "done.account_created" => "Account created",
        "done.password_changed" => "Password changed",
        "done.api_token_revoked" => "Token revoked",
        "done.entry_deleted" => "Entry deleted",
        "done.year_deleted" => "Year deleted",
        "done.entries_deleted" => "All entries deleted",
        "done.account_deleted" => "Account deleted",
        "done.deleted" => "Deleted.",
        "done.days_deleted" => "Deleted {days}.",
        _ => return None,
    })
}
