//! Statistics on a user's entries, in total or per year.

use std::collections::BTreeMap;

use super::day::{Day, Month};
use super::month_log::MonthLog;
use crate::domain::values::fingerprint::Fingerprint;
use crate::domain::year::digest::YearDigest;

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
    /// Returns the statistics on all days of a digest, which doesn't contain deleted ones.
    pub fn from_digest(digest: &YearDigest) -> Self {
        let days = &digest.days;
        let span = days.first().zip(days.last()).map(|(first, last)| (first.day, last.day));
        Self { days: days.len(), removed: 0, span }
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

/// Accumulates the statistics on some months, and a fingerprint that differs after any change to
/// their days.
#[derive(Default)]
pub struct RecordSummary {
    stats: RecordStats,
    fingerprint: Fingerprint,
}

impl RecordSummary {
    /// Adds a month. They must be in order.
    pub fn add(&mut self, log: &MonthLog) {
        self.stats = self.stats.add(log);
        for (day, entry) in log.iter() {
            self.fingerprint.add((day, entry.version, entry.stored_at()));
        }
        for (key, version) in &log.removed {
            self.fingerprint.add((log.month, key.number(), version));
        }
    }

    /// Returns the statistics and the fingerprint.
    pub fn finish(self) -> (RecordStats, String) {
        (self.stats, self.fingerprint.finish())
    }
}

/// Returns the years in which something was ever logged, latest first, each with the number of its
/// entries.
pub fn by_year(logged: &[Month], digest: &YearDigest) -> Vec<(i32, usize)> {
    let mut years: BTreeMap<i32, usize> = logged.iter().map(|month| (month.year(), 0)).collect();
    for logged in &digest.days {
        *years.entry(logged.day.year().number()).or_default() += 1;
    }
    years.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::accounts::user::UserId;
    use crate::domain::days::entry::{Part, Parts};
    use crate::domain::days::month_log::{DayEdit, Edit, Precondition};
    use crate::domain::year::digest::{DigestReader, text_of};

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

    fn summary<'a>(logs: impl IntoIterator<Item = &'a MonthLog>) -> (RecordStats, String) {
        let mut summary = RecordSummary::default();
        logs.into_iter().for_each(|log| summary.add(log));
        summary.finish()
    }

    fn fingerprint<'a>(logs: impl IntoIterator<Item = &'a MonthLog>) -> String {
        summary(logs).1
    }

    #[test]
    fn counts_days_per_year() {
        let logs = [
            log("2025-03", &[], &["04"]),
            log("2025-11", &["02", "30"], &["15"]),
            log("2026-01", &["07"], &[]),
            log("2027-02", &[], &["01"]),
        ];
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (all, _) = summary(&logs);
        assert_eq!((all.days, all.removed), (3, 3));
        assert_eq!(all.span, Some((day("2025-11-02"), day("2026-01-07"))));
        let mut reader = DigestReader::new(Month::FIRST);
        for log in logs.iter().rev() {
            let _ = reader.take_text(log.month, &text_of(log)).unwrap();
        }
        let digest = reader.finish();
        assert_eq!(RecordStats::from_digest(&digest), RecordStats { removed: 0, ..all });
        let logged = logs.each_ref().map(|log| log.month);
        assert_eq!(by_year(&logged, &digest), [(2027, 0), (2026, 1), (2025, 2)]);
        assert!(summary(&logs[..0]).0.is_empty() && !summary(&logs[..1]).0.is_empty());
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
