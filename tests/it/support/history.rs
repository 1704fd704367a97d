//! Reading the whole history of a day.

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::change::Change;
use worklog::domain::days::day::Day;
use worklog::storage::{Store, StoreError};

/// Reads a day's history in one page.
pub(crate) trait WholeHistory {
    /// Returns all changes that affected a day, oldest first.
    async fn whole_history(&self, user: UserId, day: Day) -> Result<Vec<Change>, StoreError>;
}

impl WholeHistory for dyn Store + '_ {
    async fn whole_history(&self, user: UserId, day: Day) -> Result<Vec<Change>, StoreError> {
        let mut page = self.day_history(user, day, None, 100_000).await?;
        assert_eq!(page.older, None, "all of it");
        page.changes.reverse();
        Ok(page.changes)
    }
}
