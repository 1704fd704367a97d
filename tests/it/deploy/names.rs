//! Checks names that must match: labels and selectors, services and ports, volumes and mounts.

use serde_json::Value;

use super::{Object, Objects, assert_everywhere, at, items, of_kind, pods, selects, word};

/// Checks that each object selects its own pods, and that each pod has the standard labels.
pub(super) fn check_selectors(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for object in objects {
        let name = format!("{} {}", object.kind(), object.name());
        match object.kind() {
            "Deployment" | "StatefulSet" => {
                let labels = object.at("/spec/template/metadata/labels");
                if !selects(object.at("/spec/selector"), labels) {
                    wrong.push(format!("{name}: selects not its own pods"));
                }
                for spread in items(object.at("/spec/template/spec"), "/topologySpreadConstraints")
                {
                    if !selects(&spread["labelSelector"], labels) {
                        wrong.push(format!("{name}: spreads not its own pods"));
                    }
                }
            }
            "PodDisruptionBudget" => {
                let count = owners(objects, object.at("/spec/selector")).len();
                if count != 1 {
                    wrong.push(format!("{name}: is about {count} kinds of pods"));
                }
            }
            _ => {}
        }
    }
    for pod in pods(objects) {
        for label in ["name", "component", "part-of"] {
            if pod.labels.get(format!("app.kubernetes.io/{label}")).is_none() {
                wrong.push(format!("{}: has no label {label}", pod.of));
            }
        }
    }
    wrong
}

/// Returns the owners of the pods that a selector matches.
pub(super) fn owners(objects: &Objects, selector: &Value) -> Vec<String> {
    let found = pods(objects).filter(|pod| selects(selector, pod.labels));
    found.map(|pod| pod.of).collect()
}

/// Checks that each service targets an existing port of a single kind of pod.
pub(super) fn check_services(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for service in of_kind(objects, "Service") {
        let selector = serde_json::json!({ "matchLabels": service.at("/spec/selector") });
        let found: Vec<_> = pods(objects).filter(|pod| selects(&selector, pod.labels)).collect();
        let [pod] = &found[..] else {
            wrong.push(format!(
                "Service {} leads to {} kinds of pods",
                service.name(),
                found.len()
            ));
            continue;
        };
        for port in items(service.at("/spec"), "/ports") {
            let mut ports = pod.containers().flat_map(|container| items(container, "/ports"));
            if !ports.any(|known| known["name"] == port["targetPort"]) {
                wrong.push(format!(
                    "Service {}: {} is no port",
                    service.name(),
                    port["targetPort"]
                ));
            }
        }
    }
    wrong
}

/// Checks that ingresses and stateful sets name existing services.
pub(super) fn check_backends(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    let service = |name: &str| of_kind(objects, "Service").find(|service| service.name() == name);
    for set in of_kind(objects, "StatefulSet") {
        let found = service(word(&set.0, "/spec/serviceName"));
        let headless = found.is_some_and(|service| {
            service.at("/spec/clusterIP") == "None"
                && service.at("/spec/publishNotReadyAddresses") == true
        });
        if !headless {
            wrong.push(format!("StatefulSet {}: has no headless service", set.name()));
        }
    }
    for ingress in of_kind(objects, "Ingress") {
        let secure: Vec<_> =
            items(ingress.at("/spec"), "/tls").flat_map(|tls| items(tls, "/hosts")).collect();
        for rule in items(ingress.at("/spec"), "/rules") {
            if !secure.contains(&&rule["host"]) {
                wrong.push(format!("{}: is not served over TLS", rule["host"]));
            }
            wrong.extend(items(rule, "/http/paths").filter_map(|path| {
                let port = at(path, "/backend/service/port/name");
                let found = service(word(path, "/backend/service/name"));
                let mut ports = found.into_iter().flat_map(|found| items(&found.0, "/spec/ports"));
                let leads = ports.any(|known| known["name"] == *port);
                (!leads || path.get("pathType").is_none()).then(|| format!("Ingress: {path}"))
            }));
        }
    }
    wrong
}

/// Checks that mounted volumes exist in the pod, and that their sources exist or are created by a
/// documented command.
pub(super) fn check_mounts(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for object in objects {
        let Some(pod) = object.pod() else { continue };
        let claims = items(object.at("/spec"), "/volumeClaimTemplates");
        let claims: Vec<_> = claims.map(|claim| word(claim, "/metadata/name")).collect();
        let volumes: Vec<_> = items(pod.spec, "/volumes").collect();
        let known = |name: &str| {
            claims.contains(&name) || volumes.iter().any(|volume| volume["name"] == name)
        };
        let mounts = pod.containers().flat_map(|container| items(container, "/volumeMounts"));
        let unknown = mounts.filter(|mount| !known(word(mount, "/name")));
        wrong.extend(unknown.map(|mount| format!("{}: mounts {mount}", pod.of)));
        let is_there = |kind: &str, name: &str| {
            name.is_empty() || objects.iter().any(|one| one.kind() == kind && one.name() == name)
        };
        for volume in volumes {
            let map = word(volume, "/configMap/name");
            let claim = word(volume, "/persistentVolumeClaim/claimName");
            let alone = of_kind(objects, "Namespace").next().is_none();
            let claimed = alone || is_there("PersistentVolumeClaim", claim);
            // A Job outside the overlays uses the applied overlay's ConfigMap. `readme.rs` tests
            // that it exists.
            let scripted = alone || is_there("ConfigMap", map);
            if !scripted || !claimed {
                wrong.push(format!("{}: {volume} is nowhere", pod.of));
            }
        }
    }
    wrong
}

#[test]
fn selectors_match_their_workloads() {
    assert_everywhere(check_selectors);
}

#[test]
fn services_target_existing_ports() {
    assert_everywhere(check_services);
}

#[test]
fn members_and_ingresses_have_services() {
    assert_everywhere(check_backends);
}

#[test]
fn mounted_volumes_exist() {
    assert_everywhere(check_mounts);
}

#[test]
fn all_objects_share_one_namespace() {
    assert_everywhere(|objects| {
        let elsewhere = objects.iter().filter(|object| {
            object.kind() != "Namespace" && object.at("/metadata/namespace") != "worklog"
        });
        elsewhere.map(Object::name).map(str::to_owned).collect()
    });
}
