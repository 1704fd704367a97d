//! Error messages about days and entries.

pub(super) fn template(code: &str) -> Option<&'static str> {
    entries(code).or_else(|| ranges(code)).or_else(|| dates(code)).or_else(|| bulk_edits(code))
}

/// Days, entries, and the values they contain.
fn entries(code: &str) -> Option<&'static str> {
    Some(match code {
        "day.type_missing" => "Choose a type.",
        "day.halves_missing" => "Choose a type for the morning, the afternoon, or both.",
        "day.version" => "The version isn’t a number.",
        "days.existing" => "Choose whether to keep, fill, or replace days that are logged.",
        "day.type_archived" => "This type is archived. Choose another, or restore it under Types.",
        "part.unknown_type" => "Choose one of your types.",
        "part.location_missing" | "location.empty" => "Enter a location.",
        "part.location_not_allowed" => {
            "This type doesn’t have a location. Clear the location, or choose another type."
        }
        "part.location_without_type" => "Choose a type for this location, or clear it.",
        "day.location_of_other_type" => {
            "“{location}” was logged with {type}. Clear it, or save again to keep it."
        }
        "location.too_long" => "The location can have at most {max} characters.",
        "location.control" => "Remove the control characters from the location.",
        "location.invisible" => "Remove the invisible character U+{code} from the location.",
        "notes.too_long" => "Notes can have at most {max} characters.",
        _ => return None,
    })
}

/// Ranges of days, searches, and schedules.
fn ranges(code: &str) -> Option<&'static str> {
    Some(match code {
        "range.backwards" => "Choose an end date on or after the start date.",
        "range.too_long" => "Choose at most {max} days. This range has {days}.",
        "search.empty" => "Enter a word to search for.",
        "search.too_long" => "Enter at most {max} characters.",
        "week.start" => "Choose Monday, Saturday, or Sunday.",
        "week.day" => "Choose days of the week.",
        "schedule.type_missing" => "Choose a type, or clear the location.",
        "schedule.from_missing" => "Enter a start date.",
        "schedule.exists" => {
            "Another schedule starts on this day. Choose another date, or edit that schedule."
        }
        "schedule.weeks" => "Choose whether the week is always the same or two weeks alternate.",
        "schedule.too_many" => "You can have at most {max} schedules. Delete one first.",
        "schedule.order" => {
            "Schedules must be in order of their start dates, and the first must have none."
        }
        _ => return None,
    })
}

/// Dates.
fn dates(code: &str) -> Option<&'static str> {
    Some(match code {
        "date.missing" => "The date is missing.",
        "date.invalid" => "This isn’t a valid date. Write it as 2026-03-31.",
        "date.several" => {
            "“{text}” contains more than one date. Use two columns for the first and the last day, or one row per day."
        }
        "date.out_of_range" => "Use a date from 1970-01-01 to 2100-12-31.",
        "date.no_such_day" => "{date} isn’t a valid date.",
        "date.short_year" => {
            "“{date}” may start or end with the year. Write years with four digits, as in 2026-03-31."
        }
        "date.future_year" => {
            "The year of this date could be in the past or the future. Write years with four digits."
        }
        "date.ambiguous" => {
            "The day and the month of this date could be swapped. Write dates as 2026-03-31."
        }
        _ => return None,
    })
}

/// Bulk edits, undo, and missing days.
fn bulk_edits(code: &str) -> Option<&'static str> {
    Some(match code {
        "bulk.login_ended" => {
            "Your session expired. Nothing has changed yet. Check the preview, then confirm."
        }
        "bulk.nothing_changed" => "Nothing changed. The days already match, or no day was chosen.",
        "bulk.stale" => {
            "Nothing has changed yet. Some days were edited since the preview, so check the new one."
        }
        "bulk.preview_expired" => "This preview has expired. Fill in the form again.",
        "bulk.no_entries" => "Nothing is logged on these days.",
        "bulk.no_pattern" => "Your usual week has nothing on these days.",
        "bulk.no_days" => "None of the chosen days are in the range.",
        "undo.done" => "This has been undone.",
        "undo.nothing_left" => "There was nothing left to undo.",
        "undo.changed_since" => "You can’t undo this, because {day} was changed since.",
        "undo.not_done_changed" => {
            "Nothing was undone: {day} was changed since, and undoing would lose that change."
        }
        "undo.not_done" => "Nothing was undone. {why}",
        "year.no_gaps" => "No days are missing.",
        "year.nothing_logged" => {
            "Nothing is logged yet. Missing days are counted from your first entry."
        }
        "undo.too_late" => "You can only undo changes from the last {minutes} minutes.",
        "undo.changed_types" => {
            "You can’t undo this, because merging also changed the types themselves."
        }
        _ => return None,
    })
}
