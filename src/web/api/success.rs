//! The response of calls that return no data.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Success {
    /// What was, as a sentence.
    #[schema(value_type = String, example = "The entry is deleted")]
    pub(crate) success: &'static str,
}

/// Responds with 200 and a message.
pub(crate) fn respond_success(what: &'static str) -> HttpResponse {
    HttpResponse::Ok().json(Success { success: what })
}
