//! Tests reports: their days, totals, and CSV files.

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    a_report_shows_this_month_by_default,
    a_report_contains_exactly_the_days_of_its_range,
    notes_are_only_included_on_request,
    totals_are_shown_by_type_and_location,
    a_report_is_limited_to_types,
    a_period_is_named_by_its_month_or_year,
    twenty_years_are_streamed_in_order,
    invalid_ranges_are_reported_at_the_field,
    users_cannot_see_other_users_reports,
}

/// Day, type, location, and notes. The clock is at 2026-11-18.
const DAYS: [(&str, &str, &str, &str); 6] = [
    ("2025-12-31", "vacation", "", "Trip to Oslo"),
    ("2026-01-02", "remote", "Home", ""),
    ("2026-10-31", "office", "Berlin HQ", "Budget"),
    ("2026-11-02", "office", "Berlin HQ", "Kick-off <with> Kim"),
    ("2026-11-17", "remote", "Home", ""),
    ("2026-11-30", "vacation", "", ""),
];

async fn ada(server: &Server) -> Browser {
    let ada = server.sign_up("ada").await;
    for (day, day_type, location, notes) in DAYS {
        let form = [("type", day_type), ("location", location), ("notes", notes)];
        ada.submit(&format!("/day/{day}"), &form).await;
    }
    ada
}

const ROWS: &str = ".day-lines tbody tr";

async fn a_report_shows_this_month_by_default(server: Server) {
    let ada = ada(&server).await;
    let page = ada.page("/report").await;
    assert_eq!(page.lines("#report h2"), ["November 2026"]);
    assert_eq!(page.lines("#report .lead"), ["ada · 2 days logged, 1 planned"]);
    assert_eq!(
        page.lines(ROWS),
        [
            "Mon, 2 Nov 2026OOfficeBerlin HQ",
            "Tue, 17 Nov 2026RRemoteHome",
            "Mon, 30 Nov 2026VVacation planned",
        ]
    );
    assert_eq!(page.attributes(".day-lines a", "href")[0], "/day/2026-11-02");
    assert_eq!(
        (page.value("#from"), page.value("#to")),
        ("2026-11-01".into(), "2026-11-30".into())
    );
}

async fn a_report_contains_exactly_the_days_of_its_range(server: Server) {
    let ada = ada(&server).await;
    let (first, last) = (DAYS[0].0, DAYS[5].0);
    for (from, to) in [(first, last), ("2026-01-02", "2026-10-31"), (last, last), (first, first)] {
        let page = ada.page(&format!("/report?from={from}&to={to}")).await;
        let days = DAYS.iter().filter(|(day, ..)| (from..=to).contains(day));
        let expected: Vec<String> = days.map(|(day, ..)| format!("/day/{day}")).collect();
        assert_eq!(page.attributes(".day-lines a", "href"), expected, "{from} {to}");
        let csv = ada.get(&page.attribute("#report a.button", "href")).await;
        let name = csv.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert_eq!(name, format!("attachment; filename=\"worklog-ada-{from}-to-{to}.csv\""));
        let csv = csv.text().await.unwrap();
        let rows: Vec<String> =
            csv.lines().skip(1).map(|row| format!("/day/{}", &row[..10])).collect();
        assert_eq!(rows, expected, "{from} {to}");
    }
    let empty = ada.page("/report?from=2026-02-01&to=2026-02-28").await;
    empty.assert_text("#report .fine", "Nothing is logged in this period.");
    assert!(!empty.has(".day-lines"));
}

/// Returns the CSV file that a report links to.
async fn csv(browser: &Browser, report: &Page) -> String {
    let response = browser.get(&report.attribute("#report a.button", "href")).await;
    response.text().await.unwrap()
}

async fn notes_are_only_included_on_request(server: Server) {
    let ada = ada(&server).await;
    let without = ada.page("/report").await;
    assert!(!without.mentions("Kick-off"));
    assert!(!csv(&ada, &without).await.contains("Kick-off"));
    let with = ada.page("/report?notes=on").await;
    with.assert_text(".day-lines .noted", "Kick-off <with> Kim");
    assert!(with.has("#report-form [name=notes][checked]"));
    assert!(csv(&ada, &with).await.contains("Kick-off"));
}

