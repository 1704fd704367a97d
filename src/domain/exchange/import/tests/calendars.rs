//! Tests importing calendars.

use super::*;
use crate::domain::days::schedule::Schedule;
use crate::domain::days::week::Weekdays;

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
}

/// Returns a calendar of public holidays.
pub(super) fn holidays(events: &[&str]) -> String {
    calendar("X-WR-CALNAME:Holidays in Germany", events)
}

fn calendar(head: &str, events: &[&str]) -> String {
    let events: String = events.iter().map(|lines| event(lines)).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}\r\n{events}END:VCALENDAR\r\n")
}

fn choose(file_type: &str) -> Choices {
    let choice = TypeChoice::MapTo(file_type.parse().unwrap());
    Choices { types: [(FILE_TYPE.to_owned(), choice)].into(), ..Choices::default() }
}

/// Returns the reasons of the rows that start unchecked.
fn unchecked(text: &str) -> Vec<(String, &'static str)> {
    let reading = read(text.as_bytes(), &Settings::default(), &Choices::default());
    let rows = reading.rows.iter();
    rows.filter_map(|row| Some((row.notes.to_string(), row.unchecked?.code()))).collect()
}

#[test]
fn reads_calendars_of_other_programs() {
    let text = holidays(&[
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:Christmas\\, day",
        "DTSTART;VALUE=DATE:20260101\r\nDURATION:P1D\r\nSUMMARY:New\r\n  Year",
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Also",
        "DTSTART;TZID=Asia/Tokyo:20260503T000000\r\nDTEND;TZID=Asia/Tokyo:20260506T000000\r\nSUMMARY:Golden week",
        "DTSTART:20260430T220000Z\r\nDTEND:20260501T220000Z\r\nSUMMARY:Labour\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM",
        "DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Every day",
        "DTSTART:20260602T090000\r\nDTEND:20260602T100000\r\nSUMMARY:Meeting",
        "SUMMARY:No date",
        "DTSTART;VALUE=DATE:18990101\r\nSUMMARY:Too early",
        "DTSTART;VALUE=DATE:20261224\r\nSTATUS:CANCELLED\r\nSUMMARY:Party",
    ]);
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(
        describe(&resolved),
        [
            "2026-01-01 holiday (New Year)",
            "2026-05-01 holiday (Labour)",
            "2026-05-04 holiday (Golden week)",
            "2026-05-05 holiday (Golden week)",
            "2026-12-25 holiday (Christmas, day / Also)",
        ]
    );
    assert_eq!(resolved.row_error_count, 5);
    let errors = row_errors(&resolved);
    let errors: Vec<_> = errors.iter().map(|(_, text, code)| (*text, *code)).collect();
    assert_eq!(
        errors,
        [
            ("Every day", "ics.frequency"),
            ("Meeting", "ics.not_whole"),
            ("BEGIN:VEVENT", "ics.no_start"),
            ("Too early", "date.out_of_range"),
            ("Party", "ics.cancelled"),
        ]
    );
}

/// In 2026, 3 October is a Saturday and 1 November a Sunday.
#[test]
fn holidays_on_days_off_are_left_out() {
    let text = holidays(
        &["1003", "1101", "1225"]
            .map(|day| format!("DTSTART;VALUE=DATE:2026{day}"))
            .each_ref()
            .map(String::as_str),
    );
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-12-25 holiday"]);
    assert_eq!((resolved.free_days, resolved.row_error_count), (2, 0));
    let working_days = Weekdays::parse(["tue", "sat"]).unwrap();
    let schedules = Schedule { working_days, ..Schedule::default() }.into();
    let saturdays = Settings { schedules, ..Settings::default() };
    let reading = read(text.as_bytes(), &saturdays, &Choices::default());
    let resolved = resolve_rows(&reading, &saturdays, &Choices::default()).unwrap();
    assert_eq!(describe(&resolved), ["2026-10-03 holiday"]);
    assert_eq!(resolved.free_days, 2);
}

#[test]
fn deeply_nested_and_unterminated_events_are_rejected() {
    let deep = "BEGIN:X\n".repeat(100_000);
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{deep}END:VEVENT\nBEGIN:VEVENT\nDTSTART:2026");
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!((resolved.days.len(), resolved.row_error_count), (0, 2));
}

