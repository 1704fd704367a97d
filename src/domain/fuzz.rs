//! Fuzzes the parsers of single values and of stored documents.

use std::fmt::{Debug, Display};
use std::io::Read;
use std::str::FromStr;

use flate2::bufread::GzDecoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;

use crate::domain::accounts::email::Email;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::session::SessionId;
use crate::domain::accounts::token::{Secret, TokenName};
use crate::domain::accounts::user::{NewUsername, Username};
use crate::domain::admin::invitation::InvitationNote;
use crate::domain::allowances::{AllowanceDays, CarriedDays, ExpiryDate};
use crate::domain::backup::BackupHeader;
use crate::domain::backup::records::Record;
use crate::domain::days::day::{Day, Month, Year};
use crate::domain::days::location::Location;
use crate::domain::days::month_log::{DayKey, MonthLog};
use crate::domain::days::notes::{self, Notes};
use crate::domain::days::range::{DateRange, DayFilter};
use crate::domain::days::search::Search;
use crate::domain::exchange::feed::FeedName;
use crate::domain::settings::Settings;
use crate::domain::types::{Label, Slug};
use crate::domain::values::id::{ChangeId, UserId};
use crate::domain::values::problem::{Coded, Problem};
use crate::domain::values::text::comparison_key;
use crate::domain::values::time_zone::TimeZone;
use crate::domain::year::digest::{DigestReader, StoredMonth, text_of};
use crate::fuzz::{self, Target};
use crate::locale::{self, Language, Number};

/// Asserts that a problem has a text in each language, on one line and with all its parameters.
#[track_caller]
pub(crate) fn assert_worded(problem: &Problem) {
    let param = |name: &str| {
        let known = problem.params.iter().find(|(known, _)| known == name);
        assert!(known.is_some() || problem.cause.is_some(), "{problem:?} has no {name}");
        Some(known.map_or_else(String::new, |(_, value)| value.clone()))
    };
    for language in Language::ALL {
        let text = language.with(|| locale::problem(&problem.code, &param));
        let text = text.unwrap_or_else(|| panic!("{problem:?} has no text"));
        assert!(!text.trim().is_empty() && !text.contains(['\n', '\r']), "{problem:?}: {text:?}");
    }
    problem.cause.iter().for_each(|cause| assert_worded(cause));
}

/// Asserts that what is parsed is parsed again from its text and from its document, and that a
/// rejected text gets a worded error.
#[track_caller]
fn assert_coded<T>(text: &str) -> Option<T>
where
    T: FromStr<Err: Coded> + Display + PartialEq + Debug + Serialize + DeserializeOwned,
{
    let parsed = text.parse::<T>().map_err(|error| assert_worded(&error.into())).ok()?;
    assert_round_trip(&parsed);
    Some(parsed)
}

#[track_caller]
fn assert_round_trip<T>(parsed: &T)
where
    T: FromStr + Display + PartialEq + Debug + Serialize + DeserializeOwned,
{
    let printed = parsed.to_string();
    assert_eq!(printed.parse::<T>().ok().as_ref(), Some(parsed), "{printed:?}");
    assert_stored(parsed);
}

#[track_caller]
fn assert_stored<T: PartialEq + Debug + Serialize + DeserializeOwned>(value: &T) {
    let stored = serde_json::to_string(value).expect("a document");
    let read = serde_json::from_str::<T>(&stored).map_err(|error| format!("{error}: {stored}"));
    assert_eq!(read.as_ref(), Ok(value));
}

