//! The browser and operating system that a `User-Agent` header names.

/// The longest name of a program other than a browser, in characters.
const MAX_NAME: usize = 40;

/// Products in the headers of browsers, with the browser's name. Most browsers also name the ones
/// that they are based on, so the order matters.
const BROWSERS: [(&str, &str); 16] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("OPiOS/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("Epiphany/", "Web"),
];

/// Words in the headers of browsers, with the operating system or device. Android also names Linux,
/// and iPhones also name macOS.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// A browser or other program, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BrowserName<'a> {
    /// The program, such as `Firefox` or `curl`.
    pub(crate) program: Option<&'a str>,
    /// The operating system or device, such as `Linux`.
    pub(crate) system: Option<&'static str>,
}

impl<'a> BrowserName<'a> {
    /// Returns the browser that a header names. Versions are ignored: browsers update themselves.
    pub(crate) fn from_user_agent(header: &'a str) -> Self {
        let find = |names: &[(&str, &'static str)]| {
            names.iter().find(|(word, _)| header.contains(word)).map(|(_, name)| *name)
        };
        let program = if header.starts_with("Mozilla/") {
            find(&BROWSERS)
        } else {
            header.split(['/', ' ']).next().filter(|name| is_name(name))
        };
        Self { program, system: find(&SYSTEMS) }
    }
}

fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=MAX_NAME).contains(&name.len()) && name.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_recognized() {
        let apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        let iphone = "(iPhone; CPU iPhone OS 18_1 like Mac OS X)";
        for (header, program, system) in [
            ("(X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Linux"),
            ("(Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android"),
            (&format!("(Windows NT 10.0; Win64; x64) {chrome} Safari/537.36"), "Chrome", "Windows"),
            (&format!("(Linux; Android 10; K) {chrome} Mobile Safari/537.36"), "Chrome", "Android"),
            (&format!("(X11; CrOS x86_64) {chrome} Safari/537.36"), "Chrome", "ChromeOS"),
            (&format!("(Windows NT 10.0) {chrome} Safari/537.36 Edg/142"), "Edge", "Windows"),
            (&format!("(X11; Linux x86_64) {chrome} Safari/537.36 OPR/126"), "Opera", "Linux"),
            (
                &format!("(Macintosh; Intel Mac OS X 10_15_7) {apple} Version/18.1 Safari/605"),
                "Safari",
                "macOS",
            ),
            (&format!("{iphone} {apple} Version/18.1 Mobile Safari/604.1"), "Safari", "iPhone"),
            (&format!("{iphone} {apple} CriOS/142.0 Mobile Safari/604.1"), "Chrome", "iPhone"),
            (&format!("{iphone} {apple} FxiOS/145.0 Mobile Safari/605"), "Firefox", "iPhone"),
        ] {
            let header = format!("Mozilla/5.0 {header}");
            let expected = BrowserName { program: Some(program), system: Some(system) };
            assert_eq!(BrowserName::from_user_agent(&header), expected, "{header}");
        }
    }

    #[test]
    fn other_programs_are_named_if_their_name_is_plain() {
        let long = "x".repeat(41);
        for (header, program, system) in [
            ("curl/8.5.0", Some("curl"), None),
            ("python-requests/2.32.3", Some("python-requests"), None),
            ("Mozilla/5.0 (X11; Linux x86_64)", None, Some("Linux")),
            ("Mozilla/5.0", None, None),
            ("", None, None),
            ("<b>bold</b>", None, None),
            ("Zoë/1", None, None),
            (&long, None, None),
        ] {
            let expected = BrowserName { program, system };
            assert_eq!(BrowserName::from_user_agent(header), expected, "{header}");
        }
    }
}
