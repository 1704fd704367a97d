//! Tests importing calendars: what their events are, which ones start unchecked, and the years of
//! repeated ones.

use super::feed::{create_feed, read};
use crate::support::server::{Server, location};

on_both_stores! {
    calendars_of_twenty_countries_are_imported,
    the_type_of_a_calendar_is_asked_for,
    unlikely_events_start_unchecked,
    all_day_events_are_selected_next_to_meetings,
    repeated_events_are_expanded_for_chosen_years,
    a_fold_inside_a_character_is_removed,
    a_feed_of_another_account_is_imported,
}

/// The calendars, each with its number of events and of working days. See `holidays/README.md`.
const CALENDARS: [(&str, &[u8], usize, usize); 20] = [
    ("at", include_bytes!("holidays/at.ics"), 13, 10),
    ("au", include_bytes!("holidays/au.ics"), 13, 9),
    ("br", include_bytes!("holidays/br.ics"), 10, 9),
    ("ca", include_bytes!("holidays/ca.ics"), 10, 9),
    ("ch", include_bytes!("holidays/ch.ics"), 9, 7),
    ("cn", include_bytes!("holidays/cn.ics"), 17, 19),
    ("cz", include_bytes!("holidays/cz.ics"), 14, 11),
    ("de", include_bytes!("holidays/de.ics"), 12, 9),
    ("es", include_bytes!("holidays/es.ics"), 8, 7),
    ("fr", include_bytes!("holidays/fr.ics"), 11, 9),
    ("gb", include_bytes!("holidays/gb.ics"), 9, 8),
    ("in", include_bytes!("holidays/in.ics"), 18, 15),
    ("it", include_bytes!("holidays/it.ics"), 14, 7),
    ("jp", include_bytes!("holidays/jp.ics"), 18, 17),
    ("nl", include_bytes!("holidays/nl.ics"), 10, 7),
    ("pl", include_bytes!("holidays/pl.ics"), 14, 8),
    ("pt", include_bytes!("holidays/pt.ics"), 13, 9),
    ("se", include_bytes!("holidays/se.ics"), 13, 7),
    ("th", include_bytes!("holidays/th.ics"), 26, 20),
    ("us", include_bytes!("holidays/us.ics"), 12, 11),
];

async fn calendars_of_twenty_countries_are_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    for (country, bytes, events, days) in CALENDARS {
        let response = ada.send_file("holidays.ics", bytes.to_vec()).await;
        let review = location(&response).to_owned();
        let page = ada.page(&review).await;
        let about = format!("{events} events, read as a calendar.");
        assert_eq!(page.text(".lead"), about, "{country}");
        assert_eq!(page.values("#file-type [selected]")[0], "holiday", "{country}");
        assert!(!page.has("#faults"), "{country}: {:?}", page.lines("#faults li"));
        assert!(!page.has("#rows input:not([checked])"), "{country}");
        assert_eq!(page.lines("#year-totals tbody tr"), [format!("2026 H Holiday {days}")]);
        assert_eq!(page.text("#confirm"), format!("Import {days} days"), "{country}");
        let done = ada.confirm_import(&review, &[]).await;
        assert_eq!(done.status(), 303, "{country}");
        let first = page.texts("#rows tbody th").remove(0);
        let day = first.split(" to ").next().unwrap();
        let day = chrono::NaiveDate::parse_from_str(day, "%a, %d %b %Y").unwrap().to_string();
        assert_eq!(ada.type_of(&day).await, "holiday", "{country}: {first}");
        ada.submit(&format!("{}/undo", location(&done)), &[]).await;
    }
}

/// Returns a calendar with a property and events.
pub(super) fn calendar(head: &str, events: &[&str]) -> String {
    let event = |lines: &&str| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{head}\r\n{events}END:VCALENDAR\r\n")
}