#[test]
fn fuzz_dates() {
    let seeds: [&[u8]; 5] = [b"2026-11-18", b"2024-02", b"1970", b"31", b"2026-11-18 2027-12-01"];
    fuzz::run(Target::Dates, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let day: Option<Day> = assert_coded(&text);
        let month: Option<Month> = assert_coded(&text);
        let year: Option<Year> = assert_coded(&text);
        assert!(
            [day.is_some(), month.is_some(), year.is_some()].iter().filter(|is| **is).count() < 2
        );
        let around =
            day.map(|day| [day.previous().and_then(Day::next), day.next().and_then(Day::previous)]);
        assert!(around.iter().flatten().flatten().all(|again| Some(*again) == day));
        text.parse::<DayKey>().iter().for_each(assert_round_trip);
        let (from, to) = text.split_once(' ').unwrap_or((&text, &text));
        if let (Ok(from), Ok(to)) = (from.parse::<Day>(), to.parse()) {
            match DateRange::new(from, to) {
                Ok(range) => assert_eq!(range.days().next(), Some(from)),
                Err(error) => assert_worded(&error.into()),
            }
        }
        let names: Vec<_> = text.split(' ').map(str::to_owned).collect();
        let _ = DayFilter::parse(&names).map_err(|error| assert_worded(&error.into()));
    });
}

#[test]
fn fuzz_texts() {
    let seeds: [&[u8]; 4] = [
        b"  New\tYork ",
        "Büro – 2. Stock\u{200d}".as_bytes(),
        "a\r\nb\u{1b}c".as_bytes(),
        "vacation home İ".as_bytes(),
    ];
    fuzz::run(Target::Texts, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let one_line = [
            assert_coded::<Location>(&text).map(|text| text.to_string()),
            assert_coded::<Label>(&text).map(|text| text.to_string()),
            assert_coded::<FeedName>(&text).map(|text| text.to_string()),
            assert_coded::<TokenName>(&text).map(|text| text.to_string()),
            assert_coded::<InvitationNote>(&text).map(|text| text.to_string()),
        ];
        for text in one_line.iter().flatten() {
            assert!(!text.contains(char::is_control) && text.trim() == text, "{text:?}");
        }
        if let Some(parsed) = assert_coded::<Notes>(&text) {
            assert!(!parsed.as_str().contains(|c: char| c.is_control() && c != '\n'));
            assert!(parsed.as_str().chars().count() <= notes::MAX_CHARS);
        }
        let _ = text.parse::<Search>().map_err(|error| assert_worded(&error.into()));
        let key = comparison_key(&text);
        assert_eq!(comparison_key(&text.nfd().collect::<String>()), key, "{text:?}");
        assert_eq!(comparison_key(&key), key, "{text:?}");
        let _ = Password::parse_length(&text).map_err(|error| assert_worded(&error.into()));
    });
}

#[test]
fn fuzz_names() {
    let seeds: [&[u8]; 7] = [
        b"ada.lovelace-1",
        b"ada+log@mail.example.org",
        b"on-call",
        b"0198f3c2-7a10-7c3e-9d5f-2b1a4c6d8e0f",
        b"65f1a2b3c4d5e6f708192a3b",
        b"Europe/Berlin",
        b"worklog_0000000000000000000000000000000000000000000000000",
    ];
    fuzz::run(Target::Names, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Some(name) = assert_coded::<Username>(&text) {
            assert!(name.as_str().is_ascii() && name.key().as_str() == text.to_lowercase());
        }
        let _ = text.parse::<NewUsername>().map_err(|error| assert_worded(&error.into()));
        if let Some(email) = assert_coded::<Email>(&text) {
            let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
            assert!(email.as_str().contains('@') && email.as_str().chars().all(is_plain));
        }
        assert_coded::<Slug>(&text);
        assert_coded::<TimeZone>(&text);
        text.parse::<ChangeId>().iter().for_each(assert_round_trip);
        UserId::imported(&text).iter().for_each(assert_round_trip);
        text.parse::<Language>().iter().for_each(assert_stored);
        let session = text.parse::<SessionId>();
        assert!(session.is_err() || session.is_ok_and(|id| id.to_string() == text));
        let secret = text.parse::<Secret>();
        assert!(secret.is_err() || secret.is_ok_and(|secret| secret.reveal() == text));
        if let Ok(bytes) = bytes.try_into() {
            let secret = Secret::from_bytes(bytes);
            assert!(secret.reveal().parse::<Secret>().is_ok());
        }
    });
}

