//! Tests the defaults and the reported problems.

use std::fs;

use clap::Parser;

use super::*;

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    settings: ConfigArgs,
}

fn check(arguments: &[&str]) -> Result<Config, ConfigErrors> {
    let line = [&["worklog"], arguments].concat();
    CommandLine::try_parse_from(line).unwrap().settings.check()
}

#[test]
fn defaults_match_the_documentation() {
    let config = check(&[]).ok().unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database.to_string(), "data/worklog.db");
    assert_eq!(config.session_lifetimes.idle.as_secs(), 20 * 60);
    assert_eq!(config.session_lifetimes.remember.as_secs(), 30 * 24 * 60 * 60);
    assert_eq!(config.session_lifetimes.max.as_secs(), 180 * 24 * 60 * 60);
    assert_eq!(config.session_lifetimes.max_unremembered.as_secs(), 12 * 60 * 60);
}

#[test]
fn all_problems_are_reported_together() {
    let wrong = [
        "--listen=here",
        "--metrics-listen=9090",
        "--signup=maybe",
        "--breached-passwords=/nowhere",
        "--session-idle=soon",
        "--session-max=180",
        "--session-max-unremembered=1000000y",
        "--public-url=ftp://x",
        "--secret-key=c2hvcnQ=",
        "--trusted-proxies=10.0.0.0/8,nowhere",
        "--max-connections=0",
        "--max-connections-per-address=many",
        "--log-format=xml",
        "--log=worklog=loudly",
        "--slack-hosts=hooks.slack.com,10.0.0.1",
        "--cors-origins=https://board.example.org/path",
        "--otlp-endpoint=collector:4318",
        "--smtp-url=smtp://mail.example.org",
    ];
    let problems = check(&wrong).err().unwrap();
    assert_eq!(problems.0.len(), wrong.len(), "{problems}");
}

#[test]
fn the_metrics_listener_requires_its_own_address() {
    let check_with = |address| check(&["--listen=127.0.0.1:8080", "--metrics-listen", address]);
    assert_eq!(check(&[]).ok().unwrap().metrics_listen, None);
    let metrics_listen = check_with("0.0.0.0:9090").ok().unwrap().metrics_listen;
    assert_eq!(metrics_listen, "0.0.0.0:9090".parse().ok());
    for taken in ["127.0.0.1:8080", "0.0.0.0:8080"] {
        let problems = check_with(taken).err().unwrap();
        assert!(problems.0.len() == 1 && problems.0[0].contains("WORKLOG_METRICS_LISTEN"));
    }
}

#[test]
fn email_requires_a_server_a_sender_and_a_public_url() {
    let (server, from) = ("--smtp-url=smtp://mail.example.org", "--mail-from=log@example.org");
    let public = "--public-url=https://log.example.org";
    assert!(check(&[server, from, public]).ok().unwrap().mailer.is_some());
    assert!(check(&[public]).ok().unwrap().mailer.is_none());
    for (wrong, name) in [
        (vec![server, public], "WORKLOG_MAIL_FROM"),
        (vec![from, public], "WORKLOG_SMTP_URL"),
        (vec![server, from], "WORKLOG_PUBLIC_URL"),
        (vec!["--smtp-url=mail.example.org", from, public], "WORKLOG_SMTP_URL"),
        (vec![server, "--mail-from=log", public], "WORKLOG_MAIL_FROM"),
    ] {
        let problems = check(&wrong).err().unwrap();
        assert!(problems.0.len() == 1 && problems.0[0].contains(name), "{problems}");
    }
}

#[test]
fn a_secret_can_be_read_from_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("url");
    fs::write(&path, "other.db\n").unwrap();
    let file = format!("--database-url-file={}", path.display());
    assert_eq!(check(&[&file]).ok().unwrap().database.to_string(), "other.db");
    let both = check(&[&file, "--database-url=x.db"]).err().unwrap();
    assert!(both.to_string().contains("set only one"), "{both}");
    assert!(check(&["--secret-key-file=/nowhere"]).is_err());
    fs::write(&path, "\n").unwrap();
    let empty = check(&[&file]).err().unwrap();
    assert!(empty.to_string().contains("is empty"), "{empty}");
}

#[test]
fn a_list_of_breached_passwords_is_checked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("list.txt");
    let flag = format!("--breached-passwords={}", path.display());
    for (text, expected) in [
        ("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3\r\n", None),
        ("password\n", Some("is not a list of SHA-1 hashes")),
        ("", Some("is empty")),
    ] {
        fs::write(&path, text).unwrap();
        let problems = check(&[&flag]).map(|config| config.breached_passwords.is_some());
        match expected {
            None => assert_eq!(problems, Ok(true)),
            Some(expected) => {
                let problems = problems.unwrap_err().to_string();
                let start = format!("WORKLOG_BREACHED_PASSWORDS: {}: {expected}", path.display());
                assert!(problems.contains(&start), "{problems}");
            }
        }
    }
    assert!(check(&[]).ok().unwrap().breached_passwords.is_none());
}

#[test]
fn the_labels_of_the_host_are_names_of_the_site() {
    let names = |url| check(&[&format!("--public-url={url}")]).ok().unwrap().site_names;
    assert_eq!(check(&[]).ok().unwrap().site_names, SiteNames::default());
    assert_eq!(names("http://192.168.1.5:8080"), SiteNames::default());
    let expected = SiteNames::of_host("b\u{fc}cherwurm.example");
    assert_eq!(names("https://xn--bcherwurm-q9a.example"), expected);
}

#[test]
fn debug_output_contains_no_secrets() {
    let line = CommandLine::try_parse_from([
        "worklog",
        "--database-url=mongodb://ada:tremble-otter@localhost/worklog",
        "--secret-key=tremble-otter",
        "--smtp-url=smtps://ada:tremble-otter@mail.example.org",
    ]);
    let printed = format!("{:?}", line.unwrap().settings);
    assert!(printed.contains("127.0.0.1:8080") && !printed.contains("tremble"), "{printed}");
}
