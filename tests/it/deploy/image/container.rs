//! A container that podman and runc run, with all that a deployment takes away from it taken away.

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
    // Below what any machine allows, so that nothing has to be raised.
    "--ulimit=nofile=4096:4096",
    "--ulimit=nproc=4096:4096",
    // Asked by the tests: there may be no systemd that could.
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

/// What podman prints.
pub(super) fn podman(arguments: &[&str]) -> String {
    let done = output(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

/// A container with a volume of its own; both are removed in the end.
pub(super) struct Container {
    name: String,
    port: u16,
}

impl Container {
    /// Starts one that is reached at a port of this machine.
    pub(super) fn start(image: &str, name: &str) -> Self {
        let name = format!("worklog-test-{}-{name}", std::process::id());
        Self { name, port: free_port() }.again(image)
    }

    /// Starts another on the same volume.
    pub(super) fn again(self, image: &str) -> Self {
        let listen = format!("WORKLOG_LISTEN=127.0.0.1:{}", self.port);
        self.run(image, &["--network=host", "--env", &listen]);
        self
    }

    /// Starts one on no network, at the address that the image sets.
    pub(super) fn start_apart(image: &str, name: &str) -> Self {
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

    /// Waits for an address to answer 200.
    pub(super) async fn answers(&self, path: &str) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let give_up = Instant::now() + Duration::from_secs(30);
        loop {
            let answer = reqwest::get(format!("http://127.0.0.1:{}{path}", self.port)).await;
            match answer {
                Ok(answer) if answer.status() == 200 => return,
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

    /// What the kernel says of its process.
    pub(super) fn status(&self) -> String {
        self.proc("status")
    }

    /// What its process has mounted.
    pub(super) fn mounts(&self) -> String {
        self.proc("mountinfo")
    }

    /// A limit of its control group, of whichever version.
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

    /// Whether a command inside succeeds.
    pub(super) fn runs(&self, arguments: &[&str]) -> bool {
        output(&[&["exec", &self.name], arguments].concat()).status.success()
    }

    /// Makes an account.
    pub(super) fn adds_user(&self, name: &str, password: &str) {
        let arguments =
            ["exec", "--interactive", &self.name, "/usr/local/bin/worklog", "user", "add"];
        let mut child =
            command(&arguments).arg(name).stdin(Stdio::piped()).spawn().expect("podman");
        let mut stdin = child.stdin.take().expect("piped");
        writeln!(stdin, "{password}").expect("written");
        drop(stdin);
        assert!(child.wait().expect("ends").success());
    }

    /// Whether its health check succeeds.
    pub(super) fn is_healthy(&self) -> bool {
        output(&["healthcheck", "run", &self.name]).status.success()
    }

    /// What it has printed.
    pub(super) fn log(&self) -> String {
        let done = output(&["logs", &self.name]);
        String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned()
    }

    /// Asks it to end, and waits; its exit code, 137 where it had to be killed.
    pub(super) fn stop(&self) -> i32 {
        podman(&["stop", &self.name]);
        podman(&["inspect", "--format", "{{.State.ExitCode}}", &self.name]).parse().expect("a code")
    }

    /// Removes it, but not its volume.
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
