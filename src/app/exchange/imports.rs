//! Importing days from files: a preview first, then the change after confirmation.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::uploads::{self, PendingUpload};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{ChangeId, ChangeKind};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::EntryTimes;
use crate::domain::days::month_log::{DayEdit, Edit, MonthLog};
use crate::domain::days::plan::{OnExistingEntry, Plan, PlannedStep};
use crate::domain::exchange::import::{self, Choices, ParsedFile, ReadContext, ResolvedImport};
use crate::domain::exchange::upload::{Upload, UploadId};
use crate::domain::settings::{Imported, KnownLocation, SettingsEdit, SetupStep};
use crate::domain::values::problem::Problem;
use crate::locale::Language;
use crate::storage::{DayTransaction, Origin};

/// What an import would change.
#[derive(Debug)]
pub(crate) struct Review {
    /// The parsed file.
    pub(crate) reading: ParsedFile,
    /// The days and types derived from it.
    pub(crate) resolved: ResolvedImport,
    /// What happens to each day, in the order of [`ResolvedImport::days`].
    pub(crate) plan: Plan,
    /// The fingerprint of this plan. It changes if another day or type would be affected.
    pub(crate) fingerprint: String,
}

impl Review {
    /// Returns the review of a file, planned against the user's existing months.
    pub(crate) fn new(
        reading: ParsedFile,
        resolved: ResolvedImport,
        months: &[MonthLog],
        existing: OnExistingEntry,
    ) -> Self {
        let wanted = resolved.days.iter().map(|new| (new.day, Some(new.content.clone())));
        let plan = Plan::new(months, wanted, existing);
        let mark = fingerprint(&plan, &resolved);
        Self { reading, resolved, plan, fingerprint: mark }
    }

    /// Returns the change to apply, including changes to settings.
    pub(crate) fn change(
        &self,
        app: &App,
        user: &User,
        choices: &Choices,
    ) -> Result<DayTransaction, AppError> {
        let settings = settings_edit(user, self, choices)?;
        let edits = self.edits();
        Ok(DayTransaction {
            settings,
            ..DayTransaction::new(user.id, ChangeKind::Import, app.clock.now(), edits)
        })
    }

    /// Returns the edits of the plan. Entries of another database keep their times.
    fn edits(&self) -> Vec<DayEdit> {
        let originals = self.resolved.days.iter().filter_map(|new| Some((new.day, new.times?)));
        let originals: BTreeMap<Day, EntryTimes> = originals.collect();
        let imported = |DayEdit { day, precondition, edit }| {
            let edit = match (edit, originals.get(&day)) {
                (Edit::Put(content), Some(times)) => Edit::Import(content, *times),
                (edit, _) => edit,
            };
            DayEdit { day, precondition, edit }
        };
        self.plan.edits().into_iter().map(imported).collect()
    }
}

/// The result of confirming an import.
#[derive(Debug)]
pub(crate) enum ImportOutcome {
    /// The days were changed. Contains the ID of the change.
    Done(ChangeId),
    /// Only the settings were changed.
    SettingsOnly,
    /// Nothing was changed. Contains the current preview and the reason.
    Blocked(Box<Review>, ImportBlocker),
}

/// The reason nothing was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImportBlocker {
    /// A required choice is missing or invalid.
    Choices,
    /// The plan differs from the one shown in the preview.
    Moved,
    /// The file contains no changes.
    Nothing,
}

/// Parses an uploaded file and stores it until it is confirmed.
pub(crate) async fn save(
    app: &App,
    user: &User,
    name: &str,
    bytes: Vec<u8>,
) -> Result<UploadId, AppError> {
    let _permit = app.imports.process(user.id).await?;
    let source = app.imports.run(move || import::parse(&bytes)).await??;
    let upload = Upload::new(user.id, name, source, app.clock.now());
    // A file that can't be read is reported immediately and not stored.
    let choices = Choices::default();
    if !needs_mapping(app, user, &upload, &choices) {
        match read(app, user, &upload, &choices).await {
            Err(AppError::File(problem))
                if upload.source.has_wrong_type_column(&problem, context(app, user, &choices)) => {}
            result => drop(result?),
        }
    }
    let id = upload.id;
    uploads::add(app, user, upload).await?;
    Ok(id)
}

