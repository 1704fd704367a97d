//! Tests the choices for unknown types in an imported file.

use std::fmt::Write as _;

use crate::support::page::Page;
use crate::support::server::Server;

on_both_stores! {
    unknown_types_are_mapped_or_created,
    a_longer_name_suggests_the_type_in_it,
    an_unmapped_type_blocks_the_import,
    an_unknown_kind_is_rejected,
    too_many_unknown_types_are_rejected,
    types_with_swapped_labels_are_restored,
}

async fn unknown_types_are_mapped_or_created(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,State\n2026-11-16,Other\n2026-11-17,Parental leave\n2026-11-18,Nonsense\n";
    let review = ada.import(text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["0 days will be added", "3 rows need your input"]);
    assert_eq!(page.values("[name=key]"), ["other", "parental leave", "nonsense"]);
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
    let refused = ada.confirm_import(&review, &choices).await;
    assert_eq!(refused.status(), 422, "a new type without a label");
    let upload = page.value("input[name=upload]");
    let look = async |choices: &[(&str, &str)]| {
        ada.preview("/import", &[&[("upload", &*upload)], choices].concat()).await
    };
    assert!(look(&choices).await.has("#type-1-error"));
    choices[6] = ("label", "Parental leave");
    let page = look(&choices).await;
    assert_eq!(page.lines("#sums li"), ["2 days will be added", "1 row left out"]);
    let mark = page.value("input[name=mark]");
    let mut form = vec![("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    let mut other = choices.clone();
    other[1] = ("type", "sick");
    let unseen = ada.post("/import", &[&form[..], &other[..]].concat()).await;
    assert_eq!(unseen.status(), 409, "a type that wasn't offered");
    assert_eq!(ada.type_of("2026-11-16").await, "");
    form.extend(&choices);
    ada.submit("/import", &form).await;
    assert_eq!(ada.type_of("2026-11-16").await, "vacation");
    assert_eq!(ada.type_of("2026-11-17").await, "parental-leave");
    assert_eq!(ada.type_of("2026-11-18").await, "");
}

async fn a_longer_name_suggests_the_type_in_it(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,Type,Notes\n2026-11-16,Paid vacation,Skiing\n2026-11-17,Course,Rust\n";
    let review = ada.import(text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.values(".unknown [name=key]"), ["paid vacation", "course"]);
    assert_eq!(page.values("#type-0 [selected]"), ["vacation"]);
    let rows = page.lines("#rows tbody td:nth-child(2)");
    assert_eq!(rows, ["V VacationSkiing", "Course"], "the name without a type, not the notes");
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 row needs your input"]);
    let upload = page.value("input[name=upload]");
    let other = [("upload", &*upload), ("key", "paid vacation"), ("type", "sick")];
    let page = ada.preview("/import", &other).await;
    assert_eq!(page.lines("#rows tbody td:nth-child(2)"), ["S SickSkiing", "Course"]);
}

async fn an_unmapped_type_blocks_the_import(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,State\n2026-11-16,Office\n2026-11-17,Parental leave\n2026-11-18,Strike\n";
    let review = ada.import(text).await;
    let unchosen = [
        ("key", "parental leave"),
        ("type", ""),
        ("label", "Parental leave"),
        ("kind", "work"),
        ("key", "strike"),
    ];
    let half = [("type", "new"), ("label", "On strike"), ("kind", "off")];
    for choices in [&unchosen[..], &[&unchosen[..], &half].concat(), &[]] {
        let refused = ada.confirm_import(&review, choices).await;
        assert_eq!(refused.status(), 422, "{choices:?}");
        let page = Page::from_response(refused).await;
        assert_eq!(page.texts("#type-0-error"), ["Choose a type."]);
        assert_eq!(page.attributes("#type-0", "aria-invalid"), ["true"]);
        assert_eq!(page.count(".notice"), 1);
        let is_chosen = choices.len() > unchosen.len();
        assert_eq!(!page.has("#type-1-error"), is_chosen);
        if is_chosen {
            assert_eq!(page.values("#type-1 [selected]"), ["new"]);
            assert_eq!(page.values("#label-1"), ["On strike"]);
            assert_eq!(page.values("#kind-1 [selected]"), ["off"]);
        }
        assert_eq!(ada.type_of("2026-11-16").await, "", "{choices:?}");
    }
    assert!(!ada.page("/settings/types").await.mentions("On strike"), "no type is created either");
}

async fn an_unknown_kind_is_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import("Date,State\n2026-11-17,Strike\n").await;
    let upload = ada.page(&review).await.value("input[name=upload]");
    for kind in ["holiday", "Work", ""] {
        let choice = [("key", "strike"), ("type", "new"), ("label", "Strike"), ("kind", kind)];
        let preview = ada.post("/import", &[&[("upload", &*upload)], &choice[..]].concat()).await;
        for response in [preview, ada.confirm_import(&review, &choice).await] {
            assert_eq!(response.status(), 422, "{kind}");
            let page = Page::from_response(response).await;
            assert_eq!(page.texts("#type-0-error"), ["Choose what days of this type count as."]);
            assert_eq!(page.values("#type-0 [selected]"), ["new"]);
            assert_eq!(page.values("#label-0"), ["Strike"]);
        }
    }
    assert_eq!(ada.type_of("2026-11-17").await, "");
    assert!(!ada.page("/settings/types").await.mentions("Strike"), "no type is created either");
}

async fn too_many_unknown_types_are_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = |types: usize| {
        let mut text = String::from("Date,Type\n");
        for number in 0..types {
            writeln!(text, "2026-{:02}-{:02},Type {number}", 1 + number / 20, 1 + number % 20)
                .unwrap();
        }
        text
    };
    assert_eq!(ada.page(&ada.import(&table(200)).await).await.count(".unknown .ask"), 200);
    let refused = ada.submit_expecting("/import", &[("text", &*table(201))], 422).await;
    refused.field("file").assert_error("more than 200 types that you don’t have");
}

async fn types_with_swapped_labels_are_restored(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    for (day, day_type) in [("2026-11-16", "vacation"), ("2026-11-17", "sick")] {
        ada.submit(&format!("/day/{day}"), &[("type", day_type)]).await;
    }
    for (slug, label) in [("vacation", "Between"), ("sick", "Vacation"), ("vacation", "Sick")] {
        let terms =
            [("label", label), ("colour", "amber"), ("kind", "leave"), ("location", "none")];
        ada.submit(&format!("/settings/types/{slug}"), &terms).await;
    }
    for file in ["/export.csv", "/export.json"] {
        let text = ada.page(file).await.html;
        let page = ada.page(&ada.import(&text).await).await;
        assert_eq!(page.lines("#sums li").last().unwrap(), "2 days already up to date", "{file}");
        let review = bob.import(&text).await;
        let taken =
            bob.confirm_import(&review, &[("existing", "replace"), ("settings", "on")]).await;
        assert_eq!(taken.status(), 303, "{file}");
        assert_eq!(bob.type_of("2026-11-16").await, "vacation", "{file}");
        assert_eq!(bob.type_of("2026-11-17").await, "sick", "{file}");
    }
    let page = bob.page("/day/2026-11-16").await;
    page.assert_text("#day [name=type][value=vacation][checked] + span", "Sick");
}
