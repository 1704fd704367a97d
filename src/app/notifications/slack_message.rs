//! Formats the webhook message about a change to days. The message never contains notes.

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeItem, ChangeKind};
use crate::domain::days::entry::{Entry, Part, Parts};
use crate::domain::settings::Settings;
use crate::locale::{t, weekday_date};

/// Returns the message about a change to a user's days, escaped for Slack. Returns an empty string
/// if the change contains no days.
pub(super) fn slack_message(user: &User, change: &Change) -> String {
    escape(&match change.items.as_slice() {
        [] => return String::new(),
        [item] => format_one_day(user, change.kind, item),
        items => format_many_days(user, change.kind, items),
    })
}

fn format_one_day(user: &User, kind: ChangeKind, item: &ChangeItem) -> String {
    let (name, day) = (&user.username, weekday_date(item.date.date()));
    let describe_parts = |entry: &Entry| format_parts(&user.settings, &entry.content.parts);
    let text = match (&item.before, &item.after) {
        (None, Some(after)) => t::slack_logged(describe_parts(after), day, name),
        (Some(before), None) => t::slack_deleted(describe_parts(before), day, name),
        (Some(before), Some(after)) if before.content.parts != after.content.parts => {
            t::slack_changed(describe_parts(after), describe_parts(before), day, name)
        }
        _ => t::slack_notes_changed(day, name),
    };
    if kind == ChangeKind::Undo { t::slack_undone(text) } else { text }
}

fn format_many_days(user: &User, kind: ChangeKind, items: &[ChangeItem]) -> String {
    let count = |is: fn(&ChangeItem) -> bool| items.iter().filter(|item| is(item)).count();
    let added = count(|item| item.before.is_none());
    let deleted = count(|item| item.after.is_none());
    let dates = items.iter().map(|item| item.date.date());
    let (from, to) = (dates.clone().min().unwrap_or_default(), dates.max().unwrap_or_default());
    let (from, to, name) = (weekday_date(from), weekday_date(to), &user.username);
    let text = match kind {
        ChangeKind::Undo => t::slack_days_undone(items.len(), from, name, to),
        ChangeKind::Import => t::slack_days_imported(items.len(), from, name, to),
        _ if added == items.len() => t::slack_days_logged(items.len(), from, name, to),
        _ if deleted == items.len() => t::slack_days_deleted(items.len(), from, name, to),
        _ => t::slack_days_changed(items.len(), from, name, to),
    };
    let mut after = items.iter().map(|item| item.after.as_ref().map(|entry| &entry.content.parts));
    let first = after.next().flatten();
    match first.filter(|_| kind != ChangeKind::Undo && after.all(|parts| parts == first)) {
        Some(parts) => t::slack_days_what(text, format_parts(&user.settings, parts)),
        None => text,
    }
}

fn format_parts(settings: &Settings, parts: &Parts) -> String {
    let part = |part: &Part| {
        let slug = part.day_type.as_str();
        let label = settings.types.get(&part.day_type).map_or(slug, |found| &found.label);
        match &part.location {
            Some(location) => t::slack_part_at(location.as_str(), label),
            None => label.to_owned(),
        }
    };
    match parts {
        Parts::Whole(whole) => part(whole),
        Parts::Morning(am) => t::slack_morning(part(am)),
        Parts::Afternoon(pm) => t::slack_afternoon(part(pm)),
        Parts::Halves(am, pm) => t::slack_halves(part(pm), part(am)),
    }
}