async fn the_type_of_a_calendar_is_asked_for(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = calendar(
        "X-WR-CALNAME:Ada",
        &[
            "DTSTART;VALUE=DATE:20261116\r\nSUMMARY:Rome",
            "DTSTART;VALUE=DATE:20261117\r\nSUMMARY:Urlaub",
            "DTSTART:20261118T080000\r\nDTEND:20261118T120000\r\nSUMMARY:Sick",
        ],
    );
    let review = ada.import(&text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["2 days will be added", "1 event needs your input"]);
    assert_eq!(page.lines("#file-type label")[0], "Import as 1 event");
    assert_eq!(page.values("#file-type [name=key]"), ["*file*"]);
    assert_eq!(page.values(".known [name=key]"), ["urlaub", "sick"]);
    assert_eq!(page.values(".known [selected]"), ["vacation", "work", "sick", "work"]);
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 422, "no type was chosen");
    let choice = [("key", "*file*"), ("type", "vacation"), ("key", "urlaub"), ("type", "office")];
    let upload = page.value("input[name=upload]");
    let page = ada.preview("/import", &[&[("upload", &*upload)], &choice[..]].concat()).await;
    let totals = ["2026 O Office 1", "2026 S Sick 0.5", "2026 V Vacation 1"];
    assert_eq!(page.lines("#year-totals tbody tr"), totals);
    assert_eq!(ada.confirm_import(&review, &choice).await.status(), 409, "not what was shown");
    let mark = page.value("input[name=mark]");
    let yes = [("upload", &*upload), ("mark", &mark), ("confirm", "yes")];
    ada.submit("/import", &[&yes[..], &choice].concat()).await;
    assert_eq!(ada.type_of("2026-11-16").await, "vacation");
    assert_eq!(ada.page("/day/2026-11-16").await.texts("#day textarea"), ["Rome"]);
    assert_eq!(ada.type_of("2026-11-17").await, "office");
    let row = ada.page("/export.csv?year=2026").await.html;
    assert!(row.contains("2026-11-18,Sick,,morning"), "{row}");
}

async fn unlikely_events_start_unchecked(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = calendar(
        "X-WR-CALNAME:Holidays",
        &[
            "DTSTART;VALUE=DATE:20261116\r\nSUMMARY:Repentance\r\nDESCRIPTION:Public holiday",
            "DTSTART;VALUE=DATE:20261117\r\nSUMMARY:Cat day\r\nDESCRIPTION:Observance\\nHide it",
            "DTSTART;VALUE=DATE:20261118\r\nSUMMARY:国庆节 补班",
            "DTSTART;VALUE=DATE:20261119\r\nSUMMARY:Free\r\nTRANSP:TRANSPARENT",
            "DTSTART;VALUE=DATE:20261120\r\nSUMMARY:Perhaps\r\nSTATUS:TENTATIVE",
            "DTSTART;VALUE=DATE:20261123\r\nSUMMARY:Gone\r\nSTATUS:CANCELLED",
        ],
    );
    let review = ada.import(&text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.values("#rows input[checked]"), ["0"]);
    assert_eq!(
        page.lines("#rows tbody td:nth-child(3)"),
        [
            "will be added",
            "not selected, observance, not a day off",
            "not selected, working day",
            "not selected, marked as free",
            "not selected, tentative",
        ]
    );
    assert_eq!(page.texts("#faults li code"), ["Gone"]);
    page.assert_text("#faults li p", "canceled");
    assert_eq!(page.text("#confirm"), "Import 1 day");
    let upload = page.value("input[name=upload]");
    let all = ada.preview("/import", &[("upload", &*upload), ("select", "all")]).await;
    assert_eq!(all.text("#confirm"), "Import 5 days");
    let form = [&all.hidden("#review")[..], &[("select", "suggested")]].concat();
    let suggested = ada.preview("/import", &form).await;
    assert_eq!(suggested.values("#rows input[checked]"), ["0"]);
}

