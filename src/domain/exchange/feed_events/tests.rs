use std::collections::BTreeMap;

use super::*;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::days::entry::Content;
use crate::domain::days::month_log::DayKey;
use crate::domain::exchange::feed::FeedId;
use crate::domain::values::secret_hash::SecretHash;

fn feed(detail: Detail) -> Feed {
    Feed {
        token_hash: SecretHash::new("0"),
        id: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        user_id: UserId::new(),
        name: "Team; ops, all".parse().unwrap(),
        detail,
        created_at: Timestamp::default(),
        fetched_at: None,
    }
}

fn part(slug: &str, location: Option<&str>) -> Part {
    Part { day_type: slug.parse().unwrap(), location: location.map(|place| place.parse().unwrap()) }
}

fn log(month: &str, days: &[(&str, Parts, &str)]) -> MonthLog {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let entry = |parts: &Parts, notes: &str| Entry {
        content: Content { notes: notes.parse().unwrap(), ..parts.clone().into() },
        version: 3,
        created_at: at("2026-11-01T08:00:00.25Z"),
        updated_at: at("2026-11-02T09:30:15.75Z"),
        imported_at: None,
    };
    let days = days
        .iter()
        .map(|(day, parts, notes)| (day.parse::<DayKey>().unwrap(), entry(parts, notes)));
    let days: BTreeMap<DayKey, Entry> = days.collect();
    MonthLog {
        user_id: UserId::new(),
        month: month.parse().unwrap(),
        days,
        removed: BTreeMap::new(),
    }
}

/// Parses the events of a file into their properties.
fn events(file: &str) -> Vec<BTreeMap<String, String>> {
    let unfolded = file.replace("\r\n ", "");
    let events = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    let properties = |event: &str| {
        let lines = event.split("\r\n").take_while(|line| *line != "END:VEVENT");
        let pairs = lines.map(|line| line.split_once(':').unwrap());
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    events.map(properties).collect()
}

fn values<'a>(event: &'a BTreeMap<String, String>, names: &[&str]) -> Vec<Option<&'a str>> {
    names.iter().map(|name| event.get(*name).map(String::as_str)).collect()
}

#[test]
fn a_whole_day_is_an_all_day_event() {
    let log = log("2026-12", &[("31", Parts::Whole(part("remote", Some("New York"))), "a\nb")]);
    let file = calendar(&feed(Detail::Notes), &Settings::default(), &[log]);
    let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Worklog//Feed//EN\r\n\
        CALSCALE:GREGORIAN\r\nNAME:Team\\; ops\\, all\r\nX-WR-CALNAME:Team\\; ops\\, all\r\n\
        X-WR-TIMEZONE:UTC\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n\
        BEGIN:VEVENT\r\n\
        UID:2026-12-31-day-01890000-0000-7000-8000-000000000001@worklog\r\n\
        SEQUENCE:3\r\nDTSTAMP:20261102T093015Z\r\nCREATED:20261101T080000Z\r\n\
        LAST-MODIFIED:20261102T093015Z\r\n\
        DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n\
        SUMMARY:Remote\\, New York\r\nLOCATION:New York\r\nDESCRIPTION:a\\nb\r\n\
        TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(file, expected);
}

#[test]
fn each_level_reveals_only_its_details() {
    let whole = Parts::Whole(part("remote", Some("Home")));
    let log = [log(
        "2026-11",
        &[("18", whole, "secret"), ("19", Parts::Whole(part("sick", None)), "flu")],
    )];
    for (detail, works, away) in [
        (Detail::Presence, [Some("Working"), None, None], [Some("Away"), None, None]),
        (Detail::Type, [Some("Remote"), None, None], [Some("Sick"), None, None]),
        (
            Detail::Location,
            [Some("Remote\\, Home"), Some("Home"), None],
            [Some("Sick"), None, None],
        ),
        (
            Detail::Notes,
            [Some("Remote\\, Home"), Some("Home"), Some("secret")],
            [Some("Sick"), None, Some("flu")],
        ),
    ] {
        let file = calendar(&feed(detail), &Settings::default(), &log);
        let events = events(&file);
        let properties = ["SUMMARY", "LOCATION", "DESCRIPTION"];
        assert_eq!(values(&events[0], &properties), works, "{detail:?}");
        assert_eq!(values(&events[1], &properties), away, "{detail:?}");
        assert_eq!(file.contains("secret"), detail == Detail::Notes);
        assert_eq!(file.contains("Sick"), detail > Detail::Presence);
    }
}

