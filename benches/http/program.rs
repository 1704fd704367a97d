//! Starts the programs under load and the stores that they use.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mongodb::bson::doc;
use tempfile::TempDir;

/// The path of the server, built with the benchmark's profile.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_worklog");

const PASSWORD: &str = "tremble-otter-42";

/// A store that is removed when dropped.
pub(crate) struct BenchDatabase {
    directory: TempDir,
    database: String,
    mongod: Option<Child>,
}

impl BenchDatabase {
    pub(crate) fn embedded() -> Self {
        let directory =
            tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory on disk");
        let database = directory.path().join("worklog.db").display().to_string();
        Self { directory, database, mongod: None }
    }

    /// Starts a real MongoDB as a replica set with one member.
    pub(crate) fn mongo() -> Self {
        let program = Command::new("scripts/mongod").stderr(Stdio::inherit()).output();
        let program = String::from_utf8(program.expect("scripts/mongod").stdout).expect("a path");
        let (port, directory) =
            (free_port(), tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory"));
        let mongod = Command::new(program.trim())
            .arg("--dbpath")
            .arg(directory.path())
            .args(["--port", &port.to_string(), "--bind_ip", "127.0.0.1", "--replSet", "rs0"])
            .stdout(Stdio::null())
            .spawn();
        let database = format!("mongodb://127.0.0.1:{port}/bench?directConnection=true");
        tokio::runtime::Runtime::new().expect("a runtime").block_on(initiate(&database, port));
        Self { directory, database, mongod: Some(mongod.expect("starts")) }
    }

    pub(crate) fn database(&self) -> &str {
        &self.database
    }
}

impl Drop for BenchDatabase {
    fn drop(&mut self) {
        if let Some(mongod) = &mut self.mongod {
            let _ = mongod.kill();
            let _ = mongod.wait();
        }
    }
}

async fn initiate(url: &str, port: u16) {
    let admin = mongodb::Client::with_uri_str(url).await.expect("a client").database("admin");
    let member = doc! { "_id": 0, "host": format!("127.0.0.1:{port}") };
    let set = doc! { "replSetInitiate": { "_id": "rs0", "members": [member] } };
    admin.run_command(set).await.expect("initiates");
    let is_primary = async || {
        let hello = admin.run_command(doc! { "hello": 1 }).await.expect("responds");
        hello.get_bool("isWritablePrimary").unwrap_or(false)
    };
    while !is_primary().await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A running program. Dropping it kills the process.
pub(crate) struct Program {
    child: Child,
    port: u16,
}

impl Program {
    /// Starts the real server on a store. Returns it with the milliseconds until its first
    /// response.
    pub(crate) fn worklog(home: &BenchDatabase) -> (Self, f64) {
        let port = free_port();
        let start = Instant::now();
        let child = worklog_command(BINARY, &home.database, port).spawn().expect("starts");
        let program = Self { child, port };
        program.await_answer();
        (program, start.elapsed().as_secs_f64() * 1000.0)
    }

    /// Starts this program again in another role.
    pub(crate) fn role(role: &str, environment: &[(&str, &str)]) -> Self {
        let port = free_port();
        let child = Command::new(std::env::current_exe().expect("a path"))
            .env("WORKLOG_BENCH_ROLE", role)
            .env("BENCH_PORT", port.to_string())
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let program = Self { child: child.expect("starts"), port };
        program.await_answer();
        program
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Signs up. Returns the cookie of the login.
    pub(crate) fn sign_up(&self, name: &str) -> String {
        let form = format!("username={name}&password={PASSWORD}&password_confirm={PASSWORD}");
        let response = self.post("/signup", "", &form);
        let cookie = response.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        cookie.expect("a cookie").split(';').next().unwrap_or_default().to_owned()
    }

    pub(crate) fn save(&self, cookie: &str, day: &str) {
        let form = "type=remote&location=Home&notes=Planning+in+the+morning";
        let response = self.post(&format!("/day/{day}"), cookie, form);
        assert!(response.starts_with("HTTP/1.1 303"), "{response}");
    }

    /// Edits a range of 366 days in one change, repeatedly: the first adds all days, the others
    /// replace them. Returns the milliseconds of each, in ascending order.
    pub(crate) fn edit_years(&self, cookie: &str, times: usize) -> Vec<f64> {
        let mut elapsed: Vec<f64> = (0..times)
            .map(|number| {
                let kind = if number % 2 == 0 { "vacation" } else { "office" };
                let form = format!(
                    "from=2028-01-01&to=2028-12-31&type={kind}&existing=replace&confirm=yes"
                );
                let start = Instant::now();
                let response = self.post("/days", cookie, &form);
                let elapsed = start.elapsed().as_secs_f64() * 1000.0;
                assert!(
                    response.starts_with("HTTP/1.1 303") && response.contains("/changes/"),
                    "{response}"
                );
                elapsed
            })
            .collect();
        elapsed.sort_by(f64::total_cmp);
        elapsed
    }

    /// Does `work` while this number of clients log in as fast as they can.
    pub(crate) fn while_logging_in<T>(&self, clients: usize, work: impl FnOnce() -> T) -> T {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..clients {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        let form = format!("username=ada&password={PASSWORD}");
                        let response = self.post("/login", "", &form);
                        assert!(response.starts_with("HTTP/1.1 303"), "{response}");
                    }
                });
            }
            let outcome = work();
            done.store(true, Ordering::Relaxed);
            outcome
        })
    }

    /// Returns the resident memory (`VmRSS`) in KiB.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    fn post(&self, path: &str, cookie: &str, form: &str) -> String {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            form.len()
        );
        exchange(self.port, &format!("{head}{form}")).expect("a response")
    }

    fn await_answer(&self) {
        let give_up = Instant::now() + Duration::from_secs(20);
        let ask = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        while exchange(self.port, ask).is_err() {
            assert!(Instant::now() < give_up, "does not start");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the server under `strace` and counts its fsyncs and fdatasyncs during `work`.
pub(crate) fn fsyncs_during(home: &BenchDatabase, work: impl FnOnce(&Program)) -> usize {
    let (port, log) = (free_port(), home.directory.path().join("strace"));
    let mut strace = Command::new("strace");
    strace.args(["-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o"]).arg(&log);
    let environment = worklog_command(BINARY, &home.database, port);
    let environment = environment.get_envs().filter_map(|(name, value)| Some((name, value?)));
    strace.arg(BINARY).envs(environment);
    let child = strace.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("strace");
    let program = Program { child, port };
    program.await_answer();
    let before = count(&log);
    work(&program);
    let fsyncs = count(&log) - before;
    // The traced program would outlive strace, and wouldn't stop on a signal without it.
    let id = program.child.id();
    let traced = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let traced = traced.unwrap_or_default();
    let _ = Command::new("kill").arg("-KILL").args(traced.split_whitespace()).status();
    fsyncs
}

fn count(log: &Path) -> usize {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines().filter(|line| line.contains("sync(")).count()
}

fn worklog_command(program: &str, database: &str, port: u16) -> Command {
    let mut command = Command::new(program);
    command
        .env("WORKLOG_LISTEN", format!("127.0.0.1:{port}"))
        .env("WORKLOG_DATABASE_URL", database)
        .env("WORKLOG_RATE_LIMITS", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn exchange(port: u16, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.write_all(request.as_bytes())?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}

fn free_port() -> u16 {
    let bound = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    bound.expect("a free port").port()
}
