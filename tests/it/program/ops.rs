//! Tests that the dashboard and the alerts query existing metrics, and that all metrics are
//! documented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use promql_parser::parser::{self, Expr, LabelModifier, VectorSelector};
use promql_parser::util::{ExprVisitor, walk_expr};
use serde_json::Value;
use worklog::domain::accounts::attempts::{PasswordSource, password_keys};

use super::metrics::Metered;
use super::metrics::exposition::Exposition;
use crate::support::store::{Backend, place};

/// Labels that Prometheus adds to every series.
const ADDED: [&str; 2] = ["job", "instance"];

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ops").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Collects the strings under a key anywhere in a value.
fn all_of<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                match value.as_str().filter(|_| field == name) {
                    Some(text) => found.push(text),
                    None => all_of(value, name, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| all_of(item, name, found)),
        _ => {}
    }
}

pub(super) fn alerts() -> Vec<Value> {
    let rules: Value = yaml_serde::from_str(&text("prometheus/alerts.yaml")).expect("YAML");
    let groups = rules["groups"].as_array().expect("groups").iter();
    groups.flat_map(|group| group["rules"].as_array().expect("rules").clone()).collect()
}

fn dashboard() -> Value {
    serde_json::from_str(&text("grafana/worklog.json")).expect("JSON")
}

/// Returns all expressions of the dashboard and the alerts.
fn expressions() -> Vec<String> {
    let (dashboard, alerts) = (dashboard(), Value::Array(alerts()));
    let mut found = Vec::new();
    all_of(&dashboard, "expr", &mut found);
    let panels = found.len();
    all_of(&alerts, "expr", &mut found);
    assert!(panels > 30 && found.len() > panels + 10, "{}", found.len());
    let plain = |text: &&str| text.replace("$__rate_interval", "5m").replace("$instance", ".*");
    found.iter().map(plain).collect()
}

/// The metrics that an expression selects, with their matchers, and each grouping's labels with its
/// metrics.
#[derive(Default)]
struct MetricQuery {
    selected: Vec<(String, Vec<(String, String)>)>,
    grouped: Vec<(Vec<String>, Vec<String>)>,
}

impl MetricQuery {
    fn by(expression: &str) -> Self {
        let parsed = parser::parse(expression).unwrap_or_else(|e| panic!("{expression}: {e}"));
        let mut query = Self::default();
        walk_expr(&mut query, &parsed).expect("walks");
        query
    }

    fn select(&mut self, selector: &VectorSelector) {
        let matchers = selector.matchers.matchers.iter();
        let matchers = matchers.map(|one| (one.name.clone(), one.value.clone())).collect();
        self.selected.push((selector.name.clone().expect("a name"), matchers));
    }
}

impl ExprVisitor for MetricQuery {
    type Error = String;

    fn pre_visit(&mut self, expression: &Expr) -> Result<bool, String> {
        match expression {
            Expr::VectorSelector(selector) => self.select(selector),
            Expr::MatrixSelector(matrix) => self.select(&matrix.vs),
            Expr::Aggregate(aggregate) => {
                if let Some(LabelModifier::Include(labels)) = &aggregate.modifier {
                    let within = Self::by(&aggregate.expr.to_string());
                    let names = within.selected.into_iter().map(|(name, _)| name).collect();
                    self.grouped.push((labels.labels.clone(), names));
                }
            }
            _ => {}
        }
        Ok(true)
    }
}

/// Returns the documented metrics: each name with its whole row.
fn documented_metrics() -> BTreeMap<String, String> {
    let page = text("README.md");
    let rows = page.lines().filter_map(|line| {
        let name = line.strip_prefix("| `")?.split('`').next()?;
        Some((name.to_owned(), line.to_owned()))
    });
    rows.collect()
}

/// Returns the faults in an expression's metrics and labels.
fn faults(expression: &str, known_metrics: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let query = MetricQuery::by(expression);
    let mut faults = Vec::new();
    let known = |name: &str| known_metrics.get(name);
    let has = |name: &str, label: &str| {
        ADDED.contains(&label) || known(name).is_some_and(|labels| labels.contains(label))
    };
    for (name, matchers) in &query.selected {
        if known(name).is_none() && name != "up" {
            faults.push(format!("{name} is not told"));
        }
        let unknown = matchers.iter().filter(|(label, _)| !has(name, label));
        faults.extend(unknown.map(|(label, _)| format!("{name} has no label {label}")));
    }
    for (labels, names) in &query.grouped {
        let unknown = labels.iter().filter(|label| !names.iter().all(|name| has(name, label)));
        faults.extend(unknown.map(|label| format!("{names:?} have no label {label}")));
    }
    faults
}

