//! Tests bulk edits: preview, change, and undo.

use std::time::{Duration, Instant};

use crate::support::server::{Browser, Server, change_path, location};

on_both_stores! {
    a_range_is_previewed_logged_and_undone,
    a_range_is_deleted_and_undone,
    logged_days_stay_unless_replacement_is_chosen,
    an_outdated_preview_is_shown_again,
    logging_identical_entries_changes_nothing,
    a_range_survives_an_expired_login,
    a_year_is_logged_in_one_change,
}

/// Monday to Friday, from Monday 16 to Sunday 22 November 2026.
const WEEK: [(&str, &str); 7] = [
    ("from", "2026-11-16"),
    ("to", "2026-11-22"),
    ("weekdays", "mon"),
    ("weekdays", "tue"),
    ("weekdays", "wed"),
    ("weekdays", "thu"),
    ("weekdays", "fri"),
];

pub(super) type Form<'a> = Vec<(&'a str, &'a str)>;

pub(super) fn week<'a>(more: &[(&'a str, &'a str)]) -> Form<'a> {
    [&WEEK[..], more].concat()
}

/// Returns the form with its confirmation.
pub(super) fn confirmed<'a>(form: &[(&'a str, &'a str)]) -> Form<'a> {
    [form, &[("confirm", "yes")]].concat()
}

/// Returns the types of 16 to 22 November, with `-` for unlogged days.
pub(super) async fn logged(browser: &Browser) -> String {
    let page = browser.page("/month/2026-11").await;
    let letter = |day: u32| {
        let found = page.texts(&format!("#d{day} .part i")).concat();
        if found.is_empty() { "-".to_owned() } else { found }
    };
    (16..=22).map(letter).collect()
}

async fn a_range_is_previewed_logged_and_undone(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-17", &[("type", "sick"), ("notes", "in bed")]).await;
    let form = week(&[("type", "remote"), ("location", "Home"), ("existing", "replace")]);
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["4 to add, 1 to replace"]);
    let marks = ["add", "replace", "add", "add", "add"];
    assert_eq!(page.texts(".steps .mark"), marks);
    assert_eq!(page.texts("#confirm"), ["Log 5 days"]);
    assert_eq!(logged(&ada).await, "-S-----", "a preview changes nothing");

    assert_eq!(page.field("confirm").value(), "yes");
    assert_ne!(page.field("seen").value(), "");
    let done = ada.submit("/days", &page.hidden("#preview form")).await;
    assert!(done.starts_with("/day/2026-11-16?"), "the first day: {done}");
    assert_eq!(logged(&ada).await, "RRRRR--");
    let page = ada.page(&done).await;
    assert_eq!(page.texts("#toast p"), ["5 days logged"]);
    assert_eq!(page.texts("#undo-change button"), ["Undo"]);
    let undo = page.attribute("#undo-change", "action");
    assert_eq!(undo, format!("{}/undo", change_path(&done)));
    assert_eq!(ada.page(&change_path(&done)).await.texts(".sum"), ["4 added, 1 replaced"]);
    ada.submit(&undo, &[]).await;
    assert_eq!(logged(&ada).await, "-S-----");
    let page = ada.page(&done).await;
    assert_eq!(page.texts("#toast p"), ["This has been undone."]);
    assert!(!page.has("#undo-change"));
    assert_eq!(ada.page("/day/2026-11-17").await.texts("#notes"), ["in bed"]);
    assert_eq!(ada.page("/days").await.values("#locations option"), ["Home"], "is remembered");
}

async fn a_range_is_deleted_and_undone(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/days", &confirmed(&week(&[("type", "vacation")]))).await;
    let some = vec![("from", "2026-11-18"), ("to", "2026-11-30"), ("weekdays", "thu")];
    let page = ada.preview("/days/delete", &some).await;
    assert_eq!(page.texts("#preview-sum"), ["1 to delete"]);
    assert_eq!(page.attributes("#preview form", "action"), ["/days/delete"]);
    assert_eq!(logged(&ada).await, "VVVVV--");
    let done = ada.submit("/days/delete", &confirmed(&some)).await;
    assert_eq!(logged(&ada).await, "VVV-V--");
    assert!(done.starts_with("/day/2026-11-19?"), "the first deleted day: {done}");
    let page = ada.page(&done).await;
    assert_eq!(page.texts("#toast p"), ["1 day deleted"]);
    ada.submit(&page.attribute("#undo-change", "action"), &[]).await;
    assert_eq!(logged(&ada).await, "VVVVV--");
    let nothing = vec![("from", "2026-12-01"), ("to", "2026-12-31")];
    let page = ada.preview("/days/delete", &nothing).await;
    assert_eq!(page.texts("#preview-sum"), ["Nothing is logged on these days."]);
    assert!(!page.has("#confirm"));
}

