//! A person at a real browser, with JavaScript and without.

mod access;
mod admin;
mod conflicts;
mod data;
mod documentation;
mod imports;
mod keyboard;
mod logging;
mod many;
mod person;
mod pictures;
mod pictures_admin;
mod pictures_tokens;
mod plenty;
mod slow;
mod tokens;
mod told;
mod types;
mod year;
