//! Tests importing a file.

use std::fmt::Write as _;

use super::axe::check_crowded_page;
use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_file_is_previewed_and_imported,
    rows_are_excluded_with_checkboxes,
    columns_of_an_unknown_table_are_chosen,
    events_of_a_calendar_are_chosen,
    enter_updates_the_preview,
    a_changed_choice_is_previewed_before_it_is_imported,
}

/// A table with each kind of row.
pub(crate) const TABLE: &str = "Date,State\n2026-11-02,Home\n2026-11-03,Office\n2026-11-04,Other\n\
    2026-11-05,Other\n2026-11-16,Office\nsome day,Office\n";

/// A table whose header says nothing about its columns.
const UNKNOWN: &str = "One,Two,Three,Four\n2026-11-16,Berlin,Office,\n\
    2026-11-17,Oslo,Office,A visit\n";

/// Uploads a file and waits for its preview.
pub(crate) async fn send(person: &Person, text: &str) {
    upload(person, text).await;
    person.wait_for("#sums").await;
}

/// Uploads a file and waits for what the page makes of it.
pub(crate) async fn upload(person: &Person, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ada.csv");
    std::fs::write(&file, text).unwrap();
    person.go("/import").await;
    let field = person.wait_for("#file").await;
    field.send_keys(file.display().to_string()).await.expect("chooses a file");
    person.click("#send").await;
    person.wait_for("form[action='/import']:not([enctype])").await;
}

