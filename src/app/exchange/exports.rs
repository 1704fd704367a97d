//! Exports of a user's data as files. They are streamed a year at a time to bound memory use.

use std::ops::RangeInclusive;

use futures_util::stream::{BoxStream, try_unfold, unfold};
use futures_util::{Stream, StreamExt, TryStreamExt};

use crate::app::{App, AppError, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month, Year};
use crate::domain::days::month_log::MonthLog;
use crate::domain::exchange::export;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV, for reading and for spreadsheets.
    Csv,
    /// JSON, with everything in the account.
    Json,
}

/// The years that an export can cover.
pub(crate) const YEARS: RangeInclusive<i32> = 1970..=2100;

/// Streams the months in which something was ever logged, grouped by year.
pub(crate) fn years(
    app: App,
    user: User,
    years: RangeInclusive<i32>,
) -> impl Stream<Item = Result<(Year, Vec<MonthLog>), AppError>> + Send {
    try_unfold((app, user, years), |(app, user, mut years)| async move {
        for (first, last) in years.by_ref().filter_map(Month::of_year) {
            let logs = days::months(&app, &user, first, last).await?;
            if !logs.is_empty() {
                return Ok(Some(((first.first_day().year(), logs), (app, user, years))));
            }
        }
        Ok(None)
    })
}

/// Streams an export of a year, or of all years, in pieces: the header, one piece for each year
/// with entries, and the end.
pub fn write(
    app: App,
    user: User,
    year: Option<i32>,
    format: ExportFormat,
) -> impl Stream<Item = Result<Vec<u8>, AppError>> {
    let years = years(app.clone(), user.clone(), year.map_or(YEARS, |year| year..=year)).boxed();
    let today = days::today_for(&app, &user);
    let export =
        Export { app, user, year, format, today, years, is_first: true, at: ExportStage::Head };
    unfold(export, |mut export| async move {
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
    Years,
    Over,
}

struct Export {
    app: App,
    user: User,
    year: Option<i32>,
    format: ExportFormat,
    today: Day,
    years: BoxStream<'static, Result<(Year, Vec<MonthLog>), AppError>>,
    is_first: bool,
    at: ExportStage,
}

impl Export {
    /// Returns the next piece that isn't empty.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        match self.at {
            ExportStage::Over => return Ok(None),
            ExportStage::Head => {
                self.at = ExportStage::Years;
                return Ok(Some(self.head()));
            }
            ExportStage::Years => {}
        }
        while let Some((_, logs)) = self.years.try_next().await? {
            let text = self.text(&logs);
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        self.at = ExportStage::Over;
        Ok((self.format == ExportFormat::Json).then(export::json_end))
    }

    fn head(&self) -> Vec<u8> {
        match self.format {
            ExportFormat::Csv => export::csv_header(),
            ExportFormat::Json => export::json_head(&self.user, self.year, self.app.clock.now()),
        }
    }

    fn text(&mut self, logs: &[MonthLog]) -> Vec<u8> {
        let mut text = Vec::new();
        for log in logs {
            match self.format {
                ExportFormat::Csv => {
                    export::csv_month(log, &self.user.settings.types, self.today, &mut text);
                }
                ExportFormat::Json => export::json_month(log, &mut self.is_first, &mut text),
            }
        }
        text
    }
}
