//! Checks that Worklog and MongoDB have the same version everywhere.

use super::{Object, all, of_kind, pods, text, word};

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn images_have_the_crate_version() {
    let images = all().iter().flat_map(|(_, objects)| {
        pods(objects).flat_map(|pod| {
            pod.containers()
                .map(|container| word(container, "/image").to_owned())
                .collect::<Vec<_>>()
        })
    });
    let compose: serde_json::Value = yaml_serde::from_str(&text("compose.yaml")).expect("YAML");
    let composed =
        ["worklog", "mongodb"].map(|name| word(&compose["services"][name], "/image").to_owned());
    let mut found: Vec<_> = images.chain(composed).collect();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[1], format!("worklog:{VERSION}"));
    assert!(text("Dockerfile").contains(&format!("\nARG VERSION={VERSION}\n")));
}

/// Jobs are immutable, so the next release needs a Job with another name to run its migration.
#[test]
fn the_migration_job_is_named_after_the_crate_version() {
    let name = format!("worklog-migration-{}", VERSION.replace('.', "-"));
    for (directory, objects) in
        all().iter().filter(|(name, _)| !["drill", "restore", "scale-down"].contains(name))
    {
        let jobs: Vec<_> = of_kind(objects, "Job").map(Object::name).collect();
        assert!(jobs.contains(&name.as_str()), "{directory}: {jobs:?}");
    }
}

/// Changed settings must not change a Job either, so it may only reference stable names.
#[test]
fn jobs_do_not_reference_generated_names() {
    for (directory, objects) in all() {
        for job in
            of_kind(objects, "Job").filter(|job| job.at("/spec/ttlSecondsAfterFinished").is_null())
        {
            let maps = of_kind(objects, "ConfigMap").map(Object::name);
            let text = job.0.to_string();
            for map in maps {
                assert!(!text.contains(map), "{directory}: {} names {map}", job.name());
            }
        }
    }
}
