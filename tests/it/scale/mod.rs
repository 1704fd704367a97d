//! What stays as quick with a million entries as with a few: every query finds what it reads by an
//! index, on both stores, and the month query takes no longer.

mod admins;
mod growth;
mod plans_embedded;
mod plans_mongo;
