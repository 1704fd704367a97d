//! Tests work schedules with an effective date.

use std::time::Duration;

use super::bulk_edit::confirmed;
use super::usual_week::{SCHEDULE, USUAL, first_schedule, set_usual_week};
use crate::support::page::Page;
use crate::support::server::{Browser, Server, change_path};

on_both_stores! {
    adding_friday_creates_no_missing_days_before_it,
    new_users_set_the_first_schedule_and_others_choose_a_date,
    a_usual_week_set_up_after_the_first_entry_applies_from_the_beginning,
    a_weekday_is_copied_to_the_other_working_days,
    schedules_are_edited_moved_and_deleted,
    the_first_schedule_is_corrected_deliberately,
    bulk_edits_follow_the_schedule_in_force,
    imported_absences_cover_the_working_days_in_force,
    schedules_of_two_tabs_conflict,
    invalid_schedules_are_rejected,
    schedules_are_exported_and_imported,
    settings_exported_by_1_0_0_become_the_first_schedule,
}

const MONDAY_TO_THURSDAY: [(&str, &str); 4] = [
    ("working_days", "mon"),
    ("working_days", "tue"),
    ("working_days", "wed"),
    ("working_days", "thu"),
];

const FRIDAY: (&str, &str) = ("working_days", "fri");

/// Sets the first schedule to Monday to Thursday, and adds Friday from a date on.
async fn add_friday(ada: &Browser, from: &str) {
    ada.submit(SCHEDULE, &[&[("edit", "first")], &MONDAY_TO_THURSDAY[..]].concat()).await;
    let later = [&[("from", from), FRIDAY], &MONDAY_TO_THURSDAY[..]].concat();
    assert_eq!(ada.submit(SCHEDULE, &later).await, "/settings/schedule?done=saved");
}

fn starts(page: &Page) -> Vec<String> {
    page.texts(".schedules h3")
}

async fn adding_friday_creates_no_missing_days_before_it(server: Server) {
    server.advance_clock(Duration::from_hours(53 * 24));
    let ada = server.sign_up("ada").await;
    ada.submit(SCHEDULE, &[&[("edit", "first")], &MONDAY_TO_THURSDAY[..]].concat()).await;
    let all = [("from", "2026-11-01"), ("to", "2026-12-31"), ("type", "office")];
    ada.submit("/days", &confirmed(&[&all[..], &[("weekdays", "working")]].concat())).await;
    let before = ada.page("/year/2026").await;
    assert_eq!(before.count("#missing a"), 0);
    add_friday(&ada, "2027-01-10").await;
    let after = ada.page("/year/2026").await;
    assert_eq!(after.lines("#missing p"), before.lines("#missing p"), "8 Fridays would be missing");
    assert_eq!(after.count("#missing a"), 0);
    for section in ["#share", "#totals", "#days"] {
        assert_eq!(after.lines(section), before.lines(section), "{section}");
        let classes = |page: &Page| page.attributes(&format!("{section} a"), "class");
        assert_eq!(classes(&after), classes(&before), "{section}");
    }
    let december = ada.page("/month/2026-12").await;
    assert_eq!(december.count(".day.off"), 12, "Fridays of December are days off");
    let january = ada.page("/month/2027-01").await;
    assert!(january.has("#c08.off") && !january.has("#c15.off"));
}

async fn new_users_set_the_first_schedule_and_others_choose_a_date(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.texts("h1"), ["Work schedule"]);
    assert_eq!(page.values("[name=working_days][checked]"), ["mon", "tue", "wed", "thu", "fri"]);
    assert!(!page.has("[name=from]"));
    let form = [&page.hidden("#schedule")[..], &USUAL, &MONDAY_TO_THURSDAY].concat();
    ada.submit(SCHEDULE, &form).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(starts(&page), ["From the beginning Current"]);
    assert_eq!(page.values("#mon_type [selected]"), ["office"]);

    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.texts("h1"), ["Work schedule"]);
    assert!(!page.has("#schedule"), "editing the current schedule comes first");
    let ways = ["/settings/schedule?edit=first", "/settings/schedule?edit=new"];
    assert_eq!(page.attributes(".schedules .actions a", "href"), ways);
    let page = ada.page(ways[1]).await;
    assert_eq!(page.texts("h1"), ["New schedule"]);
    assert_eq!(page.value("#from"), "2026-11-23", "next Monday");
    assert_eq!(page.values("#mon_type [selected]"), ["office"], "starts as the current schedule");
    let form = [&page.hidden("#schedule")[..], &[("from", "2026-11-23"), FRIDAY]].concat();
    ada.submit(SCHEDULE, &form).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(starts(&page), ["From 23 November 2026", "From the beginning Current"]);
    let listed = ["Fri", "Mon, Tue, Wed, Thu", "Mon Office · Wed Remote, Home · Fri Remote, Home"];
    assert_eq!(page.texts(".schedules dd"), listed);
}

