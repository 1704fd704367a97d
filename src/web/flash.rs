//! What a redirect says to the page that it leads to, as `done` in the address.

use serde::{Deserialize, Serialize};

use super::form::known;

/// What was done, or why nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the pages have the words")]
pub enum Flash {
    AccountDeleted,
    Added,
    Address,
    Already,
    Archived,
    Asked,
    Confirmed,
    Deleted,
    Disable,
    Enable,
    Grant,
    Kept,
    Mail,
    Mailed,
    Merged,
    NewDay,
    None,
    Nothing,
    Password,
    Removed,
    Restored,
    Revoked,
    Saved,
    Sent,
    Settings,
    Withdraw,
}

impl Flash {
    /// Returns the address of a page that says it.
    pub fn at(self, path: &str) -> String {
        let pair = serde_html_form::to_string([("done", self)]).unwrap_or_default();
        let separator = if path.contains('?') { '&' } else { '?' };
        format!("{path}{separator}{pair}")
    }
}

/// The query of a page that says what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    /// What was done. Anything else is not said.
    #[serde(deserialize_with = "known")]
    pub done: Option<Flash>,
}

impl Done {
    /// Whether it is this.
    pub fn is(&self, flash: Flash) -> bool {
        self.done == Some(flash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::parse;

    #[test]
    fn a_page_learns_what_the_redirect_says() {
        assert_eq!(Flash::NewDay.at("/day/2026-11-18"), "/day/2026-11-18?done=new-day");
        assert_eq!(Flash::Nothing.at("/days?from=x"), "/days?from=x&done=nothing");
        assert_eq!(parse::<Done>(b"done=new-day").unwrap().done, Some(Flash::NewDay));
        for other in ["", "done=", "done=other", "undone=saved"] {
            assert_eq!(parse::<Done>(other.as_bytes()).unwrap().done, None);
        }
    }
}
