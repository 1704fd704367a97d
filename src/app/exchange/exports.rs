//! Exports of a user's data as files. They are streamed a year at a time to bound memory use.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use futures_util::stream::{BoxStream, unfold};
use futures_util::{Stream, StreamExt, TryStreamExt};

use crate::app::days::years::{in_turn, read_years};
use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::change::{Change, ChangeId};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::month_log::MonthLog;
use crate::domain::exchange::export::{self, CsvOptions, JsonList};

/// The format of an export, and the days that it contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV, for reading and for spreadsheets.
    Csv(CsvOptions),
    /// JSON, with everything in the account, or everything in it of one year.
    Json {
        /// The year. `None` means all years.
        year: Option<i32>,
    },
}

impl ExportFormat {
    fn years(&self) -> RangeInclusive<i32> {
        match self {
            Self::Csv(CsvOptions { days, .. }) => {
                days.start().year().number()..=days.end().year().number()
            }
            Self::Json { year } => year.map_or(YEARS, |year| year..=year),
        }
    }
}

/// The years that an export can cover.
pub(crate) const YEARS: RangeInclusive<i32> = 1970..=2100;

/// Streams an export in pieces: the header, one piece for the entries of each year, and the end. JSON
/// also has pieces for the changes to the days of each year. A change to several years is written
/// once, as a whole, unless the export is limited to a year. Starts once it is the user's turn.
pub fn write(
    app: &App,
    user: &User,
    format: ExportFormat,
) -> impl Stream<Item = Result<Vec<u8>, AppError>> + use<> {
    in_turn(app, user, pieces(app.clone(), user.clone(), format))
}

fn pieces(
    app: App,
    user: User,
    format: ExportFormat,
) -> impl Stream<Item = Result<Vec<u8>, AppError>> {
    let years = read_years(app.clone(), user.clone(), format.years()).boxed();
    let today = days::today_for(&app, &user);
    let (changed, written, is_first) = (VecDeque::new(), Vec::new(), true);
    let at = ExportStage::Head;
    let export = Export { app, user, format, today, years, changed, written, is_first, at };
    unfold(export, |mut export| async move {
        // The embedded store responds at once, so a long export would occupy the thread until its end.
        tokio::task::yield_now().await;
        let piece = export.next().await.transpose()?;
        if piece.is_err() {
            export.at = ExportStage::Over;
        }
        Some((piece, export))
    })
    .fuse()
}

enum ExportStage {
    Head,
    Entries,
    Changes,
    Over,
}

struct Export {
    app: App,
    user: User,
    format: ExportFormat,
    today: Day,
    years: BoxStream<'static, Result<(Year, Vec<MonthLog>), AppError>>,
    /// The years whose changes are still to be written: those that have or had entries.
    changed: VecDeque<Year>,
    /// The changes already written that also affected one of these years, with their last day.
    written: Vec<(ChangeId, Day)>,
    is_first: bool,
    at: ExportStage,
}

impl Export {
    /// Returns the next piece that isn't empty.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        match self.at {
            ExportStage::Head => {
                self.at = ExportStage::Entries;
                Ok(Some(self.head()))
            }
            ExportStage::Entries => self.next_entries().await,
            ExportStage::Changes => self.next_changes().await.map(Some),
            ExportStage::Over => Ok(None),
        }
    }

    fn head(&self) -> Vec<u8> {
        match &self.format {
            ExportFormat::Csv(options) => export::csv_header(options.separator),
            ExportFormat::Json { year } => {
                export::json_head(&self.user, *year, self.app.clock.now())
            }
        }
    }

    async fn next_entries(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        while let Some((year, logs)) = self.years.try_next().await? {
            self.changed.push_back(year);
            let text = self.entries(&logs);
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        self.is_first = true;
        let is_json = matches!(self.format, ExportFormat::Json { .. });
        self.at = if is_json { ExportStage::Changes } else { ExportStage::Over };
        Ok(is_json.then(|| export::json_end(JsonList::Entries)))
    }

    fn entries(&mut self, logs: &[MonthLog]) -> Vec<u8> {
        let mut text = Vec::new();
        let types = &self.user.settings.types;
        for log in logs {
            match &self.format {
                ExportFormat::Csv(options) => {
                    export::csv_month(log, types, self.today, options, &mut text);
                }
                ExportFormat::Json { .. } => export::json_month(log, &mut self.is_first, &mut text),
            }
        }
        text
    }

    async fn next_changes(&mut self) -> Result<Vec<u8>, AppError> {
        while let Some(year) = self.changed.front() {
            let (first, last) = (year.first_day(), year.last_day());
            let read: Vec<ChangeId> = self.written.iter().map(|(id, _)| *id).collect();
            let store = &self.app.store;
            let mut changes = store.changes_between(self.user.id, first, last, &read).await?;
            if changes.is_empty() {
                self.changed.pop_front();
                self.written.retain(|(_, last_changed)| *last_changed > last);
                continue;
            }
            let last_day = |change: &Change| change.items.iter().map(|item| item.date).max();
            let written = changes.iter().filter_map(|change| Some((change.id, last_day(change)?)));
            self.written.extend(written);
            if let ExportFormat::Json { year: Some(_) } = self.format {
                for change in &mut changes {
                    change.limit_to(first, last);
                }
            }
            let mut text = Vec::new();
            export::json_changes(&changes, &mut self.is_first, &mut text);
            return Ok(text);
        }
        self.at = ExportStage::Over;
        Ok(export::json_end(JsonList::Changes))
    }
}
