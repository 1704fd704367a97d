//! The response of calls that return no data.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::messages;

/// The body of every success without data.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Success {
    /// The message.
    #[schema(value_type = String, example = "Entry deleted")]
    pub(crate) success: &'static str,
}

/// Responds with 200 and the message for a code.
pub(crate) fn respond_success(code: &'static str) -> HttpResponse {
    HttpResponse::Ok().json(Success { success: messages::text(code) })
}
