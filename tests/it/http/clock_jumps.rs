//! Tests that a clock that once jumped a year ahead has no effect once it is corrected.

use std::time::Duration;

use super::feed::{create_feed, read};
use crate::support::samples::all_changes;
use crate::support::server::Server;

on_both_stores! {
    a_wait_ends_with_the_correction,
    a_session_used_while_the_clock_was_ahead_expires_as_usual,
    an_abandoned_session_expires_as_usual_after_the_next_cleanup,
    last_read_is_the_current_time_again,
    a_saved_day_cannot_be_undone_for_a_year,
}

const YEAR: Duration = Duration::from_hours(365 * 24);

async fn a_wait_ends_with_the_correction(server: Server) {
    server.sign_up("ada").await;
    server.advance_clock(YEAR);
    let log_in = async |password: &str| {
        let form = [("username", "ada"), ("password", password)];
        server.browser().post("/login", &form).await.status().as_u16()
    };
    for _ in 0..6 {
        assert_eq!(log_in("wrong-horse-1").await, 422);
    }
    assert_eq!(log_in("wrong-horse-1").await, 429);
    server.turn_clock_back(YEAR);
    assert_eq!(log_in("wrong-horse-1").await, 422);
    assert_eq!(log_in("wrong-horse-1").await, 429, "the count goes on");
}

async fn a_session_used_while_the_clock_was_ahead_expires_as_usual(server: Server) {
    server.advance_clock(YEAR);
    let ada = server.sign_up("ada").await;
    server.turn_clock_back(YEAR);
    assert_eq!(ada.status("/month").await, 200);
    server.advance_clock(Duration::from_mins(19));
    assert_eq!(ada.status("/month").await, 200);
    server.advance_clock(Duration::from_mins(20));
    assert_eq!(ada.status("/month").await, 303);
}

async fn an_abandoned_session_expires_as_usual_after_the_next_cleanup(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(YEAR);
    let ahead = server.logged_in("ada").await;
    server.turn_clock_back(YEAR);
    server.store().purge(server.app().clock.now()).await.unwrap();
    assert_eq!(ada.status("/month").await, 200);
    // The time for which a remembered session lasts.
    server.advance_clock(Duration::from_hours(30 * 24));
    assert_eq!(ahead.status("/month").await, 303);
}

async fn last_read_is_the_current_time_again(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = create_feed(&ada, "Team", "type").await;
    server.advance_clock(YEAR);
    read(&server, &path).await;
    server.turn_clock_back(YEAR);
    read(&server, &path).await;
    let shown = ada.page("/settings/feed").await.text(".rows small");
    assert!(shown.ends_with("last read 18 Nov 2026, 12:00"), "{shown}");
}

async fn a_saved_day_cannot_be_undone_for_a_year(server: Server) {
    server.advance_clock(YEAR);
    let ada = server.sign_up("ada").await;
    for day in ["2026-11-17", "2026-11-18"] {
        ada.submit(&format!("/day/{day}"), &[("type", "office")]).await;
    }
    let (app, user) = server.app_and_user("ada").await;
    let (from, to) = ("2026-11-17".parse().unwrap(), "2026-11-18".parse().unwrap());
    let changes = all_changes(&*app.store, user.id, from, to).await;
    let paths: Vec<_> =
        changes.iter().map(|change| format!("/changes/{}/undo", change.id)).collect();
    ada.submit(&paths[0], &[]).await;
    server.turn_clock_back(YEAR);
    let refused = ada.submit_expecting(&paths[1], &[], 409).await;
    assert!(refused.mentions("10 minutes"), "{}", refused.html);
}
