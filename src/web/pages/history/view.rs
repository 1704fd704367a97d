//! The history of a day: each change, with the content before and after it.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::{Act, Change};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::web::assets;
use crate::web::views::day_content::Logged;
use crate::web::views::format::{long_date, moment, weekday_name};
use crate::web::views::{Chrome, Section};

/// The page with the history of a day.
#[derive(Template)]
#[template(path = "history/page.html")]
pub struct HistoryPage<'a> {
    chrome: Chrome<'a>,
    day: Day,
    date: String,
    past: Vec<Past<'a>>,
}

/// One change to the day.
struct Past<'a> {
    when: String,
    act: &'static str,
    path: String,
    before: Option<Logged<'a>>,
    after: Option<Logged<'a>>,
}

#[derive(Template)]
#[template(path = "history/past.html")]
struct PastFragment<'p, 'a> {
    past: &'p [Past<'a>],
}

impl<'a> HistoryPage<'a> {
    /// Formats the changes to a day. `changes` starts with the oldest, the page with the newest.
    pub fn new(chrome: Chrome<'a>, user: &'a User, day: Day, changes: &'a [Change]) -> Self {
        let date = format!("{}, {}", weekday_name(day.weekday()), long_date(day));
        let past = changes.iter().rev().filter_map(|change| Past::new(user, day, change));
        Self { chrome, day, date, past: past.collect() }
    }

    /// Renders the list without the page around it, for htmx.
    pub fn fragment(&self) -> Result<String, askama::Error> {
        PastFragment { past: &self.past }.render()
    }
}

impl<'a> Past<'a> {
    fn new(user: &'a User, day: Day, change: &'a Change) -> Option<Self> {
        let item = change.items.iter().find(|item| item.date == day)?;
        let settings = &user.settings;
        let who = if change.actor == user.id { "by you" } else { "by somebody else" };
        let logged = |entry: &'a Entry| Logged::new(&settings.types, &entry.content);
        Some(Self {
            when: format!("{}, {who}", moment(change.at, settings.time_zone)),
            act: match change.act {
                Act::Save if item.before.is_none() => "Logged",
                Act::Save => "Changed",
                Act::Delete => "Deleted",
                Act::Range => "With other days",
                Act::Pattern => "By the weekly pattern",
                Act::Import => "Imported",
                Act::Merge => "Types merged",
                Act::Undo => "Undone",
            },
            path: format!("/changes/{}", change.id),
            before: item.before.as_ref().map(logged),
            after: item.after.as_ref().map(logged),
        })
    }
}
