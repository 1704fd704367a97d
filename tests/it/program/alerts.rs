//! Tests which attacks an alert reports, by evaluating its expression. What the limits let through
//! is computed from the limits themselves.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use promql_parser::parser::{self, Expr};
use worklog::domain::Timestamp;
use worklog::domain::accounts::attempts::{AttemptKey, PasswordSource, password_keys};
use worklog::domain::accounts::throttle::Throttle;

use super::ops::alerts;
use crate::support::samples::later;

/// The increases of all series within 15 minutes, as they are written in expressions.
type Increases = BTreeMap<&'static str, f64>;

const FAILED: &str = r#"worklog_auth_events_total{kind="failed"}[15m]"#;
const SUCCEEDED: &str = r#"worklog_logins_total{outcome="ok"}[15m]"#;
const LIMITED: &str = r#"worklog_limited_attempts_total{policy="login_address"}[15m]"#;

/// Returns the value of an expression without labels, or `None` if it has none.
fn evaluate(expression: &Expr, increases: &Increases) -> Option<f64> {
    match expression {
        Expr::NumberLiteral(number) => Some(number.val),
        Expr::Paren(inner) => evaluate(&inner.expr, increases),
        Expr::Aggregate(sum) if sum.op.to_string() == "sum" && sum.modifier.is_none() => {
            evaluate(&sum.expr, increases)
        }
        Expr::Call(call) if call.func.name == "vector" => evaluate(&call.args.args[0], increases),
        Expr::Call(call) if call.func.name == "increase" => {
            increases.get(call.args.args[0].to_string().as_str()).copied()
        }
        Expr::Binary(binary) => {
            let (left, right) =
                (evaluate(&binary.lhs, increases), evaluate(&binary.rhs, increases));
            match binary.op.to_string().as_str() {
                "or" => left.or(right),
                ">" => left.filter(|left| right.is_some_and(|right| *left > right)),
                other => panic!("{other} isn't supported"),
            }
        }
        other => panic!("{other} isn't supported"),
    }
}

/// Returns whether an alert fires. Series without an increase don't exist, as after a start.
fn fires(name: &str, increases: &[(&'static str, u32)]) -> bool {
    let alerts = alerts();
    let alert = alerts.iter().find(|alert| alert["alert"] == name).expect(name);
    let expression = parser::parse(alert["expr"].as_str().expect("text")).expect("an expression");
    let increases = increases.iter().map(|(series, count)| (*series, f64::from(*count)));
    evaluate(&expression, &increases.filter(|(_, count)| *count > 0.).collect()).is_some()
}

/// Wrong passwords from one address, as the limits let them through.
#[derive(Default)]
struct Client {
    counters: BTreeMap<String, Throttle>,
    failed: u32,
    limited: u32,
}

impl Client {
    /// Enters a wrong password.
    fn fail(&mut self, username: &str, at: Timestamp) {
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
        let keys = password_keys(username, &PasswordSource::Login { address, device: None });
        let count = |key: &AttemptKey| {
            let counter = self.counters.get(&key.key).cloned().unwrap_or_default();
            key.count(&counter, at).map(|counted| (key.key.clone(), counted))
        };
        match keys.iter().map(count).collect::<Result<Vec<_>, _>>() {
            Ok(counted) => {
                self.counters.extend(counted);
                self.failed += 1;
            }
            Err(_) => self.limited += 1,
        }
    }
}

#[test]
fn spraying_below_the_limit_of_a_network_is_reported() {
    let mut client = Client::default();
    // A password for each of 90 names, evenly within 15 minutes.
    for name in 0..90 {
        client.fail(&format!("name{name}"), later(name * 10));
    }
    assert_eq!((client.failed, client.limited), (90, 0));
    assert!(!fires("WorklogSpraying", &[(FAILED, 90), (LIMITED, client.limited)]));
    assert!(fires("WorklogFailedLogins", &[(FAILED, 90)]), "nobody logs in");
    assert!(fires("WorklogFailedLogins", &[(FAILED, 90), (SUCCEEDED, 40)]));
}

#[test]
fn wrong_passwords_of_users_are_not_reported() {
    // A program that still uses an old password, and tries again every second.
    let mut client = Client::default();
    for second in 0..900 {
        client.fail("ada", later(second));
    }
    assert!(client.failed > 10 && client.limited > 800, "{} {}", client.failed, client.limited);
    assert!(!fires("WorklogFailedLogins", &[(FAILED, 3 * client.failed)]), "three of them");
    // On a Monday, a tenth of a thousand users mistype their password.
    assert!(!fires("WorklogFailedLogins", &[(FAILED, 100), (SUCCEEDED, 1_000)]));
    assert!(!fires("WorklogFailedLogins", &[(SUCCEEDED, 1_000)]));
}
