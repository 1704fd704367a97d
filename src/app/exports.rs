//! The record as files, a year at a time, so that no more than a year of it is ever held.

use std::ops::RangeInclusive;

use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt};

use super::{App, AppError, days};
use crate::domain::day::{Day, Month};
use crate::domain::export;
use crate::domain::user::User;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people and their spreadsheets.
    Csv,
    /// Everything of the account.
    Json,
}

/// The years that the record can have.
pub const YEARS: RangeInclusive<i32> = 1970..=2100;

/// Writes the entries of a year, or of all, as pieces of text: the head, then a piece for each year
/// that has entries, then the end.
pub fn write(
    app: App,
    user: User,
    year: Option<i32>,
    format: Format,
) -> impl Stream<Item = Result<Vec<u8>, AppError>> {
    let years = year.map_or(YEARS, |year| year..=year);
    let today = days::today_of(&app, &user);
    let export = Export { app, user, year, format, today, years, is_first: true, at: Place::Head };
    unfold(export, |mut export| async move {
        let piece = export.next().await.transpose()?;
        if piece.is_err() {
            export.at = Place::Over;
        }
        Some((piece, export))
    })
    .fuse()
}

enum Place {
    Head,
    Years,
    Over,
}

struct Export {
    app: App,
    user: User,
    year: Option<i32>,
    format: Format,
    today: Day,
    years: RangeInclusive<i32>,
    is_first: bool,
    at: Place,
}

impl Export {
    /// The next piece that has anything in it.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        match self.at {
            Place::Over => return Ok(None),
            Place::Head => {
                self.at = Place::Years;
                return Ok(Some(self.head()));
            }
            Place::Years => {}
        }
        while let Some(year) = self.years.next() {
            let text = self.year(year).await?;
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        self.at = Place::Over;
        Ok((self.format == Format::Json).then(export::json_end))
    }

    fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => export::csv_header(),
            Format::Json => export::json_head(&self.user, self.year, self.app.clock.now()),
        }
    }

    async fn year(&mut self, year: i32) -> Result<Vec<u8>, AppError> {
        let month = |number: u32| format!("{year:04}-{number:02}").parse::<Month>().ok();
        let (Some(first), Some(last)) = (month(1), month(12)) else { return Ok(Vec::new()) };
        let mut text = Vec::new();
        for log in days::months(&self.app, &self.user, first, last).await? {
            match self.format {
                Format::Csv => {
                    export::csv_month(&log, &self.user.settings.types, self.today, &mut text);
                }
                Format::Json => export::json_month(&log, &mut self.is_first, &mut text),
            }
        }
        Ok(text)
    }
}
