//! Tests which location a day gets: none for some types, none of a former type, and the usual one.

use reqwest::Method;
use serde_json::{Value, json};

use super::bulk_edit::week;
use super::usual_week::{SCHEDULE, first_schedule, set_usual_week};
use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    a_type_without_locations_rejects_one,
    the_api_rejects_a_location_for_a_type_without,
    a_location_of_the_former_type_is_kept_only_deliberately,
    each_half_has_its_own_location,
    a_shortcut_uses_the_location_of_the_usual_week,
    a_failed_shortcut_keeps_no_location,
    locations_equal_in_nfc_are_one_location,
    control_characters_in_notes_become_spaces,
}

const DAY: &str = "/day/2026-11-18";
const TAKES_NONE: &str = "This type doesn’t have a location.";
const PARENTS: [(&str, &str); 2] = [("type", "remote"), ("location", "Parents' place")];

async fn call(browser: &Browser, method: Method, query: &str) -> (u16, Value) {
    let response =
        browser.send(browser.request(method, &format!("/api/v1/user/ada?{query}"))).await;
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

async fn a_type_without_locations_rejects_one(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = [("type", "vacation"), ("location", "Rome"), ("notes", "at last")];
    for htmx in [false, true] {
        let response =
            if htmx { ada.htmx_post(DAY, &form).await } else { ada.post(DAY, &form).await };
        assert_eq!(response.status(), 422);
        let page = Page::from_response(response).await;
        assert_eq!(page.invalid(), ["location"]);
        page.field("location").assert_error(TAKES_NONE);
        assert_eq!(page.values("#location"), ["Rome"]);
        assert_eq!(page.values("#day [name=type][checked]"), ["vacation"]);
        assert_eq!(page.texts("#notes"), ["at last"]);
    }
    assert_eq!(ada.type_of("2026-11-18").await, "");
    let half = [("half", "on"), ("type", "office"), ("pm_type", "sick"), ("pm_location", "Rome")];
    assert_eq!(ada.submit_expecting(DAY, &half, 422).await.invalid(), ["pm_location"]);
    let empty = [("half", "on"), ("type", ""), ("location", "Rome"), ("pm_type", "sick")];
    let page = ada.submit_expecting(DAY, &empty, 422).await;
    page.field("location").assert_error("Choose a type for this location, or clear it.");
    ada.submit(DAY, &[("type", "vacation"), ("location", " ")]).await;

    let page = ada.submit_expecting("/days", &week(&form), 422).await;
    page.field("location").assert_error(TAKES_NONE);
    assert_eq!(page.values("#location"), ["Rome"]);
    let usual = [("mon_type", "vacation"), ("mon_location", "Rome")];
    let page = ada.submit_expecting(SCHEDULE, &first_schedule(&usual), 422).await;
    page.field("mon_location").assert_error(TAKES_NONE);
}

async fn the_api_rejects_a_location_for_a_type_without(server: Server) {
    let ada = server.sign_up("ada").await;
    let date = "date=2026-11-18";
    for (method, query, field) in [
        (Method::POST, "type=vacation&location=Rome", "location"),
        (Method::POST, "type=vacation&location=Rome&pm_type=office", "location"),
        (Method::POST, "type=office&pm_type=sick&pm_location=Rome", "pm_location"),
        (Method::POST, "type=office&pm_location=Rome", "pm_location"),
        (Method::POST, "type=&location=Rome&pm_type=sick", "location"),
    ] {
        let (status, body) = call(&ada, method, &format!("{date}&{query}")).await;
        assert_eq!(status, 400, "{query}");
        let fields = body["fields"].as_object().unwrap();
        assert_eq!(fields.keys().collect::<Vec<_>>(), [field], "{query}");
    }
    assert_eq!(call(&ada, Method::GET, date).await.0, 404, "nothing was logged");
    let empty = format!("{date}&type=vacation&location=&pm_location=");
    assert_eq!(call(&ada, Method::POST, &empty).await.0, 200);
    let (status, body) = call(&ada, Method::PUT, &format!("{date}&type=sick&location=Rome")).await;
    assert_eq!(status, 400);
    assert!(body["fields"]["location"].as_str().unwrap().starts_with(TAKES_NONE));
    assert_eq!(call(&ada, Method::GET, date).await.1["type"], "vacation");
}

async fn a_location_of_the_former_type_is_kept_only_deliberately(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &PARENTS).await;
    let form = [("type", "office"), ("location", "Parents' place"), ("version", "1")];
    for htmx in [false, true] {
        let response =
            if htmx { ada.htmx_post(DAY, &form).await } else { ada.post(DAY, &form).await };
        assert_eq!(response.status(), 422);
        let page = Page::from_response(response).await;
        page.field("location").assert_error("“Parents' place” was logged with Remote.");
        assert_eq!(page.values("#location"), ["Parents' place"]);
        assert_eq!(page.values("#day [name=keep_location]"), ["yes"]);
    }
    assert_eq!(ada.type_of("2026-11-18").await, "remote");
    ada.submit(DAY, &[("type", "office"), ("location", ""), ("version", "1")]).await;
    assert_eq!(ada.page(DAY).await.values("#location"), [""]);

    let page = ada.page(DAY).await;
    assert_eq!(page.values("#day [name=keep_location]"), [""]);
    ada.submit(DAY, &[&PARENTS[..], &[("version", "2")]].concat()).await;
    let form = [form[0], form[1], ("version", "3"), ("keep_location", "yes")];
    ada.submit(DAY, &form).await;
    assert_eq!(ada.type_of("2026-11-18").await, "office");
    assert_eq!(ada.page(DAY).await.values("#location"), ["Parents' place"]);

    // Calls of the API say which location they mean.
    let date = "date=2026-11-18";
    let (_, body) = call(&ada, Method::PUT, &format!("{date}&type=remote&location=Home")).await;
    assert_eq!(body["location"], "Home");
    let (_, body) = call(&ada, Method::PUT, &format!("{date}&type=office")).await;
    assert!(body.get("location").is_none(), "{body}");
}

