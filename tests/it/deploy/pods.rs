//! Checks every pod: the Pod Security Standard `restricted` and more, pinned image versions, and
//! resource limits.

use serde_json::{Value, json};

use super::{Objects, Pod, assert_everywhere, at, items, of_kind, pods, word};

/// Volume types that the standard `restricted` allows.
const VOLUMES: [&str; 8] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// Checks the standard that the namespace enforces, and our additional requirements.
pub(super) fn check_security(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for pod in pods(objects) {
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", pod.of));
            }
        };
        let spec = pod.spec;
        for host in ["hostNetwork", "hostPID", "hostIPC"] {
            expect(spec.get(host).is_none(), host);
        }
        let user = at(spec, "/securityContext/runAsUser").as_u64();
        expect(user.is_some_and(|user| user > 0), "a user that is not root");
        expect(at(spec, "/securityContext/runAsNonRoot") == true, "runAsNonRoot");
        let profile = at(spec, "/securityContext/seccompProfile/type");
        expect(profile == "RuntimeDefault", "seccomp RuntimeDefault");
        expect(spec["automountServiceAccountToken"] == false, "no service-account token");
        expect(spec["enableServiceLinks"] == false, "no variables of services");
        for volume in items(spec, "/volumes") {
            let known = VOLUMES.iter().any(|kind| volume.get(kind).is_some());
            expect(known, "a volume of an allowed kind");
        }
        for container in pod.containers() {
            check_container_security(container, &mut expect);
        }
    }
    wrong
}

fn check_container_security(container: &Value, expect: &mut impl FnMut(bool, &str)) {
    let context = &container["securityContext"];
    expect(context["allowPrivilegeEscalation"] == false, "no privilege escalation");
    expect(context["readOnlyRootFilesystem"] == true, "a read-only root");
    expect(context["capabilities"] == json!({ "drop": ["ALL"] }), "no capabilities");
    for loosened in ["privileged", "procMount", "runAsUser", "runAsNonRoot", "seccompProfile"] {
        expect(context.get(loosened).is_none(), &format!("{loosened} is the pod's"));
    }
    let ports = items(container, "/ports");
    expect(ports.into_iter().all(|port| port.get("hostPort").is_none()), "no host port");
}

/// Checks that images have a full version.
pub(super) fn check_image_versions(objects: &Objects) -> Vec<String> {
    let images = pods(objects).flat_map(|pod| {
        let images = pod.containers().map(|container| word(container, "/image"));
        images.map(|image| (pod.of.clone(), image)).collect::<Vec<_>>()
    });
    let numbers = |tag: &str| tag.split('.').filter(|part| part.parse::<u32>().is_ok()).count();
    let is_whole = |image: &str| image.rsplit_once(':').is_some_and(|(_, tag)| numbers(tag) == 3);
    let loose = images.filter(|(_, image)| !is_whole(image));
    loose.map(|(of, image)| format!("{of}: {image} has no whole version")).collect()
}

/// Checks that each container has requests and limits, and that requests don't exceed limits.
pub(super) fn check_resources(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for pod in pods(objects) {
        for container in pod.containers() {
            for resource in ["cpu", "memory"] {
                let read =
                    |kind| quantity(word(&container["resources"][kind], &format!("/{resource}")));
                match (read("requests"), read("limits")) {
                    (Some(request), Some(limit)) if request <= limit => {}
                    (request, limit) => wrong.push(format!(
                        "{}: {}: {resource} {request:?} of {limit:?}",
                        pod.of, container["name"]
                    )),
                }
            }
        }
    }
    wrong
}

/// Parses a quantity to thousandths of a core or of a byte.
pub(super) fn quantity(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    match &text[end..] {
        "m" => Some(number),
        "" => Some(number * 1000),
        "Ki" => Some((number * 1000) << 10),
        "Mi" => Some((number * 1000) << 20),
        "Gi" => Some((number * 1000) << 30),
        _ => None,
    }
}

/// Checks that servers have startup, liveness, and readiness probes at existing ports.
pub(super) fn check_probes(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    let servers = ["Deployment", "StatefulSet"].into_iter().flat_map(|kind| of_kind(objects, kind));
    for pod in servers.filter_map(super::Object::pod) {
        for container in items(pod.spec, "/containers") {
            for name in ["startupProbe", "livenessProbe", "readinessProbe"] {
                wrong.extend(
                    check_probe(container, &container[name])
                        .map(|w| format!("{}: {name}: {w}", pod.of)),
                );
            }
            if Pod::program(container) {
                let path =
                    |name: &str| word(container, &format!("/{name}/httpGet/path")).to_owned();
                let paths = ["startupProbe", "livenessProbe", "readinessProbe"].map(path);
                if paths != ["/livez", "/livez", "/readyz"] {
                    wrong.push(format!("{}: asks {paths:?}", pod.of));
                }
            }
        }
    }
    wrong
}

fn check_probe(container: &Value, probe: &Value) -> Option<String> {
    let Some(probe) = probe.as_object() else { return Some("is missing".to_owned()) };
    let port = probe.get("httpGet").or_else(|| probe.get("tcpSocket")).map(|how| &how["port"]);
    let Some(port) = port else {
        return (!probe.contains_key("exec")).then(|| "asks nothing".to_owned());
    };
    let known = items(container, "/ports").any(|known| known["name"] == *port);
    (!known).then(|| format!("there is no port {port}"))
}

/// Checks that a stopping server has enough time, with some margin. It gets SIGTERM without a
/// delay, because it keeps responding until requests stop arriving.
pub(super) fn check_grace_period(objects: &Objects) -> Vec<String> {
    /// The drain, requests in progress after it, messages, and spans (`startup/shutdown.rs`,
    /// `startup.rs`, `notifications/delivery.rs`, `telemetry/traces.rs`).
    const STOP: u64 = 15 + 20 + 8 + 6;
    let servers = of_kind(objects, "Deployment").filter_map(super::Object::pod);
    let wrong = servers.filter_map(|pod| {
        let pause = at(pod.spec, "/containers/0/lifecycle/preStop");
        let grace = at(pod.spec, "/terminationGracePeriodSeconds").as_u64();
        let fits = pause.is_null() && grace.is_some_and(|grace| grace >= STOP + 5);
        (!fits).then(|| format!("{}: {pause} before SIGTERM, {grace:?} in all", pod.of))
    });
    wrong.collect()
}

#[test]
fn every_pod_meets_the_restricted_profile() {
    assert_everywhere(check_security);
}

#[test]
fn every_image_has_a_full_version() {
    assert_everywhere(check_image_versions);
}

#[test]
fn resource_requests_stay_within_limits() {
    assert_everywhere(check_resources);
}

#[test]
fn every_server_has_probes() {
    assert_everywhere(check_probes);
}

#[test]
fn servers_have_time_to_drain() {
    assert_everywhere(check_grace_period);
}

#[test]
fn the_namespace_enforces_the_restricted_profile() {
    assert_everywhere(|objects| {
        let namespaces = of_kind(objects, "Namespace");
        let labels = namespaces.map(|namespace| namespace.at("/metadata/labels"));
        let loose = labels.filter(|labels| {
            ["enforce", "audit", "warn"]
                .iter()
                .any(|mode| labels[format!("pod-security.kubernetes.io/{mode}")] != "restricted")
        });
        loose.map(ToString::to_string).collect()
    });
}
