use proptest::prelude::*;

use super::*;
use crate::domain::allowances::Employment;
use crate::domain::days::day::Year;
use crate::domain::days::entry::HalfDays;
use crate::domain::days::week::{WEEKDAYS, weekday_slug};
use crate::domain::types::DayTypes;
use crate::domain::year::digest::tests::{any_days, brief_of};
use crate::domain::year::missing_days::missing_runs;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn part(slug: &str, place: Option<&str>) -> Part {
    let location = place.map(|place| place.parse().unwrap());
    Part { day_type: slug.parse().unwrap(), location }
}

fn week(weekday: chrono::Weekday, parts: Parts) -> UsualWeek {
    let mut week = UsualWeek::default();
    week.set(weekday, Some(parts));
    week
}

fn schedule(from: Option<&str>, working_days: &[&str]) -> Schedule {
    let working_days = Weekdays::parse(working_days).unwrap();
    Schedule { from: from.map(day), working_days, ..Schedule::default() }
}

fn put(schedules: &mut Schedules, schedule: Schedule) -> Result<(), ScheduleError> {
    schedules.apply(&ScheduleEdit::Put { replaced: None, schedule: Box::new(schedule) })
}

fn starts(schedules: &Schedules) -> Vec<String> {
    let from = |schedule: &Schedule| schedule.from.map(|day| day.to_string()).unwrap_or_default();
    schedules.iter().map(from).collect()
}

#[test]
fn each_schedule_applies_until_the_next() {
    let mut schedules = Schedules::default();
    put(&mut schedules, schedule(Some("2027-01-11"), &["sat"])).unwrap();
    put(&mut schedules, schedule(Some("2026-06-01"), &["sun"])).unwrap();
    for (date, from) in [
        ("1970-01-01", None),
        ("2026-05-31", None),
        ("2026-06-01", Some("2026-06-01")),
        ("2027-01-10", Some("2026-06-01")),
        ("2027-01-11", Some("2027-01-11")),
        ("2100-12-31", Some("2027-01-11")),
    ] {
        assert_eq!(schedules.in_force(day(date)).from, from.map(day), "{date}");
    }
    let works = |date| schedules.is_working_day(day(date));
    assert!(works("2027-01-10") && works("2027-01-16") && !works("2027-01-17"));
}

#[test]
fn schedules_are_added_moved_replaced_and_removed() {
    let mut schedules = Schedules::default();
    put(&mut schedules, schedule(Some("2027-01-11"), &["sat"])).unwrap();
    put(&mut schedules, schedule(Some("2027-03-01"), &["sun"])).unwrap();
    assert_eq!(starts(&schedules), ["", "2027-01-11", "2027-03-01"]);
    let moved = Box::new(schedule(Some("2027-04-05"), &["mon"]));
    let replaced = Some(day("2027-01-11"));
    schedules.apply(&ScheduleEdit::Put { replaced, schedule: moved }).unwrap();
    assert_eq!(starts(&schedules), ["", "2027-03-01", "2027-04-05"]);
    put(&mut schedules, schedule(Some("2027-03-01"), &["tue"])).unwrap();
    assert!(schedules.is_working_day(day("2027-03-02")));
    put(&mut schedules, schedule(None, &["wed"])).unwrap();
    assert!(schedules.is_working_day(day("2020-01-01")));
    assert!(!schedules.is_working_day(day("2020-01-02")));
    for _ in 0..2 {
        schedules.apply(&ScheduleEdit::Remove(day("2027-03-01"))).unwrap();
        assert_eq!(starts(&schedules), ["", "2027-04-05"]);
    }
    while schedules.iter().len() < MAX_SCHEDULES {
        let next = schedules.iter().next_back().unwrap().from.unwrap().next().unwrap().to_string();
        put(&mut schedules, schedule(Some(&next), &[])).unwrap();
    }
    let full = schedules.clone();
    let refused = put(&mut schedules, schedule(Some("2090-01-01"), &[]));
    assert_eq!(refused, Err(ScheduleError::TooMany));
    assert_eq!(schedules, full);
}

#[test]
fn week_a_contains_the_first_day_and_weeks_start_on_monday() {
    let (thursday, sunday) = (Some(day("2026-11-19")), Some(day("2026-11-22")));
    let alternating = |from, anchor| Schedule {
        from,
        anchor,
        week: week(chrono::Weekday::Wed, Parts::Whole(part("office", None))),
        week_b: Some(UsualWeek::default()),
        ..Schedule::default()
    };
    for schedule in [
        alternating(thursday, None),
        alternating(sunday, Some(day("2026-11-23"))),
        alternating(None, thursday),
        alternating(None, sunday),
    ] {
        for (date, expected) in [
            ("2026-11-18", true),
            ("2026-11-25", false),
            ("2026-12-02", true),
            ("2026-11-11", false),
            ("2026-12-30", true),
            ("2027-01-06", false),
        ] {
            assert_eq!(schedule.usual(day(date)).is_some(), expected, "{date} {schedule:?}");
        }
    }
    let unanchored = alternating(None, None);
    assert!(unanchored.usual(day("1970-01-14")).is_some());
    assert!(unanchored.usual(day("1970-01-07")).is_none());
}

