//! Probes: whether the program runs, and whether it can serve.

use actix_web::{HttpResponse, web};

use crate::app::App;

/// `GET /livez`: the program runs.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().body("ok\n")
}

/// `GET /readyz`: the store answers.
pub async fn readyz(app: web::Data<App>) -> HttpResponse {
    match app.store.ping().await {
        Ok(()) => HttpResponse::Ok().body("ok\n"),
        Err(_) => HttpResponse::ServiceUnavailable().body("the store does not answer\n"),
    }
}
