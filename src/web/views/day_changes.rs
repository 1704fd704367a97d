//! Lists of changes to days, planned or done, grouped by month.

use super::day_content::EntryView;
use super::format::{format_date_time, plain_number, weekday_short};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeItem, ChangeKind};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::fill::is_fill;
use crate::domain::days::plan::{Plan, PlannedDay, PlannedStep};
use crate::domain::types::DayTypes;
use crate::locale::{Number, month_and_year, t};

/// The maximum number of days that are listed at once. With more, each month is collapsed.
const MAX_OPEN_DAYS: usize = 62;

/// Whether a list shows what will happen or what has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Planned,
    Done,
}

impl Tense {
    /// Returns what happens to a day, in a word.
    fn word(self, step: PlannedStep) -> &'static str {
        match (step, self) {
            (PlannedStep::Added, Self::Planned) => t::plan_add(),
            (PlannedStep::Added, Self::Done) => t::step_added(),
            (PlannedStep::Filled, Self::Planned) => t::plan_fill(),
            (PlannedStep::Filled, Self::Done) => t::step_filled(),
            (PlannedStep::Replaced, Self::Planned) => t::plan_replace(),
            (PlannedStep::Replaced, Self::Done) => t::step_replaced(),
            (PlannedStep::Removed, Self::Planned) => t::plan_delete(),
            (PlannedStep::Removed, Self::Done) => t::step_deleted(),
            (PlannedStep::Kept, Self::Planned) => t::plan_keep(),
            (PlannedStep::Kept, Self::Done) => t::step_kept(),
            (PlannedStep::Same, _) => t::step_unchanged(),
        }
    }

    /// Formats the number of days to which something happens, such as `20 to add` or `20 added`.
    fn count(self, step: PlannedStep, days: usize) -> String {
        let days = Number::from(days);
        match (step, self) {
            (PlannedStep::Added, Self::Planned) => t::plans_add(days),
            (PlannedStep::Added, Self::Done) => t::steps_added(days),
            (PlannedStep::Filled, Self::Planned) => t::plans_fill(days),
            (PlannedStep::Filled, Self::Done) => t::steps_filled(days),
            (PlannedStep::Replaced, Self::Planned) => t::plans_replace(days),
            (PlannedStep::Replaced, Self::Done) => t::steps_replaced(days),
            (PlannedStep::Removed, Self::Planned) => t::plans_delete(days),
            (PlannedStep::Removed, Self::Done) => t::steps_deleted(days),
            (PlannedStep::Kept, Self::Planned) => t::plans_keep(days),
            (PlannedStep::Kept, Self::Done) => t::steps_kept(days),
            (PlannedStep::Same, _) => t::steps_unchanged(days),
        }
    }
}

/// The changes to the days of one month.
pub(crate) struct MonthOfDayChanges<'a> {
    /// The month in words, such as `November 2026`.
    pub(crate) title: String,
    /// The counts, such as `20 added, 2 kept` or `20 to add, 2 to keep`.
    pub(crate) summary: String,
    pub(crate) is_open: bool,
    tense: Tense,
    pub(crate) days: Vec<DayChangeView<'a>>,
}

/// The change to one day.
pub(crate) struct DayChangeView<'a> {
    pub(crate) day: Day,
    pub(crate) weekday: &'static str,
    pub(crate) number: &'static str,
    pub(crate) step: PlannedStep,
    pub(crate) before: Option<EntryView<'a>>,
    pub(crate) after: Option<EntryView<'a>>,
}

