//! What happens to the days of a row, in words.

use std::collections::BTreeSet;

use super::year_totals::format_hundredths;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::exchange::import::{ImportRow, RowOutcome, RowState};
use crate::locale::t;
use crate::web::messages;

/// Describes what happens to the days of a row.
pub(super) fn describe_outcome(
    row: &ImportRow,
    outcome: &RowOutcome,
    plan: &Plan,
    differing: &BTreeSet<u64>,
) -> String {
    let one = |text: &str| vec![text.to_owned()];
    let mut said = match outcome.state {
        RowState::NotSelected => one(t::import_row_not_selected()),
        RowState::LeftOut => one(t::import_row_left_out()),
        RowState::NeedsType => one(t::import_row_without_type()),
        RowState::NeedsLocation => one(t::import_row_without_location()),
        RowState::Imported => describe_steps(row, outcome, plan),
    };
    if let Some(reason) = row.unchecked {
        said.push(messages::text(reason.code()).to_owned());
    }
    if outcome.is_included() && differing.contains(&row.record) {
        let count = row.count.map(|count| t::import_row_days_in_file(format_hundredths(count)));
        said.extend(count);
    }
    said.join(", ")
}

/// The text for a row of one day, and for a row of several.
type DayOutcome = fn() -> &'static str;
type DaysOutcome = fn(usize) -> String;

/// Returns how many days of a row have each outcome.
fn describe_steps(row: &ImportRow, outcome: &RowOutcome, plan: &Plan) -> Vec<String> {
    let from = plan.days.partition_point(|planned| planned.day < row.from);
    let days = plan.days.iter().skip(from).take_while(|planned| planned.day <= row.to);
    let mut steps = [0_usize; 4];
    // The lost days are in order.
    for planned in days.filter(|planned| outcome.lost_days.binary_search(&planned.day).is_err()) {
        let at = match planned.step {
            PlannedStep::Added | PlannedStep::Filled => 0,
            PlannedStep::Replaced | PlannedStep::Removed => 1,
            PlannedStep::Kept => 2,
            PlannedStep::Same => 3,
        };
        steps[at] += 1;
    }
    let is_one_day = row.from == row.to;
    let text = |count: usize, one: DayOutcome, many: DaysOutcome| {
        (count > 0).then(|| if is_one_day { one().to_owned() } else { many(count) })
    };
    let [added, replaced, kept, same] = steps;
    let lost = outcome.lost_days.len();
    let lost = if row.minutes.is_some() {
        text(lost, t::import_row_fewer_hours, t::import_row_days_fewer_hours)
    } else if row.is_of_file_type {
        text(lost, t::import_event_repeated, t::import_event_days_repeated)
    } else {
        text(lost, t::import_row_repeated, t::import_row_days_repeated)
    };
    let all = [
        text(added, t::import_row_added, t::import_row_days_added),
        text(replaced, t::import_row_replaced, t::import_row_days_replaced),
        text(kept, t::import_row_kept, t::import_row_days_kept),
        text(same, t::import_row_same, t::import_row_days_same),
        lost,
        text(outcome.free_days, t::import_row_day_off, t::import_row_days_off),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::plan::OnExistingEntry;
    use crate::domain::exchange::import::{
        Choices, ReadContext, TypeChoice, parse, read_rows, resolve_rows,
    };
    use crate::domain::settings::{ColumnMapping, ColumnRole, Settings};

    /// Returns the outcome of each row of a file in an account without entries.
    fn outcomes(text: &str, choices: &Choices) -> Vec<String> {
        let settings = Settings::default();
        let today = "2026-11-29".parse().unwrap();
        let context = ReadContext { settings: &settings, choices, today };
        let reading = read_rows(&parse(text.as_bytes()).unwrap(), context).unwrap();
        let resolved = resolve_rows(&reading, &settings, choices).unwrap();
        let wanted = resolved.days.iter().map(|new| (new.day, Some(new.content.clone())));
        let plan = Plan::new(&[], wanted, OnExistingEntry::Keep);
        let rows = reading.rows.iter().zip(&resolved.rows);
        let describe = |(row, outcome)| describe_outcome(row, outcome, &plan, &BTreeSet::default());
        rows.map(describe).collect()
    }

    #[test]
    fn a_row_that_loses_to_another_says_so() {
        let text = "Date,Type\n2026-01-05,Office\n2026-01-05,Sick\n2026-01-05,Office\n";
        let added = "will be added";
        let repeated = "already in another row";
        assert_eq!(outcomes(text, &Choices::default()), [added, repeated, added]);
        let halves = "Date,Type,Half\n2026-01-05,Office,morning\n2026-01-05,Sick,morning\n\
                      2026-01-05,Sick,afternoon\n";
        assert_eq!(outcomes(halves, &Choices::default()), [added, repeated, added]);
        let ranges = "Von;Bis;Art der Abwesenheit\n06.01.2026;06.01.2026;Krank\n\
                      05.01.2026;08.01.2026;Urlaub\n";
        let expected = [added, "3 days will be added, 1 day already in another row"];
        assert_eq!(outcomes(ranges, &Choices::default()), expected);
        let event = |day: &str, summary: &str| {
            format!(
                "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"
            )
        };
        let events = event("20260105", "Vacation") + &event("20260105", "Sick");
        let calendar = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
        assert_eq!(outcomes(&calendar, &Choices::default()), [added, "already in another event"]);
    }

    #[test]
    fn a_time_entry_of_a_type_with_fewer_hours_says_so() {
        let mut mapping = ColumnMapping::default();
        for (role, column) in [(ColumnRole::Date, 0), (ColumnRole::Type, 1), (ColumnRole::Hours, 2)]
        {
            mapping.set(role, Some(column));
        }
        let choices = Choices { mapping: Some(mapping), ..Choices::default() };
        let text = "Day,Project,Time\n2026-01-05,Office,4\n2026-01-05,Sick,1\n\
                    2026-01-05,Office,2\n2026-01-06,Sick,3\n2026-01-06,Office,4\n";
        let (added, fewer) = ("will be added", "other types have more hours");
        assert_eq!(outcomes(text, &choices), [added, fewer, added, added, added]);
        let half = "Day,Project,Time\n2026-01-05,Office,2\n2026-01-05,Sick,1\n";
        assert_eq!(outcomes(half, &choices), [added, fewer]);
    }

    #[test]
    fn rows_that_are_not_imported_say_why() {
        let text = "Date,Type,Location\n2026-01-05,Office,\n2026-01-06,Sick,\n\
                    2026-01-07,Remote,\n2026-01-08,Strike,\n2026-01-07,Office,\n";
        let mut choices = Choices::default();
        choices.types.insert("sick".into(), TypeChoice::Skip);
        choices.selection.exclude(&"0".parse().unwrap());
        let expected =
            ["not selected", "left out", "enter a location", "choose a type", "will be added"];
        assert_eq!(outcomes(text, &choices), expected);
    }
}