async fn a_usual_week_set_up_after_the_first_entry_applies_from_the_beginning(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-17", &[("type", "office")]).await;
    let page = ada.page(SCHEDULE).await;
    assert!(!page.has("[name=from]"));
    let form = [&page.hidden("#schedule")[..], &USUAL, &MONDAY_TO_THURSDAY].concat();
    ada.submit(SCHEDULE, &form).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(starts(&page), ["From the beginning Current"]);
    page.assert_text("header .log-today", "Remote, Home");
}

async fn a_weekday_is_copied_to_the_other_working_days(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("[name=copy]"), ["mon_type", "b_mon_type"]);
    let typed = [("copy", "mon_type"), ("mon_type", "remote"), ("mon_location", "Home")];
    let typed = [&typed[..], &[("mon_half", "on"), ("mon_pm_type", "office")]].concat();
    let form = [&page.hidden("#schedule")[..], &MONDAY_TO_THURSDAY, &typed].concat();
    let page = ada.submit_expecting(SCHEDULE, &form, 200).await;
    page.assert_text(".notice", "not saved yet");
    assert_eq!(page.values("[name$=_location][value=Home]").len(), 4);
    assert_eq!(page.values("[name$=_type] [value=remote][selected]").len(), 4);
    assert_eq!(page.values("[name$=_pm_type] [value=office][selected]").len(), 4);
    assert_eq!(page.values("#fri_type [selected]"), [""; 0], "a day off");
    assert_eq!(ada.page(SCHEDULE).await.values("[name$=_type] [selected]"), [""; 0], "not saved");
    for unknown in ["fri", "mon_half"] {
        ada.submit_expecting(SCHEDULE, &[("copy", unknown)], 200).await;
    }
}

async fn schedules_are_edited_moved_and_deleted(server: Server) {
    let ada = server.sign_up("ada").await;
    add_friday(&ada, "2026-12-07").await;
    let page = ada.page("/settings/schedule?edit=2026-12-07").await;
    assert_eq!(page.texts("h1"), ["Schedule from 7 December 2026"]);
    let hidden = page.hidden("#schedule");
    let form = [&hidden[..], &[("from", "2026-12-14"), ("working_days", "sat")]].concat();
    ada.submit(SCHEDULE, &form).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(starts(&page), ["From 14 December 2026", "From the beginning Current"]);
    assert!(ada.page("/month/2026-12").await.has("#c12.off"));
    assert!(!ada.page("/month/2026-12").await.has("#c19.off"));
    assert_eq!(page.count(".schedules [action$=delete]"), 1, "the first can't be deleted");
    let form = page.hidden(".schedules [action$=delete]");
    let done = ada.submit("/settings/schedule/delete", &form).await;
    assert_eq!(done, "/settings/schedule?done=deleted");
    let page = ada.page(&done).await;
    page.assert_text(".notice", "Schedule deleted.");
    assert_eq!(starts(&page), ["From the beginning Current"]);
    assert!(ada.page("/month/2026-12").await.has("#c19.off"));
    // Sent again, from a page that still shows it.
    let form = [("from", "2026-12-14"), ("version", "")];
    ada.submit("/settings/schedule/delete", &form).await;
}

async fn the_first_schedule_is_corrected_deliberately(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-02", &[("type", "office")]).await;
    add_friday(&ada, "2026-11-16").await;
    let page = ada.page("/settings/schedule?edit=first").await;
    page.assert_text(".lead", "including past ones");
    let form = [&page.hidden("#schedule")[..], &[("working_days", "mon")]].concat();
    ada.submit(SCHEDULE, &form).await;
    let missing = ada.page("/year/2026").await.lines("#missing dd");
    assert_eq!(missing, ["9–18 November (4 working days)"]);
}

async fn bulk_edits_follow_the_schedule_in_force(server: Server) {
    let ada = server.sign_up("ada").await;
    add_friday(&ada, "2027-01-11").await;
    let page = ada.page("/days?from=2027-01-04&to=2027-01-17").await;
    assert_eq!(page.values("[name=weekdays][checked]"), ["working"]);
    let range = [("from", "2027-01-04"), ("to", "2027-01-17"), ("weekdays", "working")];
    let page = ada.preview("/days", &[&range[..], &[("type", "vacation")]].concat()).await;
    assert_eq!(page.texts("#preview-sum"), ["9 to add"]);
    let done = ada.submit("/days", &page.hidden("#preview form")).await;
    let days = ada.page(&change_path(&done)).await.attributes(".steps li > a", "href");
    assert!(!days.contains(&"/day/2027-01-08".to_owned()), "{days:?}");
    assert!(days.contains(&"/day/2027-01-15".to_owned()), "{days:?}");
    // A weekday that is chosen by name is always included.
    let friday = [("from", "2027-01-04"), ("to", "2027-01-10"), ("weekdays", "fri")];
    let page = ada.preview("/days", &[&friday[..], &[("type", "sick")]].concat()).await;
    assert_eq!(page.texts("#preview-sum"), ["1 to add"]);
}

async fn imported_absences_cover_the_working_days_in_force(server: Server) {
    let ada = server.sign_up("ada").await;
    add_friday(&ada, "2027-01-11").await;
    let text = "Type of absence,Started at,Date type,Ended at,Date type\n\
                Vacation,2027-01-04,All day,2027-01-17,All day\n";
    let review = ada.import(text).await;
    ada.confirm_import(&review, &[]).await;
    assert_eq!(ada.type_of("2027-01-15").await, "vacation");
    assert_eq!(ada.type_of("2027-01-07").await, "vacation");
    assert_eq!(ada.type_of("2027-01-08").await, "");
}

