//! The settings of a user.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fields, Remarks, field, text};
use crate::domain::allowance::Days;
use crate::domain::settings::SettingsEdit;
use crate::domain::types::Slug;

/// What counts as no limit, beside an empty text.
const UNSET: [&str; 2] = ["-1", "-1.0"];

/// What a user had set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The webhook, not yet checked.
    pub slack: Option<String>,
    /// Days a year of the types built in, where there is a limit.
    pub allowances: BTreeMap<Slug, Days>,
}

impl Wishes {
    /// The edits that grant the allowances.
    pub fn allowance_edits(&self) -> impl Iterator<Item = SettingsEdit> {
        let edit =
            |(slug, days): (&Slug, &Days)| SettingsEdit::AllowanceDays(slug.clone(), Some(*days));
        self.allowances.iter().map(edit)
    }
}

/// Reads `settings`: the webhook, and the totals of the types, in an object of their own or beside it.
pub(super) fn read(document: &Fields, remarks: &mut Remarks) -> Wishes {
    let mut wishes = Wishes::default();
    let settings = match field(document, &["settings"]) {
        None => return wishes,
        Some(Value::Object(settings)) => settings,
        Some(_) => {
            remarks.add("settings", "They are no object.");
            return wishes;
        }
    };
    match field(settings, &["slack", "slack_webhook", "webhook"]) {
        None => {}
        Some(Value::String(slack)) => {
            wishes.slack = Some(slack.trim().to_owned()).filter(|slack| !slack.is_empty());
        }
        Some(_) => remarks.add("settings, slack", "It is no text."),
    }
    match field(settings, &["total", "totals", "allowances"]) {
        None => allowances(settings, "settings", false, &mut wishes, remarks),
        Some(Value::Object(total)) => {
            allowances(total, "settings, total", true, &mut wishes, remarks);
        }
        Some(_) => remarks.add("settings, total", "It is no object."),
    }
    wishes
}

/// Reads limits by type. Among them, other names are told; beside other settings, passed over.
fn allowances(from: &Fields, place: &str, all: bool, wishes: &mut Wishes, remarks: &mut Remarks) {
    let sorted: BTreeMap<_, _> = from.iter().collect();
    for (name, value) in sorted {
        let slug: Option<Slug> = name.trim().to_lowercase().parse().ok().filter(Slug::is_built_in);
        let days = match read_days(value) {
            Ok(Some(days)) => Ok(days),
            Ok(None) => continue,
            Err(message) => Err(message),
        };
        let at = || format!("{place}, {name}");
        match (slug, days) {
            (Some(slug), Ok(days)) => drop(wishes.allowances.insert(slug, days)),
            (Some(_), Err(message)) => remarks.add(at(), message),
            (None, _) if all => remarks.add(at(), "There is no such type to limit."),
            (None, _) => {}
        }
    }
}

/// A number of days a year; nothing where there is no limit.
fn read_days(value: &Value) -> Result<Option<Days>, String> {
    let none = || "It is no number of days.".to_owned();
    let text = if value.is_null() { String::new() } else { text(value).ok_or_else(none)? };
    let text = text.trim();
    if text.is_empty() || UNSET.contains(&text) {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error: crate::domain::allowance::DaysError| error.to_string())
}
