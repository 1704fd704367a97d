//! Taking days in from files: first what would change, then, on a yes, the change.

use sha2::{Digest, Sha256};

use super::{App, AppError, days};
use crate::domain::change::{Act, ChangeId};
use crate::domain::day::Month;
use crate::domain::import::{self, Choices, Reading, Understood};
use crate::domain::month_log::MonthLog;
use crate::domain::plan::{Existing, Plan, Step};
use crate::domain::problem::Problem;
use crate::domain::settings::{Imported, KnownLocation, SettingsEdit};
use crate::domain::upload::{Upload, UploadId};
use crate::domain::user::User;
use crate::storage::DayAct;

/// What a file would change.
#[derive(Debug)]
pub struct Review {
    /// The file as it was read.
    pub reading: Reading,
    /// What was made of it.
    pub understood: Understood,
    /// What becomes of each day, in the order of [`Understood::days`].
    pub plan: Plan,
    /// Tells this plan from another one of the same file: a day may change meanwhile.
    pub mark: String,
}

impl Review {
    /// Returns the review of a file, planned against the user's existing months.
    pub(super) fn new(
        reading: Reading,
        understood: Understood,
        months: &[MonthLog],
        existing: Existing,
    ) -> Self {
        let wanted = understood.days.iter().map(|new| (new.day, Some(new.content.clone())));
        let plan = Plan::new(months, wanted, existing);
        let mark = mark(&plan, &understood);
        Self { reading, understood, plan, mark }
    }

    /// Returns the change to apply, including changes to settings.
    pub(super) fn change(
        &self,
        app: &App,
        user: &User,
        choices: &Choices,
    ) -> Result<DayAct, AppError> {
        let settings = settings_edit(user, self, choices)?;
        let edits = self.plan.edits();
        Ok(DayAct { settings, ..DayAct::new(user.id, Act::Import, app.clock.now(), edits) })
    }
}

/// What came of a yes.
#[derive(Debug)]
pub enum Outcome {
    /// The days changed.
    Done(ChangeId),
    /// Nothing but the settings changed.
    SettingsOnly,
    /// Nothing did.
    LookAgain(Box<Review>, Hindrance),
}

/// Why nothing was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// A choice is missing or makes no sense.
    Choices,
    /// The plan is another than the person saw.
    Moved,
    /// There is nothing to do.
    Nothing,
}

/// Keeps a file that was sent in.
pub async fn keep(app: &App, user: &User, name: &str, text: String) -> Result<UploadId, AppError> {
    let upload = Upload::new(user.id, name, text, app.clock.now());
    // What cannot be read is told now, and not kept.
    read(user, &upload, &Choices::default()).await?;
    app.store.add_upload(user.id, &upload).await?;
    Ok(upload.id)
}

/// A file that waits for a yes.
pub async fn find(app: &App, user: &User, id: UploadId) -> Result<Upload, AppError> {
    let found = app.store.upload(user.id, id, app.clock.now()).await?;
    found.ok_or(AppError::NoSuchUpload)
}

/// What a file would change by these choices.
pub async fn review(
    app: &App,
    user: &User,
    upload: &Upload,
    choices: &Choices,
) -> Result<Review, AppError> {
    let (reading, understood) = read(user, upload, choices).await?;
    let mut months = Vec::new();
    if let (Some(first), Some(last)) = (understood.days.first(), understood.days.last()) {
        let (first, last): (Month, Month) = (first.day.month(), last.day.month());
        months = days::months(app, user, first, last).await?;
    }
    Ok(Review::new(reading, understood, &months, choices.existing))
}

/// Reading takes a while where the file is large, so it keeps no page waiting.
async fn read(
    user: &User,
    upload: &Upload,
    choices: &Choices,
) -> Result<(Reading, Understood), AppError> {
    let (text, settings) = (upload.text.clone(), user.settings.clone());
    let choices = choices.clone();
    in_background(move || {
        let reading = import::read(&text, settings.time_zone)?;
        let understood = import::understand(&reading, &text, &settings, &choices)?;
        Ok((reading, understood))
    })
    .await
}

/// Runs work on a blocking thread, off the threads that answer requests.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, AppError> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(AppError::Reading)??)
}

/// Makes the change, if it is the one that the person saw: `seen` is its [mark](Review::mark), or
/// empty from one who did not look.
pub async fn carry_out(
    app: &App,
    user: &User,
    upload: &Upload,
    choices: &Choices,
    seen: &str,
) -> Result<Outcome, AppError> {
    let mut review = review(app, user, upload, choices).await?;
    review.understood.demand_choices();
    let act = review.change(app, user, choices)?;
    let has_nothing = act.edits.is_empty() && act.settings.is_none();
    if let Some(hindrance) = hindrance(&review, seen, has_nothing) {
        return Ok(Outcome::LookAgain(Box::new(review), hindrance));
    }
    if review.plan.is_too_large() {
        return Err(AppError::File("file.too_much_text".into()));
    }
    if act.edits.is_empty() {
        if let Some(edit) = &act.settings {
            app.store.edit_settings(user.id, edit).await?;
        }
        app.store.end_upload(user.id, upload.id).await?;
        return Ok(Outcome::SettingsOnly);
    }
    match days::carry_out(app, user, act.clone()).await {
        Ok(_) => {}
        // A day changed in this very moment: the next look shows it.
        Err(AppError::Conflict(_)) => return look_again(app, user, upload, choices).await,
        Err(error) => return Err(error),
    }
    app.store.end_upload(user.id, upload.id).await?;
    Ok(Outcome::Done(act.id))
}

async fn look_again(
    app: &App,
    user: &User,
    upload: &Upload,
    choices: &Choices,
) -> Result<Outcome, AppError> {
    let review = review(app, user, upload, choices).await?;
    Ok(Outcome::LookAgain(Box::new(review), Hindrance::Moved))
}

fn hindrance(review: &Review, seen: &str, has_nothing: bool) -> Option<Hindrance> {
    if review.understood.has_errors() {
        Some(Hindrance::Choices)
    } else if !seen.is_empty() && review.mark != seen {
        Some(Hindrance::Moved)
    } else {
        has_nothing.then_some(Hindrance::Nothing)
    }
}

/// What the import brings for the settings; nothing where they would stay as they are.
fn settings_edit(
    user: &User,
    review: &Review,
    choices: &Choices,
) -> Result<Option<SettingsEdit>, AppError> {
    let changed = review.plan.days.iter().rev();
    let changed = changed.filter(|day| matches!(day.step, Step::Added | Step::Replaced));
    let parts = changed.filter_map(|day| Some(&day.wanted.as_ref()?.parts));
    let locations = KnownLocation::of(parts);
    let brought = review.reading.settings.as_deref().filter(|_| choices.settings).cloned();
    let types = review.understood.new_types.clone();
    let edit = SettingsEdit::Import(Box::new(Imported { types, locations, settings: brought }));
    Ok(user.settings.clone().apply(&edit)?.then_some(edit))
}

/// What would become of the days, and the types made for them, in short. Whether the file's settings
/// are taken over changes nothing of that, so a yes may say so without another look.
fn mark(plan: &Plan, understood: &Understood) -> String {
    let hash = Sha256::digest(format!("{} {:?}", plan.fingerprint(), understood.new_types));
    hex::encode(&hash[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_while_reading_is_a_fault_of_the_program() {
        let failed = in_background(|| -> Result<(), _> { panic!("on purpose") }).await;
        let told = failed.unwrap_err().to_string();
        assert_eq!(told, "reading a file failed");
    }
}
