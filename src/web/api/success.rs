//! The answer of what was done and gives no data.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Success {
    /// What was, as a sentence.
    #[schema(value_type = String, example = "The entry is deleted")]
    pub success: &'static str,
}

/// Answers that something was done.
pub fn done(what: &'static str) -> HttpResponse {
    HttpResponse::Ok().json(Success { success: what })
}
