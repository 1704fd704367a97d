//! The year page.

use super::server::{Browser, Server, attribute, location, texts};

on_both_stores! {
    an_empty_year_says_so,
    totals_are_told_by_type_and_month,
    every_day_is_a_link,
    gaps_are_listed_and_linked,
    what_is_left_is_told_with_how_it_came_about,
    charts_have_their_numbers_in_tables,
    the_office_share_is_told_by_each_span,
    weeks_reach_into_the_neighbouring_years,
    years_lead_to_their_neighbours,
    what_people_write_is_escaped,
    archived_and_merged_types_keep_their_days_in_the_year,
}

/// Day, type and location; a second type makes it two halves. The clock is at 2026-11-18.
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
    let ada = server.person("ada").await;
    for (day, first, second, location) in DAYS {
        let mut form = vec![("type", first), ("location", location)];
        if !second.is_empty() {
            form.extend([("half", "on"), ("pm_type", second)]);
        }
        assert_eq!(ada.post(&format!("/day/{day}"), &form).await.status(), 303, "{day}");
    }
    ada
}

async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.unwrap()
}

/// The texts of what a selector finds, with single spaces.
fn lines(html: &str, selector: &str) -> Vec<String> {
    let squeeze = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    texts(html, selector).into_iter().map(squeeze).collect()
}

async fn an_empty_year_says_so(server: Server) {
    let ada = server.person("ada").await;
    for path in ["/year", "/year/2026", "/year/1970", "/year/2100?share=12-weeks"] {
        let html = page(&ada, path).await;
        assert_eq!(
            lines(&html, "#months p"),
            [format!("Nothing is logged in {} yet.", &lines(&html, "h1")[0])]
        );
        assert_eq!(texts(&html, "#gaps a").len(), 0, "{path}");
        let none = "Nothing is logged yet: gaps count from the first entry on.";
        assert_eq!(lines(&html, "#gaps p"), [none], "{path}");
        assert_eq!(texts(&html, "svg.ring").len(), 0, "{path}");
    }
    assert_eq!(lines(&page(&ada, "/year").await, "h1"), ["2026"]);
    for path in ["/year/1969", "/year/2101", "/year/26", "/year/2026-11", "/year/x"] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("no such year"), "{path}");
    }
}

async fn totals_are_told_by_type_and_month(server: Server) {
    let ada = ada(&server).await;
    let html = page(&ada, "/year").await;
    let totals = [
        "O Office 2.5 days",
        "R Remote 3.5 days +1 planned",
        "V Vacation 1 days +0.5 planned",
        "H Holiday 0 days +0.5 planned",
        "S Sick 1 days",
    ];
    assert_eq!(lines(&html, "#totals li"), totals);
    assert_eq!(lines(&html, "#months tbody tr:nth-child(1)"), ["January1.50.51"]);
    assert_eq!(lines(&html, "#months tbody tr:nth-child(11)"), ["November11 +1 planned"]);
    let cells = |row: &str| texts(&html, &format!("#months {row} td"));
    assert_eq!(cells("tbody tr:nth-child(1)"), ["1.5", "0.5", "1", "", ""]);
    assert_eq!(cells("tbody tr:nth-child(12)"), ["", "", "+0.5 planned", "+0.5 planned", ""]);
    assert_eq!(cells("tfoot tr")[1], "3.5 +1 planned");
    assert_eq!(
        lines(&html, "#places tbody tr"),
        ["Home2.5 +1 planned64 %", "Berlin HQ118 %", "New York118 %",]
    );
    let next = page(&ada, "/year/2027").await;
    assert_eq!(lines(&next, "#totals li")[0], "O Office 0 days +1 planned");
}

async fn every_day_is_a_link(server: Server) {
    let ada = ada(&server).await;
    let html = page(&ada, "/year/2026").await;
    let days = "#days .row > a:not(.name)";
    assert_eq!(attribute(&html, days, "href").len(), 365);
    let leap = page(&ada, "/year/2024").await;
    assert_eq!(attribute(&leap, days, "href")[59], "/day/2024-02-29");
    let name = |day: &str| {
        let link = format!("#days a[href='/day/{day}']");
        texts(&html, &format!("{link} b, {link} span")).join(" ")
    };
    assert_eq!(name("2026-01-05"), "5 January, Monday: Office");
    assert_eq!(name("2026-01-06"), "6 January, Tuesday: morning Remote, afternoon Office");
    assert_eq!(name("2026-01-08"), "8 January, Thursday");
    assert_eq!(name("2026-11-19"), "19 November, Thursday: Remote, planned");
    let letters = |day: &str| texts(&html, &format!("#days a[href='/day/{day}'] i"));
    assert_eq!(letters("2026-01-06"), ["R", "O"]);
    let class = |day: &str| attribute(&html, &format!("#days a[href='/day/{day}']"), "class");
    assert_eq!(class("2026-11-18"), ["now"]);
    assert_eq!(class("2026-12-24"), ["planned"]);
    assert_eq!(class("2026-01-03"), ["off"]);
    let today = "#days [aria-current=date]";
    assert_eq!(attribute(&html, today, "href"), ["/day/2026-11-18"]);
}

