//! Checks schedules, replicas, and disruption budgets.

use std::str::FromStr;

use croner::Cron;
use serde_json::json;

use super::{Object, Objects, assert_everywhere, at, items, of_kind, word};

/// Checks that schedules are valid, have a time zone, and never run two backups at a time.
pub(super) fn check_schedules(objects: &Objects) -> Vec<String> {
    let jobs = of_kind(objects, "CronJob");
    let wrong = jobs.filter(|job| {
        let schedule = word(&job.0, "/spec/schedule");
        let five = schedule.split_whitespace().count() == 5;
        let zone =
            word(&job.0, "/spec/timeZone").parse::<worklog::domain::values::time_zone::TimeZone>();
        let alone = job.at("/spec/concurrencyPolicy") == "Forbid";
        !five || Cron::from_str(schedule).is_err() || zone.is_err() || !alone
    });
    wrong.map(|job| format!("{}: {}", job.name(), job.at("/spec"))).collect()
}

/// Checks that budgets set exactly one of their two fields, and allow a disruption.
pub(super) fn check_budgets(objects: &Objects) -> Vec<String> {
    let budgets = of_kind(objects, "PodDisruptionBudget");
    let wrong = budgets.filter(|budget| {
        let (min, max) = (budget.at("/spec/minAvailable"), budget.at("/spec/maxUnavailable"));
        min.is_null() == max.is_null() || max == 0
    });
    wrong.map(|budget| format!("{}: {}", budget.name(), budget.at("/spec"))).collect()
}

/// Checks that updates roll without downtime, that autoscalers scale existing Deployments, and that
/// only they set the replicas.
pub(super) fn check_updates(objects: &Objects) -> Vec<String> {
    let mut wrong = Vec::new();
    for server in of_kind(objects, "Deployment") {
        let rolling = server.at("/spec/strategy/rollingUpdate");
        if rolling["maxUnavailable"] != 0 || rolling["maxSurge"] == 0 {
            wrong.push(format!("{}: {rolling}", server.name()));
        }
    }
    for scaler in of_kind(objects, "HorizontalPodAutoscaler") {
        let target = scaler.at("/spec/scaleTargetRef");
        let found =
            objects.iter().find(|one| one.kind() == target["kind"] && one.name() == target["name"]);
        // A number in the Deployment would undo the scaling on every apply.
        let same = found.is_some_and(|one| one.at("/spec/replicas").is_null());
        let (min, max) = (at(&scaler.0, "/spec/minReplicas"), at(&scaler.0, "/spec/maxReplicas"));
        if !same || min.as_u64() > max.as_u64() {
            wrong.push(format!("{}: {}", scaler.name(), scaler.at("/spec")));
        }
    }
    wrong
}

/// Checks that database members and servers run on different nodes if possible.
pub(super) fn check_spread(objects: &Objects) -> Vec<String> {
    let many = ["Deployment", "StatefulSet"].into_iter().flat_map(|kind| of_kind(objects, kind));
    let scaled = |one: &&Object| one.at("/spec/replicas").as_u64() != Some(1);
    let many = many.filter(scaled);
    let wrong = many.filter(|one| {
        let must = if one.kind() == "StatefulSet" { "DoNotSchedule" } else { "ScheduleAnyway" };
        let mut spreads = items(&one.0, "/spec/template/spec/topologySpreadConstraints");
        !spreads.any(|spread| {
            spread["topologyKey"] == "kubernetes.io/hostname"
                && spread["whenUnsatisfiable"] == must
                && spread["maxSkew"] == json!(1)
        })
    });
    wrong.map(|one| format!("{} {}: is not spread", one.kind(), one.name())).collect()
}

#[test]
fn cron_schedules_are_valid() {
    assert_everywhere(check_schedules);
}

#[test]
fn disruption_budgets_set_exactly_one_field() {
    assert_everywhere(check_budgets);
}

#[test]
fn updates_and_autoscaling_keep_servers_available() {
    assert_everywhere(check_updates);
}

#[test]
fn replicas_are_spread_across_nodes() {
    assert_everywhere(check_spread);
}

/// Checks what the high-availability overlay promises.
#[test]
fn the_highly_available_overlay_runs_three_of_each() {
    let (_, objects) = super::all().iter().find(|(name, _)| *name == "overlays/ha").expect("ha");
    let number = |kind, path| of_kind(objects, kind).next().expect(kind).at(path).as_u64();
    assert_eq!(number("StatefulSet", "/spec/replicas"), Some(3));
    assert_eq!(number("HorizontalPodAutoscaler", "/spec/minReplicas"), Some(3));
    let budgets: Vec<_> = of_kind(objects, "PodDisruptionBudget").map(Object::name).collect();
    assert_eq!(budgets, ["mongodb", "worklog"]);
    assert_eq!(of_kind(objects, "HorizontalPodAutoscaler").count(), 1);
}
