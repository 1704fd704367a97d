//! The arrows between the layers, read off the `use` lines.

use std::fs;
use std::path::Path;

/// Each layer, and those it may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("storage", &["storage", "domain"]),
    ("app", &["app", "storage", "domain"]),
    ("web", &["web", "app", "storage", "domain"]),
];

fn arrows(path: &Path, found: &mut Vec<(String, String)>) {
    for file in fs::read_dir(path).expect("a directory") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            arrows(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            for target in text.split("crate::").skip(1) {
                let end = target.find(|c: char| !c.is_ascii_lowercase() && c != '_');
                let layer = target[..end.unwrap_or(target.len())].to_owned();
                found.push((path.display().to_string(), layer));
            }
        }
    }
}

#[test]
fn every_layer_knows_only_those_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (layer, may_know) in MAY_KNOW {
        let mut found = Vec::new();
        arrows(&source.join(layer), &mut found);
        assert!(!found.is_empty(), "{layer} knows nothing at all");
        for (file, known) in found {
            assert!(may_know.contains(&known.as_str()), "{file} knows {known}");
        }
    }
}
