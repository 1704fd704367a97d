//! The `import-flask` command.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use chrono::TimeDelta;
use clap::Args;

use worklog::app::backup;
use worklog::app::exchange::flask_import::{self, Event, ImportTarget};
use worklog::app::notifications::{AddressPolicy, Webhooks};
use worklog::config::Config;
use worklog::domain::values::time_zone::TimeZone;
use worklog::startup;
use worklog::storage::{Access, DatabaseUrl, FlaskDatabase, OpenError};
use worklog::web;

use super::{CommandResult, parse_coded, print_line, site};

/// Import the users and entries of the earlier Flask service
///
/// Reads the service's MongoDB without changing it, and creates an account for each user, with their
/// days, allowances, and webhook. You can run it while a server is running. Passwords aren't imported:
/// the command prints a link for each account, with which its owner chooses a password.
///
/// Lists what it can't import, with the position: "entry 3" is the third entry in the user's log. Repeat
/// the command after an interruption, or to import newer entries. Existing days and settings don't
/// change, and users without a password get a new link.
#[derive(Args)]
pub(crate) struct ImportFlaskArgs {
    /// MongoDB address: `mongodb://HOST`, or `mongodb://HOST/DATABASE` if the database isn't `db`.
    /// If it contains a password, set the environment variable instead
    #[arg(long, value_name = "URL", env = "WORKLOG_FLASK_URL", hide_env_values = true)]
    from: DatabaseUrl,
    /// List what would be imported without writing anything
    #[arg(long)]
    dry_run: bool,
    /// Import the user OLD as NEW (repeatable). OLD is a username, or the `_id` of the user's log
    #[arg(long, value_name = "OLD=NEW", value_parser = parse_rename)]
    rename: Vec<(String, String)>,
    /// Write the links to a new CSV file that only you can read, instead of printing them
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    links: Option<PathBuf>,
    /// How long the links work, from 30m to 7d
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = parse_link_lifetime)]
    links_last: TimeDelta,
    /// Time zone of new accounts, such as Europe/Berlin
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = parse_coded::<TimeZone>)]
    time_zone: TimeZone,
}

fn parse_rename(text: &str) -> Result<(String, String), &'static str> {
    let (old, new) = text.rsplit_once('=').ok_or("write it as OLD=NEW")?;
    Ok((old.to_owned(), new.to_owned()))
}

fn parse_link_lifetime(text: &str) -> Result<TimeDelta, String> {
    let lifetime = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let lifetime = TimeDelta::from_std(lifetime).unwrap_or(TimeDelta::MAX);
    let fits = (TimeDelta::minutes(30)..=TimeDelta::days(7)).contains(&lifetime);
    fits.then_some(lifetime).ok_or_else(|| "links work for 30m to 7d".to_owned())
}

/// Runs the import, and prints each result, problem, and password link as it arrives.
pub(super) async fn import(config: &Config, command: ImportFlaskArgs) -> CommandResult {
    let opened = FlaskDatabase::open(&command.from).await;
    let source = opened.map_err(|cause| format!("Can’t import from {}: {cause}", command.from))?;
    let target = open_target(config, &command).await?;
    let new_file = |path: &PathBuf| backup::owner_only_options().create_new(true).open(path);
    let file = command.links.as_ref().map(new_file).transpose();
    let mut file = file.map_err(|error| format!("--links: {error}"))?;
    let (site, mut problems, mut links) = (site(config), 0, 0);
    let mut print = |event| match event {
        Event::Imported(line) => writeln!(std::io::stdout(), "{}", escape_control_chars(&line)),
        Event::Problem(line) => {
            problems += 1;
            writeln!(std::io::stdout(), "problem: {}", escape_control_chars(&line))
        }
        Event::Link(user, token, until) => {
            links += 1;
            let (link, until) =
                (format!("{site}password/reset?token={token}"), until.format("%F %R UTC"));
            match &mut file {
                Some(file) => writeln!(file, "{user},{link},{until}"),
                None => {
                    writeln!(std::io::stdout(), "link: {user}: {link} (works once, until {until})")
                }
            }
        }
    };
    let imported = flask_import::import(&source, &target, &command.rename, &mut print).await;
    if let Some(unused) = command.links.filter(|_| links == 0) {
        fs::remove_file(unused)?;
    }
    imported.map_err(|error| error.to_string())?;
    print_line(&format!("Problems (listed above): {problems}."))?;
    if command.dry_run { print_line("Dry run: nothing was written.") } else { Ok(()) }
}

/// Opens the import target. A dry run creates and migrates nothing, and doesn't require a database.
async fn open_target(
    config: &Config,
    command: &ImportFlaskArgs,
) -> Result<ImportTarget, Box<dyn std::error::Error>> {
    let (time_zone, link_lifetime) = (command.time_zone, command.links_last);
    let webhooks = Webhooks::new(config.slack_hosts.clone(), AddressPolicy::Public)?;
    if command.dry_run {
        let store = match startup::open_to_read(&config.database).await {
            Err(OpenError::NotFound(_)) => None,
            opened => Some(opened?),
        };
        return Ok(ImportTarget {
            app: None,
            store,
            message_for: web::message_for,
            webhooks,
            time_zone,
            link_lifetime,
        });
    }
    let app = startup::open_app(config, Access::Command).await?;
    let store = Some(app.store.clone());
    Ok(ImportTarget {
        app: Some(app),
        store,
        message_for: web::message_for,
        webhooks,
        time_zone,
        link_lifetime,
    })
}

/// Escapes control characters, so that text from the source can't start a line or control the
/// terminal.
fn escape_control_chars(line: &str) -> String {
    let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    line.chars().map(escape).collect()
}
