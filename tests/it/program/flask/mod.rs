//! Moving in from the databases of the earlier service, on a MongoDB that is no replica set, as that
//! one's was.

mod again;
mod odd;

use std::collections::BTreeMap;

use mongodb::bson::{DateTime, Document, doc};
use mongodb::{Client, Database};
use worklog::domain::archive::Kind;
use worklog::domain::audit::{Actor, Deed};
use worklog::domain::change::Act;
use worklog::domain::day::Month;
use worklog::domain::month_log::MonthLog;
use worklog::domain::user::User;
use worklog::storage::Store;

use super::Program;
use super::backups::{open, succeeds};
use crate::http::server::PASSWORD;
use crate::support::everything::all;
use crate::support::mongod::Mongod;
use crate::support::samples::user;
use crate::support::store::{Backend, Place, place};

/// The earlier service's server.
struct Source {
    server: Mongod,
    client: Client,
}

impl Source {
    /// One that answers, with nothing in it.
    async fn empty() -> Self {
        let server = Mongod::standalone();
        let url = format!("{}&serverSelectionTimeoutMS=30000", server.url("admin"));
        let client = Client::with_uri_str(url).await.expect("a client");
        client.database("admin").run_command(doc! { "ping": 1 }).await.expect("answers");
        Self { server, client }
    }

    async fn with(credentials: Vec<Document>, logs: Vec<Document>) -> Self {
        let source = Self::empty().await;
        source.add("credentials", credentials).await;
        source.add("log", logs).await;
        source
    }

    fn database(&self, name: &str) -> Database {
        self.client.database(name)
    }

    async fn add(&self, part: &str, documents: Vec<Document>) {
        let collection = self.database(part).collection::<Document>(part);
        collection.insert_many(documents).await.expect("inserts");
    }

    fn from(&self) -> String {
        format!("--from={}", self.server.url(""))
    }

    /// All that it holds, to see that nothing is written.
    async fn everything(&self) -> Vec<String> {
        let mut all = Vec::new();
        for name in self.client.list_database_names().await.expect("names") {
            if matches!(name.as_str(), "admin" | "config" | "local") {
                continue;
            }
            for part in self.database(&name).list_collection_names().await.expect("names") {
                let found = self.database(&name).collection::<Document>(&part);
                let mut found =
                    found.find(doc! {}).sort(doc! { "_id": 1 }).await.expect("documents");
                while found.advance().await.expect("a document") {
                    let document = found.deserialize_current().expect("a document");
                    all.push(format!("{name}.{part} {document}"));
                }
            }
        }
        all
    }
}

fn credentials(names: &[&str]) -> Vec<Document> {
    let password = "pbkdf2:sha256:50000$salt$0123456789abcdef";
    names.iter().map(|name| doc! { "username": *name, "password": password }).collect()
}

/// What Ada and Bob had.
fn logs() -> Vec<Document> {
    let midnight = DateTime::parse_rfc3339_str("2019-01-02T00:00:00Z").unwrap();
    vec![
        doc! {
            "username": "ada",
            "settings": {
                "slack": "https://hooks.slack.com/services/T0/B0/abcdefgh",
                "total": { "remote": -1, "vacation": 30, "holiday": -1_i64, "sick": 12.5 },
            },
            "years": [
                { "year": 2018, "entries": [
                    { "date": "2018-01-02", "type": "remote", "location": "New York", "notes": "" },
                    { "date": "2018-01-03", "type": "Vacation", "location": "", "notes": "Skiing" },
                    { "date": "2018-01-04", "type": "training", "location": "Oslo" },
                ] },
                { "year": 2019, "entries": [
                    { "date": midnight, "type": "sick", "notes": "" },
                    { "date": "2019-01-03", "type": "remote", "location": "new york", "notes": "" },
                ] },
            ],
        },
        doc! { "username": "bob", "settings": {}, "years": [] },
    ]
}

async fn named(store: &dyn Store, name: &str) -> User {
    let found = store.user_by_name(&user(name).username_key).await.expect("reads");
    found.unwrap_or_else(|| panic!("{name} is not there"))
}

/// The days of a user: what, where and notes.
async fn days(store: &dyn Store, name: &str) -> BTreeMap<String, String> {
    let user = named(store, name).await;
    let months = store.months(user.id, Month::FIRST, Month::LAST).await.expect("reads");
    let days = months.iter().flat_map(MonthLog::iter);
    let words = days.map(|(day, entry)| {
        let part = |part: &worklog::domain::entry::Part| match &part.location {
            Some(place) => format!("{} at {place}", part.day_type),
            None => part.day_type.to_string(),
        };
        let parts: Vec<String> = entry.content.parts.iter().map(|(found, _)| part(found)).collect();
        (day.to_string(), format!("{} {}", parts.join(", "), entry.content.notes).trim().to_owned())
    });
    words.collect()
}

