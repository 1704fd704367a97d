//! Tests invalid input and the resulting errors.

use crate::support::server::Server;

const DAY: &str = "/day/2026-11-18";

#[actix_web::test]
async fn an_invalid_form_changes_nothing_and_shows_why() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let (long, huge) = ("x".repeat(81), "x".repeat(10 * 1024 * 1024));
    let notes = "x".repeat(1001);
    for (form, status) in [
        (vec![("type", "jury")], 422),
        (vec![("type", "remote")], 422),
        (vec![("type", "remote"), ("location", long.as_str())], 422),
        (vec![("type", "office"), ("notes", notes.as_str())], 422),
        (vec![], 422),
        (vec![("type", "office"), ("version", "x")], 422),
        (vec![("type", "office"), ("type", "sick")], 400),
        (vec![("type", "office"), ("notes", huge.as_str())], 413),
    ] {
        let response = ada.post(DAY, &form).await;
        assert_eq!(response.status().as_u16(), status, "{form:.60?}");
    }
    let many: Vec<(String, String)> = (0..10_000).map(|n| (format!("f{n}"), "x".into())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(ada.post(DAY, &many).await.status(), 422);
    let page = ada.page(DAY).await;
    assert_eq!(page.count("main"), 1);
    let nothing = page.values("#day input[name=version]");
    assert!(nothing.iter().all(|version| version.is_empty() || version == "0"), "{nothing:?}");
}

#[actix_web::test]
async fn bodies_that_are_not_forms_are_rejected() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for (content_type, body, status) in [
        ("application/json", &b"{\"type\":\"office\"}"[..], 415),
        ("application/x-www-form-urlencoded", b"type=office&notes=%FF", 400),
        ("application/x-www-form-urlencoded", b"type=office&notes=\xff", 400),
    ] {
        let request = ada.request(reqwest::Method::POST, DAY).header("Content-Type", content_type);
        let response = ada.send(request.body(body)).await;
        assert_eq!(response.status().as_u16(), status, "{content_type}");
    }
}

#[actix_web::test]
async fn a_forged_cookie_is_ignored() {
    let server = Server::start(&[]).await;
    for cookie in ["worklog=forged", "worklog=", "worklog=%00%ff", "worklog=a; worklog=b"] {
        let browser = server.browser();
        let request = browser.request(reqwest::Method::GET, "/month").header("Cookie", cookie);
        assert_eq!(browser.send(request).await.status(), 303, "{cookie}");
    }
}

#[actix_web::test]
async fn an_invalid_range_changes_nothing_and_marks_its_field() {
    const RANGE: [(&str, &str); 2] = [("from", "2026-11-16"), ("to", "2026-11-20")];
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let of = |more: &[(&'static str, &'static str)]| [&RANGE[..], more].concat();
    let from_to = |from, to| vec![("from", from), ("to", to), ("type", "office")];
    for (path, form, field) in [
        ("/days", from_to("2026-11-20", "2026-11-16"), "to"),
        ("/days", from_to("2026-01-01", "2027-02-05"), "to"),
        ("/days", from_to("1969-12-31", "1970-01-01"), "from"),
        ("/days", from_to("2100-12-31", "2101-01-01"), "to"),
        ("/days", from_to("2026-02-30", ""), "from"),
        ("/days", of(&[("type", "office"), ("weekdays", "monday")]), "weekdays"),
        ("/days", of(&[("type", "office"), ("existing", "overwrite")]), "existing"),
        ("/days", of(&[]), "type"),
        ("/days", of(&[("type", "jury")]), "type"),
        ("/days", of(&[("type", "remote")]), "location"),
        ("/days", of(&[("type", "vacation"), ("location", "Rome")]), "location"),
        ("/days", vec![("pattern", "yes")], "from"),
        ("/days/delete", from_to("2026-11-20", "2026-11-16"), "to"),
        ("/days/delete", of(&[("weekdays", "")]), "weekdays"),
    ] {
        for more in [&[][..], &[("confirm", "yes")]] {
            let form = [&form[..], more].concat();
            let page = ada.submit_expecting(path, &form, 422).await;
            assert!(page.field(field).error().is_some(), "{field}: {form:?}");
            for (name, value) in form.iter().filter(|(name, _)| matches!(*name, "from" | "to")) {
                assert_eq!(page.field(name).value(), *value, "{name}: {form:?}");
            }
        }
    }
    let twice = of(&[("type", "office"), ("confirm", "yes"), ("from", "2026-11-16")]);
    assert_eq!(ada.post("/days", &twice).await.status(), 400);
    assert!(!ada.page("/month/2026-11").await.has("#calendar .part"));
}