#[test]
fn work_is_free_time_and_everything_else_is_busy() {
    let free = |slug: &str| {
        let log = log("2026-11", &[("18", Parts::Whole(part(slug, None)), "")]);
        let file = calendar(&feed(Detail::Type), &Settings::default(), &[log]);
        events(&file)[0]["TRANSP"] == "TRANSPARENT"
    };
    for (slug, expected) in [
        ("office", true),
        ("remote", true),
        ("vacation", false),
        ("holiday", false),
        ("sick", false),
    ] {
        assert_eq!(free(slug), expected, "{slug}");
    }
}

#[test]
fn half_days_become_separate_events() {
    let halves = Parts::Halves(part("office", None), part("vacation", None));
    let log = log(
        "2026-11",
        &[
            ("30", halves, ""),
            ("17", Parts::Morning(part("sick", None)), ""),
            ("18", Parts::Afternoon(part("sick", None)), ""),
        ],
    );
    let file = calendar(&feed(Detail::Type), &Settings::default(), &[log]);
    let actual: Vec<_> = events(&file)
        .iter()
        .map(|event| {
            format!(
                "{} {} {} {}",
                &event["UID"][..13],
                event["DTSTART"],
                event["DTEND"],
                event["SUMMARY"]
            )
        })
        .collect();
    assert_eq!(
        actual,
        [
            "2026-11-17-am 20261117T000000 20261117T120000 Sick",
            "2026-11-18-pm 20261118T120000 20261119T000000 Sick",
            "2026-11-30-am 20261130T000000 20261130T120000 Office",
            "2026-11-30-pm 20261130T120000 20261201T000000 Vacation",
        ]
    );
}

#[test]
fn the_last_supported_day_has_an_end_date() {
    let log = log("2100-12", &[("31", Parts::Whole(part("office", None)), "")]);
    let file = calendar(&feed(Detail::Type), &Settings::default(), &[log]);
    assert_eq!(events(&file)[0]["DTEND;VALUE=DATE"], "21010101");
}

#[test]
fn an_unknown_type_is_shown_by_its_slug() {
    let log = log("2026-11", &[("18", Parts::Whole(part("jury-duty", None)), "")]);
    let file = calendar(&feed(Detail::Type), &Settings::default(), &[log]);
    assert_eq!(events(&file)[0]["SUMMARY"], "jury-duty");
}

#[test]
fn a_feed_without_entries_is_valid() {
    let file = calendar(&feed(Detail::Type), &Settings::default(), &[]);
    assert!(events(&file).is_empty());
    assert!(file.contains("BEGIN:VTIMEZONE\r\n") && file.ends_with("END:VCALENDAR\r\n"), "{file}");
}

#[test]
fn event_uids_are_unique_across_feeds() {
    let halves = Parts::Halves(part("office", None), part("office", None));
    let log =
        [log("2026-11", &[("17", Parts::Whole(part("office", None)), ""), ("18", halves, "")])];
    let other = Feed { id: FeedId::new(), ..feed(Detail::Type) };
    let mut names = std::collections::BTreeSet::new();
    for feed in [feed(Detail::Type), other] {
        for event in events(&calendar(&feed, &Settings::default(), &log)) {
            assert!(names.insert(event["UID"].clone()), "{event:?}");
        }
    }
    assert_eq!(names.len(), 6);
}

#[test]
fn a_feed_starts_twelve_months_back() {
    for (today, first) in
        [("2026-11-18", "2025-11"), ("2028-02-29", "2027-02"), ("1970-05-01", "1970-01")]
    {
        assert_eq!(first_month(today.parse().unwrap()).to_string(), first);
    }
}
