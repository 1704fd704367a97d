//! The address of a database, which determines the kind of store.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The reason a string isn't a valid database address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// The text is empty.
    #[error("is empty")]
    Empty,
    /// The URL scheme isn't supported.
    #[error("must be a file path, file:PATH, or mongodb://HOST/DATABASE?replicaSet=NAME")]
    Scheme,
}

/// The address of a database: a file for the embedded store, or a MongoDB URL.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The path of the embedded store's file.
    Embedded(PathBuf),
    /// A `mongodb://` or `mongodb+srv://` URL, which may contain a password.
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
    /// Returns whether two addresses refer to the same database: the same file, or the same
    /// database name on a server that occurs in both. Can't detect different names of the same
    /// server.
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

    /// Returns the directory of the embedded store's file.
    pub fn directory(&self) -> Option<&Path> {
        let Self::Embedded(path) = self else { return None };
        path.parent()
            .map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
    }
}

/// Returns the servers and the database name in a URL.
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

/// Omits the username and password, and the values of options that may contain secrets.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded(path) => path.display().fmt(f),
            Self::Mongo(url) => match url.split_once("://") {
                Some((scheme, rest)) => {
                    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
                    if options.contains('@') {
                        // A password that isn't percent-encoded may contain the `?`.
                        return write!(f, "{scheme}://(hidden)");
                    }
                    let place = place.rsplit_once('@').map_or(place, |(_, hosts)| hosts);
                    write!(f, "{scheme}://{place}")?;
                    if options.is_empty() {
                        return Ok(());
                    }
                    let options: Vec<_> = options.split('&').map(without_secret).collect();
                    write!(f, "?{}", options.join("&"))
                }
                None => f.write_str("mongodb://"),
            },
        }
    }
}

/// Returns an option of a URL, such as `replicaSet=rs0`, with its value hidden if it may be secret:
/// the password of a proxy or certificate, or the session token of an authentication mechanism.
fn without_secret(option: &str) -> Cow<'_, str> {
    let name = option.split('=').next().unwrap_or_default();
    let lowercase = name.to_ascii_lowercase();
    if lowercase.contains("password") || lowercase == "authmechanismproperties" {
        format!("{name}=(hidden)").into()
    } else {
        option.into()
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
    use crate::fuzz::{self, Target};

    #[test]
    fn parse_accepts_files_and_mongodb_urls() {
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
    fn is_same_recognizes_other_spellings() {
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
    fn display_and_debug_omit_credentials() {
        let url: DatabaseUrl = "mongodb://ada:s3c@ret@db/worklog?replicaSet=rs0".parse().unwrap();
        assert_eq!(
            format!("{url} {url:?}"),
            "mongodb://db/worklog?replicaSet=rs0 ".to_owned()
                + "mongodb://db/worklog?replicaSet=rs0"
        );
        let url = "mongodb://db/?proxyPassword=s3c&tls=true&authMechanismProperties=TOKEN:s3c";
        let shown =
            "mongodb://db/?proxyPassword=(hidden)&tls=true&authMechanismProperties=(hidden)";
        assert_eq!(url.parse::<DatabaseUrl>().unwrap().to_string(), shown);
        // There's no way to know where a password ends if it isn't percent-encoded.
        for url in ["mongodb://u:s3c?ret@db/log", "mongodb://u:s@3?c&password=r@db/?w=1"] {
            assert_eq!(url.parse::<DatabaseUrl>().unwrap().to_string(), "mongodb://(hidden)");
        }
        let url = "mongodb://u:p@db/?proxyPassword=p@ss";
        assert_eq!(url.parse::<DatabaseUrl>().unwrap().to_string(), "mongodb://(hidden)");
    }

    #[test]
    fn fuzz_database_url() {
        let seeds: [&[u8]; 5] = [
            b"data/worklog.db",
            b"file:/var/lib/worklog.db",
            b"mongodb://ada:pass@a.example:27017,b/worklog?replicaSet=rs0&tls=true",
            b"mongodb+srv://cluster.example/?authMechanismProperties=TOKEN:x",
            b"p%40ss/word",
        ];
        fuzz::run(Target::DatabaseUrl, &seeds, |bytes| {
            let text = String::from_utf8_lossy(bytes);
            if let Ok(url) = text.parse::<DatabaseUrl>() {
                assert!(url.is_same(&url), "{text}");
            }
            for url in [
                format!("mongodb://ada:{text}s3cret{text}@db.example/worklog?w=1"),
                format!("mongodb://ada:p@db.example/?proxyPassword=s3cret{text}"),
            ] {
                let shown = url.parse::<DatabaseUrl>().expect("an address").to_string();
                assert!(!shown.contains("s3cret"), "{url}: {shown}");
            }
        });
    }
}