/// Asserts which type the days have.
async fn assert_types(person: &Person, days: &[(&str, &str)]) {
    let browser = person.second_client().await;
    for (day, slug) in days {
        assert_eq!(browser.type_of(day).await, *slug, "{day}");
    }
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
    ada.wait_for_text("#rows", "16 Nov 2026").await;
    ada.click("[value=year-none]").await;
    ada.wait_for_text("#rows-name", "0 of 3 selected").await;
    ada.click("[value=all]").await;
    ada.wait_for_text("#rows-name", "3 of 3 selected").await;
    ada.click(&row("2")).await;
    ada.click("#again").await;
    ada.wait_for_text("#confirm", "Import 2 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    let expected = [("2025-11-17", "office"), ("2026-11-16", "office"), ("2026-11-17", "")];
    assert_types(&ada, &expected).await;
    ada.finish(&[]).await;
}

async fn columns_of_an_unknown_table_are_chosen(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    upload(&ada, UNKNOWN).await;
    ada.wait_for_text("h1", "Choose the columns").await;
    ada.wait_for_text("#sample", "A visit").await;
    for (role, column) in [("date", "0"), ("type", ""), ("location", ""), ("notes", "")] {
        ada.choose_option(&format!("#column-{role}"), column).await;
    }
    ada.click("#continue").await;
    ada.wait_for_text("#column-type-error", "Choose the column with the type").await;
    // All rows have the same type.
    ada.choose_option("#all", "vacation").await;
    ada.click("#continue").await;
    ada.wait_for_text("#sums .good", "2").await;
    ada.wait_for_text("#year-totals", "Vacation").await;
    // The choices can be changed: a column contains the type.
    ada.click("#change-columns").await;
    ada.wait_for("#mapping").await;
    assert_eq!(ada.value("#all").await, "vacation");
    ada.choose_option("#all", "").await;
    for (role, column) in [("type", "2"), ("location", "1"), ("notes", "3")] {
        ada.choose_option(&format!("#column-{role}"), column).await;
    }
    ada.click("#continue").await;
    ada.wait_for_text("#rows", "Oslo").await;
    ada.wait_for_text("#rows", "A visit").await;
    ada.wait_for_text("#confirm", "Import 2 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    assert_types(&ada, &[("2026-11-16", "office"), ("2026-11-17", "office")]).await;
    ada.finish(&[422]).await;
}

/// A holiday calendar with a single event, an observance, and a yearly event.
const HOLIDAYS: &str = "BEGIN:VCALENDAR\nX-WR-CALNAME:Holidays\nBEGIN:VEVENT\n\
    DTSTART;VALUE=DATE:20261116\nSUMMARY:Repentance\nEND:VEVENT\nBEGIN:VEVENT\n\
    DTSTART;VALUE=DATE:20261117\nSUMMARY:Cat day\nDESCRIPTION:Observance\nEND:VEVENT\n\
    BEGIN:VEVENT\nDTSTART;VALUE=DATE:20201224\nRRULE:FREQ=YEARLY\n\
    SUMMARY:Christmas Eve\nEND:VEVENT\nEND:VCALENDAR\n";

async fn events_of_a_calendar_are_chosen(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    send(&ada, HOLIDAYS).await;
    assert_eq!(ada.value("#file-type select").await, "holiday");
    ada.wait_for_text("#rows", "not selected, observance").await;
    ada.wait_for_text("#confirm", "Import 2 days").await;
    ada.choose_option("#file-type select", "vacation").await;
    ada.click("#rows tr:nth-child(2) input:not(:checked)").await;
    ada.type_into("#last_year", "2027").await;
    ada.click("#again").await;
    ada.wait_for_text("#confirm", "Import 4 days").await;
    assert_eq!(ada.value("#file-type select").await, "vacation");
    ada.click(".pages [value='2027']").await;
    ada.wait_for_text("#rows", "24 Dec 2027").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    let days = ["2026-11-16", "2026-11-17", "2026-12-24", "2027-12-24"];
    assert_types(&ada, &days.map(|day| (day, "vacation"))).await;
    ada.finish(&[]).await;
}

async fn a_changed_choice_is_previewed_before_it_is_imported(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-16", "sick").await;
    send(&ada, "Date,Type\n2026-11-16,Office\n2026-11-17,Office\n").await;
    ada.wait_for_text("#confirm", "Import 1 day").await;
    ada.click("input[name=existing][value=replace] + span").await;
    let provoked: &[u16] = if scripts == Scripts::On {
        ada.wait_for("#confirm[hidden]").await;
        ada.click("#again.primary").await;
        &[]
    } else {
        ada.click("#confirm").await;
        ada.wait_for_text(".notice.warning", "Your choices or your days have changed").await;
        assert_types(&ada, &[("2026-11-16", "sick"), ("2026-11-17", "")]).await;
        &[409]
    };
    ada.wait_for_text("#confirm", "Import 2 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    assert_types(&ada, &[("2026-11-16", "office"), ("2026-11-17", "office")]).await;
    ada.finish(provoked).await;
}

async fn enter_updates_the_preview(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    send(&ada, HOLIDAYS).await;
    ada.type_into("#last_year", "2027\n").await;
    ada.wait_for_text("#confirm", "Import 3 days").await;
    assert_eq!(ada.count("#rows input:not(:checked)").await, 1, "the choices are the same");
    assert_eq!(ada.count("#undo").await, 0);
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

/// Returns whether the import button is visible at the top and at the bottom of the page, and
/// whether the page is long.
const CONFIRM_IS_VISIBLE_JS: &str = r"
const isVisible = () => {
  const box = document.querySelector('#confirm').getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
};
scrollTo(0, 0);
const atTheTop = isVisible();
scrollTo(0, document.documentElement.scrollHeight);
return [atTheTop, isVisible(), document.documentElement.scrollHeight > 2 * innerHeight];
";

#[actix_web::test]
async fn import_pages_with_long_texts_fit() {
    let ada = Person::signed_up(Scripts::On).await;
    let word = "Betriebsvereinbarungsnummer";
    let header: Vec<String> = (0..30).map(|column| format!("{word} {column}")).collect();
    let cells = vec![word.repeat(2); 28].join(";");
    upload(&ada, &format!("{}\n2026-11-16;{cells}\n", header.join(";"))).await;
    check_crowded_page(&ada, "the choice between 30 columns").await;
    let mut table = String::from("Date,Type,Location,Notes\n");
    for row in 0..200 {
        let (year, month, day) = (2001 + row / 8, 1 + row % 8, 10 + row % 7);
        let day_type =
            if row % 4 == 0 { "Office".to_owned() } else { format!("{word} {}", row % 12) };
        let (place, notes) = (word.repeat(2), word.repeat(9));
        writeln!(table, "{year}-{month:02}-{day},{day_type},{place},{notes}").unwrap();
    }
    writeln!(table, "2026-11-31,Office,,{}\n2026-11-16,Office,,", word.repeat(9)).unwrap();
    ada.log("2026-11-16", "sick").await;
    send(&ada, &table).await;
    check_crowded_page(&ada, "a preview with long texts").await;
    for width in [360, 1280] {
        ada.set_window(width, 700, "light").await;
        let visible = ada.run(CONFIRM_IS_VISIBLE_JS, vec![]).await;
        assert_eq!(visible, serde_json::json!([true, true, true]), "at {width} px");
    }
    ada.reset_window().await;
    ada.finish(&[]).await;
}
