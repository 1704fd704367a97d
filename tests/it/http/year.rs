//! Tests the year page.

use crate::support::page::Page;
use crate::support::server::{Browser, Server, change_path};

on_both_stores! {
    an_empty_year_shows_a_notice,
    totals_are_shown_by_type_and_month,
    every_day_is_a_link,
    missing_days_are_listed_and_linked,
    the_balance_is_shown_with_its_calculation,
    charts_have_equivalent_tables,
    the_office_share_is_shown_for_each_period,
    the_office_share_of_a_single_day_is_of_a_day,
    weeks_span_adjacent_years,
    years_link_to_adjacent_years,
    user_text_is_escaped,
    the_year_includes_days_of_archived_and_merged_types,
}

/// Day, type, and location; with a second type, a split day. The clock is at 2026-11-18.
const DAYS: [(&str, &str, &str, &str); 12] = [
    ("2025-12-30", "office", "", "Berlin HQ"),
    ("2026-01-05", "office", "", "Berlin HQ"),
    ("2026-01-06", "remote", "office", "Home"),
    ("2026-01-07", "vacation", "", ""),
    ("2026-04-01", "remote", "", "New York"),
    ("2026-07-01", "remote", "", "Home"),
    ("2026-10-01", "sick", "", ""),
    ("2026-11-17", "remote", "", "Home"),
    ("2026-11-18", "office", "", ""),
    ("2026-11-19", "remote", "", "Home"),
    ("2026-12-24", "vacation", "holiday", ""),
    ("2027-01-01", "office", "", ""),
];

async fn ada(server: &Server) -> Browser {
    let ada = server.sign_up("ada").await;
    for (day, first, second, location) in DAYS {
        let mut form = vec![("type", first), ("location", location)];
        if !second.is_empty() {
            form.extend([("half", "on"), ("pm_type", second)]);
        }
        ada.submit(&format!("/day/{day}"), &form).await;
    }
    ada
}

async fn an_empty_year_shows_a_notice(server: Server) {
    let ada = server.sign_up("ada").await;
    for path in ["/year", "/year/2026", "/year/1970", "/year/2100?share=12-weeks"] {
        let html = ada.page(path).await;
        let year = &html.lines("h1")[0];
        assert_eq!(html.lines("#months p"), [format!("No entries in {year}.")]);
        assert_eq!(html.count("#missing a"), 0, "{path}");
        html.assert_text("#missing p", &format!("There are no entries up to the end of {year}."));
        assert_eq!(html.count("svg.ring"), 0, "{path}");
    }
    assert_eq!(ada.page("/year").await.lines("h1"), ["2026"]);
    for path in ["/year/1969", "/year/2101", "/year/26", "/year/2026-11", "/year/x"] {
        let response = ada.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        Page::from_response(response).await.assert_text("main p", "This year isn’t supported");
    }
}

async fn totals_are_shown_by_type_and_month(server: Server) {
    let ada = ada(&server).await;
    let html = ada.page("/year").await;
    let totals = [
        "O Office 2.5 days",
        "R Remote 3.5 days +1 planned",
        "V Vacation 1 day +0.5 planned",
        "H Holiday 0 days +0.5 planned",
        "S Sick 1 day",
    ];
    assert_eq!(html.lines("#totals li"), totals);
    assert_eq!(html.lines("#months tbody tr:nth-child(1)"), ["January1.50.51"]);
    assert_eq!(html.lines("#months tbody tr:nth-child(11)"), ["November11 +1 planned"]);
    let cells = |row: &str| html.texts(&format!("#months {row} td"));
    assert_eq!(cells("tbody tr:nth-child(1)"), ["1.5", "0.5", "1", "", ""]);
    assert_eq!(cells("tbody tr:nth-child(12)"), ["", "", "+0.5 planned", "+0.5 planned", ""]);
    assert_eq!(cells("tfoot tr")[1], "3.5 +1 planned");
    assert_eq!(
        html.lines("#places tbody tr"),
        ["Home2.5 +1 planned64%", "Berlin HQ118%", "New York118%",]
    );
    assert_eq!(ada.page("/year/2027").await.lines("#totals li")[0], "O Office 0 days +1 planned");
}

