//! Tests deployments: the image, the compose file, and the rendered manifests.
//!
//! Each check is a function that takes rendered manifests and returns their faults, so that
//! `broken_manifests.rs` can show that each check detects its fault.

mod backup_retention;
mod broken_manifests;
mod compose;
mod dockerfile;
mod image;
mod linters;
mod metrics;
mod names;
mod network;
mod pods;
mod readme;
mod release;
mod replica_set;
mod scale;
pub(crate) mod settings;
mod startup;
mod workload;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The option of MongoDB with which the transactions of a killed server end soon.
const TRANSACTION_LIFETIME: &str = "--setParameter=transactionLifetimeLimitSeconds=20";

/// Everything under `k8s/` that users apply.
const APPLIED: [&str; 7] = [
    "base",
    "overlays/nodeport",
    "overlays/ingress",
    "overlays/ha",
    "drill",
    "restore",
    "scale-down",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the path of a directory or program that a script provides.
fn tool_path(variable: &str, script: &str) -> PathBuf {
    let path = std::env::var_os(variable);
    path.unwrap_or_else(|| panic!("{variable} is not set; run ./scripts/test, or see {script}"))
        .into()
}

/// Returns a directory rendered by kustomize, as text.
fn rendered(directory: &str) -> String {
    let kubectl = tool_path("WORKLOG_TEST_KUBECTL", "scripts/kubectl");
    let directory = root().join("k8s").join(directory);
    let done = Command::new(kubectl).arg("kustomize").arg(directory).output().expect("kubectl");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

/// A manifest.
#[derive(Debug, Clone)]
struct Object(Value);

/// The manifests that are applied together.
type Objects = Vec<Object>;

/// Returns everything that users apply, by directory.
fn all() -> &'static [(&'static str, Objects)] {
    static ALL: OnceLock<Vec<(&str, Objects)>> = OnceLock::new();
    ALL.get_or_init(|| APPLIED.map(|directory| (directory, parse(&rendered(directory)))).into())
}

fn parse(yaml: &str) -> Objects {
    yaml.split("\n---\n").map(|one| Object(yaml_serde::from_str(one).expect("YAML"))).collect()
}

impl Object {
    fn at(&self, path: &str) -> &Value {
        at(&self.0, path)
    }

    fn kind(&self) -> &str {
        word(&self.0, "/kind")
    }

    fn name(&self) -> &str {
        word(&self.0, "/metadata/name")
    }

    /// Returns the pod template, with its labels and specification.
    fn pod(&self) -> Option<Pod<'_>> {
        let template = match self.kind() {
            "Deployment" | "StatefulSet" | "Job" => "/spec/template",
            "CronJob" => "/spec/jobTemplate/spec/template",
            _ => return None,
        };
        let template = self.at(template);
        let of = format!("{} {}", self.kind(), self.name());
        Some(Pod { of, labels: at(template, "/metadata/labels"), spec: at(template, "/spec") })
    }
}

/// A pod template.
struct Pod<'a> {
    of: String,
    labels: &'a Value,
    spec: &'a Value,
}

impl<'a> Pod<'a> {
    /// Returns the containers and the init containers.
    fn containers(&self) -> impl Iterator<Item = &'a Value> {
        items(self.spec, "/initContainers").chain(items(self.spec, "/containers"))
    }

    /// Returns whether a container runs Worklog.
    fn program(container: &Value) -> bool {
        word(container, "/image").starts_with("worklog:")
    }
}

fn pods(objects: &Objects) -> impl Iterator<Item = Pod<'_>> {
    objects.iter().filter_map(Object::pod)
}

fn of_kind<'a>(objects: &'a Objects, kind: &'a str) -> impl Iterator<Item = &'a Object> {
    objects.iter().filter(move |object| object.kind() == kind)
}

/// Returns the value at a path, or null.
fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    value.pointer(path).unwrap_or(&Value::Null)
}

/// Returns the string at a path, or an empty one.
fn word<'a>(value: &'a Value, path: &str) -> &'a str {
    at(value, path).as_str().unwrap_or_default()
}

/// Returns the list at a path, or an empty one.
fn items<'a>(value: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    at(value, path).as_array().into_iter().flatten()
}

/// Returns whether a selector matches these labels.
fn selects(selector: &Value, labels: &Value) -> bool {
    let exactly = at(selector, "/matchLabels").as_object();
    let exactly = exactly.into_iter().flatten().all(|(key, value)| labels.get(key) == Some(value));
    let mut among = items(selector, "/matchExpressions");
    exactly
        && among.all(|one| {
            assert_eq!(word(one, "/operator"), "In", "the only one in use");
            let found = labels.get(word(one, "/key"));
            found.is_some_and(|found| items(one, "/values").any(|value| value == found))
        })
}

/// Panics with the faults that a check finds in any applied directory.
fn assert_everywhere(check: impl Fn(&Objects) -> Vec<String>) {
    let wrong = all().iter().flat_map(|(directory, objects)| {
        check(objects).into_iter().map(move |wrong| format!("{directory}: {wrong}"))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