async fn totals_are_shown_by_type_and_location(server: Server) {
    let ada = ada(&server).await;
    let page = ada.page("/report?from=2025-12-31&to=2026-11-30").await;
    assert_eq!(
        page.lines(".report-totals > div:first-child tbody tr"),
        ["O Office2", "R Remote2", "V Vacation1 +1 planned"]
    );
    assert_eq!(page.lines(".report-totals > div + div tbody tr"), ["Berlin HQ250%", "Home250%"]);
}

async fn a_report_is_limited_to_types(server: Server) {
    let ada = ada(&server).await;
    let halves =
        [("half", "on"), ("type", "remote"), ("location", "Home"), ("pm_type", "vacation")];
    ada.submit("/day/2026-11-18", &halves).await;
    let page = ada.page("/report?from=2026-11-01&to=2026-11-30&type=remote&type=sick").await;
    assert_eq!(page.lines("#report .lead"), ["ada · 2 days logged · Only Remote, Sick"]);
    let totals = page.lines(".report-totals > div:first-child tbody tr");
    assert_eq!(totals, ["R Remote1.5on 2 days"]);
    assert_eq!(page.lines(".report-totals > div + div tbody tr"), ["Home1.5100%"]);
    let days = ["/day/2026-11-17", "/day/2026-11-18"];
    assert_eq!(page.attributes(".day-lines a", "href"), days);
    assert_eq!(page.values("#report-form [name=type][checked]"), ["remote", "sick"]);
    let last_year = page.attributes("#report-form nav a", "href").remove(3);
    assert_eq!(last_year, "/report?from=2025-01-01&to=2025-12-31&type=remote&type=sick");
    let csv = csv(&ada, &page).await;
    let rows: Vec<String> = csv.lines().skip(1).map(|row| format!("/day/{}", &row[..10])).collect();
    assert_eq!(rows, days);
    let all = ada.page("/report?type=gone").await;
    assert_eq!(all.count(ROWS), 4, "unknown types are ignored");
}

async fn a_period_is_named_by_its_month_or_year(server: Server) {
    let ada = server.sign_up("ada").await;
    for (from, to, heading) in [
        ("2026-10-01", "2026-10-31", "October 2026"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-10-02", "2026-10-31", "2–31 October 2026"),
        ("2026-10-01", "2026-11-30", "1 October 2026 – 30 November 2026"),
    ] {
        let page = ada.page(&format!("/report?from={from}&to={to}")).await;
        assert_eq!(page.texts("#report h2"), [heading]);
    }
}

/// No complete record is in memory, so the response has no length.
async fn twenty_years_are_streamed_in_order(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(&super::imports::twenty_years()).await;
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    let response = ada.get("/report?from=1970-01-01&to=2100-12-31&notes=on").await;
    assert!(!response.headers().contains_key("content-length"), "the response is streamed");
    let page = Page::from_response(response).await;
    let days = page.attributes(".day-lines a", "href");
    assert_eq!(days.len(), 7300);
    assert!(days.is_sorted(), "the days are in order");
    assert!(page.html.trim_end().ends_with("</html>"));
}

async fn invalid_ranges_are_reported_at_the_field(server: Server) {
    let ada = server.sign_up("ada").await;
    for (query, field) in [
        ("from=2026-02-30&to=2026-03-01", "from"),
        ("from=2026-02-01&to=nonsense", "to"),
        ("from=2026-02-01", "to"),
        ("to=2026-02-01", "from"),
        ("from=2026-02-02&to=2026-02-01&notes=on", "to"),
        ("from=1969-12-31&to=2026-02-01", "from"),
    ] {
        let response = ada.get(&format!("/report?{query}")).await;
        assert_eq!(response.status(), 422, "{query}");
        let page = Page::from_response(response).await;
        assert!(page.has(&format!("#{field}-error")), "{query}");
        assert!(!page.has("#report"), "{query}");
        for pair in query.split('&').filter(|pair| !pair.starts_with("notes")) {
            let (name, value) = pair.split_once('=').unwrap();
            assert_eq!(page.value(&format!("#{name}")), value, "values are preserved");
        }
    }
    for query in ["from=2026-02-01", "from=2026-02-02&to=2026-02-01", "from=x&to=2026-02-01"] {
        assert_eq!(ada.status(&format!("/export.csv?{query}")).await, 400, "{query}");
    }
}

async fn users_cannot_see_other_users_reports(server: Server) {
    let (_, bob) = (ada(&server).await, server.sign_up("bob").await);
    let page = bob.page("/report?from=1970-01-01&to=2100-12-31&notes=on").await;
    assert!(!page.mentions("Oslo") && !page.has(ROWS));
}
