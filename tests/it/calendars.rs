//! Tests that real calendars from `scripts/calendars` are parsed or rejected with an explanation.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use worklog::domain::exchange::import::{self, Choices, ReadContext, ResolvedImport};
use worklog::domain::settings::Settings;
use worklog::domain::values::problem::Problem;
use worklog::web;

fn directory(name: &str) -> PathBuf {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/calendars");
    let fetched = || {
        let output = Command::new(script).stderr(Stdio::inherit()).output().expect(script);
        assert!(output.status.success(), "scripts/calendars doesn't provide calendars");
        String::from_utf8(output.stdout).expect("a path").trim().to_owned()
    };
    let all = std::env::var("WORKLOG_TEST_CALENDARS").unwrap_or_else(|_| fetched());
    PathBuf::from(all).join(name)
}

fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    let listed = std::fs::read_dir(directory(name)).expect("a directory");
    let mut files: Vec<PathBuf> = listed.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let named = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|path| (named(path), std::fs::read(path).expect("readable"))).collect()
}

fn try_import(bytes: &[u8]) -> Result<ResolvedImport, Problem> {
    let time_zone = "Europe/Berlin".parse().unwrap();
    let (settings, choices) = (Settings { time_zone, ..Settings::default() }, Choices::default());
    let today = "2026-11-29".parse().unwrap();
    let context = ReadContext { settings: &settings, choices: &choices, today };
    let reading = import::read_rows(&import::parse(bytes)?, context)?;
    import::resolve_rows(&reading, &settings, &choices)
}

#[test]
fn public_holiday_calendars_are_parsed() {
    let files = files("holidays");
    assert_eq!(files.len(), 36);
    for (name, bytes) in files {
        let found = try_import(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found.row_error_count, 0, "{name}: {:?}", found.row_errors);
        let days = found.days.len() + found.free_days;
        assert!(days >= 5, "{name}: {days} days");
        for new in &found.days {
            assert!(
                new.content.parts.iter().all(|(part, _)| part.day_type.as_str() == "holiday"),
                "{name}"
            );
            // This name only says what the type says.
            let is_named = !new.content.notes.is_empty() || name.starts_with("JP-");
            assert!(is_named, "{name}: {} has no name", new.day);
        }
    }
    let one = std::fs::read(directory("holidays").join("DE-2026-2026.ics")).expect("Germany's");
    let found = try_import(&one).expect("understood");
    let days: Vec<String> = found.days.iter().map(|new| new.day.to_string()).collect();
    for day in ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25"] {
        assert!(days.iter().any(|found| found == day), "{day} isn't a holiday: {days:?}");
    }
    for saturday in ["2026-10-03", "2026-12-26"] {
        assert!(!days.iter().any(|found| found == saturday), "{saturday} is a day off");
    }
    assert!(found.free_days >= 2, "{} days off", found.free_days);
}

#[test]
fn sample_files_are_parsed_or_rejected_with_an_error() {
    let files = files("icalendar");
    assert_eq!(files.len(), 164);
    let (mut understood, mut refused) = (0, 0);
    for (name, bytes) in files {
        match try_import(&bytes) {
            Ok(found) => {
                understood += 1;
                let said =
                    found.days.len() + found.row_error_count + found.free_days + found.waiting;
                assert!(said > 0, "{name}: there's no explanation");
                assert!(
                    found
                        .row_errors
                        .iter()
                        .all(|error| web::message_for(&error.problem).ends_with('.')),
                    "{name}"
                );
            }
            Err(error) => {
                refused += 1;
                assert!(web::message_for(&error).ends_with('.'), "{name}: {error}");
            }
        }
    }
    println!("{understood} calendars understood, {refused} refused");
    assert!(understood > 60, "only {understood}");
}
