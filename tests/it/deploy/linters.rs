//! Runs linters on the Dockerfile and the manifests: hadolint, the schemas of two Kubernetes
//! versions, and checkov.

use std::fs;
use std::process::{Command, Output};

use super::{APPLIED, rendered, root, tool_path};

fn linter(name: &str) -> Command {
    let mut command = Command::new(tool_path("WORKLOG_TEST_LINTERS", "scripts/linters").join(name));
    command.current_dir(root());
    command
}

fn succeeds(command: &mut Command) -> Result<(), String> {
    let Output { status, stdout, stderr } = command.output().expect("runs");
    let output = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    if status.success() { Ok(()) } else { Err(output.into_owned()) }
}

/// Returns a directory without a leading dot in its name, because checkov skips those.
fn visible_directory() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("worklog-").tempdir().expect("a directory")
}

/// Writes each rendered overlay to a file.
fn files() -> tempfile::TempDir {
    let directory = visible_directory();
    for name in APPLIED {
        let file = directory.path().join(name.replace('/', "-")).with_extension("yaml");
        fs::write(file, rendered(name)).expect("written");
    }
    directory
}

#[test]
fn hadolint_reports_nothing() {
    succeeds(linter("hadolint").arg("Dockerfile")).expect("nothing");
    let directory = tempfile::tempdir().expect("a directory");
    let spoiled = directory.path().join("Dockerfile");
    fs::write(&spoiled, "FROM debian\nRUN cd /tmp\n").expect("written");
    assert!(succeeds(linter("hadolint").arg(&spoiled)).is_err());
}

#[test]
fn manifests_are_valid_for_two_kubernetes_versions() {
    let directory = files();
    for version in ["1.33", "1.37"] {
        let check = |file: &std::path::Path| {
            succeeds(linter("kubernetes-validate").args(["--strict", "-k", version]).arg(file))
        };
        for file in fs::read_dir(directory.path()).expect("a directory") {
            check(&file.expect("a file").path()).expect("valid");
        }
        let spoiled = directory.path().join("spoiled");
        let known = rendered("overlays/ha");
        fs::write(&spoiled, known.replace("maxSurge", "maxSurges")).expect("written");
        assert!(check(&spoiled).is_err());
        fs::remove_file(&spoiled).expect("removed");
    }
}

#[test]
fn checkov_reports_nothing() {
    let check = |directory: &std::path::Path| {
        let arguments = ["--framework", "kubernetes", "--skip-download", "--quiet", "--compact"];
        let settings = ["--config-file", "k8s/checkov.yaml", "--directory"];
        succeeds(linter("checkov").args(arguments).args(settings).arg(directory))
    };
    let directory = files();
    check(directory.path()).expect("nothing");
    let spoiled =
        rendered("base").replace("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false");
    let alone = visible_directory();
    fs::write(alone.path().join("spoiled.yaml"), spoiled).expect("written");
    assert!(check(alone.path()).is_err());
}
