//! The JSON export: the account, its settings, and then, one per line, the entries and the changes
//! that they went through.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{FORMAT, VERSION};
use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeId, ChangeItem, ChangeKind};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::domain::days::month_log::MonthLog;

/// The exported settings. The others are secrets, such as webhook URLs.
pub(super) const SETTINGS: [&str; 10] = [
    "language",
    "time_zone",
    "week_start",
    "schedules",
    "types",
    "allowances",
    "allowance_calendar",
    "record_start",
    "locations",
    "import_mappings",
];

#[derive(Serialize)]
struct ExportLine<'a> {
    date: Day,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// Returns the file's content before the first entry. `year` is the year of the entries, or `None`
/// for all years.
pub fn json_head(user: &User, year: Option<i32>, now: Timestamp) -> Vec<u8> {
    let settings = serde_json::to_value(&user.settings).unwrap_or_default();
    let is_exported = |(name, _): &(String, Value)| SETTINGS.contains(&name.as_str());
    let settings: Map<String, Value> = match settings {
        Value::Object(settings) => settings.into_iter().filter(is_exported).collect(),
        _ => Map::new(),
    };
    let account = json!({
        "username": user.username.as_str(),
        "email": user.email.as_ref().map(ToString::to_string),
        "created_at": user.created_at,
    });
    let (account, settings) = (account.to_string(), Value::Object(settings).to_string());
    let year = year.map_or_else(|| "null".to_owned(), |year| year.to_string());
    format!(
        "{{\"format\":\"{FORMAT}\",\n\"version\":{VERSION},\n\"exported_at\":\"{}\",\n\
         \"year\":{year},\n\"account\":{account},\n\"settings\":{settings},\n\"entries\":[",
        now.to_rfc3339()
    )
    .into_bytes()
}

/// A change, without the IDs of users.
#[derive(Serialize)]
struct ChangeLine<'a> {
    id: ChangeId,
    at: Timestamp,
    #[serde(rename = "act")]
    kind: ChangeKind,
    items: &'a [ChangeItem],
}

/// The lists of the file, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonList {
    /// The list of entries, which [`json_head`] starts.
    Entries,
    /// The list of changes.
    Changes,
}

/// Appends an item of a list, which serializes to one line. `is_first` must be true before the
/// first item, and is set to false by it.
fn add_line(line: &impl Serialize, is_first: &mut bool, text: &mut Vec<u8>) {
    text.extend_from_slice(if std::mem::take(is_first) { b"\n" } else { b",\n" });
    // The lines contain only strings and numbers, so serializing them to memory can't fail.
    let _ = serde_json::to_writer(text, line);
}

/// Appends the entries of a month to `text`. `is_first` must be true before the first entry, and is
/// set to false by it.
pub fn json_month(log: &MonthLog, is_first: &mut bool, text: &mut Vec<u8>) {
    for (date, entry) in log.iter() {
        add_line(&ExportLine { date, entry }, is_first, text);
    }
}

/// Appends changes to `text`. `is_first` must be true before the first change, and is set to false
/// by it.
pub fn json_changes(changes: &[Change], is_first: &mut bool, text: &mut Vec<u8>) {
    for Change { id, at, kind, items, .. } in changes {
        add_line(&ChangeLine { id: *id, at: *at, kind: *kind, items }, is_first, text);
    }
}

/// Returns what follows the last item of a list: the start of the next one, or the file's end.
pub fn json_end(list: JsonList) -> Vec<u8> {
    match list {
        JsonList::Entries => b"\n],\n\"changes\":[".to_vec(),
        JsonList::Changes => b"\n]}\n".to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accounts::password::PasswordHash;
    use crate::domain::settings::webhook::Webhook;

    /// Secret settings, which must never be exported.
    const SECRET: [&str; 2] = ["slack_webhook", "slack_failure"];

    #[test]
    fn every_setting_is_either_exported_or_secret() {
        let settings = serde_json::to_value(crate::domain::settings::Settings::default()).unwrap();
        for name in settings.as_object().unwrap().keys() {
            let decided = SETTINGS.contains(&name.as_str()) || SECRET.contains(&name.as_str());
            assert!(decided, "{name} is exported neither on purpose nor left out on purpose");
        }
    }

    #[test]
    fn exports_contain_no_secrets() {
        let hash = PasswordHash::from_phc("$argon2id$secret".to_owned());
        let mut user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
        let webhook = Webhook::from_url("https://hooks.slack.com/secret".to_owned());
        user.settings.slack_webhook = Some(webhook);
        let mut text = json_head(&user, Some(2026), Timestamp::default());
        text.extend(json_end(JsonList::Entries));
        text.extend(json_end(JsonList::Changes));
        assert!(!String::from_utf8(text.clone()).unwrap().contains("secret"));
        let document: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(document["settings"]["types"][0]["slug"], "office");
        assert_eq!(document["account"]["username"], "ada");
        assert_eq!(document["year"], 2026);
    }
}
