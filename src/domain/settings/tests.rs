use super::*;
use crate::domain::allowances::AllowanceRule;
use crate::domain::days::entry::{Part, Parts};
use crate::domain::days::schedule::Schedule;
use crate::domain::values::problem::Problem;

fn used(name: &str, slug: &str) -> KnownLocation {
    KnownLocation { name: name.parse().unwrap(), last_type: slug.parse().unwrap() }
}

fn names(settings: &Settings) -> Vec<&str> {
    settings.locations.iter().map(|known| known.name.as_str()).collect()
}

#[test]
fn the_last_used_location_comes_first_with_its_original_spelling() {
    let mut settings = Settings::default();
    assert!(settings.apply(&SettingsEdit::Locations(vec![used("Home", "remote")])).unwrap());
    assert!(settings.apply(&SettingsEdit::Locations(vec![used("Berlin HQ", "office")])).unwrap());
    assert_eq!(names(&settings), ["Berlin HQ", "Home"]);
    assert!(settings.apply(&SettingsEdit::Locations(vec![used("HOME", "remote")])).unwrap());
    assert_eq!(names(&settings), ["Home", "Berlin HQ"]);
    assert!(!settings.apply(&SettingsEdit::Locations(vec![used("home", "remote")])).unwrap());
    let remote = "remote".parse().unwrap();
    assert_eq!(settings.last_location(&remote).unwrap().as_str(), "Home");
    assert_eq!(settings.canonical("hoME".parse().unwrap()).as_str(), "Home");
}

#[test]
fn known_locations_are_limited() {
    let mut settings = Settings::default();
    for number in 0..=MAX_LOCATIONS {
        let place = used(&format!("Place {number}"), "remote");
        settings.apply(&SettingsEdit::Locations(vec![place])).unwrap();
    }
    assert_eq!(settings.locations.len(), MAX_LOCATIONS);
    assert_eq!(names(&settings)[0], "Place 100");
}

#[test]
fn unused_locations_are_removed() {
    let mut settings = Settings::default();
    let all = [used("Home", "remote"), used("Berlin HQ", "office"), used("New York", "remote")];
    settings.apply(&SettingsEdit::Locations(all.into())).unwrap();
    let remaining = vec!["HOME".parse().unwrap(), "New York".parse().unwrap()];
    assert!(settings.apply(&SettingsEdit::KeepLocations(remaining.clone())).unwrap());
    assert_eq!(names(&settings), ["Home", "New York"]);
    assert!(!settings.apply(&SettingsEdit::KeepLocations(remaining)).unwrap());
    assert!(settings.apply(&SettingsEdit::KeepLocations(vec![])).unwrap());
    assert_eq!(settings.locations, []);
}

#[test]
fn reusing_the_latest_locations_is_not_an_edit() {
    let mut settings = Settings::default();
    let part = |slug: &str, place: &str| Part {
        day_type: slug.parse().unwrap(),
        location: Some(place.parse().unwrap()),
    };
    let parts = Parts::Halves(part("office", "Berlin HQ"), part("remote", "Home"));
    let edit = settings.locations_used([&parts]).unwrap();
    settings.apply(&edit).unwrap();
    assert_eq!(names(&settings), ["Berlin HQ", "Home"]);
    assert_eq!(settings.locations_used([&parts]), None);
}

#[test]
fn a_failure_is_recorded_only_for_the_current_webhook() {
    let mut settings = Settings::default();
    let webhook = |url: &str| Webhook::from_url(url.to_owned());
    let at = "2026-11-18T12:00:00Z".parse().unwrap();
    let reason = Problem::new("webhook.answered").with("status", 404);
    let failure = Some(Failure::new(at, reason));
    let noted = |url: &str, failure| SettingsEdit::SlackFailure { webhook: webhook(url), failure };
    settings.apply(&SettingsEdit::SlackWebhook(Some(webhook("https://a.example/1")))).unwrap();
    assert!(!settings.apply(&noted("https://a.example/0", failure.clone())).unwrap());
    assert!(settings.apply(&noted("https://a.example/1", failure.clone())).unwrap());
    assert_eq!(settings.slack_failure, failure);
    settings.apply(&SettingsEdit::SlackWebhook(Some(webhook("https://a.example/2")))).unwrap();
    assert_eq!(settings.slack_failure, None);
}

