//! Runs the scripts of MongoDB's Jobs with a real mongosh, as their pods do, against real
//! servers.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::{Document, doc};
use tempfile::TempDir;

use super::readme::{Cluster, create_secrets, rotate_passwords};
use super::workload::Sources;
use super::{all, items, of_kind, tool_path};
use crate::support::mongod::Mongod;

const TIMEOUT: Duration = Duration::from_mins(1);

/// Three servers with a shared key, and the Secrets of a cluster.
struct Set {
    cluster: Cluster,
    members: Vec<Mongod>,
    _key: TempDir,
}

impl Set {
    fn start() -> Self {
        let cluster = Cluster::new();
        create_secrets(&cluster);
        let directory = tempfile::tempdir().expect("a directory");
        let key = directory.path().join("keyfile");
        fs::write(&key, cluster.secret("mongodb", "keyfile")).expect("written");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).expect("permissions");
        let members = (0..3).map(|_| Mongod::member(&key)).collect();
        Self { cluster, members, _key: directory }
    }

    /// Runs a rendered Job, with the servers in place of the members. Returns its log.
    fn run_job(&self, directory: &str, name: &str) -> String {
        let (_, objects) = all().iter().find(|(one, _)| *one == directory).expect("rendered");
        let job = of_kind(objects, "Job").find(|job| job.name() == name).expect(name);
        let pod = job.pod().expect("a pod");
        let container = items(pod.spec, "/containers").next().expect("a container");
        let root = tempfile::tempdir().expect("a directory");
        let sources = Sources { objects, cluster: &self.cluster };
        let mut workload = sources.prepare(&pod, container, &BTreeMap::default(), root.path());
        let hosts = workload.env.get_mut("MONGODB_MEMBERS").expect("members");
        for (number, member) in self.members.iter().enumerate() {
            let host = format!("mongodb-{number}.mongodb.worklog.svc.cluster.local:27017");
            *hosts = hosts.replace(&host, &member.host());
        }
        assert_eq!(workload.command[0], "mongosh");
        let done = Command::new(tool_path("WORKLOG_TEST_MONGOSH", "scripts/mongosh"))
            .args(&workload.command[1..])
            .envs(&workload.env)
            .output()
            .expect("mongosh");
        let output = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        assert!(done.status.success(), "{name}: {output}");
        output
    }

    fn initiate_one(&self) -> String {
        self.run_job("overlays/nodeport", "mongodb-initiation")
    }

    fn initiate_three(&self) -> String {
        self.run_job("overlays/ha", "mongodb-initiation-ha")
    }

    fn scale_down(&self) -> String {
        self.run_job("scale-down", "mongodb-scale-down")
    }

    /// Runs a command on one member, as root.
    async fn run(&self, number: usize, command: Document) -> mongodb::error::Result<Document> {
        let password = self.cluster.secret("mongodb", "root-password");
        let host = self.members[number].host();
        let url =
            format!("mongodb://root:{password}@{host}/?authSource=admin&directConnection=true");
        Client::with_uri_str(url).await?.database("admin").run_command(command).await
    }

    async fn config(&self) -> Document {
        let reply = self.run(0, doc! { "replSetGetConfig": 1 }).await.expect("responds");
        reply.get_document("config").expect("a configuration").clone()
    }

    /// Returns the set's members, in order.
    async fn hosts(&self) -> Vec<String> {
        let config = self.config().await;
        let members = config.get_array("members").expect("members");
        let host = |member: &mongodb::bson::Bson| {
            member.as_document().expect("a member").get_str("host").expect("a host").to_owned()
        };
        members.iter().map(host).collect()
    }

    async fn election_timeout(&self) -> i64 {
        let config = self.config().await;
        let settings = config.get_document("settings").expect("settings");
        i64::from(settings.get_i32("electionTimeoutMillis").expect("a number"))
    }

    async fn is_primary(&self, number: usize) -> bool {
        let hello = self.run(number, doc! { "hello": 1 }).await;
        hello.is_ok_and(|hello| hello.get_bool("isWritablePrimary").unwrap_or(false))
    }

    /// Makes a member other than the first the primary.
    async fn step_down(&self) {
        self.run(0, doc! { "replSetStepDown": 5, "force": true }).await.expect("steps down");
        let give_up = Instant::now() + TIMEOUT;
        while !self.is_primary(1).await && !self.is_primary(2).await {
            assert!(Instant::now() < give_up, "no other member is elected");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Returns whether the program can write with the URL of the Secret, with this machine's hosts
    /// in it.
    async fn can_connect(&self, url: &str) -> bool {
        let (user, rest) = url.split_once('@').expect("a user");
        let (_, rest) = rest.split_once('/').expect("a database");
        let url = format!("{user}@{}/{rest}", self.members[0].host());
        let client = Client::with_uri_str(url).await.expect("a client");
        let own = client.database("worklog").collection("tries").insert_one(doc! {}).await;
        let other = client.database("other").collection("tries").insert_one(doc! {}).await;
        assert!(other.is_err(), "the user can write to another database");
        own.is_ok()
    }

    fn url(&self) -> String {
        self.cluster.secret("worklog", "database-url")
    }
}

#[tokio::test]
async fn one_member_becomes_three_and_one_again() {
    let set = Set::start();
    let all: Vec<_> = set.members.iter().map(Mongod::host).collect();

    let output = set.initiate_one();
    assert!(
        output.contains("Initiated rs0") && output.contains("Created the user worklog."),
        "{output}"
    );
    let output = set.initiate_one();
    assert!(
        !output.contains("Initiated") && output.contains("Updated the user worklog."),
        "{output}"
    );
    assert_eq!(set.hosts().await, all[..1]);
    assert_eq!(set.election_timeout().await, 3000);
    assert!(set.can_connect(&set.url()).await);

    assert_eq!(set.initiate_three().matches("Added ").count(), 2);
    assert_eq!(set.initiate_three().matches("Added ").count(), 0);
    assert_eq!(set.hosts().await, all);

    // The first member isn't always the primary.
    set.step_down().await;
    assert!(set.scale_down().contains(&format!("{} is the only member of rs0.", all[0])));
    assert!(!set.scale_down().contains("Removed"));
    assert_eq!(set.hosts().await, all[..1]);
    assert!(set.is_primary(0).await && set.can_connect(&set.url()).await);
}

#[tokio::test]
async fn three_members_survive_the_loss_of_one() {
    let mut set = Set::start();
    assert_eq!(set.initiate_three().matches("Added ").count(), 2);
    assert_eq!(set.initiate_three().matches("Added ").count(), 0);
    assert_eq!(set.hosts().await.len(), 3);

    // A set initiated by an earlier release.
    let mut config = set.config().await;
    config.get_document_mut("settings").expect("settings").insert("electionTimeoutMillis", 10_000);
    let version = config.get_i32("version").expect("a version");
    config.insert("version", version + 1);
    set.run(0, doc! { "replSetReconfig": config }).await.expect("reconfigured");
    set.initiate_three();
    assert_eq!(set.election_timeout().await, 3000);

    // Removing the healthy member before the lost one would leave no majority.
    set.members[2].stop();
    set.scale_down();
    assert_eq!(set.hosts().await, [set.members[0].host()]);
    assert!(set.is_primary(0).await);
}

#[tokio::test]
async fn passwords_are_rotated() {
    let set = Set::start();
    set.initiate_one();
    let (old, key) = (set.url(), set.cluster.secret("mongodb", "keyfile"));
    let cookies = set.cluster.secret("worklog", "secret-key");

    rotate_passwords(&set.cluster);
    assert!(set.run(0, doc! { "ping": 1 }).await.is_err(), "the password is still the old one");
    set.initiate_one();

    assert_ne!(set.url(), old);
    assert!(set.can_connect(&set.url()).await && !set.can_connect(&old).await);
    set.run(0, doc! { "ping": 1 }).await.expect("root with the new password");
    assert_eq!(set.cluster.secret("mongodb", "keyfile"), key);
    assert_eq!(set.cluster.secret("worklog", "secret-key"), cookies);
}
