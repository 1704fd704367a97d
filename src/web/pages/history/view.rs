//! The history of a day: each change, with the content before and after it.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeKind};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::web::assets;
use crate::web::views::day_content::EntryView;
use crate::web::views::format::{format_date_time, format_long_date, weekday_name};
use crate::web::views::{Layout, Section};

/// The page with the history of a day.
#[derive(Template)]
#[template(path = "history/page.html")]
pub(crate) struct HistoryPage<'a> {
    layout: Layout<'a>,
    day: Day,
    date: String,
    past: Vec<HistoryItem<'a>>,
}

/// One change to the day.
struct HistoryItem<'a> {
    when: String,
    act: &'static str,
    path: String,
    before: Option<EntryView<'a>>,
    after: Option<EntryView<'a>>,
}

#[derive(Template)]
#[template(path = "history/past.html")]
struct HistoryFragment<'p, 'a> {
    past: &'p [HistoryItem<'a>],
}

impl<'a> HistoryPage<'a> {
    /// Formats the changes to a day. `changes` starts with the oldest, the page with the newest.
    pub(crate) fn new(layout: Layout<'a>, user: &'a User, day: Day, changes: &'a [Change]) -> Self {
        let date = format!("{}, {}", weekday_name(day.weekday()), format_long_date(day));
        let past = changes.iter().rev().filter_map(|change| HistoryItem::new(user, day, change));
        Self { layout, day, date, past: past.collect() }
    }

    /// Renders the list without the page around it, for htmx.
    pub(crate) fn fragment(&self) -> Result<String, askama::Error> {
        HistoryFragment { past: &self.past }.render()
    }
}

impl<'a> HistoryItem<'a> {
    fn new(user: &'a User, day: Day, change: &'a Change) -> Option<Self> {
        let item = change.items.iter().find(|item| item.date == day)?;
        let settings = &user.settings;
        let who = if change.actor == user.id { "by you" } else { "by someone else" };
        let logged = |entry: &'a Entry| EntryView::new(&settings.types, &entry.content);
        Some(Self {
            when: format!("{}, {who}", format_date_time(change.at, settings.time_zone)),
            act: match change.kind {
                ChangeKind::Save if item.before.is_none() => "Logged",
                ChangeKind::Save => "Changed",
                ChangeKind::Delete => "Deleted",
                ChangeKind::Range => "Logged with other days",
                ChangeKind::Pattern => "Logged from your usual week",
                ChangeKind::Import => "Imported",
                ChangeKind::Merge => "Types merged",
                ChangeKind::Undo => "Undone",
            },
            path: format!("/changes/{}", change.id),
            before: item.before.as_ref().map(logged),
            after: item.after.as_ref().map(logged),
        })
    }
}
