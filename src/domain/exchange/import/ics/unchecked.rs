//! Decides which events start unchecked on the review, because they probably aren't days to import.

use serde::{Deserialize, Serialize};

use super::event::CalendarEvent;

/// Why a row starts unchecked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UncheckedReason {
    /// A day that is observed but not a day off.
    Observance,
    /// A day off that was declared a working day.
    WorkingDay,
    /// The event is marked as free, in a calendar with busy events of the same kind.
    Free,
    /// The event isn't certain.
    Tentative,
    /// The absence isn't approved, or its approval is being revoked.
    NotApproved,
}

impl UncheckedReason {
    /// Returns the code of its message.
    pub fn code(self) -> &'static str {
        match self {
            Self::Observance => "ics.observance",
            Self::WorkingDay => "ics.working_day",
            Self::Free => "ics.free",
            Self::Tentative => "ics.tentative",
            Self::NotApproved => "table.not_approved",
        }
    }
}

/// Names of working days in calendars of holidays, in lowercase.
const WORKING_DAYS: [&str; 18] = [
    "working day",
    "workday",
    "work day",
    "make-up day",
    "makeup day",
    "补班",
    "補班",
    "上班",
    "補行上班",
    "(班)",
    "（班）",
    "[班]",
    "munkanap",
    "рабочий день",
    "робочий день",
    "dzień roboczy",
    "pracovní den",
    "zi lucrătoare",
];

/// What comes before a name of a working day to turn it into the opposite.
const NEGATIONS: [&str; 6] = ["non", "not a", "не", "nem", "no", "nie"];

/// Words for public holidays in the names of calendars, in lowercase.
const HOLIDAYS: [&str; 24] = [
    "holiday",
    "feiertag",
    "fériés",
    "feries",
    "feestdag",
    "festiv",
    "feriad",
    "festivit",
    "helligdag",
    "helgdag",
    "röda dagar",
    "svátk",
    "sviatk",
    "święt",
    "ünnepnap",
    "sărbători",
    "праздник",
    "свята",
    "αργίες",
    "祝日",
    "节假日",
    "假日",
    "공휴일",
    "วันหยุด",
];

/// Returns whether a text names public holidays.
pub(super) fn names_holidays(text: &str) -> bool {
    let text = text.to_lowercase();
    HOLIDAYS.iter().any(|word| text.contains(word))
}

/// Whether a calendar contains free and busy events. Google's and Apple's calendars of holidays mark
/// every event as free, so that's only meaningful if there are busy events, too. All-day events are
/// only compared with each other: Google marks them as free by default, and meetings as busy. Canceled
/// events don't count, because they are never imported.
#[derive(Debug, Default)]
pub(super) struct FreeEvents {
    has_free: bool,
    has_busy: bool,
    has_busy_all_day: bool,
}

impl FreeEvents {
    pub(super) fn detect<'e>(events: impl Iterator<Item = &'e CalendarEvent>) -> Self {
        let mut found = Self::default();
        for event in events.filter(|event| !event.is_cancelled()) {
            found.has_free |= is_free(event);
            found.has_busy |= !is_free(event);
            found.has_busy_all_day |= !is_free(event) && event.is_all_day();
        }
        found
    }

    /// Returns whether all events are free.
    pub(super) fn is_all(&self) -> bool {
        self.has_free && !self.has_busy
    }

    /// Returns why an event starts unchecked, or `None` if it starts checked.
    pub(super) fn reason(&self, event: &CalendarEvent) -> Option<UncheckedReason> {
        if is_working_day(event) {
            Some(UncheckedReason::WorkingDay)
        } else if is_observance(event) {
            Some(UncheckedReason::Observance)
        } else if event.status == "TENTATIVE" || event.busy_status == "TENTATIVE" {
            Some(UncheckedReason::Tentative)
        } else {
            let is_busy = if event.is_all_day() { self.has_busy_all_day } else { self.has_busy };
            (is_busy && is_free(event)).then_some(UncheckedReason::Free)
        }
    }
}

fn is_free(event: &CalendarEvent) -> bool {
    event.transparency == "TRANSPARENT" || event.busy_status == "FREE"
}

fn is_observance(event: &CalendarEvent) -> bool {
    let start = event.description.get(.."observance".len());
    start.is_some_and(|start| start.eq_ignore_ascii_case("observance"))
        || event.categories.iter().any(|name| ["OPTIONAL", "UNOFFICIAL"].contains(&name.as_str()))
}

fn is_working_day(event: &CalendarEvent) -> bool {
    event.categories.iter().any(|category| category == "WORKDAY")
        || names_working_day(&event.summary)
        || event.description.lines().next().is_some_and(names_working_day)
}

fn names_working_day(text: &str) -> bool {
    let text = text.to_lowercase();
    WORKING_DAYS.iter().any(|name| {
        text.find(name).is_some_and(|at| {
            let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '-', '‑']);
            !NEGATIONS.iter().any(|word| before.ends_with(word))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_in_calendars_of_holidays_are_recognized() {
        for (text, expected) in [
            ("Special Working Day", true),
            ("Working day on weekend", true),
            ("劳动节 补班", true),
            ("国庆节（班）", true),
            ("補行上班日", true),
            ("Áthelyezett munkanap", true),
            ("Рабочий день", true),
            ("Special Non-Working Day", false),
            ("Nonworking day", false),
            ("Нерабочий день", false),
            ("Labour Day", false),
            ("International Workers' Day", false),
            ("劳动节", false),
        ] {
            assert_eq!(names_working_day(text), expected, "{text}");
        }
    }

    #[test]
    fn calendars_of_holidays_are_recognized_by_their_names() {
        for (name, expected) in [
            ("Holidays in Germany", true),
            ("Feiertage Bayern", true),
            ("Jours fériés en France", true),
            ("日本の祝日", true),
            ("ada@example.com", false),
            ("", false),
        ] {
            assert_eq!(names_holidays(name), expected, "{name}");
        }
    }
}
