//! Property tests: everything that Worklog exports can be imported again without changes. Those of
//! feeds are in `tests/feeds`.

use proptest::prelude::*;

use super::*;
use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::days::change::{Change, ChangeId, ChangeItem, ChangeKind};
use crate::domain::days::entry::{Content, Part, Parts};
use crate::domain::days::month_log::{DayEdit, Edit, MonthLog, Precondition};
use crate::domain::exchange::export::{
    CsvOptions, CsvSeparator, JsonList, csv_header, csv_month, json_changes, json_end, json_head,
    json_month,
};
use crate::domain::settings::Settings;
use crate::domain::types::{Color, DayType, LocationRule, Slug, TypeKind, TypeTerms, TypesEdit};

/// Text with the characters that CSV files, spreadsheets, and calendars treat specially.
const TYPED: &str = "(['=+@\\-\"\n,;:\\\\\t\r ]|[a-zé語🎉]|＝|－){0,12}";

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

pub(super) fn any_content() -> impl Strategy<Value = Content> {
    let notes = TYPED.prop_filter_map("no notes", |text| text.parse().ok());
    (any_parts(), notes).prop_map(|(parts, notes)| Content { notes, ..parts.into() })
}

fn back(file: &[u8], settings: &Settings) -> ResolvedImport {
    let choices = Choices::default();
    let context = ReadContext { settings, choices: &choices, today: "2026-11-29".parse().unwrap() };
    let reading = read_rows(&parse(file).unwrap(), context).unwrap();
    resolve_rows(&reading, settings, &choices).unwrap()
}

/// Exports days from 2026-11-01 on for an account with these settings, in each format.
fn exported(days: &[Content], settings: &Settings) -> [Vec<u8>; 3] {
    let hash = PasswordHash::from_phc("$argon2id$x".to_owned());
    let mut user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
    user.settings = settings.clone();
    let mut log = MonthLog::empty(user.id, "2026-11".parse().unwrap());
    let mut items = Vec::new();
    for (number, content) in days.iter().enumerate() {
        let day = format!("2026-11-{:02}", number + 1).parse().unwrap();
        let edit = Edit::Put(content.clone());
        let edit = DayEdit { day, precondition: Precondition::NoEntry, edit };
        items.extend(log.edit(&edit, Timestamp::default()).unwrap());
    }
    let mut json = json_head(&user, None, Timestamp::default());
    json_month(&log, &mut true, &mut json);
    json.extend(json_end(JsonList::Entries));
    json_changes(&[change(user.id, items)], &mut true, &mut json);
    json.extend(json_end(JsonList::Changes));
    [csv(&log, settings, CsvSeparator::Comma), csv(&log, settings, CsvSeparator::Semicolon), json]
}

fn change(user: UserId, items: Vec<ChangeItem>) -> Change {
    let (id, at, kind) = (ChangeId::new(), Timestamp::default(), ChangeKind::Import);
    Change { id, user_id: user, at, actor: user, kind, items }
}

fn csv(log: &MonthLog, settings: &Settings, separator: CsvSeparator) -> Vec<u8> {
    let today = "2026-11-18".parse().unwrap();
    let mut csv = csv_header(separator);
    csv_month(log, &settings.types, today, &CsvOptions::all(separator), &mut csv);
    csv
}

proptest! {
    #[test]
    fn every_entry_survives_export_and_import(days in prop::collection::vec(any_content(), 1..8)) {
        let settings = Settings::default();
        for file in exported(&days, &settings) {
            let found = back(&file, &settings);
            prop_assert_eq!(&found.row_errors, &vec![], "{}", String::from_utf8_lossy(&file));
            // Locations are matched case-insensitively, but this text is all lowercase.
            let found: Vec<_> = found.days.into_iter().map(|new| new.content).collect();
            prop_assert_eq!(&found, &days, "{}", String::from_utf8_lossy(&file));
        }
    }
}

proptest! {
    #[test]
    fn only_selected_entries_are_imported(
        days in prop::collection::vec(any_content(), 1..8),
        selected in prop::collection::vec(any::<bool>(), 8),
    ) {
        let settings = Settings::default();
        let is_selected = |number: usize| selected[number];
        for file in exported(&days, &settings) {
            let choices = Choices::default();
            let today = "2026-11-29".parse().unwrap();
            let context = ReadContext { settings: &settings, choices: &choices, today };
            let reading = read_rows(&parse(&file).unwrap(), context).unwrap();
            let left_out = reading.rows.iter().filter(|row| !is_selected(row.from.number() as usize - 1));
            let excluded = left_out.map(|row| row.record).collect();
            let selection = Selection { excluded, ..Selection::default() };
            let choices = Choices { selection, ..Choices::default() };
            let found = resolve_rows(&reading, &settings, &choices).unwrap();
            let found: Vec<_> = found.days.into_iter().map(|new| new.content).collect();
            let expected: Vec<_> =
                (0..days.len()).filter(|at| is_selected(*at)).map(|at| days[at].clone()).collect();
            prop_assert_eq!(&found, &expected, "{}", String::from_utf8_lossy(&file));
        }
    }
}

