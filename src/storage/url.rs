//! Which store an address means.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Why a text is no address of a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Nothing given.
    #[error("is empty")]
    Empty,
    /// Of another kind than the two stores.
    #[error("must be a file path, file:PATH, or mongodb://HOST/DATABASE?replicaSet=NAME")]
    Scheme,
}

/// The address of a store: a file for the embedded one, or a `mongodb` URL.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The embedded file.
    Embedded(PathBuf),
    /// A `mongodb://` or `mongodb+srv://` URL; may hold a password.
    Mongo(String),
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, DatabaseUrlError> {
        match text.split_once(':') {
            _ if text.is_empty() => Err(DatabaseUrlError::Empty),
            Some(("mongodb" | "mongodb+srv", _)) => Ok(Self::Mongo(text.to_owned())),
            Some(("file", path)) if !path.is_empty() => Ok(Self::Embedded(path.into())),
            _ if text.contains("://") => Err(DatabaseUrlError::Scheme),
            _ => Ok(Self::Embedded(text.into())),
        }
    }
}

/// Leaves the password out.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded(path) => path.display().fmt(f),
            Self::Mongo(url) => match url.split_once("://") {
                Some((scheme, rest)) => {
                    let shown = rest.rsplit_once('@').map_or(rest, |(_, hosts)| hosts);
                    write!(f, "{scheme}://{shown}")
                }
                None => f.write_str("mongodb://"),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let file = |path: &str| Ok(DatabaseUrl::Embedded(path.into()));
        for (input, expected) in [
            ("data/worklog.db", file("data/worklog.db")),
            ("file:/var/lib/worklog.db", file("/var/lib/worklog.db")),
            ("", Err(DatabaseUrlError::Empty)),
            ("postgres://localhost/x", Err(DatabaseUrlError::Scheme)),
        ] {
            assert_eq!(input.parse::<DatabaseUrl>(), expected, "{input}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let url: DatabaseUrl = "mongodb://ada:s3c@ret@db/worklog?replicaSet=rs0".parse().unwrap();
        assert_eq!(
            format!("{url} {url:?}"),
            "mongodb://db/worklog?replicaSet=rs0 ".to_owned()
                + "mongodb://db/worklog?replicaSet=rs0"
        );
    }
}