#[test]
fn other_calendars_ask_what_their_events_are() {
    let text = calendar(
        "X-WR-CALNAME:Ada",
        &[
            "DTSTART;VALUE=DATE:20260302\r\nSUMMARY:Rome",
            "DTSTART;VALUE=DATE:20260303\r\nSUMMARY:Urlaub",
            "DTSTART;VALUE=DATE:20260304\r\nSUMMARY:Vacation (half day)",
            "DTSTART;VALUE=DATE:20260307\r\nSUMMARY:Sick",
        ],
    );
    let resolved = resolve_text(&text, &Choices::default());
    let known = ["2026-03-03 vacation", "2026-03-04 vacation, morning", "2026-03-07 sick"];
    assert_eq!(describe(&resolved), known);
    assert_eq!(resolved.waiting, 1);
    let file_type = resolved.file_type.as_ref().unwrap();
    assert_eq!((file_type.name.as_str(), file_type.rows, &file_type.choice), ("", 1, &None));
    let names: Vec<&str> = resolved.known.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["Urlaub", "Vacation", "Sick"]);
    let resolved = resolve_text(&text, &choose("vacation"));
    assert_eq!(describe(&resolved)[0], "2026-03-02 vacation (Rome)");
    assert_eq!(resolved.waiting, 0);
}

#[test]
fn known_names_can_be_mapped_to_other_types() {
    let text = "Date,State\n2026-03-02,Office\n2026-03-03,Urlaub\n";
    let choice = TypeChoice::MapTo("sick".parse().unwrap());
    let choices = Choices { types: [("urlaub".to_owned(), choice)].into(), ..Choices::default() };
    assert_eq!(describe(&resolve_text(text, &choices)), ["2026-03-02 office", "2026-03-03 sick"]);
    let choices =
        Choices { types: [("office".to_owned(), TypeChoice::Skip)].into(), ..Choices::default() };
    let resolved = resolve_text(text, &choices);
    assert_eq!(
        (describe(&resolved), resolved.left_out),
        (vec!["2026-03-03 vacation".to_owned()], 1)
    );
}

#[test]
fn half_day_events_become_half_days() {
    let text = holidays(&[
        "DTSTART:20261224T120000\r\nDTEND:20261225T000000\r\nSUMMARY:Christmas Eve",
        "DTSTART:20261231T080000\r\nDTEND:20261231T120000\r\nSUMMARY:New Year’s Eve",
        "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Epiphany (half day)",
        "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260305\r\nSUMMARY:Holiday (half day)",
    ]);
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(resolved.row_errors[0].problem.code, "ics.half_of_which");
    assert_eq!(
        describe(&resolved),
        [
            "2026-01-07 holiday, morning (Epiphany (half day))",
            "2026-12-24 holiday, afternoon (Christmas Eve)",
            "2026-12-31 holiday, morning (New Year’s Eve)",
        ]
    );
}

#[test]
fn events_that_are_probably_no_days_off_start_unchecked() {
    let google = |summary: &str, description: &str| {
        format!(
            "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:{summary}\r\nDESCRIPTION:{description}\r\nTRANSP:TRANSPARENT"
        )
    };
    let text = calendar(
        "X-WR-CALNAME:Feiertage in Deutschland",
        &[
            &google("Heilige Drei Könige", "Public holiday"),
            &google(
                "Valentinstag",
                "Observance\\nTo hide observances, go to Google Calendar Settings",
            ),
            &google("春节 补班", "Public holiday"),
            "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Special Working Day\r\nTRANSP:TRANSPARENT",
            "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Maybe\r\nSTATUS:TENTATIVE\r\nTRANSP:TRANSPARENT",
        ],
    );
    let expected = [
        ("Valentinstag", "ics.observance"),
        ("春节 补班", "ics.working_day"),
        ("Special Working Day", "ics.working_day"),
        ("Maybe", "ics.tentative"),
    ];
    assert_eq!(unchecked(&text), expected.map(|(name, code)| (name.to_owned(), code)));
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-01-06 holiday (Heilige Drei Könige)"]);
    assert_eq!(resolved.left_out, 4);
}

