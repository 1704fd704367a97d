//! What a person chooses about a file: its unknown types.

use std::fmt::Write as _;

use super::imports::{body, confirm, send, sums, types};
use super::server::{Server, attribute, texts};

on_both_stores! {
    unknown_types_are_mapped_or_made,
    a_type_without_a_choice_holds_the_import_back,
    a_kind_that_does_not_exist_is_refused,
    more_unknown_types_than_there_is_room_for_are_refused,
    types_that_swapped_their_labels_come_back_as_they_were,
}

async fn unknown_types_are_mapped_or_made(server: Server) {
    let ada = server.person("ada").await;
    let text = "Date,State\n2026-11-16,Other\n2026-11-17,Parental leave\n2026-11-18,Nonsense\n";
    let review = send(&ada, text).await;
    let page = body(ada.get(&review).await).await;
    assert_eq!(sums(&page), ["0 days will be added", "3 lines wait for a choice"]);
    let keys = attribute(&page, "[name=key]", "value");
    assert_eq!(keys, ["other", "parental leave", "nonsense"]);
    let mut choices = vec![
        ("key", "other"),
        ("type", "vacation"),
        ("label", "Other"),
        ("kind", "work"),
        ("key", "parental leave"),
        ("type", "new"),
        ("label", ""),
        ("kind", "leave"),
        ("key", "nonsense"),
        ("type", "out"),
    ];
    let refused = confirm(&ada, &review, &choices).await;
    assert_eq!(refused.status(), 422, "a new type without a name");
    let upload = attribute(&page, "input[name=upload]", "value").remove(0);
    let look = |choices: &[(&'static str, &'static str)]| {
        let form = [&[("upload", upload.as_str())][..], choices].concat();
        let form: Vec<(String, String)> =
            form.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let ada = ada.clone();
        async move {
            let form: Vec<(&str, &str)> =
                form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            body(ada.post("/import", &form).await).await
        }
    };
    assert_eq!(texts(&look(&choices).await, "#type-1-error").len(), 1);
    choices[6] = ("label", "Parental leave");
    let page = look(&choices).await;
    assert_eq!(sums(&page), ["2 days will be added", "1 line left out"]);
    let mark = attribute(&page, "input[name=mark]", "value").remove(0);
    let mut form = vec![("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    let mut other = choices.clone();
    other[1] = ("type", "sick");
    let unseen = ada.post("/import", &[&form[..], &other[..]].concat()).await;
    assert_eq!(unseen.status(), 409, "another type than was shown");
    assert!(types(&ada, "2026-11-16").await.iter().all(String::is_empty));
    form.extend(&choices);
    let answer = ada.post("/import", &form).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(types(&ada, "2026-11-16").await, ["vacation"]);
    assert_eq!(types(&ada, "2026-11-17").await, ["parental-leave"]);
    assert!(types(&ada, "2026-11-18").await.iter().all(String::is_empty));
}

async fn a_type_without_a_choice_holds_the_import_back(server: Server) {
    let ada = server.person("ada").await;
    let text = "Date,State\n2026-11-16,Office\n2026-11-17,Parental leave\n2026-11-18,Strike\n";
    let review = send(&ada, text).await;
    let unchosen = [
        ("key", "parental leave"),
        ("type", ""),
        ("label", "Parental leave"),
        ("kind", "work"),
        ("key", "strike"),
    ];
    let half = [("type", "new"), ("label", "On strike"), ("kind", "off")];
    for choices in [&unchosen[..], &[&unchosen[..], &half].concat(), &[]] {
        let refused = confirm(&ada, &review, choices).await;
        assert_eq!(refused.status(), 422, "{choices:?}");
        let page = body(refused).await;
        assert_eq!(texts(&page, "#type-0-error"), ["Choose what becomes of these days."]);
        assert_eq!(attribute(&page, "#type-0", "aria-invalid"), ["true"]);
        assert_eq!(texts(&page, ".notice").len(), 1);
        let is_chosen = choices.len() > unchosen.len();
        assert_eq!(texts(&page, "#type-1-error").is_empty(), is_chosen);
        if is_chosen {
            assert_eq!(attribute(&page, "#type-1 [selected]", "value"), ["new"]);
            assert_eq!(attribute(&page, "#label-1", "value"), ["On strike"]);
            assert_eq!(attribute(&page, "#kind-1 [selected]", "value"), ["off"]);
        }
        assert!(types(&ada, "2026-11-16").await.iter().all(String::is_empty), "{choices:?}");
    }
    let settings = body(ada.get("/settings/types").await).await;
    assert!(!settings.contains("On strike"), "no type is made either");
}

async fn a_kind_that_does_not_exist_is_refused(server: Server) {
    let ada = server.person("ada").await;
    let review = send(&ada, "Date,State\n2026-11-17,Strike\n").await;
    let page = body(ada.get(&review).await).await;
    let upload = attribute(&page, "input[name=upload]", "value").remove(0);
    for kind in ["holiday", "Work", ""] {
        let choice = [("key", "strike"), ("type", "new"), ("label", "Strike"), ("kind", kind)];
        let preview = ada.post("/import", &[&[("upload", &*upload)], &choice[..]].concat()).await;
        for answer in [preview, confirm(&ada, &review, &choice).await] {
            assert_eq!(answer.status(), 422, "{kind}");
            let page = body(answer).await;
            assert_eq!(texts(&page, "#type-0-error"), ["Choose what a day of it counts as."]);
            assert_eq!(attribute(&page, "#type-0 [selected]", "value"), ["new"]);
            assert_eq!(attribute(&page, "#label-0", "value"), ["Strike"]);
        }
    }
    assert!(types(&ada, "2026-11-17").await.iter().all(String::is_empty));
    let settings = body(ada.get("/settings/types").await).await;
    assert!(!settings.contains("Strike"), "no type is made either");
}

async fn more_unknown_types_than_there_is_room_for_are_refused(server: Server) {
    let ada = server.person("ada").await;
    let table = |types: usize| {
        let mut text = String::from("Date,Type\n");
        for number in 0..types {
            writeln!(text, "2026-{:02}-{:02},Type {number}", 1 + number / 28, 1 + number % 28)
                .unwrap();
        }
        text
    };
    let page = body(ada.get(&send(&ada, &table(50)).await).await).await;
    assert_eq!(texts(&page, ".unknown .ask").len(), 50);
    let refused = ada.post("/import", &[("text", &*table(51))]).await;
    assert_eq!(refused.status(), 422);
    let said = texts(&body(refused).await, "#file-error").join("");
    assert!(said.contains("more than 50 types"), "{said}");
}

async fn types_that_swapped_their_labels_come_back_as_they_were(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    for (day, day_type) in [("2026-11-16", "vacation"), ("2026-11-17", "sick")] {
        ada.post(&format!("/day/{day}"), &[("type", day_type)]).await;
    }
    for (slug, label) in [("vacation", "Between"), ("sick", "Vacation"), ("vacation", "Sick")] {
        let terms =
            [("label", label), ("colour", "amber"), ("kind", "leave"), ("location", "none")];
        let saved = ada.post(&format!("/settings/types/{slug}"), &terms).await;
        assert_eq!(saved.status(), 303, "{slug}");
    }
    for file in ["/export.csv", "/export.json"] {
        let text = body(ada.get(file).await).await;
        let page = body(ada.get(&send(&ada, &text).await).await).await;
        assert_eq!(sums(&page).last().unwrap(), "2 days are as in the file", "{file}");
        let review = send(&bob, &text).await;
        let taken = confirm(&bob, &review, &[("existing", "replace"), ("settings", "on")]).await;
        assert_eq!(taken.status(), 303, "{file}");
        assert_eq!(types(&bob, "2026-11-16").await, ["vacation"], "{file}");
        assert_eq!(types(&bob, "2026-11-17").await, ["sick"], "{file}");
    }
    let page = body(bob.get("/day/2026-11-16").await).await;
    assert!(texts(&page, "#day label").iter().any(|label| label.contains("Sick")));
    let chosen = attribute(&page, "#day input[name=type][checked]", "value");
    assert_eq!(chosen, ["vacation"]);
}
