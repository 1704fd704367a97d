//! Tests the language of pages, emails, and built-in types.

mod messages;

use super::feed::{create_feed, read};
use crate::support::server::{Browser, Server};

on_both_stores! {
    the_language_is_the_browsers_until_the_user_chooses_one,
    built_in_types_are_translated_until_renamed,
    a_type_renamed_to_its_translation_stays_renamed,
    the_translated_names_of_built_in_types_are_taken,
    the_api_and_files_contain_english_names,
    imports_are_in_the_users_language,
    dates_can_be_typed_as_the_error_shows_them,
    feeds_are_in_the_users_language,
    the_api_recognizes_the_names_of_types_in_all_languages,
    sign_up_starts_the_week_as_in_the_region,
    the_week_starts_as_in_the_browsers_region_unless_chosen,
}

fn german(server: &Server) -> Browser {
    Browser::with_languages(&server.url, "de-AT,de;q=0.9,en;q=0.5")
}

/// Returns the form of the general settings, with this language.
fn general(language: &str) -> [(&'static str, &str); 3] {
    [("language", language), ("time_zone", "UTC"), ("week_start", "mon")]
}

async fn the_language_is_the_browsers_until_the_user_chooses_one(server: Server) {
    let ada = server.sign_up("ada").await;
    let there = german(&server);
    let page = there.page("/login").await;
    assert_eq!((page.attribute("html", "lang"), page.text("h1")), ("de".into(), "Anmelden".into()));
    let picture = there.page("/").await.attribute("main img", "src");
    assert!(picture.starts_with("/static/screenshot-de-light."), "{picture}");
    let picture = server.browser().page("/").await.attribute("main img", "src");
    assert!(picture.starts_with("/static/screenshot-en-light."), "{picture}");
    let missing = there.get("/nowhere").await;
    assert_eq!(missing.status(), 404);

    there.log_in("ada").await;
    assert_eq!(there.page("/month/2026-11").await.attribute("html", "lang"), "en", "from sign-up");
    let page = there.page("/settings").await;
    assert_eq!(page.texts("#language [selected]"), ["English"]);
    there.submit("/settings", &general("de")).await;
    let month = ada.page("/month/2026-11").await;
    assert_eq!(month.attribute("html", "lang"), "de");
    assert_eq!(month.texts("#calendar thead abbr")[..2], ["Mo", "Di"]);
    let refused = ada.submit_expecting("/settings", &general("tlh"), 422).await;
    refused.field("language").assert_error("Wähle eine Sprache aus der Liste.");

    there.submit("/settings", &general("")).await;
    assert_eq!(there.page("/settings").await.attribute("html", "lang"), "de", "the browser's");
    assert_eq!(ada.page("/settings").await.attribute("html", "lang"), "en", "the browser's");
}

async fn dates_can_be_typed_as_the_error_shows_them(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    let form = [("from", "Ende März"), ("to", "30.11.2026"), ("type", "office")];
    let refused = ada.submit_expecting("/days", &form, 422).await;
    refused.field("from").assert_error("Das ist kein gültiges Datum. Schreibe es so: 31.03.2026.");
    assert_eq!(refused.field("from").value(), "Ende März");
    assert_eq!(refused.field("to").value(), "2026-11-30", "as date fields require");
    let form =
        [("from", "31.03.2026"), ("to", "1. 4. 2026"), ("type", "office"), ("confirm", "yes")];
    ada.submit("/days", &form).await;
    for (month, days) in [("2026-03", 1), ("2026-04", 1)] {
        assert_eq!(ada.page(&format!("/month/{month}")).await.count("#calendar .day .part"), days);
    }
    assert_eq!(ada.status("/report?from=31.03.2026&to=1.4.2026").await, 200);
    let employment = [("year_start", "1"), ("employed_from", "1.2.2026")];
    ada.submit("/settings/allowances", &employment).await;
    assert_eq!(ada.page("/settings/allowances").await.value("#employed_from"), "2026-02-01");
}

async fn built_in_types_are_translated_until_renamed(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    let labels = |page: crate::support::page::Page| page.texts("#day fieldset.types .chip");
    let day = labels(ada.page("/day/2026-11-18").await);
    assert_eq!(day[..5], ["BBüro", "RRemote", "UUrlaub", "FFeiertag", "KKrank"]);
    let version = ada.page("/settings/types").await.value("#office [name=version]");
    let unchanged = [("label", "Büro"), ("colour", "teal"), ("version", &version)];
    ada.submit("/settings/types/office", &unchanged).await;
    let sick = ada.page("/settings/types").await.value("#sick [name=version]");
    let renamed = [("label", "Krankenstand"), ("colour", "red"), ("version", &sick)];
    ada.submit("/settings/types/sick", &renamed).await;

    ada.submit("/settings", &general("en")).await;
    let day = labels(ada.page("/day/2026-11-18").await);
    assert_eq!(day[..5], ["OOffice", "RRemote", "VVacation", "HHoliday", "KKrankenstand"]);
}

/// In 1.0.0, there was no other way to see a German name. The store compares the version of the type
/// without knowing the language.
async fn a_type_renamed_to_its_translation_stays_renamed(server: Server) {
    let ada = server.sign_up("ada").await;
    let save = async |label: &'static str, color: &'static str| {
        let version = ada.page("/settings/types").await.value("#office [name=version]");
        let form = [("label", label), ("colour", color), ("version", &*version)];
        ada.submit("/settings/types/office", &form).await;
    };
    save("Büro", "blue").await;
    ada.submit("/settings", &general("de")).await;
    save("Büro", "teal").await;
    ada.submit("/settings", &general("en")).await;
    let page = ada.page("/day/2026-11-18").await;
    assert_eq!(page.texts("#day fieldset.types .chip")[0], "BBüro");
}

async fn the_translated_names_of_built_in_types_are_taken(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    let message = "Ein anderer Typ hat diesen Namen. Wähle einen anderen Namen.";
    for label in ["Büro", "krank", "Sick"] {
        let form =
            [("label", label), ("colour", "teal"), ("kind", "work"), ("location", "optional")];
        ada.submit_expecting("/settings/types", &form, 422)
            .await
            .assert_only_text(".error", message);
    }
    let labels = ada.page("/day/2026-11-18").await.texts("#day fieldset.types .chip");
    assert_eq!(labels[..5], ["BBüro", "RRemote", "UUrlaub", "FFeiertag", "KKrank"]);
}

async fn the_api_and_files_contain_english_names(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    ada.log("2026-11-18", &[("type", "vacation")]).await;
    let summary = ada.get("/api/v1/user/ada/summary?year=2026").await.text().await.unwrap();
    assert!(summary.contains("Vacation") && !summary.contains("Urlaub"), "{summary}");
    let file = ada.get("/export.json").await.text().await.unwrap();
    assert!(file.contains(r#""label":"Vacation""#) && !file.contains("Urlaub"), "{file}");
    assert!(file.contains(r#""language":"de""#), "{file}");
    let csv = ada.get("/export.csv").await.text().await.unwrap();
    assert!(csv.starts_with("\u{feff}Date,Type,Location,Half,Afternoon type,"), "{csv}");
}

async fn imports_are_in_the_users_language(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    let unnamed = ada.page(&ada.import("17.11.2026;Kurs\n18.11.2026;Kurs\n").await).await;
    assert_eq!(unnamed.texts("#sample th"), ["Spalte 1", "Spalte 2"]);
    assert_eq!(unnamed.texts("#column-date option[selected]"), ["Spalte 1"]);

    let example = ada.page("/settings/data").await.attribute("[name=text]", "placeholder");
    let page = ada.page(&ada.import(&example).await).await;
    assert_eq!(page.lines("#rows tbody td:nth-child(2)"), ["R RemoteZuhause"]);
    let page = ada.page(&ada.import("Datum,Typ\n2026-11-18,Homeoffice\n").await).await;
    assert_eq!(page.value("#place"), "Zuhause");
}

/// The program that reads a feed has no language.
async fn feeds_are_in_the_users_language(server: Server) {
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    ada.log("2026-11-17", &[("type", "office"), ("location", "Zentrale")]).await;
    ada.log("2026-11-18", &[("type", "vacation")]).await;
    let summaries = async |path: &str| -> Vec<String> {
        let file = read(&server, path).await;
        let lines = file.split("\r\n").filter_map(|line| line.strip_prefix("SUMMARY:"));
        lines.map(str::to_owned).collect()
    };
    let all = create_feed(&ada, "Das Team", "location").await;
    assert_eq!(summaries(&all).await, ["Büro\\, Zentrale", "Urlaub"]);
    let presence = create_feed(&ada, "Alle", "presence").await;
    assert_eq!(summaries(&presence).await, ["Bei der Arbeit", "Abwesend"]);
    ada.submit("/settings", &general("en")).await;
    assert_eq!(summaries(&all).await, ["Office\\, Zentrale", "Vacation"]);
    assert_eq!(summaries(&presence).await, ["Working", "Away"]);
}

/// The user's language doesn't matter, nor does the case.
async fn the_api_recognizes_the_names_of_types_in_all_languages(server: Server) {
    let ada = server.sign_up("ada").await;
    for (day, name, slug) in [
        ("2026-11-16", "urlaub", "vacation"),
        ("2026-11-17", "B%C3%BCro", "office"),
        ("2026-11-18", "SICK", "sick"),
        ("2026-11-19", "Feiertag", "holiday"),
    ] {
        let path = format!("/api/v1/user/ada?date={day}&type={name}");
        assert_eq!(ada.post(&path, &[]).await.status(), 200, "{name}");
        assert_eq!(ada.type_of(day).await, slug);
    }
    let unknown = ada.post("/api/v1/user/ada?date=2026-11-20&type=Ferien", &[]).await;
    assert_eq!(unknown.status(), 400);
}

async fn the_week_starts_as_in_the_browsers_region_unless_chosen(server: Server) {
    let browser = Browser::with_languages(&server.url, "en-US,en;q=0.9");
    browser.sign_up("ada", "").await;
    let there = Browser::with_languages(&server.url, "en-GB,en;q=0.9");
    there.log_in("ada").await;
    let first = async |browser: &Browser| {
        browser.page("/month/2026-11").await.texts("#calendar thead abbr")[0].clone()
    };
    assert_eq!(first(&there).await, "Sun", "from sign-up");
    let page = browser.page("/settings").await;
    assert_eq!(page.values("[name=week_start]"), ["", "mon", "sat", "sun"]);
    assert_eq!(page.values("[name=week_start][checked]"), ["sun"]);

    let form = [("language", "en"), ("time_zone", "UTC"), ("week_start", "")];
    browser.submit("/settings", &form).await;
    assert_eq!(browser.page("/settings").await.values("[name=week_start][checked]"), [""]);
    assert_eq!((first(&browser).await, first(&there).await), ("Sun".into(), "Mon".into()));
    let export = browser.get("/export.json").await.text().await.unwrap();
    assert!(!export.contains("week_start"), "{export}");
    browser.submit("/settings", &general("en")).await;
    assert_eq!(first(&browser).await, "Mon");
    let wrong = [("language", "en"), ("time_zone", "UTC"), ("week_start", "wed")];
    let refused = browser.submit_expecting("/settings", &wrong, 422).await;
    refused.assert_text("#week_start-error", "Choose Monday, Saturday, or Sunday.");
}

async fn sign_up_starts_the_week_as_in_the_region(server: Server) {
    for (name, languages, first) in [
        ("ada", "en-US,en;q=0.9", ["Sun", "Mon"]),
        ("bob", "de-DE", ["Mo", "Di"]),
        ("eve", "en", ["Mon", "Tue"]),
    ] {
        let browser = Browser::with_languages(&server.url, languages);
        browser.sign_up(name, "").await;
        let month = browser.page("/month/2026-11").await;
        assert_eq!(month.texts("#calendar thead abbr")[..2], first, "{languages}");
    }
}
