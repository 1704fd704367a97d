//! Tests the rendered pages, as users, screen readers, and scripts see them.

use askama::Template;
use scraper::{ElementRef, Html, Selector};

use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Content, Entry, Part, Parts};
use crate::domain::days::month_log::{Conflict, DayEdit, Edit, MonthLog, Precondition};
use crate::web::day_form::DayForm;
use crate::web::form::FieldErrors;
use crate::web::pages::login::form::LoginForm;
use crate::web::pages::login::view::{LoginPage, ReplayBody};
use crate::web::pages::month::logs::MonthLogs;
use crate::web::pages::month::panel::PanelInput;
use crate::web::pages::month::view::{MonthInput, MonthPage};
use crate::web::theme::Theme;
use crate::web::views::format::format_long_date;
use crate::web::views::{Layout, Section};

fn part(slug: &str, location: &str) -> Part {
    Part { day_type: slug.parse().unwrap(), location: location.parse().ok() }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at() -> Timestamp {
    "2026-11-18T09:00:00Z".parse().unwrap()
}

fn user() -> User {
    let hash = serde_json::from_value("$argon2id$".into()).unwrap();
    User::new("ada".parse().unwrap(), None, hash, at())
}

fn log(user: &User) -> MonthLog {
    let mut log = MonthLog::empty(user.id, "2026-11".parse().unwrap());
    for (date, parts, notes) in [
        ("2026-11-17", Parts::Whole(part("remote", "<Home> & \"co\"")), ""),
        ("2026-11-18", Parts::Halves(part("office", ""), part("remote", "Home")), "Dentist"),
        ("2026-11-20", Parts::Afternoon(part("jury", "")), ""),
        ("2026-11-24", Parts::Halves(part("office", ""), part("remote", "Home")), "Later"),
    ] {
        let edit = Edit::Put(Content { notes: notes.parse().unwrap(), ..parts.into() });
        log.edit(&DayEdit { day: day(date), precondition: Precondition::Any, edit }, at()).unwrap();
    }
    log
}

/// A rendered month page: its selected day, form, errors, and edit conflict.
struct Case<'a> {
    day: &'a str,
    form: Option<DayForm>,
    errors: FieldErrors,
    conflict: Option<&'a Entry>,
}

fn case(day: &str) -> Case<'_> {
    Case { day, form: None, errors: FieldErrors::default(), conflict: None }
}

fn with_page<T>(case: Case<'_>, inspect: impl FnOnce(&MonthPage<'_>) -> T) -> T {
    let user = user();
    let logs = MonthLogs { shown: log(&user), neighbors: Vec::new() };
    let day = day(case.day);
    let conflict = case.conflict.map(|stored| Conflict { day, stored: Some(stored.clone()) });
    let panel = PanelInput {
        day,
        form: case.form.unwrap_or_else(|| DayForm::from_entry(logs.shown.get(day))),
        errors: &case.errors,
        notice: None,
        warnings: Vec::new(),
        conflict: conflict.as_ref(),
    };
    let today = "2026-11-23".parse().unwrap();
    let layout =
        Layout::new(format_long_date(day), Some(&user), Section::Month, Some((today, None)));
    inspect(&MonthPage::new(MonthInput {
        user: &user,
        logs: &logs,
        balances: &[],
        today,
        panel,
        layout,
    }))
}

fn page(case: Case<'_>) -> Html {
    Html::parse_document(&with_page(case, |page| page.render().unwrap()))
}

fn one<'a>(html: &'a Html, selector: &str) -> ElementRef<'a> {
    let elements: Vec<_> = html.select(&Selector::parse(selector).unwrap()).collect();
    assert_eq!(elements.len(), 1, "{selector}");
    elements[0]
}