async fn gaps_are_listed_and_linked(server: Server) {
    let ada = ada(&server).await;
    let html = page(&ada, "/year").await;
    assert_eq!(
        attribute(&html, "#gaps a", "href")[..3],
        [
            "/days?from=2026-01-01&to=2026-01-02",
            "/days?from=2026-01-08&to=2026-01-30",
            "/days?from=2026-02-02&to=2026-02-27"
        ]
    );
    assert_eq!(
        lines(&html, "#gaps dd")[0],
        "1–2 January 2 working days8–30 January 17 working days"
    );
    assert_eq!(lines(&html, "#gaps dt").last().unwrap(), "November");
    assert_eq!(lines(&html, "#gaps dd").last().unwrap(), "2–16 November 11 working days");
    let before = page(&ada, "/year/2025").await;
    assert_eq!(lines(&before, "#gaps dd"), ["31 December"]);
    assert_eq!(attribute(&before, "#gaps a", "href"), ["/day/2025-12-31"]);
    let after = page(&ada, "/year/2027").await;
    assert_eq!(texts(&after, "#gaps a").len(), 0);
}

async fn what_is_left_is_told_with_how_it_came_about(server: Server) {
    let ada = ada(&server).await;
    let html = page(&ada, "/year").await;
    assert_eq!(attribute(&html, "#balances a", "href"), ["/settings/allowances"]);
    ada.post("/day/2025-06-02", &[("type", "vacation")]).await;
    let form = [
        ("days", "5"),
        ("carry", "on"),
        ("carry_since", "2025"),
        ("carry_most", "3"),
        ("expires_month", "3"),
        ("expires_day", "31"),
    ];
    assert_eq!(ada.post("/settings/allowances/vacation", &form).await.status(), 303);
    ada.post("/settings/allowances/sick", &[("days", "0.5")]).await;
    let html = page(&ada, "/year").await;
    let rows = lines(&html, "#balances tbody tr");
    let expected = [
        "Allowance of 202650.5",
        "Carried over from 2025+3",
        "Expired−2 31 Mar",
        "Used−1−1",
        "Left today5 left0.5 over",
        "Planned−0.5",
        "At the end of 20264.5 left0.5 over",
    ];
    assert_eq!(rows, expected);
    assert_eq!(texts(&html, "#balances .over"), ["0.5 over", "0.5 over"]);
    let next = lines(&page(&ada, "/year/2027").await, "#balances tbody tr");
    assert_eq!(next[1], "Carried over from 2026+3");
}

async fn charts_have_their_numbers_in_tables(server: Server) {
    let ada = ada(&server).await;
    let html = page(&ada, "/year").await;
    for (chart, slices) in [("#kinds", 5), ("#remote", 2)] {
        assert_eq!(attribute(&html, &format!("{chart} circle"), "class").len(), slices);
        assert_eq!(texts(&html, &format!("{chart} tbody tr")).len(), slices);
    }
    assert_eq!(lines(&html, "#remote tbody tr"), ["1 Home2.5 +1 planned78 %", "2 New York122 %"]);
    for place in ["Rome", "Oslo", "Lima", "Bern", "Kyiv"] {
        let day =
            format!("/day/2026-05-{:02}", 4 + place.len() + usize::from(place.as_bytes()[0] % 20));
        ada.post(&day, &[("type", "remote"), ("location", place)]).await;
    }
    let html = page(&ada, "/year").await;
    let labels = lines(&html, "#remote tbody th");
    assert_eq!((labels.len(), labels.last().unwrap().as_str()), (6, "+ Other"));
    assert_eq!(texts(&html, "#places tbody tr").len(), 8);
}

async fn the_office_share_is_told_by_each_span(server: Server) {
    let ada = ada(&server).await;
    let shares = async |span: &str| {
        lines(&page(&ada, &format!("/year/2026?share={span}")).await, "#share li")
    };
    let months = shares("month").await;
    assert_eq!(months.len(), 11);
    assert_eq!(months[0], "Jan 75 % 1.5 of 2");
    assert_eq!(months[1], "Feb – 0 of 0");
    assert_eq!(months[10], "Nov 50 % 1 of 2");
    assert_eq!(
        shares("quarter").await,
        ["Q1 75 % 1.5 of 2", "Q2 0 % 0 of 1", "Q3 0 % 0 of 1", "Q4 50 % 1 of 2"]
    );
    assert_eq!(shares("").await, months);
    assert_eq!(shares("nonsense").await, months);
    let html = page(&ada, "/year/2026").await;
    assert_eq!(texts(&html, "#share [aria-current]"), ["Month"]);
    let links = attribute(&html, "#share nav a", "href");
    assert_eq!(links[3], "/year/2026?share=12-weeks#share");
}

