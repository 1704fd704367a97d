//! `GET /metrics`, on a separate listener.

use std::sync::Arc;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{self, ServiceConfig, resource};
use actix_web::{HttpResponse, ResponseError};
use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

use super::error::PageError;

/// The content type of `OpenMetrics`, which Prometheus accepts regardless of its `Accept` header.
const CONTENT_TYPE_OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Registers the only route of the metrics listener.
pub(crate) fn configure(config: &mut ServiceConfig, registry: &Arc<Registry>) {
    config
        .app_data(web::Data::from(Arc::clone(registry)))
        .service(resource("/metrics").route(super::get().to(serve_metrics)));
}

async fn serve_metrics(registry: web::Data<Registry>) -> HttpResponse {
    let mut body = String::new();
    match text::encode(&mut body, &registry) {
        Ok(()) => {
            HttpResponse::Ok().insert_header((CONTENT_TYPE, CONTENT_TYPE_OPENMETRICS)).body(body)
        }
        Err(error) => {
            let error = PageError::internal(error);
            error.log();
            error.error_response()
        }
    }
}