fn count(html: &Html, selector: &str) -> usize {
    html.select(&Selector::parse(selector).unwrap()).count()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_cell_names_its_date_and_entry() {
    let html = page(case("2026-11-18"));
    for (id, name) in [
        ("d18", "Wednesday, 18 November 2026: morning Office, afternoon Remote at Home, has notes"),
        ("d17", "Tuesday, 17 November 2026: Remote at <Home> & \"co\""),
        ("d20", "Friday, 20 November 2026: afternoon jury"),
        ("d23", "Monday, 23 November 2026, today: nothing logged"),
        (
            "d24",
            "Tuesday, 24 November 2026: morning Office, afternoon Remote at Home, planned, has notes",
        ),
    ] {
        assert_eq!(text_of(one(&html, &format!("#{id} > .vh"))), name);
    }
    assert_eq!(one(&html, "#calendar [aria-current]").attr("id"), Some("d18"));
    assert_eq!(count(&html, "#calendar td.off:not(.out)"), 9);
    assert_eq!(count(&html, "#calendar td.off.out"), 3);
    assert_eq!(count(&html, "#calendar td.out a"), 12);
    assert_eq!(count(&html, "#calendar tbody th[scope=row]"), 6);
    let totals = text_of(one(&html, "#totals ul"));
    assert!(totals.starts_with("O Office 0.5 days +0.5 planned R Remote 1.5 days +0.5 planned"));
}

#[test]
fn the_first_supported_month_has_no_link_to_the_previous_one() {
    let user = user();
    let shown = MonthLog::empty(user.id, "1970-01".parse().unwrap());
    let logs = MonthLogs { shown, neighbors: Vec::new() };
    let errors = FieldErrors::default();
    let day = day("1970-01-01");
    let form = DayForm::default();
    let warnings = Vec::new();
    let panel = PanelInput { day, form, errors: &errors, notice: None, warnings, conflict: None };
    let layout = Layout::new(format_long_date(day), Some(&user), Section::Month, Some((day, None)));
    let page = MonthPage::new(MonthInput {
        user: &user,
        logs: &logs,
        balances: &[],
        today: day,
        panel,
        layout,
    });
    let html = Html::parse_document(&page.render().unwrap());
    assert_eq!(count(&html, "[rel=prev]"), 0);
    assert_eq!(count(&html, "[rel=next]"), 2);
    assert_eq!(count(&html, "#calendar td.out > span"), 3);
}

#[test]
fn errors_describe_their_fields_and_typed_values_stay() {
    let mut errors = FieldErrors::default();
    errors.add("type", "day.type_missing");
    errors.add("pm_location", "location.empty");
    let typed = DayForm {
        half: true,
        pm_type: "remote".into(),
        notes: "\n</textarea>".into(),
        ..DayForm::default()
    };
    let html = page(Case { form: Some(typed), errors, ..case("2026-11-19") });
    for field in ["[name=pm_location]", "fieldset[aria-invalid]"] {
        let described = one(&html, field).attr("aria-describedby").unwrap();
        assert_eq!(one(&html, &format!("#{described}")).value().name(), "p");
    }
    assert_eq!(text_of(one(&html, "#pm_location-error")), "Enter a location.");
    assert!(one(&html, "[name=half]").attr("checked").is_some());
    assert_eq!(one(&html, "[name=pm_type][checked]").attr("value"), Some("remote"));
    assert_eq!(one(&html, "#notes").text().collect::<String>(), "\n</textarea>");
    assert_eq!(one(&html, "#day-form [name=version]").attr("value"), Some("0"));
    assert_eq!(count(&html, "#delete"), 0);
}

#[test]
fn a_conflict_shows_both_versions_and_keeps_the_form() {
    let user = user();
    let log = log(&user);
    let stored = log.get(day("2026-11-18"));
    let typed = DayForm {
        day_type: "sick".into(),
        notes: "In bed".into(),
        version: "1".into(),
        ..DayForm::default()
    };
    let html = page(Case { form: Some(typed), conflict: stored, ..case("2026-11-18") });
    let both = text_of(one(&html, ".versions"));
    for text in ["Office", "Remote", "Home", "Dentist", "Sick", "In bed"] {
        assert!(both.contains(text), "{text} in {both}");
    }
    assert_eq!(one(&html, "[name=type][checked]").attr("value"), Some("sick"));
    assert_eq!(one(&html, ".conflict a").attr("href"), Some("/day/2026-11-18"));
    assert_eq!(text_of(one(&html, "#save")), "Overwrite");
}

#[test]
fn fragments_contain_what_they_replace() {
    let (moved, saved, panel) = with_page(case("2026-11-18"), |page| {
        let fragments = [page.main_fragment(), page.saved_fragment(), page.panel_fragment()];
        fragments.map(Result::unwrap).into()
    });
    assert!(moved.starts_with("<title>18 November 2026 · Worklog</title>"));
    assert_eq!(count(&Html::parse_fragment(&moved), "main#main #day"), 1);
    assert!(panel.starts_with("<section id=\"day\""));
    assert!(saved.contains(&panel));
    assert_eq!(saved.matches("<hx-partial ").count(), 4);
    assert!(saved.contains("hx-target=\"#c18\" hx-swap=\"outerHTML\"><td id=\"c18\""));
}

#[test]
fn a_kept_form_survives_the_login_page() {
    let (form, errors) = (LoginForm::default(), FieldErrors::default());
    let layout = Layout {
        title: "Log in".into(),
        username: None,
        is_admin: false,
        section: Section::None,
        signup_open: true,
        log_today: None,
        theme: Theme::default(),
        outage: None,
    };
    let body = "notes=%22a%22&type=\"><b>";
    let replay = Some(ReplayBody { body });
    let login = LoginPage {
        layout,
        form: &form,
        session_hint: String::new(),
        errors: &errors,
        next: "/",
        notice: None,
        replay,
    };
    let html = Html::parse_document(&login.render().unwrap());
    assert_eq!(one(&html, "[name=kept]").attr("value"), Some(body));
}

/// Templates must not use inline scripts, inline styles, or the htmx attributes that are evaluated
/// with `Function`: the content security policy forbids them all.
#[test]
fn templates_contain_no_inline_code() {
    let mut folders =
        vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(entry.path()).unwrap().to_lowercase();
            for banned in
                ["hx-on", "js:", "javascript:", "<style", " style=", " onclick=", "hx-vals"]
            {
                assert!(!text.contains(banned), "{banned} in {}", entry.path().display());
            }
            for trigger in text.split("hx-trigger").skip(1) {
                let value = trigger.split('"').nth(1).unwrap();
                assert!(!value.contains('['), "a filter in {}", entry.path().display());
            }
            for script in text.split("<script").skip(1) {
                assert!(script.trim_start().starts_with("src="), "{}", entry.path().display());
            }
        }
    }
    assert!(seen > 10);
}
