//! Statistics on a user's entries, in total or per year.

use std::collections::BTreeMap;

use super::day::Day;
use super::month_log::MonthLog;
use crate::domain::values::fingerprint::Fingerprint;

/// Statistics on the entries of some months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordStats {
    /// The number of days with an entry.
    pub days: usize,
    /// The number of days whose entry was deleted but still has history.
    pub removed: usize,
    /// The first and the last day with an entry.
    pub span: Option<(Day, Day)>,
}

impl RecordStats {
    /// Returns the statistics on some months, which must be in order.
    pub fn from_logs<'a>(logs: impl IntoIterator<Item = &'a MonthLog>) -> Self {
        logs.into_iter().fold(Self::default(), Self::add)
    }

    /// Returns whether there are neither entries nor deleted ones.
    pub fn is_empty(&self) -> bool {
        self.days == 0 && self.removed == 0
    }

    fn add(self, log: &MonthLog) -> Self {
        let first = log.iter().next().map(|(day, _)| day);
        let last = log.iter().last().map(|(day, _)| day);
        let span = match (self.span, first.zip(last)) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (before, here) => before.or(here),
        };
        Self { days: self.days + log.days.len(), removed: self.removed + log.removed.len(), span }
    }
}

/// Returns a fingerprint of some months. It differs after any change to their days.
pub fn fingerprint<'a>(logs: impl IntoIterator<Item = &'a MonthLog>) -> String {
    let mut fingerprint = Fingerprint::default();
    for log in logs {
        for (day, entry) in log.iter() {
            fingerprint.add((day, entry.version, entry.stored_at()));
        }
        for (key, version) in &log.removed {
            fingerprint.add((log.month, key.number(), version));
        }
    }
    fingerprint.finish()
}

/// Returns the statistics on each year, latest first, without empty years.
pub fn by_year(logs: &[MonthLog]) -> Vec<(i32, RecordStats)> {
    let mut years: BTreeMap<i32, RecordStats> = BTreeMap::new();
    for log in logs {
        let year = years.entry(log.month.year()).or_default();
        *year = year.add(log);
    }
    years.into_iter().rev().filter(|(_, extent)| !extent.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::accounts::user::UserId;
    use crate::domain::days::entry::{Part, Parts};
    use crate::domain::days::month_log::{DayEdit, Edit, Precondition};

    fn log(month: &str, days: &[&str], removed: &[&str]) -> MonthLog {
        let mut log = MonthLog::empty(UserId::new(), month.parse().unwrap());
        let part = Part { day_type: "office".parse().unwrap(), location: None };
        let mut edit = |day: &str, edit: Edit| {
            let day = format!("{month}-{day}").parse().unwrap();
            let edit = DayEdit { day, precondition: Precondition::Any, edit };
            log.edit(&edit, Timestamp::default()).unwrap();
        };
        for day in days.iter().chain(removed) {
            edit(day, Edit::Put(Parts::Whole(part.clone()).into()));
        }
        for day in removed {
            edit(day, Edit::Remove);
        }
        log
    }

    #[test]
    fn counts_days_per_year() {
        let logs = [
            log("2024-12", &[], &[]),
            log("2025-03", &[], &["04"]),
            log("2025-11", &["02", "30"], &["15"]),
            log("2026-01", &["07"], &[]),
            log("2026-02", &[], &["01"]),
        ];
        let day = |text: &str| text.parse::<Day>().unwrap();
        let all = RecordStats::from_logs(&logs);
        assert_eq!((all.days, all.removed), (3, 3));
        assert_eq!(all.span, Some((day("2025-11-02"), day("2026-01-07"))));
        let years = by_year(&logs);
        let actual: Vec<_> = years.iter().map(|(year, of)| (*year, of.days, of.removed)).collect();
        assert_eq!(actual, [(2026, 1, 1), (2025, 2, 2)]);
        assert_eq!(years[1].1.span, Some((day("2025-11-02"), day("2025-11-30"))));
        assert!(
            RecordStats::from_logs(&logs[..1]).is_empty()
                && !RecordStats::from_logs(&logs[1..2]).is_empty()
        );
    }

    #[test]
    fn every_change_alters_the_fingerprint() {
        let logs = [
            log("2025-11", &["02"], &[]),
            log("2025-11", &["03"], &[]),
            log("2025-12", &["02"], &[]),
            log("2025-11", &[], &["02"]),
            log("2025-11", &["02", "03"], &[]),
        ];
        let seen: BTreeSet<String> = logs.iter().map(|log| fingerprint([log])).collect();
        assert_eq!(seen.len(), logs.len());
        assert_eq!(fingerprint(&logs[..1]), fingerprint([&log("2025-11", &["02"], &[])]));
        let mut changed = logs[0].clone();
        let sick = Part { day_type: "sick".parse().unwrap(), location: None };
        let edit = Edit::Put(Parts::Whole(sick).into());
        let day = "2025-11-02".parse().unwrap();
        let edit = DayEdit { day, precondition: Precondition::Any, edit };
        changed.edit(&edit, Timestamp::default()).unwrap();
        assert_ne!(fingerprint([&changed]), fingerprint(&logs[..1]));
    }
}
