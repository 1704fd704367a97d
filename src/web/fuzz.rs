//! Fuzzes the parsers of headers, cookies, and addresses.

use std::net::IpAddr;

use actix_web::http::header::{self, EntityTag, HeaderMap, HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use tracing::Span;
use url::Url;

use super::api::bearer;
use super::auth::parse_local_path;
use super::device::Device;
use super::etag::matches_etag;
use super::private_hosts::is_private_host;
use super::site_config::{SignupPolicy, SiteConfig};
use super::{language, trace_context};
use crate::app::accounts::sessions::{format_browser, truncate_user_agent};
use crate::fuzz::{self, Target};

#[test]
fn fuzz_headers() {
    let seeds: [&[u8]; 12] = [
        b"de-AT,de;q=0.9,en;q=0.5,*;q=0.1",
        b"W/\"a1\", \"b\"",
        b"203.0.113.9, 10.0.0.1, ::ffff:10.0.0.2",
        b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        b"log.corp.internal:443",
        b"[2001:db8::1]:8080",
        b"/month/2026-11?view=list#a",
        b"//evil.example/\\",
        b"device.c2VjcmV0.YWNjb3VudA",
        b"https://log.example.org",
        b"Bearer worklog_0000000000000000000000000000000000000000000000000",
        b"Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
    ];
    let site = SiteConfig {
        public_url: None,
        signup: SignupPolicy::Open,
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        api_origins: Vec::new(),
    };
    fuzz::run(Target::Headers, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        check_text(&site, &text);
        let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
        let request =
            |name| TestRequest::default().insert_header((name, value.clone())).to_http_request();
        let _ = language::preferred_week_start(&request(header::ACCEPT_LANGUAGE));
        let _ = language::preferred(&request(header::ACCEPT_LANGUAGE));
        let tag = EntityTag::new_weak("a1".to_owned());
        let is_known = matches_etag(&request(header::IF_NONE_MATCH), &tag);
        assert!(!is_known || text.contains("\"a1\"") || text.trim() == "*", "{text}");
        let token = request(header::AUTHORIZATION);
        let token = bearer(token.headers());
        assert!(
            token.is_none_or(|token| text.trim_end().ends_with(token) && token == token.trim())
        );
        let mut headers = HeaderMap::new();
        headers.append(HeaderName::from_static("traceparent"), value.clone());
        let _ = trace_context::start(&Span::none(), &headers);
    });
}

fn check_text(site: &SiteConfig, text: &str) {
    if is_private_host(text) {
        // No browser sends a name that isn't valid, such as one that looks like a wrong IP address.
        let url = Url::parse(&format!("http://{text}/")).ok();
        let is_host = |url: &Url| url.path() == "/" && url.username().is_empty();
        assert!(url.is_none_or(|url| is_host(&url)), "{text}");
    }
    if let Some(path) = parse_local_path(text) {
        let base = Url::parse("https://log.example.org/").expect("a URL");
        let target = base.join(path).expect("a path");
        assert_eq!(target.origin(), base.origin(), "{path}");
    }
    let (proxy, other): (IpAddr, IpAddr) = ([10, 1, 2, 3].into(), [192, 0, 2, 1].into());
    assert_eq!(site.client_ip(other, text.lines()), other, "not a proxy");
    let client = site.client_ip(proxy, text.lines());
    let listed = text.split([',', '\n']).any(|hop| hop.trim().parse() == Ok(client));
    assert!(client == proxy || listed, "{client}");
    let _ = site.is_own_origin(text, "log.example.org");
    if let Some(device) = Device::parse(text) {
        assert_eq!(Device::parse(&device.value()), Some(device));
    }
    let agent = truncate_user_agent(Some(text));
    assert!(text.starts_with(&agent) && !format_browser(&agent).is_empty(), "{agent:?}");
}
