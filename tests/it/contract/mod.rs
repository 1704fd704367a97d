//! The storage contract: each case tests one behavior on every store.

mod account_erasure;
mod accounts;
mod admin;
mod admin_views;
mod audit;
mod auth_events;
mod backups;
mod backups_1_0;
mod backups_damaged;
mod clock_jumps;
mod concurrent_saves;
mod day_transactions;
mod days;
mod days_concurrent;
mod erasure;
mod erasure_races;
mod feeds;
mod history;
mod invitations;
mod locks;
mod meta;
mod one_time_links;
mod outbox;
mod outbox_lines;
mod outbox_queued;
mod sessions;
mod snapshots;
mod throttles;
mod tokens;
mod tokens_ended;
mod types;
mod undo;
mod uploads;
mod years;

/// Generates a test for each case and store: `embedded::a_case`, `mongo::a_case`. A case is an
/// async function in the same module that takes a `TestStore`.
macro_rules! cases {
    (@on $backend:ident $variant:ident: $($case:ident)+) => {
        mod $backend {
            use crate::support::store::{Backend, fresh};
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    super::$case(fresh(Backend::$variant).await).await;
                }
            )+
        }
    };
    ($($case:ident,)+) => {
        // The stores that implement the contract, one per line.
        cases!(@on embedded Embedded: $($case)+);
        cases!(@on mongo Mongo: $($case)+);
    };
}
use cases;
