//! The names by which people know a site, which are the first that an attacker tries as passwords.

use std::cmp::Reverse;

use super::username::Username;

/// The name of the program, which is also that of most sites.
const PROGRAM: &str = "worklog";

/// The length from which a name is looked for as it is written, with its digits and symbols.
/// Shorter ones occur in any password.
const MIN_WRITTEN: usize = 3;

/// The number of letters from which a name is looked for by its letters alone.
const MIN_LETTERS: usize = 2;

/// The names of a site, in lowercase: "worklog", and the labels of its host name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNames(Vec<String>);

impl Default for SiteNames {
    fn default() -> Self {
        Self(vec![PROGRAM.to_owned()])
    }
}

impl SiteNames {
    /// Returns the names of the site with this host name.
    pub fn of_host(host: &str) -> Self {
        let mut names = Self::default();
        names.0.extend(host.split('.').map(str::to_lowercase));
        names
    }

    /// Returns the names and a username.
    pub(super) fn with<'a>(&'a self, username: &'a str) -> Vec<&'a str> {
        self.0.iter().map(String::as_str).chain([username]).collect()
    }

    /// Returns whether a password consists of these names and the username, in any case and any
    /// number, apart from digits and symbols. A name is recognized as it is written, and by its
    /// letters: "Ada-Lovelace 1815" consists of "ada.lovelace".
    pub(super) fn make_up(&self, password: &str, username: &Username) -> bool {
        let (password, username) = (password.to_lowercase(), username.as_str().to_lowercase());
        let names = self.with(&username);
        let written = names.iter().map(|&name| name.to_owned());
        let written = written.filter(|name| name.chars().count() >= MIN_WRITTEN).collect();
        let spelled = names.iter().map(|name| letters(name));
        let spelled = spelled.filter(|name| name.chars().count() >= MIN_LETTERS).collect();
        let (rest, spelling) = (remove_all(&password, written), letters(&password));
        (rest != password && letters(&rest).is_empty())
            || (!spelling.is_empty() && remove_all(&spelling, spelled).is_empty())
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Removes every occurrence of these names, the longest first, because one may contain another.
fn remove_all(text: &str, mut names: Vec<String>) -> String {
    names.sort_by_key(|name| Reverse(name.len()));
    names.iter().fold(text.to_owned(), |rest, name| rest.replace(name, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(username: &str, host: &str, password: &str, expected: bool) {
        let (username, names) = (username.parse().unwrap(), SiteNames::of_host(host));
        assert_eq!(names.make_up(password, &username), expected, "{username} {host} {password}");
    }

    #[test]
    fn names_are_recognized_between_digits_and_symbols() {
        for (password, expected) in [
            ("Worklog2026!", true),
            ("2026-WORKLOG-1984", true),
            ("w-o-r-k-l-o-g-7", true),
            ("ada_lovelace_123", true),
            ("**Ada.Lovelace**", true),
            ("AdaLovelace1815!", true),
            ("worklog worklog", true),
            ("ada.lovelace@worklog", true),
            ("work.example.org", true),
            ("example-4711-2026", true),
            ("ada-4711-2026", false),
            ("lovelace.ada.1", false),
            ("worklogs-2026!", false),
            ("my worklog 2026", false),
            ("wörklog-2026!", false),
            ("tremble-otter-42", false),
            ("4711-2026-1815", false),
            ("!?!?!?!?", false),
            ("", false),
        ] {
            check("ada.lovelace", "work.example.org", password, expected);
        }
    }

    #[test]
    fn names_that_contain_each_other_are_recognized() {
        check("log", "log.example.org", "Worklog-2026!", true);
        check("worklog-ada", "work.example.org", "worklog.ada.2026", true);
    }

    #[test]
    fn names_with_few_letters_are_recognized_as_written() {
        check("x12", "localhost", "x12-2026-1815", true);
        check("x12", "localhost", "1815-x-2026-77", false);
        check("123", "localhost", "123-2026-1815", true);
        check("123", "localhost", "tremble-123-otter", false);
        check("ada", "2.de", "4222-2026-1815", false);
        check("ada", "2.de", "De-2026-1815", true);
        check("ada", "w.example.org.", "w-2026-1815", false);
    }

    #[test]
    fn labels_outside_ascii_are_recognized() {
        check("ada", "bücherwurm.example", "Bücherwurm-2026", true);
    }
}
