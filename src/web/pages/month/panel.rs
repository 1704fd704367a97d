//! The panel of the selected day: its form, messages, and an edit conflict.

use std::cmp::Ordering;

use super::conflict::ConflictView;
use crate::domain::days::change::ChangeId;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Entry, Parts};
use crate::domain::days::month_log::Conflict;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayType;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::{Html, short_date, t};
use crate::web::day_form::DayForm;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::views::choices::{TypeOption, is_chosen};
use crate::web::views::format::{format_long_date, format_short_date, weekday_name, weekday_short};
use crate::web::views::log_today::TodayParts;
use crate::web::views::toast::Toast;

/// How many recent locations the form suggests while the user types.
pub(crate) const OFFERED_LOCATIONS: usize = 20;

/// How many recent locations the form offers as chips.
const LOCATION_CHIPS: usize = 4;

/// The data of a day's panel.
pub(crate) struct PanelInput<'a> {
    /// The day.
    pub(crate) day: Day,
    /// The stored entry, or the form as typed if it is invalid.
    pub(crate) form: DayForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The outcome of the last action.
    pub(crate) notice: Option<DayNotice<'a>>,
    /// Further messages, about days taken beyond an allowance.
    pub(crate) warnings: Vec<String>,
    /// The edit conflict, if any.
    pub(crate) conflict: Option<&'a Conflict>,
}

/// The outcome of the last action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayNotice<'a> {
    /// The entry was saved. This change can be undone.
    Saved(Option<ChangeId>),
    /// The entry was deleted by this change.
    Deleted(Option<ChangeId>),
    /// The entry was not deleted, because it was changed elsewhere.
    NotDeleted,
    /// The session had expired. The form shows what the user typed, which isn't saved yet.
    Kept,
    /// A shortcut key chose a type that requires a location. Nothing is saved yet.
    NeedsLocation,
    /// A change that includes this day was undone by this one, which can be undone as well.
    Undone(ChangeId),
    /// Undoing such a change was itself undone by this one.
    Redone(ChangeId),
    /// Another message.
    Text(&'a str),
}

impl DayNotice<'_> {
    /// Returns the toast about a change. If nothing changed, the toast says so, because otherwise
    /// the last one would remain. `stored` is the day's entry.
    pub(crate) fn toast(
        self,
        settings: &Settings,
        day: Day,
        stored: Option<&Entry>,
    ) -> Option<Toast> {
        let (date, weekday) = (short_date(day.date()), weekday_short(day.weekday()));
        Some(match self {
            Self::Saved(Some(change)) => {
                let parts = stored.map(|entry| &entry.content.parts);
                return Some(toast_of_saved(settings, day, parts, change));
            }
            Self::Deleted(Some(change)) => {
                Toast::of_change(t::toast_deleted(date, weekday), change, day)
            }
            Self::Saved(None) | Self::Deleted(None) => {
                Toast::new(t::toast_unchanged(date, weekday))
            }
            Self::Undone(change) => Toast::of_undo(change, day),
            Self::Redone(change) => Toast::of_redo(change, day),
            _ => return None,
        })
    }
}

/// Returns the toast about a saved day with these parts.
pub(crate) fn toast_of_saved(
    settings: &Settings,
    day: Day,
    parts: Option<&Parts>,
    change: ChangeId,
) -> Toast {
    let parts = parts.and_then(|parts| TodayParts::new(settings, parts, true));
    let entry = parts.map_or_else(|| t::nothing().to_owned(), |parts| parts.words);
    let (date, weekday) = (short_date(day.date()), weekday_short(day.weekday()));
    Toast::of_change(t::toast_saved(date, entry, weekday), change, day)
}

/// The panel of a day.
pub(crate) struct Panel<'a> {
    pub(crate) day: Day,
    /// The date, and whether it is today or planned.
    pub(crate) heading: Html<String>,
    pub(crate) previous: Option<Day>,
    pub(crate) next: Option<Day>,
    pub(crate) form: DayForm,
    pub(crate) errors: &'a FieldErrors,
    pub(crate) notice: Option<NoticeView<'a>>,
    /// Whether the form asks for the location of a type that a shortcut key chose.
    pub(crate) needs_location: bool,
    pub(crate) warnings: Vec<String>,
    pub(crate) conflict: Option<ConflictView<'a>>,
    /// Whether the form shows values that aren't stored.
    pub(crate) is_unsaved: bool,
    /// The version of the stored entry, if any.
    pub(crate) stored_version: Option<u32>,
    /// The types for the day or its morning.
    pub(crate) choices: Vec<TypeOption<'a>>,
    /// The types for the afternoon.
    pub(crate) pm_choices: Vec<TypeOption<'a>>,
    pub(crate) locations: &'a [KnownLocation],
    /// The most recent locations, which the form offers as chips.
    pub(crate) recent: &'a [KnownLocation],
    pub(crate) logged: Option<String>,
}

