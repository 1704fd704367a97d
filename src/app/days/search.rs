//! Searches in a user's entries.

use std::ops::RangeInclusive;

use crate::app::client_turns::ClientTurns;
use crate::app::days::months;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::search::Search;

/// The maximum number of entries that one search returns.
const MAX_RESULTS: usize = 100;

/// How many searches of a user may run or wait.
const MAX_SEARCHES: usize = 20;

/// Lets each user run one search at a time, because it may read everything that they ever logged.
/// Clones share the queue.
#[derive(Debug, Clone)]
pub struct SearchQueue(ClientTurns);

impl Default for SearchQueue {
    fn default() -> Self {
        Self(ClientTurns::new(1, MAX_SEARCHES))
    }
}

/// The entries that match a search.
pub(crate) struct SearchResults {
    /// The days with their entries, newest first.
    pub(crate) entries: Vec<(Day, Entry)>,
    /// Whether there are older matches.
    pub(crate) has_more: bool,
}

/// Returns the entries of some days that match a search, newest first. Reads one year at a time, and
/// only years with entries. Fails with [`AppError::SearchesBusy`] if too many of the user's searches
/// wait.
pub(crate) async fn search(
    app: &App,
    user: &User,
    search: &Search,
    days: &RangeInclusive<Day>,
) -> Result<SearchResults, AppError> {
    if days.is_empty() {
        return Ok(SearchResults { entries: Vec::new(), has_more: false });
    }
    let turn = app.searches.0.wait(&user.id.to_string()).await;
    let _turn = turn.ok_or(AppError::SearchesBusy)?;
    let digest = app.store.brief(user.id, days.start().month(), days.end().month()).await?;
    let types = &user.settings.types;
    let mut entries = Vec::new();
    for (first_month, last_month) in digest.years().into_iter().rev().filter_map(Month::of_year) {
        let logs = months(app, user, first_month, last_month).await?;
        // Let other requests run: the embedded store reads without waiting.
        tokio::task::yield_now().await;
        for log in logs.into_iter().rev() {
            let mut found: Vec<_> = log.iter().filter(|(day, _)| days.contains(day)).collect();
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_user_searches_once_at_a_time() {
        let searches = SearchQueue::default();
        let first = searches.clone().0.wait("ada").now_or_never().unwrap();
        assert!(first.is_some() && searches.0.wait("ada").now_or_never().is_none(), "it waits");
        assert!(searches.0.wait("bob").now_or_never().flatten().is_some());
        drop(first);
        assert!(searches.0.wait("ada").now_or_never().flatten().is_some());
    }
}
