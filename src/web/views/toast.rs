//! The message about the last change to days, with a button that undoes it.

use askama::Template;

use crate::domain::days::change::ChangeId;
use crate::domain::days::day::Day;
use crate::locale::t;

/// A message at the edge of the page. Scripts hide it after a while.
#[derive(Debug, Clone)]
pub(crate) struct Toast {
    pub(crate) text: String,
    /// Whether it says that something wasn't done.
    pub(crate) is_warning: bool,
    /// Messages about days beyond an allowance.
    pub(crate) warnings: Vec<String>,
    pub(crate) undo: Option<UndoOffer>,
}

/// The button that undoes a change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UndoOffer {
    pub(crate) change: ChangeId,
    /// The day that the page shows after undoing.
    pub(crate) day: Day,
    /// Whether the change undid another one, so that the button redoes that one.
    pub(crate) redoes: bool,
}

impl Toast {
    /// Creates a message without an undo button.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_warning: false, warnings: Vec::new(), undo: None }
    }

    /// Creates a message that something wasn't done.
    pub(crate) fn warning(text: impl Into<String>) -> Self {
        Self { is_warning: true, ..Self::new(text) }
    }

    /// Creates a message about a change. Undoing it shows the month of `day`.
    pub(crate) fn of_change(text: impl Into<String>, change: ChangeId, day: Day) -> Self {
        Self { undo: Some(UndoOffer { change, day, redoes: false }), ..Self::new(text) }
    }

    /// Creates the message after undoing. `change` is the change that undid the other.
    pub(crate) fn of_undo(change: ChangeId, day: Day) -> Self {
        let undo = UndoOffer { change, day, redoes: true };
        Self { undo: Some(undo), ..Self::new(t::change_undone()) }
    }

    /// Creates the message after redoing. `change` is the change that undid the undoing.
    pub(crate) fn of_redo(change: ChangeId, day: Day) -> Self {
        Self::of_change(t::change_redone(), change, day)
    }

    /// Adds messages about days beyond an allowance.
    pub(crate) fn with_warnings(self, warnings: Vec<String>) -> Self {
        Self { warnings, ..self }
    }

    /// Renders the message without a page, for htmx.
    pub(crate) fn fragment(&self) -> Result<String, askama::Error> {
        ToastFragment { toast: self }.render()
    }
}

#[derive(Template)]
#[template(path = "toast.html")]
struct ToastFragment<'a> {
    toast: &'a Toast,
}
