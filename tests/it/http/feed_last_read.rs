//! Tests when a calendar feed was last read, as its page shows it.

use std::time::Duration;

use super::feed::{create_feed, read};
use crate::support::server::Server;

on_both_stores! {
    last_read_is_shown_to_the_minute,
}

async fn last_read_is_shown_to_the_minute(server: Server) {
    let ada = server.remembered("ada").await;
    let zone = async |zone: &str| {
        let form = [("time_zone", zone), ("week_start", "mon")];
        ada.submit("/settings", &form).await;
    };
    let path = create_feed(&ada, "Team", "type").await;
    let shown = async || ada.page("/settings/feed").await.text(".rows small");
    assert!(shown().await.ends_with("not read yet"));
    for (seconds, expected) in [
        (0, "18 Nov 2026, 12:00"),
        (59, "18 Nov 2026, 12:00"),
        (1, "18 Nov 2026, 12:01"),
        (59 * 60 + 30, "18 Nov 2026, 13:00"),
        (11 * 60 * 60 + 15 * 60, "19 Nov 2026, 00:15"),
    ] {
        server.advance_clock(Duration::from_secs(seconds));
        read(&server, &path).await;
        let words = format!("last read {expected}");
        assert!(shown().await.ends_with(&words), "{words}");
    }
    for (name, expected) in
        [("America/New_York", "18 Nov 2026, 19:15"), ("Asia/Kolkata", "19 Nov 2026, 05:45")]
    {
        zone(name).await;
        let words = format!("last read {expected}");
        assert!(shown().await.ends_with(&words), "{words}");
    }
}
