//! The pages, one file each: their forms, handlers and views.

pub mod change;
pub mod day;
pub mod day_form;
pub mod email;
pub mod export;
pub mod forgot;
pub mod import;
pub mod import_form;
pub mod login;
pub mod month;
pub mod password;
pub mod reset;
pub mod respond;
pub mod settings;
pub mod signup;
pub mod views;
pub mod welcome;
pub mod year;
