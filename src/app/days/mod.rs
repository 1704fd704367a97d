//! Reading, logging, and changing days.

pub(crate) mod bulk_edit;
pub(crate) mod erasure;
pub(crate) mod search;
pub(crate) mod years;

use super::large_reads::{LargeRead, ReadTurn};
use super::{App, AppError, notifications};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeId, ChangeItem, ChangeKind};
use crate::domain::days::day::{Day, Month, today};
use crate::domain::days::entry::{Entry, Part, PartError, Parts};
use crate::domain::days::month_log::{DayEdit, Edit, MonthLog, Precondition};
use crate::domain::days::undo::{self, UndoOutlook, UndoRefusal};
use crate::domain::notifications::outbox::Message;
use crate::domain::settings::Settings;
use crate::domain::types::Slug;
use crate::storage::{DayTransaction, HistoryPage, Origin};

/// Returns the current date in the user's time zone.
pub(crate) fn today_for(app: &App, user: &User) -> Day {
    today(app.clock.now(), user.settings.time_zone)
}

/// Returns a user's entries for a month.
pub(crate) async fn month(app: &App, user: &User, month: Month) -> Result<MonthLog, AppError> {
    let mut log = app.store.month(user.id, month).await?;
    log.follow_merges(&user.settings.types);
    Ok(log)
}

/// Returns whether a user has any entries.
pub(crate) async fn has_entries(app: &App, user: &User) -> Result<bool, AppError> {
    let last = app.store.brief(user.id, Month::LAST, Month::LAST).await?;
    Ok(last.began_before || !last.days.is_empty())
}

/// Returns a user's entry for a day.
pub(crate) async fn entry(app: &App, user: &User, day: Day) -> Result<Option<Entry>, AppError> {
    Ok(month(app, user, day.month()).await?.days.remove(&day.into()))
}

/// Returns a user's entries from one month to another, inclusive. Months in which nothing was ever
/// logged are omitted.
pub(crate) async fn months(
    app: &App,
    user: &User,
    from: Month,
    to: Month,
) -> Result<Vec<MonthLog>, AppError> {
    let mut logs = app.store.months(user.id, from, to).await?;
    for log in &mut logs {
        log.follow_merges(&user.settings.types);
    }
    Ok(logs)
}

/// A saved day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SavedDay {
    /// The stored entry.
    pub(crate) entry: Entry,
    /// The change that saved it.
    pub(crate) change: ChangeId,
}

/// Applies `edit` to a day. Returns the saved day, or `None` if nothing changed.
///
/// An archived type can stay on a day that already has it, but can't be logged anywhere else.
pub(crate) async fn save(
    app: &App,
    user: &User,
    day: Day,
    edit: Edit,
    precondition: Precondition,
) -> Result<Option<SavedDay>, AppError> {
    if let Some(parts) = edit.parts() {
        refuse_archived(app, user, day, parts).await?;
    }
    let locations = user.settings.locations_used(edit.parts());
    let edits = vec![DayEdit { day, precondition, edit }];
    let transaction = DayTransaction::new(user.id, ChangeKind::Save, app.clock.now(), edits);
    let id = transaction.id;
    let changed =
        apply_transaction(app, user, DayTransaction { settings: locations, ..transaction }).await?;
    let after = changed.into_iter().find_map(|item| item.after);
    Ok(after.map(|entry| SavedDay { entry, change: id }))
}

/// Returns the change that last saved or deleted a day's entry, if it was made on its own and can
/// still be undone. A form that is submitted twice has no effect the second time, but its page
/// offers to undo the first.
pub(crate) async fn last_change(
    app: &App,
    user: &User,
    day: Day,
) -> Result<Option<ChangeId>, AppError> {
    let history = history(app, user, day, None).await?;
    let last = history.changes.into_iter().next().filter(|change| {
        matches!(change.kind, ChangeKind::Save | ChangeKind::Delete)
            && undo::check_allowed(change, app.clock.now()).is_ok()
    });
    let Some(last) = last else { return Ok(None) };
    let whole = app.store.change(user.id, last.id).await?;
    Ok(whole.filter(|change| change.items.len() == 1).map(|change| change.id))
}

async fn refuse_archived(app: &App, user: &User, day: Day, parts: &Parts) -> Result<(), AppError> {
    let types = &user.settings.types;
    if parts.archived(types, None).is_none() {
        return Ok(());
    }
    let before = entry(app, user, day).await?.map(|entry| entry.content.parts);
    let archived = parts.archived(types, before.as_ref()).cloned();
    archived.map_or(Ok(()), |slug| Err(AppError::Archived(slug)))
}

/// Deletes a day's entry. Returns the resulting change, or `None` if there was no entry.
pub(crate) async fn delete(
    app: &App,
    user: &User,
    day: Day,
    precondition: Precondition,
) -> Result<Option<ChangeId>, AppError> {
    let edits = vec![DayEdit { day, precondition, edit: Edit::Remove }];
    let transaction = DayTransaction::new(user.id, ChangeKind::Delete, app.clock.now(), edits);
    let id = transaction.id;
    let items = apply_transaction(app, user, transaction).await?;
    Ok((!items.is_empty()).then_some(id))
}

/// The result of logging a day from the usual week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UsualPartOutcome {
    /// The day was logged by this change.
    Logged(ChangeId),
    /// The day was already logged and is unchanged.
    AlreadyLogged,
    /// The usual week has nothing for this day.
    NothingUsual,
}

