//! Tests that only the monitoring namespaces can scrape the server's metrics.

use serde_json::{Value, json};

use super::{Objects, Pod, assert_everywhere, at, items, of_kind, pods, selects, word};

fn servers(objects: &Objects) -> impl Iterator<Item = Pod<'_>> {
    pods(objects).filter(|pod| word(pod.labels, "/app.kubernetes.io~1component") == "web")
}

/// Checks that the server exposes metrics at the container port that the annotations name.
pub(super) fn check_annotations(objects: &Objects) -> Vec<String> {
    let deployments = of_kind(objects, "Deployment");
    let wrong = deployments.filter_map(|deployment| {
        let template = deployment.at("/spec/template");
        let mut ports = items(template, "/spec/containers/0/ports");
        let port = &ports.find(|port| port["name"] == "metrics")?["containerPort"];
        let annotation =
            |name| word(template, &format!("/metadata/annotations/prometheus.io~1{name}"));
        let said = ["scrape", "port", "path"].map(annotation);
        let map = word(template, "/spec/containers/0/envFrom/0/configMapRef/name");
        let listens = of_kind(objects, "ConfigMap").find(|one| one.name() == map)?;
        let listens = word(&listens.0, "/data/WORKLOG_METRICS_LISTEN");
        let right =
            said == ["true", &port.to_string(), "/metrics"] && listens == format!("0.0.0.0:{port}");
        (!right).then(|| format!("{port}, {listens} and {said:?} do not agree"))
    });
    wrong.collect()
}

/// Checks that only labeled namespaces reach that port, and that no service exposes it.
pub(super) fn check_scrape_access(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for pod in servers(objects) {
        let policies = of_kind(objects, "NetworkPolicy")
            .filter(|policy| selects(policy.at("/spec/podSelector"), pod.labels));
        let rules = policies.flat_map(|policy| items(&policy.0, "/spec/ingress"));
        let opens = |rule: &&Value| {
            let mut ports = items(rule, "/ports");
            // A rule without ports allows all ports.
            at(rule, "/ports").is_null()
                || ports.any(|port| port["port"] == "metrics" || port["port"] == 9090)
        };
        let from: Vec<_> = rules.filter(opens).map(|rule| &rule["from"]).collect();
        let labelled =
            json!({ "namespaceSelector": { "matchLabels": { "worklog/metrics": "allowed" } } });
        if from != [&json!([labelled])] {
            wrong.push(format!("{}: told to {from:?}", pod.of));
        }
    }
    for service in of_kind(objects, "Service") {
        let mut ports = items(service.at("/spec"), "/ports");
        if ports.any(|port| port["targetPort"] == "metrics" || port["targetPort"] == 9090) {
            wrong.push(format!("Service {}: leads to metrics", service.name()));
        }
    }
    wrong
}

#[test]
fn metrics_are_served_at_the_annotated_port() {
    assert_everywhere(check_annotations);
    let servers = super::all().iter().flat_map(|(_, objects)| servers(objects));
    let ports = servers.flat_map(|pod| items(pod.spec, "/containers/0/ports"));
    assert_eq!(ports.filter(|port| port["name"] == "metrics").count(), 4, "base and overlays");
}

#[test]
fn only_labeled_namespaces_can_scrape_metrics() {
    assert_everywhere(check_scrape_access);
}
