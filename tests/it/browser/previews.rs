//! Tests that previews survive Back and Reload: the browser never asks to send a form again.

use super::chromium::{Person, Scripts};
use super::imports::{TABLE, send};

with_and_without_scripts! {
    a_bulk_edit_preview_survives_back,
    a_deletion_preview_survives_back,
    an_import_preview_survives_back,
}

impl Person {
    /// Goes back to the page before.
    async fn step_back(&self) {
        self.browser.back().await.expect("a page");
    }
}

async fn a_bulk_edit_preview_survives_back(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    let notes = "語".repeat(1000);
    ada.go("/days?from=2026-11-16&to=2026-11-20").await;
    ada.click("#days-form input[value=office] + span").await;
    ada.type_into("#notes", &notes).await;
    ada.click("#preview-alike").await;
    ada.wait_for_text("#preview-sum", "5 to add").await;
    ada.browser.refresh().await.unwrap();
    ada.wait_for_text("#preview-sum", "5 to add").await;
    // A second preview doesn't replace the first.
    ada.click("#days-form input[value=vacation] + span").await;
    ada.click("#preview-alike").await;
    ada.wait_for("#preview .mini.amber").await;
    ada.step_back().await;
    ada.wait_for("#preview .mini.blue").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo-change").await;
    ada.step_back().await;
    ada.wait_for_text("#preview-sum", "5 ").await;
    assert_eq!(ada.value("#notes").await, notes);
    ada.go("/day/2026-11-18").await;
    assert_eq!(ada.value("#notes").await, notes);
    ada.finish(&[]).await;
}

async fn a_deletion_preview_survives_back(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-17", "vacation").await;
    ada.go("/days?from=2026-11-16&to=2026-11-20").await;
    ada.click("#preview-delete").await;
    ada.wait_for_text("#preview-sum", "1 to delete").await;
    // axe doesn't report text in the color of its background.
    let readable = "const style = getComputedStyle(document.querySelector('#confirm'));
        return style.color !== style.backgroundColor";
    assert_eq!(ada.run(readable, vec![]).await.as_bool(), Some(true), "the button is blank");
    ada.go("/year/2026").await;
    ada.step_back().await;
    ada.wait_for_text("#preview-sum", "1 to delete").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo-change").await;
    ada.step_back().await;
    // Without scripts, Chromium restores the outdated preview from memory.
    let sum = if scripts == Scripts::On { "Nothing is logged" } else { "1 to delete" };
    ada.wait_for_text("#preview-sum", sum).await;
    ada.finish(&[]).await;
}

async fn an_import_preview_survives_back(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    send(&ada, TABLE).await;
    ada.click("#type-0 option[value=new]").await;
    ada.type_into("#label-0", "Field work").await;
    ada.click("#again").await;
    ada.wait_for_text("#confirm", "Import 5 days").await;
    ada.go("/year/2026").await;
    ada.step_back().await;
    ada.wait_for_text("#confirm", "Import 5 days").await;
    assert_eq!(ada.value("#label-0").await, "Field work");
    ada.browser.refresh().await.unwrap();
    ada.wait_for_text("#confirm", "Import 5 days").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    ada.finish(&[]).await;
}
