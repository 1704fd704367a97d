//! Checks that the manifests set what Worklog reads, from Secrets that the documented commands
//! create.

use std::collections::BTreeSet;

use clap::{Args, Command};
use serde_json::Value;
use worklog::config::ConfigArgs;

use super::{
    Objects, Pod, TRANSACTION_LIFETIME, assert_everywhere, at, items, of_kind, pods, text, word,
};

/// Returns the variables that Worklog reads.
pub(crate) fn variables() -> BTreeSet<String> {
    let command = ConfigArgs::augment_args(Command::new("worklog"));
    let names = command.get_arguments().filter_map(|argument| argument.get_env());
    names.map(|name| name.to_str().expect("text").to_owned()).collect()
}

/// Checks that every `WORKLOG_` variable of a container is a setting, and that every command
/// exists.
pub(super) fn check_settings(objects: &Objects) -> Vec<String> {
    let variables = variables();
    let mut wrong = Vec::new();
    for pod in pods(objects) {
        for container in pod.containers().filter(|container| Pod::program(container)) {
            let set = items(container, "/env").map(|variable| word(variable, "/name"));
            let maps = items(container, "/envFrom").map(|from| word(from, "/configMapRef/name"));
            let maps = maps
                .filter_map(|name| of_kind(objects, "ConfigMap").find(|map| map.name() == name));
            let set: Vec<_> = set.chain(maps.flat_map(|map| keys(map.at("/data")))).collect();
            let unknown = set.iter().filter(|name| {
                !variables.contains(**name)
                    && !word(container, "/args/1").contains(&format!("$({name})"))
            });
            wrong.extend(unknown.map(|name| format!("{}: {name} is no setting", pod.of)));
            let has = |name: &str| set.contains(&name);
            if !has("WORKLOG_DATABASE_URL_FILE") && !has("WORKLOG_DATABASE_URL") {
                wrong.push(format!("{}: has no database", pod.of));
            }
        }
    }
    wrong
}

/// Checks that the server listens on the port that its container names.
pub(super) fn check_ports(objects: &Objects) -> Vec<String> {
    let listens =
        of_kind(objects, "ConfigMap").filter_map(|map| map.at("/data/WORKLOG_LISTEN").as_str());
    let servers = of_kind(objects, "Deployment").filter_map(super::Object::pod);
    let ports: Vec<_> =
        servers.map(|pod| at(pod.spec, "/containers/0/ports/0/containerPort")).collect();
    let wrong = listens.filter(|listens| {
        let port = listens.rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
        !listens.starts_with("0.0.0.0:") || ports.iter().any(|named| **named != Value::from(port))
    });
    wrong.map(|listens| format!("listens on {listens}, not on {ports:?}")).collect()
}

fn keys(map: &Value) -> impl Iterator<Item = &str> {
    map.as_object().into_iter().flat_map(|map| map.keys().map(String::as_str))
}

/// Checks that documented commands in `k8s/README.md` create every key of a Secret that pods read,
/// and that every Secret file that a variable names is mounted.
pub(super) fn check_secrets(objects: &Objects) -> Vec<String> {
    let made = documented_secrets();
    let mut wrong = Vec::new();
    for pod in pods(objects) {
        let mut files = Vec::new();
        for volume in items(pod.spec, "/volumes").filter(|volume| volume.get("secret").is_some()) {
            let name = word(volume, "/secret/secretName");
            for item in items(volume, "/secret/items") {
                files.push((word(volume, "/name"), word(item, "/path")));
                if !made.contains(&(name.to_owned(), word(item, "/key").to_owned())) {
                    wrong.push(format!("{}: nothing makes {name} {item}", pod.of));
                }
            }
        }
        for container in pod.containers() {
            for variable in items(container, "/env") {
                let from = at(variable, "/valueFrom/secretKeyRef");
                let (name, key) = (word(from, "/name"), word(from, "/key"));
                if !name.is_empty() && !made.contains(&(name.to_owned(), key.to_owned())) {
                    wrong.push(format!("{}: nothing makes {name} {key}", pod.of));
                }
                let Some(path) = word(variable, "/value").strip_prefix("/run/secrets/") else {
                    continue;
                };
                let mounted = items(container, "/volumeMounts").any(|mount| {
                    let at = word(mount, "/mountPath").trim_start_matches("/run/secrets/");
                    files.iter().any(|(volume, file)| {
                        mount["name"] == *volume && (path == at || path == format!("{at}/{file}"))
                    })
                });
                if !mounted {
                    wrong.push(format!("{}: {path} is not mounted", pod.of));
                }
            }
        }
    }
    wrong
}

