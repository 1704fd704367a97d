//! Tests that a language is one file in `locales/`: the build finds it, and reads everything else from
//! CLDR. The pseudo-language of development builds shows that the program accepts any number of
//! languages.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const LOCALES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");

/// Runs the build script with the catalogs and one more, `fr-CA.ftl`. Returns the generated code, or
/// what the script wrote about a mistake.
fn build_with(catalog: &str) -> Result<TempDir, String> {
    let folder = TempDir::new().unwrap();
    let locales = folder.path().join("locales");
    fs::create_dir(&locales).unwrap();
    for file in fs::read_dir(LOCALES).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), locales.join(file.file_name())).unwrap();
    }
    fs::write(locales.join("fr-CA.ftl"), catalog).unwrap();
    let script = Command::new(env!("WORKLOG_BUILD_SCRIPT"))
        .arg(&locales)
        .envs([("OUT_DIR", folder.path()), ("PROFILE", Path::new("release"))])
        .output()
        .unwrap();
    let output = String::from_utf8([script.stdout, script.stderr].concat()).unwrap();
    if script.status.success() { Ok(folder) } else { Err(output) }
}

/// Returns the texts of the German catalog, with another name of the language.
fn texts() -> String {
    let german = fs::read_to_string(format!("{LOCALES}/de.ftl")).unwrap();
    let texts = german.replace("language-name = Deutsch\n", "language-name = Français\n");
    assert_ne!(texts, german);
    texts
}

#[test]
fn a_language_is_one_file() {
    let folder = build_with(&texts()).unwrap();
    let code = |file: &str| fs::read_to_string(folder.path().join(file)).unwrap();
    let languages = code("languages.rs");
    assert!(languages.contains(r#"TAGS: [&str; 3] = ["en", "de", "fr-CA"];"#), "{languages}");
    assert!(languages.contains("Language::FrCa"), "{languages}");
    assert!(code("texts.rs").contains(r#"["English", "Deutsch", "Français"]"#));
    let dates = code("dates.rs");
    assert!(dates.contains("novembre") && dates.contains("mercredi"), "{dates}");
    let numbers = code("numbers.rs");
    assert_eq!(numbers.matches(r#"decimal: ",""#).count(), 2, "{numbers}");
}

#[test]
fn hints_are_one_sentence() {
    let mut found = Vec::new();
    for file in fs::read_dir(LOCALES).unwrap().map(Result::unwrap) {
        let texts = fs::read_to_string(file.path()).unwrap().replace("\n    ", " ");
        for (id, hint) in texts.lines().filter_map(|line| line.split_once(" = ")) {
            let is_hint = id.split('-').any(|word| word == "hint");
            if is_hint && [";", ". ", "? ", "… "].iter().any(|end| hint.contains(end)) {
                found.push(format!("{:?}: {id} = {hint}", file.file_name()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn mistakes_in_a_catalog_are_reported() {
    let texts = texts();
    for (text, expected) in [
        (
            texts.replace("language-name = ", "language-nickname = "),
            r#"fr-CA.ftl lacks ["language-name"] and has ["language-nickname"]"#,
        ),
        (texts.replace("slack-undone = { $text }", "slack-undone = { $txt }"), "slack-undone uses"),
        (texts.replace("slack-undone = ", "slack-undone = { "), "fr-CA.ftl: "),
    ] {
        let error = build_with(&text).expect_err(expected);
        assert!(error.contains(expected), "{error}");
    }
}
