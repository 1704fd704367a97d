//! What is wrong with the settings.

use std::fmt;
use std::fs;

use secrecy::SecretString;

/// All problems found in the settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ConfigErrors(pub(super) Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("These settings are wrong:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigErrors {}

impl ConfigErrors {
    /// Returns a valid value, or records what is wrong with the setting.
    pub(super) fn take<T, E: fmt::Display>(
        &mut self,
        name: &str,
        value: Result<T, E>,
    ) -> Option<T> {
        value.map_err(|error| self.0.push(format!("{name}: {error}"))).ok()
    }

    pub(super) fn add(&mut self, problem: &str) {
        self.0.push(problem.to_owned());
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        name: &str,
        text: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        let names: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        self.take(name, found.ok_or_else(|| format!("must be {}", names.join(" or "))))
    }

    /// Returns a secret from its variable or from a file. Setting both is an error.
    pub(super) fn secret(
        &mut self,
        name: &str,
        value: Option<&SecretString>,
        file: Option<&str>,
    ) -> Option<SecretString> {
        match (value, file) {
            (Some(_), Some(_)) => {
                self.0.push(format!("{name} and {name}_FILE are both set: set only one"));
                None
            }
            (Some(secret), None) => Some(secret.clone()),
            (None, Some(file)) => self.take(&format!("{name}_FILE"), read_secret(file)),
            (None, None) => None,
        }
    }
}

/// Reads a secret from a file, and trims surrounding whitespace.
fn read_secret(file: &str) -> Result<SecretString, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let secret = text.trim();
    if secret.is_empty() { Err(format!("{file} is empty")) } else { Ok(secret.into()) }
}
