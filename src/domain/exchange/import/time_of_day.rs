//! Recognizes the time of day after a date, which is ignored.

/// The names of the weekdays in English and German. A name may be shortened to two letters.
const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// The characters between the words of a time. The signs precede the offset of a time zone.
const GAPS: [char; 11] = [' ', ',', ';', '(', ')', '[', ']', '+', '-', '–', '—'];

/// The words that make a number an hour.
const UNITS: [&str; 4] = ["am", "pm", "h", "uhr"];

/// Returns whether a text after a date is empty, or only contains times of day, their time zone,
/// and the weekday.
pub(super) fn is_time(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let text = text.to_lowercase();
    let is_time = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
    let marked = text.strip_prefix('t').filter(is_time);
    if marked.is_none() && !text.starts_with([' ', ',']) {
        return false;
    }
    let mut has_time = marked.is_some();
    // The time itself, and the offset of its time zone.
    let mut digits_left = if has_time { 2 } else { 1 };
    let words = marked.unwrap_or(&text).split(GAPS).filter(|word| !word.is_empty());
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
        let (number, unit) = word.split_at(word.find(|c| !is_number(c)).unwrap_or(word.len()));
        let unit = if unit.is_empty() { words.peek().copied().unwrap_or_default() } else { unit };
        if number.is_empty() {
            let is_ignored = is_weekday(word.trim_end_matches('.')) || ["at", "um"].contains(&word);
            if !has_time && !is_ignored {
                return false;
            }
        } else if is_clock(number, ':') || is_hour(number, unit) {
            has_time = true;
        } else if digits_left > 0 && is_digits(number, has_time) {
            has_time = true;
            digits_left -= 1;
        } else {
            return false;
        }
    }
    true
}

/// Returns whether a text is an hour, a minute, and possibly a second with a fraction.
fn is_clock(text: &str, separator: char) -> bool {
    let parts: Vec<&str> = text.splitn(3, separator).collect();
    let number = |part: &str| part.parse::<u8>().unwrap_or(u8::MAX);
    parts.len() > 1
        && number(parts[0]) <= 24
        && number(parts[1]) < 60
        && parts.get(2).is_none_or(|second| second.parse().is_ok_and(|second: f64| second < 61.0))
}

fn is_hour(number: &str, unit: &str) -> bool {
    UNITS.contains(&unit)
        && (number.parse().is_ok_and(|hour: u8| hour <= 24) || is_clock(number, '.'))
}

/// Returns whether a text is a time without separators, such as 120000. After a time, it may be
/// shorter: the offset of a time zone.
fn is_digits(text: &str, has_time: bool) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |text: &str| text[..2] < *"25" && text[2..4] < *"60" && text[4..] < *"61";
    is_number && (has_time && text.len() <= 6 || text.len() == 6 && is_time(text))
}

/// Returns whether a word in lowercase is a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    word.chars().count() >= 2 && WEEKDAYS.iter().any(|name| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_times_of_day() {
        for text in [
            "",
            "T00:00:00Z",
            "T120000Z",
            " 08:00",
            " 9:00 AM",
            " 9 am",
            " 08:00:00.000+01:00",
            ", 9.00 Uhr",
            " 00:00:00 GMT+0100 (CET)",
            " 08:00 Europe/Berlin",
            " Mo.",
            " (Monday)",
            " 08:00 - 16:30",
            " 120000",
            " at 12:00",
            " 12:00:00 +01",
            "T120000+0100",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in [
            " - 09.01.2026",
            " bis 7.1.2026",
            "-09.01.2026",
            " 09.01.2026",
            " - 09.01.26",
            " 08:00 - 09.01.2026 16:00",
            "T",
            " bis",
            ", half",
            " 7",
            " 2026-01-09",
            " 20260109",
            "T20260109",
            " 25:00",
            " 8.30",
            " - 01-09",
            " 08:00 to 2026-01-09 16:00",
            " 08:00 - 01-09",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }
}
