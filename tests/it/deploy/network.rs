//! Checks which connections the network policies allow, for every pair of pods.

use serde_json::Value;

use super::{Object, Objects, Pod, assert_everywhere, at, items, of_kind, pods, selects, word};

/// Returns whether the policies allow pods with these labels to reach, or be reached by, other pods
/// in the namespace.
fn allows(objects: &Objects, way: &str, labels: &Value, other: &Value, port: u64) -> bool {
    let (rules, ends, kind) = if way == "in" {
        ("/spec/ingress", "/from", "Ingress")
    } else {
        ("/spec/egress", "/to", "Egress")
    };
    let about = of_kind(objects, "NetworkPolicy").filter(|policy| {
        selects(policy.at("/spec/podSelector"), labels)
            && items(&policy.0, "/spec/policyTypes").any(|one| one == kind)
    });
    let about: Vec<_> = about.collect();
    about.is_empty()
        || about.iter().flat_map(|policy| items(&policy.0, rules)).any(|rule| {
            let end = items(rule, ends).any(|end| {
                end.get("namespaceSelector").is_none()
                    && end.get("podSelector").is_some_and(|selector| selects(selector, other))
            });
            let mut ports = items(rule, "/ports");
            end && ports.any(|open| open["port"] == port || open["port"] == "mongodb")
        })
}

/// Checks that only Worklog reaches MongoDB, and that nothing else in the namespace reaches
/// anything.
pub(super) fn check_database_access(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    let pods: Vec<Pod> = pods(objects).collect();
    let is_database = |pod: &Pod| word(pod.labels, "/app.kubernetes.io~1component") == "database";
    let needs = |pod: &Pod| {
        let component = word(pod.labels, "/app.kubernetes.io~1component");
        ["web", "database", "initiation", "migration", "backup", "restore"].contains(&component)
    };
    for from in &pods {
        for to in &pods {
            let may = needs(from) && is_database(to);
            let does = allows(objects, "out", from.labels, to.labels, 27017)
                && allows(objects, "in", to.labels, from.labels, 27017);
            if may != does {
                wrong.push(format!("{} to {}: {does}", from.of, to.of));
            }
        }
    }
    wrong
}

/// Checks that traffic is denied by default, and that each policy selects existing pods.
pub(super) fn check_default_deny(objects: &Objects) -> Vec<String> {
    let policies: Vec<&Object> = of_kind(objects, "NetworkPolicy").collect();
    let is_for_all = |policy: &&&Object| {
        policy.at("/spec/podSelector").as_object().is_some_and(serde_json::Map::is_empty)
    };
    let Some(all) = policies.iter().find(is_for_all) else {
        return vec!["nothing denies all".to_owned()];
    };
    let mut wrong = Vec::new();
    if all.at("/spec/ingress") != &Value::Null || items(&all.0, "/spec/policyTypes").count() != 2 {
        wrong.push("not all is denied".to_owned());
    }
    for rule in items(&all.0, "/spec/egress") {
        let only_names = items(rule, "/ports").all(|port| port["port"] == 53);
        if !only_names || items(rule, "/ports").count() == 0 {
            wrong.push(format!("all may reach {rule}"));
        }
    }
    for policy in policies {
        if super::names::owners(objects, policy.at("/spec/podSelector")).is_empty() {
            wrong.push(format!("{} is about no pods", policy.name()));
        }
    }
    wrong
}

/// Checks what the server may reach outside the cluster: mail servers, and no private network on
/// Slack's port.
pub(super) fn check_egress(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for policy in of_kind(objects, "NetworkPolicy") {
        let rules = items(&policy.0, "/spec/egress");
        for rule in rules.filter(|rule| items(rule, "/to").any(|to| to.get("ipBlock").is_some())) {
            let ports: Vec<_> =
                items(rule, "/ports").filter_map(|port| port["port"].as_u64()).collect();
            let blocks = items(rule, "/to").map(|to| &to["ipBlock"]);
            let private = blocks.filter(|block| block["cidr"] == "0.0.0.0/0").any(|block| {
                let excepted = |cidr: &str| items(block, "/except").any(|one| one == cidr);
                !["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]
                    .map(excepted)
                    .iter()
                    .all(|is| *is)
            });
            let allowed = ports == [443] && !private || ports == [465, 587];
            if policy.name() != "worklog" || !allowed {
                wrong.push(format!("{} may reach {ports:?}", policy.name()));
            }
        }
    }
    wrong
}

fn base_only(check: impl Fn(&Objects) -> Vec<String>) {
    assert_everywhere(|objects| {
        if of_kind(objects, "Namespace").next().is_some() { check(objects) } else { Vec::new() }
    });
}

#[test]
fn only_worklog_reaches_the_database() {
    base_only(check_database_access);
}

#[test]
fn traffic_is_denied_by_default() {
    base_only(check_default_deny);
}

#[test]
fn the_server_reaches_only_mail_and_webhooks() {
    base_only(check_egress);
}

/// Only the ingress controller reaches a server behind an ingress.
#[test]
fn only_the_ingress_reaches_the_server() {
    for (directory, objects) in
        super::all().iter().filter(|(_, all)| of_kind(all, "Ingress").count() > 0)
    {
        let policy = of_kind(objects, "NetworkPolicy").find(|policy| policy.name() == "worklog");
        let from: Vec<_> = items(&policy.expect("one").0, "/spec/ingress")
            .flat_map(|rule| items(rule, "/from"))
            .collect();
        assert_eq!(from.len(), 1, "{directory}");
        let namespace = at(from[0], "/namespaceSelector/matchLabels/kubernetes.io~1metadata.name");
        assert!(
            namespace == "ingress-nginx" && from[0].get("podSelector").is_some(),
            "{directory}"
        );
    }
}
