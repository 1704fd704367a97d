//! Tests `config check`: values, their sources, hidden secrets, and problems.

use std::any::TypeId;
use std::fs;

use clap::Args;
use secrecy::SecretString;
use worklog::config::ConfigArgs;

use super::{complaint, run, worklog};

/// Returns the output of `config check` with these variables and flags.
fn checked(variables: &[(&str, &str)], flags: &[&str]) -> String {
    let mut command = worklog("worklog.db");
    command.env_remove("WORKLOG_DATABASE_URL").envs(variables.iter().copied());
    let output = command.args(["config", "check"]).args(flags).output().expect("runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Returns the source and the value of a setting in the output.
fn row<'a>(output: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let row = output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    row.trim().split_once("  ").map(|(source, value)| (source, value.trim()))
}

#[test]
fn config_check_prints_each_setting_with_its_source() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("url");
    fs::write(&file, "mongodb://ada:tremble-otter@db/log?replicaSet=rs0\n").unwrap();
    let path = file.to_str().unwrap();
    let variables =
        [("WORKLOG_SIGNUP", "invite"), ("WORKLOG_DATABASE_URL_FILE", path), ("WORKLOG_LOG", "")];
    let output = checked(&variables, &["--listen=127.0.0.1:9000", "--signup=closed"]);
    for (name, expected) in [
        ("WORKLOG_LISTEN", Some(("flag", "127.0.0.1:9000"))),
        ("WORKLOG_SIGNUP", Some(("flag", "closed"))),
        ("WORKLOG_DATABASE_URL", Some(("file", "mongodb://db/log?replicaSet=rs0"))),
        ("WORKLOG_DATABASE_URL_FILE", Some(("environment", path))),
        ("WORKLOG_SECRET_KEY", Some(("default", "unset"))),
        ("WORKLOG_SECRET_KEY_FILE", None),
        ("WORKLOG_LOG", Some(("default", "info"))),
        ("WORKLOG_CORS_ORIGINS", Some(("default", "unset"))),
    ] {
        assert_eq!(row(&output, name), expected, "{name}: {output}");
    }
    let output = checked(&[("WORKLOG_SIGNUP", "invite")], &[]);
    assert_eq!(row(&output, "WORKLOG_SIGNUP"), Some(("environment", "invite")));
    assert_eq!(row(&output, "WORKLOG_DATABASE_URL"), Some(("default", "data/worklog.db")));
    for name in crate::deploy::settings::variables() {
        assert_eq!(row(&output, &name).is_some(), !name.ends_with("_FILE"), "{name}: {output}");
    }
}

#[test]
fn settings_are_accepted_before_and_between_the_words_of_a_command() {
    for line in [
        ["--listen=127.0.0.1:9000", "config", "check"],
        ["config", "--listen=127.0.0.1:9000", "check"],
        ["config", "check", "--listen=127.0.0.1:9000"],
    ] {
        let output = run("worklog.db", &line, "");
        let output = String::from_utf8(output.stdout).unwrap();
        assert_eq!(row(&output, "WORKLOG_LISTEN"), Some(("flag", "127.0.0.1:9000")), "{line:?}");
    }
}

/// A valid value of each secret, what must not be printed, and what is.
const SECRETS: [(&str, &str, &str, &str); 3] = [
    (
        "database_url",
        "mongodb://ada:tremble-otter@db/log?proxyPassword=tremble-otter",
        "tremble",
        "mongodb://db/log?proxyPassword=(hidden)",
    ),
    (
        "secret_key",
        "dHJlbWJsZS1vdHRlci10cmVtYmxlLW90dGVyLXRyZW1ibGUtb3R0ZXItdHJlbWJsZS1vdHRlci10cmVtYmxlLQ==",
        "dHJlb",
        "(hidden)",
    ),
    (
        "smtp_url",
        "smtps://ada:tremble-otter@mail.example.org",
        "tremble",
        "smtps://mail.example.org:465",
    ),
];

/// Finds the secrets by their type, so that a new one requires a row in `SECRETS`.
#[test]
fn config_check_hides_every_secret() {
    let settings = ConfigArgs::augment_args(clap::Command::new("worklog"));
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("secret");
    let mail = [
        ("WORKLOG_SMTP_URL", SECRETS[2].1),
        ("WORKLOG_MAIL_FROM", "log@example.org"),
        ("WORKLOG_PUBLIC_URL", "https://log.example.org"),
    ];
    for setting in settings.get_arguments() {
        let (id, name) = (setting.get_id().as_str(), setting.get_env().unwrap().to_str().unwrap());
        let is_secret = setting.get_value_parser().type_id() == TypeId::of::<SecretString>();
        let has_file =
            settings.get_arguments().any(|other| other.get_id() == &format!("{id}_file"));
        assert_eq!(is_secret, has_file, "{name}: a secret can be read from a file");
        if !is_secret {
            let suspicious =
                ["key", "token", "password", "secret"].iter().any(|word| id.contains(word));
            // A path, not a secret.
            let is_list = id == "breached_passwords";
            assert!(
                !suspicious || id.ends_with("_file") || is_list,
                "{name} must be a SecretString"
            );
            continue;
        }
        let known = SECRETS.iter().find(|(secret, ..)| *secret == id);
        let (_, value, hidden, shown) = known.unwrap_or_else(|| panic!("{id}: a row in SECRETS"));
        let mut variables = mail.to_vec();
        variables.retain(|(variable, _)| *variable != name);
        if id != "smtp_url" {
            variables.clear();
        }
        fs::write(&file, value).unwrap();
        let flag = format!("--{}={value}", id.replace('_', "-"));
        let file_variable = format!("{name}_FILE");
        let from_file =
            [&variables[..], &[(file_variable.as_str(), file.to_str().unwrap())]].concat();
        let from_variable = [&variables[..], &[(name, value)]].concat();
        for (source, variables, flags) in [
            ("flag", &variables, &[flag.as_str()][..]),
            ("environment", &from_variable, &[]),
            ("file", &from_file, &[]),
        ] {
            let output = checked(variables, flags);
            assert!(!output.contains(hidden), "{output}");
            assert_eq!(row(&output, name), Some((source, *shown)), "{output}");
        }
        // The values are invalid together with another one, whose problem is printed.
        let error = complaint(&run("worklog.db", &["config", "check", &flag, "--signup=x"], ""));
        let wrong = format!("--{}=x://{hidden}", id.replace('_', "-"));
        let wrong = complaint(&run("", &["config", "check", &wrong], ""));
        assert!(!error.contains(hidden) && !wrong.contains(hidden), "{error}{wrong}");
        assert!(wrong.contains(name), "{wrong}");
    }
}

#[test]
fn config_check_reports_the_problems_that_stop_the_server() {
    let wrong = ["--listen=here", "--signup=maybe", "--log-format=xml", "--session-idle=soon"];
    let [checked, served] = [&["config", "check"][..], &["serve"]]
        .map(|command| run("worklog.db", &[command, &wrong].concat(), ""));
    let problems = complaint(&checked);
    for name in ["LISTEN", "SIGNUP", "LOG_FORMAT", "SESSION_IDLE"] {
        assert!(problems.contains(&format!("WORKLOG_{name}: ")), "{problems}");
    }
    assert_eq!(problems, complaint(&served));
    assert_eq!(String::from_utf8(checked.stdout).unwrap(), "");
}
