//! Tests importing a file.

use std::io::Write as _;

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_file_is_previewed_and_imported,
    rows_are_excluded_with_checkboxes,
}

/// A table with each kind of row.
pub(crate) const TABLE: &str = "Date,State\n2026-11-02,Home\n2026-11-03,Office\n2026-11-04,Other\n\
    2026-11-05,Other\n2026-11-16,Office\nsome day,Office\n";

/// A calendar with single and repeated events.
pub(crate) const CALENDAR: &str = "BEGIN:VCALENDAR\nNAME:Holidays\nBEGIN:VEVENT\n\
    DTSTART:20250101\nSUMMARY:New Year\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20251225\n\
    RRULE:FREQ=YEARLY\nSUMMARY:Christmas\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20250102\n\
    SUMMARY:Urlaub\nEND:VEVENT\nEND:VCALENDAR\n";

/// Uploads a file and waits for its preview.
pub(crate) async fn send(person: &Person, text: &str) {
    let mut file = tempfile::Builder::new().prefix("days-").suffix(".csv").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    person.go("/import").await;
    let field = person.wait_for("#file").await;
    field.send_keys(file.path().display().to_string()).await.expect("chooses a file");
    person.click("#send").await;
    person.wait_for("#sums").await;
}

async fn a_file_is_previewed_and_imported(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-16", "sick").await;
    send(&ada, TABLE).await;
    ada.wait_for_text("#sums .good", "2").await;
    ada.wait_for_text("#faults", "some day,Office").await;
    ada.wait_for_text("#conflicts", "Sick").await;
    ada.wait_for_text("#confirm", "Import 2 days").await;
    let choose = |value: &str| format!("#type-0 option[value={value}]");
    ada.click(&choose("new")).await;
    ada.type_into("#label-0", "Field work").await;
    ada.click("input[name=existing][value=replace] + span").await;
    ada.click("#again").await;
    ada.wait_for_text("#sums .mind", "1").await;
    ada.wait_for_text("#confirm", "Import 5 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    ada.go("/day/2026-11-04").await;
    assert_eq!(ada.value("#day input[name=type]:checked").await, "field-work");
    ada.go("/day/2026-11-16").await;
    assert_eq!(ada.value("#day input[name=type]:checked").await, "office");
    ada.finish(&[]).await;
}

async fn rows_are_excluded_with_checkboxes(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    send(&ada, "Date,Type\n2025-11-17,Office\n2026-11-16,Office\n2026-11-17,Vacation\n").await;
    let row = |record: &str| format!("#rows input[value='{record}']");
    ada.wait_for_text("#rows-name", "3 of 3 selected").await;
    ada.click(&row("0")).await;
    ada.click("#again").await;
    ada.wait_for_text("#rows-name", "2 of 3 selected").await;
    ada.click(".pages [value='2026']").await;
    ada.wait_for_text("#rows", "2026-11-16").await;
    ada.click("[value=year-none]").await;
    ada.wait_for_text("#rows-name", "0 of 3 selected").await;
    ada.click("[value=all]").await;
    ada.wait_for_text("#rows-name", "3 of 3 selected").await;
    ada.click(&row("2")).await;
    ada.click("#again").await;
    ada.wait_for_text("#confirm", "Import 2 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    let browser = ada.second_client().await;
    for (day, slug) in [("2025-11-17", "office"), ("2026-11-16", "office"), ("2026-11-17", "")] {
        assert_eq!(browser.type_of(day).await, slug, "{day}");
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn invalid_pasted_text_shows_an_error() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/import").await;
    ada.click("#send").await;
    ada.wait_for_text("#file-error", "Choose a file").await;
    ada.type_into("#text", "Date,Type\n2026-11-18,Office").await;
    ada.click("#send").await;
    ada.wait_for_text("#sums", "1").await;
    ada.finish(&[422]).await;
}
