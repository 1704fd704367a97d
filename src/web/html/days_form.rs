//! The form of many days: what was typed, and what it asks for.

use crate::app::many::{Asked, Wish};
use crate::domain::day::Day;
use crate::domain::entry::{ArchivedType, Content, Parts};
use crate::domain::notes::Notes;
use crate::domain::plan::Existing;
use crate::domain::range::{Range, RangeError, Weekdays};
use crate::domain::settings::Settings;
use crate::domain::week::{WEEKDAYS, weekday_slug};
use crate::web::day_form::read_part;
use crate::web::form::{FieldErrors, Fields, FormError};

/// The fields of the form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaysForm {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Slugs of weekdays; none means every day.
    pub weekdays: Vec<String>,
    /// Slug of the type.
    pub day_type: String,
    /// Location.
    pub location: String,
    /// Free text.
    pub notes: String,
    /// `keep` or `replace`; empty means `keep`.
    pub existing: String,
}

/// What to do with the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Log them alike.
    Alike,
    /// Log them by the weekly pattern.
    Pattern,
    /// Delete what is logged.
    Delete,
}

impl DaysForm {
    /// Takes the form's fields; others are ignored.
    pub fn from_fields(fields: &Fields) -> Result<Self, FormError> {
        let text = |name| fields.once(name).map(str::to_owned);
        Ok(Self {
            from: text("from")?,
            to: text("to")?,
            weekdays: fields.all("weekdays").map(str::to_owned).collect(),
            day_type: text("type")?,
            location: text("location")?,
            notes: text("notes")?,
            existing: text("existing")?,
        })
    }

    /// A form to begin with: from `from` to `to`, on the days that the person works, where there
    /// are any among them.
    pub fn beginning(from: Day, to: Day, settings: &Settings) -> Self {
        let works = |day: Day| settings.working_days.contains(day.weekday());
        let every = Weekdays::parse([]).ok();
        let days = Range::new(from, to).ok().zip(every);
        let any = days.is_none_or(|(range, every)| range.on(every).any(works));
        let worked = WEEKDAYS.into_iter().filter(|day| any && settings.working_days.contains(*day));
        Self {
            from: from.to_string(),
            to: to.to_string(),
            weekdays: worked.map(|day| weekday_slug(day).to_owned()).collect(),
            existing: "keep".to_owned(),
            ..Self::default()
        }
    }

    /// Reads the form by the person's settings, collecting everything that is wrong.
    pub fn read(&self, settings: &Settings, doing: Doing) -> Result<Asked, FieldErrors> {
        let mut errors = FieldErrors::default();
        let range = self.range(&mut errors);
        let weekdays = Weekdays::parse(self.weekdays.iter().map(String::as_str));
        let weekdays = errors.take("weekdays", weekdays);
        let wish = match doing {
            Doing::Alike => self.alike(settings, &mut errors),
            Doing::Pattern => Some(Wish::Pattern),
            Doing::Delete => Some(Wish::Delete),
        };
        match (range, weekdays, wish) {
            (Some(range), Some(weekdays), Some(wish)) if errors.is_empty() => {
                Ok(Asked { range, weekdays, wish })
            }
            _ => Err(errors),
        }
    }

    fn range(&self, errors: &mut FieldErrors) -> Option<Range> {
        let from = errors.take("from", self.from.trim().parse::<Day>());
        let to = errors.take("to", self.to.trim().parse::<Day>());
        let range = Range::new(from?, to?);
        errors.take("to", range.map_err(|error: RangeError| error.to_string()))
    }

    fn alike(&self, settings: &Settings, errors: &mut FieldErrors) -> Option<Wish> {
        if self.day_type.is_empty() {
            errors.add("type", "Choose a type.");
        }
        let fields = ("type", "location");
        let part = read_part(errors, settings, fields, &self.day_type, &self.location);
        let parts = part.map(Parts::Whole);
        if parts.as_ref().is_some_and(|parts| parts.archived(&settings.types, None).is_some()) {
            errors.add("type", ArchivedType);
        }
        let notes = errors.take("notes", self.notes.parse::<Notes>());
        let existing = match self.existing.as_str() {
            "" | "keep" => Ok(Existing::Keep),
            "replace" => Ok(Existing::Replace),
            _ => Err("Choose whether days that are logged stay or give way."),
        };
        let existing = errors.take("existing", existing);
        let content = Content { notes: notes?, ..parts?.into() };
        Some(Wish::Alike { content, existing: existing? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "from=2026-11-16&to=2026-11-20&type=office";

    fn read(body: &str, doing: Doing) -> Result<Asked, FieldErrors> {
        let fields = Fields::parse(body.as_bytes()).unwrap();
        DaysForm::from_fields(&fields).unwrap().read(&Settings::default(), doing)
    }

    #[test]
    fn messages_stand_at_their_fields() {
        for (body, field) in [
            ("to=2026-11-20&type=office", "from"),
            ("from=2026-11-20&type=office", "to"),
            ("from=2026-11-31&to=2026-11-20&type=office", "from"),
            ("from=1969-12-31&to=2026-11-20&type=office", "from"),
            ("from=2026-11-20&to=2101-01-01&type=office", "to"),
            ("from=2026-11-20&to=2026-11-16&type=office", "to"),
            ("from=2026-01-01&to=2027-02-05&type=office", "to"),
            ("from=2026-11-16&to=2026-11-20", "type"),
            ("from=2026-11-16&to=2026-11-20&type=jury", "type"),
            ("from=2026-11-16&to=2026-11-20&type=remote", "location"),
            (&format!("{FINE}&weekdays=monday"), "weekdays"),
            (&format!("{FINE}&existing=merge"), "existing"),
            (&format!("{FINE}&notes=%07"), "notes"),
        ] {
            let errors = read(body, Doing::Alike).unwrap_err();
            assert!(errors.get(field).is_some(), "{body}: {errors:?}");
        }
    }

    #[test]
    fn only_logging_alike_needs_a_type() {
        let range = "from=2026-11-16&to=2026-11-20&existing=nonsense&notes=%07";
        assert_eq!(read(range, Doing::Pattern).unwrap().wish, Wish::Pattern);
        assert_eq!(read(range, Doing::Delete).unwrap().wish, Wish::Delete);
        let Wish::Alike { existing, .. } = read(FINE, Doing::Alike).unwrap().wish else {
            panic!("not alike")
        };
        assert_eq!(existing, Existing::Keep, "what is logged stays unless said otherwise");
    }

    #[test]
    fn a_form_begins_with_the_days_that_are_worked() {
        let settings = Settings::default();
        let weekdays = |from: &str, to: &str| {
            DaysForm::beginning(from.parse().unwrap(), to.parse().unwrap(), &settings).weekdays
        };
        assert_eq!(weekdays("2026-11-18", "2026-11-22"), ["mon", "tue", "wed", "thu", "fri"]);
        assert!(weekdays("2026-11-21", "2026-11-22").is_empty(), "a weekend is meant as such");
    }
}
