//! Checks the imports between layers and between modules.

mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use imports::Imports;

/// Each layer, with the layers that it may import from.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("locale", &["locale"]),
    ("domain", &["domain", "locale"]),
    ("storage", &["storage", "domain", "locale"]),
    ("app", &["app", "storage", "domain", "locale"]),
    ("web", &["web", "app", "storage", "domain", "locale"]),
];

/// Collects the modules below a directory, with their source text.
pub(crate) fn sources(
    directory: &Path,
    module: &[String],
    found: &mut BTreeMap<Vec<String>, String>,
) {
    for file in fs::read_dir(directory).expect("a directory") {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
        let inner: Vec<String> = module.iter().cloned().chain([name.clone()]).collect();
        if path.is_dir() {
            sources(&path, &inner, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = if ["mod", "lib"].contains(&&*name) { module.to_vec() } else { inner };
            found.insert(module, fs::read_to_string(&path).expect("text"));
        }
    }
}

fn imports() -> Imports {
    let mut found = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut found);
    Imports::of(found.iter().map(|(module, text)| (module.clone(), text.as_str())))
}

/// Returns the groups of modules that import each other, directly or not, and the imports within
/// each group.
fn cycles(imports: &Imports) -> Vec<Vec<String>> {
    let graph = imports.graph();
    let reach = |from: &[String]| {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&[String]> = graph.get(from).into_iter().flatten().copied().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(graph.get(module).into_iter().flatten().copied());
            }
        }
        reached
    };
    let reached: BTreeMap<&[String], _> = graph.keys().map(|from| (*from, reach(from))).collect();
    let knows = |a: &[String], b: &[String]| reached.get(a).is_some_and(|all| all.contains(b));
    let mut groups: BTreeMap<Vec<&[String]>, Vec<String>> = BTreeMap::new();
    for from in graph.keys().filter(|from| knows(from, from)) {
        let group: Vec<_> = graph.keys().filter(|to| knows(from, to) && knows(to, from)).collect();
        let arrows = graph[from].iter().filter(|to| group.contains(to));
        let arrows: Vec<_> = arrows.map(|to| to.join("::")).collect();
        let arrows = format!("{} -> {}", from.join("::"), arrows.join(", "));
        groups.entry(group.into_iter().copied().collect()).or_default().push(arrows);
    }
    groups.into_values().collect()
}

#[test]
fn layers_import_only_from_layers_below() {
    let imports = imports();
    for (layer, may_know) in MAY_KNOW {
        let of_layer = imports
            .all
            .iter()
            .filter(|import| import.from.first().is_some_and(|first| first == layer));
        assert!(of_layer.clone().count() > 0, "{layer} has no imports");
        for import in of_layer {
            let known = import.to.first().map_or("the crate", String::as_str);
            // Compiled only for tests, and knows no layer.
            if known == "fuzz" {
                continue;
            }
            assert!(may_know.contains(&known), "{} knows {known}", import.from.join("::"));
        }
    }
}

#[test]
fn there_are_no_import_cycles() {
    let cycles = cycles(&imports());
    let listed: Vec<_> = cycles.iter().map(|arrows| arrows.join("\n")).collect();
    assert!(cycles.is_empty(), "{} cycles:\n\n{}", cycles.len(), listed.join("\n\n"));
}

/// Without this test, a reader that missed imports would find no cycles.
#[test]
fn all_forms_of_imports_are_found() {
    for (a, b, expected) in [
        ("use super::b::B;", "use crate::x::{y, a::{A, self}};", true),
        ("fn f() { super::super::x::b::f() }", "use super::a::A as Other;", true),
        ("records! { x: crate::x::b::B }", "pub(super) use super::a;", true),
        ("pub use super::b;", "use super::Exported;", true),
        ("use super::b;", "#[cfg(test)]\nmod tests { use super::super::a; }", false),
        ("use super::b;", "#[cfg(test)]\nuse super::a;\nuse super::c;", false),
        ("use super::b;", "// super::a\n/// [`super::a`]\nconst A: &str = \"super::a\";", false),
        ("use super::b;", "mod inner { use super::super::a; }", true),
        ("use super::b;", "use std::a;", false),
    ] {
        let sources = [
            (&["x"][..], "pub use self::a::A as Exported;"),
            (&["x", "a"], a),
            (&["x", "b"], b),
            (&["x", "c"], ""),
        ];
        let sources = sources
            .map(|(module, text)| (module.iter().map(|&name| name.to_owned()).collect(), text));
        let found = cycles(&Imports::of(sources.into_iter()));
        assert_eq!(!found.is_empty(), expected, "{a}, {b}: {found:?}");
    }
}

/// Returns the name of the type that a line of source defines. Associated types are indented.
fn defined_type(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().filter(|word| !word.starts_with("pub"));
    let keyword = words.next().filter(|word| ["struct", "enum", "trait", "type"].contains(word))?;
    let name = words.next()?.split(|c: char| !c.is_alphanumeric()).next()?;
    let is_associated = keyword == "type" && line.starts_with(' ');
    (!is_associated && name.starts_with(char::is_uppercase)).then_some(name)
}

/// Test code may reuse the names of other code.
#[test]
fn each_type_name_exists_once() {
    let mut found = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut found);
    let mut defined: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let tested = |module: &[String]| module.iter().all(|name| name != "tests");
    for (module, text) in found.iter().filter(|(module, _)| tested(module)) {
        let code = text.split("\nmod tests {").next().unwrap_or_default();
        for name in code.lines().filter_map(defined_type) {
            defined.entry(name).or_default().push(module.join("::"));
        }
    }
    assert!(defined.len() > 300, "only {} types were found", defined.len());
    defined.retain(|_, modules| modules.len() > 1);
    assert!(defined.is_empty(), "defined more than once: {defined:#?}");
}

#[test]
fn definitions_of_types_are_found() {
    for (line, expected) in [
        ("pub(crate) struct Day(NaiveDate);", Some("Day")),
        ("pub enum Act<'a> {", Some("Act")),
        ("    struct Inner;", Some("Inner")),
        ("type Pairs = Vec<String>;", Some("Pairs")),
        ("    type Error = Infallible;", None),
        ("pub struct $name(uuid::Uuid);", None),
        ("// struct Day;", None),
    ] {
        assert_eq!(defined_type(line), expected, "{line}");
    }
}
