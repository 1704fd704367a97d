//! The pages as a person or a screen reader meets them.
