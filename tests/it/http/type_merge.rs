//! Tests merging types with plain forms.

use crate::support::page::Page;
use crate::support::server::{Server, change_path};

on_both_stores! {
    a_merge_updates_full_and_half_days,
    a_merge_asks_for_a_required_location,
    a_merge_shows_a_preview,
    invalid_merges_are_rejected,
    a_repeated_merge_is_applied_once,
    an_outdated_form_logs_the_merged_type,
    a_merge_updates_days_saved_concurrently,
    a_day_logged_after_the_preview_stops_the_merge,
    a_merge_preview_counts_half_days,
    a_day_restored_after_a_merge_gets_the_merged_type,
    a_built_in_type_has_no_merge_page,
}

async fn a_merge_updates_full_and_half_days(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "optional").await;
    let whole = [("type", "training"), ("location", "Berlin HQ"), ("notes", "Rust")];
    ada.submit("/day/2025-03-03", &whole).await;
    let half = [("half", "on"), ("type", "sick"), ("pm_type", "training")];
    ada.submit("/day/2026-11-17", &half).await;
    assert_eq!(
        ada.submit("/settings/types/training/merge", &[("into", "office")]).await,
        "/settings/types?done=merged"
    );

    let first = ada.page("/day/2025-03-03").await;
    assert_eq!(first.values("#day [name=type][checked]"), ["office"]);
    assert_eq!(first.values("#location"), ["Berlin HQ"]);
    assert_eq!(first.texts("#notes"), ["Rust"]);
    assert_eq!(first.values("#day [name=version]")[0], "2");
    let second = ada.page("/day/2026-11-17").await;
    assert_eq!(second.values("#day [name=type][checked]"), ["sick"]);
    assert_eq!(second.values("#day [name=pm_type][checked]"), ["office"]);
    assert_eq!(ada.status("/settings/types/training").await, 404);
}

async fn a_merge_asks_for_a_required_location(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "optional").await;
    let there = [("type", "training"), ("location", "New York")];
    ada.submit("/day/2026-11-16", &there).await;
    ada.submit("/day/2026-11-17", &[("type", "training")]).await;
    ada.submit("/day/2026-11-18", &[("type", "training")]).await;
    let asked = ada.page("/settings/types/training/merge?into=remote").await;
    let hint = "enter the one for 17 November 2026 and 18 November 2026.";
    asked.assert_text("#location-hint", hint);
    assert!(!asked.has("#places"));
    let lost = ada.page("/settings/types/training/merge?into=vacation").await;
    lost.assert_text("#places", "Vacation doesn’t have locations");
    for (place, message) in [("", "Enter a location"), ("a\u{7}", "control characters")] {
        let form = [("into", "remote"), ("location", place)];
        let refused = ada.submit_expecting("/settings/types/training/merge", &form, 422).await;
        refused.field("location").assert_error(message);
    }
    assert_eq!(ada.status("/settings/types/training").await, 200, "nothing was merged");
    let form = [("into", "remote"), ("location", "Home")];
    ada.submit("/settings/types/training/merge", &form).await;
    for (day, place) in [("2026-11-16", "New York"), ("2026-11-17", "Home")] {
        let shown = ada.page(&format!("/day/{day}")).await;
        assert_eq!(shown.values("#location"), [place], "{day}");
    }
}

async fn a_merge_shows_a_preview(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    let path = "/settings/types/training/merge";
    assert_eq!(ada.page(path).await.count("[name=into]"), 5, "all other types");
    let none = ada.page(&format!("{path}?into=office")).await;
    assert_eq!(none.texts("#follows"), ["No days have this type."]);
    ada.submit("/day/2026-11-16", &[("type", "training")]).await;
    ada.submit("/day/2026-11-17", &[("half", "on"), ("type", "training"), ("pm_type", "sick")])
        .await;
    ada.submit("/settings/allowances/training", &[("days", "5")]).await;
    let some = ada.page(&format!("{path}?into=office")).await;
    let follows = "1.5 days from 16 November 2026 to 17 November 2026 will change.";
    assert_eq!(some.texts("#follows"), [follows]);
    some.assert_text(".follows li:nth-child(3)", "allowance of Training");
    assert_eq!(some.texts(".final + .actions .danger"), ["Merge into Office"], "it is final");
    assert_eq!(ada.page("/day/2026-11-16").await.values("[name=version]")[0], "1");
}

async fn invalid_merges_are_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    for (from, into, said) in [
        ("training", "training", "another type"),
        ("training", "nothing", "doesn’t exist"),
        ("training", "", "doesn’t exist"),
        ("sick", "office", "built-in types"),
    ] {
        let shown = ada
            .submit_expecting(&format!("/settings/types/{from}/merge"), &[("into", into)], 422)
            .await;
        shown.assert_only_text(".error", said);
    }
}

async fn a_repeated_merge_is_applied_once(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    ada.submit("/day/2026-11-17", &[("type", "training")]).await;
    for _ in 0..2 {
        assert_eq!(
            ada.submit("/settings/types/training/merge", &[("into", "office")]).await,
            "/settings/types?done=merged"
        );
    }
    assert_eq!(ada.page("/day/2026-11-17").await.values("#day [name=version]")[0], "2");
}

