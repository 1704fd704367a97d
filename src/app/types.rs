//! Merging day types.

use std::pin::pin;

use futures_util::TryStreamExt;

use super::days::years::read_years;
use super::{App, AppError, accounts, days};
use crate::domain::accounts::user::User;
use crate::domain::days::change::ChangeKind;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::{Entry, HalfDays, Part, PartError, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::month_log::MonthLog;
use crate::domain::days::plan::{Plan, PlannedDay, PlannedStep};
use crate::domain::settings::SettingsEdit;
use crate::domain::types::{DayTypes, Slug, TypesEdit};
use crate::domain::values::fingerprint::Fingerprint;
use crate::storage::DayTransaction;

/// The maximum number of attempts at a merge while days change concurrently.
const ATTEMPTS: usize = 5;

/// What merging a type into another would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MergePreview {
    /// The days that have the type, in order.
    pub(crate) dates: Vec<Day>,
    /// How many days these are, counting half days as halves.
    pub(crate) days: HalfDays,
    /// The days that would lack the location that the target type requires.
    pub(crate) without_location: Vec<Day>,
    /// Whether days would lose their location because the target type doesn't take one.
    pub(crate) places_lost: bool,
    /// The fingerprint of this preview. It changes if any of these days changes.
    pub(crate) fingerprint: String,
}

/// The result of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeOutcome {
    /// The types were merged.
    Merged,
    /// Nothing was changed, because the merge would no longer do what the preview showed.
    Stale,
}

/// The types to merge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merge<'a> {
    /// The type that is removed.
    pub(crate) from: &'a Slug,
    /// The type that its days get.
    pub(crate) into: &'a Slug,
}

/// Returns what merging one of a user's types into another would change.
pub(crate) async fn preview_merge(
    app: &App,
    user: &User,
    merge: Merge<'_>,
) -> Result<MergePreview, AppError> {
    Ok(preview(&user.settings.types, merge, &entries_with_type(app, user, merge.from).await?))
}

/// Merges a type into another, together with all days that have it, in one transaction. Days
/// without a location get `location` if the target type requires one.
///
/// With the `fingerprint` of a preview, the merge is only carried out if it would still do what the
/// preview showed. If days change concurrently, the merge is retried, and the fingerprint checked
/// again. Merging twice has the same effect as merging once.
pub(crate) async fn merge(
    app: &App,
    user: &User,
    merge: Merge<'_>,
    location: Option<&Location>,
    fingerprint: Option<&str>,
) -> Result<MergeOutcome, AppError> {
    let types = &user.settings.types;
    let (from, into) = (merge.from.clone(), merge.into.clone());
    let edit = SettingsEdit::Types(TypesEdit::Merge { from, into });
    user.settings.clone().apply(&edit)?;
    let mut attempt = 1;
    loop {
        let following = entries_with_type(app, user, merge.from).await?;
        if fingerprint
            .is_some_and(|fingerprint| fingerprint != preview(types, merge, &following).fingerprint)
        {
            return Ok(MergeOutcome::Stale);
        }
        let plan = plan(types, merge, following, location)?;
        if plan.is_too_large() {
            return Err(AppError::TooMuchText);
        }
        if plan.days.is_empty() {
            accounts::edit_settings(app, user.id, &edit).await?;
            return Ok(MergeOutcome::Merged);
        }
        let transaction =
            DayTransaction::new(user.id, ChangeKind::Merge, app.clock.now(), plan.edits());
        let transaction = DayTransaction { settings: Some(edit.clone()), ..transaction };
        match days::apply_transaction(app, user, transaction).await {
            Err(AppError::Conflict(_)) if attempt < ATTEMPTS => attempt += 1,
            outcome => return outcome.map(|_| MergeOutcome::Merged),
        }
    }
}

/// Returns all entries of a user that have a type, including those saved with a type that was later
/// merged into it.
async fn entries_with_type(
    app: &App,
    user: &User,
    from: &Slug,
) -> Result<Vec<(Day, Entry)>, AppError> {
    let digest = app.store.brief(user.id, Month::FIRST, Month::LAST).await?;
    let mut years = pin!(read_years(app.clone(), user.clone(), digest.years()));
    let mut having = Vec::new();
    while let Some((_, logs)) = years.try_next().await? {
        let mut entries: Vec<_> = logs.iter().flat_map(MonthLog::iter).collect();
        entries.retain(|(_, entry)| halves_of_type(entry, from) > HalfDays::default());
        having.extend(entries.into_iter().map(|(day, entry)| (day, entry.clone())));
    }
    Ok(having)
}

/// Returns how much of a day has this type.
fn halves_of_type(entry: &Entry, day_type: &Slug) -> HalfDays {
    let parts = entry.content.parts.iter().filter(|(part, _)| part.day_type == *day_type);
    parts.map(|(_, worth)| worth).sum()
}

fn preview(types: &DayTypes, merge: Merge<'_>, following: &[(Day, Entry)]) -> MergePreview {
    let mut preview = MergePreview::default();
    let mut mark = Fingerprint::default();
    for (day, entry) in following {
        preview.dates.push(*day);
        preview.days += halves_of_type(entry, merge.from);
        let parts = merge_parts(types, &entry.content.parts, merge, None).ok();
        mark.add((day, entry.version, &parts));
        match parts {
            Some(parts) => {
                preview.places_lost |=
                    parts.locations().count() < entry.content.parts.locations().count();
            }
            None => preview.without_location.push(*day),
        }
    }
    preview.fingerprint = mark.finish();
    preview
}

/// Plans the changes to all these days. Each edit requires that its day is unchanged since it was
/// read.
fn plan(
    types: &DayTypes,
    merge: Merge<'_>,
    following: Vec<(Day, Entry)>,
    location: Option<&Location>,
) -> Result<Plan, PartError> {
    let days = following.into_iter().map(|(day, entry)| {
        let parts = merge_parts(types, &entry.content.parts, merge, location)?;
        let wanted = Some(entry.content.with_parts(parts));
        Ok(PlannedDay { day, before: Some(entry), wanted, step: PlannedStep::Replaced })
    });
    Ok(Plan { days: days.collect::<Result<_, _>>()? })
}

/// Replaces one type with another, applying the location rule of the target type.
fn merge_parts(
    types: &DayTypes,
    parts: &Parts,
    merge: Merge<'_>,
    location: Option<&Location>,
) -> Result<Parts, PartError> {
    parts.map(|part| {
        if part.day_type == *merge.from {
            let place = part.location.as_ref().or(location).cloned();
            Part::without_excess_location(types, merge.into.clone(), place)
        } else {
            Ok(part.clone())
        }
    })
}
