//! Searches in a user's entries.

use std::ops::RangeInclusive;
use std::pin::pin;

use futures_util::TryStreamExt;

use crate::app::days::years::read_years;
use crate::app::large_reads::LargeRead;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
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

/// Returns the entries of some days that match a search, newest first. Reads one year at a time, and
/// only years with entries. Fails with [`AppError::ReadsBusy`] if too many of the user's searches
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
    let _turn = app.large_reads.turn(LargeRead::Search(user.id)).await?;
    let digest = app.store.brief(user.id, days.start().month(), days.end().month()).await?;
    let types = &user.settings.types;
    let mut entries = Vec::new();
    let years = read_years(app.clone(), user.clone(), digest.years().into_iter().rev());
    let mut years = pin!(years);
    while let Some((_, logs)) = years.try_next().await? {
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
