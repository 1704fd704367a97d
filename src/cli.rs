//! The command-line interface.

mod backup;
mod flask;
mod healthcheck;
mod reference;
mod user;

use std::error::Error;
use std::io::Write;
use std::net::TcpListener;
use std::str::FromStr;

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use worklog::app::AppError;
use worklog::config::{Config, ConfigArgs};
use worklog::domain::values::problem::Coded;
use worklog::startup::{MetricsRegistry, StopSignals};
use worklog::storage::Access;
use worklog::web;
use worklog::{startup, telemetry};

use backup::{BackUp, CopyAll, Restore};
use flask::ImportFlaskArgs;
use reference::ReferenceCommand;
use user::UserCommand;

/// The result of a command. An error ends the program with its message.
type CommandResult = Result<(), Box<dyn Error>>;

/// A self-hosted log of where and how you spent each working day
#[derive(Parser)]
#[command(version, after_help = "To list the settings, run 'worklog config --help'.")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Configured(ConfiguredCommand),
    #[command(flatten)]
    Reference(ReferenceCommand),
}

// The commands that read the settings. No doc comment: clap would print it.
#[derive(Subcommand)]
enum ConfiguredCommand {
    /// Start the server (the default)
    Serve,
    /// Run pending migrations
    Migrate,
    /// Check whether the server is ready
    Healthcheck,
    /// List and check the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    Backup(BackUp),
    Restore(Restore),
    Copy(CopyAll),
    ImportFlask(ImportFlaskArgs),
    /// Create and manage accounts, also while the server is running
    #[command(subcommand)]
    User(UserCommand),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check the settings and print them, with secrets hidden
    Check,
}

/// Returns the command line. Every command accepts the settings, but only the help of `serve` and
/// `config` lists them.
pub(crate) fn command() -> clap::Command {
    documented_command().args(settings().into_iter().map(|setting| setting.hide(true)))
}

/// Returns the command line as its help and completions show it: with the settings as options of
/// `serve` and `config`.
fn documented_command() -> clap::Command {
    Cli::command().mut_subcommands(|command| match command.get_name() {
        "serve" | "config" => command.args(settings()),
        "completions" | "man" => command,
        _ => point_to_settings(command),
    })
}

/// Returns the settings as options that can also be given after a subcommand.
fn settings() -> Vec<clap::Arg> {
    let settings = ConfigArgs::augment_args(clap::Command::new("worklog"));
    settings.get_arguments().map(|setting| setting.clone().global(true)).collect()
}

fn point_to_settings(command: clap::Command) -> clap::Command {
    let hint = "This command also accepts the server's settings, such as --database-url.\n\
                To list them, run 'worklog config --help'.";
    command.after_help(hint).mut_subcommands(point_to_settings)
}

pub(crate) async fn run(matches: &ArgMatches) -> CommandResult {
    let cli = Cli::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    match cli.command {
        Some(Command::Reference(command)) => reference::print(&command),
        Some(Command::Configured(command)) => run_configured(matches, command).await,
        None => run_configured(matches, ConfiguredCommand::Serve).await,
    }
}

async fn run_configured(matches: &ArgMatches, command: ConfiguredCommand) -> CommandResult {
    let settings = ConfigArgs::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    let config = settings.check()?;
    if !matches!(command, ConfiguredCommand::Serve) {
        telemetry::start(&config);
    }
    let outcome = match command {
        ConfiguredCommand::Serve => serve(&config).await,
        ConfiguredCommand::Migrate => {
            startup::open_app(&config, Access::Command).await?;
            print_line("The database is up to date.")
        }
        ConfiguredCommand::Healthcheck => healthcheck::check(config.listen),
        ConfiguredCommand::Config(ConfigCommand::Check) => {
            Ok(write!(std::io::stdout(), "{}", config.describe(matches))?)
        }
        ConfiguredCommand::Backup(command) => backup::back_up(&config, &command).await,
        ConfiguredCommand::Restore(command) => backup::restore(&config, &command).await,
        ConfiguredCommand::Copy(command) => backup::copy(&config, &command).await,
        ConfiguredCommand::ImportFlask(command) => flask::import(&config, command).await,
        ConfiguredCommand::User(command) => {
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
        Some(AppError::WeakPassword(refusal)) => web::message_for(refusal).into(),
        _ => error,
    }
}

async fn serve(config: &Config) -> CommandResult {
    let registry = MetricsRegistry::default();
    let traces = telemetry::start_with_traces(config, &registry.spans_dropped)?;
    startup::raise_descriptor_limit();
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
        "Worklog is running at http://{address}, with the database {}",
        config.database
    ))?;
    Ok(server.run(signals, traces).await?)
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