async fn logged_days_stay_unless_replacement_is_chosen(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-17", &[("type", "sick")]).await;
    for form in [week(&[("type", "office")]), week(&[("type", "office"), ("existing", "keep")])] {
        let page = ada.preview("/days", &form).await;
        assert_eq!(page.texts("#preview-sum"), ["4 to add, 1 to keep"]);
    }
    ada.submit("/days", &confirmed(&week(&[("type", "office")]))).await;
    assert_eq!(logged(&ada).await, "OSOOO--");
    // Without weekdays, the range includes every day.
    let all = [("from", "2026-11-16"), ("to", "2026-11-22"), ("type", "vacation")];
    ada.submit("/days", &confirmed(&[&all[..], &[("existing", "replace")]].concat())).await;
    assert_eq!(logged(&ada).await, "VVVVVVV");
}

async fn an_outdated_preview_is_shown_again(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = week(&[("type", "office"), ("existing", "replace")]);
    let seen = ada.preview("/days", &form).await.value("[name=seen]");
    ada.submit("/day/2026-11-18", &[("type", "holiday")]).await;
    let stale = [&form[..], &[("seen", seen.as_str())]].concat();
    let page = ada.submit_expecting("/days", &confirmed(&stale), 409).await;
    page.assert_text(".notice", "since the preview");
    assert_eq!(page.texts("#preview-sum"), ["4 to add, 1 to replace"]);
    assert_eq!(logged(&ada).await, "--H----");
    let seen = page.value("[name=seen]");
    let fresh = [&form[..], &[("seen", seen.as_str())]].concat();
    ada.submit("/days", &confirmed(&fresh)).await;
    assert_eq!(logged(&ada).await, "OOOOO--");
}

async fn logging_identical_entries_changes_nothing(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = week(&[("type", "office")]);
    assert!(ada.submit("/days", &confirmed(&form)).await.starts_with("/day/2026-11-16?"));
    let expected = "/days?from=2026-11-16&to=2026-11-22&done=nothing";
    assert_eq!(ada.submit("/days", &confirmed(&form)).await, expected);
    ada.page(expected).await.assert_text(".notice", "Nothing changed.");
    assert_eq!(ada.page("/day/2026-11-16/history").await.count(".past li"), 1);
}

async fn a_range_survives_an_expired_login(server: Server) {
    let ada = server.sign_up("ada").await;
    for (path, sum) in [("/days", "5 to add"), ("/days/delete", "5 to delete")] {
        server.advance_clock(Duration::from_mins(21));
        let page = ada.submit_expecting(path, &confirmed(&week(&[("type", "office")])), 401).await;
        assert_eq!(ada.log_in_by(&page, "ada").await, path);
        let page = ada.page(location(&ada.get(path).await)).await;
        page.assert_text(".notice", "Nothing has changed yet");
        assert_eq!(page.texts("#preview-sum"), [sum]);
        ada.submit("/days", &confirmed(&week(&[("type", "office")]))).await;
    }
}

/// Logs a 366-day range in one change and prints its duration.
async fn a_year_is_logged_in_one_change(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = vec![
        ("from", "2028-01-01"),
        ("to", "2028-12-31"),
        ("type", "remote"),
        ("location", "Home"),
        ("existing", "replace"),
    ];
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["366 to add"]);
    assert_eq!(page.count(".steps"), 12);
    let start = Instant::now();
    let change = ada.submit("/days", &confirmed(&form)).await;
    let added = start.elapsed();
    let start = Instant::now();
    let other: Form<'_> = form
        .iter()
        .map(|(name, value)| match *name {
            "type" => ("type", "vacation"),
            "location" => ("location", ""),
            name => (name, *value),
        })
        .collect();
    let done = ada.submit("/days", &confirmed(&other)).await;
    let replaced = start.elapsed();
    println!("366 days, unoptimised: added in {added:?}, replaced in {replaced:?}");
    assert!(added + replaced < Duration::from_secs(20));
    assert!(!ada.page(&change).await.has("#undo-change"), "the days were changed since");
    let page = ada.page(&change_path(&change)).await;
    assert_eq!(page.texts(".sum"), ["366 added"]);
    page.assert_text("#no-undo", "1 January 2028 was changed since");
    ada.submit(&format!("{}/undo", change_path(&done)), &[]).await;
    assert_eq!(ada.page("/month/2028-02").await.count("#calendar .day .violet"), 29);
}
