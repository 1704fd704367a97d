//! The form of a bulk edit, and its conversion to a request.

use serde::Deserialize;
use validator::Validate;

use crate::app::days::bulk_edit::{BulkAction, BulkRequest};
use crate::app::days::default_part;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, Content, Parts};
use crate::domain::days::notes::Notes;
use crate::domain::days::plan::OnExistingEntry;
use crate::domain::days::range::{DateRange, DayFilter};
use crate::domain::days::week::WEEKDAYS;
use crate::domain::settings::Settings;
use crate::web::day_form::parse_part;
use crate::web::form::{
    FieldErrors, deserialize_date, deserialize_yes, validate_days, validate_trimmed,
};

/// The fields as the user typed them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct DaysForm {
    /// The first day.
    #[validate(custom(function = "validate_trimmed::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) from: String,
    /// The last day, inclusive.
    #[validate(custom(function = "validate_trimmed::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) to: String,
    /// The slugs of the weekdays to include, or `working` for the working days. Empty means every
    /// day.
    #[validate(custom(function = "validate_days"))]
    pub(crate) weekdays: Vec<String>,
    /// The slug of the type.
    #[serde(rename = "type")]
    pub(crate) day_type: String,
    /// The location.
    pub(crate) location: String,
    /// The notes.
    pub(crate) notes: String,
    /// What to do with days that already have an entry: `keep`, `fill` an empty half, or `replace`.
    /// Empty means `keep`. The usual week never replaces.
    pub(crate) existing: String,
    /// Whether to log the usual week.
    #[serde(deserialize_with = "deserialize_yes")]
    pub(crate) pattern: bool,
    /// Whether the user confirms the preview.
    #[serde(deserialize_with = "deserialize_yes")]
    pub(crate) confirm: bool,
    /// The fingerprint of the preview that the user saw.
    pub(crate) seen: String,
    /// In the query, the ID of the preview to show. In a confirmation, the ID of the preview that the
    /// user saw. Empty if none.
    pub(crate) preview: String,
    /// The day that the month page shows, if the form comes from its selection.
    pub(crate) shown: String,
}

/// The kind of bulk edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BulkMode {
    /// Log the same content for all days.
    Alike,
    /// Log the usual week.
    UsualWeek,
    /// Delete the entries.
    Delete,
}

impl BulkMode {
    /// Returns the path that forms of this kind are sent to.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Alike | Self::UsualWeek => "/days",
            Self::Delete => "/days/delete",
        }
    }
}

impl DaysForm {
    /// Returns the kind of bulk edit that the form requests.
    pub(crate) fn mode(&self, deletes: bool) -> BulkMode {
        match (deletes, self.pattern) {
            (true, _) => BulkMode::Delete,
            (false, true) => BulkMode::UsualWeek,
            (false, false) => BulkMode::Alike,
        }
    }

    /// Creates an initial form for the days from `from` to `to`. It selects the working days, if the
    /// user has any: also in a weekend, because the dates may change.
    pub(crate) fn with_defaults(from: Day, to: Day, settings: &Settings) -> Self {
        let working_days = &settings.schedules.in_force(to).working_days;
        let any = WEEKDAYS.into_iter().any(|day| working_days.contains(day));
        Self {
            from: from.to_string(),
            to: to.to_string(),
            weekdays: if any { vec![DayFilter::WORKING_DAYS.to_owned()] } else { Vec::new() },
            existing: "keep".to_owned(),
            ..Self::default()
        }
    }

    /// Fills in the location that the first day would get from its shortcut key, if there is one.
    pub(crate) fn with_default_location(self, settings: &Settings) -> Self {
        let filter = DayFilter::parse(&self.weekdays).ok();
        let range = self.range(&mut FieldErrors::default());
        let mut days = range.iter().flat_map(|range| range.days());
        let first = days.find(|day| {
            filter.as_ref().is_none_or(|filter| filter.includes(*day, &settings.schedules))
        });
        let slug = self.day_type.to_lowercase().parse();
        let (true, Some(day), Ok(slug)) = (self.location.is_empty(), first, slug) else {
            return self;
        };
        let location = default_part(settings, day, slug).ok().and_then(|part| part.location);
        Self { location: location.map_or_else(String::new, |it| it.to_string()), ..self }
    }

    /// Encodes the fields of a bulk edit, for a query or the form of a preview.
    pub(crate) fn encode(&self) -> String {
        let mut fields = vec![("from", self.from.as_str()), ("to", &self.to)];
        fields.extend(self.weekdays.iter().map(|day| ("weekdays", day.as_str())));
        fields.extend([("type", self.day_type.as_str()), ("location", &self.location)]);
        fields.push(("existing", &self.existing));
        fields.extend(self.pattern.then_some(("pattern", "yes")));
        fields.retain(|(_, value)| !value.is_empty());
        serde_html_form::to_string(fields).unwrap_or_default()
    }

