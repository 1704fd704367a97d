//! Counts each request.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::meter::{Meter, UNMATCHED};

/// Stands around everything else.
pub async fn watch(
    meter: web::Data<Meter>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let begun = Instant::now();
    let _in_flight = meter.hold();
    let method = request.method().clone();
    let outcome = next.call(request).await;
    let (route, status) = match &outcome {
        Ok(answer) => (answer.request().match_pattern(), answer.status()),
        // The session layer, which gives up before anything is matched.
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let route = route.unwrap_or_else(|| UNMATCHED.to_owned());
    meter.count(&method, route, status, begun.elapsed());
    outcome
}
