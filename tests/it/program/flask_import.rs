//! Imports documents that the earlier Flask service wrote, from a standalone server like the one it
//! used.

use std::io::{BufRead, BufReader};

use mongodb::bson::oid::ObjectId;
use mongodb::bson::spec::BinarySubtype;
use mongodb::bson::{Binary, Decimal128, Document, doc};
use mongodb::{Client, Database};
use serde_json::json;
use worklog::domain::accounts::user::User;
use worklog::domain::backup::records::RecordKind;
use worklog::domain::days::day::Month;
use worklog::domain::days::month_log::{MonthLog, Precondition};
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::Store;

use super::backups::{open, succeeds};
use super::{complaint, run, worklog};
use crate::support::mongod::{Mongod, free_port};
use crate::support::sample_store::all;
use crate::support::samples::{day_transaction, put, remove, user};
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, place};

const CREDENTIALS: &str = include_str!("flask_import/credentials.jsonl");
const LOG: &str = include_str!("flask_import/log.jsonl");

/// Every day in the fixture with its user, type, location, and notes; and every user with their
/// allowances, and whether they have a webhook. Written without the importer.
const EXPECTED: &str = include_str!("flask_import/expected.jsonl");

/// The output of the first run.
const REPORT: &str = include_str!("flask_import/report.txt");

/// New names for the users in the fixture whose names can't be usernames.
const RENAMES: [&str; 4] = [
    "--rename=Zoë=zoe",
    "--rename=anna@example.com=anna",
    "--rename=a=aaa",
    "--rename=Alice=alice.2",
];

async fn named(store: &dyn Store, name: &str) -> User {
    store.user_by_name(&user(name).username_key).await.unwrap().unwrap()
}

/// Returns the contents of a store, in the form of [`EXPECTED`].
async fn stored(store: &dyn Store) -> Vec<String> {
    let mut lines = Vec::new();
    for name in ["alice", "bob", "carol", "empty-user", "zoe", "anna", "aaa", "alice.2"] {
        let User { id, settings, password_hash, .. } = named(store, name).await;
        assert!(password_hash.is_none(), "{name}");
        lines
            .push(json!([name, settings.slack_webhook.is_some(), settings.allowances]).to_string());
        let months = store.months(id, Month::FIRST, Month::LAST).await.unwrap();
        for (day, entry) in months.iter().flat_map(MonthLog::iter) {
            let [(part, _)] = entry.content.parts.iter().collect::<Vec<_>>()[..] else {
                panic!("halves")
            };
            let location = part.location.as_ref().map_or("", |location| location.as_str());
            lines
                .push(json!([name, day, part.day_type, location, entry.content.notes]).to_string());
        }
    }
    lines.sort();
    lines
}

/// Returns the rest of each line of a report that begins with this text.
fn lines<'a>(report: &'a str, begin: &str) -> Vec<&'a str> {
    report.lines().filter_map(|line| line.strip_prefix(begin)).collect()
}

/// Starts a server with the fixture. Returns it, its database, and its `--from` option.
async fn source() -> (Mongod, Database, String) {
    let server = Mongod::standalone();
    let url = format!("{}&serverSelectionTimeoutMS=30000", server.url(""));
    let database = Client::with_uri_str(url).await.unwrap().database("db");
    for (name, lines) in [("credentials", CREDENTIALS), ("log", LOG)] {
        let documents = lines.lines().map(|line| serde_json::from_str::<Document>(line).unwrap());
        database.collection(name).insert_many(documents).await.unwrap();
    }
    let from = format!("--from={}", server.url(""));
    (server, database, from)
}

async fn the_fixture_is_imported(backend: Backend) {
    let ((_server, database, from), target) = (source().await, place(backend).await);
    let dry = succeeds(&target.url, &["import-flask", &from, "--dry-run"]);
    assert_eq!(dry, format!("{REPORT}Dry run: nothing was written.\n"));
    let missing = complaint(&run(&target.url, &["backup", "-"], ""));
    assert!(missing.contains("There is no database at"), "{missing}");
    // The first run is killed halfway, then repeated.
    let mut child = worklog(&target.url).args(["import-flask", &from]).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(stdout.any(|line| line.unwrap().starts_with("link: alice: ")));
    child.kill().unwrap();
    child.wait().unwrap();
    let stdout = succeeds(&target.url, &["import-flask", &from]);
    assert_eq!(lines(&stdout, "alice: "), ["existing account; days added: 0, already there: 18"]);
    assert_eq!(
        (lines(&stdout, "link: ").len(), lines(&stdout, "problem: ").len()),
        (4, 17),
        "{stdout}"
    );

    let renamed = [&["import-flask", &from, "--time-zone=Europe/Berlin"][..], &RENAMES].concat();
    let stdout = succeeds(&target.url, &renamed);
    assert_eq!(lines(&stdout, "Zoë → zoe: "), ["new account; days added: 2, already there: 0"]);
    assert_eq!(lines(&stdout, "New accounts: "), ["4. Days added: 8."]);
    let store = open(&target).await;
    let expected: Vec<&str> = EXPECTED.lines().collect();
    assert_eq!(stored(&*store).await, expected);
    assert_eq!(named(&*store, "zoe").await.settings.time_zone.to_string(), "Europe/Berlin");

    let before = all(&*store).await;
    assert!(!before.contains_key(&RecordKind::Message), "imported days send no messages");
    let stdout = succeeds(&target.url, &["import-flask", &from]);
    assert_eq!(lines(&stdout, "New accounts: "), ["0. Days added: 0."]);
    assert_eq!(lines(&stdout, "link: ").len(), 8, "no user has a password yet");
    let after = all(&*store).await;
    for kind in RecordKind::PERMANENT.iter().filter(|kind| **kind != RecordKind::Audit) {
        assert_eq!(after.get(kind), before.get(kind), "importing twice changes nothing");
    }

    changed_days_are_kept(&*store, &database, (&target.url, &renamed), expected).await;
}

