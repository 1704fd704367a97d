use super::*;
use crate::domain::days::entry::Part;

fn put(day: &str, slug: &str, precondition: Precondition) -> DayEdit {
    let part = Part { day_type: slug.parse().unwrap(), location: None };
    let edit = Edit::Put(Parts::Whole(part).into());
    DayEdit { day: day.parse().unwrap(), precondition, edit }
}

fn remove(day: &str, precondition: Precondition) -> DayEdit {
    DayEdit { day: day.parse().unwrap(), precondition, edit: Edit::Remove }
}

#[test]
fn versions_are_never_reused() {
    const DAY: &str = "2026-11-18";
    let at = Timestamp::default();
    let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
    let steps = [
        (put(DAY, "office", Precondition::NoEntry), Ok(Some(1))),
        (put(DAY, "office", Precondition::NoEntry), Ok(None)),
        (put(DAY, "sick", Precondition::NoEntry), Err(Some(1))),
        (put(DAY, "sick", Precondition::Version(1)), Ok(Some(2))),
        (remove(DAY, Precondition::Version(1)), Err(Some(2))),
        (remove(DAY, Precondition::Version(2)), Ok(None)),
        (remove(DAY, Precondition::Version(2)), Ok(None)),
        (put(DAY, "office", Precondition::Version(2)), Err(None)),
        (put(DAY, "office", Precondition::NoEntry), Ok(Some(3))),
        (put(DAY, "vacation", Precondition::Any), Ok(Some(4))),
    ];
    for (number, (edit, expected)) in steps.into_iter().enumerate() {
        let outcome = log.edit(&edit, at);
        let version = |entry: Option<Entry>| entry.map(|entry| entry.version);
        let outcome = outcome
            .map(|item| item.and_then(|item| version(item.after)))
            .map_err(|conflict| version(conflict.stored));
        assert_eq!(outcome, expected, "step {number}");
    }
}

#[test]
fn entries_with_a_merged_type_follow_the_merge() {
    let json = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work",
        "location":"optional","merged":[
        {"slug":"training","label":"Training"},{"slug":"course","label":"Course"}]}]"#;
    let types: DayTypes = serde_json::from_str(json).unwrap();
    let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
    let part = |slug: &str| Part { day_type: slug.parse().unwrap(), location: None };
    for (day, parts) in [
        ("2026-11-02", Parts::Whole(part("training"))),
        ("2026-11-03", Parts::Halves(part("course"), part("unknown"))),
        ("2026-11-04", Parts::Afternoon(part("training"))),
    ] {
        let edit = Edit::Put(parts.into());
        let edit = DayEdit { day: day.parse().unwrap(), precondition: Precondition::NoEntry, edit };
        log.edit(&edit, Timestamp::default()).unwrap();
    }
    log.follow_merges(&types);
    let parts = log.iter().flat_map(|(_, entry)| entry.content.parts.iter());
    let slugs: Vec<&str> = parts.map(|(part, _)| part.day_type.as_str()).collect();
    assert_eq!(slugs, ["office", "office", "unknown", "office"]);
}

#[test]
fn documents_have_two_digit_keys() {
    let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
    log.edit(&put("2026-11-03", "office", Precondition::NoEntry), Timestamp::default()).unwrap();
    let json = serde_json::to_value(&log).unwrap();
    assert_eq!(json["days"]["03"]["parts"]["day"]["type"], "office");
    assert_eq!(serde_json::from_value::<MonthLog>(json).unwrap(), log);
}
