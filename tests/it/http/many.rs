//! Many days at once: preview, act and undo.

use std::time::{Duration, Instant};

use reqwest::Response;

use super::server::{Browser, Server, attribute, location, texts};

on_both_stores! {
    a_range_is_previewed_logged_and_undone,
    a_range_is_deleted_and_undone,
    what_is_logged_stays_unless_it_is_to_be_replaced,
    a_preview_that_is_no_longer_true_is_shown_again,
    logging_what_is_logged_changes_nothing,
    a_range_typed_before_the_login_ended_is_previewed_after_it,
    a_year_is_one_act,
}

/// From Monday 16 to Sunday 22 November 2026, Monday to Friday.
const WEEK: [(&str, &str); 7] = [
    ("from", "2026-11-16"),
    ("to", "2026-11-22"),
    ("weekdays", "mon"),
    ("weekdays", "tue"),
    ("weekdays", "wed"),
    ("weekdays", "thu"),
    ("weekdays", "fri"),
];

pub(super) type Form<'a> = Vec<(&'a str, &'a str)>;

pub(super) fn week<'a>(more: &[(&'a str, &'a str)]) -> Form<'a> {
    [&WEEK[..], more].concat()
}

pub(super) async fn ask(browser: &Browser, path: &str, form: &Form<'_>) -> (u16, String) {
    let answer = browser.post(path, form).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a form with `confirm=yes`; gives where it leads.
pub(super) async fn confirm(browser: &Browser, path: &str, form: &Form<'_>) -> Response {
    browser.post(path, &[&form[..], &[("confirm", "yes")]].concat()).await
}

/// The types of 16 to 22 November, `-` where nothing is logged.
pub(super) async fn logged(browser: &Browser) -> String {
    let page = browser.get("/month/2026-11").await.text().await.unwrap();
    let letter = |day: u32| {
        let found = texts(&page, &format!("#d{day} .part i")).concat();
        if found.is_empty() { "-".to_owned() } else { found }
    };
    (16..=22).map(letter).collect()
}

async fn a_range_is_previewed_logged_and_undone(server: Server) {
    let ada = server.person("ada").await;
    ada.post("/day/2026-11-17", &[("type", "sick"), ("notes", "in bed")]).await;
    let form = week(&[("type", "remote"), ("location", "Home"), ("existing", "replace")]);
    let (status, page) = ask(&ada, "/days", &form).await;
    assert_eq!(status, 200);
    assert_eq!(texts(&page, "#preview-sum"), ["4 added, 1 replaced"]);
    let marks = ["added", "replaced", "added", "added", "added"];
    assert_eq!(texts(&page, ".steps .mark"), marks);
    assert_eq!(texts(&page, "#confirm"), ["Log 5 days"]);
    assert_eq!(logged(&ada).await, "-S-----", "a preview changes nothing");

    let names = attribute(&page, "#preview form input", "name");
    let values = attribute(&page, "#preview form input", "value");
    let sent: Form<'_> =
        names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    assert!(sent.contains(&("confirm", "yes")) && names.contains(&"seen".to_owned()), "{sent:?}");
    let done = ada.post("/days", &sent).await;
    assert_eq!(done.status(), 303);
    let change = location(&done).to_owned();
    assert_eq!(logged(&ada).await, "RRRRR--");
    let page = ada.get(&change).await.text().await.unwrap();
    assert_eq!(texts(&page, "h1"), ["Logged 5 days alike"]);
    assert_eq!(texts(&page, ".sum"), ["4 added, 1 replaced"]);
    assert_eq!(ada.post(&format!("{change}/undo"), &[]).await.status(), 303);
    assert_eq!(logged(&ada).await, "-S-----");
    let page = ada.get("/day/2026-11-17").await.text().await.unwrap();
    assert_eq!(texts(&page, "#notes"), ["in bed"]);
    let page = ada.get("/days").await.text().await.unwrap();
    assert_eq!(attribute(&page, "#locations option", "value"), ["Home"], "it is remembered");
}

async fn a_range_is_deleted_and_undone(server: Server) {
    let ada = server.person("ada").await;
    assert_eq!(confirm(&ada, "/days", &week(&[("type", "vacation")])).await.status(), 303);
    let some = vec![("from", "2026-11-18"), ("to", "2026-11-30"), ("weekdays", "thu")];
    let (status, page) = ask(&ada, "/days/delete", &some).await;
    assert_eq!(status, 200);
    assert_eq!(texts(&page, "#preview-sum"), ["1 deleted"]);
    assert_eq!(attribute(&page, "#preview form", "action"), ["/days/delete"]);
    assert_eq!(logged(&ada).await, "VVVVV--");
    let done = confirm(&ada, "/days/delete", &some).await;
    assert_eq!(done.status(), 303);
    assert_eq!(logged(&ada).await, "VVV-V--");
    assert_eq!(ada.post(&format!("{}/undo", location(&done)), &[]).await.status(), 303);
    assert_eq!(logged(&ada).await, "VVVVV--");
    let nothing = vec![("from", "2026-12-01"), ("to", "2026-12-31")];
    let (_, page) = ask(&ada, "/days/delete", &nothing).await;
    assert_eq!(texts(&page, "#preview-sum"), ["Nothing is logged on these days."]);
    assert!(texts(&page, "#confirm").is_empty());
}

async fn what_is_logged_stays_unless_it_is_to_be_replaced(server: Server) {
    let ada = server.person("ada").await;
    ada.post("/day/2026-11-17", &[("type", "sick")]).await;
    for form in [week(&[("type", "office")]), week(&[("type", "office"), ("existing", "keep")])] {
        let (_, page) = ask(&ada, "/days", &form).await;
        assert_eq!(texts(&page, "#preview-sum"), ["4 added, 1 kept"]);
    }
    confirm(&ada, "/days", &week(&[("type", "office")])).await;
    assert_eq!(logged(&ada).await, "OSOOO--");
    // Without weekdays, every day is meant.
    let all = [("from", "2026-11-16"), ("to", "2026-11-22"), ("type", "vacation")];
    confirm(&ada, "/days", &[&all[..], &[("existing", "replace")]].concat()).await;
    assert_eq!(logged(&ada).await, "VVVVVVV");
}

async fn a_preview_that_is_no_longer_true_is_shown_again(server: Server) {
    let ada = server.person("ada").await;
    let form = week(&[("type", "office"), ("existing", "replace")]);
    let (_, page) = ask(&ada, "/days", &form).await;
    let seen = attribute(&page, "[name=seen]", "value").remove(0);
    ada.post("/day/2026-11-18", &[("type", "holiday")]).await;
    let stale = [&form[..], &[("seen", seen.as_str())]].concat();
    let refused = confirm(&ada, "/days", &stale).await;
    assert_eq!(refused.status(), 409);
    let page = refused.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("changed since you saw"), "{page}");
    assert_eq!(texts(&page, "#preview-sum"), ["4 added, 1 replaced"]);
    assert_eq!(logged(&ada).await, "--H----");
    let seen = attribute(&page, "[name=seen]", "value").remove(0);
    let fresh = [&form[..], &[("seen", seen.as_str())]].concat();
    assert_eq!(confirm(&ada, "/days", &fresh).await.status(), 303);
    assert_eq!(logged(&ada).await, "OOOOO--");
}