async fn an_outdated_form_logs_the_merged_type(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    ada.submit("/settings/types/training/merge", &[("into", "remote")]).await;
    let old = [("type", "training"), ("location", "")];
    assert_eq!(ada.post("/day/2026-11-17", &old).await.status(), 422, "by the new type's rules");
    let old = [("type", "training"), ("location", "Home")];
    ada.submit("/day/2026-11-17", &old).await;
    assert_eq!(ada.page("/day/2026-11-17").await.values("#day [name=type][checked]"), ["remote"]);
    ada.add_type("Training", "none").await;
    assert_eq!(ada.status("/settings/types/training-2").await, 200, "another slug");
}

/// In any order, each day is saved, and all days end up with the other type.
async fn a_merge_updates_days_saved_concurrently(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    ada.submit("/day/2026-11-01", &[("type", "training"), ("notes", "first")]).await;
    let days: Vec<String> = (1..=16).map(|number| format!("/day/2026-11-{number:02}")).collect();
    let save = |day: String| {
        let ada = ada.clone();
        async move {
            let form = [("type", "training"), ("notes", "changed"), ("version", "1")];
            let form = if day.ends_with("01") { &form[..] } else { &form[..2] };
            ada.post(&day, form).await.status().as_u16()
        }
    };
    let saves = futures_util::future::join_all(days.iter().cloned().map(save));
    let merge = ada.post("/settings/types/training/merge", &[("into", "office")]);
    let (statuses, merged) = futures_util::join!(saves, merge);
    assert_eq!(merged.status(), 303);
    assert!(statuses[1..].iter().all(|status| *status == 303), "{statuses:?}");
    assert!([303, 409].contains(&statuses[0]), "the day that both change: {statuses:?}");
    for (day, status) in days.iter().zip(statuses) {
        let shown = ada.page(day).await;
        assert_eq!(shown.values("#day [name=type][checked]"), ["office"], "{day}");
        let notes = if status == 303 { "changed" } else { "first" };
        assert_eq!(shown.texts("#notes"), [notes], "{day}");
    }
}

async fn a_day_logged_after_the_preview_stops_the_merge(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    let path = "/settings/types/training/merge";
    ada.submit("/day/2026-11-16", &[("type", "training")]).await;
    let mut shown = ada.page(&format!("{path}?into=office")).await;
    for (day, follows) in [
        ("2026-11-17", "2 days from 16 November 2026 to 17 November 2026 will change."),
        ("2026-11-14", "3 days from 14 November 2026 to 17 November 2026 will change."),
    ] {
        let seen = shown.value("main form [name=seen]");
        ada.submit(&format!("/day/{day}"), &[("type", "training")]).await;
        let response = ada.post(path, &[("into", "office"), ("seen", &seen)]).await;
        assert_eq!(response.status(), 409);
        shown = Page::from_response(response).await;
        shown.assert_text(".notice.warning", "Nothing was merged");
        assert_eq!(shown.texts("#follows"), [follows]);
        assert_eq!(ada.status("/settings/types/training").await, 200);
    }
    let seen = shown.value("main form [name=seen]");
    assert_eq!(
        ada.submit(path, &[("into", "office"), ("seen", &seen)]).await,
        "/settings/types?done=merged"
    );
    assert_eq!(ada.page("/day/2026-11-17").await.values("#day [name=type][checked]"), ["office"]);
}

async fn a_merge_preview_counts_half_days(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    ada.log("2026-11-16", &[("type", "training"), ("half", "on")]).await;
    let shown = ada.page("/settings/types/training/merge?into=office").await;
    assert_eq!(shown.texts("#follows"), ["0.5 days on 16 November 2026 will change."]);
}

/// Undoing a deletion restores an entry with its former type.
async fn a_day_restored_after_a_merge_gets_the_merged_type(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Course", "none").await;
    ada.add_type("Training", "optional").await;
    ada.submit("/day/2026-11-16", &[("type", "course")]).await;
    let range = [("from", "2026-11-16"), ("to", "2026-11-16"), ("confirm", "yes")];
    let deleted = change_path(&ada.submit("/days/delete", &range).await);
    ada.submit("/settings/types/course/merge", &[("into", "training")]).await;
    ada.submit(&format!("{deleted}/undo"), &[]).await;
    let path = "/settings/types/training/merge";
    let shown = ada.page(&format!("{path}?into=remote")).await;
    assert_eq!(shown.texts("#follows"), ["1 day on 16 November 2026 will change."]);
    shown.assert_text("#location-hint", "16 November 2026");
    let form = [("into", "remote"), ("location", "")];
    assert_eq!(ada.post(path, &form).await.status(), 422, "the day requires a location");
    let form = [("into", "remote"), ("location", "Home")];
    ada.submit(path, &form).await;
    let shown = ada.page("/day/2026-11-16").await;
    assert_eq!(shown.values("#day [name=type][checked]"), ["remote"]);
    assert_eq!(shown.values("#location"), ["Home"]);
}

async fn a_built_in_type_has_no_merge_page(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = "/settings/types/sick/merge";
    let asked = [ada.get(path).await, ada.get(&format!("{path}?into=office")).await];
    let told = ada.post(path, &[("into", "office")]).await;
    for response in asked.into_iter().chain([told]) {
        assert_eq!(response.status(), 422);
        let shown = Page::from_response(response).await;
        shown.assert_only_text(".error", "built-in types");
        assert!(!shown.has("main form"));
    }
}
