//! Tests the review of an import: the checkboxes of rows, the types of names, and the totals.

use std::fmt::Write as _;

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    each_row_can_be_excluded,
    the_halves_of_a_record_share_a_checkbox,
    many_rows_are_selected_at_once,
    every_name_can_be_mapped,
    totals_are_shown_by_year_and_type,
    totals_leave_out_days_that_are_kept,
    a_row_that_another_row_repeats_says_so,
    rows_of_a_name_that_is_left_out_are_not_selected,
    time_entries_show_their_hours,
    rows_without_a_location_wait_for_one,
    only_what_was_shown_is_imported,
    every_row_of_a_large_file_can_be_reached,
    choices_of_a_large_file_are_kept,
}

const TABLE: &str = "Date,Type,Location\n2025-11-17,Office,\n2025-11-18,Remote,Home\n\
                     2026-11-16,Office,\n2026-11-17,Vacation,\n";

/// Returns the fields of a review as a browser submits them, without some of the checked rows.
fn form<'p>(page: &'p Page, unchecked: &[&str]) -> Vec<(&'p str, &'p str)> {
    let mut fields = page.unchanged("#review");
    fields.retain(|(name, value)| *name != "row" || !unchecked.contains(value));
    fields
}

/// Submits the review with a button.
async fn press(ada: &Browser, page: &Page, unchecked: &[&str], button: (&str, &str)) -> Page {
    let fields = [&form(page, unchecked)[..], &[button]].concat();
    ada.preview("/import", &fields).await
}