async fn every_day_is_a_link(server: Server) {
    let ada = ada(&server).await;
    let html = ada.page("/year/2026").await;
    let days = "#days .row > a:not(.name)";
    assert_eq!(html.count(days), 365);
    assert_eq!(ada.page("/year/2024").await.attributes(days, "href")[59], "/day/2024-02-29");
    let name = |day: &str| {
        let link = format!("#days a[href='/day/{day}']");
        html.texts(&format!("{link} b, {link} span")).join(" ")
    };
    assert_eq!(name("2026-01-05"), "5 January, Monday: Office");
    assert_eq!(name("2026-01-06"), "6 January, Tuesday: morning Remote, afternoon Office");
    assert_eq!(name("2026-01-08"), "8 January, Thursday");
    assert_eq!(name("2026-11-19"), "19 November, Thursday: Remote, planned");
    let letters = |day: &str| html.texts(&format!("#days a[href='/day/{day}'] i"));
    assert_eq!(letters("2026-01-06"), ["R", "O"]);
    let class = |day: &str| html.attributes(&format!("#days a[href='/day/{day}']"), "class");
    assert_eq!(class("2026-11-18"), ["now"]);
    assert_eq!(class("2026-12-24"), ["planned"]);
    assert_eq!(class("2026-01-03"), ["off"]);
    let today = "#days [aria-current=date]";
    assert_eq!(html.attributes(today, "href"), ["/day/2026-11-18"]);
}

async fn missing_days_are_listed_and_linked(server: Server) {
    let ada = ada(&server).await;
    let html = ada.page("/year").await;
    assert_eq!(
        html.attributes("#missing a", "href")[..3],
        [
            "/days?from=2026-01-01&to=2026-01-02&existing=fill",
            "/days?from=2026-01-08&to=2026-01-30&existing=fill",
            "/days?from=2026-02-02&to=2026-02-27&existing=fill"
        ]
    );
    assert_eq!(
        html.lines("#missing dd")[0],
        "1–2 January (2 working days)8–30 January (17 working days)"
    );
    assert_eq!(html.lines("#missing dt").last().unwrap(), "November");
    assert_eq!(html.lines("#missing dd").last().unwrap(), "2–16 November (11 working days)");
    let before = ada.page("/year/2025").await;
    assert_eq!(before.lines("#missing dd"), ["31 December"]);
    assert_eq!(before.attributes("#missing a", "href"), ["/day/2025-12-31"]);
    assert_eq!(ada.page("/year/2027").await.count("#missing a"), 0);
}

async fn the_balance_is_shown_with_its_calculation(server: Server) {
    let ada = ada(&server).await;
    assert_eq!(ada.page("/year").await.attributes("#balances a", "href"), ["/settings/allowances"]);
    ada.submit("/day/2025-01-02", &[("type", "vacation")]).await;
    let form = [
        ("days", "5"),
        ("carry", "on"),
        ("from", "2025"),
        ("carry_most", "3"),
        ("expires_month", "3"),
        ("expires_day", "31"),
    ];
    ada.submit("/settings/allowances/vacation", &form).await;
    ada.submit("/settings/allowances/sick", &[("days", "0.5"), ("from", "2026")]).await;
    let html = ada.page("/year").await;
    let expected = [
        "Type",
        "2026 allowance",
        "Carried over from 2025",
        "Expired",
        "Used",
        "Left today",
        "Planned",
        "End of 2026",
    ];
    assert_eq!(html.lines("#balances thead th"), expected);
    let row = |number| html.texts(&format!("#balances tbody tr:nth-child({number}) td"));
    assert_eq!(row(1), ["5", "+3", "−2 31 Mar", "−1", "5 left", "−0.5", "4.5 left"]);
    assert_eq!(row(2), ["0.5", "", "", "−1", "0.5 over", "", "0.5 over"]);
    assert_eq!(html.texts("#balances .over"), ["0.5 over", "0.5 over"]);
    let next = ada.page("/year/2027").await;
    assert_eq!(next.lines("#balances thead th")[2], "Carried over from 2026");
    assert_eq!(next.texts("#balances tbody td")[1], "+3");
}

