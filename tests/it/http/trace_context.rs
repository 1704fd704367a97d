//! Tests that a request's trace context is passed on to the webhook.

use reqwest::Method;

use crate::support::server::{Browser, Server};
use crate::support::store::Backend;
use crate::support::webhook::{Hook, Mood};

on_each_backend! {
    the_trace_context_is_sent_to_the_webhook,
}

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";

/// Submits a form with these `traceparent` headers. Returns the status.
async fn post(browser: &Browser, path: &str, form: &[(&str, &str)], lines: &[&str]) -> u16 {
    let mut request = browser.request(Method::POST, path).form(form);
    for line in lines {
        request = request.header("traceparent", *line);
    }
    browser.send(request).await.status().as_u16()
}

async fn the_trace_context_is_sent_to_the_webhook(backend: Backend) {
    let hook = Hook::start(Mood::Answers(200));
    let server = Server::on(backend, &[hook.flag()]).await;
    let ada = server.sign_up("ada").await;
    assert_eq!(
        ada.submit("/settings/slack", &[("slack", &hook.url()), ("act", "save")]).await,
        "/settings/slack?done=saved"
    );
    let kept = format!("00-{TRACE}-{SPAN}-01");
    let unkept = format!("00-{TRACE}-{SPAN}-00");
    let malformed = format!("00-{TRACE}-{SPAN}-01-");
    let cases: [(&[&str], Option<&str>); 5] = [
        (&[&kept], Some("01")),
        (&[&unkept], Some("00")),
        (&[&malformed], None),
        (&[&kept, &kept], None),
        (&[], None),
    ];
    for (number, (lines, flags)) in cases.into_iter().enumerate() {
        let day = format!("/day/2026-11-{:02}", number + 2);
        assert_eq!(post(&ada, &day, &[("type", "office")], lines).await, 303);
        hook.lines(2 * number + 1).await;
        assert_eq!(post(&ada, "/settings/slack", &[("act", "test")], lines).await, 303);
        hook.lines(2 * number + 2).await;
        for parent in &hook.traces()[2 * number..] {
            let fields = parent.as_deref().map(|parent| parent.split('-').collect::<Vec<_>>());
            match (fields.as_deref(), flags) {
                (Some(["00", TRACE, span, kept]), Some(flags)) => {
                    assert!(*kept == flags && *span != SPAN && span.len() == 16, "{parent:?}");
                }
                (None, None) => {}
                _ => panic!("{parent:?} of {lines:?}"),
            }
        }
    }
}
