//! A change to days, and the button that undoes it.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Act, Change};
use crate::domain::days::day::Day;
use crate::domain::days::undo::{self, Outlook, Refusal};
use crate::domain::values::time_zone::TimeZone;
use crate::web::assets;
use crate::web::views::day_changes::{self, MonthOfSteps};
use crate::web::views::format::{days, long_date, moment, time_of_day};
use crate::web::views::{Chrome, Section};
use crate::web::wording;

/// The data of the page.
#[derive(Debug, Clone, Copy)]
pub struct ChangeInput<'a> {
    /// The user who owns the days.
    pub user: &'a User,
    /// The change.
    pub change: &'a Change,
    /// Whether the change can be undone.
    pub outlook: Result<Outlook, Refusal>,
    /// The outcome of an attempt to undo the change.
    pub notice: Option<ChangeNotice>,
}

/// The outcome of an attempt to undo a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeNotice {
    /// The change had already been undone.
    NothingLeft,
    /// This day was changed since.
    ChangedSince(Day),
    /// The change can't be undone.
    Refused(Refusal),
}

/// The page of a change.
#[derive(Template)]
#[template(path = "change/page.html")]
pub struct ChangePage<'a> {
    chrome: Chrome<'a>,
    heading: String,
    /// When and by whom, such as `18 November 2026, 12:05, by you`.
    when: String,
    /// The counts, such as `20 added, 2 kept`.
    summary: String,
    months: Vec<MonthOfSteps<'a>>,
    notice: Option<String>,
    undo: Undo,
    /// The path and label of a link to the changed days: the day if it is one, and otherwise the
    /// month of the first.
    look: Option<(String, &'static str)>,
    path: String,
}

/// Whether the page offers to undo the change.
enum Undo {
    /// With a button, until this time.
    Offered { label: &'static str, until: String },
    /// Not, for this reason.
    Refused(String),
}

impl<'a> ChangePage<'a> {
    /// Formats the change for display. `chrome` builds the layout from the page's title.
    pub fn new(input: ChangeInput<'a>, chrome: impl FnOnce(&str) -> Chrome<'a>) -> Self {
        let ChangeInput { user, change, outlook, notice } = input;
        let heading = heading(change);
        let settings = &user.settings;
        let who = if change.actor == user.id { "by you" } else { "by somebody else" };
        let months = day_changes::of_change(&settings.types, &change.items);
        let count = |step| {
            months.iter().flat_map(|month| &month.days).filter(|day| day.step == step).count()
        };
        let first = change.items.iter().map(|item| item.date).min();
        Self {
            chrome: chrome(&heading),
            when: format!("{}, {who}", moment(change.at, settings.time_zone)),
            summary: day_changes::summary(count),
            notice: notice.map(said),
            undo: offer(change, outlook, settings.time_zone),
            look: first.map(|day| match change.items.len() {
                1 => (format!("/day/{day}"), "Show the day"),
                _ => (format!("/month/{}", day.month()), "Show the month"),
            }),
            path: format!("/changes/{}", change.id),
            heading,
            months,
        }
    }
}

fn heading(change: &Change) -> String {
    let count = days(change.items.len());
    match change.act {
        Act::Save if change.items.iter().all(|item| item.before.is_none()) => {
            format!("Logged {count}")
        }
        Act::Save => format!("Changed {count}"),
        Act::Delete => format!("Deleted {count}"),
        Act::Range => format!("Logged {count} alike"),
        Act::Pattern => format!("Logged {count} by the weekly pattern"),
        Act::Import => format!("Imported {count}"),
        Act::Merge => format!("Merged two types on {count}"),
        Act::Undo => format!("Undone: {count} as before"),
    }
}

fn offer(change: &Change, outlook: Result<Outlook, Refusal>, zone: TimeZone) -> Undo {
    match outlook {
        Ok(Outlook::Whole) => Undo::Offered {
            label: if change.act == Act::Undo { "Redo" } else { "Undo" },
            until: time_of_day(undo::until(change), zone),
        },
        Ok(Outlook::Nothing) => Undo::Refused("This has been undone.".to_owned()),
        Ok(Outlook::Changed(day)) => Undo::Refused(format!(
            "{} was changed since, so this can no longer be undone as a whole.",
            long_date(day)
        )),
        Err(refusal) => Undo::Refused(wording::of(refusal)),
    }
}

fn said(notice: ChangeNotice) -> String {
    match notice {
        ChangeNotice::NothingLeft => "There was nothing left to undo.".to_owned(),
        ChangeNotice::ChangedSince(day) => format!(
            "Nothing was undone: {} was changed since, and undoing would lose that change.",
            long_date(day)
        ),
        ChangeNotice::Refused(refusal) => {
            format!("Nothing was undone. {}", wording::of(refusal))
        }
    }
}