/// Escapes the three control characters of Slack's message format, which would otherwise be parsed
/// as links, mentions, or entities.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accounts::password::PasswordHash;
    use crate::domain::days::change::ChangeId;
    use crate::domain::days::entry::Content;

    fn ada() -> User {
        let hash = PasswordHash::from_phc("$argon2id$".to_owned());
        User::new("ada".parse().unwrap(), None, hash, "2026-11-18T12:00:00Z".parse().unwrap())
    }

    fn part(slug: &str, place: &str) -> Part {
        Part { day_type: slug.parse().unwrap(), location: place.parse().ok() }
    }

    fn entry(parts: Parts, notes: &str) -> Entry {
        let at = "2026-11-18T12:00:00Z".parse().unwrap();
        let notes = notes.parse().unwrap();
        Entry {
            content: Content { notes, ..parts.into() },
            version: 1,
            created_at: at,
            updated_at: at,
            imported_at: None,
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "as in `ChangeItem`")]
    fn whole(slug: &str, place: &str) -> Option<Entry> {
        Some(entry(Parts::Whole(part(slug, place)), ""))
    }

    fn describe(kind: ChangeKind, items: &[(&str, Option<Entry>, Option<Entry>)]) -> String {
        let user = ada();
        let items = items.iter().cloned().map(|(date, before, after)| ChangeItem {
            date: date.parse().unwrap(),
            before,
            after,
        });
        let at = user.created_at;
        let (id, user_id, items) = (ChangeId::new(), user.id, items.collect());
        slack_message(&user, &Change { id, user_id, at, actor: user_id, kind, items })
    }

    #[test]
    fn a_changed_day_is_reported_with_its_previous_content() {
        let halves = Parts::Halves(part("office", ""), part("remote", "R&D <!here>"));
        let halves = Some(entry(halves, ""));
        let (day, office) = ("2026-11-18", whole("office", ""));
        let noted = Some(entry(Parts::Whole(part("office", "")), "the secret plan"));
        for (kind, before, after, expected) in [
            (
                ChangeKind::Save,
                None,
                whole("remote", "Home"),
                "logged Wed, 18 Nov 2026: Remote at Home",
            ),
            (
                ChangeKind::Save,
                office.clone(),
                halves,
                "changed Wed, 18 Nov 2026: Office in the morning, \
              Remote at R&amp;D &lt;!here&gt; in the afternoon instead of Office",
            ),
            (
                ChangeKind::Save,
                office.clone(),
                noted.clone(),
                "changed the notes of Wed, 18 Nov 2026",
            ),
            (ChangeKind::Delete, noted, None, "deleted Wed, 18 Nov 2026: it was Office"),
            (ChangeKind::Undo, None, whole("sick", ""), "logged Wed, 18 Nov 2026: Sick (undo)"),
            (ChangeKind::Save, None, whole("jury", ""), "logged Wed, 18 Nov 2026: jury"),
        ] {
            assert_eq!(describe(kind, &[(day, before, after)]), format!("ada {expected}"));
        }
    }

    #[test]
    fn several_days_are_reported_in_one_line() {
        let (from, to) = ("2026-11-02", "2026-11-06");
        let range = "2 days from Mon, 2 Nov 2026 to Fri, 6 Nov 2026";
        let (off, office) = (whole("vacation", ""), whole("office", ""));
        let line = |kind, before: [Option<Entry>; 2], after: [Option<Entry>; 2]| {
            let ([first, second], [third, fourth]) = (before, after);
            describe(kind, &[(to, second, fourth), (from, first, third)])
        };
        let (none, offs) = ([None, None], [off.clone(), off.clone()]);
        let both = [off.clone(), office.clone()];
        assert_eq!(
            line(ChangeKind::Range, none.clone(), offs.clone()),
            format!("ada logged {range}: Vacation")
        );
        assert_eq!(
            line(ChangeKind::UsualWeek, none.clone(), both.clone()),
            format!("ada logged {range}")
        );
        assert_eq!(
            line(ChangeKind::Delete, both.clone(), none.clone()),
            format!("ada deleted {range}")
        );
        let replaced = line(ChangeKind::Range, [None, office], offs.clone());
        assert_eq!(replaced, format!("ada changed {range}: Vacation"));
        assert_eq!(line(ChangeKind::Import, none.clone(), both), format!("ada imported {range}"));
        let undone = line(ChangeKind::Undo, none, offs);
        assert_eq!(undone, format!("ada undid a change of {range}"));
    }

    #[test]
    fn an_empty_change_has_no_message() {
        assert_eq!(describe(ChangeKind::Save, &[]), "");
    }
}
