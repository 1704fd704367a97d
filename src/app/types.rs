//! Merging types of one's own.

use super::{App, AppError, accounts, days};
use crate::domain::change::Act;
use crate::domain::day::{Day, Month};
use crate::domain::entry::{Entry, HalfDays, Part, PartError, Parts};
use crate::domain::location::Location;
use crate::domain::month_log::{DayEdit, Edit, Expect, MonthLog};
use crate::domain::settings::SettingsEdit;
use crate::domain::types::{DayTypes, Slug, TypesEdit};
use crate::domain::user::User;
use crate::storage::DayAct;

/// How often to look again when days change while they are being merged.
const ATTEMPTS: usize = 5;

/// What would follow from merging a type into another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergePreview {
    /// The days that have the type, in order.
    pub dates: Vec<Day>,
    /// How many days that makes, halves counted as such.
    pub days: HalfDays,
    /// The days that would be without the location that the other type needs.
    pub without_location: Vec<Day>,
    /// Whether days would lose the location they have, which the other type does not take.
    pub places_lost: bool,
}

/// Works out what would follow from merging one of a user's types into another.
pub async fn preview_merge(
    app: &App,
    user: &User,
    from: &Slug,
    into: &Slug,
) -> Result<MergePreview, AppError> {
    let mut preview = MergePreview::default();
    for log in everything(app, user).await? {
        for (day, entry) in log.iter() {
            let parts = entry.parts.iter().filter(|(part, _)| part.day_type == *from);
            let worth: HalfDays = parts.map(|(_, worth)| worth).sum();
            if worth == HalfDays::default() {
                continue;
            }
            preview.dates.push(day);
            preview.days += worth;
            match follow(&user.settings.types, &entry.parts, (from, into), None) {
                Ok(parts) => {
                    preview.places_lost |=
                        parts.locations().count() < entry.parts.locations().count();
                }
                Err(_) => preview.without_location.push(day),
            }
        }
    }
    Ok(preview)
}

/// Makes one type of another, with all days that have it, in one transaction. `location` is for
/// days without one, where the other type needs it. Days that change meanwhile are looked at
/// again; doing it twice is doing it once.
pub async fn merge(
    app: &App,
    user: &User,
    from: &Slug,
    into: &Slug,
    location: Option<&Location>,
) -> Result<(), AppError> {
    let slugs = (from.clone(), into.clone());
    let edit = SettingsEdit::Types(TypesEdit::Merge { from: slugs.0, into: slugs.1 });
    user.settings.clone().apply(&edit)?;
    let mut attempt = 1;
    loop {
        let edits = edits(app, user, (from, into), location).await?;
        if edits.is_empty() {
            return accounts::edit_settings(app, user.id, &edit).await;
        }
        let act = DayAct::new(user.id, Act::Merge, app.clock.now(), edits);
        let act = DayAct { settings: Some(edit.clone()), ..act };
        match days::carry_out(app, user, act).await {
            Err(AppError::Conflict(_)) if attempt < ATTEMPTS => attempt += 1,
            outcome => return outcome.map(|_| ()),
        }
    }
}

/// The edits that make the days follow, each on condition that its day is as it was seen.
async fn edits(
    app: &App,
    user: &User,
    (from, into): (&Slug, &Slug),
    location: Option<&Location>,
) -> Result<Vec<DayEdit>, AppError> {
    let mut edits = Vec::new();
    for log in everything(app, user).await? {
        for (day, entry) in log.iter().filter(|(_, entry)| has(entry, from)) {
            let parts = follow(&user.settings.types, &entry.parts, (from, into), location)?;
            let expect = Expect::seen(Some(entry));
            let edit = Edit::Put { parts, notes: entry.notes.clone() };
            edits.push(DayEdit { day, expect, edit });
        }
    }
    Ok(edits)
}

fn has(entry: &Entry, day_type: &Slug) -> bool {
    entry.parts.iter().any(|(part, _)| part.day_type == *day_type)
}

/// The parts with one type made another, by the rules of that one.
fn follow(
    types: &DayTypes,
    parts: &Parts,
    (from, into): (&Slug, &Slug),
    location: Option<&Location>,
) -> Result<Parts, PartError> {
    parts.map(|part| {
        if part.day_type == *from {
            let place = part.location.as_ref().or(location).cloned();
            Part::new(types, into.clone(), place)
        } else {
            Ok(part.clone())
        }
    })
}

/// All that a user ever logged, as it is stored.
async fn everything(app: &App, user: &User) -> Result<Vec<MonthLog>, AppError> {
    Ok(app.store.months(user.id, Month::FIRST, Month::LAST).await?)
}
