//! HTTP: routes, pages and what stands around them.

pub mod assets;
#[cfg(test)]
mod contrast;
pub mod form;
pub mod html;
