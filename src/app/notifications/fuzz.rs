//! Fuzzes the URLs that messages are sent to.

use url::Url;

use super::mail::SmtpServer;
use super::webhooks::Webhooks;
use super::{AddressPolicy, WebhookHosts};
use crate::domain::fuzz::assert_worded;
use crate::fuzz::{self, Target};

#[test]
fn fuzz_urls() {
    let hosts: WebhookHosts = "hooks.slack.com,b.example:8443".parse().expect("hosts");
    let webhooks = Webhooks::new(hosts, AddressPolicy::Public).expect("a client");
    let seeds: [&[u8]; 5] = [
        b"https://hooks.slack.com/services/T0/B0/secret-of-slack",
        b"https://B.example.:8443/a?b=c#d",
        b"smtp://ada:pass%20word@mail.example.org:587?tls=required",
        b"smtps://[::1]:465",
        b"a.example, b.example:8443",
    ];
    fuzz::run(Target::Urls, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        match webhooks.check(&text) {
            Ok(webhook) => {
                let url: Url = webhook.secret().parse().expect("a URL");
                let host = (url.scheme(), url.host_str(), url.port());
                let allowed = [(Some("hooks.slack.com"), None), (Some("b.example"), Some(8443))];
                assert!(url.scheme() == "https" && allowed.contains(&(host.1, host.2)), "{url}");
                assert!(url.username().is_empty() && url.password().is_none(), "{url}");
                assert_eq!(webhooks.check(webhook.secret()), Ok(webhook));
            }
            Err(error) => assert_worded(&error.into()),
        }
        if let Ok(server) = text.parse::<SmtpServer>() {
            let shown = server.to_string();
            assert!(shown.parse::<SmtpServer>().is_ok_and(|again| again.to_string() == shown));
            assert!(!shown.contains('@'), "{shown}");
        }
        let with_password = format!("smtp://ada:{text}s3cret{text}@mail.example.org");
        let shown = match with_password.parse::<SmtpServer>() {
            Ok(server) => format!("{server} {server:?}"),
            Err(error) => error.to_owned(),
        };
        assert!(!shown.contains("s3cret"), "{with_password}: {shown}");
        match text.parse::<WebhookHosts>() {
            Ok(hosts) => {
                let list = hosts.to_string().replace(" or ", ",");
                assert_eq!(list.parse(), Ok(hosts));
            }
            Err(error) => assert!(!error.is_empty()),
        }
    });
}
