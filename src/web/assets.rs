//! The static files, embedded at build time (see `build.rs`).

/// A static file that browsers may cache forever, because its name contains its hash.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    /// The file name with part of the content's hash, such as `app.3fa2c1d0e5.css`.
    pub(crate) name: &'static str,
    /// The media type.
    pub(crate) content_type: &'static str,
    /// The uncompressed content. `None` for large files, which are only embedded with gzip.
    pub(crate) plain: Option<&'static [u8]>,
    /// The content compressed with brotli, if that makes it smaller.
    pub(crate) brotli: Option<&'static [u8]>,
    /// The content compressed with gzip, if that makes it smaller.
    pub(crate) gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Returns the file with this name.
pub(crate) fn find(hashed_name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.name == hashed_name)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use sha2::{Digest, Sha256};

    use super::*;

    fn of(path: &str) -> &'static Asset {
        find(path.strip_prefix("/static/").unwrap()).unwrap()
    }

    fn sha256(content: &[u8]) -> String {
        Sha256::digest(content).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    #[test]
    fn htmx_is_the_published_file() {
        let published = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130";
        assert_eq!(sha256(of(HTMX_JS).plain.unwrap()), published);
    }

    #[test]
    fn names_change_with_the_content() {
        for path in [APP_CSS, APP_JS, HTMX_JS, ICON] {
            let asset = of(path);
            let hash = asset.name.rsplit('.').nth(1).unwrap();
            assert!(hash.len() >= 10 && sha256(asset.plain.unwrap()).starts_with(hash), "{path}");
        }
        assert_eq!(find("app.css"), None);
        assert_eq!(find("../Cargo.toml"), None);
    }

    #[test]
    fn styles_never_scroll_smoothly() {
        let style = std::str::from_utf8(of(APP_CSS).plain.unwrap()).unwrap();
        assert!(!style.replace(' ', "").contains("scroll-behavior:smooth"));
    }

    /// Styles contain no words: they aren't translated.
    #[test]
    fn styles_contain_no_words() {
        for path in [APP_CSS, API_CSS] {
            let style = std::str::from_utf8(of(path).plain.unwrap()).unwrap();
            let contents = style.split("content:").skip(1);
            let contents = contents.map(|rest| rest.split([';', '}']).next().unwrap_or_default());
            let has_words = |content: &&str| {
                content.split('"').skip(1).step_by(2).any(|text| text.contains(char::is_alphabetic))
            };
            assert_eq!(contents.filter(has_words).collect::<Vec<_>>(), [""; 0], "{path}");
        }
    }

    /// German is the language with pictures of its own; one without them shows the English ones.
    #[test]
    fn screenshots_are_small() {
        let [english, german] = ["en", "de"].map(screenshots);
        assert!(english.iter().all(|path| !german.contains(path)));
        for path in english.iter().chain(&german) {
            let bytes = of(path).plain.unwrap().len();
            assert!(bytes <= 48 * 1024, "{path} has {bytes} bytes");
        }
        assert_eq!(screenshots("qps"), english);
    }

    #[test]
    fn the_assets_of_a_first_visit_are_small() {
        let on_the_wire = |path| of(path).gzip.or(of(path).plain).unwrap().len();
        let total: usize = [APP_CSS, APP_JS, RESTORE_JS, MONTH_JS, SELECT_JS, HTMX_JS, ICON]
            .map(on_the_wire)
            .iter()
            .sum();
        assert!(total <= 38 * 1024, "{total} bytes leave too little for the page itself");
        assert!(of(APP_JS).plain.unwrap().len() < 2 * 1024);
        assert!(of(MONTH_JS).plain.unwrap().len() < 12 * 1024);
    }
}