/// Returns whether the upload is a table whose columns the user has to choose.
pub(crate) fn needs_mapping(app: &App, user: &User, upload: &Upload, choices: &Choices) -> bool {
    let context = context(app, user, choices);
    upload.source.table().is_some_and(|table| table.needs_mapping(context))
}

/// Returns what the rows of an upload depend on, besides the upload.
pub(crate) fn context<'a>(app: &App, user: &'a User, choices: &'a Choices) -> ReadContext<'a> {
    ReadContext { settings: &user.settings, choices, today: days::today_for(app, user) }
}

/// Returns the change that importing an upload results in. An upload is imported once.
fn change_id(user: &User, upload: UploadId) -> ChangeId {
    ChangeId::from_preview(user.id, upload.into(), "import")
}

/// Returns the change by which an upload was imported, if it was.
pub(crate) async fn find_change(
    app: &App,
    user: &User,
    upload: UploadId,
) -> Result<Option<ChangeId>, AppError> {
    let id = change_id(user, upload);
    Ok(days::is_made(app, user, id).await?.then_some(id))
}

/// Returns what an upload would change with these choices.
pub(crate) async fn review(
    app: &App,
    user: &User,
    upload: &Upload,
    choices: &Choices,
) -> Result<Review, AppError> {
    let (reading, resolved) = read(app, user, upload, choices).await?;
    let mut months = Vec::new();
    if let (Some(first), Some(last)) = (resolved.days.first(), resolved.days.last()) {
        let (first, last): (Month, Month) = (first.day.month(), last.day.month());
        months = days::months(app, user, first, last).await?;
    }
    Ok(Review::new(reading, resolved, &months, choices.existing))
}

/// Reads an upload in the background, because a large file takes a while.
async fn read(
    app: &App,
    user: &User,
    upload: &Upload,
    choices: &Choices,
) -> Result<(ParsedFile, ResolvedImport), AppError> {
    let (source, settings) = (upload.source.clone(), user.settings.clone());
    let (choices, today) = (choices.clone(), days::today_for(app, user));
    // The thread of the queue has no language.
    let language = Language::current();
    let work = move || {
        let context = ReadContext { settings: &settings, choices: &choices, today };
        let reading = import::read_rows(&source, context)?;
        let resolved = import::resolve_rows(&reading, &settings, &choices)?;
        Ok::<_, Problem>((reading, resolved))
    };
    Ok(app.imports.run(move || language.with(work)).await??)
}

/// Applies an import if it still matches the preview. `seen` is the
/// [fingerprint](Review::fingerprint) of the preview, or empty to skip this check. Applying it again
/// changes nothing and returns the first result, even if both requests arrive at once.
pub(crate) async fn apply(
    app: &App,
    user: &User,
    upload: &mut PendingUpload,
    choices: &Choices,
    seen: &str,
) -> Result<ImportOutcome, AppError> {
    if let Some(made) = find_change(app, user, upload.id).await? {
        return Ok(ImportOutcome::Done(made));
    }
    let outcome = apply_once(app, user, upload, choices, seen).await?;
    if let Some(outcome @ (ImportOutcome::Done(_) | ImportOutcome::SettingsOnly)) = outcome {
        return Ok(outcome);
    }
    // A concurrent request may have imported the file since.
    if let Some(made) = find_change(app, user, upload.id).await? {
        return Ok(ImportOutcome::Done(made));
    }
    if let Some(outcome) = outcome {
        return Ok(outcome);
    }
    upload.reload(app, user).await?;
    let review = review(app, user, upload, choices).await?;
    Ok(ImportOutcome::Blocked(Box::new(review), ImportBlocker::Moved))
}

