//! The pages, one module each: forms, handlers, and views.

pub mod admin;
pub mod bulk_edit;
pub mod change;
mod create_form_state;
pub mod email_confirmation;
pub mod export;
pub mod history;
pub mod import;
pub mod link_form;
pub mod login;
pub mod month;
pub mod password;
pub mod password_forgot;
pub mod password_reset;
pub mod path;
pub mod respond;
pub mod routes;
pub mod settings;
pub mod signup;
#[cfg(test)]
mod tests;
pub mod today;
pub mod welcome;
pub mod year;