#[test]
fn types_are_replaced_in_all_weeks() {
    let training = |weekday| week(weekday, Parts::Whole(part("training", None)));
    let mut schedules = Schedules::default();
    let halves = Parts::Halves(part("training", None), part("office", Some("HQ")));
    let later = Schedule {
        from: Some(day("2027-01-11")),
        week: week(chrono::Weekday::Mon, halves),
        week_b: Some(training(chrono::Weekday::Tue)),
        ..Schedule::default()
    };
    let first = Schedule { week: training(chrono::Weekday::Wed), ..Schedule::default() };
    put(&mut schedules, first).unwrap();
    put(&mut schedules, later).unwrap();
    let types = DayTypes::default();
    let sick = types.get(&"sick".parse().unwrap()).unwrap();
    schedules.replace_type(&"training".parse().unwrap(), sick, None);
    let json = serde_json::to_string(&schedules).unwrap();
    assert!(!json.contains("training") && json.matches("sick").count() == 3, "{json}");
    let usual =
        |slug: &str| schedules.usual_part(&types, day("2027-01-11"), &slug.parse().unwrap());
    assert_eq!(usual("office"), Some(part("office", Some("HQ"))));
    assert_eq!((usual("sick"), usual("remote")), (Some(part("sick", None)), None));
    assert!(schedules.has_usual_week() && !Schedules::default().has_usual_week());
}

#[test]
fn documents_are_in_order_and_start_at_the_beginning() {
    let json = |text: &str| serde_json::from_str::<Schedules>(text);
    let first = r#"{"working_days":["mon"]}"#;
    let from = |date: &str| format!(r#"{{"from":"{date}","working_days":["mon"]}}"#);
    let (one, two) = (from("2027-01-11"), from("2027-02-01"));
    let read = json(&format!("[{first},{one},{two}]")).unwrap();
    assert_eq!(starts(&read), ["", "2027-01-11", "2027-02-01"]);
    assert_eq!(json(&serde_json::to_string(&read).unwrap()).unwrap(), read);
    for invalid in [
        "[]".to_owned(),
        format!("[{one}]"),
        format!("[{first},{first}]"),
        format!("[{first},{two},{one}]"),
        format!("[{first},{one},{one}]"),
    ] {
        assert!(json(&invalid).is_err(), "{invalid}");
    }
}

/// A user who works from Monday to Thursday logged every working day, then adds Friday.
#[test]
fn a_later_schedule_creates_no_missing_days_before_it() {
    let mut schedules = Schedules::from(schedule(None, &["mon", "tue", "wed", "thu"]));
    let dates = (0..61).map(|offset| day("2026-11-01").date() + chrono::Days::new(offset));
    let dates = dates.filter_map(|date| Day::from_date(date).ok());
    let logged = dates.filter(|day| schedules.is_working_day(*day)).map(|day| day.to_string());
    let logged: Vec<String> = logged.collect();
    let logged: Vec<_> = logged.iter().map(|day| (day.as_str(), "office")).collect();
    let digest = brief_of("2026-01", &logged);
    let missing = |schedules: &Schedules| -> HalfDays {
        let found = missing_runs(
            &digest,
            schedules,
            Employment::default(),
            "2026".parse().unwrap(),
            day("2027-01-10"),
        );
        found.iter().map(|run| run.days).sum()
    };
    let with_friday = ["mon", "tue", "wed", "thu", "fri"];
    put(&mut schedules, schedule(Some("2027-01-10"), &with_friday)).unwrap();
    assert_eq!(missing(&schedules), HalfDays(0));
    // Without a date, the schedule would add the Fridays since the first entry.
    assert_eq!(missing(&Schedules::from(schedule(None, &with_friday))), HalfDays(16));
}

fn date_after(days: u64) -> chrono::NaiveDate {
    day("2024-01-01").date() + chrono::Days::new(days)
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let weekdays = || prop::collection::vec(prop::sample::select(WEEKDAYS.to_vec()), 0..7);
    let usual = |weekdays: Vec<chrono::Weekday>| {
        let mut week = UsualWeek::default();
        for weekday in weekdays {
            week.set(weekday, Some(Parts::Whole(part("office", None))));
        }
        week
    };
    let all = (0u64..1500, weekdays(), weekdays(), prop::option::of(weekdays()));
    all.prop_map(move |(at, works, a, b)| Schedule {
        from: Day::from_date(date_after(at)).ok(),
        working_days: Weekdays::parse(works.into_iter().map(weekday_slug)).unwrap(),
        week: usual(a),
        week_b: b.map(usual),
        anchor: None,
    })
}

proptest! {
    // The office share isn't checked: it doesn't depend on schedules.
    #[test]
    fn no_change_alters_anything_before_its_date(
        before in prop::collection::vec(any_schedule(), 1..4),
        changed in any_schedule(),
        removed in prop::option::of(any::<prop::sample::Index>()),
        logged in any_days(),
    ) {
        let mut schedules = Schedules::default();
        for schedule in &before {
            put(&mut schedules, schedule.clone()).unwrap();
        }
        let from = removed.map_or(changed.from, |at| at.get(&before).from).unwrap();
        let edit = match removed {
            Some(_) => ScheduleEdit::Remove(from),
            None => ScheduleEdit::Put { replaced: None, schedule: Box::new(changed) },
        };
        let mut after = schedules.clone();
        after.apply(&edit).unwrap();
        let days = (0..1500).map(date_after).filter_map(|date| Day::from_date(date).ok());
        for day in days.take_while(|day| *day < from) {
            prop_assert_eq!(schedules.usual(day), after.usual(day));
            prop_assert_eq!(schedules.is_working_day(day), after.is_working_day(day));
        }
        let logged: Vec<_> = logged.iter().map(|(day, of)| (day.as_str(), of.as_str())).collect();
        let last = from.previous().unwrap();
        for name in ["2024", "2025", "2026", "2027"] {
            let digest = brief_of(&format!("{name}-01"), &logged);
            let year: Year = name.parse().unwrap();
            let missing = |schedules| missing_runs(&digest, schedules, Employment::default(), year, last);
            prop_assert_eq!(missing(&schedules), missing(&after));
        }
    }
}
