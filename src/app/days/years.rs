//! Reading a user's entries one year at a time, because all of their notes can take hundreds of
//! megabytes.

use futures_util::stream::try_unfold;
use futures_util::{Stream, TryFutureExt, TryStreamExt};

use super::months;
use crate::app::large_reads::LargeRead;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Month, Year};
use crate::domain::days::month_log::MonthLog;

/// Streams the months of some years in which something was ever logged, grouped by year, once it is
/// the turn of this export.
pub(crate) fn years<Y: IntoIterator<Item = i32, IntoIter: Send>>(
    app: &App,
    user: &User,
    years: Y,
) -> impl Stream<Item = Result<(Year, Vec<MonthLog>), AppError>> + Send + use<Y> {
    in_turn(app, user, read_years(app.clone(), user.clone(), years))
}

/// Delays a stream until it is the turn of this export, which lasts until the stream ends or is
/// dropped.
pub(crate) fn in_turn<T, S: Stream<Item = Result<T, AppError>>>(
    app: &App,
    user: &User,
    pieces: S,
) -> impl Stream<Item = Result<T, AppError>> + use<T, S> {
    let (reads, read) = (app.large_reads.clone(), LargeRead::Export(user.id));
    let delayed = async move {
        let turn = reads.turn(read).await?;
        Ok(pieces.inspect_ok(move |_| _ = &turn))
    };
    delayed.try_flatten_stream()
}

/// Streams the months of some years in which something was ever logged, grouped by year.
pub(crate) fn read_years(
    app: App,
    user: User,
    years: impl IntoIterator<Item = i32, IntoIter: Send>,
) -> impl Stream<Item = Result<(Year, Vec<MonthLog>), AppError>> + Send {
    let years = years.into_iter();
    try_unfold((app, user, years), |(app, user, mut years)| async move {
        for (first, last) in years.by_ref().filter_map(Month::of_year) {
            let logs = months(&app, &user, first, last).await?;
            // Let other requests run: the embedded store reads without waiting.
            tokio::task::yield_now().await;
            if !logs.is_empty() {
                return Ok(Some(((first.first_day().year(), logs), (app, user, years))));
            }
        }
        Ok(None)
    })
}
