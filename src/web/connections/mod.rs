//! Protects the server from clients that open many connections or that are slow.
//!
//! actix has a deadline for the head of the first request on a connection, and for idle ones. It has
//! none for later heads, for bodies, or for clients that don't read their responses. Here, one timer
//! for each connection enforces all of them, in [`GuardedStream`](stream): the server waits for a
//! client either to take a response (seen by the stream itself), or to send a head or a body
//! ([`progress`] knows which). While it waits for anything else, such as the database or the
//! password hasher, no deadline applies.

mod admission;
mod limits;
mod metrics;
mod pace;
mod progress;
mod server;
mod stream;

pub(crate) use admission::Admission;
pub(crate) use limits::KEEP_ALIVE;
pub use limits::{ClientDeadlines, ConnectionLimits, MinPace};
pub(crate) use metrics::ConnectionMetrics;
pub(crate) use server::{ListenOptions, listen};
