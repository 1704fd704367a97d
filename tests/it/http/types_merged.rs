//! One type becomes another, over plain forms.

use super::server::{Server, attribute, location, texts};
use super::types::{add, page};

on_both_stores! {
    days_follow_a_merge_in_halves_too,
    a_merge_that_needs_a_location_asks_for_one,
    a_merge_says_first_what_will_follow,
    what_cannot_be_merged_is_refused,
    a_merge_sent_twice_is_done_once,
    an_old_form_logs_the_type_that_its_own_became,
    days_saved_at_the_moment_of_a_merge_follow_too,
    a_day_logged_since_it_was_shown_does_not_follow_unseen,
    a_day_restored_with_a_former_type_follows_by_the_rules_too,
    a_built_in_type_has_no_merge_page,
}

async fn days_follow_a_merge_in_halves_too(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "optional").await;
    let whole = [("type", "training"), ("location", "Berlin HQ"), ("notes", "Rust")];
    assert_eq!(ada.post("/day/2025-03-03", &whole).await.status(), 303);
    let half = [("half", "on"), ("type", "sick"), ("pm_type", "training")];
    assert_eq!(ada.post("/day/2026-11-17", &half).await.status(), 303);
    let merged = ada.post("/settings/types/training/merge", &[("into", "office")]).await;
    assert_eq!(location(&merged), "/settings/types?done=merged");

    let first = page(&ada, "/day/2025-03-03").await;
    assert_eq!(attribute(&first, "#day [name=type][checked]", "value"), ["office"]);
    assert_eq!(attribute(&first, "#location", "value"), ["Berlin HQ"]);
    assert_eq!(texts(&first, "#notes"), ["Rust"]);
    assert_eq!(attribute(&first, "#day [name=version]", "value")[0], "2");
    let second = page(&ada, "/day/2026-11-17").await;
    assert_eq!(attribute(&second, "#day [name=type][checked]", "value"), ["sick"]);
    assert_eq!(attribute(&second, "#day [name=pm_type][checked]", "value"), ["office"]);
    assert_eq!(ada.get("/settings/types/training").await.status(), 404);
}

async fn a_merge_that_needs_a_location_asks_for_one(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "optional").await;
    let there = [("type", "training"), ("location", "New York")];
    assert_eq!(ada.post("/day/2026-11-16", &there).await.status(), 303);
    assert_eq!(ada.post("/day/2026-11-17", &[("type", "training")]).await.status(), 303);
    let asked = page(&ada, "/settings/types/training/merge?into=remote").await;
    assert!(texts(&asked, "#location-hint")[0].contains("17 November 2026"));
    assert!(texts(&asked, "#places").is_empty());
    let lost = page(&ada, "/settings/types/training/merge?into=vacation").await;
    assert!(texts(&lost, "#places")[0].contains("Vacation takes no location"));
    for (place, message) in [("", "Say where"), ("a\u{7}", "control characters")] {
        let form = [("into", "remote"), ("location", place)];
        let refused = ada.post("/settings/types/training/merge", &form).await;
        assert_eq!(refused.status(), 422);
        let said = texts(&refused.text().await.unwrap(), "#location-error");
        assert!(said[0].contains(message), "{said:?}");
    }
    assert_eq!(ada.get("/settings/types/training").await.status(), 200, "nothing was merged");
    let form = [("into", "remote"), ("location", "Home")];
    assert_eq!(ada.post("/settings/types/training/merge", &form).await.status(), 303);
    for (day, place) in [("2026-11-16", "New York"), ("2026-11-17", "Home")] {
        let shown = page(&ada, &format!("/day/{day}")).await;
        assert_eq!(attribute(&shown, "#location", "value"), [place], "{day}");
    }
}

async fn a_merge_says_first_what_will_follow(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    let path = "/settings/types/training/merge";
    let choose = page(&ada, path).await;
    assert_eq!(attribute(&choose, "[name=into]", "value").len(), 5, "all but itself");
    let none = page(&ada, &format!("{path}?into=office")).await;
    assert_eq!(texts(&none, "#follows"), ["No day has it."]);
    ada.post("/day/2026-11-16", &[("type", "training")]).await;
    ada.post("/day/2026-11-17", &[("half", "on"), ("type", "training"), ("pm_type", "sick")]).await;
    ada.post("/settings/allowances/training", &[("days", "5")]).await;
    let some = page(&ada, &format!("{path}?into=office")).await;
    let follows = "1.5 days from 16 November 2026 to 17 November 2026 will follow.";
    assert_eq!(texts(&some, "#follows"), [follows]);
    assert!(texts(&some, ".follows li").iter().any(|line| line.contains("allowance of Training")));
    assert_eq!(attribute(&page(&ada, "/day/2026-11-16").await, "[name=version]", "value")[0], "1");
}

async fn what_cannot_be_merged_is_refused(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    for (from, into, said) in [
        ("training", "training", "another type"),
        ("training", "nothing", "no such type"),
        ("training", "", "no such type"),
        ("sick", "office", "built-in types"),
    ] {
        let refused = ada.post(&format!("/settings/types/{from}/merge"), &[("into", into)]).await;
        assert_eq!(refused.status(), 422, "{from} into {into}");
        let shown = refused.text().await.unwrap();
        let errors = texts(&shown, ".error");
        assert!(errors.len() == 1 && errors[0].contains(said), "{from} into {into}: {errors:?}");
    }
}

