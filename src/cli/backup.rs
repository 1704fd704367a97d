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

/// Back up the database to a file, also while the server is running
///
/// The backup is a Worklog database file with the users, their entries and history, calendar feeds,
/// tokens, and the audit log, as of the moment the command starts. You can restore it into a file or
/// into MongoDB, open it with sqlite3, or serve it. It is written as FILE.partial, and renamed once it
/// is complete and on disk.
///
/// Sessions, one-time links, queued messages, and uploads are left out: restoring them could revive
/// ended sessions or resend messages. Protect the backup like the database: it contains everyone's
/// notes and password hashes.
#[derive(Args)]
pub(crate) struct BackUp {
    /// File to write, or - for standard output
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// Directory for the temporary file, if FILE is - (default: the directory of the database;
    /// required for MongoDB)
    #[arg(long, value_name = "DIRECTORY")]
    temp_dir: Option<PathBuf>,
}

/// Restore a backup into the database
///
/// Reads the whole backup first. If it is incomplete, was altered, or was created by a newer Worklog,
/// nothing is written. Then writes it, reads what was written again, and compares every document.
///
/// Stop all servers that use the database first (for a file, the command checks this). If the database
/// contains users, --replace is required. Afterwards everyone has to log in again, with the password
/// in the backup. The tokens in the backup work again.
#[derive(Args)]
pub(crate) struct Restore {
    /// Backup to restore
    file: PathBuf,
    /// Delete everything in the database first
    #[arg(long)]
    replace: bool,
    /// Directory for migrating a backup with an older schema (default: the directory of the database;
    /// required for MongoDB)
    #[arg(long, value_name = "DIRECTORY")]
    temp_dir: Option<PathBuf>,
}

/// Copy everything to another database
///
/// Moves a file to MongoDB or back, with sessions and queued messages, so that users stay logged in.
/// Every document is read again and compared. The old database doesn't change.
///
/// Stop all servers that use either database first: changes saved to the old one afterwards aren't
/// copied, and both servers would send the queued messages. If a server is using the database to read,
/// --while-in-use is required.
#[derive(Args)]
pub(crate) struct CopyAll {
    /// Database to read: a file, or `mongodb://HOST/DATABASE?replicaSet=NAME`
    #[arg(long, value_name = "URL")]
    from: DatabaseUrl,
    /// Database to fill, in the same form
    #[arg(long, value_name = "URL")]
    to: DatabaseUrl,
    /// Delete everything in the database to fill first
    #[arg(long)]
    replace: bool,
    /// Copy even if a server is using the database to read. The copy won't contain later changes
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
