//! Starts the program in the image's environment, alone and as extended by each manifest.

use std::collections::BTreeMap;
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::readme::{Cluster, create_secrets};
use super::workload::{Sources, Workload};
use super::{Pod, all, pods, settings, text, word};
use crate::support::mongod::free_port;

const TIMEOUT: Duration = Duration::from_secs(30);

type Env = BTreeMap<String, String>;

/// Returns the arguments of the last stage's instructions with this name.
fn instruction(name: &str) -> Vec<String> {
    let file = text("Dockerfile").replace("\\\n", " ");
    let (_, last) = file.rsplit_once("\nFROM ").expect("an image");
    let lines = last.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

fn image_env() -> Env {
    let pairs = instruction("ENV");
    let pairs = pairs.iter().map(|pair| pair.split_once('=').expect("a value"));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Returns a command that runs the program in the image's directory, with its volume, on free
/// ports.
fn program(root: &Path, env: &Env, arguments: &[String]) -> Command {
    for volume in instruction("VOLUME") {
        let volume = root.join(volume.trim_start_matches('/'));
        std::fs::create_dir_all(volume).expect("created");
    }
    let directory = instruction("WORKDIR").pop().expect("a directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_worklog"));
    command.current_dir(root.join(directory.trim_start_matches('/'))).args(arguments);
    command.env_clear().envs(env).stdout(Stdio::null()).stderr(Stdio::piped());
    for listener in ["WORKLOG_LISTEN", "WORKLOG_METRICS_LISTEN"] {
        if env.get(listener).is_some_and(|address| !address.is_empty()) {
            command.env(listener, format!("127.0.0.1:{}", free_port()));
        }
    }
    command
}

/// Waits until a condition is met for a running process, then kills the process.
fn wait_until(mut child: Child, what: &str, mut is_so: impl FnMut() -> bool) {
    let give_up = Instant::now() + TIMEOUT;
    let seen = loop {
        if is_so() {
            break true;
        }
        if child.try_wait().expect("a process").is_some() || Instant::now() > give_up {
            break false;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let _ = child.kill();
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("text");
    child.wait().expect("ends");
    assert!(seen, "{what}: {stderr}");
}

fn succeeds(command: &mut Command, what: &str) {
    let Output { status, stderr, .. } = command.output().expect("runs");
    assert!(status.success(), "{what}: {}", String::from_utf8_lossy(&stderr));
}

/// Writes a backup to the path that the Jobs restore.
fn write_backup(root: &Path) {
    let run = |arguments: &[&str]| {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        succeeds(&mut program(root, &image_env(), &arguments), "backup");
    };
    let file = root.join("backups/BACKUP_FILE").display().to_string();
    run(&["migrate"]);
    run(&["backup", &file]);
}

fn check_container(what: &str, root: &Path, workload: &Workload) {
    let reached = TcpListener::bind("127.0.0.1:0").expect("a port");
    reached.set_nonblocking(true).expect("set");
    if workload.env.contains_key("BACKUP") {
        write_backup(root);
    }
    let Some(file) = workload.env.get("WORKLOG_DATABASE_URL_FILE") else {
        return succeeds(&mut program(root, &workload.env, &workload.command), what);
    };
    let url = std::fs::read_to_string(file).expect("a URL");
    let (user, rest) = url.split_once('@').expect("a user");
    let (_, rest) = rest.split_once('/').expect("a database");
    let here = reached.local_addr().expect("an address");
    std::fs::write(file, format!("{user}@{here}/{rest}")).expect("written");
    let child = program(root, &workload.env, &workload.command).spawn().expect("starts");
    wait_until(child, what, || reached.accept().is_ok());
}

#[test]
fn every_worklog_container_reaches_its_database() {
    let cluster = Cluster::new();
    create_secrets(&cluster);
    let mut count = 0;
    for (directory, objects) in all() {
        let sources = Sources { objects, cluster: &cluster };
        for pod in pods(objects) {
            for container in pod.containers().filter(|container| Pod::program(container)) {
                let root = tempfile::tempdir().expect("a directory");
                let workload = sources.prepare(&pod, container, &image_env(), root.path());
                let what = format!("{directory}: {}: {}", pod.of, word(container, "/name"));
                check_container(&what, root.path(), &workload);
                count += 1;
            }
        }
    }
    assert_eq!(count, 4 * 3 + 2, "server, migration, and backup each; drill and restore");
}

/// Starts a server with these variables in addition to the image's, and runs the image's health
/// check.
fn is_healthy(root: &Path, more: &[(&str, &str)]) {
    let mut env = image_env();
    env.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    // An empty address means the default one, whose port may be in use.
    let address = format!("127.0.0.1:{}", free_port());
    let at_port = |arguments: &[&str]| {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        let mut command = program(root, &env, &arguments);
        command.args(["--listen", &address]);
        command
    };
    let child = at_port(&["serve"]).spawn().expect("starts");
    wait_until(child, &format!("{more:?}"), || {
        at_port(&["healthcheck"]).output().expect("runs").status.success()
    });
}

#[test]
fn the_image_accepts_the_database_url_from_either_source() {
    let root = tempfile::tempdir().expect("a directory");
    let at = |name: &str| root.path().join(name).display().to_string();
    is_healthy(root.path(), &[]);
    assert!(root.path().join("data/worklog.db").exists(), "the database is in the volume");

    std::fs::write(at("url"), at("of-file.db")).expect("written");
    is_healthy(root.path(), &[("WORKLOG_DATABASE_URL_FILE", &at("url"))]);
    assert!(root.path().join("of-file.db").exists());

    is_healthy(root.path(), &[("WORKLOG_DATABASE_URL", &at("direct.db"))]);
    assert!(root.path().join("direct.db").exists());

    // Compose files set the unused variable to an empty string.
    let unused = ("WORKLOG_DATABASE_URL", "");
    is_healthy(root.path(), &[unused, ("WORKLOG_DATABASE_URL_FILE", &at("url"))]);

    let both = [("WORKLOG_DATABASE_URL", at("x.db")), ("WORKLOG_DATABASE_URL_FILE", at("url"))];
    let both = both.map(|(name, value)| (name.to_owned(), value));
    let stderr = program(root.path(), &both.into(), &[]).output().expect("runs");
    let stderr = String::from_utf8_lossy(&stderr.stderr).into_owned();
    assert!(stderr.contains("WORKLOG_DATABASE_URL_FILE are both set"), "{stderr}");
}

#[test]
fn every_variable_may_be_empty() {
    let root = tempfile::tempdir().expect("a directory");
    let variables = settings::variables();
    let empty: Vec<_> = variables.iter().map(|name| (name.as_str(), "")).collect();
    is_healthy(root.path(), &empty);
}
