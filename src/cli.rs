//! The command-line interface.

mod backup;
mod flask;
mod user;

use std::error::Error;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::str::FromStr;
use std::time::Duration;

use clap::{Parser, Subcommand};

use worklog::app::AppError;
use worklog::config::{Config, ConfigArgs};
use worklog::domain::values::problem::Coded;
use worklog::startup::{MetricsRegistry, StopSignals};
use worklog::storage::Access;
use worklog::web;
use worklog::{startup, telemetry};

use backup::{BackUp, CopyAll, Restore};
use flask::ImportFlaskArgs;
use user::UserCommand;

/// The result of a command. An error ends the program with its message.
type CommandResult = Result<(), Box<dyn Error>>;

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
    settings: ConfigArgs,
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
    ImportFlask(ImportFlaskArgs),
    /// Make and change accounts, also while a server is running
    #[command(subcommand)]
    User(UserCommand),
}

pub(crate) async fn run(cli: Cli) -> CommandResult {
    let config = cli.settings.check()?;
    let command = cli.command.unwrap_or(Command::Serve);
    if !matches!(command, Command::Serve) {
        telemetry::start(&config);
    }
    let outcome = match command {
        Command::Serve => serve(&config).await,
        Command::Migrate => {
            startup::open_app(&config, Access::Command).await?;
            print_line("The database is up to date.")
        }
        Command::Healthcheck => healthcheck(config.listen),
        Command::Backup(command) => backup::back_up(&config, &command).await,
        Command::Restore(command) => backup::restore(&config, &command).await,
        Command::Copy(command) => backup::copy(&config, &command).await,
        Command::ImportFlask(command) => flask::import(&config, command).await,
        Command::User(command) => {
            let app = startup::open_app(&config, Access::Command).await?;
            user::change(&config, &app, command).await
        }
    };
    outcome.map_err(with_message)
}

/// Replaces the code of a refusal with the message that the pages show.
fn with_message(error: Box<dyn Error>) -> Box<dyn Error> {
    match error.downcast_ref() {
        Some(AppError::Admin(refusal)) => web::message_for(refusal).into(),
        _ => error,
    }
}

async fn serve(config: &Config) -> CommandResult {
    let registry = MetricsRegistry::default();
    let traces = telemetry::start_with_traces(config, &registry.spans_dropped)?;
    let mut signals = StopSignals::of_process()?;
    let cannot = |error| format!("Cannot listen on {}: {error}", config.listen);
    let listener = TcpListener::bind(config.listen).map_err(cannot)?;
    let address = listener.local_addr()?;
    if let Some(address) = config.metrics_listen {
        let cannot = |error| format!("Cannot listen on {address} for metrics: {error}");
        registry.serve(&config.database, TcpListener::bind(address).map_err(cannot)?)?;
    }
    let opened = startup::open_app_to_serve(config, &listener, &registry, &mut signals).await?;
    let Some(app) = opened else { return Ok(()) };
    let server = startup::serve(config, app, listener, &registry).await?;
    print_line(&format!(
        "Worklog is at http://{address} and keeps its data in {}",
        config.database
    ))?;
    Ok(server.run(signals, traces).await?)
}

/// Requests `/readyz` over plain HTTP. Containers use it as their health check.
fn healthcheck(listen: SocketAddr) -> CommandResult {
    const TIMEOUT: Duration = Duration::from_secs(5);
    let host =
        if listen.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listen.ip() };
    let mut stream = TcpStream::connect_timeout(&(host, listen.port()).into(), TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    let ready = response.starts_with("HTTP/1.1 200 ");
    ready.then_some(()).ok_or_else(|| "the server is not ready".into())
}

/// Returns the server's public URL with a trailing slash, or its listening address if none is set.
fn site(config: &Config) -> String {
    let here = || format!("http://{}/", config.listen);
    config.site.public_url.as_ref().map_or_else(here, ToString::to_string)
}

/// Parses an argument, and reports errors with the same text as the pages.
fn parse_coded<T: FromStr<Err: Coded>>(text: &str) -> Result<T, String> {
    text.parse().map_err(web::message_for)
}

fn print_line(line: &str) -> CommandResult {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
