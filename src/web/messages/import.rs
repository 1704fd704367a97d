//! Files that are imported, and the logs of the earlier service.

pub(super) fn template(code: &str) -> Option<&'static str> {
    file(code).or_else(|| tables(code)).or_else(|| calendars(code)).or_else(|| json(code))
}

/// Files that can't be read, or are too large.
fn file(code: &str) -> Option<&'static str> {
    Some(match code {
        "file.missing" => "Choose a file, or paste its text.",
        "file.empty" => "The file is empty.",
        "file.gone" => {
            "This file is no longer kept: an hour has passed, or it was imported. Send it again."
        }
        "file.upload_too_large" => {
            "The file is larger than 5 MiB, the most that one import takes. Split it by year."
        }
        "file.too_slow" => "Uploading the file took longer than a minute. Upload it in parts.",
        "file.damaged_workbook" => {
            "This file isn’t an XLSX workbook, or is damaged. Open it in a spreadsheet, save it as XLSX or CSV, and upload that."
        }
        "file.unpacked_too_large" => {
            "This workbook is too large: up to 64 MiB unpacked. Save the sheet as CSV, and upload that."
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
            "This is a picture. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.no_text" => {
            "This isn’t a text file, or is UTF-16 without a byte order mark. Upload a table (CSV or XLSX), Worklog’s JSON, or a calendar (.ics)."
        }
        "file.too_large" => "The file is too large: 5 MiB at most. Send it in parts.",
        "file.unknown_header" => "This file isn’t a table with a header and rows.",
        "file.too_many_columns" => "The first line has {columns} columns. Is it a table of days?",
        "file.too_many_days" => {
            "The file covers more than {max} days, the most that one import takes. Split it by year."
        }
        "file.too_many_types" => {
            "The file contains more than {max} names that aren’t your types. Check that you chose the column with the type."
        }
        "file.too_many_records" => {
            "The file has more than {max} rows, the most that one import takes. Split it by year."
        }
        "file.too_much_text" => {
            "There is too much text for one import, with what it replaces. Split the file by year."
        }
        _ => return None,
    })
}

/// Rows of tables.
fn tables(code: &str) -> Option<&'static str> {
    Some(match code {
        "import.only_settings" => {
            "The settings of the file are taken over. All days were as in it already."
        }
        "import.choices_missing" => "Nothing was imported yet. Complete the choices below.",
        "import.moved" => {
            "Your choices or your days have changed since the preview. Check the numbers, then import."
        }
        "import.row_left_out" => "not selected",
        "import.row_without_type" => "choose a type",
        "import.row_added" => "will be added",
        "import.row_replaced" => "will be replaced",
        "import.row_kept" => "already logged, kept",
        "import.row_same" => "up to date",
        "import.row_day_off" => "day off, left out",
        "import.row_days_off" => "off, left out",
        "import.row_not_understood" => "not understood, see below",
        "import.nothing" => {
            "Nothing to import. Your days already match the file, or no row is selected."
        }
        "import.choice_missing" => "Choose a type.",
        "import.type_missing" => "The type is missing.",
        "import.half" => "Half is morning, afternoon, both, or empty.",
        "import.ends_early" => "It ends before it starts.",
        "import.long_range" => "It covers more than {max} days.",
        "import.twice_line" => "{day} is already in line {first}.",
        "import.twice_event" => "{day} is already in the event at line {first}.",
        "import.twice_entry" => "{day} is already in entry {first}.",
        "import.open_quotation" => "A quotation mark is opened here and never closed.",
        "import.order_missing" => "Choose which number is the day.",
        "mapping.date_missing" => "Choose the column with the date.",
        "mapping.type_missing" => "Choose the column with the type, or one type for all rows.",
        "table.half" => "“{text}” isn’t a part of the day.",
        "table.half_of_which" => "Half of which of these days? Use a row for each.",
        "table.hours" => "“{text}” isn’t a number of hours. Write it as 7:30 or 7.5.",
        "table.off" => "Left out: its status is “{status}”.",
        "table.surplus" => {
            "This row has more than the header’s {columns} columns. Put text that contains a separator in quotation marks."
        }
        _ => return None,
    })
}

/// Events of calendars.
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
        "ics.rule" => "The repetition “{rule}” isn’t supported. Export its dates as single events.",
        "ics.rule_too_long" => {
            "The repetition of this event is too long. Export its dates as single events."
        }
        "ics.too_many_repeats" => {
            "The repeated events of this calendar have too many dates. Choose fewer years."
        }
        "ics.observance" => "observance, not a day off",
        "ics.working_day" => "working day",
        "ics.free" => "marked as free",
        "ics.tentative" => "tentative",
        "ics.cancelled" => "This event is canceled, so it isn’t imported.",
        "ics.no_start" => "It has no start (DTSTART).",
        "ics.duration" => "DURATION “{text}” isn’t a valid duration.",
        "ics.date" => "{name} “{text}” isn’t a valid date.",
        "ics.not_whole" => "Its times cover neither a whole day nor half a day.",
        _ => return None,
    })
}

/// Exports of Worklog and logs of the earlier service.
fn json(code: &str) -> Option<&'static str> {
    Some(match code {
        "json.not_ours" => "This JSON is not one that Worklog wrote.",
        "json.cut_off" => "This JSON ends too early: it is cut off in line {line}.",
        "json.syntax" => "This is no JSON: line {line} goes wrong at character {column}.",
        "json.no_version" => "The version in this file is missing or no number.",
        "json.newer" => "A newer Worklog wrote this file. Take it in there, or send a CSV file.",
        "json.no_entries" => "The entries in this file are missing or no list.",
        "json.settings" => "The settings in this file are none that Worklog wrote.",
        "json.setting" => "The setting “{name}” in this file is none that Worklog wrote.",
        "json.entry" => "Entry {number}{place}: {why}",
        "json.no_entry" => "It is no entry with date, parts and notes.",
        "json.missing" => "It is missing.",
        "json.no_text" => "It is no text.",
        "json.parts" => "It has the parts day, am and pm.",
        "json.either" => "It is either day, or am, pm or both.",
        "json.part" => "It has a type and maybe a location.",
        "json.time" => "It is not a valid time, such as 2026-11-18T08:30:00Z.",
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
