//! JSON: the account, its settings, and an entry a line.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{FORMAT, VERSION};
use crate::domain::Timestamp;
use crate::domain::day::Day;
use crate::domain::entry::Entry;
use crate::domain::month_log::MonthLog;
use crate::domain::user::User;

/// The settings that go into the file. Others are secrets, such as the addresses of webhooks.
pub(super) const SETTINGS: [&str; 7] =
    ["time_zone", "week_start", "working_days", "types", "allowances", "pattern", "locations"];

#[derive(Serialize)]
struct Line<'a> {
    date: Day,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// Everything before the first entry. `year` is the one that the entries are of; all without.
pub fn json_head(user: &User, year: Option<i32>, now: Timestamp) -> Vec<u8> {
    let settings = serde_json::to_value(&user.settings).unwrap_or_default();
    let kept = |(name, _): &(String, Value)| SETTINGS.contains(&name.as_str());
    let settings: Map<String, Value> = match settings {
        Value::Object(settings) => settings.into_iter().filter(kept).collect(),
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

/// The entries of a month. `is_first` is whether no entry was written yet, and becomes false.
pub fn json_month(log: &MonthLog, is_first: &mut bool, text: &mut Vec<u8>) {
    for (date, entry) in log.iter() {
        text.extend_from_slice(if std::mem::take(is_first) { b"\n" } else { b",\n" });
        // Entries are plain text and numbers: they cannot fail to be written to memory.
        let _ = serde_json::to_writer(&mut *text, &Line { date, entry });
    }
}

/// Everything after the last entry.
pub fn json_end() -> Vec<u8> {
    b"\n]}\n".to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::password::PasswordHash;
    use crate::domain::webhook::Webhook;

    /// Settings that are secrets, which no file may have.
    const SECRET: [&str; 2] = ["slack_webhook", "slack_failure"];

    #[test]
    fn of_every_setting_it_is_decided_whether_it_leaves() {
        let settings = serde_json::to_value(crate::domain::settings::Settings::default()).unwrap();
        for name in settings.as_object().unwrap().keys() {
            let decided = SETTINGS.contains(&name.as_str()) || SECRET.contains(&name.as_str());
            assert!(decided, "{name} is exported neither on purpose nor left out on purpose");
        }
    }

    #[test]
    fn no_secret_leaves() {
        let hash = PasswordHash::from_phc("$argon2id$secret".to_owned());
        let mut user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
        let webhook = Webhook::from_url("https://hooks.slack.com/secret".to_owned());
        user.settings.slack_webhook = Some(webhook);
        let mut text = json_head(&user, Some(2026), Timestamp::default());
        text.extend(json_end());
        assert!(!String::from_utf8(text.clone()).unwrap().contains("secret"));
        let document: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(document["settings"]["types"][0]["slug"], "office");
        assert_eq!(document["account"]["username"], "ada");
        assert_eq!(document["year"], 2026);
    }
}
