//! `k8s/README.md`, followed block by block in bash, from each overlay, with `kubectl.py` as the cluster.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{given, root, text};

/// The shell commands of the document, in order.
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

/// A cluster and a copy of the repository's files.
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
        let python = given("WORKLOG_TEST_LINTERS", "scripts/linters").join("python");
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

    /// Runs commands as a person who stops at the first that fails.
    pub(super) fn run(&self, commands: &str) -> Output {
        let path = std::env::var("PATH").expect("a path");
        Command::new("bash")
            .args(["-euo", "pipefail", "-c", commands])
            .current_dir(self.path())
            .stdin(Stdio::null())
            .env("PATH", format!("{}:{path}", self.path().join("bin").display()))
            .env("STATE", self.path())
            .env("KUBECTL", given("WORKLOG_TEST_KUBECTL", "scripts/kubectl"))
            .env("PASSWORD", "a long enough one 47")
            .output()
            .expect("bash")
    }

    pub(super) fn succeeds(&self, commands: &str) {
        let done = self.run(commands);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn refuses(&self, commands: &str, why: &str) {
        let done = self.run(commands);
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && told.contains(why), "{why}: {told}");
    }

    /// The value of a key of a Secret.
    pub(super) fn secret(&self, name: &str, key: &str) -> String {
        let state = fs::read_to_string(self.path().join("cluster.json")).expect("a cluster");
        let state: Value = serde_json::from_str(&state).expect("JSON");
        let value = &state["objects"][format!("Secret/{name}")]["data"][key];
        value.as_str().unwrap_or_else(|| panic!("{name} {key}")).to_owned()
    }
}

/// The blocks from this text up to that one.
fn part(from: &str, to: &str) -> String {
    let blocks = blocks();
    let at = |text: &str| blocks.iter().position(|block| block.contains(text)).expect(text);
    blocks[at(from)..at(to)].join("\n")
}

/// Creates the Secrets as documented.
pub(super) fn create_secrets(cluster: &Cluster) {
    cluster.succeeds(&part("base/namespace.yaml", "create secret tls"));
}

/// Changes the passwords as documented; what follows needs a cluster with servers.
pub(super) fn rotate_passwords(cluster: &Cluster) {
    let block = part("--patch-file", "overlay=ha\n");
    let (rotation, _) = block.split_once("\n\n").expect("two parts");
    cluster.succeeds(rotation);
}

#[test]
fn every_block_works_in_order_from_each_overlay() {
    let all = blocks().join("\n");
    assert_eq!(all.matches("overlay=nodeport ").count(), 1, "is set in one place");
    for overlay in ["nodeport", "ingress", "ha"] {
        let chosen = all.replacen("overlay=nodeport ", &format!("overlay={overlay} "), 1);
        Cluster::new().succeeds(&chosen);
    }
}

/// Only the variable says which overlay is applied, and nothing is where it is not set.
#[test]
fn no_block_applies_another_overlay() {
    for line in blocks().join("\n").lines().filter(|line| line.contains("k8s/overlays")) {
        assert!(
            line.contains("k8s/overlays/$overlay\"") || line.contains("/${overlay:?"),
            "{line}"
        );
    }
    let apply = part("${overlay:?", "user add ada");
    let cluster = Cluster::new();
    create_secrets(&cluster);
    cluster.refuses(&apply, "overlay: is not set");
}

#[test]
fn the_stand_in_refuses_what_stops_worklog() {
    let cluster = Cluster::new();
    cluster.refuses("kubectl apply --kustomize k8s/drill", "namespace worklog not found");
    cluster.refuses("kubectl create secret generic x", "not found");
    create_secrets(&cluster);
    cluster.succeeds("kubectl apply --kustomize k8s/overlays/nodeport");
    // The Job of one member is still there.
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
