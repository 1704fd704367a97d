//! Searches in a user's entries.

use crate::app::days::months;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::search::Search;

/// The maximum number of entries that one search returns.
const MAX_RESULTS: usize = 100;

/// The entries that match a search.
pub(crate) struct SearchResults {
    /// The days with their entries, newest first.
    pub(crate) entries: Vec<(Day, Entry)>,
    /// Whether there are older matches.
    pub(crate) has_more: bool,
}

/// Returns the entries that match a search, newest first, starting with the day `last`. Reads one
/// year at a time, and only years with entries.
pub(crate) async fn search(
    app: &App,
    user: &User,
    search: &Search,
    last: Day,
) -> Result<SearchResults, AppError> {
    let digest = app.store.brief(user.id, Month::FIRST, last.month()).await?;
    let types = &user.settings.types;
    let mut entries = Vec::new();
    for (first_month, last_month) in digest.years().into_iter().rev().filter_map(Month::of_year) {
        let logs = months(app, user, first_month, last_month).await?;
        // Let other requests run: the embedded store reads without waiting.
        tokio::task::yield_now().await;
        for log in logs.into_iter().rev() {
            let mut found: Vec<_> = log.iter().filter(|(day, _)| *day <= last).collect();
            found.retain(|(_, entry)| search.matches(types, &entry.content));
            entries.extend(found.into_iter().rev().map(|(day, entry)| (day, entry.clone())));
            if entries.len() > MAX_RESULTS {
                entries.truncate(MAX_RESULTS);
                return Ok(SearchResults { entries, has_more: true });
            }
        }
    }
    Ok(SearchResults { entries, has_more: false })
}
