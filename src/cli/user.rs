//! The `user` commands, which create and change accounts. The audit log records each one with the
//! command line as its actor.

use std::io::IsTerminal;

use clap::Subcommand;

use worklog::app::accounts::{self, NewAccount};
use worklog::app::admin::invitations::{self, Invited};
use worklog::app::{App, AppError, admin};
use worklog::config::Config;
use worklog::domain::accounts::one_time_links::RESET_LASTS;
use worklog::domain::accounts::password::Password;
use worklog::domain::accounts::user::{UserId, Username};
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::invitation::InvitationNote;
use worklog::domain::admin::{AdminRefusal, Order};

use super::{Outcome, say, site, worded};
use worklog::web::site_config::Signup;
use worklog::web::wording;

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Make an account; the password is read from standard input
    Add { username: Username },
    /// Set a new password, read from standard input; ends the user's logins and revokes their tokens
    Password { username: Username },
    /// Print a link to a new password for whoever forgot theirs; good for 30 minutes
    ResetLink { username: Username },
    /// Close an account and end its logins
    Disable { username: Username },
    /// Open a closed account
    Enable { username: Username },
    /// Make a user an admin, who looks after the accounts of others
    Admin {
        username: Username,
        /// Make an admin a user as others are
        #[arg(long)]
        revoke: bool,
    },
    /// Print a link with which somebody can sign up once, within 7 days
    Invite {
        /// Whom it is for, shown to admins
        #[arg(long, default_value = "", value_parser = worded::<InvitationNote>)]
        note: InvitationNote,
    },
}

/// Reads a new password from standard input, and checks it against the password rules.
fn chosen(username: &Username) -> Result<Password, Box<dyn std::error::Error>> {
    let password = Password::chosen(&read_password()?, username);
    Ok(password.map_err(wording::of)?)
}

const US: Actor = Actor::CommandLine;

pub(super) async fn change(config: &Config, app: &App, command: UserCommand) -> Outcome {
    match command {
        UserCommand::Add { username } => {
            let password = chosen(&username)?;
            let name = username.to_string();
            let account = NewAccount { username, email: None, password, time_zone: None };
            admin::add_user(app, US, account).await?;
            say(&format!("{name} can log in."))
        }
        UserCommand::Password { username } => {
            let user = accounts::find(app, &username).await?;
            let password = chosen(&username)?;
            admin::set_password(app, US, user.id, password).await?;
            say(&format!(
                "{username} has a new password; their logins have ended and their tokens are revoked."
            ))
        }
        UserCommand::ResetLink { username } => reset_link(config, app, &username).await,
        UserCommand::Disable { username } => {
            order(app, &username, Order::Disable).await?;
            say(&format!("{username} can no longer log in."))
        }
        UserCommand::Enable { username } => {
            order(app, &username, Order::Enable).await?;
            say(&format!("{username} can log in again."))
        }
        UserCommand::Admin { username, revoke: false } => {
            order(app, &username, Order::GrantAdmin).await?;
            say(&format!("{username} is an admin."))
        }
        UserCommand::Admin { username, revoke: true } => {
            order(app, &username, Order::WithdrawAdmin).await?;
            say(&format!("{username} is no admin."))
        }
        UserCommand::Invite { .. } if config.site.signup == Signup::Closed => {
            Err("Sign-up is closed on this server (WORKLOG_SIGNUP), so no link would work.".into())
        }
        UserCommand::Invite { note } => match invitations::invite(app, US, None, note).await {
            Ok(Invited::Token(token)) => say(&format!("{}signup?invite={token}", site(config))),
            Ok(Invited::Mailed) => say("A letter with the link is on its way."),
            Err(AppError::Admin(refusal)) => Err(wording::of(refusal).into()),
            Err(error) => Err(error.into()),
        },
    }
}

async fn order(app: &App, username: &Username, order: fn(UserId) -> Order) -> Outcome {
    let user = accounts::find(app, username).await?;
    admin::carry_out(app, US, order(user.id)).await?;
    Ok(())
}

async fn reset_link(config: &Config, app: &App, username: &Username) -> Outcome {
    let user = accounts::find(app, username).await?;
    match admin::show_reset_link(app, US, user.id, RESET_LASTS).await {
        Ok(token) => say(&format!("{}password/reset?token={token}", site(config))),
        Err(AppError::Admin(AdminRefusal::Disabled)) => {
            let closed = format!(
                "{username} is disabled, so no link would work. Open the account first: \
                 worklog user enable {username}"
            );
            Err(closed.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads one line from standard input.
fn read_password() -> std::io::Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("Password (shown as you type): ");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
