//! The panel of the selected day: its form, messages, and an edit conflict.

use super::conflict::ConflictView;
use crate::domain::days::change::ChangeId;
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayType;
use crate::domain::values::time_zone::TimeZone;
use crate::web::day_form::DayForm;
use crate::web::form::FieldErrors;
use crate::web::views::format::{TypeBadge, format_long_date, format_short_date, weekday_name};

/// How many recent locations the form suggests.
pub(crate) const OFFERED_LOCATIONS: usize = 20;

/// The data of a day's panel.
pub struct PanelInput<'a> {
    /// The day.
    pub day: Day,
    /// The stored entry, or the form as typed if it is invalid.
    pub form: DayForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// The outcome of the last action.
    pub notice: Option<DayNotice<'a>>,
    /// Further messages, about days taken beyond an allowance.
    pub warnings: Vec<String>,
    /// The stored entry in an edit conflict: `Some(None)` if it was deleted, `None` without a
    /// conflict.
    pub conflict: Option<Option<&'a Entry>>,
}

/// The outcome of the last action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayNotice<'a> {
    /// The entry was saved.
    Saved,
    /// The entry was deleted by this change.
    Deleted(Option<ChangeId>),
    /// The entry was not deleted, because it was changed elsewhere.
    NotDeleted,
    /// The session had expired. The form shows what the user typed, which isn't saved yet.
    Kept,
    /// Another message.
    Text(&'a str),
}

/// The panel of a day.
pub(crate) struct Panel<'a> {
    pub(crate) day: Day,
    pub(crate) weekday: &'static str,
    pub(crate) date: String,
    /// Whether the day is today or in the future, in words.
    pub(crate) when: Option<&'static str>,
    pub(crate) previous: Option<Day>,
    pub(crate) next: Option<Day>,
    pub(crate) form: DayForm,
    pub(crate) errors: &'a FieldErrors,
    pub(crate) notice: Option<NoticeView<'a>>,
    pub(crate) warnings: Vec<String>,
    pub(crate) conflict: Option<ConflictView<'a>>,
    /// Whether the form shows values that aren't stored.
    pub(crate) is_unsaved: bool,
    /// The version of the stored entry, if any.
    pub(crate) stored_version: Option<u32>,
    pub(crate) choices: Vec<TypeButton<'a>>,
    pub(crate) locations: &'a [KnownLocation],
    pub(crate) logged: Option<String>,
}

/// A notice, ready to display.
pub(crate) struct NoticeView<'a> {
    pub(crate) text: &'a str,
    /// Whether it is a warning.
    pub(crate) is_warning: bool,
    /// The change that it offers to undo.
    pub(crate) undo: Option<ChangeId>,
}

/// A type as an option.
pub(crate) struct TypeButton<'a> {
    pub(crate) slug: &'a str,
    pub(crate) look: TypeBadge<'a>,
    /// The shortcut key that sets the type, unless another type has the same letter.
    pub(crate) key: Option<char>,
    pub(crate) rule: &'static str,
    pub(crate) is_first: bool,
    pub(crate) is_second: bool,
    /// Whether the type isn't archived. Archived types only show up if the day uses them.
    is_offered: bool,
}

impl<'a> Panel<'a> {
    pub(crate) fn new(
        settings: &'a Settings,
        stored: Option<&'a Entry>,
        today: Day,
        input: PanelInput<'a>,
    ) -> Self {
        let PanelInput { day, form, errors, notice, warnings, conflict } = input;
        let choices = settings.types.iter().map(|day_type| TypeButton::new(day_type, &form));
        let choices = choices.filter(|choice| choice.is_offered || choice.is_used()).collect();
        let is_unsaved =
            !errors.is_empty() || conflict.is_some() || notice == Some(DayNotice::Kept);
        Self {
            day,
            weekday: weekday_name(day.weekday()),
            date: format_long_date(day),
            when: match day.cmp(&today) {
                std::cmp::Ordering::Less => None,
                std::cmp::Ordering::Equal => Some("today"),
                std::cmp::Ordering::Greater => Some("to come"),
            },
            previous: day.previous(),
            next: day.next(),
            errors,
            notice: notice.map(NoticeView::from),
            warnings,
            conflict: conflict.map(|stored| ConflictView::new(settings, stored)),
            is_unsaved,
            stored_version: stored.map(|entry| entry.version),
            choices,
            locations: &settings.locations[..settings.locations.len().min(OFFERED_LOCATIONS)],
            logged: stored.map(|entry| format_logged(entry, settings.time_zone)),
            form,
        }
    }

    /// Returns the first message of a field.
    pub(crate) fn error(&self, field: &str) -> Option<&'a str> {
        self.errors.get(field)
    }
}

fn format_logged(entry: &Entry, zone: TimeZone) -> String {
    let first = format_short_date(entry.created_at, zone);
    let last = format_short_date(entry.updated_at, zone);
    if entry.created_at == entry.updated_at {
        format!("Logged {first}")
    } else if first == last {
        format!("Logged {first}, changed the same day")
    } else {
        format!("Logged {first}, changed {last}")
    }
}

impl<'a> From<DayNotice<'a>> for NoticeView<'a> {
    fn from(notice: DayNotice<'a>) -> Self {
        let (text, is_warning) = match notice {
            DayNotice::Saved => ("Saved.", false),
            DayNotice::Deleted(_) => ("Deleted. Nothing is logged for this day.", false),
            DayNotice::NotDeleted => (
                "This day was changed elsewhere since you saw it, so it was not deleted. Below is what is logged now.",
                true,
            ),
            DayNotice::Kept => (
                "Your login had ended. What you typed is below and not yet saved: check it, then save.",
                true,
            ),
            DayNotice::Text(text) => (text, false),
        };
        let undo = match notice {
            DayNotice::Deleted(change) => change,
            _ => None,
        };
        Self { text, is_warning, undo }
    }
}

impl<'a> TypeButton<'a> {
    fn new(day_type: &'a DayType, form: &DayForm) -> Self {
        let slug = day_type.slug.as_str();
        let look = TypeBadge::new(day_type);
        Self {
            slug,
            look,
            key: day_type.key(),
            rule: day_type.location.as_str(),
            is_first: form.day_type.eq_ignore_ascii_case(slug),
            is_second: form.pm_type.eq_ignore_ascii_case(slug),
            is_offered: day_type.is_offered(),
        }
    }

    fn is_used(&self) -> bool {
        self.is_first || self.is_second
    }
}