/// Returns the Secrets, with their keys, that the documented commands create.
fn documented_secrets() -> BTreeSet<(String, String)> {
    let readme = text("k8s/README.md");
    let mut made = BTreeSet::new();
    let mut secret = "";
    for line in readme.lines() {
        if let Some((_, rest)) = line.split_once("create secret generic ") {
            secret = rest.split_whitespace().next().unwrap_or_default();
        }
        for option in ["--from-file=", "--from-literal="] {
            if let Some((_, rest)) = line.split_once(option) {
                let key = rest.split('=').next().unwrap_or_default();
                made.insert((secret.to_owned(), key.to_owned()));
            }
        }
    }
    made
}

#[test]
fn every_setting_is_known() {
    assert_everywhere(check_settings);
    assert!(variables().contains("WORKLOG_SECRET_KEY_FILE"));
}

#[test]
fn the_server_listens_on_the_configured_ports() {
    assert_everywhere(check_ports);
}

#[test]
fn documented_commands_create_every_secret() {
    assert_everywhere(check_secrets);
}

#[test]
fn manifests_contain_no_secrets() {
    assert_everywhere(|objects| {
        of_kind(objects, "Secret").map(|secret| secret.name().to_owned()).collect()
    });
}

/// The documented database URL contains the members, the replica set, and the user of the
/// manifests.
#[test]
fn the_documented_database_url_matches_the_members() {
    let readme = text("k8s/README.md");
    let start = readme.find("mongodb://worklog:").expect("an address");
    let address = &readme[start..start + readme[start..].find("\" >").expect("its end")];
    let (_, objects) = super::all().iter().find(|(name, _)| *name == "overlays/ha").expect("ha");
    let job =
        of_kind(objects, "Job").find(|job| job.name() == "mongodb-initiation-ha").expect("the job");
    let variable = |name: &str| {
        let mut all = items(&job.0, "/spec/template/spec/containers/0/env");
        word(all.find(|one| one["name"] == name).expect(name), "/value")
    };
    assert!(address.contains("@$members/"), "{address}");
    let hosts = readme.lines().find_map(|line| line.strip_prefix("members="));
    assert_eq!(hosts, Some(variable("MONGODB_MEMBERS")));
    let set = variable("MONGODB_REPLICA_SET");
    assert!(
        address.ends_with(&format!("/worklog?replicaSet={set}&authSource=worklog")),
        "{address}"
    );
    for set_of_pods in of_kind(objects, "StatefulSet") {
        let arguments = set_of_pods.at("/spec/template/spec/containers/0/args").to_string();
        assert!(arguments.contains(&format!("--replSet={set}")), "{arguments}");
        assert!(arguments.contains(TRANSACTION_LIFETIME), "{arguments}");
        let count = set_of_pods.at("/spec/replicas").as_u64().expect("a number");
        let named = (0..count).map(|number| {
            let name = set_of_pods.name();
            let service = word(&set_of_pods.0, "/spec/serviceName");
            format!("{name}-{number}.{service}.worklog.svc.cluster.local:27017")
        });
        assert_eq!(named.collect::<Vec<_>>().join(","), variable("MONGODB_MEMBERS"));
    }
}
