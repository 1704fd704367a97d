//! Measures the memory that pages about a large record take.

use std::process::Stdio;

use worklog::domain::days::month_log::Precondition;
use worklog::storage::{self, Access};

use super::{Program, worklog};
use crate::support::mongod::free_port;
use crate::support::samples::{day_transaction, put, user};
use crate::support::server::Browser;
use crate::support::store::{Backend, place};

/// The notes of these years take about 60 MB, and the history as much again.
const YEARS: std::ops::Range<i32> = 1980..2021;

/// Returns the most memory that a page may take: several times the notes of a year. MongoDB sends 16
/// MiB at once, of which its driver has copies.
fn most_mib(backend: Backend) -> f64 {
    match backend {
        Backend::Embedded => 24.0,
        Backend::Mongo => 72.0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_about_a_large_record_take_little_memory() {
    for backend in Backend::ALL {
        let place = place(backend).await;
        let mut program = Program::serve(&place.url).await;
        Browser::at(&program.url).sign_up("ada", "").await;
        log_years(&place.url).await;
        // Without the memory that other pages left behind.
        program.kill();
        let mut command = worklog(&place.url);
        command.env("WORKLOG_RATE_LIMITS", "off").stdout(Stdio::null()).stderr(Stdio::null());
        let program = Program::spawn(&mut command, free_port());
        program.wait_for_status("/readyz", 200).await;
        let ada = Browser::at(&program.url);
        let login = [("username", "ada"), ("password", crate::support::server::PASSWORD)];
        ada.submit("/login", &login).await;
        let idle = program.settled_mib().await;
        program.reset_peak();
        let shown = ada.page("/settings/data").await;
        assert_eq!(shown.texts(".exports tbody th").len(), 1 + YEARS.len());
        let delete = "/settings/data/delete-all";
        let seen = ada.page(delete).await.value("input[name=seen]");
        let refused = ada.submit_expecting(delete, &[("seen", &*seen)], 422).await;
        assert_eq!(refused.value("input[name=seen]"), seen);
        ada.page("/settings/data/delete-account").await;
        let peak = program.memory_mib("VmHWM:");
        println!("{backend:?}: from {idle:.0} to {peak:.0} MiB");
        assert!(peak - idle <= most_mib(backend), "{backend:?}: from {idle:.0} to {peak:.0} MiB");
    }
}

/// Logs every day of many years with long notes.
async fn log_years(url: &str) {
    let store = storage::open(&url.parse().unwrap(), Access::Command).await.unwrap();
    let ada = store.user_by_name(&user("ada").username_key).await.unwrap().unwrap().id;
    let notes = "\u{1f600}".repeat(1000);
    for year in YEARS {
        let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take(365).map(|day| day.to_string());
        let edits = days.map(|day| put(&day, "office", &notes, Precondition::NoEntry));
        let transaction = day_transaction(ada, edits.collect::<Vec<_>>());
        assert_eq!(store.edit_days(ada, &transaction).await.unwrap().len(), 365);
    }
}
