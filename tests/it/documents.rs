//! Checks that the tests and source files that the documents name exist.

use std::collections::BTreeMap;
use std::path::Path;

use crate::layers::sources;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The macros and attributes that define tests.
const DEFINITIONS: [&str; 6] = [
    "test]",
    "::test(",
    "on_both_stores!",
    "on_each_backend!",
    "cases!",
    "with_and_without_scripts!",
];

fn read(document: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(document)).expect("a document")
}

/// Returns the text between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_source(name: &str) -> bool {
    let is_rust = Path::new(name).extension().is_some_and(|extension| extension == "rs");
    is_rust && !name.contains([' ', '*'])
}

/// Returns all modules below a directory, by their path.
fn modules(directory: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    sources(&Path::new(ROOT).join(directory), &[], &mut found);
    found.into_iter().map(|(module, text)| (module.join("::"), text)).collect()
}

/// Returns whether a module or one below it defines a test.
fn has_tests(modules: &BTreeMap<String, String>, name: &str) -> bool {
    let inner = format!("{name}::");
    modules
        .iter()
        .filter(|(module, _)| *module == name || module.starts_with(&inner))
        .any(|(_, text)| DEFINITIONS.iter().any(|definition| text.contains(definition)))
}

#[test]
fn every_test_in_the_threat_model_exists() {
    let mut modules = modules("src");
    modules.extend(self::modules("tests/it"));
    let text = read("SECURITY.md");
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.ends_with(" |"));
    let tests = rows.filter_map(|row| row.rsplit('|').nth(1));
    let names: Vec<&str> = tests.flat_map(quoted).filter(|name| *name != "Cargo.toml").collect();
    assert!(names.len() > 50, "{names:?}");
    let missing: Vec<_> = names.iter().filter(|name| !has_tests(&modules, name)).collect();
    assert!(missing.is_empty(), "no tests: {missing:?}");
    assert!(!has_tests(&modules, "domain::accounts::user"), "a module without tests");
}

#[test]
fn every_source_file_in_the_documents_exists() {
    let mut files: Vec<String> = Vec::new();
    for directory in ["build", "src", "tests", "benches"] {
        for module in modules(directory).into_keys() {
            let path = format!("/{directory}/{}", module.replace("::", "/"));
            files.extend([format!("{path}.rs"), format!("{path}/mod.rs")]);
        }
    }
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = read(document);
        let named = quoted(&text).filter(|name| is_source(name));
        let exists = |name: &&str| files.iter().any(|file| file.ends_with(&format!("/{name}")));
        let missing: Vec<_> = named.filter(|name| !exists(name)).collect();
        assert!(missing.is_empty(), "{document}: {missing:?}");
    }
}