async fn each_row_can_be_excluded(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(&ada.import(TABLE).await).await;
    assert_eq!(page.texts("#rows tbody th"), ["Mon, 17 Nov 2025", "Tue, 18 Nov 2025"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 4 of 4 selected"]);
    assert_eq!(page.lines(".pages button"), ["2025 2 of 2", "2026 2 of 2"]);
    let page = press(&ada, &page, &["1"], ("again", "")).await;
    assert_eq!(page.lines("#sums li"), ["3 days will be added", "1 row left out"]);
    assert_eq!(page.values("#rows input[checked]"), ["0"]);
    assert_eq!(page.lines("#rows tbody td:nth-child(3)"), ["will be added", "not selected"]);
    let page = press(&ada, &page, &[], ("go", "2026")).await;
    assert_eq!(page.texts("#rows tbody th"), ["Mon, 16 Nov 2026", "Tue, 17 Nov 2026"]);
    assert_eq!(page.lines(".pages button"), ["2025 1 of 2", "2026 2 of 2"]);
    assert_eq!(page.lines(".pages [aria-current]"), ["2026 2 of 2"]);
    let page = press(&ada, &page, &["2"], ("again", "")).await;
    assert_eq!(page.text("#confirm"), "Import 2 days");
    let fields = [&form(&page, &[])[..], &[("confirm", "yes")]].concat();
    let change = ada.submit("/import", &fields).await;
    for (day, slug) in [
        ("2025-11-17", "office"),
        ("2025-11-18", ""),
        ("2026-11-16", ""),
        ("2026-11-17", "vacation"),
    ] {
        assert_eq!(ada.type_of(day).await, slug, "{day}");
    }
    assert_eq!(ada.submit("/import", &fields).await, change, "confirming again changes nothing");
}

async fn the_halves_of_a_record_share_a_checkbox(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = "Date,Type,Location,Half,Afternoon type\n2026-11-16,Office,,both,Vacation\n\
                 2026-11-17,Office,,,\n";
    let page = ada.page(&ada.import(table).await).await;
    assert_eq!(page.count("#rows tbody tr"), 3);
    assert_eq!(page.values("#rows input[name=row]"), ["0", "1"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 2 of 2 selected"]);
    let page = press(&ada, &page, &["0"], ("again", "")).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "2 rows left out"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 1 of 2 selected"]);
    let fields = [&form(&page, &[])[..], &[("confirm", "yes")]].concat();
    ada.submit("/import", &fields).await;
    for (day, slug) in [("2026-11-16", ""), ("2026-11-17", "office")] {
        assert_eq!(ada.type_of(day).await, slug, "{day}");
    }
}

async fn many_rows_are_selected_at_once(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(&ada.import(TABLE).await).await;
    let page = press(&ada, &page, &[], ("select", "none")).await;
    assert_eq!(page.lines("#sums li"), ["0 days will be added", "4 rows left out"]);
    assert!(!page.has("#confirm") && !page.has("#rows input[checked]"));
    let page = press(&ada, &page, &[], ("select", "year-all")).await;
    assert_eq!(page.lines(".pages button"), ["2025 2 of 2", "2026 0 of 2"]);
    assert_eq!(page.text("#confirm"), "Import 2 days");
    let page = press(&ada, &page, &[], ("select", "all")).await;
    assert_eq!(page.text("#confirm"), "Import 4 days");
    let page = press(&ada, &page, &[], ("go", "2026")).await;
    let page = press(&ada, &page, &[], ("select", "year-none")).await;
    assert_eq!(page.lines(".pages button"), ["2025 2 of 2", "2026 0 of 2"]);
    assert!(!page.has("[value=suggested]"), "no row starts unchecked");
}

async fn every_name_can_be_mapped(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(TABLE).await;
    let page = ada.page(&review).await;
    assert_eq!(page.values(".known [name=key]"), ["office", "remote", "vacation"]);
    assert_eq!(page.lines(".known .ask label:first-child")[0], "“Office” 2 rows");
    assert_eq!(
        page.values(".known select[name=type] [selected]"),
        ["office", "remote", "vacation"]
    );
    let upload = page.value("input[name=upload]");
    let choices = [
        ("upload", &*upload),
        ("key", "office"),
        ("type", "sick"),
        ("label", "Office"),
        ("kind", "work"),
        ("key", "vacation"),
        ("type", "out"),
    ];
    let page = ada.preview("/import", &choices).await;
    assert_eq!(page.lines("#sums li"), ["3 days will be added", "1 row left out"]);
    let mark = page.value("input[name=mark]");
    let yes = [&choices[..], &[("mark", &mark), ("confirm", "yes")]].concat();
    ada.submit("/import", &yes).await;
    assert_eq!(ada.type_of("2025-11-17").await, "sick");
    assert_eq!(ada.type_of("2026-11-17").await, "");
}

async fn totals_are_shown_by_year_and_type(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = format!("{TABLE}2026-11-18,Vacation,\n");
    let page = ada.page(&ada.import(&text).await).await;
    let totals = ["2025 O Office 1", "2025 R Remote 1", "2026 O Office 1", "2026 V Vacation 2"];
    assert_eq!(page.lines("#year-totals tbody tr"), totals);
    let page = press(&ada, &page, &["0"], ("again", "")).await;
    assert_eq!(page.lines("#year-totals tbody tr"), &totals[1..]);
}

async fn totals_leave_out_days_that_are_kept(server: Server) {
    let ada = server.sign_up("ada").await;
    let office = "Date,Type\n2026-01-05,Office\n2026-01-06,Office\n";
    let logged = ada.import(office).await;
    assert_eq!(ada.confirm_import(&logged, &[]).await.status(), 303);
    let vacation = "Date,Type\n2026-01-05,Vacation\n2026-01-06,Vacation\n2026-01-07,Vacation\n";
    let page = ada.page(&ada.import(vacation).await).await;
    let sums = ["1 day will be added", "2 conflicts, logged days kept"];
    assert_eq!(page.lines("#sums li"), sums);
    assert_eq!(page.lines("#year-totals tbody tr"), ["2026 V Vacation 1"]);
    let page = press(&ada, &page, &[], ("existing", "replace")).await;
    assert_eq!(page.lines("#year-totals tbody tr"), ["2026 V Vacation 3"]);
    let page = ada.page(&ada.import(office).await).await;
    assert!(!page.has("#year-totals"), "all days are up to date");
}

async fn a_row_that_another_row_repeats_says_so(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,Type\n2026-01-05,Office\n2026-01-05,Sick\n2026-01-06,Sick\n";
    let page = ada.page(&ada.import(text).await).await;
    let results = ["will be added", "already in another row", "will be added"];
    assert_eq!(page.lines("#rows tbody td:nth-child(3)"), results);
    page.assert_text("#faults", "2026-01-05 is already on line 2.");
}

async fn rows_of_a_name_that_is_left_out_are_not_selected(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,Type\n2026-01-05,Office\n2026-01-06,Strike\n2026-01-07,Office\n";
    let page = ada.page(&ada.import(text).await).await;
    let result = "#rows tbody td:nth-child(3)";
    assert_eq!(page.lines(result), ["will be added", "choose a type", "will be added"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 3 of 3 selected"]);
    let fields = form(&page, &[]);
    let keys = fields.iter().filter(|(name, _)| *name == "key");
    let types: Vec<_> = keys
        .map(|(_, key)| if *key == "strike" { ("type", "out") } else { ("type", "office") })
        .collect();
    let page = ada.preview("/import", &[&fields[..], &types].concat()).await;
    assert_eq!(page.lines(result), ["will be added", "left out", "will be added"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 2 of 3 selected"]);
    assert_eq!(page.values("#rows input[checked]"), ["0", "2"]);
    assert_eq!(page.values("#rows input[disabled]"), ["1"]);
    // With a type again, the row is selected as before.
    let page = press(&ada, &page, &[], ("again", "")).await;
    assert_eq!(page.lines(result), ["will be added", "choose a type", "will be added"]);
    assert_eq!(page.lines("#rows-name"), ["Rows 3 of 3 selected"]);
}

async fn time_entries_show_their_hours(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Day,Project,Time spent\n2026-01-05,Office,6:30\n2026-01-05,Sick,0:45\n";
    let page = ada.page(&ada.import(text).await).await;
    let upload = page.value("input[name=upload]");
    let mapping = [
        ("upload", &*upload),
        ("role", "date"),
        ("column", "0"),
        ("role", "type"),
        ("column", "1"),
        ("role", "hours"),
        ("column", "2"),
    ];
    let page = ada.preview("/import", &mapping).await;
    assert_eq!(page.lines("#rows tbody td:nth-child(2)"), ["O Office 6:30 h", "S Sick 0:45 h"]);
    let results = ["will be added", "other types have more hours"];
    assert_eq!(page.lines("#rows tbody td:nth-child(3)"), results);
}

async fn rows_without_a_location_wait_for_one(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,Type,Location\n2026-01-05,Office,\n2026-01-06,Remote,\n";
    let review = ada.import(text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 row needs your input"]);
    assert_eq!(page.lines("#rows tbody td:nth-child(3)"), ["will be added", "enter a location"]);
    assert!(!page.has("#faults"));
    let refused = ada.confirm_import(&review, &[]).await;
    assert_eq!(refused.status(), 422);
    Page::from_response(refused).await.field("place").assert_error("Enter a location.");
    assert_eq!(ada.type_of("2026-01-05").await, "", "nothing was imported");
    let page = press(&ada, &page, &["1"], ("again", "")).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 row left out"]);
    let page = press(&ada, &page, &[], ("select", "all")).await;
    let page = press(&ada, &page, &[], ("place", "Berlin")).await;
    assert_eq!(page.text("#confirm"), "Import 2 days");
    let fields = [&form(&page, &[])[..], &[("place", "Berlin"), ("confirm", "yes")]].concat();
    ada.submit("/import", &fields).await;
    assert_eq!(ada.type_of("2026-01-06").await, "remote");
}

async fn only_what_was_shown_is_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(&ada.import(TABLE).await).await;
    let fields = [&form(&page, &["0"])[..], &[("confirm", "yes")]].concat();
    let page = ada.submit_expecting("/import", &fields, 409).await;
    assert_eq!(page.text("#confirm"), "Import 3 days");
    assert_eq!(page.values("#rows input[checked]"), ["1"]);
    assert_eq!(ada.type_of("2026-11-16").await, "", "nothing was imported");
}

/// Returns a file with 10,000 days, from 2001-01-01 to 2028-05-18.
fn ten_thousand_days() -> String {
    let mut text = String::from("Date,Type\n");
    let first: chrono::NaiveDate = "2001-01-01".parse().unwrap();
    for number in 0..10_000_u64 {
        writeln!(text, "{},Office", first + chrono::Days::new(number)).unwrap();
    }
    text
}

async fn every_row_of_a_large_file_can_be_reached(server: Server) {
    let ada = server.sign_up("ada").await;
    let mut page = ada.page(&ada.import(&ten_thousand_days()).await).await;
    let years = page.values(".pages button");
    assert_eq!(years.len(), 28);
    let mut rows = 0;
    for year in &years {
        page = press(&ada, &page, &[], ("go", year)).await;
        rows += page.count("#rows tbody tr");
        assert!(page.html.len() < 200 * 1024, "{year}: {} bytes", page.html.len());
    }
    assert_eq!(rows, 10_000);
}

/// Days with several rows each, such as tracked hours, fill more than one page per year.
async fn choices_of_a_large_file_are_kept(server: Server) {
    let ada = server.sign_up("ada").await;
    let mut text = String::from("Date,Type,Half\n");
    let first: chrono::NaiveDate = "2026-01-01".parse().unwrap();
    for number in 0..600_u64 {
        let half = ["morning", "afternoon"][usize::from(number % 2 == 1)];
        writeln!(text, "{},Office,{half}", first + chrono::Days::new(number / 2)).unwrap();
    }
    let page = ada.page(&ada.import(&text).await).await;
    assert_eq!(page.lines(".pages button"), ["2026, part 1 400 of 400", "2026, part 2 200 of 200"]);
    let odd: Vec<String> = (0..200).map(|row| (2 * row + 1).to_string()).collect();
    let odd: Vec<&str> = odd.iter().map(String::as_str).collect();
    let page = press(&ada, &page, &odd, ("go", "2026.2")).await;
    assert_eq!(page.lines(".pages button"), ["2026, part 1 200 of 400", "2026, part 2 200 of 200"]);
    assert!(page.value("[name=excluded]").len() < 500, "the choices are compact");
    assert_eq!(page.values("#rows input")[0], "400");
    let page = press(&ada, &page, &["400"], ("go", "2026")).await;
    assert_eq!(page.lines("#rows-name"), ["Rows 399 of 600 selected"]);
    assert_eq!(page.lines("#year-totals tbody tr"), ["2026 O Office 199.5"]);
}
