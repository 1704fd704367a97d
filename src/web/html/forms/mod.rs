//! The forms of the pages, as typed. When a form is shown again, its password fields are empty.