async fn charts_have_equivalent_tables(server: Server) {
    let ada = ada(&server).await;
    let html = ada.page("/year").await;
    for (chart, slices) in [("#kinds", 5), ("#remote", 2)] {
        assert_eq!(html.count(&format!("{chart} circle")), slices);
        assert_eq!(html.count(&format!("{chart} tbody tr")), slices);
    }
    assert_eq!(html.lines("#remote tbody tr"), ["1 Home2.5 +1 planned78%", "2 New York122%"]);
    for place in ["Rome", "Oslo", "Lima", "Bern", "Kyiv"] {
        let day =
            format!("/day/2026-05-{:02}", 4 + place.len() + usize::from(place.as_bytes()[0] % 20));
        ada.submit(&day, &[("type", "remote"), ("location", place)]).await;
    }
    let html = ada.page("/year").await;
    let labels = html.lines("#remote tbody th");
    assert_eq!((labels.len(), labels.last().unwrap().as_str()), (6, "+ Other"));
    assert_eq!(html.count("#places tbody tr"), 8);
}

async fn the_office_share_of_a_single_day_is_of_a_day(server: Server) {
    let bob = server.sign_up("bob").await;
    bob.log("2026-11-16", &[("type", "remote"), ("location", "Home")]).await;
    for (language, expected) in [("en", "0 of 1 day"), ("de", "0 von 1 Tag")] {
        let form = [("language", language), ("time_zone", "UTC"), ("week_start", "mon")];
        bob.submit("/settings", &form).await;
        let shown = bob.page("/year/2026").await.text(".share-total").replace('\u{a0}', " ");
        assert!(shown.ends_with(expected), "{shown}");
    }
}

async fn the_office_share_is_shown_for_each_period(server: Server) {
    let ada = ada(&server).await;
    let shares =
        async |span: &str| ada.page(&format!("/year/2026?share={span}")).await.lines("#share li");
    let months = shares("month").await;
    assert_eq!(months.len(), 11);
    assert_eq!(months[0], "Jan 75% 1.5 of 2");
    assert_eq!(months[1], "Feb – 0 of 0");
    assert_eq!(months[10], "Nov 50% 1 of 2");
    assert_eq!(
        shares("quarter").await,
        ["Q1 75% 1.5 of 2", "Q2 0% 0 of 1", "Q3 0% 0 of 1", "Q4 50% 1 of 2"]
    );
    assert_eq!(shares("").await, months);
    assert_eq!(shares("nonsense").await, months);
    let html = ada.page("/year/2026").await;
    assert_eq!(html.texts("#share [aria-current]"), ["Month"]);
    html.assert_text(".share-total", "2.5 of 6 days");
    let list = html.attribute("#report", "href");
    assert_eq!(list, "/report?from=2026-01-01&to=2026-12-31");
    assert!(ada.page(&list).await.has(".day-lines"));
    let links = html.attributes("#share nav a", "href");
    assert_eq!(links[3], "/year/2026?share=12-weeks#share");
}

