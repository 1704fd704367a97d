//! Fuzzes the parsers of settings.

use std::time::Duration;

use clap::{CommandFactory, FromArgMatches, Parser};

use super::ConfigArgs;
use super::parse::{
    parse_collector_url, parse_lifetime, parse_maximum, parse_networks, parse_origins,
    parse_public_url, parse_secret_key,
};
use crate::fuzz::{self, Target};

#[test]
fn fuzz_config() {
    let seeds: [&[u8]; 7] = [
        b"20m",
        b"1year 2months 3days 4h 5m 6s",
        b"https://log.example.org:8443/",
        b"10.0.0.0/8, fd00::/8,127.0.0.1",
        b"https://board.example.org,http://localhost:3000",
        b"4096",
        b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    ];
    fuzz::run(Target::Config, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        match parse_lifetime(&text) {
            Ok(lifetime) => assert!(lifetime <= Duration::from_hours(100 * 365 * 24)),
            Err(error) => assert!(!error.is_empty()),
        }
        if let Ok(url) = parse_public_url(&text) {
            assert_eq!(parse_public_url(url.as_str()), Ok(url));
        }
        if let Ok(url) = parse_collector_url(&text) {
            assert!(!url.as_str().contains(['?', '#']) && url.password().is_none(), "{url}");
        }
        if let Ok(networks) = parse_networks(&text) {
            let list: Vec<_> = networks.iter().map(ToString::to_string).collect();
            assert_eq!(parse_networks(&list.join(",")), Ok(networks));
        }
        for origin in parse_origins(&text).iter().flatten() {
            assert!(origin.is_ascii() && !origin.ends_with('/'), "{origin}");
        }
        assert!(
            parse_maximum(&text).is_ok_and(|maximum| maximum > 0) || parse_maximum(&text).is_err()
        );
        let _ = parse_secret_key(&text);
    });
}

#[derive(Parser)]
struct FuzzedArgs {
    #[command(flatten)]
    settings: ConfigArgs,
}

/// Secrets that no message and no description may contain.
const SECRETS: [(&str, &str); 3] = [
    ("--database-url=mongodb://ada:s3cret-of-db@db.example/log", "s3cret-of-db"),
    ("--smtp-url=smtps://ada:s3cret-of-mail@mail.example.org", "s3cret-of-mail"),
    ("--secret-key=czNjcmV0czNjcmV0czNjcmV0", "czNjcmV0czNjcmV0"),
];

#[test]
fn fuzz_config_args() {
    let seeds: [&[u8]; 3] = [
        b"--listen=[::1]:8080\n--metrics-listen=127.0.0.1:9090\n--signup=invite\n--rate-limits=off\n--log=info,mongodb=debug\n--log-format=json",
        b"--public-url=https://log.example.org\n--mail-from=Worklog <log@example.org>\n--slack-hosts=hooks.slack.com,b.example:8443\n--trusted-proxies=10.0.0.0/8, ::1",
        b"--session-idle=20m\n--session-max=180d\n--max-connections=4096\n--max-connections-per-address=256\n--cors-origins=https://board.example.org\n--otlp-endpoint=http://collector.example.org:4318",
    ];
    fuzz::run(Target::ConfigArgs, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let reads_file = |flag: &str| flag.contains("-file") || flag.contains("breached");
        let flags = text.lines().filter(|flag| !reads_file(flag));
        let secrets = SECRETS.iter().map(|(flag, _)| *flag);
        // One of the secrets is invalid, so the settings are rejected with it.
        for secrets in [secrets.clone().take(2).collect::<Vec<_>>(), secrets.collect()] {
            let line = std::iter::once("worklog").chain(secrets).chain(flags.clone());
            let Ok(matches) = FuzzedArgs::command().try_get_matches_from(line) else { return };
            let settings = ConfigArgs::from_arg_matches(&matches).expect("settings");
            let shown = match settings.check() {
                Ok(config) => config.describe(&matches),
                Err(problems) => problems.to_string(),
            };
            assert!(shown.lines().count() > 1, "{shown}");
            assert!(SECRETS.iter().all(|(_, secret)| !shown.contains(secret)), "{shown}");
        }
    });
}