async fn queried_metrics_exist(backend: Backend) {
    let place = place(backend).await;
    let server = Metered::start(&place.url);
    server.program.wait_for_status("/readyz", 200).await;
    server.generate_traffic().await;
    let metrics: Exposition = server.read_once_delivered().await;
    let names = metrics.names();
    for expression in expressions() {
        assert_eq!(faults(&expression, &names), Vec::<String>::new(), "{expression}");
    }
    for (spoiled, fault) in [
        ("sum(worklog_http_request_total)", "worklog_http_request_total is not told"),
        ("worklog_store_up{outcome=\"ok\"}", "worklog_store_up has no label outcome"),
        (
            "sum by (route) (rate(worklog_logins_total[5m]))",
            "[\"worklog_logins_total\"] have no label route",
        ),
    ] {
        assert_eq!(faults(spoiled, &names), [fault]);
    }
    let families: BTreeSet<String> = metrics.families().collect();
    let rows = documented_metrics();
    assert_eq!(families, rows.keys().cloned().collect(), "the table of ops/README.md");
    for (name, labels) in names {
        let family = families.iter().find(|family| name.starts_with(*family)).expect(name);
        for label in labels.into_iter().filter(|label| *label != "le") {
            assert!(rows[family].contains(&format!("`{label}`")), "{family}: {label}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn queried_metrics_exist_on_the_embedded_store() {
    queried_metrics_exist(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queried_metrics_exist_on_mongodb() {
    queried_metrics_exist(Backend::Mongo).await;
}

/// Each selected outcome is documented for its metric.
#[test]
fn queried_outcomes_are_documented() {
    let rows = documented_metrics();
    let mut seen = 0;
    for expression in expressions() {
        for (name, matchers) in MetricQuery::by(&expression).selected {
            for (_, values) in matchers.iter().filter(|(label, _)| label == "outcome") {
                for value in values.split('|') {
                    assert!(rows[&name].contains(&format!("`{value}`")), "{name}: {value}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn every_alert_has_instructions() {
    let mut names = BTreeSet::new();
    for alert in alerts() {
        let name = alert["alert"].as_str().expect("a name").to_owned();
        for annotation in ["summary", "description"] {
            let words = alert["annotations"][annotation].as_str().unwrap_or_default();
            assert!(words.ends_with('.') && words.len() > 30, "{name}: {annotation}: {words}");
        }
        let severity = &alert["labels"]["severity"];
        assert!(severity == "page" || severity == "ticket", "{name}: {severity}");
        assert!(names.insert(name), "twice");
    }
    assert!(names.contains("WorklogDown") && names.len() > 10, "{names:?}");
}

#[test]
fn an_alert_watches_the_limit_on_passwords_for_many_accounts() {
    let address = "192.0.2.7".parse().expect("an address");
    let source = PasswordSource::Login { address, device: None };
    let keys = |name: &str| password_keys(name, &source);
    let others = keys("bob");
    let ada = keys("ada").into_iter();
    let shared: Vec<_> =
        ada.filter(|key| others.iter().any(|other| other.key == key.key)).collect();
    assert_eq!(shared.len(), 1, "{shared:?}");
    let limited = ("policy".to_owned(), shared[0].limit.to_owned());
    let watched = alerts().iter().any(|alert| {
        let query = MetricQuery::by(alert["expr"].as_str().expect("an expression"));
        query.selected.iter().any(|(name, matchers)| {
            name == "worklog_limited_attempts_total" && matchers.contains(&limited)
        })
    });
    assert!(watched, "{limited:?}");
}

#[test]
fn the_dashboard_can_be_imported() {
    let dashboard = dashboard();
    let variables = dashboard["templating"]["list"].as_array().expect("variables");
    assert_eq!(
        (&variables[0]["name"], &variables[0]["type"]),
        (&"datasource".into(), &"datasource".into())
    );
    let mut sources = Vec::new();
    all_of(&dashboard, "uid", &mut sources);
    sources.retain(|uid| *uid != "worklog");
    assert!(sources.len() > 60 && sources.iter().all(|uid| *uid == "${datasource}"), "{sources:?}");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len());
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{panel}");
        assert!(panel["description"].as_str().is_some_and(|text| text.ends_with('.')), "{panel}");
        let place = |side: &str| panel["gridPos"][side].as_u64().expect("a number");
        assert!(place("x") + place("w") <= 24 && place("h") > 0, "{panel}");
    }
}