async fn weeks_reach_into_the_neighbouring_years(server: Server) {
    let ada = ada(&server).await;
    let shares = async |path: &str| lines(&page(&ada, path).await, "#share li");
    let weeks = shares("/year/2026?share=week").await;
    assert_eq!(weeks.len(), 47);
    assert_eq!(weeks[0], "Week 1 29 Dec–4 Jan 100 % 1 of 1");
    assert_eq!(weeks[1], "Week 2 5 Jan–11 Jan 75 % 1.5 of 2");
    let rolling = shares("/year/2026?share=12-weeks").await;
    assert_eq!(rolling[0], "To week 1 13 Oct–4 Jan 100 % 1 of 1");
    assert_eq!(rolling[1], "To week 2 20 Oct–11 Jan 83 % 2.5 of 3");
    assert_eq!(rolling.len(), 47);
    assert_eq!(rolling[46], "To week 47 31 Aug–22 Nov 50 % 1 of 2");
}

async fn years_lead_to_their_neighbours(server: Server) {
    let ada = server.person("ada").await;
    let links = async |path: &str| {
        attribute(&page(&ada, path).await, ".bar nav[aria-label=Years] a", "href")
    };
    assert_eq!(links("/year").await, ["/year/2025", "/year/2027"]);
    assert_eq!(links("/year/2024").await, ["/year/2023", "/year", "/year/2025"]);
    assert_eq!(links("/year/1970").await, ["/year", "/year/1971"]);
    assert_eq!(links("/year/2100").await, ["/year/2099", "/year"]);
    let html = page(&ada, "/month").await;
    assert_eq!(attribute(&html, ".top a[href='/year']", "href").len(), 1);
}

async fn what_people_write_is_escaped(server: Server) {
    let ada = server.person("ada").await;
    let place = "<script>alert(1)</script> & \"co\"";
    ada.post("/day/2026-11-17", &[("type", "remote"), ("location", place)]).await;
    let html = page(&ada, "/year").await;
    assert!(!html.contains("<script>alert"));
    assert_eq!(texts(&html, "#places tbody th"), [place]);
    assert_eq!(lines(&html, "#remote tbody th"), [format!("1 {place}")]);
    assert!(!html.contains("style="));
}

async fn archived_and_merged_types_keep_their_days_in_the_year(server: Server) {
    let ada = server.person("ada").await;
    for label in ["Training", "Course"] {
        super::types::add(&ada, label, "none").await;
    }
    for (day, slug) in [
        ("2026-03-02", "training"),
        ("2026-03-03", "course"),
        ("2026-03-04", "course"),
        ("2026-05-04", "sick"),
    ] {
        assert_eq!(ada.post(&format!("/day/{day}"), &[("type", slug)]).await.status(), 303);
    }
    // Taken back after the merge, this day has the type that is no more.
    let range = [("from", "2026-03-04"), ("to", "2026-03-04"), ("confirm", "yes")];
    let deleted = ada.post("/days/delete", &range).await;
    let merged = ada.post("/settings/types/course/merge", &[("into", "training")]).await;
    assert_eq!(merged.status(), 303);
    let undo = format!("{}/undo", location(&deleted));
    assert_eq!(ada.post(&undo, &[]).await.status(), 303);
    for slug in ["training", "sick", "holiday"] {
        let path = format!("/settings/types/{slug}/archive");
        assert_eq!(ada.post(&path, &[("archived", "yes")]).await.status(), 303);
    }
    let shown = page(&ada, "/year/2026").await;
    let totals = ["O Office 0 days", "R Remote 0 days", "V Vacation 0 days", "S Sick 1 days"];
    let training = "T Training 3 days";
    let told: Vec<String> = lines(&shown, "#totals li");
    assert_eq!(told, [&totals[..], &[training]].concat());
    assert_eq!(lines(&shown, "#months thead th span").last().unwrap(), "Training");
    assert_eq!(texts(&shown, "#months tfoot td").last().unwrap(), "3");
    let name = |day: &str| texts(&shown, &format!("#days a[href='/day/{day}'] span")).join("");
    assert_eq!(name("2026-03-02"), "March, Monday: Training");
    assert_eq!(name("2026-03-04"), "March, Wednesday: Training", "by what its type became");
    assert_eq!(name("2026-05-04"), "May, Monday: Sick");
    assert!(!shown.contains("Course"), "{shown}");
}
