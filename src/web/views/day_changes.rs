//! Lists of changes to days, planned or done, grouped by month.

use super::day_content::Logged;
use super::format::{plain_number, weekday_short};
use crate::domain::days::change::ChangeItem;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::plan::{Plan, PlannedDay, Step};
use crate::domain::types::DayTypes;

/// The most days that are listed at once. With more, each month is collapsed.
const SHOWN_AT_ONCE: usize = 62;

/// The changes to the days of one month.
pub(crate) struct MonthOfSteps<'a> {
    pub(crate) name: &'static str,
    pub(crate) year: i32,
    /// The counts, such as `20 added, 2 kept`.
    pub(crate) summary: String,
    pub(crate) is_open: bool,
    pub(crate) days: Vec<DayStep<'a>>,
}

/// The change to one day.
pub(crate) struct DayStep<'a> {
    pub(crate) day: Day,
    pub(crate) weekday: &'static str,
    pub(crate) number: &'static str,
    pub(crate) step: Step,
    pub(crate) before: Option<Logged<'a>>,
    pub(crate) after: Option<Logged<'a>>,
}

impl<'a> DayStep<'a> {
    /// Creates the step of a day that was changed.
    pub(crate) fn done(types: &'a DayTypes, item: &'a ChangeItem) -> Self {
        let step = match (&item.before, &item.after) {
            (None, Some(_)) => Step::Added,
            (Some(_), None) => Step::Removed,
            _ => Step::Replaced,
        };
        let logged = |entry: &'a Option<Entry>| {
            entry.as_ref().map(|entry| Logged::new(types, &entry.content))
        };
        Self::new(item.date, step, logged(&item.before), logged(&item.after))
    }

    /// Creates the step of a planned day. If the stored entry stays, only that is shown.
    fn planned(types: &'a DayTypes, planned: &'a PlannedDay) -> Self {
        let before = planned.before.as_ref().map(|entry| Logged::new(types, &entry.content));
        let after = planned.wanted.as_ref().map(|content| Logged::new(types, content));
        let stays = matches!(planned.step, Step::Kept | Step::Same);
        Self::new(planned.day, planned.step, before, after.filter(|_| !stays))
    }

    fn new(day: Day, step: Step, before: Option<Logged<'a>>, after: Option<Logged<'a>>) -> Self {
        let (weekday, number) = (weekday_short(day.weekday()), plain_number(day.number()));
        Self { day, weekday, number, step, before, after }
    }

    pub(crate) fn word(&self) -> &'static str {
        word(self.step)
    }

    /// Returns the CSS class of the step.
    pub(crate) fn class(&self) -> &'static str {
        match self.step {
            Step::Added => "added",
            Step::Replaced => "replaced",
            Step::Removed => "removed",
            Step::Kept | Step::Same => "kept",
        }
    }
}

/// Returns the word that follows a count in a summary.
pub(crate) fn word(step: Step) -> &'static str {
    match step {
        Step::Added => "added",
        Step::Replaced => "replaced",
        Step::Removed => "deleted",
        Step::Kept => "kept",
        Step::Same => "already so",
    }
}

const STEPS: [Step; 5] = [Step::Added, Step::Replaced, Step::Removed, Step::Kept, Step::Same];

/// Returns the counts that aren't zero, such as `20 added, 2 kept`.
pub(crate) fn summary(count: impl Fn(Step) -> usize) -> String {
    let counted = STEPS.into_iter().map(|step| (count(step), word(step)));
    let some = counted.filter(|(count, _)| *count > 0);
    some.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

/// Groups the days of a change by month.
pub(crate) fn of_change<'a>(types: &'a DayTypes, items: &'a [ChangeItem]) -> Vec<MonthOfSteps<'a>> {
    by_month(items.iter().map(|item| DayStep::done(types, item)).collect())
}

/// Groups the days of a plan by month.
pub(crate) fn of_plan<'a>(types: &'a DayTypes, plan: &'a Plan) -> Vec<MonthOfSteps<'a>> {
    by_month(plan.days.iter().map(|day| DayStep::planned(types, day)).collect())
}

fn by_month(mut days: Vec<DayStep<'_>>) -> Vec<MonthOfSteps<'_>> {
    let is_open = days.len() <= SHOWN_AT_ONCE;
    days.sort_by_key(|step| step.day);
    let mut months: Vec<(Month, Vec<DayStep<'_>>)> = Vec::new();
    for step in days {
        match months.last_mut() {
            Some((month, days)) if *month == step.day.month() => days.push(step),
            _ => months.push((step.day.month(), vec![step])),
        }
    }
    months
        .into_iter()
        .map(|(month, days)| MonthOfSteps {
            name: month.name(),
            year: month.year(),
            summary: summary(|step| days.iter().filter(|day| day.step == step).count()),
            is_open,
            days,
        })
        .collect()
}
