//! Describes the effective settings.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command};

use super::{Config, ConfigArgs};

impl Config {
    /// Returns a table of the effective settings with the source of each, without secrets.
    /// `matches` are the arguments that the settings were read from.
    pub fn describe(&self, matches: &ArgMatches) -> String {
        let settings = ConfigArgs::augment_args(Command::new("worklog"));
        let rows = settings.get_arguments().filter_map(|setting| self.row(setting, matches));
        let header = ["SETTING", "SOURCE", "VALUE"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(header).chain(rows).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
        let (name_width, source_width) = (width(0), width(1));
        let lines = rows.iter().map(|[name, source, value]| {
            format!("{name:name_width$}  {source:source_width$}  {value}\n")
        });
        lines.collect()
    }

    /// Returns the name, source, and value of a setting. `None` for a file that isn't set.
    fn row(&self, setting: &Arg, matches: &ArgMatches) -> Option<[String; 3]> {
        let (id, name) = (setting.get_id().as_str(), setting.get_env()?.to_str()?);
        let is_set = |id: &str| matches.try_contains_id(id).unwrap_or(false);
        if id.ends_with("_file") && !is_set(id) {
            return None;
        }
        let source = match matches.value_source(id) {
            _ if is_set(&format!("{id}_file")) => "file",
            Some(ValueSource::CommandLine) => "flag",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        };
        let value = match (id, matches.try_get_one::<String>(id)) {
            ("database_url", _) => self.database.to_string(),
            ("smtp_url", _) => {
                self.mailer.as_ref().map_or("unset", |mailer| mailer.server()).into()
            }
            (_, Ok(Some(text))) if !text.is_empty() => text.clone(),
            (_, Ok(_)) if source != "file" => "unset".to_owned(),
            // Secrets aren't strings, but a `SecretString`.
            _ => "(hidden)".to_owned(),
        };
        Some([name.to_owned(), source.to_owned(), value])
    }
}
