//! Users and their authentication: passwords, sessions, API tokens, and one-time links.

pub mod attempts;
pub(crate) mod browser;
pub mod email;
pub mod one_time_links;
pub mod password;
pub mod session;
pub mod site_names;
pub mod throttle;
pub mod token;
pub mod user;
pub mod username;