async fn logging_what_is_logged_changes_nothing(server: Server) {
    let ada = server.person("ada").await;
    let form = week(&[("type", "office")]);
    assert!(location(&confirm(&ada, "/days", &form).await).starts_with("/changes/"));
    let again = confirm(&ada, "/days", &form).await;
    let expected = "/days?from=2026-11-16&to=2026-11-22&done=nothing";
    assert_eq!((again.status().as_u16(), location(&again)), (303, expected));
    let page = ada.get(expected).await.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("Nothing had to be changed"));
    let history = ada.get("/day/2026-11-16/history").await.text().await.unwrap();
    assert_eq!(texts(&history, ".past li").len(), 1);
}

async fn a_range_typed_before_the_login_ended_is_previewed_after_it(server: Server) {
    let ada = server.person("ada").await;
    for (path, sum) in [("/days", "5 added"), ("/days/delete", "5 deleted")] {
        server.wait(Duration::from_mins(21));
        let answer = confirm(&ada, path, &week(&[("type", "office")])).await;
        assert_eq!(answer.status(), 401, "{path}");
        let page = answer.text().await.unwrap();
        let kept = attribute(&page, "[name=kept]", "value").remove(0);
        let next = attribute(&page, "[name=next]", "value").remove(0);
        let password = super::server::PASSWORD;
        let login =
            [("username", "ada"), ("password", password), ("next", &*next), ("kept", &*kept)];
        let back = ada.post("/login", &login).await;
        assert_eq!(location(&back), path);
        let page = ada.get(path).await.text().await.unwrap();
        assert!(texts(&page, ".notice")[0].contains("Nothing is done yet"), "{page}");
        assert_eq!(texts(&page, "#preview-sum"), [sum]);
        assert_eq!(confirm(&ada, "/days", &week(&[("type", "office")])).await.status(), 303);
    }
}

/// A 366-day range in one act; how long it took is printed.
async fn a_year_is_one_act(server: Server) {
    let ada = server.person("ada").await;
    let form = vec![
        ("from", "2028-01-01"),
        ("to", "2028-12-31"),
        ("type", "remote"),
        ("location", "Home"),
        ("existing", "replace"),
    ];
    let (_, page) = ask(&ada, "/days", &form).await;
    assert_eq!(texts(&page, "#preview-sum"), ["366 added"]);
    assert_eq!(texts(&page, ".steps").len(), 12);
    let start = Instant::now();
    let done = confirm(&ada, "/days", &form).await;
    let added = start.elapsed();
    assert_eq!(done.status(), 303);
    let change = location(&done).to_owned();
    let start = Instant::now();
    let other =
        form.iter().map(|(name, value)| (*name, if *name == "type" { "vacation" } else { *value }));
    let done = confirm(&ada, "/days", &other.collect()).await;
    let replaced = start.elapsed();
    assert_eq!(done.status(), 303);
    println!("366 days, unoptimised: added in {added:?}, replaced in {replaced:?}");
    assert!(added + replaced < Duration::from_secs(20));
    let page = ada.get(&change).await.text().await.unwrap();
    assert_eq!(texts(&page, ".sum"), ["366 added"]);
    assert!(texts(&page, "#no-undo")[0].contains("1 January 2028 was changed since"), "{page}");
    assert_eq!(ada.post(&format!("{}/undo", location(&done)), &[]).await.status(), 303);
    let page = ada.get("/month/2028-02").await.text().await.unwrap();
    assert_eq!(texts(&page, "#calendar .violet").len(), 29);
}