#[test]
fn merging_a_type_updates_the_settings_that_refer_to_it() {
    let mut settings = Settings::default();
    let json = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work","location":"optional"},
        {"slug":"training","label":"Training","colour":"teal","kind":"work","location":"optional"}]"#;
    settings.types = serde_json::from_str(json).unwrap();
    let (training, office): (Slug, Slug) = ("training".parse().unwrap(), "office".parse().unwrap());
    let usual = Part { day_type: training.clone(), location: None };
    let mut first = Schedule::default();
    first.week.set(chrono::Weekday::Mon, Some(Parts::Whole(usual)));
    let schedules = ScheduleEdit::Put { replaced: None, schedule: Box::new(first) };
    let limit = AllowanceEdit::Days { on: "2026-11-18".parse().unwrap(), days: "5".parse().ok() };
    for edit in [
        SettingsEdit::Locations(vec![used("Campus", "training")]),
        SettingsEdit::Allowance(training.clone(), limit.clone()),
        SettingsEdit::Schedules(schedules),
        SettingsEdit::Types(TypesEdit::Merge { from: training.clone(), into: office.clone() }),
    ] {
        assert_eq!(settings.apply(&edit), Ok(true), "{edit:?}");
    }
    assert_eq!(settings.last_location(&office).unwrap().as_str(), "Campus");
    let monday = settings.schedules.usual("2026-11-16".parse().unwrap()).unwrap();
    assert_eq!(*monday, Parts::Whole(Part { day_type: office, location: None }));
    assert!(settings.allowances.is_empty());
    let of_nobody = SettingsEdit::Allowance("gone".parse().unwrap(), limit);
    assert_eq!(settings.apply(&of_nobody), Err(TypesError::NoSuchType.into()));
}

#[test]
fn setting_the_days_of_an_allowance_keeps_its_other_terms() {
    let vacation: Slug = "vacation".parse().unwrap();
    let mut settings = Settings::default();
    let edit = |edit| SettingsEdit::Allowance(vacation.clone(), edit);
    let on = "2026-11-18".parse().unwrap();
    let days = |days: &str| edit(AllowanceEdit::Days { on, days: days.parse().ok() });
    let rule = AllowanceRule { expires: "03-31".parse().ok(), ..AllowanceRule::default() };
    let expiring = |days: &str| AllowanceRule { days: days.parse().ok(), ..rule };
    let (from, years) = ("2024".parse().unwrap(), BTreeMap::new());
    let set = |rule| edit(AllowanceEdit::Rule { from, rule, years: years.clone() });
    settings.apply(&set(expiring("20"))).unwrap();
    assert_eq!(settings.apply(&days("25")), Ok(true));
    let stored = settings.allowances[&vacation].clone();
    assert_eq!(stored.rule("2025".parse().unwrap()), expiring("20"));
    assert_eq!(stored.rule("2026".parse().unwrap()), expiring("25"));
    assert_eq!(settings.apply(&days("none")), Ok(true));
    assert_eq!(settings.allowances[&vacation].rule("2026".parse().unwrap()), rule);
    assert_eq!(settings.apply(&days("none")), Ok(false));
    settings.apply(&set(rule)).unwrap();
    assert!(settings.allowances.is_empty(), "no year has a limit");
    assert_eq!(settings.apply(&days("none")), Ok(false));
}