/// Google marks all-day events as free, and a meeting as busy.
async fn all_day_events_are_selected_next_to_meetings(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = calendar(
        "X-WR-CALNAME:Ada",
        &[
            "DTSTART;VALUE=DATE:20261116\r\nSUMMARY:Vacation\r\nTRANSP:TRANSPARENT",
            "DTSTART;VALUE=DATE:20261102\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2\r\nSUMMARY:Home\r\n\
             TRANSP:TRANSPARENT",
            "DTSTART:20261118T090000\r\nDTEND:20261118T091500\r\nSUMMARY:Standup",
        ],
    );
    let page = ada.page(&ada.import(&text).await).await;
    assert_eq!(
        page.lines("#rows tbody th"),
        ["Mon, 2 Nov 2026", "Mon, 9 Nov 2026", "Mon, 16 Nov 2026"]
    );
    assert_eq!(page.count("#rows input[checked]"), 3);
    assert_eq!(page.text("#confirm"), "Import 3 days");
    assert!(!page.has("#file-type"), "no event needs a type");
    assert_eq!(page.texts("#rows-name"), ["Events 3 of 3 selected"]);
    assert_eq!(page.count("#rows thead th"), 3, "no line numbers");
    assert_eq!(page.count("#faults b"), 0, "no line numbers");
}

async fn repeated_events_are_expanded_for_chosen_years(server: Server) {
    let ada = server.sign_up("ada").await;
    let christmas = "DTSTART;VALUE=DATE:19701225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas";
    let endless = "DTSTART;VALUE=DATE:19700101\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Tick";
    let review = ada.import(&calendar("NAME:Holidays", &[christmas, endless])).await;
    let page = ada.page(&review).await;
    let this_year = page.value("#first_year");
    assert_eq!(page.value("#last_year"), this_year);
    assert_eq!(page.texts("#faults li code"), ["Tick"]);
    let upload = page.value("input[name=upload]");
    let form = [("upload", &*upload), ("first_year", "2028"), ("last_year", "2029")];
    let page = ada.preview("/import", &form).await;
    assert_eq!(page.texts("#rows tbody th"), ["Mon, 25 Dec 2028"]);
    assert_eq!(page.lines(".pages button"), ["2028 1 of 1", "2029 1 of 1"]);
    assert_eq!(page.values("#last_year"), ["2029"]);
    let form = [&page.hidden("#review")[..], &form[1..], &[("go", "2029")]].concat();
    let kept = page.value("[name=shown]");
    let page = ada.preview("/import", &form).await;
    assert_eq!(page.texts("#rows tbody th"), ["Tue, 25 Dec 2029"]);
    assert_eq!(page.value("[name=excluded]"), kept, "the unchecked row of 2028");
}

async fn a_fold_inside_a_character_is_removed(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = calendar("NAME:Holidays", &["DTSTART:20261116\r\nSUMMARY:Fête nationale"]);
    let at = text.find('ê').unwrap() + 1;
    let bytes = [&text.as_bytes()[..at], b"\r\n ", &text.as_bytes()[at..]].concat();
    let response = ada.send_file("x.ics", bytes).await;
    let page = ada.page(location(&response)).await;
    assert_eq!(page.texts("#rows .noted"), ["Fête nationale"]);
}

async fn a_feed_of_another_account_is_imported(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    ada.log("2026-11-07", &[("type", "holiday"), ("notes", "A Saturday")]).await;
    ada.log("2026-11-16", &[("type", "remote"), ("location", "Café, 2"), ("notes", "a\nb")]).await;
    let halves = [("half", "on"), ("type", "office"), ("pm_type", "vacation")];
    ada.log("2026-11-17", &halves).await;
    let file = read(&server, &create_feed(&ada, "Mine", "notes").await).await;
    let review = bob.import(&file).await;
    let page = bob.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["3 days will be added"]);
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    let rows = |csv: String| csv.lines().map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs) = (ada.page("/export.csv").await, bob.page("/export.csv").await);
    assert_eq!(rows(theirs.html), rows(ours.html));
}
