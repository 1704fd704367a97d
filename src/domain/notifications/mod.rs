//! Messages to send, and the changes of an account that cause them.

mod email_change;
pub mod outbox;
