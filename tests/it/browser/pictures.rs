//! Takes screenshots of the pages, including those in the README.
//!
//! If `WORKLOG_TEST_PICTURES` is set to a directory, writes them there: `month.png` for the README
//! (in `docs/`), `screenshot-*.webp` for the welcome page (in `static/`), and each page in four
//! widths, light and dark. `WORKLOG_TEST_PICTURES_LANGUAGE` chooses another language, such as `de`.
//! `scripts/pictures` replaces the pictures that are shown. `browser::tour` takes each page in each
//! of its states.

use std::fmt::Write as _;
use std::path::PathBuf;

use thirtyfour::Key;

use super::chromium::{Person, Scripts};
use super::pictures_november::log_november;
use super::year::log_2026;
use crate::http::usual_week::{USUAL, set_usual_week};
use crate::support::server::change_path;

/// Returns a screenshot of the window, and writes it if requested.
async fn picture(person: &Person, name: &str) -> Vec<u8> {
    let png = person.browser.screenshot_as_png().await.expect("a picture");
    save_artifact(&format!("{name}.png"), &png);
    png
}

/// Returns whether screenshots are requested.
pub(super) fn are_requested() -> bool {
    std::env::var_os("WORKLOG_TEST_PICTURES").is_some()
}

/// Writes a file if screenshots are requested.
pub(crate) fn save_artifact(name: &str, bytes: &[u8]) {
    if let Some(directory) = std::env::var_os("WORKLOG_TEST_PICTURES").map(PathBuf::from) {
        std::fs::create_dir_all(&directory).expect("a directory");
        std::fs::write(directory.join(name), bytes).expect("a file");
    }
}

/// Takes each page, listed by name and path, in all widths, light and dark.
pub(super) async fn take_pictures(person: &Person, pages: &[(&str, &str)]) {
    for (name, path) in pages {
        person.go(path).await;
        take_current(person, name).await;
    }
}

/// Takes the whole current page in all widths, light and dark.
pub(super) async fn take_current(person: &Person, name: &str) {
    let widths: &[u32] = if are_requested() { &[360, 768, 1280, 1920] } else { &[360, 1280] };
    for &width in widths {
        person.set_window(width, 740, "light").await;
        let height = person.run("return document.documentElement.scrollHeight", vec![]).await;
        let height = height.as_u64().and_then(|height| height.try_into().ok());
        take_screen(person, name, (width, height.expect("a height"))).await;
    }
    person.reset_window().await;
}

/// Takes a window of this size, light and dark.
pub(super) async fn take_screen(person: &Person, name: &str, (width, height): (u32, u32)) {
    for scheme in ["light", "dark"] {
        person.set_window(width, height, scheme).await;
        let taken = picture(person, &format!("{name}-{width}-{scheme}")).await;
        assert_eq!(size(&taken), (width, height));
    }
}

/// Returns width and height from the header of a PNG file.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[actix_web::test]
async fn month_and_settings_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    take_pictures(&ada, &[("month-first", "/month")]).await;
    let browser = ada.second_client().await;
    log_november(&browser).await;
    browser.submit("/settings/allowances/vacation", &[("days", "30")]).await;
    ada.go("/month").await;
    ada.click(".setup .bar button").await;
    ada.wait_for("#calendar").await;
    hide_scrollbar(&ada).await;
    ada.set_window(1280, 860, "light").await;
    let taken = picture(&ada, "month").await;
    let shown = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/month.png");
    let shown = std::fs::read(shown).expect("docs/month.png");
    assert_eq!(size(&taken), size(&shown), "README.md's screenshot has another size");
    let pages = [("month", "/month"), ("settings", "/settings"), ("password", "/password")];
    take_pictures(&ada, &pages).await;
    ada.go("/month").await;
    take_screen(&ada, "month-screen", (360, 740)).await;
    take_screen(&ada, "month-screen", (768, 1024)).await;
    take_for_welcome_page(&ada).await;
    take_selection(&ada).await;
    ada.finish(&[]).await;
}

/// Takes the bar for selected days, and the message after logging them, with an allowance.
async fn take_selection(person: &Person) {
    let allowance = [("days", "28")];
    person.second_client().await.submit("/settings/allowances/vacation", &allowance).await;
    person.go("/day/2026-11-23").await;
    person.wait_for("#day").await;
    let keys = person.browser.action_chain().key_down(Key::Shift);
    let keys = keys.send_keys(Key::Right + "").send_keys(Key::Right + "").key_up(Key::Shift);
    keys.perform().await.expect("selects");
    let sizes = [(360, 740), (768, 1024), (1280, 800), (1920, 1080)];
    for size in sizes {
        take_screen(person, "selection", size).await;
    }
    person.click("#chosen-days [value=office]").await;
    person.wait_for("#toast p").await;
    for size in sizes {
        take_screen(person, "toast", size).await;
    }
    person.reset_window().await;
}

/// Hides the scrollbar until another page is opened.
async fn hide_scrollbar(person: &Person) {
    person.run("document.documentElement.style.scrollbarWidth = 'none'", vec![]).await;
}

/// Takes the month for the welcome page, which shows it in this size.
async fn take_for_welcome_page(person: &Person) {
    person.go("/month").await;
    hide_scrollbar(person).await;
    let tag = person.run("return document.documentElement.lang", vec![]).await;
    let tag = tag.as_str().expect("a tag");
    for scheme in ["light", "dark"] {
        person.set_window(1280, 810, scheme).await;
        save_artifact(&format!("screenshot-{tag}-{scheme}.webp"), &person.webp().await);
    }
    person.reset_window().await;
}

