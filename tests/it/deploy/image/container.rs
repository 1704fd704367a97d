//! Runs a container with podman and runc, with the same restrictions as a deployment.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::mongod::free_port;

const LIMITS: [&str; 13] = [
    "--read-only",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--memory=256m",
    "--memory-swap=256m",
    "--pids-limit=128",
    // Below every machine's limit, so that nothing has to be raised.
    "--ulimit=nofile=4096:4096",
    "--ulimit=nproc=4096:4096",
    // The tests run the check, because podman requires systemd to schedule it.
    "--health-interval=disable",
    "--log-driver=k8s-file",
    "--stop-timeout=28",
    "--pull=never",
    "--detach",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("podman");
    if std::env::var_os("CONTAINERS_STORAGE_CONF").is_none() {
        let storage = super::super::root().join("target/tools/image/storage.conf");
        command.env("CONTAINERS_STORAGE_CONF", storage);
    }
    command.args(["--runtime=runc", "--cgroup-manager=cgroupfs"]).args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    command(arguments).output().expect("podman")
}

/// Runs podman. Returns its output.
pub(super) fn podman(arguments: &[&str]) -> String {
    let done = output(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

/// A container with its own volume. Dropping it removes both.
pub(super) struct Container {
    name: String,
    port: u16,
}

impl Container {
    /// Starts a container that is reachable at a port of the host.
    pub(super) fn start(image: &str, name: &str) -> Self {
        let name = format!("worklog-test-{}-{name}", std::process::id());
        Self { name, port: free_port() }.again(image)
    }

    /// Starts another container on the same volume.
    pub(super) fn again(self, image: &str) -> Self {
        let listen = format!("WORKLOG_LISTEN=127.0.0.1:{}", self.port);
        self.run(image, &["--network=host", "--env", &listen]);
        self
    }

    /// Starts a container without a network, at the address that the image sets.
    pub(super) fn start_without_network(image: &str, name: &str) -> Self {
        let name = format!("worklog-test-{}-{name}", std::process::id());
        let container = Self { name, port: 0 };
        container.run(image, &["--network=none"]);
        container
    }

    fn run(&self, image: &str, more: &[&str]) {
        let volume = format!("{}:/data", self.name);
        let mut arguments = vec!["run", "--name", &self.name, "--volume", &volume];
        arguments.extend(LIMITS);
        arguments.extend(more);
        arguments.push(image);
        podman(&arguments);
    }

    /// Waits until a path returns 200.
    pub(super) async fn wait_until_ok(&self, path: &str) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let give_up = Instant::now() + Duration::from_secs(30);
        loop {
            let response = reqwest::get(format!("http://127.0.0.1:{}{path}", self.port)).await;
            match response {
                Ok(response) if response.status() == 200 => return,
                other => assert!(Instant::now() < give_up, "{path}: {other:?}\n{}", self.log()),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn process(&self) -> String {
        podman(&["inspect", "--format", "{{.State.Pid}}", &self.name])
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.process())).expect("a process")
    }

    /// Returns the kernel's status of the container's process.
    pub(super) fn status(&self) -> String {
        self.proc("status")
    }

    /// Returns the mounts of the container's process.
    pub(super) fn mounts(&self) -> String {
        self.proc("mountinfo")
    }

    /// Returns a limit of the control group, for cgroup version 1 or 2.
    pub(super) fn limit(&self, controller: &str, first: &str, second: &str) -> String {
        let groups = self.proc("cgroup");
        let path = |of: &str| {
            let line = groups.lines().find(|line| line.split(':').nth(1) == Some(of));
            line.and_then(|line| line.splitn(3, ':').nth(2))
        };
        let file = match path(controller) {
            Some(path) => format!("/sys/fs/cgroup/{controller}{path}/{first}"),
            None => format!("/sys/fs/cgroup{}/{second}", path("").expect("a group")),
        };
        fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{file}: {error}"))
            .trim()
            .to_owned()
    }

    /// Returns whether a command inside the container succeeds.
    pub(super) fn runs(&self, arguments: &[&str]) -> bool {
        output(&[&["exec", &self.name], arguments].concat()).status.success()
    }

    /// Creates an account.
    pub(super) fn add_user(&self, name: &str, password: &str) {
        let arguments =
            ["exec", "--interactive", &self.name, "/usr/local/bin/worklog", "user", "add"];
        let mut child =
            command(&arguments).arg(name).stdin(Stdio::piped()).spawn().expect("podman");
        let mut stdin = child.stdin.take().expect("piped");
        writeln!(stdin, "{password}").expect("written");
        drop(stdin);
        assert!(child.wait().expect("ends").success());
    }

    /// Returns whether the health check succeeds.
    pub(super) fn is_healthy(&self) -> bool {
        output(&["healthcheck", "run", &self.name]).status.success()
    }

    /// Returns the container's output.
    pub(super) fn log(&self) -> String {
        let done = output(&["logs", &self.name]);
        String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned()
    }

    /// Stops the container and waits. Returns its exit code, 137 if it had to be killed.
    pub(super) fn stop(&self) -> i32 {
        podman(&["stop", &self.name]);
        podman(&["inspect", "--format", "{{.State.ExitCode}}", &self.name]).parse().expect("a code")
    }

    /// Removes the container, but keeps its volume.
    pub(super) fn remove(&mut self) {
        podman(&["rm", &self.name]);
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        output(&["rm", "--force", "--time=0", "--ignore", &self.name]);
        output(&["volume", "rm", "--force", &self.name]);
    }
}