async fn changed_days_are_kept(
    store: &dyn Store,
    database: &Database,
    (url, renamed): (&str, &[&str]),
    mut expected: Vec<&str>,
) {
    let alice = named(store, "alice").await.id;
    let sick = put("2024-01-01", "sick", "", Precondition::AnyEntry);
    let edits = [sick, remove("2024-01-02", Precondition::AnyEntry)];
    store.edit_days(alice, &day_transaction(alice, edits)).await.unwrap();
    let entry = doc! { "years.0.entries": { "date": "2024-01-15", "type": "Sick" } };
    let log = database.collection::<Document>("log");
    log.update_one(doc! { "settings.total.remote": 100 }, doc! { "$push": entry }).await.unwrap();
    let stdout = succeeds(url, renamed);
    assert_eq!(lines(&stdout, "alice: "), ["existing account; days added: 1, already there: 16"]);
    assert_eq!(lines(&stdout, "problem: alice, 2024-01-0").len(), 2, "{stdout}");
    expected.retain(|line| !line.contains("2024-01-01") && !line.contains("2024-01-02"));
    let sick = [r#"["alice","2024-01-01","sick","",""]"#, r#"["alice","2024-01-15","sick","",""]"#];
    expected.extend(sick);
    expected.sort_unstable();
    assert_eq!(stored(store).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_is_imported_into_a_file() {
    the_fixture_is_imported(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_is_imported_into_mongodb() {
    the_fixture_is_imported(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_invalid_usernames_are_reported_before_writing() {
    let ((_server, _, from), target) = (source().await, place(Backend::Embedded).await);
    succeeds(&target.url, &["migrate"]);
    assert!(run(&target.url, &["user", "add", "BOB"], PASSWORD).status.success());
    let store = open(&target).await;
    let before = all(&*store).await;
    let renames = [
        "a=x y",
        "empty-user=create",
        "nobody=eve",
        "Zoë=zoe",
        "Zoë=zoe2",
        "Alice=ALICE",
        "anna@example.com=bob",
    ];
    let renames = renames.map(|rename| format!("--rename={rename}"));
    let command = [&["import-flask", &from][..], &renames.each_ref().map(String::as_str)].concat();
    let refused = complaint(&run(&target.url, &command, ""));
    for problem in [
        "'a=x y': The username can only contain letters",
        "'empty-user=create': This username is reserved.",
        "'nobody=eve': no user with a log has this name",
        "'Zoë=zoe2': Zoë is renamed twice",
        "'Alice=ALICE': alice is already imported as alice",
        "'anna@example.com=bob': Worklog already has an account named BOB",
    ] {
        assert!(refused.contains(problem), "{problem}\n{refused}");
    }
    assert_eq!(all(&*store).await, before);
    let stdout = succeeds(&target.url, &["import-flask", &from]);
    assert_eq!(lines(&stdout, "problem: bob: Worklog already has an account named BOB.").len(), 1);
    let bob = named(&*store, "bob").await.id;
    assert_eq!(store.months(bob, Month::FIRST, Month::LAST).await.unwrap(), [], "not imported");
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_owners_are_reported_and_sources_without_any_rejected() {
    let ((server, database, from), target) = (source().await, place(Backend::Embedded).await);
    let refused = |from: &str| complaint(&run(&target.url, &["import-flask", from], ""));
    let away = refused(&format!("--from=mongodb://ada:secret@127.0.0.1:{}/", free_port()));
    assert!(away.contains("import from mongodb://127.0.0.1") && !away.contains("secret"), "{away}");
    assert!(refused("--from=worklog.db").contains("not a mongodb:// address"));
    let other = refused(&format!("--from={}", server.url("other")));
    assert!(other.contains("database other has 0 credentials and 0 logs"), "{other}");
    let credentials = database.collection::<Document>("credentials");
    let set = |id: ObjectId| doc! { "$set": { "user_id": id } };
    let bob = credentials.find_one(doc! { "username": "bob" }).await.unwrap().unwrap();
    credentials.update_many(doc! {}, set(ObjectId::new())).await.unwrap();
    assert!(refused(&from).contains("has 8 credentials and 8 logs, but no log belongs to a user"));
    let one = server.url("one");
    let log = Client::with_uri_str(&one).await.unwrap().database("one").collection("log");
    log.insert_one(doc! {}).await.unwrap();
    assert!(refused(&format!("--from={one}")).contains("has 0 credentials and 1 log, but"));
    assert!(!std::path::Path::new(&target.url).exists(), "no database is created");
    let bobs = bob.get_object_id("user_id").unwrap();
    credentials.update_one(doc! { "username": "bob" }, set(bobs)).await.unwrap();
    let stdout = succeeds(&target.url, &["import-flask", &from]);
    assert_eq!(lines(&stdout, "New accounts: "), ["1. Days added: 6."]);
    assert_eq!(lines(&stdout, "problem: log ").len(), 7, "{stdout}");
    assert_eq!(lines(&stdout, "problem: credentials ").len(), 7, "{stdout}");
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_any_type_are_reported_and_the_rest_is_imported() {
    let ((_server, database, from), target) = (source().await, place(Backend::Embedded).await);
    let binary = Binary { subtype: BinarySubtype::Generic, bytes: vec![0xff] };
    let entries = doc! { "entries": [
        { "date": "2026-05-04", "type": "Office", "location": "", "notes": f64::NAN },
        { "date": binary, "type": "Office" },
        { "date": "2026-05-05", "type": "12".parse::<Decimal128>().unwrap() },
    ] };
    let (credentials, log) =
        (database.collection::<Document>("credentials"), database.collection::<Document>("log"));
    let odd = doc! { "_id": ObjectId::new(), "settings": { "total": [1] }, "years": [5, entries] };
    let id = log.insert_one(&odd).await.unwrap().inserted_id;
    for username in ["bob".into(), "eve".into(), mongodb::bson::Bson::Int32(7)] {
        let user = doc! { "username": username, "user_id": &id };
        credentials.insert_one(user).await.unwrap();
    }
    let stdout = succeeds(&target.url, &["import-flask", &from]);
    assert_eq!(lines(&stdout, "New accounts: "), ["4. Days added: 34."], "the other users'");
    let id = id.as_object_id().unwrap();
    let [bob] = lines(&stdout, "problem: bob: ")[..] else { panic!("{stdout}") };
    assert!(bob.ends_with(&format!("Add --rename '{id}=NEW'.")), "{bob}");
    for problem in ["No log has this user_id, or it belongs to", "The username isn't text."] {
        assert!(lines(&stdout, "problem: credentials ").join("\n").contains(problem), "{stdout}");
    }
    let stdout = succeeds(&target.url, &["import-flask", &from, &format!("--rename={id}=bob2")]);
    assert_eq!(lines(&stdout, "bob → bob2: "), ["new account; days added: 1, already there: 0"]);
    // The first is a problem of the other bob.
    let problems = &lines(&stdout, "problem: bob, ")[1..];
    let places = problems.iter().map(|problem| problem.split([' ', ':']).take(2).collect());
    let places: Vec<Vec<&str>> = places.collect();
    let expected = [["years,", "item"], ["entry", "2"], ["entry", "3"], ["settings.total", ""]];
    assert_eq!(places, expected, "{stdout}");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_written_to_an_owner_only_file() {
    let ((_server, _, from), target) = (source().await, place(Backend::Embedded).await);
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("links.csv");
    let links = format!("--links={}", file.display());
    let command =
        ["import-flask", &from, &links, "--public-url=https://log.example.org", "--links-last=7d"];
    let wrong = [&command[..], &["--rename=nobody=eve"]].concat();
    complaint(&run(&target.url, &wrong, ""));
    assert!(!file.exists(), "the next run can proceed");
    assert_eq!(lines(&succeeds(&target.url, &command), "link: "), [""; 0]);
    let written = std::fs::read_to_string(&file).unwrap();
    let alice = lines(&written, "alice,https://log.example.org/password/reset?token=")[0];
    assert_eq!(written.lines().count(), 4, "{written}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let exists = complaint(&run(&target.url, &command, ""));
    assert!(exists.contains("--links"), "{exists}");
    let hash = SecretHash::new(alice.split(',').next().unwrap());
    let store = open(&target).await;
    for (days, works) in [(6, true), (7, false)] {
        let then = chrono::Utc::now() + chrono::TimeDelta::days(days);
        assert_eq!(store.password_reset(&hash, then).await.unwrap().is_some(), works);
    }
}
