//! The checklist of new users.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Settings, SettingsEdit};
use crate::domain::days::entry::{Part, Parts};
use crate::domain::types::{DayTypes, TypeKind};
use crate::domain::values::text::named_variants;

/// A step of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SetupStep {
    /// Enter the usual week.
    UsualWeek,
    /// Set an allowance.
    Allowances,
    /// Import public holidays.
    Holidays,
    /// Import entries.
    Import,
    /// Install Worklog on a phone.
    Install,
}

named_variants!(SetupStep);

impl SetupStep {
    /// Returns the step that an import of these entries finishes.
    pub fn of_import<'p>(types: &DayTypes, entries: impl Iterator<Item = &'p Parts>) -> Self {
        let is_off = |part: &Part| {
            types.get(&part.day_type).is_some_and(|known| known.kind == TypeKind::Off)
        };
        let mut parts = entries.flat_map(Parts::iter);
        if parts.all(|(part, _)| is_off(part)) { Self::Holidays } else { Self::Import }
    }
}

impl Settings {
    /// Returns the steps of the checklist, and whether each is done. Empty once all are, or if the
    /// user has no checklist.
    pub fn setup_steps(&self) -> Vec<(SetupStep, bool)> {
        let Some(done) = &self.setup else { return Vec::new() };
        let is_done = |step: &SetupStep| {
            let is_set = match step {
                SetupStep::UsualWeek => self.schedules.has_usual_week(),
                SetupStep::Allowances => !self.allowances.is_empty(),
                SetupStep::Holidays | SetupStep::Import | SetupStep::Install => false,
            };
            is_set || done.contains(step)
        };
        let steps: Vec<_> = SetupStep::ALL.iter().map(|step| (*step, is_done(step))).collect();
        if steps.iter().all(|(_, is_done)| *is_done) { Vec::new() } else { steps }
    }

    /// Returns an edit that also finishes a step of the checklist, if it is open.
    pub fn with_setup_step(
        &self,
        edit: Option<SettingsEdit>,
        step: SetupStep,
    ) -> Option<SettingsEdit> {
        if self.setup.as_ref().is_none_or(|done| done.contains(&step)) {
            return edit;
        }
        let finished = SettingsEdit::Setup(Some(step));
        Some(match edit {
            Some(edit) => SettingsEdit::Batch(vec![edit, finished]),
            None => finished,
        })
    }

    /// Finishes a step of the checklist, or removes the checklist.
    pub(super) fn finish_setup(&mut self, step: Option<SetupStep>) {
        let Some(step) = step else {
            self.setup = None;
            return;
        };
        if let Some(done) = self.setup.as_mut().filter(|done| !done.contains(&step)) {
            done.push(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::allowances::Allowance;

    fn open(settings: &Settings) -> Vec<SetupStep> {
        let steps = settings.setup_steps().into_iter();
        steps.filter(|(_, is_done)| !is_done).map(|(step, _)| step).collect()
    }

    fn finish(settings: &mut Settings, step: Option<SetupStep>) -> bool {
        settings.apply(&SettingsEdit::Setup(step)).unwrap()
    }

    #[test]
    fn steps_are_done_by_what_is_set_or_marked() {
        use SetupStep::{Allowances, Holidays, Import, Install, UsualWeek};
        let mut settings = Settings { setup: Some(Vec::new()), ..Settings::default() };
        assert_eq!(open(&settings), [UsualWeek, Allowances, Holidays, Import, Install]);
        settings.allowances.insert("vacation".parse().unwrap(), Allowance::default());
        assert!(finish(&mut settings, Some(Holidays)));
        assert!(!finish(&mut settings, Some(Holidays)), "it is done");
        let stored = serde_json::to_string(&settings).unwrap();
        let mut settings: Settings = serde_json::from_str(&stored).unwrap();
        assert_eq!(open(&settings), [UsualWeek, Import, Install]);
        for step in [UsualWeek, Import, Install] {
            finish(&mut settings, Some(step));
        }
        assert!(settings.setup_steps().is_empty(), "all are done");
    }

    #[test]
    fn without_a_checklist_nothing_is_shown() {
        let mut settings = Settings { setup: Some(Vec::new()), ..Settings::default() };
        assert!(finish(&mut settings, None));
        assert!(settings.setup_steps().is_empty());
        assert!(!finish(&mut settings, Some(SetupStep::Import)));
        assert_eq!(settings, Settings::default());
        assert_eq!(settings.with_setup_step(None, SetupStep::Import), None);
    }
}
