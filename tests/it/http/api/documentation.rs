//! Tests how the `OpenAPI` document and the documentation pages are served.

use std::collections::BTreeMap;

use reqwest::Method;

use super::{ada, get, with};
use crate::support::server::Server;

/// Only the documentation pages relax the policy, and even they allow no scripts but their own.
#[actix_web::test]
async fn only_the_documentation_page_relaxes_the_csp() {
    let server = Server::start(&[]).await;
    let ada = ada(&server).await;
    for (path, styles) in [
        ("/api/", "'self' 'unsafe-inline'"),
        ("/api/v1/openapi.json", "'self'"),
        ("/month", "'self'"),
        ("/settings/tokens", "'self'"),
    ] {
        let response = ada.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        let policies: Vec<_> =
            response.headers().get_all("content-security-policy").iter().collect();
        assert_eq!(policies.len(), 1, "{path}");
        let rules = policies[0].to_str().unwrap().split(';').map(str::trim);
        let rules: BTreeMap<&str, &str> = rules.filter_map(|rule| rule.split_once(' ')).collect();
        assert_eq!(rules["default-src"], "'none'", "{path}");
        assert_eq!(rules["script-src"], "'self'", "{path}");
        assert_eq!(rules["style-src"], styles, "{path}");
        assert_eq!(rules["connect-src"], "'self'", "{path}");
        assert!(!policies[0].to_str().unwrap().contains("unsafe-eval"), "{path}");
    }
}

#[actix_web::test]
async fn the_openapi_document_has_an_etag() {
    let server = Server::start(&[]).await;
    let anybody = server.browser();
    let tag = get(&anybody, "/api/v1/openapi.json").await.tag().to_owned();
    let known = [("If-None-Match", tag.as_str())];
    let again = with(&anybody, Method::GET, "/api/v1/openapi.json", &known, None).await;
    assert_eq!(again.status, 304);
}

/// Optional fields are marked as such, and fields that reject null aren't nullable.
#[actix_web::test]
async fn the_openapi_document_describes_accepted_bodies() {
    let server = Server::start(&[]).await;
    let document = get(&server.browser(), "/api/v1/openapi.json").await.body;
    let user = "/paths/~1api~1v1~1user~1{user}";
    for (place, optional) in [
        (format!("{user}/post"), true),
        (format!("{user}/put"), true),
        (format!("{user}~1settings/put"), true),
        (format!("{user}~1tokens/post"), false),
        ("/paths/~1api~1v1~1login/post".to_owned(), false),
    ] {
        let body = document.pointer(&format!("{place}/requestBody")).expect("a body");
        assert_eq!(body["required"] != true, optional, "{place}: {body}");
        let schema = &body["content"]["application/json"]["schema"];
        assert!(schema.get("$ref").is_some() && schema.get("oneOf").is_none(), "{schema}");
    }
    let made = &document["components"]["schemas"]["NewToken"];
    assert_eq!(made["required"], serde_json::json!(["name"]));
}
