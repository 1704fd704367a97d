//! Tests that every code has a message, and that parameters are substituted.

mod files;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::domain::accounts::token::TokenName;
use crate::domain::admin::invitation::InvitationNote;
use crate::domain::days::location::Location;
use crate::domain::days::range::RangeError;
use crate::domain::exchange::feed::FeedName;
use crate::domain::settings::webhook::Failure;
use crate::domain::types::Label;
use crate::domain::values::problem::Coded;

/// Returns the quoted strings that look like codes.
fn codes(text: &str) -> BTreeSet<String> {
    let is_letter = |c: char| c == '_' || c.is_ascii_lowercase();
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_letter);
    let is_code = |text: &&str| {
        text.split_once('.').is_some_and(|(about, what)| is_word(about) && is_word(what))
    };
    text.split('"').skip(1).step_by(2).filter(is_code).map(str::to_owned).collect()
}

/// Collects the lines of the files in a directory that aren't tests.
fn lines(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let is_test = entry.to_string_lossy().contains("tests");
        if entry.is_dir() {
            lines(&entry, found);
        } else if entry.extension().is_some_and(|of| of == "rs") && !is_test {
            found.extend(fs::read_to_string(entry).unwrap().lines().map(str::to_owned));
        }
    }
}

/// Returns the codes of the English catalog: the attributes of its messages.
fn codes_with_texts() -> BTreeSet<String> {
    let catalog = include_str!("../../../locales/en.ftl");
    let mut subject = "";
    let mut found = BTreeSet::new();
    for line in catalog.lines() {
        let Some((name, _)) = line.split_once(" =") else { continue };
        match name.trim_start().strip_prefix('.') {
            Some(kind) => {
                found.insert(format!("{subject}.{kind}"));
            }
            None => subject = name,
        }
    }
    found
}

#[test]
fn every_code_has_a_message_and_all_messages_are_used() {
    let mut uses = Vec::new();
    lines(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut uses);
    let worded = codes_with_texts();
    let subject = |code: &str| code.split_once('.').map(|(subject, _)| subject.to_owned());
    let subjects: BTreeSet<_> = worded.iter().filter_map(|code| subject(code)).collect();
    let calls =
        ["#[error(", "code = ", "errors.add(", "overrule(", "unless(", "Problem::new(", "Err("];
    let is_given = |line: &str, code: &str| {
        subject(code).is_some_and(|subject| subjects.contains(&subject))
            || calls.iter().any(|call| line.contains(call))
    };
    let mut given: BTreeSet<String> = uses
        .iter()
        .filter(|line| !line.contains("path = \""))
        .flat_map(|line| codes(line).into_iter().filter(|code| is_given(line, code)))
        .collect();
    for line in uses.iter().filter(|line| line.contains("Rules {") && line.contains("subject: \""))
    {
        let subject = line.split('"').nth(1).unwrap();
        let kinds = [".too_long", ".control", ".invisible"];
        let empty = line.contains("may_be_empty: false").then_some(".empty");
        given.extend(kinds.into_iter().chain(empty).map(|kind| format!("{subject}{kind}")));
    }
    assert!(given.len() > 150, "{given:?}");
    assert_eq!(given.difference(&worded).collect::<Vec<_>>(), [""; 0], "have no words");
    assert_eq!(worded.difference(&given).collect::<Vec<_>>(), [""; 0], "are never said");
}

/// Returns whether a line of code contains a quoted sentence.
fn contains_sentence(line: &str) -> bool {
    let is_sentence = |text: &str| {
        text.starts_with(char::is_uppercase) && text.contains(' ') && text.ends_with('.')
    };
    let documents = ["//", "#[", "assert", "(status = ", "(\"", "description = ", "reason = "];
    !documents.iter().any(|start| line.trim_start().starts_with(start))
        && line.split('"').skip(1).step_by(2).any(is_sentence)
}

#[test]
fn no_other_file_of_this_layer_contains_sentences() {
    let mut others = Vec::new();
    lines(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web")), &mut others);
    assert!(others.len() > 10_000);
    let sentences: Vec<_> = others.iter().filter(|line| contains_sentence(line)).collect();
    assert_eq!(sentences, [""; 0]);
}

#[test]
fn parameters_are_inserted() {
    let long = RangeError::TooLong(401);
    assert_eq!(message_for(long), "Choose at most 400 days. This range has 401.");
    let header = Problem::new("file.too_many_columns").with("columns", "{max}{why}");
    assert_eq!(
        message_for(header),
        "The first line has {max}{why} columns, which is too many. Upload a table of days."
    );
    assert_eq!(message_for("a sentence of version 1.0.0"), "a sentence of version 1.0.0");
}

fn refused<T: std::str::FromStr<Err: Coded>>(text: &str) -> String {
    text.parse::<T>().err().map(message_for).unwrap_or_default()
}

#[test]
fn short_texts_are_refused_in_words() {
    let long = "x".repeat(201);
    let all = |refused: fn(&str) -> String| ["", "a\u{7}b", "a\u{200B}", &long].map(refused);
    for (said, empty, subject, max) in [
        (all(refused::<Location>), "Enter a location.", "location", 80),
        (all(refused::<Label>), "Enter a name for the type.", "type’s name", 40),
        (all(refused::<FeedName>), "Enter a name, such as “My phone”.", "name", 60),
        (all(refused::<TokenName>), "Enter a name, such as “Backup script”.", "name", 80),
        (all(refused::<InvitationNote>), "", "note", 200),
    ] {
        let expected = [
            empty.to_owned(),
            format!("Remove the control characters from the {subject}."),
            format!("Remove the invisible character U+200B from the {subject}."),
            format!("The {subject} can have at most {max} characters."),
        ];
        assert_eq!(said, expected);
    }
}

/// Version 1.0.0 stored the sentence, and later versions store the code and its parameters.
#[test]
fn stored_webhook_failures_have_a_text() {
    for (stored, text) in [
        (
            r#"{"at":"2026-11-18T12:00:00Z","why":"The webhook answered 404."}"#,
            "The webhook answered 404.",
        ),
        (
            r#"{"at":"2026-11-18T12:00:00Z","why":"webhook.answered","params":[["status","404"]]}"#,
            "The webhook responded with status 404. Check the URL.",
        ),
    ] {
        let failure: Failure = serde_json::from_str(stored).unwrap();
        assert_eq!(message_for(failure.reason()), text);
    }
}
