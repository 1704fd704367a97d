//! HTTP: routes, pages and what stands around them.

pub mod form;
pub mod html;
