//! The pages, one module each: forms, handlers, and views.

pub(crate) mod admin;
pub(crate) mod bulk_edit;
pub(crate) mod change;
pub(crate) mod confirm;
mod create_form_state;
pub(crate) mod email_confirmation;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod link_form;
pub(crate) mod login;
pub(crate) mod month;
pub(crate) mod password;
pub(crate) mod password_forgot;
pub(crate) mod password_reset;
pub(crate) mod path;
pub(crate) mod report;
pub(crate) mod respond;
pub(crate) mod routes;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod signup;
#[cfg(test)]
mod tests;
pub(crate) mod theme;
pub(crate) mod today;
pub(crate) mod welcome;
pub(crate) mod year;