/// Returns the cells that a spreadsheet finds in a file with this separator.
fn cells(file: &[u8], separator: char, quoting: bool) -> Vec<String> {
    let mut builder = csv::ReaderBuilder::new();
    let separator = u8::try_from(separator).unwrap();
    let builder = builder.has_headers(false).flexible(true).delimiter(separator).quoting(quoting);
    let records = builder.from_reader(file).into_byte_records();
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
    records.flat_map(|record| record.unwrap().iter().map(text).collect::<Vec<_>>()).collect()
}

proptest! {
    /// Whatever a spreadsheet takes for a separator, no cell runs as a formula.
    #[test]
    fn no_cell_of_a_table_is_a_formula(days in prop::collection::vec(any_content(), 1..8)) {
        let [comma, semicolon, _] = exported(&days, &Settings::default());
        for file in [comma, semicolon] {
            for (separator, quoting) in
                [(',', true), (';', true), ('\t', true), (',', false), (';', false), ('\t', false)]
            {
                for cell in cells(&file, separator, quoting) {
                    let start = cell.trim_start_matches('"').chars().next();
                    prop_assert!(!start.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{}", cell);
                }
            }
        }
    }
}

/// Returns settings in which two built-in types, and two custom types, have swapped their labels.
fn swapped() -> Settings {
    let mut settings = Settings::default();
    for label in ["Training", "Workshop"] {
        let terms = TypeTerms {
            label: label.parse().unwrap(),
            color: Color::Teal,
            kind: TypeKind::Work,
            location: LocationRule::None,
        };
        settings.types.add_imported(None, &terms).unwrap();
    }
    for (slug, label) in [
        ("office", "Between"),
        ("remote", "Office"),
        ("office", "Remote"),
        ("training", "Between"),
        ("workshop", "Training"),
        ("training", "Workshop"),
    ] {
        let slug: Slug = slug.parse().unwrap();
        let DayType { color, kind, location, .. } = settings.types.get(&slug).unwrap().clone();
        let terms = TypeTerms { label: label.parse().unwrap(), color, kind, location };
        settings.types.apply(&TypesEdit::Change(slug, terms)).unwrap();
    }
    settings
}

#[test]
fn types_with_swapped_labels_are_not_confused() {
    let part = |slug: &str, place: Option<&str>| Part {
        day_type: slug.parse().unwrap(),
        location: place.map(|place| place.parse().unwrap()),
    };
    let whole = |slug, place| Content::from(Parts::Whole(part(slug, place)));
    let days = [
        whole("office", None),
        whole("remote", Some("Home")),
        whole("training", None),
        Parts::Halves(part("workshop", None), part("training", None)).into(),
    ];
    let settings = swapped();
    for file in exported(&days, &settings) {
        for here in [&settings, &Settings::default()] {
            let found = back(&file, here);
            assert_eq!(found.row_errors, []);
            for known in settings.types.custom() {
                assert_eq!(found.types.get(&known.slug).unwrap().label, known.label);
            }
            let found: Vec<_> = found.days.into_iter().map(|new| new.content).collect();
            assert_eq!(found, days, "{}", String::from_utf8_lossy(&file));
        }
    }
}

/// A type that the user doesn't have isn't mapped to one that the file names by its own slug.
#[test]
fn a_label_never_matches_a_type_that_the_file_names_by_slug() {
    let mut here = swapped();
    here.types
        .apply(&TypesEdit::Merge {
            from: "workshop".parse().unwrap(),
            into: "sick".parse().unwrap(),
        })
        .unwrap();
    let text = "Date,Type,Type id\n2026-11-02,Workshop,seminar\n2026-11-03,Course,training\n\
                2026-11-04,Sickness,workshop\n";
    let found = back(text.as_bytes(), &here);
    let types: Vec<String> = found
        .days
        .iter()
        .map(|new| new.content.parts.iter().next().unwrap().0.day_type.to_string())
        .collect();
    assert_eq!(types, ["training", "sick"]);
    assert_eq!(found.unknown[0].key, "seminar");
    assert_eq!(found.unknown[0].error, Some("type.label_taken".into()));
}
