//! HTTP: routes, pages and what stands around them.

pub mod assets;
pub mod form;
pub mod html;
