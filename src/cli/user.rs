//! The `user` commands, which create and change accounts. The audit log records each one with the
//! command line as its actor.

use std::io::IsTerminal;

use clap::{Args, Subcommand};

use worklog::app::accounts::{self, NewAccount};
use worklog::app::admin::invitations::{self, InvitationLink};
use worklog::app::{App, AppError, admin};
use worklog::config::Config;
use worklog::domain::accounts::one_time_links::RESET_LIFETIME;
use worklog::domain::accounts::password::Password;
use worklog::domain::accounts::user::{NewUsername, UserId, Username};
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::invitation::InvitationNote;
use worklog::domain::admin::{AdminCommand, AdminError};

use super::{CommandResult, parse_coded, print_line, site};
use worklog::web;
use worklog::web::SignupPolicy;

// No doc comment: clap would print it.
#[derive(Args)]
pub(super) struct AccountArg {
    #[arg(value_parser = parse_coded::<Username>)]
    username: Username,
}

// As above.
#[derive(Args)]
pub(super) struct NewAccountArg {
    #[arg(value_parser = parse_coded::<NewUsername>)]
    username: NewUsername,
}

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Create an account, with a password from standard input
    Add(NewAccountArg),
    /// Set a new password from standard input, end the user's sessions, and revoke their tokens
    Password(AccountArg),
    /// Print a link to choose a new password. It works once, for 30 minutes
    ResetLink(AccountArg),
    /// Disable an account and end its sessions
    Disable(AccountArg),
    /// Enable a disabled account
    Enable(AccountArg),
    /// Make a user an admin
    Admin {
        #[command(flatten)]
        account: AccountArg,
        /// Remove the admin role instead
        #[arg(long)]
        revoke: bool,
    },
    /// Print a link to sign up. It works once, for 7 days
    Invite {
        /// Who the link is for, shown to admins
        #[arg(long, default_value = "", hide_default_value = true)]
        #[arg(value_parser = parse_coded::<InvitationNote>)]
        note: InvitationNote,
    },
}

/// Reads a new password from standard input, and parses it by the rules that cost nothing.
fn read_new_password(
    app: &App,
    username: &Username,
) -> Result<Password, Box<dyn std::error::Error>> {
    let password = app.password_rules.parse(&read_password()?, username);
    Ok(password.map_err(web::message_for)?)
}

const ACTOR: Actor = Actor::CommandLine;

pub(super) async fn change(config: &Config, app: &App, command: UserCommand) -> CommandResult {
    match command {
        UserCommand::Add(NewAccountArg { username }) => {
            let password = read_new_password(app, &username)?;
            let name = username.to_string();
            admin::add_user(app, ACTOR, NewAccount::new(username, password)).await?;
            print_line(&format!("{name} can log in."))
        }
        UserCommand::Password(AccountArg { username }) => {
            let user = accounts::find(app, &username).await?;
            let password = read_new_password(app, &username)?;
            admin::set_password(app, ACTOR, &user, password).await?;
            print_line(&format!(
                "{username} has a new password. Their sessions have ended, and their tokens are revoked."
            ))
        }
        UserCommand::ResetLink(AccountArg { username }) => reset_link(config, app, &username).await,
        UserCommand::Disable(AccountArg { username }) => {
            apply_command(app, &username, AdminCommand::Disable).await?;
            print_line(&format!("{username} can no longer log in."))
        }
        UserCommand::Enable(AccountArg { username }) => {
            apply_command(app, &username, AdminCommand::Enable).await?;
            print_line(&format!("{username} can log in again."))
        }
        UserCommand::Admin { account: AccountArg { username }, revoke: false } => {
            apply_command(app, &username, AdminCommand::GrantAdmin).await?;
            print_line(&format!("{username} is an admin."))
        }
        UserCommand::Admin { account: AccountArg { username }, revoke: true } => {
            apply_command(app, &username, AdminCommand::WithdrawAdmin).await?;
            print_line(&format!("{username} is no longer an admin."))
        }
        UserCommand::Invite { .. } if config.site.signup == SignupPolicy::Closed => {
            Err("Sign-up is closed on this server (WORKLOG_SIGNUP), so no link would work.".into())
        }
        UserCommand::Invite { note } => match invitations::invite(app, ACTOR, None, note).await {
            Ok(InvitationLink::Token(token)) => {
                print_line(&format!("{}signup?invite={token}", site(config)))
            }
            Ok(InvitationLink::Mailed) => print_line("An email with the link is on its way."),
            Err(error) => Err(error.into()),
        },
    }
}

async fn apply_command(
    app: &App,
    username: &Username,
    command: fn(UserId) -> AdminCommand,
) -> CommandResult {
    let user = accounts::find(app, username).await?;
    admin::apply(app, ACTOR, command(user.id)).await?;
    Ok(())
}

async fn reset_link(config: &Config, app: &App, username: &Username) -> CommandResult {
    let user = accounts::find(app, username).await?;
    match admin::show_reset_link(app, ACTOR, user.id, RESET_LIFETIME).await {
        Ok(token) => print_line(&format!("{}password/reset?token={token}", site(config))),
        Err(AppError::Admin(AdminError::Disabled)) => {
            let closed = format!(
                "{username} is disabled, so no link would work. Enable the account first: \
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
        eprint!("Password (visible as you type): ");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
