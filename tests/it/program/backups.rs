//! Tests backing up, restoring, serving a backup, and copying between stores, with the errors of
//! each.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use reqwest::Client;
use tempfile::TempDir;
use worklog::storage::{self, Access, Store};

use super::{Program, complaint, run};
use crate::support::backups::{edit, make_older};
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

pub(super) fn succeeds(database: &str, arguments: &[&str]) -> String {
    let output = run(database, arguments, "");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Returns the path of a new backup in a temporary directory.
pub(super) fn file() -> (TempDir, String) {
    let home = tempfile::tempdir().expect("a directory");
    let file = home.path().join("worklog.backup").display().to_string();
    (home, file)
}

pub(super) async fn open(place: &Place) -> Arc<dyn Store> {
    let url = place.url.parse().expect("an address");
    storage::open(&url, Access::Command).await.expect("opens")
}

pub(super) fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let redirects = reqwest::redirect::Policy::none();
    Client::builder().cookie_store(true).redirect(redirects).build().expect("a client")
}

/// Returns the HTTP client of a user who just signed up.
pub(super) async fn signed_up(program: &Program) -> Client {
    let client = client();
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    assert_eq!(post(&client, program, "/signup", &form).await, 303);
    client
}

pub(super) async fn post(
    client: &Client,
    program: &Program,
    path: &str,
    form: &[(&str, &str)],
) -> u16 {
    let response = client.post(format!("{}{path}", program.url)).form(form).send().await;
    response.expect("responds").status().as_u16()
}

/// The login works in both directions.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_copied_to_mongodb_and_back() {
    let places = [
        place(Backend::Embedded).await,
        place(Backend::Mongo).await,
        place(Backend::Embedded).await,
    ];
    let mut program = Program::serve(&places[0].url).await;
    let ada = signed_up(&program).await;
    for (number, step) in (1..).zip(places.windows(2)) {
        let day = format!("2026-11-{number:02}");
        assert_eq!(post(&ada, &program, &format!("/day/{day}"), &[("type", "office")]).await, 303);
        program.interrupt();
        assert_eq!(program.exit_code(), Some(0));
        let [from, to] = [&step[0].url, &step[1].url].map(|url| format!("--{{}}={url}"));
        let (from, to) = (from.replace("{}", "from"), to.replace("{}", "to"));
        let stdout = succeeds("", &["copy", &from, &to]);
        let words = format!("Copied: 1 user, 1 month, {number} change");
        assert!(stdout.starts_with(&words) && stdout.contains("1 login"), "{stdout}");
        assert!(stdout.contains("Every document was read again and is the same."), "{stdout}");
        let refused = complaint(&run("", &["copy", &from, &to], ""));
        assert!(refused.contains("--replace"), "{refused}");
        succeeds("", &["copy", &from, &to, "--replace"]);
        program = program.again(&step[1].url).await;
        let page = ada.get(format!("{}/day/{day}", program.url)).send().await.unwrap();
        assert_eq!(page.status(), 200, "still logged in");
    }
    drop(program);
    assert_eq!(consistent(&*open(&places[2]).await).await, ["2026-11-01", "2026-11-02"]);
}

