//! Which store an address means.

use std::fmt;
use std::path::{Path, PathBuf};
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

impl DatabaseUrl {
    /// Whether both name the same database, as far as the addresses tell: the same file, or the same
    /// database on a server that both name.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Embedded(one), Self::Embedded(other)) => {
                let real = |path: &PathBuf| std::fs::canonicalize(path).ok();
                one == other || real(one).is_some_and(|one| real(other) == Some(one))
            }
            (Self::Mongo(one), Self::Mongo(other)) => {
                let ((hosts, name), (others, other_name)) = (mongo_place(one), mongo_place(other));
                name == other_name && hosts.iter().any(|host| others.contains(host))
            }
            _ => false,
        }
    }

    /// The directory of the embedded file.
    pub fn directory(&self) -> Option<&Path> {
        let Self::Embedded(path) = self else { return None };
        path.parent()
            .map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
    }
}

/// The servers and the database that a URL names.
fn mongo_place(url: &str) -> (Vec<String>, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('?').next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let (hosts, name) = rest.split_once('/').unwrap_or((rest, ""));
    let host = |host: &str| {
        let host = host.to_ascii_lowercase();
        if host.contains(':') { host } else { format!("{host}:27017") }
    };
    let name = if name.is_empty() { super::mongo::DEFAULT_DATABASE } else { name };
    (hosts.split(',').map(host).collect(), name)
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
    fn the_same_database_by_other_names() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name).display().to_string();
        std::fs::write(path("a.db"), "").unwrap();
        std::fs::write(path("b.db"), "").unwrap();
        for (one, other, expected) in [
            (path("a.db"), path("./a.db"), true),
            (path("a.db"), format!("file:{}", path("a.db")), true),
            (path("a.db"), path("b.db"), false),
            ("new.db".to_owned(), "new.db".to_owned(), true),
            ("mongodb://a,b/log?w=1".to_owned(), "mongodb://u:p@B:27017/log".to_owned(), true),
            ("mongodb://a".to_owned(), "mongodb://a/worklog?replicaSet=rs0".to_owned(), true),
            ("mongodb://a/log".to_owned(), "mongodb://a/log2".to_owned(), false),
            ("mongodb://a/log".to_owned(), "mongodb://b/log".to_owned(), false),
            ("mongodb://a:1/log".to_owned(), "mongodb://a:2/log".to_owned(), false),
            ("mongodb://a/log".to_owned(), path("a.db"), false),
        ] {
            let url = |text: &str| text.parse::<DatabaseUrl>().unwrap();
            assert_eq!(url(&one).is_same(&url(&other)), expected, "{one} {other}");
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
