//! The real server over HTTP, each test with one of its own.

/// Makes of each case a test on each store: `embedded::a_case`, `mongo::a_case`. A case is an async
/// function beside the list, which takes a `Server`.
macro_rules! on_both_stores {
    (@on $backend:ident $variant:ident: $($case:ident)+) => {
        mod $backend {
            use crate::http::server::Server;
            use crate::support::store::Backend;
            $(
                #[actix_web::test]
                async fn $case() {
                    super::$case(Server::on(Backend::$variant, &[]).await).await;
                }
            )+
        }
    };
    ($($case:ident,)+) => {
        on_both_stores!(@on embedded Embedded: $($case)+);
        on_both_stores!(@on mongo Mongo: $($case)+);
    };
}

mod access;
mod accounts;
mod allowances;
mod bad_input;
mod changes;
mod days;
mod exports;
mod guards;
mod htmx;
pub(crate) mod imports;
mod limits;
pub(crate) mod server;
pub(crate) mod types;
mod types_merged;
mod year;
