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
    let answer = client.post(format!("{}{path}", program.url)).form(form).send().await;
    answer.expect("answers").status().as_u16()
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
        let said = succeeds("", &["copy", &from, &to]);
        let words = format!("Copied: 1 user, 1 month, {number} change");
        assert!(said.starts_with(&words) && said.contains("1 login"), "{said}");
        assert!(said.contains("Every document was read again and is the same."), "{said}");
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
    let (there, (home, file)) = (place(Backend::Embedded).await, file());
    succeeds(&there.url, &["migrate"]);
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&there.url, &["backup", &file]);
    let whole = fs::read(&file).unwrap();
    let new = home.path().join("new/worklog.db");
    let new = new.display().to_string();
    let mut altered = whole.clone();
    let hash = whole.windows(9).position(|window| window == b"$argon2id").unwrap();
    altered[hash] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..whole.len() / 2], &altered, b"", b"x"] {
        fs::write(&file, damaged).unwrap();
        for database in [&there.url, &new] {
            let told = complaint(&run(database, &["restore", &file, "--replace"], ""));
            let words = ["is damaged or was altered", "is not a Worklog backup"];
            assert!(words.iter().any(|words| told.contains(words)), "{told}");
        }
        assert!(!Path::new(&new).exists(), "no file is created");
        assert!(succeeds(&there.url, &["backup", "--force", &file]).contains("1 user"));
    }
    let told = complaint(&run(&there.url, &["restore", &file], ""));
    assert!(told.contains("is not empty") && told.contains("--replace"), "{told}");
    let told = complaint(&run(&there.url, &["backup", &file], ""));
    assert!(told.contains("exists already") && told.contains("--force"), "{told}");
    let told = complaint(&run(&there.url, &["restore", "/nowhere/at-all"], ""));
    assert!(told.contains("/nowhere/at-all"), "{told}");

    for database in [new.as_str(), &place(Backend::Mongo).await.url] {
        let told = complaint(&run(database, &["backup", "--force", &file], ""));
        assert!(told.contains("There is no database at"), "{told}");
        let told = complaint(&run("", &["copy", "--from", database, "--to", &there.url], ""));
        assert!(told.contains("There is no database at"), "{told}");
    }
    assert!(!Path::new(&new).exists(), "reading creates no file");
    let told = complaint(&run(&file, &["restore", &file, "--replace"], ""));
    assert!(told.contains("are the same file"), "{told}");
    let same = format!("file:{}", there.url);
    let told = complaint(&run("", &["copy", "--replace", "--from", &same, "--to", &there.url], ""));
    assert!(told.contains("are the same database"), "{told}");

    let program = Program::serve(&there.url).await;
    let told = complaint(&run(&there.url, &["restore", &file, "--replace"], ""));
    assert!(told.contains("is in use by another Worklog server"), "{told}");
    drop(program);
    assert!(succeeds(&there.url, &["restore", &file, "--replace"]).contains("1 user"));
}

/// The schema stays, although a newer version could migrate it, and missing tables are ignored.
#[tokio::test(flavor = "multi_thread")]
async fn backing_up_an_older_schema_leaves_the_source_unmigrated() {
    let (there, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    let sqlite = rusqlite::Connection::open(&there.url).unwrap();
    let older = "DROP TABLE tokens; DROP TABLE invitations; DROP TABLE audit;
                 UPDATE meta SET value = '3' WHERE key = 'schema_version'";
    sqlite.execute_batch(older).unwrap();
    drop(sqlite);
    succeeds(&there.url, &["backup", &file]);
    assert_eq!(open(&there).await.schema_version().await.unwrap(), 3);
    let new = place(Backend::Mongo).await;
    assert!(succeeds(&new.url, &["restore", &file]).contains("1 user."));
    succeeds(&new.url, &["migrate"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_be_written_to_standard_output() {
    for backend in Backend::ALL {
        let (there, (home, file)) = (place(backend).await, file());
        assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
        let spool = home.path().join("spool").display().to_string();
        let by_default = run(&there.url, &["backup", "-"], "");
        let output = match backend {
            Backend::Embedded => by_default,
            Backend::Mongo => {
                assert!(complaint(&by_default).contains("--temp-dir"), "{by_default:?}");
                run(&there.url, &["backup", "-", "--temp-dir", &spool], "")
            }
        };
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Backed up 1 user"), "{output:?}");
        let spool = match backend {
            Backend::Embedded => Path::new(&there.url).parent().unwrap(),
            Backend::Mongo => Path::new(&spool),
        };
        let left: Vec<_> = fs::read_dir(spool).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(left.iter().all(|path| path.is_file()), "temporary files are removed: {left:?}");
        fs::write(&file, output.stdout).unwrap();
        let new = place(Backend::Embedded).await;
        let said = succeeds(&new.url, &["restore", &file]);
        assert!(said.contains("1 user, 1 entry of the audit log."), "{said}");
    }
}

/// Serving a backup turns it into an ordinary database.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_served_is_no_longer_a_backup() {
    let (there, (_home, file)) = (place(Backend::Mongo).await, file());
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&there.url, &["backup", &file]);
    let mut program = Program::serve(&file).await;
    let login = [("username", "ada"), ("password", PASSWORD)];
    let ada = client();
    assert_eq!(post(&ada, &program, "/login", &login).await, 303);
    assert_eq!(post(&ada, &program, "/day/2026-11-18", &[("type", "sick")]).await, 303);
    let new = place(Backend::Embedded).await;
    let told = complaint(&run(&there.url, &["backup", "--force", &file], ""));
    assert!(told.contains("is in use as a database"), "{told}");
    let refuses = || {
        let told = complaint(&run(&new.url, &["restore", &file], ""));
        assert!(told.contains("not a backup") && told.contains("copy --from"), "{told}");
    };
    refuses();
    program.terminate();
    assert_eq!(program.exit_code(), Some(0));
    refuses();
    // Detection doesn't depend on the journal alone: the backup's table is gone, too.
    edit(Path::new(&file), "PRAGMA journal_mode = DELETE");
    refuses();
    let said = succeeds("", &["copy", "--from", &file, "--to", &new.url]);
    assert!(said.contains("1 user, 1 month, 1 change") && said.contains("1 login"), "{said}");
}

/// The copy's migrations are logged. The database was migrated before.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_older_schema_is_migrated_next_to_the_database() {
    let (there, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&there.url, &["backup", &file]);
    make_older(Path::new(&file));
    let before = fs::read(&file).unwrap();
    let output = run(&there.url, &["restore", "--replace", &file], "");
    assert!(output.status.success(), "{output:?}");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("migration applied") && log.contains("schema.version=6"), "{log}");
    assert!(!log.contains("schema.version=4"), "{log}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let data = fs::read_dir(Path::new(&there.url).parent().unwrap()).unwrap();
    assert!(data.map(|file| file.unwrap().path()).all(|path| path.is_file()), "no directory");
    let mongo = place(Backend::Mongo).await;
    let told = complaint(&run(&mongo.url, &["restore", &file], ""));
    assert!(told.contains("--temp-dir"), "{told}");
}
