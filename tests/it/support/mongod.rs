//! Runs a real MongoDB for the whole test run.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::doc;
use tempfile::TempDir;

/// How long a server may take to become the primary of its set.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Runs a server until the watcher's standard input closes, which happens when the test process
/// ends, for any reason. Arguments: the program, a port, a directory, and more server options.
/// Turns off TTL deletion, because the tests use their own clocks. Closes idle files early: each
/// test has about fifty, together more than a process may have open.
const WATCHER: &str = r#"
port=$1 directory=$2
shift 2
"$0" --dbpath "$directory" --port "$port" --bind_ip 127.0.0.1 --quiet \
    --wiredTigerCacheSizeGB 0.25 --setParameter diagnosticDataCollectionEnabled=false \
    --setParameter ttlMonitorEnabled=false --setParameter transactionLifetimeLimitSeconds=20 \
    --wiredTigerEngineConfigString "file_manager=(close_idle_time=10,close_scan_interval=5)" "$@" \
    >"$directory/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill "$server"
wait "$server"
[ -e "$directory/kept" ] || rm -rf "$directory"
"#;

const REPLICA_SET: [&str; 2] = ["--replSet", "rs0"];

/// Returns the URL of a replica set with a primary.
///
/// # Panics
///
/// Panics if there is no MongoDB server: tests fail without one instead of being skipped.
pub(crate) async fn url() -> String {
    static URL: OnceLock<String> = OnceLock::new();
    let started = tokio::task::spawn_blocking(|| URL.get_or_init(start).clone()).await;
    started.expect("a MongoDB server")
}

fn start() -> String {
    static SHARED: OnceLock<Child> = OnceLock::new();
    if let Ok(url) = std::env::var("WORKLOG_TEST_MONGODB_URL") {
        return url;
    }
    let port = free_port();
    // The watcher removes it, because a static is never dropped.
    let directory = tempfile::tempdir().expect("a directory").keep();
    let _ = SHARED.set(run(port, &directory, &REPLICA_SET));
    initiate_blocking(&[port]);
    format!("mongodb://127.0.0.1:{port}/?replicaSet=rs0")
}

/// A server that a test can stop and start.
pub(crate) struct Mongod {
    port: u16,
    directory: TempDir,
    watcher: Option<Child>,
}

impl Mongod {
    /// Starts a replica set with one member.
    pub(crate) fn replica_set() -> Self {
        let server = Self::start(&REPLICA_SET);
        initiate_blocking(&[server.port]);
        server
    }

    /// Starts a replica set with one member that can be told to fail (`configureFailPoint`).
    pub(crate) fn with_test_commands() -> Self {
        let enabled = ["--setParameter", "enableTestCommands=1"];
        let server = Self::start(&[&REPLICA_SET[..], &enabled].concat());
        initiate_blocking(&[server.port]);
        server
    }

    /// Starts and initiates a replica set. Returns its members.
    pub(crate) fn members(count: usize) -> Vec<Self> {
        let members: Vec<_> = (0..count).map(|_| Self::start(&REPLICA_SET)).collect();
        let ports: Vec<_> = members.iter().map(|member| member.port).collect();
        initiate_blocking(&ports);
        members
    }

    /// Starts a server that isn't a replica set.
    pub(crate) fn standalone() -> Self {
        Self::start(&[])
    }

    /// Starts a member of a replica set that isn't initiated yet. It authenticates other members by
    /// the key file.
    pub(crate) fn member(key_file: &Path) -> Self {
        let key = key_file.display().to_string();
        Self::start(&[&REPLICA_SET[..], &["--keyFile", &key]].concat())
    }

    fn start(arguments: &[&str]) -> Self {
        let (port, directory) = (free_port(), tempfile::tempdir().expect("a directory"));
        std::fs::write(directory.path().join("kept"), "").expect("a file");
        let watcher = Some(run(port, directory.path(), arguments));
        Self { port, directory, watcher }
    }

