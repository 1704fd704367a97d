//! A change to days, and the button that undoes it.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeKind};
use crate::domain::days::day::{Day, today};
use crate::domain::days::undo::{self, UndoOutlook, UndoRefusal};
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;
use crate::domain::year::overdrafts::Overdraft;
use crate::locale::t;
use crate::web::assets;
use crate::web::messages;
use crate::web::views::day_changes::{self, MonthOfDayChanges, Tense};
use crate::web::views::format::{format_long_date, format_time};
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::{Layout, Section};

/// The data of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChangeInput<'a> {
    /// The user who owns the days.
    pub(crate) user: &'a User,
    /// The change.
    pub(crate) change: &'a Change,
    /// Whether the change can be undone.
    pub(crate) outlook: Result<UndoOutlook, UndoRefusal>,
    /// What the days take beyond allowances.
    pub(crate) over: &'a [Overdraft<'a>],
    /// The outcome of an attempt to undo the change.
    pub(crate) notice: Option<ChangeNotice>,
}

/// The outcome of an attempt to undo a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeNotice {
    /// The change had already been undone.
    NothingLeft,
    /// This day was changed since.
    ChangedSince(Day),
    /// The change can't be undone.
    Refused(UndoRefusal),
}

/// The page that shows a change.
#[derive(Template)]
#[template(path = "change/page.html")]
pub(crate) struct ChangePage<'a> {
    layout: Layout<'a>,
    heading: String,
    /// When and by whom, such as `18 November 2026, 12:05, by you`.
    when: String,
    /// The counts, such as `20 added, 2 kept`.
    summary: String,
    months: Vec<MonthOfDayChanges<'a>>,
    notice: Option<String>,
    warnings: Vec<String>,
    undo: UndoButton,
    /// The path and label of the link to the changed days.
    link: Option<(String, &'static str)>,
    path: String,
}

/// Whether the page offers to undo the change.
enum UndoButton {
    /// The page has an undo button, until this time.
    Offered { label: &'static str, redoes: bool, until: String },
    /// Undo isn't available, for this reason.
    Refused(String),
}

impl<'a> ChangePage<'a> {
    /// Formats the change for display. `layout` builds the layout from the page's title.
    pub(crate) fn new(input: ChangeInput<'a>, layout: impl FnOnce(&str) -> Layout<'a>) -> Self {
        let ChangeInput { user, change, outlook, over, notice } = input;
        let heading = day_changes::heading(change);
        let settings = &user.settings;
        let months = day_changes::from_change(&settings.types, &change.items);
        let count = |step| {
            months.iter().flat_map(|month| &month.days).filter(|day| day.step == step).count()
        };
        Self {
            layout: layout(&heading),
            when: day_changes::format_actor(user, change),
            summary: day_changes::summarize(Tense::Done, count),
            notice: notice.map(notice_text),
            warnings: format_overdrafts(over, settings.allowance_calendar.year_start),
            undo: undo_button(change, outlook, settings.time_zone),
            link: link(change, settings.time_zone),
            path: format!("/changes/{}", change.id),
            heading,
            months,
        }
    }
}

/// Returns the link to the changed days.
fn link(change: &Change, zone: TimeZone) -> Option<(String, &'static str)> {
    let day = day_to_show(change, zone)?;
    Some(match change.kind {
        ChangeKind::Import => (format!("/month/{}", day.month()), t::change_go_to_month()),
        _ if change.items.len() == 1 => (format!("/day/{day}"), t::change_show_day()),
        _ => (format!("/month/{}", day.month()), t::change_show_month()),
    })
}

/// Returns the first of the changed days. An import often ends with planned days or starts years
/// ago; of an import, or of undoing what may be one, returns the latest day that isn't in the future.
pub(crate) fn day_to_show(change: &Change, zone: TimeZone) -> Option<Day> {
    let first = change.first_day()?;
    if !matches!(change.kind, ChangeKind::Import | ChangeKind::Undo) {
        return Some(first);
    }
    let now = today(change.at, zone);
    let dates = change.items.iter().map(|item| item.date);
    Some(dates.filter(|day| *day <= now).max().unwrap_or(first))
}

fn undo_button(
    change: &Change,
    outlook: Result<UndoOutlook, UndoRefusal>,
    zone: TimeZone,
) -> UndoButton {
    match outlook {
        Ok(UndoOutlook::Whole) => {
            let redoes = change.kind == ChangeKind::Undo;
            let label = if redoes { t::change_redo() } else { t::undo() };
            let until = format_time(undo::deadline(change), zone);
            UndoButton::Offered { label, redoes, until }
        }
        Ok(UndoOutlook::Nothing) => UndoButton::Refused(messages::message_for("undo.done")),
        Ok(UndoOutlook::Changed(day)) => {
            let problem = Problem::new("undo.changed_since").with("day", format_long_date(day));
            UndoButton::Refused(messages::message_for(problem))
        }
        Err(refusal) => UndoButton::Refused(messages::message_for(refusal)),
    }
}

/// Returns the message about an attempt to undo a change.
pub(crate) fn notice_text(notice: ChangeNotice) -> String {
    messages::message_for(match notice {
        ChangeNotice::NothingLeft => Problem::new("undo.nothing_left"),
        ChangeNotice::ChangedSince(day) => {
            Problem::new("undo.not_done_changed").with("day", format_long_date(day))
        }
        ChangeNotice::Refused(refusal) => Problem::new("undo.not_done").because(refusal.into()),
    })
}
