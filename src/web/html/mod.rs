//! The pages, one module each: forms, handlers, and views.

pub mod admin;
pub mod change;
pub mod day;
pub mod days;
pub mod days_form;
pub mod email;
pub mod export;
pub mod forgot;
pub mod forms;
pub mod history;
pub mod import;
pub mod import_form;
pub mod login;
pub mod month;
pub mod password;
pub mod reset;
pub mod respond;
pub mod routes;
pub mod settings;
mod showing;
pub mod signup;
pub mod today;
pub mod views;
pub mod welcome;
pub mod year;