    /// Returns the server's URL with a database of this name.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("mongodb://127.0.0.1:{}/{database}?directConnection=true", self.port)
    }

    /// Returns the server's host and port.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Stops the server and keeps its data.
    pub(crate) fn stop(&mut self) {
        let mut watcher = self.watcher.take().expect("runs");
        drop(watcher.stdin.take());
        watcher.wait().expect("ends");
    }

    /// Restarts the server with authentication required.
    pub(crate) fn start_again_guarded(&mut self) {
        let key = self.directory.path().join("key");
        std::fs::write(&key, "bWVtYmVycw==").expect("a file");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&key, private).expect("permissions");
        let key = key.display().to_string();
        let arguments = [&REPLICA_SET[..], &["--auth", "--keyFile", &key]].concat();
        self.watcher = Some(run(self.port, self.directory.path(), &arguments));
    }

    /// Sends the server a signal, such as `-KILL`, which leaves it no time to step down.
    pub(crate) fn signal(&self, signal: &str) {
        assert!(self.try_signal(signal), "the server isn't running");
    }

    fn try_signal(&self, signal: &str) -> bool {
        let pid = std::fs::read_to_string(self.directory.path().join("mongod.lock"));
        let pid = pid.expect("the file with its process");
        let sent = Command::new("kill").args([signal, pid.trim()]).stderr(Stdio::null()).status();
        sent.expect("kill").success()
    }

    /// Restarts the server with the same options.
    pub(crate) fn start_again(&mut self) {
        self.watcher = Some(run(self.port, self.directory.path(), &REPLICA_SET));
    }
}

impl Drop for Mongod {
    fn drop(&mut self) {
        if self.watcher.is_some() {
            // Otherwise, a server stopped by a signal would never end.
            self.try_signal("-CONT");
            self.stop();
        }
    }
}

/// Returns a free port.
pub(crate) fn free_port() -> u16 {
    let bound = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    bound.expect("a free port").port()
}

fn fetched() -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/mongod");
    let output = Command::new(script).stderr(Stdio::inherit()).output().expect("scripts/mongod");
    assert!(output.status.success(), "scripts/mongod doesn't provide a MongoDB server");
    String::from_utf8(output.stdout).expect("a path").trim().to_owned()
}

fn run(port: u16, directory: &Path, arguments: &[&str]) -> Child {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    let given = || std::env::var("WORKLOG_TEST_MONGOD").unwrap_or_else(|_| fetched());
    let program = PROGRAM.get_or_init(given);
    Command::new("sh")
        .args(["-c", WATCHER, program, &port.to_string()])
        .arg(directory)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell")
}

/// Runs on its own runtime, because a test's driver ends with the test's runtime.
fn initiate_blocking(ports: &[u16]) {
    let ports = ports.to_vec();
    let initiated = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(initiate(&ports));
    });
    initiated.join().expect("the replica set is initiated");
}

/// Initiates the replica set, with the first member as primary.
async fn initiate(ports: &[u16]) {
    let url = |port| {
        format!("mongodb://127.0.0.1:{port}/?directConnection=true&serverSelectionTimeoutMS=30000")
    };
    for port in &ports[1..] {
        let member = Client::with_uri_str(url(*port)).await.expect("a client").database("admin");
        member.run_command(doc! { "ping": 1 }).await.expect("has started");
    }
    let admin = Client::with_uri_str(url(ports[0])).await.expect("a client").database("admin");
    let members = (0_i32..).zip(ports).map(|(id, port)| {
        let priority = if id == 0 { 2 } else { 1 };
        doc! { "_id": id, "host": format!("127.0.0.1:{port}"), "priority": priority }
    });
    let set = doc! { "_id": "rs0", "members": members.collect::<Vec<_>>() };
    admin.run_command(doc! { "replSetInitiate": set }).await.expect("initiates");
    let give_up = Instant::now() + TIMEOUT;
    loop {
        let hello = admin.run_command(doc! { "hello": 1 }).await.expect("responds");
        if hello.get_bool("isWritablePrimary").unwrap_or(false) {
            return;
        }
        assert!(Instant::now() < give_up, "the replica set has no primary: {hello}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