fn expected(days: &[(&str, &str)]) -> BTreeMap<String, String> {
    days.iter().map(|(day, words)| ((*day).to_owned(), (*words).to_owned())).collect()
}

const ALL_OF_ADA: [(&str, &str); 5] = [
    ("2018-01-02", "remote at New York"),
    ("2018-01-03", "vacation Skiing"),
    ("2018-01-04", "training at Oslo"),
    ("2019-01-02", "sick"),
    ("2019-01-03", "remote at New York"),
];

/// The links that were printed, by their users.
fn links(said: &str) -> BTreeMap<String, String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("link: "));
    let parts = lines.filter_map(|line| {
        let (name, rest) = line.split_once(": ")?;
        Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
    });
    parts.collect()
}

async fn post(program: &Program, path: &str, form: &[(&str, &str)]) -> u16 {
    let redirects = reqwest::redirect::Policy::none();
    let client = reqwest::Client::builder().redirect(redirects).build().expect("a client");
    let answer = client.post(format!("{}{path}", program.url)).form(form).send().await;
    answer.expect("answers").status().as_u16()
}

async fn everything_is_taken(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob", "eve"]), logs()).await;
    let (target, before) = (place(backend).await, source.everything().await);
    let said = succeeds(&target.url, &["import-flask", &source.from()]);
    assert!(said.contains("ada: a new account, 5 days taken."), "{said}");
    assert!(said.contains("“training” (training) is a type of their own"), "{said}");
    assert!(
        said.contains("Taken: 3 accounts and 5 days; 0 accounts and 0 days were there already."),
        "{said}"
    );
    assert!(!said.contains("look: "), "{said}");
    assert_eq!(source.everything().await, before, "the source is only read");

    let store = open(&target).await;
    assert_eq!(days(&*store, "ada").await, expected(&ALL_OF_ADA));
    for name in ["bob", "eve"] {
        assert_eq!(days(&*store, name).await, BTreeMap::new());
    }
    let ada = named(&*store, "ada").await;
    assert!(ada.password_hash.is_none(), "no password of the earlier service is taken");
    let allowed = |name: &str| {
        let allowance = ada.settings.allowances.get(&name.parse().unwrap());
        allowance.and_then(|allowance| allowance.days).map(|days| days.to_string())
    };
    let allowances = ["remote", "vacation", "holiday", "sick"].map(allowed);
    assert_eq!(allowances, [None, Some("30".to_owned()), None, Some("12.5".to_owned())]);
    assert_eq!(ada.settings.slack_webhook.as_ref().unwrap().hint(), "hooks.slack.com/…efgh");
    let history = store.day_history(ada.id, "2018-01-02".parse().unwrap()).await.unwrap();
    assert_eq!(history.iter().map(|change| change.act).collect::<Vec<_>>(), [Act::Import]);
    assert_eq!(history[0].items.len(), 3, "a year is one act");
    let told = all(&*store).await.remove(&Kind::Message).unwrap_or_default();
    assert_eq!(told, [""; 0], "what was logged long ago is no news");
    let audit = store.audit(Some(ada.id), None, 9).await.unwrap();
    let deeds: Vec<_> = audit.iter().map(|entry| (entry.actor, entry.deed)).rev().collect();
    let by_command = |deed| (Actor::CommandLine, deed);
    assert_eq!(deeds, [Deed::UserAdded, Deed::ResetLinkShown].map(by_command));

    choose_a_password(&target, &links(&said)).await;
}

/// The link lets its person in, once; until then nothing does.
async fn choose_a_password(target: &Place, links: &BTreeMap<String, String>) {
    assert_eq!(links.keys().collect::<Vec<_>>(), ["ada", "bob", "eve"]);
    let program = Program::serve(&target.url).await;
    for password in ["!", "", PASSWORD] {
        let form = [("username", "ada"), ("password", password)];
        assert_eq!(post(&program, "/login", &form).await, 422, "{password}");
    }
    let token = links["ada"].split_once("/password/reset?token=").expect("a link").1;
    let form = [("token", token), ("new_password", PASSWORD), ("new_password_confirm", PASSWORD)];
    assert_eq!(post(&program, "/password/reset", &form).await, 303);
    assert_eq!(post(&program, "/password/reset", &form).await, 410);
    let form = [("username", "ada"), ("password", PASSWORD)];
    assert_eq!(post(&program, "/login", &form).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_taken_into_a_file() {
    everything_is_taken(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_taken_into_mongodb() {
    everything_is_taken(Backend::Mongo).await;
}
