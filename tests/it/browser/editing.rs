//! Tests changing the type of a day, undoing that, filling half days, and confirming twice.

use serde_json::json;
use thirtyfour::{By, Key};

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_location_of_the_former_type_is_kept_only_deliberately,
    a_location_of_a_type_without_one_is_reported,
    an_overwritten_day_can_be_restored,
    empty_halves_are_filled_from_the_preview,
    a_double_click_confirms_once,
}

const DAY: &str = "/day/2026-11-17";
const PARENTS: &str = "Parents' place";

async fn a_location_of_the_former_type_is_kept_only_deliberately(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    let remote = [("type", "remote"), ("location", PARENTS)];
    ada.second_client().await.submit(DAY, &remote).await;
    ada.go(DAY).await;
    ada.choose("type", "office").await;
    if scripts == Scripts::On {
        assert_eq!(ada.value("#location").await, "", "it belongs to Remote");
        ada.choose("type", "remote").await;
        assert_eq!(ada.value("#location").await, PARENTS);
        ada.choose("type", "office").await;
        ada.type_into("#location", PARENTS).await;
    } else {
        ada.click("#save").await;
        ada.wait_for_text("#location-error", "was logged with Remote").await;
        assert_eq!(ada.value("#location").await, PARENTS);
    }
    ada.save().await;
    ada.wait_for("#d17 .part.blue").await;
    assert_eq!(ada.value("#location").await, PARENTS);
    ada.finish(if scripts == Scripts::On { &[] } else { &[422] }).await;
}

async fn a_location_of_a_type_without_one_is_reported(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(DAY).await;
    ada.choose("type", "remote").await;
    ada.type_into("#location", "Rome").await;
    ada.choose("type", "vacation").await;
    ada.click("#save").await;
    ada.wait_for_text("#location-error", "doesn’t have a location").await;
    assert_eq!(ada.value("#location").await, "Rome");
    assert_eq!(ada.value("#day [name=type]:checked").await, "vacation");
    ada.type_into("#location", "").await;
    ada.save().await;
    ada.wait_for("#d17 .part.amber").await;
    ada.finish(&[422]).await;
}

async fn an_overwritten_day_can_be_restored(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-17", "vacation").await;
    ada.choose("type", "sick").await;
    ada.save().await;
    ada.wait_for("#d17 .part.red").await;
    undo(&ada).await;
    ada.wait_for("#d17 .part.amber").await;
    ada.finish(&[]).await;
}

/// Undoes the last change with the toast.
pub(super) async fn undo(ada: &Person) {
    ada.click("#undo-change button").await;
    ada.wait_for_text("#toast", "Change undone").await;
}

/// Returns the buttons that the toast covers.
const COVERED_JS: &str = r"
const boxes = (css) => [...document.querySelectorAll(css)].map((one) => [one, one.getBoundingClientRect()]);
const [[, toast]] = boxes('#toast');
return boxes('.top, .sheet > .bar :is(a, button), #save, #delete')
  .filter(([, box]) => box.left < toast.right && box.right > toast.left && box.top < toast.bottom && box.bottom > toast.top)
  .map(([one]) => one.id || one.className);
";

const SHORT_WAIT_JS: &str =
    "const wait = setTimeout; setTimeout = (act, ms, ...more) => wait(act, ms / 15, ...more)";

#[actix_web::test]
async fn the_toast_covers_no_button_and_leaves() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.log("2026-11-17", "office").await;
    let sizes = [(1280, 800, "sick"), (768, 700, "holiday"), (360, 740, "vacation")];
    for (width, height, afternoon) in sizes {
        ada.set_window(width, height, "light").await;
        ada.go(DAY).await;
        if ada.count("#half:checked").await == 0 {
            ada.click("#half").await;
        }
        ada.choose("pm_type", afternoon).await;
        ada.save().await;
        assert_eq!(ada.run(COVERED_JS, vec![]).await, json!([]), "{width}");
        assert_eq!(ada.count("#day .notice:not(.in-toast)").await, 0);
    }
    ada.choose("type", "remote").await;
    ada.click("#save").await;
    ada.wait_for("#toast.gone").await;
    ada.wait_for("#location-error").await;
    ada.run(SHORT_WAIT_JS, vec![]).await;
    ada.choose("type", "sick").await;
    ada.save().await;
    ada.wait_for("#toast.gone").await;
    let keys = ada.browser.action_chain().key_down(Key::Control).send_keys("z");
    keys.key_up(Key::Control).perform().await.unwrap();
    ada.wait_for_text("#toast", "Change undone").await;
    ada.wait_for("#d17 .part.blue").await;
    ada.finish(&[422]).await;
}

async fn empty_halves_are_filled_from_the_preview(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    let second = ada.second_client().await;
    for day in ["2026-12-24", "2026-12-31"] {
        let afternoon = [("half", "on"), ("type", ""), ("pm_type", "holiday")];
        second.submit(&format!("/day/{day}"), &afternoon).await;
    }
    second.submit("/day/2026-12-25", &[("type", "holiday")]).await;
    ada.go("/days?from=2026-12-21&to=2026-12-31").await;
    ada.click("#days-form input[value=vacation] + span").await;
    ada.click("#preview-alike").await;
    ada.wait_for_text("#confirm", "Log 6 days").await;
    ada.wait_for_text("#fillable", "2 days have a free half day").await;
    ada.click("#fill").await;
    ada.wait_for_text("#preview-sum", "6 to add, 2 to fill, 1 to keep").await;
    ada.click("#confirm").await;
    ada.wait_for_text("#toast", "8 days logged").await;
    if scripts == Scripts::Off {
        ada.go("/year/2026").await;
        ada.wait_for_text("#totals", "+7 planned").await;
    }
    ada.finish(&[]).await;
}

/// The second click may hit whatever the next page shows in the same place, which must not be the
/// button that undoes the change.
async fn a_double_click_confirms_once(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/days?from=2026-11-16&to=2026-11-20").await;
    ada.click("#days-form input[value=office] + span").await;
    ada.click("#preview-alike").await;
    double_click_confirm(&ada, "2026-11-16").await;
    super::imports::send(&ada, "Date,Type\n2026-12-01,Office\n").await;
    double_click_confirm(&ada, "2026-12-01").await;
    ada.finish(&[]).await;
}

async fn double_click_confirm(ada: &Person, logged: &str) {
    let confirm = ada.browser.find(By::Css("#confirm")).await.unwrap();
    confirm.scroll_into_view().await.unwrap();
    ada.browser.action_chain().double_click_element(&confirm).perform().await.unwrap();
    ada.wait_for("#undo, #calendar").await;
    ada.go(&format!("/day/{logged}")).await;
    assert_eq!(ada.value("#day [name=type]:checked").await, "office");
}
