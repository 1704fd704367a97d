//! The command line.

mod backup;
mod flask;

use std::io::{IsTerminal, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use clap::{Parser, Subcommand};

use worklog::app::accounts::{self, NewAccount};
use worklog::app::{App, resets};
use worklog::config::{Config, Settings};
use worklog::domain::password::Password;
use worklog::domain::user::Username;
use worklog::storage::Access;
use worklog::{startup, telemetry};

use backup::{BackUp, CopyAll, Restore};
use flask::ImportFlask;

/// Any error ends a command with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Worklog keeps a record of where and how each working day was spent.
///
/// Without a command it serves the web app. Every setting can be given as a flag or in the
/// environment; without any it serves on <http://127.0.0.1:8080> and keeps its file under data/.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web app (the default)
    Serve,
    /// Bring the database to the schema of this version
    Migrate,
    /// Ask the server on the listening address whether it is ready; fails when it is not
    Healthcheck,
    Backup(BackUp),
    Restore(Restore),
    Copy(CopyAll),
    ImportFlask(ImportFlask),
    /// Make and change accounts, also while a server is running
    #[command(subcommand)]
    User(UserCommand),
}

#[derive(Subcommand)]
enum UserCommand {
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
}

/// Runs the command.
pub(crate) async fn run(cli: Cli) -> Outcome {
    let config = cli.settings.check()?;
    telemetry::start(&config);
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config).await,
        Command::Migrate => {
            startup::open_app(&config, Access::Command).await?;
            say("The database is up to date.")
        }
        Command::Healthcheck => healthcheck(config.listen),
        Command::Backup(command) => backup::back_up(&config, &command).await,
        Command::Restore(command) => backup::restore(&config, &command).await,
        Command::Copy(command) => backup::copy(&config, &command).await,
        Command::ImportFlask(command) => flask::import(&config, command).await,
        Command::User(command) => {
            let app = startup::open_app(&config, Access::Command).await?;
            change_user(&config, &app, command).await
        }
    }
}

async fn serve(config: &Config) -> Outcome {
    let cannot = |error| format!("Cannot listen on {}: {error}", config.listen);
    let listener = TcpListener::bind(config.listen).map_err(cannot)?;
    let address = listener.local_addr()?;
    let app = startup::open_app_to_serve(config, &listener).await?;
    let server = startup::serve(config, app, listener).await?;
    say(&format!("Worklog is at http://{address} and keeps its data in {}", config.database))?;
    Ok(server.run().await?)
}

async fn change_user(config: &Config, app: &App, command: UserCommand) -> Outcome {
    match command {
        UserCommand::Add { username } => {
            let password = Password::chosen(&read_password()?, &username)?;
            let name = username.to_string();
            let account = NewAccount { username, email: None, password, time_zone: None };
            accounts::add_user(app, account).await?;
            say(&format!("{name} can log in."))
        }
        UserCommand::Password { username } => {
            let user = accounts::find(app, &username).await?;
            let password = Password::chosen(&read_password()?, &username)?;
            accounts::reset_password(app, user.id, password).await?;
            say(&format!(
                "{username} has a new password; their logins have ended and their tokens are revoked."
            ))
        }
        UserCommand::ResetLink { username } => {
            let user = accounts::find(app, &username).await?;
            if user.disabled_at.is_some() {
                let closed = format!(
                    "{username} is disabled, so no link would work. Open the account first: \
                     worklog user enable {username}"
                );
                return Err(closed.into());
            }
            let token = resets::add_link(app, &user).await?;
            let here = || format!("http://{}/", config.listen);
            let site = config.site.public_url.as_ref().map_or_else(here, ToString::to_string);
            say(&format!("{site}password/reset?token={token}"))
        }
        UserCommand::Disable { username } => {
            let user = accounts::find(app, &username).await?;
            accounts::set_disabled(app, user.id, true).await?;
            say(&format!("{username} can no longer log in."))
        }
        UserCommand::Enable { username } => {
            let user = accounts::find(app, &username).await?;
            accounts::set_disabled(app, user.id, false).await?;
            say(&format!("{username} can log in again."))
        }
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

/// Asks `/readyz` over plain HTTP, as a container's health check.
fn healthcheck(listen: SocketAddr) -> Outcome {
    const PATIENCE: Duration = Duration::from_secs(5);
    let host =
        if listen.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listen.ip() };
    let mut stream = TcpStream::connect_timeout(&(host, listen.port()).into(), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let ready = answer.starts_with("HTTP/1.1 200 ");
    ready.then_some(()).ok_or_else(|| "the server is not ready".into())
}

fn say(line: &str) -> Outcome {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
