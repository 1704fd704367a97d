//! Versions of the settings that a form replaces, so that two tabs can't overwrite each other.

use super::{Settings, SettingsEdit};
use crate::domain::values::fingerprint::Fingerprint;

/// The settings that one form replaces as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsScope {
    /// The time zone and the week.
    General,
}

impl Settings {
    /// Returns a fingerprint of some settings, which a form sends back as `version`.
    pub fn version(&self, scope: &SettingsScope) -> String {
        let mut fingerprint = Fingerprint::default();
        match scope {
            SettingsScope::General => fingerprint.add((
                self.time_zone.name(),
                self.week_start.as_str(),
                Vec::from(self.working_days),
            )),
        }
        fingerprint.finish()
    }
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
