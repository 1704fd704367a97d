//! Tests concurrent changes to the same day, and their entity tags.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, get, log, with};
use crate::support::server::Server;

on_both_stores! {
    concurrent_unconditional_changes_all_succeed,
    identical_concurrent_changes_return_the_stored_entry,
    deletion_with_if_match_star_accepts_any_state,
    an_old_etag_never_matches_a_relogged_day,
    concurrent_settings_changes_are_all_kept,
}

const DAY: &str = "date=2018-01-02";

async fn concurrent_unconditional_changes_all_succeed(server: Server) {
    let ada = ada(&server).await;
    let notes = json!({"notes": "stays"}).to_string();
    let path = format!("{USER}?{DAY}&type=office");
    assert_eq!(call(&ada, Method::POST, &path, Some(&notes)).await.status, 200);
    let paths: Vec<_> =
        (0..16).map(|number| format!("{USER}?{DAY}&type=remote&location=Desk+{number}")).collect();
    for condition in [&[][..], &[("If-Match", "*")]] {
        let changes = paths.iter().map(|path| with(&ada, Method::PUT, path, condition, None));
        for response in join_all(changes).await {
            assert_eq!((response.status, &response.body["notes"]), (200, &json!("stays")));
        }
    }
}

async fn identical_concurrent_changes_return_the_stored_entry(server: Server) {
    let ada = ada(&server).await;
    let first = log(&ada, &format!("{DAY}&type=office")).await;
    let path = format!("{USER}?{DAY}&type=sick");
    let condition = [("If-Match", first.tag())];
    let changes = (0..8).map(|_| with(&ada, Method::PUT, &path, &condition, None));
    let responses = join_all(changes).await;
    let stored = get(&ada, &format!("{USER}?{DAY}")).await;
    assert_eq!(stored.body["type"], "sick");
    for response in responses {
        if response.status == 200 {
            assert_eq!((&response.body, response.tag()), (&stored.body, stored.tag()));
        } else {
            assert_eq!(response.status, 412);
        }
    }
}

async fn deletion_with_if_match_star_accepts_any_state(server: Server) {
    let ada = ada(&server).await;
    for _ in 0..4 {
        assert_eq!(log(&ada, &format!("{DAY}&type=office")).await.status, 200);
        let paths: Vec<_> = (0..8)
            .map(|number| format!("{USER}?{DAY}&type=remote&location=Desk+{number}"))
            .collect();
        let puts = join_all(paths.iter().map(|path| call(&ada, Method::PUT, path, None)));
        let path = format!("{USER}?{DAY}");
        let any = [("If-Match", "*")];
        let deletion = with(&ada, Method::DELETE, &path, &any, None);
        let (changed, deleted) = futures_util::future::join(puts, deletion).await;
        assert_eq!(deleted.status, 200, "{}", deleted.body);
        for response in changed {
            assert!(matches!(response.status, 200 | 404), "{}", response.body);
        }
    }
}

async fn an_old_etag_never_matches_a_relogged_day(server: Server) {
    let ada = ada(&server).await;
    let first = log(&ada, &format!("{DAY}&type=office")).await;
    let deleted = format!("{USER}?year=2018&deleteyear=true");
    assert_eq!(call(&ada, Method::DELETE, &deleted, None).await.status, 200);
    server.advance_clock(Duration::from_secs(1));
    assert_eq!(log(&ada, &format!("{DAY}&type=sick")).await.status, 200);
    let path = format!("{USER}?{DAY}");
    let read = with(&ada, Method::GET, &path, &[("If-None-Match", first.tag())], None).await;
    assert_eq!((read.status, &read.body["type"]), (200, &json!("sick")));
    let change = format!("{path}&type=vacation");
    let changed = with(&ada, Method::PUT, &change, &[("If-Match", first.tag())], None).await;
    assert_eq!(changed.status, 412);
}

async fn concurrent_settings_changes_are_all_kept(server: Server) {
    let ada = ada(&server).await;
    let path = format!("{USER}/settings");
    let each = ["remote", "vacation", "holiday", "sick"];
    let paths = each.map(|name| format!("{path}?{name}=7"));
    let responses = join_all(paths.iter().map(|path| call(&ada, Method::PUT, path, None))).await;
    let now = get(&ada, &path).await.body;
    assert_eq!(
        now["settings"]["total"],
        json!({"remote": 7, "vacation": 7, "holiday": 7, "sick": 7})
    );
    assert!(responses.iter().any(|response| response.body == now), "contains all changes");
}
