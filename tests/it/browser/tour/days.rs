//! The pages of days, months, and years.

use super::Step::{
    Arrive, AskForKeys, Check, CheckPart, Choose, Click, Extend, Forget, Go, See, Submit, Type,
    Wait,
};
use super::{Step, Tour, Voice};

in_each_language! {
    days,
    many_days,
    overviews,
}

pub(super) const TOURS: &[&[Step]] = &[NEW, DAY, CONFLICT, MANY, OVERVIEWS, ERRORS];

const NEW: &[Step] = &[
    See("/month"),
    See("/day/2026-11-17"),
    See("/year"),
    See("/settings/schedule"),
    Choose("#wed_type", "remote"),
    Submit,
    Wait("#wed_location[aria-invalid=true]"),
    Check("a schedule with errors"),
    Type("#wed_location", "Home"),
    Submit,
    Wait("main .notice"),
    Check("a page with something to log today"),
];

const DAY: &[Step] = &[
    Go("/day/2026-11-17"),
    Click("#day input[name=type][value=sick] + span"),
    Click("#save"),
    Wait("#toast .close"),
    Check("the message after saving"),
    Click("#toast .close"),
    Click("#day details summary"),
    Wait("#day .past"),
    Check("the history in the panel"),
    See("/day/2026-11-17/history"),
    Go("/month/2026-11"),
    AskForKeys("#d18"),
    Wait("#keys[open]"),
    CheckPart("the shortcuts", "#keys"),
    Go("/month/2026-11"),
    Click(".menu summary"),
    CheckPart("the menu", ".menu"),
    Go("/day/2026-11-20"),
    Click("#half"),
    Click("#day input[name=type][value=remote] + span"),
    Click("#save"),
    Wait("#location-error"),
    Check("a day with errors"),
];

const CONFLICT: &[Step] = &[
    Click("#day input[name=type][value=office] + span"),
    Type("#notes", "noted"),
    Click("#save"),
    Wait(".conflict"),
    Check("a conflict"),
    Go("/day/2026-11-23"),
    Click("#day input[name=type][value=office] + span"),
    Forget,
    Click("#save"),
    Wait("[name=kept]"),
    Check("a login that keeps a form"),
];

async fn days(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    tour.follow(NEW).await;
    tour.follow(DAY).await;
    tour.follow(&[Go("/day/2026-11-19")]).await;
    let form = [("type", "remote"), ("location", "Home"), ("notes", "noted noted")];
    tour.second_client().await.submit("/day/2026-11-19", &form).await;
    tour.follow(CONFLICT).await;
    tour.finish(&[401, 409, 422]).await;
}

const MANY: &[Step] = &[
    Go("/day/2026-11-17"),
    Extend("#d17"),
    Wait("#chosen-days:not([hidden])"),
    CheckPart("the bar for selected days", "#chosen-days"),
    Click("#chosen-days [value=office]"),
    Wait("#toast p"),
    CheckPart("the message after logging selected days", "#toast"),
    See("/days?from=2026-11-16&to=2026-11-27"),
    Click("#preview-alike"),
    Wait("#type-error"),
    Check("many days with errors"),
    Click("#days-form input[value=vacation] + span"),
    Click("#days-form input[value=replace] + span"),
    Click("#preview-alike"),
    Wait("#confirm"),
    Check("a preview"),
    Click("#confirm"),
    Wait("#undo-change"),
    Click("#undo-change button"),
    Wait("#undo-change [name=redo]"),
    CheckPart("the message after undoing", "#toast"),
    Click("#day details summary"),
    Click("#day .past a"),
    Wait("#undo"),
    Arrive("/changes/{id}"),
    See("/days/delete?from=2026-01-01&to=2026-12-31"),
    Click("#preview-delete"),
    Wait("#confirm"),
    Check("a preview of what would be deleted"),
    Click("#confirm"),
    Wait("#undo-change"),
    CheckPart("the message after deleting many days", "#toast"),
];

async fn many_days(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    tour.follow(MANY).await;
    tour.finish(&[422]).await;
}

const OVERVIEWS: &[Step] = &[
    See("/month"),
    See("/month/2026-11"),
    See("/month/2026-10"),
    See("/day/2026-11-27"),
    See("/year"),
    See("/year/2026?share=week"),
    See("/year/2025"),
    See("/report?from=2026-11-01&to=2026-11-30&notes=on"),
    See("/report?from=2026-11-02&to=2026-11-01"),
    See("/search"),
    See("/search?q=noted"),
    See("/search?q=nnn"),
    See("/search?year=2026"),
    See("/settings"),
    See("/settings/data"),
];

const ERRORS: &[Step] = &[See("/nowhere"), See("/month/2026-13"), See("/search?q=%FF")];

async fn overviews(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    let browser = tour.second_client().await;
    for (day, slug, location) in [
        ("2026-11-16", "office", ""),
        ("2026-11-17", "remote", "Home"),
        ("2026-11-18", "vacation", ""),
        ("2026-11-19", "sick", ""),
        ("2026-11-27", "holiday", ""),
    ] {
        let form = [("type", slug), ("location", location), ("notes", "noted")];
        browser.submit(&format!("/day/{day}"), &form).await;
    }
    browser.submit("/settings/allowances/vacation", &[("days", "30")]).await;
    tour.follow(OVERVIEWS).await;
    tour.follow(ERRORS).await;
    tour.finish(&[400, 404, 422]).await;
}
