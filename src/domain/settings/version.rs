//! Versions of the settings that a form replaces, so that two tabs can't overwrite each other.

use serde::Serialize;

use super::webhook::Webhook;
use super::{Settings, SettingsEdit, SettingsError};
use crate::domain::days::week::WeekStart;
use crate::domain::types::{DayType, Slug};
use crate::domain::values::fingerprint::Fingerprint;
use crate::locale::Language;

/// The settings that one form replaces as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsScope {
    /// The language, the time zone, and the first day of the week.
    General,
    /// The work schedules.
    Schedules,
    /// The allowance of a type.
    Allowance(Slug),
    /// The allowance year and the employment.
    AllowanceCalendar,
    /// The label, color, kind, and location rule of a type.
    Type(Slug),
    /// The Slack webhook.
    SlackWebhook,
}

impl Settings {
    /// Returns a fingerprint of some settings, which a form sends back as `version`.
    pub fn version(&self, scope: &SettingsScope) -> String {
        let mut fingerprint = Fingerprint::default();
        match scope {
            SettingsScope::General => {
                let language = self.language.map(Language::tag);
                let week_start = self.week_start.map(WeekStart::as_str);
                fingerprint.add((language, self.time_zone.name(), week_start));
            }
            SettingsScope::Schedules => fingerprint.add(&self.schedules),
            SettingsScope::Allowance(slug) => {
                fingerprint.add(document(&self.allowances.get(slug)));
            }
            SettingsScope::AllowanceCalendar => {
                fingerprint.add(document(&self.allowance_calendar));
            }
            SettingsScope::Type(slug) => {
                let terms =
                    |of: &DayType| document(&(of.document_label(), of.color, of.kind, of.location));
                fingerprint.add(self.types.get(slug).map(terms));
            }
            SettingsScope::SlackWebhook => {
                fingerprint.add(self.slack_webhook.as_ref().map(Webhook::secret));
            }
        }
        fingerprint.finish()
    }

    /// Applies an edit if these settings still have this version. Saving the same values again, as
    /// with a double click, isn't a conflict.
    pub(super) fn apply_if_unchanged(
        &mut self,
        scope: &SettingsScope,
        version: &str,
        edit: &SettingsEdit,
    ) -> Result<(), SettingsError> {
        let mut edited = self.clone();
        if edited.apply(edit)? && self.version(scope) != version {
            return Err(SettingsError::Changed);
        }
        *self = edited;
        Ok(())
    }
}

/// Returns settings as they are stored.
fn document(settings: &impl Serialize) -> String {
    serde_json::to_string(settings).unwrap_or_default()
}

impl SettingsEdit {
    /// Limits the edit to settings that still have this version, as shown by a form. An empty
    /// version, as sent by a script, sets no limit.
    #[must_use]
    pub fn if_unchanged(self, scope: SettingsScope, version: &str) -> Self {
        if version.is_empty() {
            return self;
        }
        Self::IfUnchanged { scope, version: version.to_owned(), edit: Box::new(self) }
    }
}
