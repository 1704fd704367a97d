//! Worklog: a self-hosted log of where and how each working day was spent.
//!
//! Each layer depends only on the layers after it:
//! `main -> startup -> web -> app -> storage -> domain`.

pub mod app;
pub mod config;
pub mod domain;
pub mod startup;
pub mod storage;
pub mod telemetry;
pub mod web;