/// Returns `None` if the days were changed concurrently.
async fn apply_once(
    app: &App,
    user: &User,
    upload: &mut PendingUpload,
    choices: &Choices,
    seen: &str,
) -> Result<Option<ImportOutcome>, AppError> {
    let mut review = review(app, user, upload, choices).await?;
    review.resolved.demand_choices();
    let id = change_id(user, upload.id);
    let origin = Some(Origin::Upload(upload.id));
    let mut transaction = DayTransaction { id, origin, ..review.change(app, user, choices)? };
    let takes_settings = choices.settings && review.reading.settings.is_some();
    let has_nothing =
        transaction.edits.is_empty() && transaction.settings.is_none() && !takes_settings;
    if let Some(blocker) = find_blocker(&review, seen, has_nothing) {
        return Ok(Some(ImportOutcome::Blocked(Box::new(review), blocker)));
    }
    if review.plan.is_too_large() {
        return Err(AppError::File("file.too_much_text".into()));
    }
    if transaction.edits.is_empty() {
        // The upload stays until it expires, so that this can be repeated.
        if let Some(edit) = &transaction.settings {
            app.store.edit_settings(user.id, edit).await?;
        }
        return Ok(Some(ImportOutcome::SettingsOnly));
    }
    let parts = transaction.edits.iter().filter_map(|edit| edit.edit.parts());
    let step = SetupStep::of_import(&user.settings.types, parts);
    transaction.settings = user.settings.with_setup_step(transaction.settings.take(), step);
    // The change takes as much memory again.
    drop(review);
    upload.release();
    match days::apply_transaction(app, user, transaction).await {
        Ok(items) if !items.is_empty() => {}
        Ok(_) | Err(AppError::Conflict(_) | AppError::NoSuchUpload) => return Ok(None),
        Err(error) => return Err(error),
    }
    app.store.end_upload(user.id, upload.id).await?;
    Ok(Some(ImportOutcome::Done(id)))
}

fn find_blocker(review: &Review, seen: &str, has_nothing: bool) -> Option<ImportBlocker> {
    if review.resolved.has_errors() {
        Some(ImportBlocker::Choices)
    } else if !seen.is_empty() && review.fingerprint != seen {
        Some(ImportBlocker::Moved)
    } else {
        has_nothing.then_some(ImportBlocker::Nothing)
    }
}

/// Returns the settings edit that belongs to the import, or `None` if it changes nothing.
fn settings_edit(
    user: &User,
    review: &Review,
    choices: &Choices,
) -> Result<Option<SettingsEdit>, AppError> {
    let changed = review.plan.days.iter().rev();
    let changed =
        changed.filter(|day| matches!(day.step, PlannedStep::Added | PlannedStep::Replaced));
    let parts = changed.filter_map(|day| Some(&day.wanted.as_ref()?.parts));
    let locations = KnownLocation::from_parts(parts);
    let brought = review.reading.settings.as_deref().filter(|_| choices.settings).cloned();
    let types = review.resolved.new_types.clone();
    let mapping = review.reading.mapping.clone().filter(|_| review.plan.has_changes());
    let imported = Imported { types, locations, settings: brought, mapping };
    let edit = SettingsEdit::Import(Box::new(imported));
    Ok(user.settings.clone().apply(&edit)?.then_some(edit))
}

/// Returns a fingerprint of the planned days and of the new types. It doesn't cover the settings in
/// the file, because importing them doesn't affect the days, so they can be selected when
/// confirming.
fn fingerprint(plan: &Plan, resolved: &ResolvedImport) -> String {
    let hash = Sha256::digest(format!("{} {:?}", plan.fingerprint(), resolved.new_types));
    hex::encode(&hash[..16])
}
