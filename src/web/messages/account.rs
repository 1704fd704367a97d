//! Error messages about accounts, invitations, admins, and tokens.

pub(super) fn template(code: &str) -> Option<&'static str> {
    credentials(code).or_else(|| access(code))
}

/// Usernames, passwords, addresses, and logins.
fn credentials(code: &str) -> Option<&'static str> {
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
        "login.ended" => "Your login has ended. Log in to go on where you were.",
        "login.password_changed" => "Your password is changed. Log in with the new one.",
        "welcome.account_deleted" => "Your account is deleted, with everything in it.",
        "signup.closed" => "Sign-up is closed here. Ask whoever runs this server for an account.",
        "signup.invited" => {
            "Signing up takes an invitation here. Ask an admin of this server for one."
        }
        "signup.invitation_ended" => {
            "An invitation works once, and for seven days. This one was used, was taken back, or has expired. Ask whoever sent it for another."
        }
        "signup.no_invitations" => "Sign-up is closed on this server, so nobody can be invited.",
        "link.reset_ended" => "Links to a new password work once, and for a limited time.",
        "link.confirmation_ended" => {
            "Links that confirm an address work once, for a day, and for the address that was given last."
        }
        "email.confirmed" => "Should you forget your password, a link to a new one goes there.",
        "mail.none" => "This server sends no mail.",
        "mail.no_invitations" => {
            "This server sends no mail. Leave it empty, and hand the link over."
        }
        "email.invalid" => "That does not look like an e-mail address.",
        "password.length" => "A password has 8 to 128 characters.",
        "password.is_username" => "The password must not be the username.",
        "password.too_common" => "This password is too easy to guess. Add a word or two.",
        "time_zone.unknown" => "There is no such time zone. Choose one like Europe/Berlin.",
        "api.username_missing" => "Give a username.",
        "api.password_missing" => "Give a password.",
        "api.new_password_missing" => "Give a new password.",
        "username.length" => "A username has 3 to 64 characters.",
        "username.characters" => {
            "A username has letters a to z, digits, dots, hyphens and underscores."
        }
        "username.reserved" => "This username is reserved. Choose another one.",
        _ => return None,
    })
}

/// Invitations, admins, tokens, and deletion.
fn access(code: &str) -> Option<&'static str> {
    Some(match code {
        "invitation.too_many" => {
            "You have {max} open invitations, the most there can be. Take one back first."
        }
        "admin.no_such_action" => "Nothing of that kind is done here.",
        "admin.no_longer" => "You are no admin any more.",
        "admin.oneself" => {
            "You cannot disable yourself, and another admin has to take the role of admin from you."
        }
        "admin.disabled" => "The account is disabled, so no link would work. Enable it first.",
        "admin.no_address" => "The user has no confirmed address to send a link to.",
        "audit.nobody" => "No user has this name.",
        "token.reads" => "Days, totals and settings.",
        "token.writes" => {
            "Also logs, changes and deletes days, changes settings, and deletes the account."
        }
        "token.scope" => "Choose what it may do: read or write.",
        "token.expires" => "Choose when it expires: 30d, 90d, 1y or never.",
        "token.name_taken" => {
            "Another token of yours has this name. Revoke that one first, or take another name."
        }
        "token.too_many" => "You have {max} tokens, the most there can be. Revoke one first.",
        "delete.confirm" => "Say that you mean it.",
        "delete.changed" => "This has changed since it was shown. Look again at what goes.",
        "token_name.empty" => "Give it a name, such as the program that uses it.",
        "token_name.too_long" => "A name has at most {max} characters.",
        "token_name.control" => "A name cannot hold control characters.",
        "token_name.invisible" => "A name cannot hold invisible characters. This one has U+{code}.",
        "note.too_long" => "A note has at most {max} characters.",
        "note.control" => "A note cannot hold control characters.",
        "note.invisible" => "A note cannot hold invisible characters. This one has U+{code}.",
        _ => return None,
    })
}
