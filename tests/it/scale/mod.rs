//! Tests that a million entries don't slow down queries: each uses an index on both stores, and the
//! month query takes no longer.

mod admins;
mod growth;
mod outbox_lines;
mod plans_embedded;
mod plans_mongo;
mod store_methods;
