//! Tests imports at their edges: free events, invalid years, files with only settings, and uploads
//! that are no longer stored.

use super::import_calendars::calendar;
use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    free_events_start_unchecked_only_beside_busy_ones,
    invalid_years_are_reported_at_their_fields,
    a_file_with_only_settings_says_so,
    an_upload_that_is_no_longer_stored_says_why,
}

/// The name of the calendars.
const NAME: &str = "X-WR-CALNAME:Holidays";

async fn free_events_start_unchecked_only_beside_busy_ones(server: Server) {
    let ada = server.sign_up("ada").await;
    let free = [16, 17, 18].map(|day| {
        format!("DTSTART;VALUE=DATE:202611{day}\r\nSUMMARY:Day {day}\r\nTRANSP:TRANSPARENT")
    });
    let mut events = free.each_ref().map(String::as_str).to_vec();
    let page = ada.page(&ada.import(&calendar(NAME, &events)).await).await;
    assert_eq!(page.values("#rows input[checked]"), ["0", "1", "2"]);
    page.assert_text("#rows-hint", "All events are marked as free");
    assert_eq!(page.text("#confirm"), "Import 3 days");
    events.push("DTSTART;VALUE=DATE:20261119\r\nSUMMARY:Busy\r\nTRANSP:OPAQUE");
    let page = ada.page(&ada.import(&calendar(NAME, &events)).await).await;
    assert_eq!(page.values("#rows input[checked]"), ["3"]);
    page.assert_text("#rows-hint", "Some events start unselected because they’re marked as free");
    let outcome = "#rows tbody td:nth-child(3)";
    let left_out = "not selected, marked as free";
    assert_eq!(page.lines(outcome), [left_out, left_out, left_out, "will be added"]);
    let all = [&page.hidden("#review")[..], &[("select", "all")]].concat();
    let page = ada.preview("/import", &all).await;
    let added = "will be added, marked as free";
    assert_eq!(page.lines(outcome), [added, added, added, "will be added"]);
    assert_eq!(page.text("#confirm"), "Import 4 days");
    ada.submit("/import", &[&page.unchanged("#review")[..], &[("confirm", "yes")]].concat()).await;
    assert_eq!(ada.type_of("2026-11-16").await, "holiday");
}

async fn invalid_years_are_reported_at_their_fields(server: Server) {
    let ada = server.sign_up("ada").await;
    let christmas = "DTSTART;VALUE=DATE:19701225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas";
    let page = ada.page(&ada.import(&calendar(NAME, &[christmas])).await).await;
    let upload = page.value("input[name=upload]");
    let upload = ("upload", &*upload);
    let form = [upload, ("first_year", "1969"), ("last_year", "soon")];
    let page = ada.submit_expecting("/import", &form, 422).await;
    assert_eq!(page.invalid(), ["first_year", "last_year"]);
    for (name, typed) in [("first_year", "1969"), ("last_year", "soon")] {
        page.field(name).assert_error("Enter a year from 1970 to 2100");
        assert_eq!(page.field(name).value(), typed);
    }
    let form = [upload, ("first_year", "2029"), ("last_year", "2028"), ("confirm", "yes")];
    let page = ada.submit_expecting("/import", &form, 422).await;
    assert_eq!(page.invalid(), ["last_year"]);
    page.field("last_year").assert_error("isn’t before the first");
    assert_eq!(
        (page.value("#first_year"), page.value("#last_year")),
        ("2029".into(), "2028".into())
    );
    let form = [upload, ("first_year", "2028"), ("last_year", "2028"), ("confirm", "yes")];
    ada.submit("/import", &form).await;
    assert_eq!(ada.type_of("2028-12-25").await, "holiday");
    assert_eq!(ada.type_of("2029-12-25").await, "", "the rejected years weren't imported");
}

async fn a_file_with_only_settings_says_so(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    for (zone, has_entries) in [("Europe/Oslo", false), ("Asia/Tokyo", true)] {
        ada.submit("/settings", &[("time_zone", zone), ("week_start", "sun")]).await;
        if has_entries {
            bob.log("2026-11-16", &[("type", "office")]).await;
        }
        let review = bob.import(&ada.page("/export.json").await.html).await;
        let page = bob.page(&review).await;
        assert_eq!(page.text(".lead"), "Settings, read as Worklog’s own JSON.", "{zone}");
        page.assert_text("#only-settings", "This file contains only settings.");
        assert_eq!(page.text("#confirm"), "Import settings");
        for absent in ["#sums", "[name=existing]", "#nothing", "[type=checkbox]"] {
            assert!(!page.has(absent), "{zone}: {absent}");
        }
        let done = bob.confirm_import(&review, &[]).await;
        assert_eq!(location(&done), "/settings/data?done=settings", "{zone}");
        let page = bob.page(location(&done)).await;
        assert_eq!(page.text(".notice"), "Settings imported. Your days haven’t changed.");
        assert_eq!(bob.page("/settings").await.texts("#time_zone [selected]"), [zone]);
    }
    assert_eq!(bob.type_of("2026-11-16").await, "office");
}

async fn an_upload_that_is_no_longer_stored_says_why(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = "Date,Type\n2026-11-16,Office\n";
    let first = ada.import(table).await;
    for _ in 0..4 {
        ada.import(table).await;
    }
    let response = ada.get(&first).await;
    assert_eq!(response.status(), 404);
    let page = Page::from_response(response).await;
    page.field("file").assert_error("Worklog keeps your last 4 uploads for up to an hour");
}
