//! A real MongoDB for the whole test run, ended with it.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::doc;

/// How long a server may take to become the primary of its set.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs the server until its own standard input ends, which it does with the test process, however
/// that ends. Then nothing of it remains.
const WATCHER: &str = r#"
directory=$(mktemp -d)
"$0" --dbpath "$directory" --port "$1" --bind_ip 127.0.0.1 --replSet rs0 --quiet \
    --wiredTigerCacheSizeGB 0.25 --setParameter diagnosticDataCollectionEnabled=false \
    >"$directory/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill "$server"
wait "$server"
rm -rf "$directory"
"#;

/// The address of a replica set with a primary.
///
/// # Panics
/// When there is no such server: a test on MongoDB fails without one.
pub(crate) async fn url() -> String {
    static URL: OnceLock<String> = OnceLock::new();
    let started = tokio::task::spawn_blocking(|| URL.get_or_init(start).clone()).await;
    started.expect("a MongoDB server")
}

fn start() -> String {
    if let Ok(url) = std::env::var("WORKLOG_TEST_MONGODB_URL") {
        return url;
    }
    let program = std::env::var("WORKLOG_TEST_MONGOD").unwrap_or_else(|_| fetched());
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = port.expect("a free port").port();
    run(&program, port);
    // The drivers of the tests live and die with their runtimes; this one has its own.
    let initiated = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(initiate(port));
    });
    initiated.join().expect("the replica set is initiated");
    format!("mongodb://127.0.0.1:{port}/?replicaSet=rs0")
}

fn fetched() -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/mongod");
    let output = Command::new(script).stderr(Stdio::inherit()).output().expect("scripts/mongod");
    assert!(output.status.success(), "scripts/mongod finds no MongoDB server");
    String::from_utf8(output.stdout).expect("a path").trim().to_owned()
}

fn run(program: &str, port: u16) {
    static WATCHING: OnceLock<Child> = OnceLock::new();
    let port = port.to_string();
    let watcher = Command::new("sh")
        .args(["-c", WATCHER, program, &port])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut watcher = watcher.expect("a shell");
    // Written once so that a shell that is gone at once is noticed here.
    watcher.stdin.as_mut().expect("a pipe").write_all(b"\n").expect("the watcher runs");
    let _ = WATCHING.set(watcher);
}

async fn initiate(port: u16) {
    let url =
        format!("mongodb://127.0.0.1:{port}/?directConnection=true&serverSelectionTimeoutMS=30000");
    let admin = Client::with_uri_str(url).await.expect("a client").database("admin");
    let member = doc! { "_id": 0, "host": format!("127.0.0.1:{port}") };
    let set = doc! { "_id": "rs0", "members": [member] };
    admin.run_command(doc! { "replSetInitiate": set }).await.expect("initiates");
    let give_up = Instant::now() + PATIENCE;
    loop {
        let hello = admin.run_command(doc! { "hello": 1 }).await.expect("answers");
        if hello.get_bool("isWritablePrimary").unwrap_or(false) {
            return;
        }
        assert!(Instant::now() < give_up, "the replica set has no primary: {hello}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
