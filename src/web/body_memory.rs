//! Reads the bodies of forms and API calls into memory, before anything is known about who sent them.
//! Large ones share a limited amount of memory, so that many slow clients can't exhaust it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::client_ip::ClientIp;
use super::error::PageError;
use super::form::FormError;
use crate::app::client_turns::ClientTurns;
use crate::domain::accounts::attempts::smallest_network;

/// The maximum length of a body, in bytes: 1 MiB.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// The maximum length of a body that needs no place, in bytes. Most forms and calls are shorter.
const SMALL: usize = 16 * 1024;

/// How many larger bodies may be in memory at once.
const PLACES: usize = 24;

/// How many of them may be from the same client. Its other requests wait for their turn.
const PLACES_OF_CLIENT: usize = 4;

/// The longest time in which a body must arrive. 1 MiB takes 9 seconds at 1 Mbit/s.
const MAX_TIME: Duration = Duration::from_mins(1);

/// The memory for the bodies of requests. Clones share it.
#[derive(Debug, Clone)]
pub struct BodyMemory {
    places: Arc<Semaphore>,
    turns: ClientTurns,
}

/// The place of a large body. It is kept with the request and freed together with it.
#[expect(dead_code, reason = "held")]
struct Place([OwnedSemaphorePermit; 2]);

impl Default for BodyMemory {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(PLACES));
        Self { places, turns: ClientTurns::new(PLACES_OF_CLIENT, PLACES) }
    }
}

impl BodyMemory {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// Fails if the body is longer than [`MAX_BODY`] or breaks off, if it takes more than a minute to
    /// arrive, or if other large bodies take too much memory.
    pub(crate) async fn read(&self, request: &mut ServiceRequest) -> Result<Bytes, PageError> {
        let payload = request.take_payload();
        timeout(MAX_TIME, self.receive(request, payload)).await.unwrap_or(Err(PageError::TooSlow))
    }

    async fn receive(
        &self,
        request: &ServiceRequest,
        mut payload: Payload,
    ) -> Result<Bytes, PageError> {
        let mut body = BytesMut::new();
        let mut has_place = false;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| FormError::Unreadable(error.to_string()))?;
            let length = body.len() + chunk.len();
            if length > MAX_BODY {
                return Err(PageError::TooLarge);
            }
            if length > SMALL && !has_place {
                let client = smallest_network(ClientIp::of(request.request()).0);
                let place =
                    self.take_place(&client).await.ok_or(PageError::Busy("page.bodies_busy"))?;
                request.extensions_mut().insert(place);
                has_place = true;
                // A growing buffer would have up to twice the length.
                body.reserve(MAX_BODY - body.len());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    async fn take_place(&self, client: &str) -> Option<Place> {
        let turn = self.turns.wait(client).await?;
        let place = self.places.clone().try_acquire_owned().ok()?;
        Some(Place([turn, place]))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn a_client_leaves_places_for_others() {
        let memory = BodyMemory::default();
        let take = |client: usize| memory.take_place(&client.to_string()).now_or_never();
        let mut taken = Vec::new();
        for client in 0..PLACES / PLACES_OF_CLIENT {
            taken.extend((0..PLACES_OF_CLIENT).map(|_| take(client).unwrap().unwrap()));
            assert!(take(client).is_none(), "it waits for its turn");
        }
        assert!(take(PLACES).unwrap().is_none(), "there is no more memory");
        taken.pop();
        assert!(take(PLACES).unwrap().is_some());
    }
}