async fn a_merge_sent_twice_is_done_once(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    ada.post("/day/2026-11-17", &[("type", "training")]).await;
    for _ in 0..2 {
        let merged = ada.post("/settings/types/training/merge", &[("into", "office")]).await;
        assert_eq!(location(&merged), "/settings/types?done=merged");
    }
    let shown = page(&ada, "/day/2026-11-17").await;
    assert_eq!(attribute(&shown, "#day [name=version]", "value")[0], "2");
}

async fn an_old_form_logs_the_type_that_its_own_became(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    ada.post("/settings/types/training/merge", &[("into", "remote")]).await;
    let old = [("type", "training"), ("location", "")];
    assert_eq!(ada.post("/day/2026-11-17", &old).await.status(), 422, "by the rules of that one");
    let old = [("type", "training"), ("location", "Home")];
    assert_eq!(ada.post("/day/2026-11-17", &old).await.status(), 303);
    let shown = page(&ada, "/day/2026-11-17").await;
    assert_eq!(attribute(&shown, "#day [name=type][checked]", "value"), ["remote"]);
    add(&ada, "Training", "none").await;
    assert_eq!(ada.get("/settings/types/training-2").await.status(), 200, "another slug");
}

/// Whichever comes first, each day is saved, and in the end all of them are of the other type.
async fn days_saved_at_the_moment_of_a_merge_follow_too(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    ada.post("/day/2026-11-01", &[("type", "training"), ("notes", "first")]).await;
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
        let shown = page(&ada, day).await;
        assert_eq!(attribute(&shown, "#day [name=type][checked]", "value"), ["office"], "{day}");
        let notes = if status == 303 { "changed" } else { "first" };
        assert_eq!(texts(&shown, "#notes"), [notes], "{day}");
    }
}

async fn a_day_logged_since_it_was_shown_does_not_follow_unseen(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    let path = "/settings/types/training/merge";
    ada.post("/day/2026-11-16", &[("type", "training")]).await;
    let mut shown = page(&ada, &format!("{path}?into=office")).await;
    for (day, follows) in [
        ("2026-11-17", "2 days from 16 November 2026 to 17 November 2026 will follow."),
        ("2026-11-14", "3 days from 14 November 2026 to 17 November 2026 will follow."),
    ] {
        let seen = attribute(&shown, "main form [name=seen]", "value").remove(0);
        ada.post(&format!("/day/{day}"), &[("type", "training")]).await;
        let answer = ada.post(path, &[("into", "office"), ("seen", &seen)]).await;
        assert_eq!(answer.status(), 409);
        shown = answer.text().await.unwrap();
        assert!(texts(&shown, ".notice.warning")[0].contains("Nothing was merged"), "{shown}");
        assert_eq!(texts(&shown, "#follows"), [follows]);
        assert_eq!(ada.get("/settings/types/training").await.status(), 200);
    }
    let seen = attribute(&shown, "main form [name=seen]", "value").remove(0);
    let merged = ada.post(path, &[("into", "office"), ("seen", &seen)]).await;
    assert_eq!(location(&merged), "/settings/types?done=merged");
    let followed = page(&ada, "/day/2026-11-17").await;
    assert_eq!(attribute(&followed, "#day [name=type][checked]", "value"), ["office"]);
}

/// An entry that is taken back out of the history has the type that it had then.
async fn a_day_restored_with_a_former_type_follows_by_the_rules_too(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Course", "none").await;
    add(&ada, "Training", "optional").await;
    ada.post("/day/2026-11-16", &[("type", "course")]).await;
    let range = [("from", "2026-11-16"), ("to", "2026-11-16"), ("confirm", "yes")];
    let deleted = ada.post("/days/delete", &range).await;
    ada.post("/settings/types/course/merge", &[("into", "training")]).await;
    let undone = ada.post(&format!("{}/undo", location(&deleted)), &[]).await;
    assert_eq!(undone.status(), 303);
    let path = "/settings/types/training/merge";
    let shown = page(&ada, &format!("{path}?into=remote")).await;
    assert_eq!(texts(&shown, "#follows"), ["1 day on 16 November 2026 will follow."]);
    assert!(texts(&shown, "#location-hint")[0].contains("16 November 2026"));
    let form = [("into", "remote"), ("location", "")];
    assert_eq!(ada.post(path, &form).await.status(), 422, "the day needs a location");
    let form = [("into", "remote"), ("location", "Home")];
    assert_eq!(ada.post(path, &form).await.status(), 303);
    let shown = page(&ada, "/day/2026-11-16").await;
    assert_eq!(attribute(&shown, "#day [name=type][checked]", "value"), ["remote"]);
    assert_eq!(attribute(&shown, "#location", "value"), ["Home"]);
}

async fn a_built_in_type_has_no_merge_page(server: Server) {
    let ada = server.person("ada").await;
    let path = "/settings/types/sick/merge";
    let asked = [ada.get(path).await, ada.get(&format!("{path}?into=office")).await];
    let told = ada.post(path, &[("into", "office")]).await;
    for answer in asked.into_iter().chain([told]) {
        assert_eq!(answer.status(), 422);
        let shown = answer.text().await.unwrap();
        let errors = texts(&shown, ".error");
        assert!(errors.len() == 1 && errors[0].contains("built-in types"), "{errors:?}");
        assert!(attribute(&shown, "main form", "action").is_empty(), "{shown}");
    }
}
