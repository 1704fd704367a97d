//! Checks that the plans of all store methods are checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::plans_mongo::WHOLE;

/// Each new store method must be called in `plans_mongo`, so that its queries are checked.
#[test]
fn every_store_method_is_exercised() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked = [
        "scale/plans_mongo.rs",
        "scale/admins.rs",
        "support/sample_store.rs",
        "support/samples.rs",
    ];
    let asked = asked.map(|file| fs::read_to_string(source.join("tests/it").join(file)).unwrap());
    let asked = asked.concat();
    let mut methods = BTreeSet::new();
    let folders = ["src/storage", "src/storage/accounts", "src/storage/exchange"];
    for file in folders.iter().flat_map(|folder| fs::read_dir(source.join(folder)).unwrap()) {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // A trait method takes `&self` and has no body.
        for method in text.split("    async fn ").skip(1) {
            let name = method.split('(').next().unwrap_or_default();
            if name.starts_with('$') {
                continue;
            }
            let signature = method.split([';', '{']).next().unwrap_or_default();
            if signature.contains("&self") && method[signature.len()..].starts_with(';') {
                methods.insert(name.to_owned());
            }
        }
    }
    assert!(methods.len() > 45, "{methods:?}");
    let missing: Vec<&String> = methods
        .iter()
        .filter(|name| !WHOLE.contains(&name.as_str()) && !asked.contains(&format!(".{name}(")))
        .collect();
    assert!(missing.is_empty(), "{missing:?} aren't called");
}
