//! Error messages about accounts, invitations, admins, and tokens.

pub(super) fn template(code: &str) -> Option<&'static str> {
    passwords(code).or_else(|| credentials(code)).or_else(|| access(code))
}

/// Passwords.
fn passwords(code: &str) -> Option<&'static str> {
    Some(match code {
        "password.missing" | "password.own_missing" => "Enter your password.",
        "password.wrong" => "Incorrect password.",
        "password.current_missing" => "Enter your current password.",
        "password.current_wrong" => "Incorrect current password.",
        "password.differs" => "The passwords don’t match.",
        "password.new_differs" => "The new passwords don’t match.",
        "password.length" => "The password must have 8 to 128 characters.",
        "password.is_name" => {
            "Choose a password that isn’t just your username or the site’s name with digits or symbols."
        }
        "password.too_common" => "This password is too easy to guess. Add a word or two.",
        "password.breached" => {
            "This password appears in a list of breached passwords. Choose another one."
        }
        "password.is_current" => "Choose a password that differs from your current one.",
        _ => return None,
    })
}

/// Usernames, addresses, and logins.
fn credentials(code: &str) -> Option<&'static str> {
    Some(match code {
        "username.missing" => "Enter your username.",
        "username.taken" => "This username is taken.",
        "identity.missing" => "Enter your username or email address.",
        "login.wrong" => "Incorrect username or password.",
        "login.current_wrong" => "Incorrect username or current password.",
        "login.ended" => "Your session expired. Log in to continue.",
        "login.password_changed" => "Password changed. Log in with your new password.",
        "welcome.account_deleted" => "Your account and everything in it was deleted.",
        "signup.closed" => "Sign-up is closed. Ask your admin for an account.",
        "signup.invited" => "You need an invitation to sign up. Ask your admin for one.",
        "signup.invitation_ended" => {
            "This invitation was used or revoked, or has expired. Ask your admin for a new one."
        }
        "signup.no_invitations" => "Sign-up is closed, so you can’t invite anyone.",
        "link.reset_ended" => "This link was used or replaced, or has expired. Request a new one.",
        "link.confirmation_ended" => {
            "This link was used or replaced, or has expired. Send a new one from your account."
        }
        "email.confirmed" => "If you forget your password, a reset link can be sent there.",
        "mail.none" => "This server doesn’t send email.",
        "mail.no_invitations" => {
            "This server doesn’t send email. Leave this blank, and share the link instead."
        }
        "email.invalid" => "Enter an email address, such as name@example.org.",
        "time_zone.unknown" => "Choose a time zone, such as Europe/Berlin.",
        "api.username_missing" => "Enter a username.",
        "api.password_missing" => "Enter a password.",
        "api.new_password_missing" => "Enter a new password.",
        "username.length" => "The username must have 3 to 64 characters.",
        "username.characters" => {
            "The username can only contain letters a to z, digits, dots, hyphens, and underscores."
        }
        "username.reserved" => "This username is reserved. Choose another one.",
        _ => return None,
    })
}

/// Invitations, admins, tokens, and deletion.
fn access(code: &str) -> Option<&'static str> {
    Some(match code {
        "invitation.too_many" => "You can have at most {max} open invitations. Revoke one first.",
        "admin.no_such_action" => "This action doesn’t exist.",
        "admin.no_longer" => "You’re no longer an admin.",
        "admin.oneself" => "Only another admin can disable your account or remove your admin role.",
        "admin.disabled" => "This account is disabled, so the link wouldn’t work. Enable it first.",
        "admin.no_address" => "This user has no confirmed email address.",
        "audit.nobody" => "No user has this username.",
        "token.reads" => "See entries, totals, and settings.",
        "token.writes" => {
            "Also log, change, and delete entries, change settings, and delete the account."
        }
        "token.scope" => "Choose a permission: read or write.",
        "token.expires" => "Choose when it expires: 30d, 90d, 1y, or never.",
        "token.name_taken" => {
            "Another token has this name. Choose another name, or revoke that token first."
        }
        "token.too_many" => "You can have at most {max} tokens. Revoke one first.",
        "delete.confirm" => "Check the box to confirm.",
        "delete.changed" => {
            "Your entries changed since this page was shown. Check what will be deleted, then confirm."
        }
        "token_name.empty" => "Enter a name, such as “Backup script”.",
        "token_name.too_long" => "The name can have at most {max} characters.",
        "token_name.control" => "Remove the control characters from the name.",
        "token_name.invisible" => "Remove the invisible character U+{code} from the name.",
        "note.too_long" => "The note can have at most {max} characters.",
        "note.control" => "Remove the control characters from the note.",
        "note.invisible" => "Remove the invisible character U+{code} from the note.",
        _ => return None,
    })
}
