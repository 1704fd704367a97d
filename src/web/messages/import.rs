//! Messages about imported files, and about the logs of the earlier service.

pub(super) fn template(code: &str) -> Option<&'static str> {
    file(code)
        .or_else(|| limits(code))
        .or_else(|| choices(code))
        .or_else(|| tables(code))
        .or_else(|| calendars(code))
        .or_else(|| json(code))
}

/// Messages about files that can't be read.
fn file(code: &str) -> Option<&'static str> {
    Some(match code {
        "file.missing" => "Choose a file, or paste the text.",
        "file.empty" => "The file is empty.",
        "file.gone" => {
            "This file is no longer stored. Worklog keeps your last {max} uploads for up to an hour: upload it again."
        }
        "file.damaged_workbook" => {
            "This file isn’t an XLSX workbook, or is damaged. Open it in a spreadsheet, save it as XLSX or CSV, and upload that."
        }
        "file.unpacked_too_large" => {
            "This workbook is larger than 64 MiB when unpacked. Save the sheet as CSV, and upload that."
        }
        "file.long_cell" => {
            "A cell of this workbook has too much text: Excel allows 32,767 characters. Shorten it, or save the sheet as CSV and upload that."
        }
        "file.old_spreadsheet" => {
            "This is an old or encrypted Excel file. Open it in a spreadsheet, save it as XLSX or CSV without a password, and upload that."
        }
        "file.pdf" => {
            "This is a PDF file. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.packed" => {
            "This is a compressed file. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.picture" => {
            "This is an image. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.no_text" => {
            "This isn’t a text file, or is UTF-16 without a byte order mark. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.unknown_header" => "This file isn’t a table with a header and rows.",
        _ => return None,
    })
}

/// Messages about files that are too large.
fn limits(code: &str) -> Option<&'static str> {
    Some(match code {
        "file.upload_too_large" => {
            "The file is larger than 5 MiB, the limit for one import. Split it by year."
        }
        "file.too_slow" => {
            "The upload took longer than a minute. Split the file and upload the parts."
        }
        "file.too_large" => "The file is larger than 5 MiB. Split it and upload the parts.",
        "file.too_many_columns" => {
            "The first line has {columns} columns, which is too many. Upload a table of days."
        }
        "file.too_many_days" => {
            "The file covers more than {max} days, the limit for one import. Split it by year."
        }
        "file.too_many_repeats" => {
            "The rows of this file cover more than {max} days, counting repeated ones. Remove rows that repeat each other."
        }
        "file.too_many_types" => {
            "The file contains more than {max} types that you don’t have. Check that you chose the right column for the type."
        }
        "file.too_many_records" => {
            "The file has more than {max} rows, the limit for one import. Split it by year."
        }
        "file.too_much_text" => {
            "There is too much text for one import, including the entries it replaces. Split it by year."
        }
        _ => return None,
    })
}

/// Messages about what a preview needs, and about the state of its rows.
fn choices(code: &str) -> Option<&'static str> {
    Some(match code {
        "import.settings_done" => "Settings imported. Your days haven’t changed.",
        "import.only_settings" => {
            "This file contains only settings. Importing them overwrites yours, which you can’t undo. Your days don’t change."
        }
        "import.choices_missing" => "Nothing has been imported yet. Complete the choices below.",
        "import.moved" => {
            "Your choices or your days have changed since the preview. Check the new preview, then import."
        }
        "import.row_not_selected" => "not selected",
        "import.row_left_out" => "left out",
        "import.row_without_type" => "choose a type",
        "import.row_without_location" => "enter a location",
        "import.row_added" => "will be added",
        "import.row_replaced" => "will be replaced",
        "import.row_kept" => "already logged, kept",
        "import.row_same" => "already up to date",
        "import.row_repeated" => "already in another row",
        "import.row_fewer_hours" => "other types have more hours",
        "import.row_day_off" => "day off, left out",
        "import.row_days_off" => "off, left out",
        "import.nothing" => {
            "Nothing to import. Your days already match the file, or no row is selected."
        }
        "import.choice_missing" => "Choose a type.",
        "import.type_missing" => "The type is missing.",
        "import.half" => "The half day must be morning, afternoon, both, or blank.",
        "import.ends_early" => "The end is before the start.",
        "import.long_range" => "The range is longer than {max} days.",
        "import.twice_line" => "{day} is already on line {first}.",
        "import.twice_event" => "{day} is already in the event on line {first}.",
        "import.twice_entry" => "{day} is already in entry {first}.",
        "import.counts_differ" => {
            "For {rows}, the file gives a different number of days. Compare the results below."
        }
        _ => return None,
    })
}

/// Messages about the rows of tables.
fn tables(code: &str) -> Option<&'static str> {
    Some(match code {
        "import.open_quotation" => "The closing quotation mark is missing.",
        "import.order_missing" => "Choose whether the day or the month comes first.",
        "import.year_missing" => "Choose the year.",
        "mapping.date_missing" => "Choose the column with the date.",
        "mapping.type_missing" => "Choose the column with the type, or one type for all rows.",
        "table.half" => "“{text}” isn’t a part of the day, such as morning or afternoon.",
        "ics.half_of_which" => {
            "This event is marked as a half day but covers several days. Use one event per day."
        }
        "table.half_of_which" => {
            "This row covers several days, so it’s unclear which of them is a half day. Use one row per day."
        }
        "table.hours" => "“{text}” isn’t a number of hours. Write it as 7:30 or 7.5.",
        "table.hours_missing" => {
            "This row has a type but no hours. Enter its hours, or 0 to leave it out."
        }
        "table.off" => "Not imported, because its status is “{status}”.",
        "table.not_approved" => "not approved",
        "table.surplus" => {
            "This row has more cells than the header’s {columns}. Put text that contains a separator in quotation marks."
        }
        _ => return None,
    })
}