/// A notice, ready to display.
pub(crate) struct NoticeView<'a> {
    pub(crate) text: &'a str,
    /// Whether it is a warning.
    pub(crate) is_warning: bool,
    /// Whether the toast says it too. Scripts show only the toast.
    pub(crate) is_in_toast: bool,
}

impl<'a> Panel<'a> {
    pub(crate) fn new(
        settings: &'a Settings,
        stored: Option<&'a Entry>,
        today: Day,
        input: PanelInput<'a>,
    ) -> Self {
        let PanelInput { day, form, errors, notice, warnings, conflict } = input;
        let (am, pm) = (form.day_type.as_str(), form.pm_type.as_str());
        // Archived types only show up if the day uses them.
        let is_shown =
            |known: &&DayType| known.is_offered() || is_chosen(known, am) || is_chosen(known, pm);
        let types = || settings.types.iter().filter(is_shown);
        let option = |known: &'a DayType, chosen: &str| TypeOption {
            location: settings.suggested_location(day, &known.slug),
            ..TypeOption::new(known, chosen)
        };
        let choices = types().map(|known| TypeOption { key: known.key(), ..option(known, am) });
        let pm_choices = types().map(|known| option(known, pm));
        let (choices, pm_choices) = (choices.collect(), pm_choices.collect());
        let is_unsaved =
            !errors.is_empty() || conflict.is_some() || notice == Some(DayNotice::Kept);
        Self {
            day,
            heading: heading(day, today, stored.is_some()),
            previous: day.previous(),
            next: day.next(),
            errors,
            notice: notice.and_then(NoticeView::new),
            needs_location: notice == Some(DayNotice::NeedsLocation),
            warnings,
            conflict: conflict
                .map(|conflict| ConflictView::new(settings, conflict.stored.as_ref())),
            is_unsaved,
            stored_version: stored.map(|entry| entry.version),
            choices,
            pm_choices,
            recent: &settings.locations[..settings.locations.len().min(LOCATION_CHIPS)],
            locations: &settings.locations[..settings.locations.len().min(OFFERED_LOCATIONS)],
            logged: stored.map(|entry| format_logged(entry, settings.time_zone)),
            form,
        }
    }

    /// Returns the hint at the location, or an empty string.
    pub(crate) fn location_hint(&self) -> &'static str {
        if self.needs_location { messages::text("part.location_missing") } else { "" }
    }

    /// Returns the first message of a field.
    pub(crate) fn error(&self, field: &str) -> Option<&'a str> {
        self.errors.get(field)
    }
}

fn heading(day: Day, today: Day, is_logged: bool) -> Html<String> {
    let (date, weekday) = (format_long_date(day), weekday_name(day.weekday()));
    match day.cmp(&today) {
        Ordering::Equal => t::day_heading_today_html(date, weekday),
        Ordering::Greater if is_logged => t::day_heading_planned_html(date, weekday),
        Ordering::Less | Ordering::Greater => t::day_heading_html(date, weekday),
    }
}

/// Lists when an entry was logged, changed, and imported.
fn format_logged(entry: &Entry, zone: TimeZone) -> String {
    let first = format_short_date(entry.created_at, zone);
    let last = format_short_date(entry.updated_at, zone);
    let changed = (entry.created_at != entry.updated_at).then(|| {
        if first == last { t::day_changed_same_day().to_owned() } else { t::day_changed(&last) }
    });
    let imported = entry.imported_at.map(|at| t::day_imported(format_short_date(at, zone)));
    let later = if entry.imported_at.is_some_and(|at| at < entry.updated_at) {
        [imported, changed]
    } else {
        [changed, imported]
    };
    let acts = std::iter::once(t::day_logged(first)).chain(later.into_iter().flatten());
    acts.collect::<Vec<_>>().join(", ")
}

impl<'a> NoticeView<'a> {
    /// Returns `None` if the hint at the location or the toast says everything.
    fn new(notice: DayNotice<'a>) -> Option<Self> {
        let (text, is_warning) = match notice {
            DayNotice::Saved(_) => (messages::text("done.saved"), false),
            DayNotice::Deleted(_) => (messages::text("done.day_deleted"), false),
            DayNotice::NotDeleted => (messages::text("done.day_not_deleted"), true),
            DayNotice::Kept => (messages::text("done.day_not_saved"), true),
            DayNotice::NeedsLocation | DayNotice::Undone(_) | DayNotice::Redone(_) => return None,
            DayNotice::Text(text) => (text, false),
        };
        let is_in_toast = matches!(notice, DayNotice::Saved(_) | DayNotice::Deleted(_));
        Some(Self { text, is_warning, is_in_toast })
    }
}