async fn weeks_span_adjacent_years(server: Server) {
    let ada = ada(&server).await;
    let shares = async |path: &str| ada.page(path).await.lines("#share li");
    let weeks = shares("/year/2026?share=week").await;
    assert_eq!(weeks.len(), 47);
    assert_eq!(weeks[0], "Week 1 29 Dec – 4 Jan 100% 1 of 1");
    assert_eq!(weeks[1], "Week 2 5–11 Jan 75% 1.5 of 2");
    let rolling = shares("/year/2026?share=12-weeks").await;
    assert_eq!(rolling[0], "To week 1 13 Oct – 4 Jan 100% 1 of 1");
    assert_eq!(rolling[1], "To week 2 20 Oct – 11 Jan 83% 2.5 of 3");
    assert_eq!(rolling.len(), 47);
    assert_eq!(rolling[46], "To week 47 31 Aug – 22 Nov 50% 1 of 2");
}

async fn years_link_to_adjacent_years(server: Server) {
    let ada = server.sign_up("ada").await;
    let links =
        async |path: &str| ada.page(path).await.attributes(".bar nav[aria-label=Years] a", "href");
    assert_eq!(links("/year").await, ["/year/2025", "/year/2027"]);
    assert_eq!(links("/year/2024").await, ["/year/2023", "/year", "/year/2025"]);
    assert_eq!(links("/year/1970").await, ["/year", "/year/1971"]);
    assert_eq!(links("/year/2100").await, ["/year/2099", "/year"]);
    assert_eq!(ada.page("/month").await.count(".top a[href='/year']"), 1);
}

async fn user_text_is_escaped(server: Server) {
    let ada = server.sign_up("ada").await;
    let place = "<script>alert(1)</script> & \"co\"";
    ada.submit("/day/2026-11-17", &[("type", "remote"), ("location", place)]).await;
    let html = ada.page("/year").await;
    assert!(!html.has("script:not([src])"));
    assert_eq!(html.lines("#remote tbody th"), [format!("1 {place}")]);
    assert!(!html.has("[style]"));
    assert!(!html.has("#places"), "the chart of the remote locations contains all");
    ada.submit("/day/2026-11-16", &[("type", "office"), ("location", place)]).await;
    assert_eq!(ada.page("/year").await.texts("#places tbody th"), [place]);
}

async fn the_year_includes_days_of_archived_and_merged_types(server: Server) {
    let ada = server.sign_up("ada").await;
    for label in ["Training", "Course"] {
        ada.add_type(label, "none").await;
    }
    for (day, slug) in [
        ("2026-03-02", "training"),
        ("2026-03-03", "course"),
        ("2026-03-04", "course"),
        ("2026-05-04", "sick"),
    ] {
        ada.submit(&format!("/day/{day}"), &[("type", slug)]).await;
    }
    // Restored after the merge, this day has the former type.
    let range = [("from", "2026-03-04"), ("to", "2026-03-04"), ("confirm", "yes")];
    let deleted = change_path(&ada.submit("/days/delete", &range).await);
    ada.submit("/settings/types/course/merge", &[("into", "training")]).await;
    let undo = format!("{deleted}/undo");
    ada.submit(&undo, &[]).await;
    for slug in ["training", "sick", "holiday"] {
        let path = format!("/settings/types/{slug}/archive");
        ada.submit(&path, &[("archived", "yes")]).await;
    }
    let shown = ada.page("/year/2026").await;
    let totals = ["O Office 0 days", "R Remote 0 days", "V Vacation 0 days", "S Sick 1 day"];
    let training = "T Training 3 days";
    let actual: Vec<String> = shown.lines("#totals li");
    assert_eq!(actual, [&totals[..], &[training]].concat());
    assert_eq!(shown.lines("#months thead th span").last().unwrap(), "Training");
    assert_eq!(shown.texts("#months tfoot td").last().unwrap(), "3");
    let name = |day: &str| shown.texts(&format!("#days a[href='/day/{day}'] span")).join("");
    assert_eq!(name("2026-03-02"), "March, Monday: Training");
    assert_eq!(name("2026-03-04"), "March, Wednesday: Training", "by the merged type");
    assert_eq!(name("2026-05-04"), "May, Monday: Sick");
    assert!(!shown.mentions("Course"));
}
