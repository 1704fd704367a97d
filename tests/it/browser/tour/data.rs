//! The pages about imports, exports, and deletions.

use super::Step::{Arrive, Check, Choose, Click, Go, See, Type, Upload, Wait};
use super::{Step, Tour, Voice};
use crate::browser::imports::{CALENDAR, TABLE, UNKNOWN};

in_each_language! {
    imports,
    deletions,
}

pub(super) const TOURS: &[&[Step]] = &[IMPORT, COLUMNS, EVENTS, DELETIONS];

const IMPORT: &[Step] = &[
    Go("/import"),
    Click("#send"),
    Wait("#file-error"),
    Check("/import with an error"),
    Upload(TABLE),
    Wait("#sums"),
    Arrive("/import"),
    Click("#type-0 option[value=new]"),
    Click("input[name=existing][value=replace] + span"),
    Type("#label-0", ""),
    Click("#again"),
    Wait("#type-0-error"),
    Check("a new type without a name"),
];

const COLUMNS: &[Step] = &[
    Upload(UNKNOWN),
    Check("the choice of columns"),
    Choose("#column-date", ""),
    Choose("#column-type", ""),
    Click("#continue"),
    Wait("#column-type-error"),
    Click(".formats summary"),
    Check("the choice of columns with errors"),
];

const EVENTS: &[Step] = &[
    Upload(CALENDAR),
    Wait("#sums"),
    Click(".known summary"),
    Check("the preview of a calendar"),
    Click("#confirm"),
    Wait("#undo"),
    Check("the result of an import"),
];

async fn imports(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    tour.second_client().await.submit("/day/2026-11-16", &[("type", "sick")]).await;
    for steps in [IMPORT, COLUMNS, EVENTS] {
        tour.follow(steps).await;
    }
    tour.finish(&[422]).await;
}

const DELETIONS: &[Step] = &[
    See("/settings/data"),
    See("/settings/data/delete-year?year=2026"),
    See("/settings/data/delete-year?year=2025"),
    See("/settings/data/delete-all"),
    Click("main button.danger"),
    Wait("[aria-invalid=true]"),
    Check("deleting all days without confirmation"),
    See("/settings/data/delete-account"),
    Click("main button.danger"),
    Wait("#password-error"),
    Check("deleting the account without a password"),
];

async fn deletions(voice: Voice) {
    let mut tour = Tour::signed_up(voice).await;
    tour.second_client().await.submit("/day/2026-11-16", &[("type", "sick")]).await;
    tour.follow(DELETIONS).await;
    tour.finish(&[422]).await;
}
