//! The command that imports the earlier Flask service.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use chrono::TimeDelta;
use clap::Args;

use worklog::app::backup;
use worklog::app::flask_import::{self, Event, Target};
use worklog::app::messenger::{Reach, Webhooks};
use worklog::config::Config;
use worklog::domain::time_zone::TimeZone;
use worklog::startup;
use worklog::storage::{Access, DatabaseUrl, FlaskDatabase, OpenError};

use super::{Outcome, say, site, worded};

/// Import the users and entries of the earlier Flask service
///
/// Reads its MongoDB, which stays unchanged. Creates an account for each user, with their days,
/// allowances, and webhook, also while a server is running. Passwords aren't imported: for each account
/// a link is printed, with which its owner chooses one.
///
/// What can't be imported is listed with its place; "entry 3" is the third in the user's log. Repeat the
/// command after an interruption or to fetch newer entries: existing days and settings stay, and users
/// without a password get a new link.
#[derive(Args)]
pub(crate) struct ImportFlask {
    /// Address of its MongoDB: `mongodb://HOST`, or `mongodb://HOST/DATABASE` if the database isn't `db`.
    /// If it contains a password, set the environment variable instead
    #[arg(long, value_name = "URL", env = "WORKLOG_FLASK_URL", hide_env_values = true)]
    from: DatabaseUrl,
    /// List what would be imported, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Import user OLD as NEW; can be repeated
    #[arg(long, value_name = "OLD=NEW", value_parser = rename)]
    rename: Vec<(String, String)>,
    /// Write the links to this new CSV file, which only its owner can read, instead of printing them
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    links: Option<PathBuf>,
    /// How long the links work, from 30m to 7d
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = link_life)]
    links_last: TimeDelta,
    /// Time zone of new accounts, such as Europe/Berlin
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = worded::<TimeZone>)]
    time_zone: TimeZone,
}

fn rename(text: &str) -> Result<(String, String), &'static str> {
    let (old, new) = text.rsplit_once('=').ok_or("write it as OLD=NEW")?;
    Ok((old.to_owned(), new.to_owned()))
}

fn link_life(text: &str) -> Result<TimeDelta, String> {
    let life = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let life = TimeDelta::from_std(life).unwrap_or(TimeDelta::MAX);
    let fits = (TimeDelta::minutes(30)..=TimeDelta::days(7)).contains(&life);
    fits.then_some(life).ok_or_else(|| "links work for 30m to 7d".to_owned())
}

/// Imports, and prints a report.
pub(super) async fn import(config: &Config, command: ImportFlask) -> Outcome {
    let opened = FlaskDatabase::open(&command.from).await;
    let source = opened.map_err(|cause| format!("Can’t import from {}: {cause}", command.from))?;
    let target = target(config, &command).await?;
    let new_file = |path: &PathBuf| backup::private().create_new(true).open(path);
    let file = command.links.as_ref().map(new_file).transpose();
    let mut file = file.map_err(|error| format!("--links: {error}"))?;
    let (site, mut skipped, mut links) = (site(config), 0, 0);
    let mut print = |event| match event {
        Event::Imported(line) => writeln!(std::io::stdout(), "{}", escaped(&line)),
        Event::Skipped(line) => {
            skipped += 1;
            writeln!(std::io::stdout(), "skipped: {}", escaped(&line))
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
    say(&format!("Skipped (listed above): {skipped}."))?;
    if command.dry_run { say("Dry run: nothing was written.") } else { Ok(()) }
}

/// A dry run creates and migrates nothing, and needs no database.
async fn target(
    config: &Config,
    command: &ImportFlask,
) -> Result<Target, Box<dyn std::error::Error>> {
    let (time_zone, links_last) = (command.time_zone, command.links_last);
    let webhooks = Webhooks::new(config.slack_hosts.clone(), Reach::Public)?;
    if command.dry_run {
        let store = match startup::open_to_read(&config.database).await {
            Err(OpenError::NotThere(_)) => None,
            opened => Some(opened?),
        };
        return Ok(Target { app: None, store, webhooks, time_zone, links_last });
    }
    let app = startup::open_app(config, Access::Command).await?;
    let store = Some(app.store.clone());
    Ok(Target { app: Some(app), store, webhooks, time_zone, links_last })
}

/// Keeps text from the other database from beginning a line or controlling the terminal.
fn escaped(line: &str) -> String {
    let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    line.chars().map(escape).collect()
}
