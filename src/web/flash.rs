//! The message that a redirect passes to its target page, as the query parameter `done`.

use serde::{Deserialize, Serialize};

use super::form::deserialize_known;

/// The outcome of a form, which the target page turns into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Flash {
    AccountDeleted,
    Added,
    Address,
    Already,
    Archived,
    Asked,
    Changed,
    Confirmed,
    Deleted,
    Disable,
    Enable,
    Ended,
    Grant,
    Kept,
    Mail,
    Mailed,
    Merged,
    NewDay,
    None,
    Nothing,
    OthersEnded,
    Password,
    Redone,
    Removed,
    Restored,
    Revoked,
    Saved,
    Sent,
    Settings,
    Undone,
    Withdraw,
}

impl Flash {
    /// Returns a path with this message added to its query.
    pub(crate) fn at(self, path: &str) -> String {
        let pair = serde_html_form::to_string([("done", self)]).unwrap_or_default();
        let separator = if path.contains('?') { '&' } else { '?' };
        format!("{path}{separator}{pair}")
    }
}

/// The query of a page that can show a message.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FlashQuery {
    /// The message. `None` if the value is unknown.
    #[serde(deserialize_with = "deserialize_known")]
    pub(crate) done: Option<Flash>,
}

impl FlashQuery {
    /// Returns whether the message is `flash`.
    pub(crate) fn is(&self, flash: Flash) -> bool {
        self.done == Some(flash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::parse_form;

    #[test]
    fn a_redirect_passes_its_message_to_the_page() {
        assert_eq!(Flash::NewDay.at("/day/2026-11-18"), "/day/2026-11-18?done=new-day");
        assert_eq!(Flash::Nothing.at("/days?from=x"), "/days?from=x&done=nothing");
        assert_eq!(parse_form::<FlashQuery>(b"done=new-day").unwrap().done, Some(Flash::NewDay));
        for other in ["", "done=", "done=other", "undone=saved"] {
            assert_eq!(parse_form::<FlashQuery>(other.as_bytes()).unwrap().done, None);
        }
    }
}
