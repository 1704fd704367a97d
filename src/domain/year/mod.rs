//! A year at a glance: totals, balances, office share, missing days.

pub mod balances;
pub mod digest;
pub mod kept_balances;
pub mod missing_days;
pub mod office_share;
pub mod overdrafts;
pub mod totals;
