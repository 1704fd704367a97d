//! Tests the real server over HTTP. Each test starts its own.

/// Generates a test for each case and store: `embedded::a_case`, `mongo::a_case`. A case is an
/// async function in the same module that takes a `Server`.
macro_rules! on_both_stores {
    (@on $backend:ident $variant:ident: $($case:ident)+) => {
        mod $backend {
            use crate::support::server::Server;
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

/// Like `on_both_stores`, for cases that take a `Backend` and start the server themselves, with
/// their own flags.
macro_rules! on_each_backend {
    (@on $backend:ident $variant:ident: $($case:ident)+) => {
        mod $backend {
            use crate::support::store::Backend;
            $(
                #[actix_web::test]
                async fn $case() {
                    super::$case(Backend::$variant).await;
                }
            )+
        }
    };
    ($($case:ident,)+) => {
        on_each_backend!(@on embedded Embedded: $($case)+);
        on_each_backend!(@on mongo Mongo: $($case)+);
    };
}

mod access;
mod accounts;
pub(crate) mod admin;
mod admin_pages;
mod allowance_years;
mod allowances;
pub(crate) mod api;
mod auth_events;
mod bad_input;
mod bulk_edit;
mod change_size;
mod changes;
mod clock_jumps;
mod compression;
mod confirm;
mod confirmed_twice;
mod connection_limits;
mod day_page;
mod days;
mod email;
mod erasure;
mod exports;
mod feed;
mod feed_last_read;
mod guards;
mod half_days;
mod host_header;
mod htmx;
mod import_calendars;
mod import_choices;
mod import_columns;
mod import_edges;
mod import_limits;
mod import_review;
mod import_tables;
pub(crate) mod imports;
mod invitations;
mod language;
mod large_reads;
mod limits;
mod locations;
mod lockout;
mod new_browser;
mod outbox_shared;
mod overdrafts;
mod password_limits;
mod password_reset;
mod passwords;
mod previews;
mod report;
mod routes;
mod schedule;
mod search;
mod selection;
mod sessions;
mod settings_versions;
mod setup;
mod slack;
mod slow_clients;
mod stay_logged_in;
pub(crate) mod tokens;
mod tokens_ended;
mod trace_context;
mod type_merge;
pub(crate) mod types;
pub(crate) mod usual_week;
mod year;
