//! Users and how they prove who they are: passwords, sessions, API tokens, one-time links.

pub mod email;
pub mod one_time_links;
pub mod password;
pub mod session;
pub mod throttle;
pub mod token;
pub mod user;
pub mod username;