async fn consistent(store: &dyn Store) -> Vec<String> {
    let ada = store.user_by_name(&user("ada").username_key).await.unwrap().expect("ada").id;
    let log = store.month(ada, "2026-11".parse().unwrap()).await.unwrap();
    log.iter().map(|(day, _)| day.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_restore_or_copy_changes_nothing() {
    let (database, (home, file)) = (place(Backend::Embedded).await, file());
    succeeds(&database.url, &["migrate"]);
    assert!(run(&database.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&database.url, &["backup", &file]);
    let whole = fs::read(&file).unwrap();
    let new = home.path().join("new/worklog.db");
    let new = new.display().to_string();
    let mut altered = whole.clone();
    let hash = whole.windows(9).position(|window| window == b"$argon2id").unwrap();
    altered[hash] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..whole.len() / 2], &altered, b"", b"x"] {
        fs::write(&file, damaged).unwrap();
        for target in [&database.url, &new] {
            let error = complaint(&run(target, &["restore", &file, "--replace"], ""));
            let messages = ["is damaged or was altered", "is not a Worklog backup"];
            assert!(messages.iter().any(|message| error.contains(message)), "{error}");
        }
        assert!(!Path::new(&new).exists(), "no file is created");
        assert!(succeeds(&database.url, &["backup", "--force", &file]).contains("1 user"));
    }
    let error = complaint(&run(&database.url, &["restore", &file], ""));
    assert!(error.contains("is not empty") && error.contains("--replace"), "{error}");
    let error = complaint(&run(&database.url, &["backup", &file], ""));
    assert!(error.contains("exists already") && error.contains("--force"), "{error}");
    let error = complaint(&run(&database.url, &["restore", "/nowhere/at-all"], ""));
    assert!(error.contains("/nowhere/at-all"), "{error}");

    for missing in [new.as_str(), &place(Backend::Mongo).await.url] {
        let error = complaint(&run(missing, &["backup", "--force", &file], ""));
        assert!(error.contains("There is no database at"), "{error}");
        let error = complaint(&run("", &["copy", "--from", missing, "--to", &database.url], ""));
        assert!(error.contains("There is no database at"), "{error}");
    }
    assert!(!Path::new(&new).exists(), "reading creates no file");
    let error = complaint(&run(&file, &["restore", &file, "--replace"], ""));
    assert!(error.contains("are the same file"), "{error}");
    let same = format!("file:{}", database.url);
    let error =
        complaint(&run("", &["copy", "--replace", "--from", &same, "--to", &database.url], ""));
    assert!(error.contains("are the same database"), "{error}");

    let program = Program::serve(&database.url).await;
    let error = complaint(&run(&database.url, &["restore", &file, "--replace"], ""));
    assert!(error.contains("is in use by another Worklog server"), "{error}");
    drop(program);
    assert!(succeeds(&database.url, &["restore", &file, "--replace"]).contains("1 user"));
}

/// The schema stays, although a newer version could migrate it, and missing tables are ignored.
#[tokio::test(flavor = "multi_thread")]
async fn backing_up_an_older_schema_leaves_the_source_unmigrated() {
    let (database, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&database.url, &["user", "add", "ada"], PASSWORD).status.success());
    let sqlite = rusqlite::Connection::open(&database.url).unwrap();
    let older = "DROP TABLE tokens; DROP TABLE invitations; DROP TABLE audit;
                 UPDATE meta SET value = '3' WHERE key = 'schema_version'";
    sqlite.execute_batch(older).unwrap();
    drop(sqlite);
    succeeds(&database.url, &["backup", &file]);
    assert_eq!(open(&database).await.schema_version().await.unwrap(), 3);
    let new = place(Backend::Mongo).await;
    assert!(succeeds(&new.url, &["restore", &file]).contains("1 user."));
    succeeds(&new.url, &["migrate"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_be_written_to_standard_output() {
    for backend in Backend::ALL {
        let (database, (home, file)) = (place(backend).await, file());
        assert!(run(&database.url, &["user", "add", "ada"], PASSWORD).status.success());
        let spool = home.path().join("spool").display().to_string();
        let by_default = run(&database.url, &["backup", "-"], "");
        let output = match backend {
            Backend::Embedded => by_default,
            Backend::Mongo => {
                assert!(complaint(&by_default).contains("--temp-dir"), "{by_default:?}");
                run(&database.url, &["backup", "-", "--temp-dir", &spool], "")
            }
        };
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Backed up 1 user"), "{output:?}");
        let spool = match backend {
            Backend::Embedded => Path::new(&database.url).parent().unwrap(),
            Backend::Mongo => Path::new(&spool),
        };
        let left: Vec<_> = fs::read_dir(spool).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(left.iter().all(|path| path.is_file()), "temporary files are removed: {left:?}");
        fs::write(&file, output.stdout).unwrap();
        let new = place(Backend::Embedded).await;
        let stdout = succeeds(&new.url, &["restore", &file]);
        assert!(stdout.contains("1 user, 1 entry of the audit log."), "{stdout}");
    }
}

/// Serving a backup turns it into an ordinary database.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_served_is_no_longer_a_backup() {
    let (database, (_home, file)) = (place(Backend::Mongo).await, file());
    assert!(run(&database.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&database.url, &["backup", &file]);
    let mut program = Program::serve(&file).await;
    let login = [("username", "ada"), ("password", PASSWORD)];
    let ada = client();
    assert_eq!(post(&ada, &program, "/login", &login).await, 303);
    assert_eq!(post(&ada, &program, "/day/2026-11-18", &[("type", "sick")]).await, 303);
    let new = place(Backend::Embedded).await;
    let error = complaint(&run(&database.url, &["backup", "--force", &file], ""));
    assert!(error.contains("is in use as a database"), "{error}");
    let refuses = || {
        let error = complaint(&run(&new.url, &["restore", &file], ""));
        assert!(error.contains("not a backup") && error.contains("copy --from"), "{error}");
    };
    refuses();
    program.terminate();
    assert_eq!(program.exit_code(), Some(0));
    refuses();
    // Detection doesn't depend on the journal alone: the backup's table is gone, too.
    edit(Path::new(&file), "PRAGMA journal_mode = DELETE");
    refuses();
    let stdout = succeeds("", &["copy", "--from", &file, "--to", &new.url]);
    assert!(stdout.contains("1 user, 1 month, 1 change") && stdout.contains("1 login"), "{stdout}");
}

/// The copy's migrations are logged. The database was migrated before.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_older_schema_is_migrated_next_to_the_database() {
    let (database, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&database.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&database.url, &["backup", &file]);
    make_older(Path::new(&file));
    let before = fs::read(&file).unwrap();
    let output = run(&database.url, &["restore", "--replace", &file], "");
    assert!(output.status.success(), "{output:?}");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("migration applied") && log.contains("schema.version=6"), "{log}");
    assert!(!log.contains("schema.version=4"), "{log}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let data = fs::read_dir(Path::new(&database.url).parent().unwrap()).unwrap();
    assert!(data.map(|file| file.unwrap().path()).all(|path| path.is_file()), "no directory");
    let mongo = place(Backend::Mongo).await;
    let error = complaint(&run(&mongo.url, &["restore", &file], ""));
    assert!(error.contains("--temp-dir"), "{error}");
}
