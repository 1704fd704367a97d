//! A typical month for the pictures, in English or German.

use crate::support::server::Browser;

/// A typical month on the 18th: day, type, location, and notes; or, with a second type, a split
/// day.
const NOVEMBER: [(u32, &str, &str, &str, &str); 17] = [
    (2, "office", "", "Berlin HQ", ""),
    (3, "remote", "", "Home", "Planning for the quarter"),
    (4, "remote", "", "Home", ""),
    (5, "office", "", "Berlin HQ", ""),
    (6, "remote", "vacation", "Home", ""),
    (9, "remote", "", "New York", "Travelled on Sunday"),
    (10, "remote", "", "New York", ""),
    (11, "remote", "", "New York", ""),
    (12, "sick", "", "", ""),
    (13, "sick", "", "", "Doctor's note sent"),
    (16, "office", "", "Berlin HQ", ""),
    (17, "remote", "office", "Home", ""),
    (18, "remote", "", "Home", "Review of the plan with Kim"),
    (19, "office", "", "Berlin HQ", ""),
    (20, "vacation", "", "", ""),
    (26, "holiday", "", "", ""),
    (27, "vacation", "", "", ""),
];

/// Returns a text that a user entered, in the language of the pictures.
fn entered(text: &'static str) -> &'static str {
    if std::env::var("WORKLOG_TEST_PICTURES_LANGUAGE").as_deref() != Ok("de") {
        return text;
    }
    match text {
        "Berlin HQ" => "Berlin Mitte",
        "Home" => "Zuhause",
        "Planning for the quarter" => "Quartalsplanung",
        "Travelled on Sunday" => "Anreise am Sonntag",
        "Doctor's note sent" => "Krankmeldung verschickt",
        "Review of the plan with Kim" => "Plan mit Kim durchgegangen",
        _ => text,
    }
}

/// Logs the month.
pub(super) async fn log_november(browser: &Browser) {
    for (day, first, second, location, notes) in NOVEMBER {
        let (location, notes) = (entered(location), entered(notes));
        let mut form = vec![("type", first), ("location", location), ("notes", notes)];
        if !second.is_empty() {
            form.extend([("half", "on"), ("pm_type", second)]);
        }
        browser.submit(&format!("/day/2026-11-{day:02}"), &form).await;
    }
}
