//! Tests the compose file: by default Worklog on a file, with a profile on MongoDB.

use serde_json::{Value, json};
use worklog::storage::DatabaseUrl;

use super::{TRANSACTION_LIFETIME, items, settings, text, word};

fn compose() -> Value {
    yaml_serde::from_str(&text("compose.yaml")).expect("YAML")
}

#[test]
fn compose_services_run_with_restricted_privileges() {
    let compose = compose();
    for (name, service) in compose["services"].as_object().expect("services") {
        assert_eq!(service["read_only"], true, "{name}");
        assert_eq!(service["cap_drop"], json!(["ALL"]), "{name}");
        assert_eq!(service["security_opt"], json!(["no-new-privileges:true"]), "{name}");
        assert!(!word(service, "/user").starts_with('0'), "{name}");
        assert!(service["mem_limit"].is_string() && service["pids_limit"].is_u64(), "{name}");
        assert!(service["healthcheck"]["test"].is_array(), "{name}");
        assert!(
            items(service, "/ports")
                .all(|port| port.as_str().is_some_and(|p| p.starts_with("127.0.0.1:")))
        );
        for volume in items(service, "/volumes").filter_map(Value::as_str) {
            let volume = volume.split(':').next().unwrap_or_default();
            assert!(compose["volumes"].get(volume).is_some(), "{name}: {volume}");
        }
        for network in items(service, "/networks").filter_map(Value::as_str) {
            assert!(compose["networks"].get(network).is_some(), "{name}: {network}");
        }
    }
}

#[test]
fn compose_runs_only_worklog_by_default() {
    let compose = compose();
    let services = compose["services"].as_object().expect("services");
    let default = services.iter().filter(|(_, service)| service.get("profiles").is_none());
    assert_eq!(default.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["worklog"]);
    let worklog = &compose["services"]["worklog"];
    let variables = settings::variables();
    for (name, value) in worklog["environment"].as_object().expect("variables") {
        assert!(variables.contains(name), "{name}");
        let default = value.as_str().expect("text");
        assert!(default.starts_with(&format!("${{{name}:-")), "{name} is configurable");
    }
    assert_eq!(worklog["volumes"], json!(["data:/data"]));
}

/// Only Worklog reaches MongoDB, at the URL in the file's header.
#[test]
fn the_mongodb_profile_runs_a_replica_set() {
    let compose = compose();
    let mongodb = &compose["services"]["mongodb"];
    assert!(mongodb.get("ports").is_none());
    assert_eq!(mongodb["networks"], json!(["database"]));
    assert_eq!(compose["networks"]["database"]["internal"], true);
    let check = mongodb["healthcheck"]["test"].to_string();
    assert!(check.contains("rs.initiate") && check.contains("mongodb:27017"), "{check}");
    let arguments = mongodb["command"].to_string();
    assert!(arguments.contains("--replSet=rs0") && check.contains("rs0"), "{arguments}");
    assert!(arguments.contains(TRANSACTION_LIFETIME), "{arguments}");
    let head = text("compose.yaml");
    let address = head.split('\'').nth(1).expect("an address");
    assert_eq!(address, "mongodb://mongodb/worklog?replicaSet=rs0");
    address.parse::<DatabaseUrl>().expect("an address");
}
