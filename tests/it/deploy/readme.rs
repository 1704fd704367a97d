//! Runs the blocks of `k8s/README.md` in bash, for each overlay, with `kubectl.py` as the cluster:
//! as a script that stops at the first error, and as a paste into an interactive shell, which
//! doesn't.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{root, text, tool_path};

/// The line that the reader completes with an overlay.
const CHOICE: &str = "overlay=";

/// Stops a block if no overlay is chosen, or one that doesn't exist.
const GUARD: &str = r#"ls -d "k8s/overlays/${overlay:?is not set, see step 1}" &&"#;

/// Returns the document's blocks of shell commands, in order.
fn blocks() -> Vec<String> {
    let readme = text("k8s/README.md");
    let mut blocks = Vec::new();
    let mut rest = readme.as_str();
    while let Some((_, after)) = rest.split_once("\n```") {
        let (block, next) = after.split_once("\n```").expect("its end");
        if let Some(commands) = block.strip_prefix('\n') {
            blocks.push(commands.to_owned());
        }
        rest = next;
    }
    blocks
}

/// A simulated cluster, and a directory with the repository's manifests.
pub(super) struct Cluster {
    directory: TempDir,
}

impl Cluster {
    pub(super) fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let at = |name: &str| directory.path().join(name);
        fs::create_dir(at("bin")).expect("created");
        symlink(root().join("k8s"), at("k8s")).expect("linked");
        for name in ["fullchain.pem", "privkey.pem"] {
            fs::write(at(name), name).expect("written");
        }
        let python = tool_path("WORKLOG_TEST_LINTERS", "scripts/linters").join("python");
        let script = root().join("tests/it/deploy/kubectl.py");
        let kubectl = format!("exec {} {} \"$@\"", python.display(), script.display());
        for (name, command) in [("kubectl", kubectl.as_str()), ("docker", "true")] {
            let path = at("bin").join(name);
            fs::write(&path, format!("#!/bin/sh\n{command}\n")).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        Self { directory }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Runs a program with this cluster's `kubectl`.
    fn output(&self, program: &str, arguments: &[&str], stdin: Stdio) -> Output {
        let path = std::env::var("PATH").expect("a path");
        Command::new(program)
            .args(arguments)
            .current_dir(self.path())
            .stdin(stdin)
            .env("PATH", format!("{}:{path}", self.path().join("bin").display()))
            .env("STATE", self.path())
            .env("KUBECTL", tool_path("WORKLOG_TEST_KUBECTL", "scripts/kubectl"))
            .env("PASSWORD", "a long enough one 47")
            .env("HISTFILE", "")
            .env_remove("overlay")
            .output()
            .expect(program)
    }

    /// Runs commands and stops at the first that fails.
    pub(super) fn run(&self, commands: &str) -> Output {
        self.output("bash", &["-euo", "pipefail", "-c", commands], Stdio::null())
    }

    /// Pastes commands into an interactive shell, which continues after an error. Returns what it
    /// prints to stderr.
    fn paste(&self, commands: &str) -> String {
        let file = self.path().join("paste");
        fs::write(&file, format!("{commands}\n")).expect("written");
        let stdin = Stdio::from(File::open(&file).expect("a file"));
        // Without a new session, the shell would take over the tests' terminal.
        let bash = ["--wait", "bash", "--norc", "--noprofile", "--noediting", "-i"];
        String::from_utf8_lossy(&self.output("setsid", &bash, stdin).stderr).into_owned()
    }

    pub(super) fn succeeds(&self, commands: &str) {
        let done = self.run(commands);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn refuses(&self, commands: &str, why: &str) {
        let done = self.run(commands);
        let output = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && output.contains(why), "{why}: {output}");
    }

    /// Pastes commands that must report why they stop, and change nothing.
    fn assert_unchanged_by(&self, commands: &str, why: &str) {
        let before = self.state();
        let output = self.paste(commands);
        assert!(output.contains(why), "{commands}\n{why}: {output}");
        assert!(self.state() == before, "changes the cluster:\n{commands}\n{output}");
    }

    fn state(&self) -> Value {
        let state = fs::read_to_string(self.path().join("cluster.json")).expect("a cluster");
        serde_json::from_str(&state).expect("JSON")
    }

    /// Returns the value of a key in a Secret.
    pub(super) fn secret(&self, name: &str, key: &str) -> String {
        let state = self.state();
        let value = &state["objects"][format!("Secret/{name}")]["data"][key];
        value.as_str().unwrap_or_else(|| panic!("{name} {key}")).to_owned()
    }
}

/// Returns the blocks from the one that contains `from` to before the one that contains `to`.
fn part(from: &str, to: &str) -> String {
    let blocks = blocks();
    let at = |text: &str| blocks.iter().position(|block| block.contains(text)).expect(text);
    blocks[at(from)..at(to)].join("\n")
}

/// Creates the Secrets as documented.
pub(super) fn create_secrets(cluster: &Cluster) {
    cluster.succeeds(&part("base/namespace.yaml", "create secret tls"));
}

/// Changes the passwords as documented, without the commands after that, which require running
/// servers.
pub(super) fn rotate_passwords(cluster: &Cluster) {
    let block = part("--patch-file", "overlay=ha\n");
    let (rotation, _) = block.split_once(" &&\n\n").expect("two parts");
    cluster.succeeds(&format!("overlay=nodeport\n{rotation}"));
}

/// Returns all commands, with the overlays that a reader chooses: the first one, and the one to
/// scale down to.
fn completed(first: &str, last: &str) -> String {
    let mut choices = [first, last].into_iter();
    let complete = |block: String| {
        if block == CHOICE { block + choices.next().expect("two choices") } else { block }
    };
    let all: Vec<_> = blocks().into_iter().map(complete).collect();
    assert_eq!(choices.next(), None, "two placeholders");
    all.join("\n")
}

/// Creates a cluster as the first four steps do, with the overlay `ha`, and a backup.
fn highly_available() -> Cluster {
    let cluster = Cluster::new();
    create_secrets(&cluster);
    cluster.succeeds("kubectl apply --kustomize k8s/overlays/ha");
    cluster.succeeds("kubectl create job --from=cronjob/worklog-backup manual-backup");
    cluster
}

/// Returns the block that applies the other overlay after the members are removed.
fn apply_after_scale_down() -> String {
    let is_it = |block: &String| block.contains("delete horizontalpodautoscaler");
    blocks().into_iter().find(is_it).expect("the block")
}

#[test]
fn the_commands_work_in_order_for_each_overlay() {
    for (first, last) in [("nodeport", "ingress"), ("ingress", "nodeport"), ("ha", "ingress")] {
        Cluster::new().succeeds(&completed(first, last));
    }
}

#[test]
fn the_commands_work_when_pasted() {
    let cluster = Cluster::new();
    let output = cluster.paste(&completed("ha", "nodeport"));
    // The simulated kubectl starts each error with its command.
    assert!(!output.contains("kubectl "), "{output}");
    assert_eq!(cluster.state()["objects"], serde_json::json!({}));
}

/// An interactive shell runs the lines after one that fails. If it didn't, the tests below would
/// show nothing.
#[test]
fn a_pasted_block_continues_after_an_error() {
    for failing in
        ["false", r#": "${overlay:?is not set}""#, r#"ls "${overlay:?is not set}" && true"#]
    {
        let cluster = highly_available();
        let before = cluster.state();
        cluster.paste(&format!("{failing}\nkubectl --namespace worklog delete ingress worklog"));
        assert!(cluster.state() != before, "{failing}");
    }
}

/// Without an overlay, or with a misspelled one, pasted blocks apply, patch, and delete nothing.
#[test]
fn pasted_blocks_change_nothing_without_an_overlay() {
    let guarded: Vec<_> =
        blocks().into_iter().filter(|block| block.contains("overlay") && block != CHOICE).collect();
    let (fixed, guarded): (Vec<_>, Vec<_>) =
        guarded.into_iter().partition(|block| block.starts_with("overlay=ha\n"));
    assert_eq!((fixed.len(), guarded.len()), (1, 3), "scale up; apply, rotate, and scale down");
    let cluster = highly_available();
    cluster.succeeds("kubectl apply --kustomize k8s/scale-down");
    for block in guarded {
        assert!(block.starts_with(GUARD), "{block}");
        cluster.assert_unchanged_by(&block, "overlay: is not set, see step 1");
        // Step 1 without an answer clears an earlier choice.
        cluster
            .assert_unchanged_by(&format!("overlay=ha\n{CHOICE}\n{block}"), "overlay: is not set");
        cluster.assert_unchanged_by(&format!("{CHOICE}nodport\n{block}"), "k8s/overlays/nodport");
    }
}

/// The autoscaler, the budgets, and two members are deleted only after the Job removed the members.
#[test]
fn overlays_cannot_be_switched_before_members_are_removed() {
    let pasted = format!("{CHOICE}ingress\n{}", apply_after_scale_down());
    let cluster = highly_available();
    cluster.assert_unchanged_by(&pasted, "mongodb-scale-down not found");
    cluster.paste("FAILING_JOB=mongodb-scale-down kubectl apply --kustomize k8s/scale-down");
    cluster.assert_unchanged_by(&pasted, "times out");

    cluster.succeeds("kubectl delete job mongodb-scale-down");
    cluster.succeeds("kubectl apply --kustomize k8s/scale-down");
    cluster.paste(&pasted);
    assert_eq!(cluster.state()["objects"]["StatefulSet/mongodb"]["spec"]["replicas"], 1);

    // A Job that completed before three members ran again doesn't count.
    let scale_up = blocks().into_iter().find(|block| block.starts_with("overlay=ha\n"));
    cluster.succeeds(&scale_up.expect("the block"));
    cluster.assert_unchanged_by(&pasted, "mongodb-scale-down not found");
}

/// No server stops, and no Job is deleted, before a backup is chosen.
#[test]
fn pasted_blocks_change_nothing_without_a_backup() {
    let guarded: Vec<_> = blocks().into_iter().filter(|block| block.contains("${file:?")).collect();
    assert_eq!(guarded.len(), 3, "test, stop, and restore");
    let cluster = highly_available();
    for block in guarded {
        cluster.assert_unchanged_by(&block, "file: is not set");
    }
    let start = blocks().into_iter().find(|block| block.contains("${servers:?")).expect("a block");
    cluster.assert_unchanged_by(&start, "servers: is not set");
}

/// The number of servers is kept even if the block that stops them is pasted again.
#[test]
fn a_restore_restarts_the_same_number_of_servers() {
    let [stop, start] = ["--replicas=0", "${servers:?"]
        .map(|text| blocks().into_iter().find(|block| block.contains(text)).expect(text));
    let cluster = highly_available();
    cluster.succeeds("kubectl scale deployment/worklog --replicas=4");
    cluster.paste(&format!("file=x servers=2\n{stop}\n{stop}\n{start}"));
    assert_eq!(cluster.state()["objects"]["Deployment/worklog"]["spec"]["replicas"], 4);
    cluster.paste(&format!("file=x\n{stop}"));
    cluster.assert_unchanged_by(&format!("file=x\n{stop}\n{start}"), "servers: is not set");
}

/// Only the variable chooses the overlay.
#[test]
fn commands_do_not_hard_code_an_overlay() {
    for line in blocks().join("\n").lines().filter(|line| line.contains("k8s/overlays")) {
        assert!(line == GUARD || line.contains("k8s/overlays/$overlay\""), "{line}");
    }
}

#[test]
fn the_simulated_cluster_rejects_broken_setups() {
    let cluster = Cluster::new();
    cluster.refuses("kubectl apply --kustomize k8s/drill", "namespace worklog not found");
    cluster.refuses("kubectl create secret generic x", "not found");
    create_secrets(&cluster);
    cluster.succeeds("kubectl apply --kustomize k8s/overlays/nodeport");
    // The Job for a single member still exists.
    cluster.succeeds("kubectl apply --kustomize k8s/overlays/ha");
    cluster.refuses("kubectl apply --kustomize k8s/overlays/nodeport", "autoscaler");
    let unscaled = "kubectl delete horizontalpodautoscaler worklog";
    cluster.refuses(
        &format!("{unscaled}\nkubectl apply --kustomize k8s/overlays/nodeport"),
        "majority",
    );
    let changed = "kubectl kustomize k8s/overlays/ha | sed 's/mongo:8.0.20/mongo:8.0.21/'";
    cluster.refuses(&format!("{changed} | kubectl apply --filename -"), "field is immutable");
    cluster.refuses("kubectl wait --for=condition=complete job/mongodb", "not found");
    cluster.refuses("kubectl apply --kustomize k8s/restore", "no backup");
}
