//! The search page.

use askama::Template;
use url::form_urlencoded::byte_serialize;

use super::form::SearchForm;
use crate::app::days::search::SearchResults;
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Year};
use crate::domain::days::search::Search;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::views::day_lines::DayLines;
use crate::web::views::{Layout, Section};

/// The search page.
#[derive(Template)]
#[template(path = "search/page.html")]
pub(super) struct SearchPage<'a> {
    pub(super) layout: Layout<'a>,
    /// The search as typed.
    pub(super) typed: &'a str,
    /// The year to which the search is limited, if any.
    pub(super) year: Option<Year>,
    pub(super) errors: &'a FieldErrors,
    /// `None` if nothing was searched.
    pub(super) results: Option<Results<'a>>,
}

/// The entries that match.
pub(super) struct Results<'a> {
    words: &'a Search,
    lines: DayLines<'a>,
    /// The address of the older entries, if there are more.
    older: Option<String>,
}

impl<'a> Results<'a> {
    /// Formats the entries for display.
    pub(super) fn new(
        user: &'a User,
        (form, words): (&SearchForm, &'a Search),
        found: &'a SearchResults,
        today: Day,
    ) -> Self {
        let entries = found.entries.iter().map(|(day, entry)| (*day, entry));
        let last = found.entries.last().filter(|_| found.has_more);
        let encode = |text: &str| byte_serialize(text.trim().as_bytes()).collect::<String>();
        let (query, year) = (encode(&form.q), encode(&form.year));
        Self {
            words,
            lines: DayLines::new(entries, &user.settings.types, today),
            older: last.map(|(day, _)| format!("/search?q={query}&year={year}&before={day}")),
        }
    }
}
