//! The history of a day: each change, with the content before and after it.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeKind};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::locale::{full_date, t};
use crate::storage::HistoryPage;
use crate::web::assets;
use crate::web::views::day_changes::format_actor;
use crate::web::views::day_content::EntryView;
use crate::web::views::{Layout, Section};

/// The page with the history of a day.
#[derive(Template)]
#[template(path = "history/page.html")]
pub(crate) struct HistoryView<'a> {
    layout: Layout<'a>,
    day: Day,
    date: String,
    past: Vec<HistoryItem<'a>>,
    /// The path of the page with older changes.
    older: Option<String>,
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
    older: Option<&'p str>,
}

impl<'a> HistoryView<'a> {
    /// Formats a page of the changes to a day.
    pub(crate) fn new(
        layout: Layout<'a>,
        user: &'a User,
        day: Day,
        history: &'a HistoryPage,
    ) -> Self {
        let date = full_date(day.date()).to_string();
        let changes = history.changes.iter();
        let past = changes.filter_map(|change| HistoryItem::new(user, day, change));
        let older = history.older.map(|older| format!("/day/{day}/history?before={older}"));
        Self { layout, day, date, past: past.collect(), older }
    }

    /// Renders the list without the page around it, for htmx.
    pub(crate) fn fragment(&self) -> Result<String, askama::Error> {
        HistoryFragment { past: &self.past, older: self.older.as_deref() }.render()
    }
}

impl<'a> HistoryItem<'a> {
    fn new(user: &'a User, day: Day, change: &'a Change) -> Option<Self> {
        let item = change.items.iter().find(|item| item.date == day)?;
        let logged = |entry: &'a Entry| EntryView::new(&user.settings.types, &entry.content);
        Some(Self {
            when: format_actor(user, change),
            act: match change.kind {
                ChangeKind::Save if item.before.is_none() => t::history_logged(),
                ChangeKind::Save => t::history_changed(),
                ChangeKind::Delete => t::history_deleted(),
                ChangeKind::Range => t::history_range(),
                ChangeKind::UsualWeek => t::history_usual_week(),
                ChangeKind::Import => t::history_imported(),
                ChangeKind::Merge => t::history_merged(),
                ChangeKind::Undo => t::history_undone(),
            },
            path: format!("/changes/{}", change.id),
            before: item.before.as_ref().map(logged),
            after: item.after.as_ref().map(logged),
        })
    }
}