#[test]
fn the_allowance_year_and_the_employment_are_settings() {
    let mut settings = Settings::default();
    let json = r#"{"year_start":4,"employment":{"from":"2026-03-02"}}"#;
    let calendar: AllowanceCalendar = serde_json::from_str(json).unwrap();
    let edit = SettingsEdit::AllowanceCalendar(calendar);
    assert_eq!(settings.apply(&edit), Ok(true));
    assert_eq!(settings.apply(&edit), Ok(false));
    let days = settings.days_needed("2026".parse().unwrap());
    assert_eq!(
        (days.0.to_string(), days.1.to_string()),
        ("2026-04-01".into(), "2027-03-31".into())
    );
    assert_eq!(settings.allowance_years("2026".parse().unwrap()).0.to_string(), "2025");
    let stored = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&stored).unwrap(), settings);
}

#[test]
fn missing_settings_have_defaults() {
    let settings: Settings = serde_json::from_str(r#"{"week_start":"sun"}"#).unwrap();
    assert_eq!(settings.week_start, Some(WeekStart::Sunday));
    assert_eq!(settings.schedules, Schedules::default());
    let json = serde_json::to_value(&settings).unwrap();
    assert_eq!(json["time_zone"], "UTC");
    assert_eq!(json["schedules"][0]["working_days"][4], "fri");
    assert_eq!(serde_json::from_value::<Settings>(json).unwrap(), settings);
    let none: Settings = serde_json::from_str("{}").unwrap();
    assert_eq!(none, Settings::default());
    assert_eq!((none.week_start, none.first_weekday()), (None, WeekStart::Monday));
}

#[test]
fn working_days_and_pattern_of_1_0_0_become_the_first_schedule() {
    let json = r#"{"time_zone":"Europe/Berlin","working_days":["tue","sat"],
        "pattern":{"tue":{"type":"remote","location":"Home"},"sat":{"type":"office"}}}"#;
    let settings: Settings = serde_json::from_str(json).unwrap();
    let schedules = serde_json::to_string(&settings.schedules).unwrap();
    let expected = r#"[{"working_days":["tue","sat"],"week":{"sat":{"day":{"type":"office"}},"tue":{"day":{"type":"remote","location":"Home"}}}}]"#;
    assert_eq!(schedules, expected);
    assert!(serde_json::to_value(&settings).unwrap().get("pattern").is_none());
    // A document that was written since then has schedules, which win.
    let both = format!(r#"{{"working_days":["mon"],"schedules":{expected}}}"#);
    let read: Settings = serde_json::from_str(&both).unwrap();
    assert_eq!(read.schedules, settings.schedules);
    for invalid in [r#"{"pattern":{"x":{"type":"office"}}}"#, r#"{"schedules":[]}"#] {
        assert!(serde_json::from_str::<Settings>(invalid).is_err(), "{invalid}");
    }
}

#[test]
fn an_edit_of_changed_settings_is_refused_unless_it_changes_nothing() {
    let mut settings = Settings::default();
    let seen = settings.version(&SettingsScope::General);
    let week = |start| {
        let week_start = Some(start);
        SettingsEdit::General { language: None, time_zone: TimeZone::UTC, week_start }
    };
    let guarded = |start| week(start).if_unchanged(SettingsScope::General, &seen);
    assert_eq!(settings.apply(&guarded(WeekStart::Sunday)), Ok(true));
    assert_eq!(settings.apply(&guarded(WeekStart::Saturday)), Err(SettingsError::Changed));
    assert_eq!(settings.week_start, Some(WeekStart::Sunday));
    assert_eq!(settings.apply(&guarded(WeekStart::Sunday)), Ok(false), "sent twice");
    let current = settings.version(&SettingsScope::General);
    let overwrite = week(WeekStart::Saturday).if_unchanged(SettingsScope::General, &current);
    assert_eq!(settings.apply(&overwrite), Ok(true));
    assert_eq!(
        week(WeekStart::Monday).if_unchanged(SettingsScope::General, ""),
        week(WeekStart::Monday)
    );
}
