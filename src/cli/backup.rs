//! The commands that carry everything out of a database and into one.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use worklog::app::Clock;
use worklog::app::backup::{self, Filled};
use worklog::config::Config;
use worklog::startup;
use worklog::storage::DatabaseUrl;
use worklog::storage::migrate::KNOWN_SCHEMA;

use super::{Outcome, say};

/// Write everything that lasts into one file, also while a server is running.
///
/// The file holds the users, their days and the history of these, calendar feeds and tokens, as they
/// were at the moment the command began, whatever is saved meanwhile; it is the same for both kinds of
/// database, so that what was backed up from a file can be restored into MongoDB. It is written under
/// the name FILE.partial and renamed once it is whole and on disk. Logins, links of one use, messages
/// that wait to go out and uploads are left out: brought back later, they would let in who has logged
/// out, work twice, or be sent twice. Keep the file as safe as the database: it holds everybody's
/// notes and the hashes of passwords.
#[derive(Args)]
pub(crate) struct BackUp {
    /// Where to write it; - is standard output
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Fill the database with a backup.
///
/// The backup is read to its end and checked first; one that is cut, altered or of a newer Worklog is
/// refused before anything is written. A database that holds users is refused without --replace. Stop
/// every server on the database first: on a file that is checked. What was written is read again and
/// compared. Everybody signs in again afterwards; passwords and tokens are those of the backup.
#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// Remove whatever the database holds
    #[arg(long)]
    replace: bool,
}

/// Fill one database with everything that another holds, and compare every document.
///
/// Moves a file to MongoDB or back, logins and messages that wait to go out included, so that nobody
/// notices. Stop every server on either database first: what is saved to the old one afterwards stays
/// there, and a message that waits would go out from both. The old one is left as it is.
#[derive(Args)]
pub(crate) struct CopyAll {
    /// The database to read: a file, or `mongodb://HOST/DATABASE?replicaSet=NAME`
    #[arg(long, value_name = "URL")]
    from: DatabaseUrl,
    /// The database to fill, in the same form
    #[arg(long, value_name = "URL")]
    to: DatabaseUrl,
    /// Remove whatever the database to fill holds
    #[arg(long)]
    replace: bool,
}

/// Makes a backup of the database.
pub(super) async fn back_up(config: &Config, command: &BackUp) -> Outcome {
    let to_output = command.file == Path::new("-");
    if to_output && std::io::stdout().is_terminal() {
        return Err("A backup is not for the eye: send it to a file, or name one.".into());
    }
    let store = startup::open_to_read(&config.database).await?;
    let made = backup::back_up(&*store, &command.file, command.force, &Clock::system()).await?;
    let (counts, bytes) = made;
    let told = format!("Backed up {counts}: {bytes} bytes.");
    if to_output { Ok(writeln!(std::io::stderr(), "{told}")?) } else { say(&told) }
}

/// Restores a backup.
pub(super) async fn restore(config: &Config, command: &Restore) -> Outcome {
    let checked = backup::check(&command.file, KNOWN_SCHEMA)?;
    let clock = Clock::system();
    let store = startup::open_to_fill(&config.database, &clock).await?;
    let filled = backup::restore(&*store, &checked, command.replace, &clock).await?;
    let made_at = checked.header.made_at.format("%Y-%m-%d %H:%M:%S");
    tell(&format!("Restored the state of {made_at} UTC"), &filled)
}

/// Copies one database into another.
pub(super) async fn copy(_: &Config, command: &CopyAll) -> Outcome {
    if command.from.is_same(&command.to) {
        return Err("--from and --to are the same database.".into());
    }
    let clock = Clock::system();
    let from = startup::open_to_read(&command.from).await?;
    let to = startup::open_to_fill(&command.to, &clock).await?;
    let filled = backup::copy(&*from, &*to, command.replace, &clock).await?;
    tell("Copied", &filled)
}

fn tell(done: &str, filled: &Filled) -> Outcome {
    let Filled { counts, orphans } = filled;
    say(&format!("{done}: {counts}. Every document was read again and is the same."))?;
    if *orphans > 0 {
        say(&format!("{orphans} documents of users who are not there were left out."))?;
    }
    Ok(())
}