/// Messages about the events of calendars.
fn calendars(code: &str) -> Option<&'static str> {
    Some(match code {
        "ics.empty" => "This calendar contains no events.",
        "ics.cut_off" => "This event has no end (END:VEVENT). The file may be cut off.",
        "ics.too_large" => {
            "This event is larger than {max} KiB. If it contains a file, export it without attachments."
        }
        "ics.damaged" => "This event isn’t valid iCalendar (RFC 5545).",
        "ics.not_yearly" => {
            "This event repeats more often than yearly. Export its dates as single events."
        }
        "ics.rule" => {
            "The recurrence rule “{rule}” isn’t supported. Export its dates as single events."
        }
        "ics.rule_too_long" => {
            "The recurrence rule of this event is too long. Export its dates as single events."
        }
        "ics.too_many_repeats" => {
            "The repeated events of this calendar have too many dates. Choose fewer years."
        }
        "ics.all_free" => {
            "All events are marked as free, which is usual for public holidays, so free events start selected."
        }
        "ics.some_free" => {
            "Some events start unselected because they’re marked as free, and others aren’t."
        }
        "ics.year" => "Enter a year from 1970 to 2100, such as 2026.",
        "ics.years_reversed" => "Enter a year that isn’t before the first one.",
        "ics.observance" => "observance, not a day off",
        "ics.working_day" => "working day",
        "ics.free" => "marked as free",
        "ics.tentative" => "tentative",
        "ics.cancelled" => "This event is canceled, so it isn’t imported.",
        "ics.no_start" => "This event has no start (DTSTART).",
        "ics.duration" => "DURATION “{text}” isn’t a valid duration.",
        "ics.date" => "{name} “{text}” isn’t a valid date.",
        "ics.not_in_years" => "This repeated event has no date from {first} to {last}.",
        "ics.not_whole" => "This event covers neither a whole day nor half a day.",
        _ => return None,
    })
}

/// Messages about Worklog exports, and about the logs of the earlier service.
fn json(code: &str) -> Option<&'static str> {
    Some(match code {
        "json.not_ours" => "This JSON isn’t a Worklog export.",
        "json.cut_off" => "This JSON is incomplete: it ends on line {line}.",
        "json.syntax" => {
            "This isn’t valid JSON: there’s an error on line {line}, character {column}."
        }
        "json.no_version" => "The version in this file is missing or isn’t a number.",
        "json.newer" => {
            "This file is from a newer version of Worklog. Export it as CSV there, and upload that."
        }
        "json.no_entries" => "The entries in this file are missing or aren’t a list.",
        "json.settings" => "The settings in this file aren’t valid.",
        "json.setting" => "The setting “{name}” in this file isn’t valid.",
        "json.entry" => "Entry {number}{place}: {why}",
        "json.no_entry" => "Not an object with date, parts, and notes.",
        "json.missing" => "Missing.",
        "json.no_text" => "Not a string.",
        "json.parts" => "The only parts are day, am, and pm.",
        "json.either" => "Use either day, or am, pm, or both.",
        "json.part" => "A part has a type and, optionally, a location.",
        "json.time" => "Not a valid time, such as 2026-11-18T08:30:00Z.",
        "flask.no_object" => "This is not an object.",
        "flask.no_list" => "This is not a list.",
        "flask.no_type" => "“{name}” is not a type.",
        "flask.location_missing" => "The location is missing.",
        "flask.notes_control" => "Control characters in the notes became spaces.",
        "flask.notes_cut" => "The end of the notes was cut off after {max} characters.",
        "flask.location_cut" => "The end of the location was cut off after {max} characters.",
        "flask.same_name" => "{name} is already imported as {username}.",
        "flask.taken" => "Worklog already has an account named {username}.",
        "flask.more_entries" => "{count} more {entries}",
        "flask.changed_day" => "This day was changed in Worklog, so the change is kept.",
        _ => return None,
    })
}