#[actix_web::test]
async fn bulk_edit_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    log_november(&browser).await;
    set_usual_week(&browser, &USUAL).await;
    let december = [
        ("from", "2026-11-16"),
        ("to", "2026-12-04"),
        ("weekdays", "mon"),
        ("weekdays", "tue"),
        ("weekdays", "fri"),
        ("type", "remote"),
        ("location", "New York"),
        ("existing", "replace"),
        ("confirm", "yes"),
    ];
    let change = change_path(&browser.submit("/days", &december).await);
    let pages = [
        ("days", "/days?from=2026-11-23&to=2026-11-29"),
        ("change", change.as_str()),
        ("history", "/day/2026-11-17/history"),
    ];
    take_pictures(&ada, &pages).await;
    ada.go("/days?from=2026-11-09&to=2026-12-11&type=office").await;
    ada.click("#preview-alike").await;
    ada.wait_for("#confirm").await;
    take_current(&ada, "preview").await;
    ada.go("/days/delete?from=2026-11-09&to=2026-11-22").await;
    ada.click("#preview-delete").await;
    ada.wait_for("#confirm").await;
    take_current(&ada, "preview-delete").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn schedule_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    set_usual_week(&browser, &USUAL).await;
    let halves = [("tue_half", "on"), ("tue_type", "office"), ("tue_pm_type", "sick")];
    let later = [("from", "2026-11-16"), ("weeks", "ab"), ("working_days", "mon")];
    let later = [&later[..], &halves, &[("b_fri_type", "remote"), ("b_fri_location", "Home")]];
    browser.submit("/settings/schedule", &later.concat()).await;
    let page = [("schedule", "/settings/schedule?edit=2026-11-16")];
    take_pictures(&ada, &page).await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn type_and_allowance_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    log_november(&browser).await;
    super::types::add_types(&browser).await;
    let pages = [
        ("types", "/settings/types"),
        ("types-open", "/settings/types/training"),
        ("merge", "/settings/types/training/merge"),
        ("merge-into", "/settings/types/training/merge?into=remote"),
        ("allowances", "/settings/allowances"),
        ("allowances-open", "/settings/allowances/vacation"),
        ("month-types", "/day/2026-11-24"),
    ];
    take_pictures(&ada, &pages).await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn year_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    log_2026(&ada.second_client().await).await;
    let pages = [("year", "/year"), ("year-weeks", "/year/2026?share=week")];
    take_pictures(&ada, &pages).await;
    take_pictures(&ada, &[("year-empty", "/year/2025")]).await;
    ada.finish(&[]).await;
}

/// Returns an import table with every kind of row, for a month with logged days.
fn mixed_table() -> String {
    let mut table = String::from("Date,Type,Location,Half,Afternoon type,Notes\n");
    for day in 2..=30 {
        let line = match day {
            4 => "Travel,Hamburg,,,To the customer".to_owned(),
            7 | 8 | 14 | 15 | 21 | 22 | 28 | 29 => continue,
            11 => "Remote,,,,".to_owned(),
            12 => "Vacation,,both,Office,\"Morning off, then the workshop\"".to_owned(),
            _ => format!("{},{},,,", ["Office", "Remote"][day % 2], ["Berlin HQ", "Home"][day % 2]),
        };
        let _ = writeln!(table, "2026-11-{day:02},{line}");
    }
    table.push_str("2026-11-31,Office,,,,\n30 Nov,Remote,Home,,,the last one\n");
    table
}

#[actix_web::test]
async fn import_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    take_pictures(&ada, &[("import", "/import")]).await;
    log_november(&ada.second_client().await).await;
    super::imports::send(&ada, &mixed_table()).await;
    let address = ada.browser.current_url().await.expect("an address");
    let path = format!("{}?{}", address.path(), address.query().unwrap_or_default());
    take_pictures(&ada, &[("review", &path)]).await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn feed_and_deletion_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    log_november(&browser).await;
    for day in ["2025-06-02", "2025-06-03", "2025-12-24"] {
        let form = [("type", "vacation")];
        browser.submit(&format!("/day/{day}"), &form).await;
    }
    for (name, detail) in [("My phone", "notes"), ("The team", "presence")] {
        let form = [("name", name), ("detail", detail)];
        assert_eq!(browser.post("/settings/feed", &form).await.status(), 200);
    }
    let pages = [
        ("feed", "/settings/feed"),
        ("data", "/settings/data"),
        ("delete-year", "/settings/data/delete-year?year=2025"),
        ("delete-all", "/settings/data/delete-all"),
        ("delete-account", "/settings/data/delete-account"),
    ];
    take_pictures(&ada, &pages).await;
    ada.go("/settings/feed").await;
    ada.type_into("#name", "Payroll").await;
    ada.submit().await;
    ada.wait_for("#created").await;
    take_current(&ada, "feed-made").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn report_and_search_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    log_november(&ada.second_client().await).await;
    let pages = [
        ("report", "/report?from=2026-11-01&to=2026-11-30&notes=on"),
        ("search", "/search?q=home"),
        ("search-none", "/search?q=nowhere"),
        ("not-found", "/nowhere"),
    ];
    take_pictures(&ada, &pages).await;
    ada.finish(&[404]).await;
}