    /// Converts the form to a request, with the user's types and locations. `errors` contains the
    /// errors of fields that were invalid on their own; all errors are returned together.
    pub(crate) fn read(
        &self,
        settings: &Settings,
        doing: BulkMode,
        mut errors: FieldErrors,
    ) -> Result<BulkRequest, FieldErrors> {
        let range = self.range(&mut errors);
        let filter = DayFilter::parse(&self.weekdays);
        let wish = match doing {
            BulkMode::Alike => self.alike(settings, &mut errors),
            BulkMode::UsualWeek => {
                let existing =
                    self.existing().filter(|existing| *existing == OnExistingEntry::Fill);
                Some(BulkAction::UsualWeek { existing: existing.unwrap_or(OnExistingEntry::Keep) })
            }
            BulkMode::Delete => Some(BulkAction::Delete),
        };
        match (range, filter, wish) {
            (Some(range), Ok(filter), Some(wish)) if errors.is_empty() => {
                Ok(BulkRequest { range, filter, action: wish })
            }
            _ => Err(errors),
        }
    }

    fn range(&self, errors: &mut FieldErrors) -> Option<DateRange> {
        let (from, to) = (self.from.trim().parse().ok()?, self.to.trim().parse().ok()?);
        errors.ok_or_record("to", DateRange::new(from, to))
    }

    /// Returns what to do with days that already have an entry, if the form has a known value.
    fn existing(&self) -> Option<OnExistingEntry> {
        match self.existing.as_str() {
            "" | "keep" => Some(OnExistingEntry::Keep),
            "fill" => Some(OnExistingEntry::Fill),
            "replace" => Some(OnExistingEntry::Replace),
            _ => None,
        }
    }

    fn alike(&self, settings: &Settings, errors: &mut FieldErrors) -> Option<BulkAction> {
        if self.day_type.is_empty() {
            errors.add("type", "day.type_missing");
        }
        let fields = ("type", "location");
        let part = parse_part(errors, settings, fields, &self.day_type, &self.location);
        let parts = part.map(Parts::Whole);
        if parts.as_ref().is_some_and(|parts| parts.archived(&settings.types, None).is_some()) {
            errors.add_error("type", ArchivedType);
        }
        let notes = errors.ok_or_record("notes", self.notes.parse::<Notes>());
        let existing = self.existing();
        if existing.is_none() {
            errors.add("existing", "days.existing");
        }
        let content = Content { notes: notes?, ..parts?.into() };
        Some(BulkAction::Alike { content, existing: existing? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::schedule::Schedule;
    use crate::domain::days::week::Weekdays;
    use crate::web::form::{Form, parse_form};

    const FINE: &str = "from=2026-11-16&to=2026-11-20&type=office";

    fn read(body: &str, doing: BulkMode) -> Result<BulkRequest, FieldErrors> {
        let form = Form::new(parse_form::<DaysForm>(body.as_bytes()).unwrap());
        form.values.read(&Settings::default(), doing, form.errors)
    }

    #[test]
    fn errors_belong_to_their_fields() {
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
            (&format!("{FINE}&notes={}", "x".repeat(1001)), "notes"),
            ("from=2026-11-16&to=2026-11-20&type=vacation&location=Rome", "location"),
        ] {
            let errors = read(body, BulkMode::Alike).unwrap_err();
            assert!(errors.get(field).is_some(), "{body}: {errors:?}");
        }
    }

    #[test]
    fn only_logging_alike_needs_a_type() {
        for (existing, expected) in [
            ("nonsense", OnExistingEntry::Keep),
            ("replace", OnExistingEntry::Keep),
            ("fill", OnExistingEntry::Fill),
        ] {
            let notes = "x".repeat(1001);
            let form = format!("from=2026-11-16&to=2026-11-20&existing={existing}&notes={notes}");
            let usual_week = BulkAction::UsualWeek { existing: expected };
            assert_eq!(read(&form, BulkMode::UsualWeek).unwrap().action, usual_week);
            assert_eq!(read(&form, BulkMode::Delete).unwrap().action, BulkAction::Delete);
        }
        let BulkAction::Alike { existing, .. } = read(FINE, BulkMode::Alike).unwrap().action else {
            panic!("not alike")
        };
        assert_eq!(existing, OnExistingEntry::Keep, "what is logged stays unless said otherwise");
    }

    #[test]
    fn an_initial_form_selects_working_days() {
        let mut settings = Settings::default();
        let none = Weekdays::parse([""; 0]).unwrap();
        let of = |settings: &Settings, from: &str, to: &str| {
            DaysForm::with_defaults(from.parse().unwrap(), to.parse().unwrap(), settings).weekdays
        };
        let weekdays = |from, to| of(&settings, from, to);
        assert_eq!(weekdays("2026-11-18", "2026-11-22"), ["working"]);
        assert_eq!(weekdays("2026-11-21", "2026-11-22"), ["working"], "the dates may change");
        settings.schedules = Schedule { working_days: none, ..Schedule::default() }.into();
        assert!(of(&settings, "2026-11-18", "2026-11-22").is_empty());
    }
}
