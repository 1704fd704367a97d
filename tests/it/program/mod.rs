//! Starts, stops, and runs commands of the real program.

mod alerts;
mod auth_events;
mod backups;
mod backups_busy;
mod backups_killed;
mod backups_refused;
mod body_memory;
mod command_line;
mod commands;
mod config_check;
mod connections;
mod crash;
mod flask_import;
mod full_disk;
mod hanging;
mod import_memory;
mod log;
mod metrics;
mod ops;
mod readiness;
mod record_memory;
mod replaced_file;
mod rolling;
mod serving;
mod sockets;
mod stopping;
mod traces;
mod traces_shutdown;

use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::mongod::free_port;

/// The maximum wait for anything.
const TIMEOUT: Duration = Duration::from_secs(30);

fn worklog(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_worklog"));
    command.env("WORKLOG_DATABASE_URL", database).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to completion, with this standard input.
fn run(database: &str, arguments: &[&str], input: &str) -> Output {
    let mut child =
        worklog(database).args(arguments).stdin(Stdio::piped()).spawn().expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A command that reads no input may have exited already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("ends")
}

/// Returns the error output of a command that failed.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// A running server. Dropping it kills the process.
struct Program {
    child: Child,
    port: u16,
    url: String,
}

impl Program {
    /// Starts a server and waits until it is ready.
    async fn serve(database: &str) -> Self {
        let program = Self::start(database, free_port());
        program.wait_for_status("/readyz", 200).await;
        program
    }

    /// Starts a server without waiting for it.
    fn start(database: &str, port: u16) -> Self {
        let mut command = worklog(database);
        Self::spawn(command.stdout(Stdio::null()).stderr(Stdio::null()), port)
    }

    /// Starts a server whose log can be read once it has exited.
    fn logging(database: &str, format: &str) -> Self {
        Self::spawn(worklog(database).env("WORKLOG_LOG_FORMAT", format), free_port())
    }

    /// Starts a server with this log level.
    fn with_log_level(database: &str, level: &str) -> Self {
        Self::spawn(worklog(database).env("WORKLOG_LOG", level), free_port())
    }

    fn spawn(command: &mut Command, port: u16) -> Self {
        // The HTTP clients require a TLS provider, even for plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let child = command.env("WORKLOG_LISTEN", format!("127.0.0.1:{port}")).spawn();
        Self { child: child.expect("starts"), port, url: format!("http://127.0.0.1:{port}") }
    }

    /// Returns the log of a server that has exited.
    fn log(&mut self) -> String {
        let mut log = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut log).expect("text");
        log
    }

    /// Starts another server at the same address after this one has exited.
    async fn again(self, database: &str) -> Self {
        let program = Self::start(database, self.port);
        program.wait_for_status("/readyz", 200).await;
        program
    }

    /// Waits until a path returns this status.
    async fn wait_for_status(&self, path: &str, status: u16) -> reqwest::Response {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let response = reqwest::get(format!("{}{path}", self.url)).await;
            match response {
                Ok(response) if response.status() == status => return response,
                other => assert!(Instant::now() < give_up, "{path}: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn kill(&mut self) {
        self.child.kill().expect("is killed");
        self.child.wait().expect("ends");
    }

    /// Sends SIGTERM, like systemd and Kubernetes.
    fn terminate(&self) {
        self.signal("-TERM");
    }

    /// Stops the program at once, like Ctrl-C.
    fn interrupt(&self) {
        self.signal("-INT");
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for the server to exit.
    fn exit_code(&mut self) -> Option<i32> {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            if let Some(status) = self.child.try_wait().expect("waits") {
                return status.code();
            }
            assert!(Instant::now() < give_up, "doesn't exit");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
