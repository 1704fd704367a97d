//! Tests the size limit of changes. A change is one document, which has at most 16 MB in MongoDB,
//! so larger changes are rejected with an explanation.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use worklog::domain::days::month_log::Precondition;
use worklog::storage::Store;

use crate::support::samples::{day_transaction, put};
use crate::support::server::Server;

on_both_stores! {
    a_merge_exceeding_the_size_limit_is_rejected,
    an_import_exceeding_the_size_limit_is_rejected,
}

/// With 4,000 bytes of notes each, these almost fill a document.
const MANY: u64 = 3000;

fn dates() -> impl Iterator<Item = NaiveDate> {
    let first: NaiveDate = "2001-01-01".parse().unwrap();
    (0..MANY).map(move |number| first + Days::new(number))
}

/// Logs many days with notes of the maximum length.
async fn fill(server: &Server, day_type: &str) {
    let store: Arc<dyn Store> = server.store();
    let (_, ada) = server.app_and_user("ada").await;
    let notes = "\u{1F4DD}".repeat(1000);
    let dates: Vec<_> = dates().collect();
    for some in dates.chunks(500) {
        let put =
            |date: &NaiveDate| put(&date.to_string(), day_type, &notes, Precondition::NoEntry);
        let transaction = day_transaction(ada.id, some.iter().map(put).collect::<Vec<_>>());
        assert_eq!(store.edit_days(ada.id, &transaction).await.unwrap().len(), some.len());
    }
}

async fn a_merge_exceeding_the_size_limit_is_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    fill(&server, "training").await;
    let path = "/settings/types/training/merge";
    let shown = ada.submit_expecting(path, &[("into", "office")], 422).await;
    shown.assert_only_text(".notice.warning", "too much text");
    assert_eq!(shown.count("#follows"), 1, "the preview is still shown");
    assert_eq!(ada.status("/settings/types/training").await, 200, "nothing was merged");
    assert_eq!(ada.type_of("2001-01-01").await, "training");
}

async fn an_import_exceeding_the_size_limit_is_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    fill(&server, "office").await;
    let mut table = String::from("Date,Type\n");
    dates().for_each(|date| writeln!(table, "{date},Sick").unwrap());
    let review = ada.import(&table).await;
    let upload = review.rsplit('=').next().unwrap();
    let yes = [("upload", upload), ("existing", "replace"), ("confirm", "yes")];
    ada.submit_expecting("/import", &yes, 422).await.field("file").assert_error("too much text");
    assert_eq!(ada.type_of("2001-01-01").await, "office", "nothing was imported");
    let first_year: String =
        table.lines().take(366).fold(String::new(), |text, line| text + line + "\n");
    let review = ada.import(&first_year).await;
    let upload = review.rsplit('=').next().unwrap();
    let yes = [("upload", upload), ("existing", "replace"), ("confirm", "yes")];
    assert_eq!(ada.post("/import", &yes).await.status(), 303, "a single year succeeds");
    assert_eq!(ada.type_of("2001-01-01").await, "sick");
}