async fn each_half_has_its_own_location(server: Server) {
    let ada = server.sign_up("ada").await;
    let halves = |first: &'static str, second: &'static str| {
        [("half", "on"), ("type", first), ("pm_type", second), ("pm_location", "Home")]
    };
    let form = [&halves("office", "remote")[..], &[("location", "HQ")]].concat();
    ada.submit(DAY, &form).await;
    let form = [&halves("office", "office")[..], &[("location", "HQ"), ("version", "1")]].concat();
    assert_eq!(ada.submit_expecting(DAY, &form, 422).await.invalid(), ["pm_location"]);
    // Locations that moved along with their types stay.
    let form = [
        ("half", "on"),
        ("type", "remote"),
        ("location", "Home"),
        ("pm_type", "office"),
        ("pm_location", "HQ"),
        ("version", "1"),
    ];
    ada.submit(DAY, &form).await;
}

/// 16 and 18 November 2026 are a Monday and a Wednesday.
async fn a_shortcut_uses_the_location_of_the_usual_week(server: Server) {
    let ada = server.sign_up("ada").await;
    let usual = [
        ("mon_type", "remote"),
        ("mon_location", "Campus"),
        ("wed_type", "remote"),
        ("wed_location", "Home"),
        ("thu_type", "office"),
    ];
    set_usual_week(&ada, &usual).await;
    ada.submit("/day/2026-11-10", &[("type", "remote"), ("location", "Oslo")]).await;
    ada.submit("/day/2026-11-09", &[("type", "office"), ("location", "HQ")]).await;
    for (day, slug, place) in [
        ("2026-11-18", "remote", "Home"),
        ("2026-11-16", "remote", "Campus"),
        ("2026-11-17", "remote", "Campus"),
        ("2026-11-19", "remote", "Campus"),
        ("2026-11-12", "office", ""),
        ("2026-11-13", "office", "HQ"),
    ] {
        let page = ada.page(&format!("/day/{day}")).await;
        let filled_in = page.attributes(&format!("[name=type][value={slug}]"), "data-location");
        assert_eq!(filled_in.concat(), place, "the form of {day}");
        ada.submit(&format!("/day/{day}/type"), &[("type", slug)]).await;
        let page = ada.page(&format!("/day/{day}")).await;
        assert_eq!(page.values("#location"), [place], "{day}");
        assert_eq!(ada.type_of(day).await, slug);
    }
}

async fn a_failed_shortcut_keeps_no_location(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &[("type", "office"), ("location", "HQ"), ("notes", "busy")]).await;
    let page = ada
        .submit_expecting(&format!("{DAY}/type"), &[("type", "remote"), ("version", "1")], 422)
        .await;
    assert!(page.invalid().is_empty(), "a key isn't an error");
    assert_eq!(page.texts("#location-hint"), ["Enter a location."]);
    assert_eq!(page.values("#location"), [""]);
    assert_eq!(page.texts("#notes"), ["busy"]);
}

async fn locations_equal_in_nfc_are_one_location(server: Server) {
    let ada = server.sign_up("ada").await;
    let (composed, decomposed) = ("Caf\u{e9}", "Cafe\u{301}");
    for (day, place) in [("2026-11-16", composed), ("2026-11-17", decomposed)] {
        ada.submit(&format!("/day/{day}"), &[("type", "remote"), ("location", place)]).await;
    }
    let query = "date=2026-11-18&type=remote&location=CAFE%CC%81";
    let (status, body) = call(&ada, Method::POST, query).await;
    assert_eq!((status, &body["location"]), (200, &json!(composed)), "kept as first written");
    assert_eq!(ada.page("/day/2026-11-19").await.values("#locations option"), [composed]);
    let response = ada.get("/api/v1/user/ada/summary?year=2026").await.text().await.unwrap();
    let summary: Value = serde_json::from_str(&response).unwrap();
    let expected = json!([{"location": composed, "actual": 3, "planned": 0}]);
    assert_eq!(summary["locations"], expected);
    assert_eq!(ada.page("/year/2026").await.count("#remote tbody tr"), 1);
}

async fn control_characters_in_notes_become_spaces(server: Server) {
    let ada = server.sign_up("ada").await;
    let pasted = "Planning\tteam A\r\nReview\u{7}\u{85}done";
    let expected = "Planning team A\nReview  done";
    ada.submit(DAY, &[("type", "office"), ("notes", pasted)]).await;
    assert_eq!(call(&ada, Method::GET, "date=2026-11-18").await.1["notes"], expected);
    ada.submit("/days", &week(&[("type", "sick"), ("notes", pasted), ("confirm", "yes")])).await;
    assert_eq!(call(&ada, Method::GET, "date=2026-11-16").await.1["notes"], expected);
    let body = json!({ "notes": pasted }).to_string();
    let path = "/api/v1/user/ada?date=2026-11-18&type=office";
    let request = ada.request(Method::PUT, path).header("Content-Type", "application/json");
    assert_eq!(ada.send(request.body(body)).await.status(), 200);
    assert_eq!(call(&ada, Method::GET, "date=2026-11-18").await.1["notes"], expected);
}