/// Calendars of holidays mark all events as free, so that alone says nothing.
#[test]
fn free_events_start_unchecked_if_others_are_busy() {
    let free = "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:Free\r\nTRANSP:TRANSPARENT";
    let busy = "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Busy\r\nTRANSP:OPAQUE";
    let outlook =
        "DTSTART;VALUE=DATE:20260108\r\nSUMMARY:Outlook\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE";
    assert_eq!(unchecked(&holidays(&[free, free])), []);
    let mixed = unchecked(&holidays(&[free, busy, outlook]));
    assert_eq!(mixed, ["Free", "Outlook"].map(|name| (name.to_owned(), "ics.free")));
}

/// Google marks all-day events as free, and meetings as busy.
#[test]
fn all_day_events_are_only_compared_with_each_other() {
    let free = "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:Vacation\r\nTRANSP:TRANSPARENT";
    let meeting = "DTSTART:20260107T090000\r\nDTEND:20260107T091500\r\nSUMMARY:Standup";
    let morning = "DTSTART:20260108T080000\r\nDTEND:20260108T120000\r\nSUMMARY:Free\r\n\
                   TRANSP:TRANSPARENT";
    assert_eq!(unchecked(&holidays(&[free, meeting])), []);
    let timed = unchecked(&holidays(&[free, meeting, morning]));
    assert_eq!(timed, [("Free".to_owned(), "ics.free")]);
}

/// The other words stay as notes.
#[test]
fn events_whose_titles_contain_a_type_are_suggested() {
    let text = calendar(
        "X-WR-CALNAME:Ada",
        &[
            "DTSTART;VALUE=DATE:20260105\r\nSUMMARY:Vacation Lisbon",
            "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:Vacation",
            "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Out of office",
            "DTSTART;VALUE=DATE:20260108\r\nSUMMARY:Office day Berlin",
        ],
    );
    let resolved = resolve_text(&text, &choose("sick"));
    assert_eq!(
        describe(&resolved),
        [
            "2026-01-05 vacation (Vacation Lisbon)",
            "2026-01-06 vacation",
            "2026-01-07 sick (Out of office)",
            "2026-01-08 office (Office day Berlin)",
        ]
    );
    let names: Vec<&str> = resolved.unknown.iter().map(|found| &*found.name).collect();
    assert_eq!(names, ["Vacation Lisbon", "Office day Berlin"]);
    let holidays = holidays(&["DTSTART;VALUE=DATE:20260105\r\nSUMMARY:Vacation day"]);
    let resolved = resolve_text(&holidays, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-01-05 holiday (Vacation day)"]);
}

/// A canceled event isn't imported, so it doesn't decide about the others.
#[test]
fn canceled_events_are_neither_free_nor_busy() {
    let free = "DTSTART;VALUE=DATE:20260106\r\nSUMMARY:Free\r\nTRANSP:TRANSPARENT";
    let canceled = "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Gone\r\nSTATUS:CANCELLED";
    let busy = "DTSTART;VALUE=DATE:20260107\r\nSUMMARY:Busy";
    for (events, is_all_free, expected) in [
        (&[free, canceled][..], true, 0),
        (&[free, canceled, busy], false, 1),
        (&[busy], false, 0),
        (&[canceled], false, 0),
    ] {
        let text = holidays(events);
        assert_eq!(unchecked(&text).len(), expected, "{events:?}");
        let reading = read(text.as_bytes(), &Settings::default(), &Choices::default());
        assert_eq!(reading.is_all_free, is_all_free, "{events:?}");
    }
}

#[test]
fn excluded_rows_are_left_out_and_need_no_type() {
    let text = "Date,Type\n2026-03-02,Office\n2026-03-03,Strike\n2026-03-04,Sick\n";
    let exclude = |rows: &str| {
        let mut choices = Choices::default();
        choices.selection.exclude(&rows.parse().unwrap());
        let mut resolved = resolve_text(text, &choices);
        resolved.demand_choices();
        (describe(&resolved), resolved.left_out, resolved.waiting, resolved.has_errors())
    };
    let days = ["2026-03-02 office".to_owned(), "2026-03-04 sick".to_owned()];
    assert_eq!(exclude(""), (days.to_vec(), 0, 1, true));
    assert_eq!(exclude("1"), (days.to_vec(), 1, 0, false));
    assert_eq!(exclude("0-1"), (days[1..].to_vec(), 2, 0, false));
}
