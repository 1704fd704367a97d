//! Runs the image as deployed: with a read-only root, no capabilities, and limits.
//!
//! `scripts/image` builds it from the Dockerfile on base images made of Debian packages.
//! `WORKLOG_TEST_IMAGE=none` skips these tests on machines that can't run containers.

mod container;

use std::time::{Duration, Instant};

use container::{Container, podman};
use serde_json::Value;

/// The maximum size without the base image. A larger image contains something that doesn't belong
/// there.
const LARGEST: u64 = 64 << 20;

fn image() -> Option<String> {
    let name = super::tool_path("WORKLOG_TEST_IMAGE", "scripts/image");
    let name = name.to_str().expect("text").to_owned();
    if name == "none" {
        eprintln!("not tried: the image cannot be built and run here");
        return None;
    }
    Some(name)
}

#[test]
fn the_image_has_labels_and_runtime_metadata() {
    let Some(image) = image() else { return };
    let told = podman(&["image", "inspect", &image]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let config = &told[0]["Config"];
    assert_eq!(config["User"], "65532:65532");
    assert_eq!(config["Entrypoint"], serde_json::json!(["/usr/local/bin/worklog"]));
    assert!(config["Volumes"].get("/data").is_some(), "{config}");
    let variables = config["Env"].to_string();
    assert!(variables.contains("WORKLOG_LISTEN=0.0.0.0:8080"), "{variables}");
    assert_eq!(config["Labels"]["org.opencontainers.image.version"], env!("CARGO_PKG_VERSION"));
    assert!(told[0]["Size"].as_u64().expect("a size") < LARGEST, "{}", told[0]["Size"]);
}

#[tokio::test]
async fn the_image_serves_without_any_privileges() {
    let Some(image) = image() else { return };
    let container = Container::start(&image, "confined");
    container.wait_until_ok("/livez").await;
    container.wait_until_ok("/readyz").await;

    let status = container.status();
    let is = |line: &str| assert!(status.lines().any(|one| one == line), "{line}: {status}");
    is("Uid:\t65532\t65532\t65532\t65532");
    is("Gid:\t65532\t65532\t65532\t65532");
    for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
        is(&format!("{set}:\t0000000000000000"));
    }
    is("NoNewPrivs:\t1");
    is("Seccomp:\t2");
    assert_eq!(container.limit("memory", "memory.limit_in_bytes", "memory.max"), "268435456");
    assert_eq!(container.limit("pids", "pids.max", "pids.max"), "128");
    assert!(container.mounts().lines().any(|mount| {
        let mut words = mount.split(' ').skip(4);
        words.next() == Some("/") && words.next().is_some_and(|how| how.starts_with("ro"))
    }));
    // The image contains no other executable.
    assert!(!container.runs(&["sh", "-c", "true"]));
    assert!(container.runs(&["/usr/local/bin/worklog", "--version"]));
}

#[test]
fn the_health_check_queries_the_server() {
    let Some(image) = image() else { return };
    let container = Container::start_without_network(&image, "health");
    let give_up = Instant::now() + Duration::from_secs(30);
    while !container.is_healthy() {
        assert!(Instant::now() < give_up, "{}", container.log());
        std::thread::sleep(Duration::from_millis(100));
    }
    // The server listens at the address that the image sets.
    assert!(container.log().contains("http://0.0.0.0:8080"), "{}", container.log());
}

#[tokio::test]
async fn the_container_stops_in_time_and_keeps_its_data() {
    let Some(image) = image() else { return };
    let mut container = Container::start(&image, "kept");
    container.wait_until_ok("/readyz").await;
    container.add_user("ada", "a long enough one 47");

    let started = Instant::now();
    assert_eq!(container.stop(), 0, "{}", container.log());
    assert!(started.elapsed() < Duration::from_secs(28), "{:?}", started.elapsed());

    container.remove();
    let container = container.again(&image);
    container.wait_until_ok("/readyz").await;
    assert!(container.runs(&["/usr/local/bin/worklog", "user", "disable", "ada"]));
    assert!(!container.runs(&["/usr/local/bin/worklog", "user", "disable", "bob"]));
}
