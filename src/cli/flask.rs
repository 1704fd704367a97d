//! The command that moves in from the earlier service.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use clap::Args;

use worklog::app::Clock;
use worklog::app::messenger::{Reach, Webhooks};
use worklog::app::moving::{LONGEST_LINK, News, Options, Tally, Target, move_in};
use worklog::config::Config;
use worklog::domain::location::Location;
use worklog::domain::user::Username;
use worklog::startup;
use worklog::storage::{Access, DatabaseUrl, FlaskDatabases, OpenError};

use super::{Outcome, say, site};

/// Take in the accounts and days of the earlier Flask service.
///
/// Reads its MongoDB databases `credentials` and `log`, which stay as they are, into the database of
/// this Worklog, also while a server is running. Everybody gets an account with their days, allowances
/// and webhook. Passwords are not taken: each account is made without one, and a link is printed by
/// which its person chooses one. The link works once; give each to its person alone. No mail is sent,
/// as the earlier service knew no addresses.
///
/// What cannot be taken is told, each thing with its place, and the rest is taken. An account of the
/// same name that was there before is left alone, unless --into names it.
///
/// It can be repeated, after an interruption or to fetch what was logged there since. Days that were
/// changed or removed in Worklog meanwhile stay as they are, as do settings, and are told; whoever has
/// not chosen a password yet gets a new link. Of a year or an account that was deleted for good Worklog
/// knows nothing any more, so it would be taken again.
#[derive(Args)]
pub(crate) struct ImportFlask {
    /// Where the earlier service has its databases: `mongodb://HOST`, which may hold a user and a
    /// password; better given in the environment then
    #[arg(long, value_name = "URL", env = "WORKLOG_FLASK_URL", hide_env_values = true)]
    from: DatabaseUrl,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the links into this new file, as CSV that its owner alone can read, instead of printing
    /// them
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    links: Option<PathBuf>,
    /// How long the links work, from 30m to 7d
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = link_life)]
    links_last: TimeDelta,
    /// Take the days of this user into the account of that name which is there already; may be
    /// repeated
    #[arg(long, value_name = "NAME")]
    into: Vec<Username>,
    /// Where days were spent whose type needs a location and that have none; without it they are left
    /// out
    #[arg(long, value_name = "NAME")]
    place: Option<Location>,
    /// The time zone of the new accounts, such as Europe/Berlin, in which dates with a time are read
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    time_zone: worklog::domain::time_zone::TimeZone,
}

fn link_life(text: &str) -> Result<TimeDelta, String> {
    const SHORTEST: TimeDelta = TimeDelta::minutes(30);
    let life: Duration = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let life = TimeDelta::from_std(life).unwrap_or(TimeDelta::MAX);
    let fits = (SHORTEST..=LONGEST_LINK).contains(&life);
    fits.then_some(life).ok_or_else(|| "links work for 30m to 7d".to_owned())
}

/// Moves in.
pub(super) async fn import(config: &Config, command: ImportFlask) -> Outcome {
    let source = FlaskDatabases::open(&command.from).await?;
    let target = target(config, command.dry_run).await?;
    let mut links = Links::new(config, command.links)?;
    let ImportFlask { into, place, time_zone, links_last, .. } = command;
    let options = Options { into, place, time_zone, links_last };
    let mut out = std::io::stdout();
    let mut teller = |news: News| match news {
        News::Person(line) => writeln!(out, "{}", plain(&line)),
        News::Kept(line) => writeln!(out, "kept: {}", plain(&line)),
        News::NotTaken(line) => writeln!(out, "look: {}", plain(&line)),
        News::Link { username, token, expires_at } => {
            links.write(&username, &token, &expires_at.format("%Y-%m-%d %H:%M UTC").to_string())
        }
    };
    let tally = move_in(&source, &target, &options, &mut teller).await.map_err(|error| {
        format!("{error}\nWhat was taken until then stays. Run the command again to go on.")
    });
    tell(&tally?, command.dry_run, &links)
}

/// A line as a terminal may have it: what the other databases hold can neither begin a line of its own,
/// such as one with a link, nor steer the terminal.
fn plain(line: &str) -> String {
    line.chars().fold(String::with_capacity(line.len()), |mut plain, c| {
        if c.is_control() {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
        plain
    })
}

/// For a dry run nothing is made or migrated, not even where there is no database yet.
async fn target(config: &Config, dry_run: bool) -> Result<Target, Box<dyn std::error::Error>> {
    if !dry_run {
        let app = startup::open_app(config, Access::Command).await?;
        return Ok(Target::Into(Box::new(app)));
    }
    let store = match startup::open_to_read(&config.database).await {
        Ok(store) => Some(store),
        Err(OpenError::NotThere(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let webhooks = Box::new(Webhooks::new(config.slack_hosts.clone(), Reach::Public)?);
    Ok(Target::Look { store, webhooks, now: Clock::system().now() })
}

fn tell(tally: &Tally, dry_run: bool, links: &Links) -> Outcome {
    let Tally { accounts, accounts_before, days, days_before, kept, not_taken } = *tally;
    let taken = if dry_run { "Nothing was written. It would take" } else { "Taken:" };
    say(&format!(
        "{taken} {} and {}; {} and {} were there already.",
        count(accounts, "account"),
        count(days, "day"),
        count(accounts_before, "account"),
        count(days_before, "day"),
    ))?;
    if kept > 0 {
        say(&format!("{} kept as in Worklog (kept: above).", count(kept, "thing")))?;
    }
    if not_taken > 0 {
        let things = count(not_taken, "thing");
        say(&format!("{things} could not be taken, or not as it is (look: above)."))?;
    }
    if let (Some((_, path)), true) = (&links.file, links.count > 0) {
        say(&format!("{} links to a first password are in {}.", links.count, path.display()))?;
    }
    Ok(())
}

fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// Where links go.
struct Links {
    site: String,
    file: Option<(File, PathBuf)>,
    count: usize,
}

impl Links {
    fn new(config: &Config, path: Option<PathBuf>) -> Result<Self, String> {
        let file = path.map(|path| match new_file(&path) {
            Ok(file) => Ok((file, path)),
            Err(error) => Err(format!("--links {}: {error}", path.display())),
        });
        Ok(Self { site: site(config), file: file.transpose()?, count: 0 })
    }

    /// Writes one at once: should the command end early, it is not lost.
    fn write(&mut self, username: &Username, token: &str, until: &str) -> std::io::Result<()> {
        self.count += 1;
        let link = format!("{}password/reset?token={token}", self.site);
        match &mut self.file {
            None => writeln!(std::io::stdout(), "link: {username}: {link} (once, until {until})"),
            Some((file, _)) => {
                let head = if self.count == 1 { "Username,Link,Works until\n" } else { "" };
                writeln!(file, "{head}{username},{link},{until}")
            }
        }
    }
}

fn new_file(path: &PathBuf) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_from_elsewhere_stay_in_their_line() {
        assert_eq!(
            plain("x\nlink: ada: http://x\u{1b}[2J é"),
            "x\\nlink: ada: http://x\\u{1b}[2J é"
        );
    }
}
