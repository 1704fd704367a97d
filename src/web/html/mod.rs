//! The pages, one file each: their forms, handlers and views.

pub mod day_form;
pub mod views;
