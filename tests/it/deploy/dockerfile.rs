//! Tests the Dockerfile's text: it works with every builder, and copies the required files.

use super::text;

/// Returns each instruction on one line.
fn instructions() -> Vec<String> {
    let file = text("Dockerfile").replace("\\\n", " ");
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_dockerfile_works_with_every_builder() {
    let file = text("Dockerfile");
    assert!(!file.contains("# syntax") && !file.contains("<<"));
}

#[test]
fn the_final_stage_is_minimal_and_unprivileged() {
    let instructions = instructions();
    let last = instructions.iter().rposition(|line| line.starts_with("FROM ")).expect("a base");
    assert_eq!(instructions[last], "FROM gcr.io/distroless/cc-debian12:nonroot");
    let rest = &instructions[last..];
    assert!(!rest.iter().any(|line| line.starts_with("RUN ")), "the image has no shell");
    assert!(rest.contains(&"USER 65532:65532".to_owned()));
    assert!(rest.contains(&"VOLUME /data".to_owned()));
    assert!(
        rest.iter()
            .any(|line| line.starts_with("HEALTHCHECK ") && line.contains("\"healthcheck\""))
    );
}

/// The minimum Rust version that the crate declares is the one that builds it.
#[test]
fn the_build_uses_the_documented_rust_version() {
    let builder = instructions().remove(0);
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(builder.starts_with(&format!("FROM rust:{version}.")), "{builder}");
}

/// `.dockerignore` includes the copied files, and dependencies are built before the sources.
#[test]
fn copied_files_are_in_the_build_context() {
    let ignored = text(".dockerignore");
    let through: Vec<_> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let instructions = instructions();
    let lines =
        instructions.iter().filter(|line| line.starts_with("COPY ") && !line.contains("--from"));
    let copied: Vec<_> = lines
        .flat_map(|line| {
            let words: Vec<_> = line.split_whitespace().skip(1).collect();
            words[..words.len() - 1].to_vec()
        })
        .collect();
    for name in &through {
        assert!(copied.contains(name), ".dockerignore includes {name} unnecessarily");
    }
    for name in copied {
        assert!(through.contains(&name), ".dockerignore excludes {name}, which is copied");
    }
    let built = instructions.iter().position(|line| line.contains("cargo build")).expect("built");
    let sources = instructions.iter().position(|line| line == "COPY src src").expect("copied");
    assert!(built < sources);
}
