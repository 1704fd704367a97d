//! What we write we read: whatever a person typed comes back as it was.

use proptest::prelude::*;

use super::*;
use crate::domain::Timestamp;
use crate::domain::entry::{Part, Parts};
use crate::domain::export::{csv_header, csv_month, json_end, json_head, json_month};
use crate::domain::month_log::{DayEdit, Edit, Expect, MonthLog};
use crate::domain::password::PasswordHash;
use crate::domain::user::User;

/// Text with what files and spreadsheets make much of.
const TYPED: &str = "(['=+@\\-\"\n,;\t\r ]|[a-zé語🎉]|＝|－){0,12}";

fn any_part() -> impl Strategy<Value = Part> {
    let typed = TYPED.prop_filter_map("no place", |text| text.parse::<Location>().ok());
    prop_oneof![
        typed.prop_map(|place| ("remote", Some(place))),
        Just(("office", None)),
        Just(("sick", None)),
    ]
    .prop_map(|(slug, location)| Part { day_type: slug.parse().unwrap(), location })
}

fn any_parts() -> impl Strategy<Value = Parts> {
    prop_oneof![
        any_part().prop_map(Parts::Whole),
        any_part().prop_map(Parts::Morning),
        any_part().prop_map(Parts::Afternoon),
        (any_part(), any_part()).prop_map(|(am, pm)| Parts::Halves(am, pm)),
    ]
}

fn any_notes() -> impl Strategy<Value = Notes> {
    TYPED.prop_filter_map("no notes", |text| text.parse().ok())
}

fn back(file: &[u8]) -> Understood {
    let text = decode(file).unwrap();
    let reading = read(&text, chrono_tz::Tz::UTC).unwrap();
    understand(&reading, &text, &Settings::default(), &Choices::default()).unwrap()
}

proptest! {
    #[test]
    fn whatever_was_typed_survives(days in prop::collection::vec((any_parts(), any_notes()), 1..8)) {
        let hash = PasswordHash::from_phc("$argon2id$x".to_owned());
        let user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
        let mut log = MonthLog::empty(user.id, "2026-11".parse().unwrap());
        for (number, (parts, notes)) in days.iter().enumerate() {
            let day = format!("2026-11-{:02}", number + 1).parse().unwrap();
            let edit = Edit::Put { parts: parts.clone(), notes: notes.clone() };
            log.edit(&DayEdit { day, expect: Expect::Nothing, edit }, Timestamp::default()).unwrap();
        }
        let today = "2026-11-18".parse().unwrap();
        let mut csv = csv_header();
        csv_month(&log, &user.settings.types, today, &mut csv);
        let mut json = json_head(&user, None, Timestamp::default());
        json_month(&log, &mut true, &mut json);
        json.extend(json_end());
        for file in [csv, json] {
            let found = back(&file);
            prop_assert_eq!(&found.faults, &vec![], "{}", String::from_utf8_lossy(&file));
            // Places are matched without regard to case, which this text does not play with.
            let found: Vec<_> = found.days.into_iter().map(|new| (new.parts, new.notes)).collect();
            prop_assert_eq!(&found, &days, "{}", String::from_utf8_lossy(&file));
        }
    }
}
