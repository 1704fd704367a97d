//! Probes of liveness and readiness.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::{HttpResponse, web};
use chrono::TimeDelta;

use super::draining::Draining;
use super::error::error_chain;
use crate::app::App;
use crate::domain::Timestamp;
use crate::storage::StoreError;

/// How long a server stays ready while its store is unavailable. With MongoDB's defaults
/// (`electionTimeoutMillis` of 10 s), an election takes up to 12 seconds, and a restarted member is
/// primary again after about 20. Meanwhile, pages say that the database is unavailable and when to
/// retry. If all servers were unready, users would get the proxy's bare 502 instead.
const TOLERANCE: TimeDelta = TimeDelta::seconds(30);

/// How long a probe waits for the store, so that it is answered within 2 s. A database that hangs or
/// lost power doesn't refuse connections, and a slow response counts like one during an election.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// The reason why a server isn't ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum NotReady {
    #[error("the server is stopping")]
    Draining,
    #[error("the database isn't responding")]
    StoreAway,
    #[error("the database file was deleted or replaced; restart the server")]
    FileReplaced,
    #[error("the database is not usable")]
    StoreUnusable,
}

/// The state that readiness depends on, in addition to the store's current response. Clones share
/// this state.
#[derive(Debug, Clone, Default)]
pub struct Readiness {
    /// When the store last responded to a probe. `None` before its first response.
    answered: Arc<Mutex<Option<Timestamp>>>,
    draining: Draining,
}

impl Readiness {
    /// Returns the initial state: the store hasn't responded yet. A drain ends readiness.
    pub(crate) fn new(draining: Draining) -> Self {
        Self { draining, ..Self::default() }
    }

    /// Decides from the store's response whether the server is ready.
    fn evaluate(&self, result: &Result<(), StoreError>, now: Timestamp) -> Result<(), NotReady> {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            // Pages can still be read. Without this server, users would see nothing.
            Ok(()) | Err(StoreError::Full(_)) => {
                *answered = Some(now);
                Ok(())
            }
            Err(StoreError::Unavailable(_)) => match *answered {
                Some(at) if (now - at).abs() < TOLERANCE => Ok(()),
                _ => Err(NotReady::StoreAway),
            },
            // An election can't cause this, so it isn't tolerated until the store responds again.
            Err(error) => {
                *answered = None;
                Err(match error {
                    StoreError::FileReplaced(_) => NotReady::FileReplaced,
                    _ => NotReady::StoreUnusable,
                })
            }
        }
    }
}

/// `GET /livez`: succeeds while the program is running.
pub(crate) async fn livez() -> HttpResponse {
    HttpResponse::Ok().body("ok\n")
}

/// `GET /readyz`: succeeds if the server isn't stopping and its store responded recently. Also
/// succeeds if the disk is full, and says so.
pub(crate) async fn readyz(app: web::Data<App>, readiness: web::Data<Readiness>) -> HttpResponse {
    if readiness.draining.has_started() {
        return refuse(NotReady::Draining);
    }
    let result = ping_store(&app).await;
    if let Err(error) = &result {
        tracing::warn!(error = %error_chain(error), "the database failed a readiness probe");
    }
    match (readiness.evaluate(&result, app.clock.now()), result) {
        (Err(unready), _) => refuse(unready),
        (Ok(()), Err(StoreError::Full(_))) => {
            HttpResponse::Ok().body("ok, but the disk is full: nothing can be saved\n")
        }
        (Ok(()), _) => HttpResponse::Ok().body("ok\n"),
    }
}

fn refuse(unready: NotReady) -> HttpResponse {
    HttpResponse::ServiceUnavailable().body(format!("{unready}\n"))
}

async fn ping_store(app: &App) -> Result<(), StoreError> {
    let result = tokio::time::timeout(TIMEOUT, app.store.ping()).await;
    result.unwrap_or_else(|elapsed| Err(StoreError::Unavailable(elapsed.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn away() -> Result<(), StoreError> {
        Err(StoreError::Unavailable("gone".into()))
    }

    #[test]
    fn an_election_is_tolerated_once_the_store_has_answered() {
        let readiness = Readiness::default();
        assert_eq!(readiness.evaluate(&away(), at(0)), Err(NotReady::StoreAway));
        assert_eq!(readiness.evaluate(&Ok(()), at(5)), Ok(()));
        assert_eq!(readiness.evaluate(&away(), at(34)), Ok(()));
        assert_eq!(readiness.evaluate(&away(), at(35)), Err(NotReady::StoreAway));
        assert_eq!(readiness.evaluate(&Ok(()), at(40)), Ok(()));
        assert_eq!(readiness.evaluate(&away(), at(45)), Ok(()));
        let clock_set_back = readiness.evaluate(&away(), at(0));
        assert_eq!(clock_set_back, Err(NotReady::StoreAway));
    }

    #[test]
    fn other_store_errors_count_at_once_and_until_the_next_response() {
        let unusable: [fn() -> StoreError; 3] = [
            || StoreError::Denied("wrong password".into()),
            || StoreError::RestoreIncomplete,
            || StoreError::Failed("malformed".into()),
        ];
        for error in unusable {
            let readiness = Readiness::default();
            assert_eq!(readiness.evaluate(&Ok(()), at(0)), Ok(()));
            assert_eq!(readiness.evaluate(&Err(error()), at(1)), Err(NotReady::StoreUnusable));
            assert_eq!(readiness.evaluate(&away(), at(2)), Err(NotReady::StoreAway));
            assert_eq!(readiness.evaluate(&Ok(()), at(3)), Ok(()));
        }
    }
}