/// Logs a day from the usual week unless it already has an entry. The store checks this in the
/// same transaction.
pub(crate) async fn log_usual_part(
    app: &App,
    user: &User,
    day: Day,
) -> Result<UsualPartOutcome, AppError> {
    let Some(parts) = user.settings.schedules.loggable(&user.settings.types, day) else {
        return Ok(UsualPartOutcome::NothingUsual);
    };
    let settings = user.settings.locations_used([&parts]);
    let edit = Edit::Put(parts.into());
    let edits = vec![DayEdit { day, precondition: Precondition::NoEntry, edit }];
    let transaction = DayTransaction::new(user.id, ChangeKind::UsualWeek, app.clock.now(), edits);
    let id = transaction.id;
    match apply_transaction(app, user, DayTransaction { settings, ..transaction }).await {
        Ok(items) if items.is_empty() => Ok(UsualPartOutcome::AlreadyLogged),
        Ok(_) => Ok(UsualPartOutcome::Logged(id)),
        Err(AppError::Conflict(_)) => Ok(UsualPartOutcome::AlreadyLogged),
        Err(error) => Err(error),
    }
}

/// The number of changes on a page of a day's history.
const HISTORY_PAGE: usize = 25;

/// Returns a page of the changes that affected a day: the latest, or those before
/// [`HistoryPage::older`] of another page.
pub(crate) async fn history(
    app: &App,
    user: &User,
    day: Day,
    before: Option<ChangeId>,
) -> Result<HistoryPage, AppError> {
    Ok(app.store.day_history(user.id, day, before, HISTORY_PAGE).await?)
}

/// Applies a transaction to a user's days and returns what changed. Every change to days goes
/// through this function. If the user has a webhook, a message to it is queued in the same
/// transaction.
pub(crate) async fn apply_transaction(
    app: &App,
    user: &User,
    mut transaction: DayTransaction,
) -> Result<Vec<ChangeItem>, AppError> {
    if user.settings.slack_webhook.is_some() {
        transaction
            .messages
            .push(Message::Slack { change: transaction.id, trace: notifications::traceparent() });
    }
    let changed = app.store.edit_days(user.id, &transaction).await?;
    if !transaction.messages.is_empty() {
        app.notifier.wake();
    }
    Ok(changed)
}

/// Sets the type of a whole day, for single-key logging. Keeps the notes and, if the type is
/// unchanged, the location. Otherwise uses the location that the schedule in force has for the type
/// on this day, or else the one last used with the type.
pub(crate) async fn set_type(
    app: &App,
    user: &User,
    day: Day,
    day_type: Slug,
    precondition: Precondition,
) -> Result<Option<SavedDay>, AppError> {
    let entry = entry(app, user, day).await?;
    let same_type = entry.as_ref().and_then(|entry| match &entry.content.parts {
        Parts::Whole(part) if part.day_type == day_type => Some(part.clone()),
        _ => None,
    });
    let part = same_type.map_or_else(|| default_part(&user.settings, day, day_type), Ok)?;
    save(app, user, day, Edit::Amend(Parts::Whole(part).into()), precondition).await
}

/// Returns whether a change exists. The change of a preview exists once the preview is confirmed.
pub(crate) async fn is_made(app: &App, user: &User, id: ChangeId) -> Result<bool, AppError> {
    Ok(app.store.has_change(user.id, id).await?)
}

/// Returns a change to a user's days, which may be thousands, once it is the turn of this read. The
/// caller must not hold another one.
pub(crate) async fn change(
    app: &App,
    user: &User,
    id: ChangeId,
) -> Result<(Change, ReadTurn), AppError> {
    let turn = app.large_reads.turn(LargeRead::Change(user.id)).await?;
    let change = app.store.change(user.id, id).await?.ok_or(AppError::NoSuchChange)?;
    Ok((change, turn))
}

/// Returns what undoing a change would do now, or an [`UndoRefusal`] if the change is of a kind
/// that can't be undone or is too old.
pub(crate) async fn undo_outlook(
    app: &App,
    user: &User,
    change: &Change,
) -> Result<Result<UndoOutlook, UndoRefusal>, AppError> {
    if let Err(refusal) = undo::check_allowed(change, app.clock.now()) {
        return Ok(Err(refusal));
    }
    let mut outlook = UndoOutlook::Nothing;
    for items in change.items.chunk_by(|one, next| one.date.year() == next.date.year()) {
        let (Some(first), Some(last)) = (items.first(), items.last()) else { continue };
        let logs = months(app, user, first.date.month(), last.date.month()).await?;
        match undo::predict(items, &logs) {
            UndoOutlook::Nothing => {}
            UndoOutlook::Whole => outlook = UndoOutlook::Whole,
            changed @ UndoOutlook::Changed(_) => return Ok(Ok(changed)),
        }
    }
    Ok(Ok(outlook))
}

/// Undoes a change: restores all of its days to what they were before, or none. Returns the
/// resulting change, or `None` if nothing was left to undo.
pub(crate) async fn undo(
    app: &App,
    user: &User,
    id: ChangeId,
) -> Result<Option<ChangeId>, AppError> {
    let (change, _turn) = change(app, user, id).await?;
    let now = app.clock.now();
    undo::check_allowed(&change, now)?;
    let origin = Some(Origin::Change(id, change.items.len()));
    let transaction = DayTransaction {
        origin,
        ..DayTransaction::new(user.id, ChangeKind::Undo, now, undo::edits(&change))
    };
    let new = transaction.id;
    let items = apply_transaction(app, user, transaction).await?;
    Ok((!items.is_empty()).then_some(new))
}

/// Returns the part for a day that is logged with a type alone.
pub(crate) fn default_part(
    settings: &Settings,
    day: Day,
    day_type: Slug,
) -> Result<Part, AppError> {
    let known = settings.types.get(&day_type).ok_or(PartError::UnknownType)?;
    let location = settings.suggested_location(day, &known.slug);
    Ok(Part::without_excess_location(&settings.types, day_type, location)?)
}
