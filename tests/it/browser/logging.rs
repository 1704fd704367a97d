//! Tests logging, splitting, editing, and deleting a day.

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_day_is_logged_edited_and_deleted,
    an_expired_login_loses_no_input,
}

const DAY: &str = "/day/2026-11-17";
const CELL: &str = "#d17";

async fn a_day_is_logged_edited_and_deleted(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(DAY).await;
    if scripts == Scripts::On {
        ada.run("window.stays = true", vec![]).await;
    }
    ada.choose("type", "remote").await;
    ada.click("#save").await;
    ada.wait_for_text("#location-error", "Enter a location").await;
    ada.type_into("#location", "Home").await;
    ada.type_into("#notes", "Planning").await;
    ada.save().await;
    ada.wait_for_text(CELL, "Home").await;
    ada.wait_for(&format!("{CELL} .dot")).await;

    ada.click("#half").await;
    ada.choose("pm_type", "vacation").await;
    ada.click("#save").await;
    ada.wait_for_text("#totals", "0.5").await;
    ada.wait_for(&format!("{CELL} .halves .part + .part")).await;

    ada.click("#half").await;
    ada.choose("type", "sick").await;
    if scripts == Scripts::Off {
        ada.click("#save").await;
        ada.wait_for_text("#location-error", "doesn’t have a location").await;
        ada.type_into("#location", "").await;
    }
    ada.click("#save").await;
    ada.wait_for(&format!("{CELL} .part.red")).await;

    ada.click("#delete").await;
    ada.wait_for_text("#toast", "entry deleted").await;
    assert_eq!(ada.value("#day input[name=version]").await, "0");
    if scripts == Scripts::On {
        let stays = ada.run("return window.stays === true", vec![]).await;
        assert_eq!(stays, true, "the page wasn't reloaded");
    }
    ada.finish(&[422]).await;
}

async fn an_expired_login_loses_no_input(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(DAY).await;
    ada.choose("type", "office").await;
    ada.type_into("#notes", "hours of thought").await;
    ada.server.advance_clock(std::time::Duration::from_mins(21));
    ada.click("#save").await;
    ada.wait_for_text(".notice", "your changes are kept").await;
    ada.log_in("ada", crate::support::server::PASSWORD).await;
    ada.wait_for_text("#day .notice", "aren’t saved yet").await;
    assert_eq!(ada.value("#notes").await, "hours of thought");
    ada.save().await;
    ada.wait_for(&format!("{CELL} .part.blue")).await;
    ada.finish(&[401]).await;
}