#[test]
fn fuzz_numbers() {
    let seeds: [&[u8]; 6] = [b"30", b"12.5", b"12,5", "−4.5".as_bytes(), b"02-29", b"-1.0"];
    fuzz::run(Target::Numbers, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        assert_coded::<AllowanceDays>(&text);
        assert_coded::<CarriedDays>(&text);
        assert_coded::<ExpiryDate>(&text);
        if let Ok(number) = text.parse::<Number>() {
            for language in Language::ALL {
                let shown = language.with(|| number.to_string());
                assert!(shown.chars().any(|c| c.is_ascii_digit()), "{shown}");
            }
        }
    });
}

/// A backup of Worklog 1.0, with documents of all kinds that backups contain.
pub(crate) const BACKUP_OF_1_0: &[u8] =
    include_bytes!("../../tests/it/contract/worklog-1.0.0.backup");

/// Returns the text of the backup of Worklog 1.0: its header, a document in each line, and counts.
pub(crate) fn unpack_backup_of_1_0() -> String {
    let header = BACKUP_OF_1_0.iter().position(|byte| *byte == b'\n').expect("a header") + 1;
    let mut text = String::from_utf8_lossy(&BACKUP_OF_1_0[..header]).into_owned();
    GzDecoder::new(&BACKUP_OF_1_0[header..]).read_to_string(&mut text).expect("JSON");
    text
}

/// Asserts that the digest of a month is the same from its document and from its text.
fn assert_digests(log: &MonthLog) {
    let json = serde_json::to_string(log).expect("a document");
    let stored: StoredMonth<'_> = serde_json::from_str(&json).expect("a stored month");
    let (mut reader, mut of_text) = (DigestReader::new(log.month), DigestReader::new(log.month));
    let read = reader.add_month(&stored);
    let text = text_of(log);
    assert_eq!(of_text.take_text(log.month, &text).is_ok(), read.is_ok(), "{text}");
    if read.is_ok() {
        assert_eq!(of_text.finish(), reader.finish(), "{text}");
    }
}

#[test]
fn fuzz_documents() {
    let settings = serde_json::to_string(&Settings::default()).expect("a document");
    let documents = unpack_backup_of_1_0();
    let mut seeds: Vec<&[u8]> = documents.lines().skip(1).map(str::as_bytes).collect();
    assert!(seeds.len() > 4, "{seeds:?}");
    seeds.push(settings.as_bytes());
    seeds.push(br#"{"month":{"user_id":"0198f3c2-7a10-7c3e-9d5f-2b1a4c6d8e0f","month":"2026-11","entries":{},"removed":{"18":3}}}"#);
    fuzz::run(Target::Documents, &seeds, |bytes| {
        if let Ok(record) = serde_json::from_slice::<Record>(bytes) {
            assert_stored(&record);
            let _ = (record.kind(), record.user_id(), record.ends_at());
            if let Record::Month(log) = &record {
                assert_digests(log);
            }
        }
        if let Ok(settings) = serde_json::from_slice::<Settings>(bytes) {
            assert_stored(&settings);
        }
    });
}

#[test]
fn fuzz_backup_header() {
    let seeds: [&[u8]; 2] = [
        br#"{"format":"worklog-backup","version":2,"schema":3,"program":"1.0.0","made_at":"2026-11-18T12:00:00Z","counts":{"user":1,"month":12}}"#,
        br#"{"format":"worklog-backup","version":1,"schema":1,"program":"1.0.0-rc.1+x","made_at":"2026-11-18T12:00:00+01:00"}"#,
    ];
    fuzz::run(Target::BackupHeader, &seeds, |bytes| match BackupHeader::parse(bytes, "1.2.0", 3) {
        Ok(header) => {
            assert!(header.version <= 2 && header.schema <= 3);
            let written = serde_json::to_vec(&header).expect("a header");
            assert_eq!(BackupHeader::parse(&written, "1.2.0", 3), Ok(header));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    });
}
