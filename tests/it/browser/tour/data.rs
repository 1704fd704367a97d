//! The pages about imports, exports, and deletions.

use super::Step::{Arrive, Check, Choose, Click, Go, See, Type, Upload, Wait};
use super::{Step, Tour, Voice};

/// A table with an unknown type and a row that can't be read. Its names aren't English, so that
/// English texts of the page stand out.
const TABLE: &str = "Date,State\n2026-11-02,Home\n2026-11-03,Büro\n2026-11-04,Xyz\n\
    2026-11-05,Xyz\n2026-11-16,Büro\nsome day,Büro\n";

/// A table whose header says nothing about its columns.
const UNKNOWN: &str = "Prt,Rgt,Lst,Fnl\n2026-11-16,Brln,Büro,\n2026-11-17,Xsl,Büro,Vst\n";

/// A calendar with single and repeated events.
const CALENDAR: &str = "BEGIN:VCALENDAR\nNAME:Feiertage\nBEGIN:VEVENT\nDTSTART:20250101\n\
    SUMMARY:Nw Jhr\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20251225\nRRULE:FREQ=YEARLY\n\
    SUMMARY:Xms\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20250102\nSUMMARY:Urlaub\n\
    END:VEVENT\nEND:VCALENDAR\n";

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
