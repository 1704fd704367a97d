//! Limits how much of the data of one user, or of one feed, is read and sent at once.

use tokio::sync::OwnedSemaphorePermit;

use super::AppError;
use super::client_turns::ClientTurns;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::feed::FeedId;

/// How many reads for the same purpose may run or wait.
const MOST: usize = 20;

/// How many downloads run at once for the same purpose. More than one, because a download to a slow
/// client takes long.
const DOWNLOADS: usize = 2;

/// Lets reads that may cover years wait for others of the same user and purpose. Clones share the
/// queue.
#[derive(Debug, Clone)]
pub struct LargeReads {
    searches: ClientTurns,
    downloads: ClientTurns,
}

/// What is read, and for whom.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LargeRead {
    /// Everything that the user ever logged, to search in it. Sends little.
    Search(UserId),
    /// An export, a report, or all entries over the API.
    Export(UserId),
    /// A change to up to 10,000 days.
    Change(UserId),
    /// A feed, whose address may be known to several programs.
    Feed(FeedId),
}

/// The turn of a read, until it is dropped.
#[derive(Debug)]
pub(crate) struct ReadTurn {
    _permit: OwnedSemaphorePermit,
}

impl Default for LargeReads {
    fn default() -> Self {
        Self { searches: ClientTurns::new(1, MOST), downloads: ClientTurns::new(DOWNLOADS, MOST) }
    }
}

impl LargeReads {
    /// Waits for the turn of a read. Fails with [`AppError::ReadsBusy`] if too many wait already.
    pub(crate) async fn turn(&self, read: LargeRead) -> Result<ReadTurn, AppError> {
        let turn = match read {
            LargeRead::Search(user) => self.searches.wait(&user.to_string()).await,
            LargeRead::Export(user) => self.downloads.wait(&format!("export {user}")).await,
            LargeRead::Change(user) => self.downloads.wait(&format!("change {user}")).await,
            LargeRead::Feed(feed) => self.downloads.wait(&format!("feed {feed}")).await,
        };
        turn.map(|permit| ReadTurn { _permit: permit }).ok_or(AppError::ReadsBusy)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_user_searches_once_at_a_time() {
        let (reads, ada, bob) = (LargeReads::default(), UserId::new(), UserId::new());
        let search = |user| reads.turn(LargeRead::Search(user)).now_or_never();
        let first = search(ada);
        assert!(first.is_some() && search(ada).is_none(), "it waits");
        assert!(search(bob).is_some_and(|turn| turn.is_ok()));
        drop(first);
        assert!(search(ada).is_some_and(|turn| turn.is_ok()));
    }

    #[test]
    fn reads_for_another_purpose_do_not_wait() {
        let (reads, ada) = (LargeReads::default(), UserId::new());
        let turn = |read| reads.turn(read).now_or_never();
        let exports = [turn(LargeRead::Export(ada)), turn(LargeRead::Export(ada))];
        assert!(exports.iter().all(Option::is_some) && turn(LargeRead::Export(ada)).is_none());
        assert!(turn(LargeRead::Change(ada)).is_some() && turn(LargeRead::Search(ada)).is_some());
    }
}