async fn schedules_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    set_usual_week(&ada, &USUAL).await;
    let seen = ada.page(SCHEDULE).await.value("#schedule [name=version]");
    let tab = |location: &'static str| {
        first_schedule(&[("mon_type", "remote"), ("mon_location", location), ("version", &seen)])
    };
    for _ in 0..2 {
        assert_eq!(ada.submit(SCHEDULE, &tab("Oslo")).await, "/settings/schedule?done=saved");
    }
    let page = ada.submit_expecting(SCHEDULE, &tab("Rome"), 409).await;
    assert_eq!(page.texts(".conflict th[scope=row]"), ["Monday"]);
    assert_eq!(page.texts(".conflict td"), ["Remote, Oslo", "Remote, Rome"]);
    assert_eq!(page.values("#mon_location"), ["Rome"]);
    assert_eq!(ada.page(SCHEDULE).await.values("#mon_location"), ["Oslo"]);

    let stale = [("from", "2026-12-07"), ("version", seen.as_str())];
    // Deleting what isn't there changes nothing, so it is no conflict.
    ada.submit("/settings/schedule/delete", &stale).await;
    ada.submit(SCHEDULE, &[("from", "2026-12-07")]).await;
    let page = ada.submit_expecting("/settings/schedule/delete", &stale, 409).await;
    page.assert_text(".notice", "Nothing was deleted");
    assert_eq!(starts(&page).len(), 2);
}

async fn invalid_schedules_are_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    for (form, field) in [
        (vec![], "from"),
        (vec![("from", "2026-11-31")], "from"),
        (vec![("from", "1969-12-31")], "from"),
        (vec![("from", "2026-12-07"), ("working_days", "monday")], "working_days"),
        (vec![("from", "2026-12-07"), ("weeks", "three")], "weeks"),
        (vec![("from", "2026-12-07"), ("weeks", "three"), ("anchor", "x")], "weeks"),
        (first_schedule(&[("weeks", "ab"), ("anchor", "soon")]), "anchor"),
        (first_schedule(&[("tue_half", "on"), ("tue_pm_type", "remote")]), "tue_pm_location"),
        (first_schedule(&[("weeks", "ab"), ("b_tue_type", "jury")]), "b_tue_type"),
    ] {
        let page = ada.submit_expecting(SCHEDULE, &form, 422).await;
        assert_eq!(page.count(&format!("#{field}-error")), 1, "{form:?}");
    }
    assert_eq!(starts(&ada.page(SCHEDULE).await), ["From the beginning Current"]);
    add_friday(&ada, "2028-02-01").await;
    let page = ada.submit_expecting(SCHEDULE, &[("from", "2028-02-01")], 422).await;
    page.field("from").assert_error("Another schedule starts on this day");
    for day in 1..49 {
        let from = format!("2027-{:02}-{:02}", day / 28 + 1, day % 28 + 1);
        ada.submit(SCHEDULE, &[("from", from.as_str())]).await;
    }
    let page = ada.submit_expecting(SCHEDULE, &[("from", "2028-01-01")], 422).await;
    assert_eq!(page.texts("#from-error"), ["You can have at most 50 schedules. Delete one first."]);
}

async fn schedules_are_exported_and_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    set_usual_week(&ada, &USUAL).await;
    let later = [("from", "2026-12-07"), ("weeks", "ab"), ("b_mon_half", "on")];
    let later = [&later[..], &[("b_mon_type", "office"), FRIDAY]].concat();
    ada.submit(SCHEDULE, &later).await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let json = ada.get("/export.json").await.text().await.unwrap();
    let bob = server.sign_up("bob").await;
    let review = bob.import(&json).await;
    bob.confirm_import(&review, &[("settings", "on")]).await;
    let schedules = async |name| server.app_and_user(name).await.1.settings.schedules;
    assert_eq!(schedules("bob").await, schedules("ada").await);
    assert_eq!(schedules("bob").await.iter().len(), 2);
}

async fn settings_exported_by_1_0_0_become_the_first_schedule(server: Server) {
    let ada = server.sign_up("ada").await;
    let json = r#"{"format":"worklog","version":1,"exported_at":"2026-11-18T12:00:00+00:00",
"year":null,"account":{"username":"ada"},"settings":{"working_days":["mon","sat"],
"pattern":{"sat":{"type":"remote","location":"Home"}}},"entries":[
{"date":"2026-11-18","parts":{"day":{"type":"office"}}}
]}"#;
    let review = ada.import(json).await;
    ada.confirm_import(&review, &[("settings", "on")]).await;
    let page = ada.page("/settings/schedule?edit=first").await;
    assert_eq!(page.values("[name=working_days][checked]"), ["mon", "sat"]);
    assert_eq!(page.values("#sat_location"), ["Home"]);
    assert_eq!(starts(&page), ["From the beginning Current"]);
}