impl<'a> DayChangeView<'a> {
    /// Creates the step of a day that was changed.
    pub(crate) fn from_change(types: &'a DayTypes, item: &'a ChangeItem) -> Self {
        let step = match (&item.before, &item.after) {
            (None, Some(_)) => PlannedStep::Added,
            (Some(_), None) => PlannedStep::Removed,
            (Some(before), Some(after)) if is_fill(&before.content, &after.content) => {
                PlannedStep::Filled
            }
            _ => PlannedStep::Replaced,
        };
        let logged = |entry: &'a Option<Entry>| {
            entry.as_ref().map(|entry| EntryView::new(types, &entry.content))
        };
        Self::new(item.date, step, logged(&item.before), logged(&item.after))
    }

    /// Creates the step of a planned day. If the stored entry stays, only that is shown.
    fn from_plan(types: &'a DayTypes, planned: &'a PlannedDay) -> Self {
        let before = planned.before.as_ref().map(|entry| EntryView::new(types, &entry.content));
        let after = planned.wanted.as_ref().map(|content| EntryView::new(types, content));
        let stays = matches!(planned.step, PlannedStep::Kept | PlannedStep::Same);
        Self::new(planned.day, planned.step, before, after.filter(|_| !stays))
    }

    fn new(
        day: Day,
        step: PlannedStep,
        before: Option<EntryView<'a>>,
        after: Option<EntryView<'a>>,
    ) -> Self {
        let (weekday, number) = (weekday_short(day.weekday()), plain_number(day.number()));
        // A filled day shows both halves once.
        let before = before.filter(|_| step != PlannedStep::Filled);
        Self { day, weekday, number, step, before, after }
    }

    /// Returns the CSS class of the step.
    pub(crate) fn class(&self) -> &'static str {
        match self.step {
            PlannedStep::Added => "added",
            PlannedStep::Filled => "filled",
            PlannedStep::Replaced => "replaced",
            PlannedStep::Removed => "removed",
            PlannedStep::Kept | PlannedStep::Same => "kept",
        }
    }
}

impl MonthOfDayChanges<'_> {
    /// Returns what happens to a day, in a word.
    pub(crate) fn word(&self, day: &DayChangeView<'_>) -> &'static str {
        self.tense.word(day.step)
    }
}

const STEPS: [PlannedStep; 6] = [
    PlannedStep::Added,
    PlannedStep::Filled,
    PlannedStep::Replaced,
    PlannedStep::Removed,
    PlannedStep::Kept,
    PlannedStep::Same,
];

/// Returns the counts that aren't zero, such as `20 added, 2 kept`.
pub(crate) fn summarize(tense: Tense, count: impl Fn(PlannedStep) -> usize) -> String {
    let counted = STEPS.into_iter().map(|step| (step, count(step)));
    let some = counted.filter(|(_, count)| *count > 0);
    some.map(|(step, count)| tense.count(step, count)).collect::<Vec<_>>().join(", ")
}

/// Returns what a change did, such as `5 days logged`.
pub(crate) fn heading(change: &Change) -> String {
    let days = change.items.len();
    match change.kind {
        ChangeKind::Save if change.items.iter().all(|item| item.before.is_none()) => {
            t::change_logged(days)
        }
        ChangeKind::Save => t::change_changed(days),
        ChangeKind::Delete => t::change_deleted(days),
        ChangeKind::Range => t::change_logged(days),
        ChangeKind::UsualWeek => t::change_usual_week(days),
        ChangeKind::Import => t::change_imported(days),
        ChangeKind::Merge => t::change_merged(days),
        ChangeKind::Undo => t::change_undone().to_owned(),
    }
}

/// Formats when a change was made and by whom, such as `18 November 2026, 12:05, by you`.
pub(crate) fn format_actor(user: &User, change: &Change) -> String {
    let time = format_date_time(change.at, user.settings.time_zone);
    if change.actor == user.id { t::change_by_you(time) } else { t::change_by_other(time) }
}

/// Groups the days of a change by month.
pub(crate) fn from_change<'a>(
    types: &'a DayTypes,
    items: &'a [ChangeItem],
) -> Vec<MonthOfDayChanges<'a>> {
    let days = items.iter().map(|item| DayChangeView::from_change(types, item));
    group_by_month(Tense::Done, days.collect())
}

/// Groups the days of a plan by month.
pub(crate) fn from_plan<'a>(types: &'a DayTypes, plan: &'a Plan) -> Vec<MonthOfDayChanges<'a>> {
    let days = plan.days.iter().map(|day| DayChangeView::from_plan(types, day));
    group_by_month(Tense::Planned, days.collect())
}

fn group_by_month(tense: Tense, mut days: Vec<DayChangeView<'_>>) -> Vec<MonthOfDayChanges<'_>> {
    let is_open = days.len() <= MAX_OPEN_DAYS;
    days.sort_by_key(|step| step.day);
    let mut months: Vec<(Month, Vec<DayChangeView<'_>>)> = Vec::new();
    for step in days {
        match months.last_mut() {
            Some((month, days)) if *month == step.day.month() => days.push(step),
            _ => months.push((step.day.month(), vec![step])),
        }
    }
    months
        .into_iter()
        .map(|(month, days)| MonthOfDayChanges {
            title: month_and_year(month.first_day().date()).to_string(),
            summary: summarize(tense, |step| days.iter().filter(|day| day.step == step).count()),
            is_open,
            tense,
            days,
        })
        .collect()
}
