//! Visits every page in every language, with its errors and messages. In English and German, axe
//! finds nothing, light and dark, wide and narrow. In the pseudo-language of development builds,
//! whose texts are longer and accented, every text is from the catalog. Nothing is cut off, and
//! nothing overlaps.
//!
//! A tour is a list of steps, so that a test can compare the pages with the routes
//! (`http::routes::each_page_is_visited`). Steps find elements by selectors, never by words.

use super::chromium::{Person, Scripts};
use super::imports::upload;
use super::pictures;
use crate::support::server::Browser;
use crate::support::smtpd::Smtpd;
pub(crate) use checks::BROKEN_WORDS_JS;
use checks::{find_problems, find_problems_in_part, find_untranslated};

/// Generates a test of each tour in each language, such as `english::days`. A tour is an async
/// function in the same module that takes `Voice`.
macro_rules! in_each_language {
    (@at $name:ident $voice:ident: $($tour:ident)+) => {
        mod $name {
            use crate::browser::tour::Voice;
            $(
                #[actix_web::test]
                async fn $tour() {
                    super::$tour(Voice::$voice).await;
                }
            )+
        }
    };
    ($($tour:ident,)+) => {
        in_each_language!(@at english English: $($tour)+);
        in_each_language!(@at german German: $($tour)+);
        in_each_language!(@at pseudo Pseudo: $($tour)+);
    };
}

mod accounts;
mod admin;
mod checks;
mod data;
mod days;
mod settings;

/// The language of a tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    English,
    German,
    Pseudo,
}

impl Voice {
    /// Returns the language that the browser asks for.
    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Pseudo => "qps",
        }
    }

    /// Returns the windows in which axe checks pages: each theme in each language, and each width in
    /// each theme.
    fn windows(self) -> &'static [(u32, &'static str)] {
        match self {
            Self::English | Self::Pseudo => &[(1280, "light"), (360, "dark")],
            Self::German => &[(1280, "dark"), (360, "light")],
        }
    }
}

/// A step of a tour. Paths and typed texts can contain names in braces, such as `{bob}`, which
/// [`Tour::name`] defines.
#[derive(Clone, Copy)]
enum Step {
    /// Opens a page and checks it.
    See(&'static str),
    /// Opens a page.
    Go(&'static str),
    /// Checks the page that a step has led to, which has this path.
    Arrive(&'static str),
    /// Checks the page in its current state.
    Check(&'static str),
    /// Checks only a part of the page: what it is, and its selector.
    CheckPart(&'static str, &'static str),
    Click(&'static str),
    Wait(&'static str),
    /// Types into the field with this selector.
    Type(&'static str, &'static str),
    /// Chooses an option by its value.
    Choose(&'static str, &'static str),
    /// Submits the page's form.
    Submit,
    /// Focuses the element with this selector and presses Shift and the right arrow.
    Extend(&'static str),
    /// Focuses the element with this selector and presses `?`.
    AskForKeys(&'static str),
    /// Uploads a file with this text on the import page.
    Upload(&'static str),
    /// Opens the link in the email with this number.
    Letter(usize),
    /// Waits until a password must be entered again.
    Later,
    /// Removes the cookies, as if the session had expired.
    Forget,
}

use Step::{
    Arrive, AskForKeys, Check, CheckPart, Choose, Click, Extend, Forget, Go, Later, Letter, See,
    Submit, Type, Upload, Wait,
};

/// Returns the paths of all pages that are checked.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    let all = [accounts::TOURS, admin::TOURS, data::TOURS, days::TOURS, settings::TOURS];
    let steps = all.into_iter().flatten().copied().flatten();
    steps.filter_map(|step| match step {
        See(path) | Arrive(path) => Some(path.split('?').next().unwrap_or_default()),
        _ => None,
    })
}

/// A visitor with a browser in a language.
struct Tour {
    person: Person,
    voice: Voice,
    names: Vec<(&'static str, String)>,
    smtpd: Option<Smtpd>,
    problems: Vec<String>,
}

impl Tour {
    /// Opens a browser at a server with these flags.
    async fn start(voice: Voice, flags: &[&str]) -> Self {
        let person = Person::speaking(voice.tag(), Scripts::On, flags).await;
        Self { person, voice, names: Vec::new(), smtpd: None, problems: Vec::new() }
    }

    /// Opens a browser and signs up.
    async fn signed_up(voice: Voice) -> Self {
        let mut tour = Self::start(voice, &[]).await;
        tour.person = tour.person.sign_up("").await;
        tour
    }

    /// Returns the same user in another, headless browser.
    async fn second_client(&self) -> Browser {
        self.person.second_client().await
    }

    /// Defines what a name in braces means.
    fn name(&mut self, name: &'static str, value: String) {
        self.names.push((name, value));
    }

    fn fill_in(&self, text: &str) -> String {
        let names = self.names.iter();
        names.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    async fn follow(&mut self, steps: &[Step]) {
        for step in steps {
            self.take(*step).await;
        }
    }

    async fn take(&mut self, step: Step) {
        let person = &self.person;
        match step {
            Go(path) => person.go(&self.fill_in(path)).await,
            Click(css) => person.click(css).await,
            Wait(css) => drop(person.wait_for(css).await),
            Type(css, text) => person.type_into(css, &self.fill_in(text)).await,
            Choose(css, value) => person.choose_option(css, value).await,
            Submit => person.submit().await,
            Upload(text) => upload(person, text).await,
            Extend(css) => person.extend_selection(css).await,
            AskForKeys(css) => {
                person.focus(css).await;
                person.press("?").await;
            }
            Letter(number) => {
                let letters = self.smtpd.as_ref().expect("a mail server").letters(number).await;
                person.go(&letters[number - 1].link()).await;
            }
            Later => person.server.advance_clock(std::time::Duration::from_mins(11)),
            Forget => person.browser.delete_all_cookies().await.expect("no cookies"),
            See(path) => {
                person.go(&self.fill_in(path)).await;
                self.check(path, None).await;
            }
            Arrive(path) => {
                let actual = person.browser.current_url().await.expect("an address");
                let expected = path.split(['{', '?']).next().unwrap_or_default();
                assert!(actual.path().starts_with(expected), "{actual} instead of {path}");
                self.check(path, None).await;
            }
            Check(what) => self.check(what, None).await,
            CheckPart(what, css) => self.check(what, Some(css)).await,
        }
    }

    /// Collects the problems of a page, or of a part of it. Takes pictures if requested.
    async fn check(&mut self, what: &str, part: Option<&str>) {
        let person = &self.person;
        if pictures::are_requested() {
            let name = what.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
            pictures::take_current(person, &format!("tour-{}-{name}", self.voice.tag())).await;
        }
        let language = person.run("return document.documentElement.lang", vec![]).await;
        assert_eq!(language, self.voice.tag(), "{what}");
        let found = match (self.voice, part) {
            (Voice::Pseudo, _) => find_untranslated(person).await,
            (_, None) => find_problems(person, self.voice).await,
            (_, Some(css)) => find_problems_in_part(person, css, self.voice).await,
        };
        self.problems.extend(found.into_iter().map(|problem| format!("{what}: {problem}")));
    }

    /// Asserts that there was no problem. `expected` lists the error statuses that the tour
    /// provoked.
    async fn finish(self, expected: &[u16]) {
        assert!(self.problems.is_empty(), "{}", self.problems.join("\n"));
        self.person.finish(expected).await;
    }
}
