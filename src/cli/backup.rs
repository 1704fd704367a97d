//! The commands `backup`, `restore`, and `copy`.

use std::fs::{self, File};
use std::io::{IsTerminal, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use clap::Args;

use worklog::app::Clock;
use worklog::app::backup::{self, Backup, Transfer};
use worklog::config::Config;
use worklog::startup;
use worklog::storage::{DatabaseUrl, Store};

use super::{CommandResult, print_line};

/// Write everything that lasts into one database file, also while a server is running.
///
/// The file is an embedded database that contains the users, their days and the history of these,
/// calendar feeds, tokens and the audit log, as they were at the moment the command started. It can be
/// restored into either kind of database, opened with sqlite3, and served. It is written as FILE.partial
/// and renamed once it is complete and on disk. Logins, one-time links, messages waiting to be sent and
/// uploads are left out: restoring them could revive ended sessions, make used links work again or resend
/// messages. Keep the file as safe as the database: it contains everybody's notes and password hashes.
#[derive(Args)]
pub(crate) struct BackUp {
    /// Where to write it; - is standard output
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// Where standard output is written first. Default: the directory of the database; required for
    /// MongoDB
    #[arg(long, value_name = "DIRECTORY")]
    temp_dir: Option<PathBuf>,
}

/// Fill the database with a backup.
///
/// The backup is read to its end first: one that is incomplete, altered or made by a newer Worklog is
/// rejected before anything is written. A database that contains users is refused without --replace. Stop
/// every server on the database first; for a file this is checked. What was written is read again and
/// compared. Everybody has to log in again; passwords and tokens are those of the backup.
#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// Remove everything the database contains
    #[arg(long)]
    replace: bool,
    /// Where a backup of an older schema is copied and migrated. Default: the directory of the database;
    /// required for MongoDB
    #[arg(long, value_name = "DIRECTORY")]
    temp_dir: Option<PathBuf>,
}

/// Fill one database with everything another contains, and compare every document.
///
/// Moves a file to MongoDB or back, including logins and queued messages, so that users stay logged in.
/// Stop every server on either database first: changes saved to the old one afterwards aren't copied,
/// and both servers would send the queued messages. The command refuses to copy from a database that a
/// server is using, unless --while-in-use is given. The old database doesn't change.
#[derive(Args)]
pub(crate) struct CopyAll {
    /// The database to read: a file, or `mongodb://HOST/DATABASE?replicaSet=NAME`
    #[arg(long, value_name = "URL")]
    from: DatabaseUrl,
    /// The database to fill, in the same form
    #[arg(long, value_name = "URL")]
    to: DatabaseUrl,
    /// Remove everything the database to fill contains
    #[arg(long)]
    replace: bool,
    /// Copy even if a server is using the database to read. Later changes aren't in the copy
    #[arg(long)]
    while_in_use: bool,
}

pub(super) async fn back_up(config: &Config, command: &BackUp) -> CommandResult {
    let to_output = command.file == Path::new("-");
    if to_output && std::io::stdout().is_terminal() {
        return Err("A backup can't be shown: redirect it to a file, or name one.".into());
    }
    if to_output && is_nowhere(std::io::stdout())? {
        return Err(
            "Standard output is closed or /dev/null: redirect it to a file, or name one.".into()
        );
    }
    let store = startup::open_to_read(&config.database).await?;
    let (file, force, clock) = (&command.file, command.force, Clock::system());
    let temp_dir = command.temp_dir.as_deref().or(config.database.directory());
    let (written, bytes) = backup::back_up(&*store, file, force, temp_dir, &clock).await?;
    let mut out: Box<dyn Write> =
        if to_output { Box::new(std::io::stderr()) } else { Box::new(std::io::stdout()) };
    writeln!(out, "Backed up {}: {bytes} bytes.", written.counts)?;
    write_orphans(&mut out, &written)
}

/// Returns whether the output discards everything. The standard library opens /dev/null in place of
/// a closed output.
fn is_nowhere(output: impl AsFd) -> std::io::Result<bool> {
    let device = File::from(output.as_fd().try_clone_to_owned()?).metadata()?.rdev();
    let null = fs::metadata("/dev/null").map(|null| null.rdev());
    Ok(null.is_ok_and(|null| null == device))
}

pub(super) async fn restore(config: &Config, command: &Restore) -> CommandResult {
    if config.database.is_same(&DatabaseUrl::Embedded(command.file.clone())) {
        return Err("The backup and the database are the same file.".into());
    }
    let clock = Clock::system();
    let temp_dir = command.temp_dir.as_deref().or(config.database.directory());
    let backup = Backup::open(&command.file, temp_dir, &clock).await?;
    let store = startup::open_to_fill(&config.database).await?;
    let restored = backup::restore(&*store, &backup, command.replace, &clock).await?;
    let made_at = backup.header.made_at.format("%Y-%m-%d %H:%M:%S");
    report(&format!("Restored the state of {made_at} UTC"), &restored)
}

pub(super) async fn copy(_: &Config, command: &CopyAll) -> CommandResult {
    if command.from.is_same(&command.to) {
        return Err("--from and --to are the same database.".into());
    }
    let clock = Clock::system();
    let from = startup::open_to_read(&command.from).await?;
    check_unused(&*from, command).await?;
    let to = startup::open_to_fill(&command.to).await?;
    let copied = backup::copy(&*from, &*to, command.replace, &clock).await?;
    report("Copied", &copied)
}

/// Fails, or with `--while-in-use` warns, if a server is using the database to read.
async fn check_unused(from: &dyn Store, command: &CopyAll) -> CommandResult {
    let database = &command.from;
    match from.has_server().await {
        Ok(false) => {}
        Ok(true) if command.while_in_use => eprintln!(
            "Warning: a server is using {database}. Changes saved from now on aren't copied, and \
             queued messages are in both databases."
        ),
        Ok(true) => {
            let refusal = format!(
                "A server is using {database}. Stop it first: changes saved while copying would be \
                 missing in the copy, and queued messages would be sent twice. To copy anyway, for \
                 example for a test, add --while-in-use."
            );
            return Err(refusal.into());
        }
        Err(error) => eprintln!(
            "Warning: can't find out whether a server is using {database}: {error}. If one is, changes \
             saved from now on aren't copied."
        ),
    }
    Ok(())
}

fn report(done: &str, moved: &Transfer) -> CommandResult {
    let counts = &moved.counts;
    print_line(&format!("{done}: {counts}. Every document was read again and is the same."))?;
    write_orphans(&mut std::io::stdout(), moved)
}

fn write_orphans(out: &mut impl Write, moved: &Transfer) -> CommandResult {
    if moved.orphans > 0 {
        writeln!(out, "Documents of users who don't exist, left out: {}.", moved.orphans)?;
    }
    Ok(())
}
