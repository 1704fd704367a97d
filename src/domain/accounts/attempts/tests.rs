//! Tests which attempts share a count, and what a success does to it.

use super::*;
use crate::domain::accounts::password::PasswordHash;

fn noon() -> Timestamp {
    "2026-11-18T12:00:00Z".parse().unwrap()
}

fn from(address: &str) -> PasswordSource {
    PasswordSource::Login { address: address.parse().unwrap(), device: None }
}

fn with_device(device: &str) -> PasswordSource {
    let address = "192.0.2.7".parse().unwrap();
    PasswordSource::Login { address, device: Some(device.to_owned()) }
}

fn session() -> PasswordSource {
    PasswordSource::Session { address: "192.0.2.7".parse().unwrap() }
}

fn keys(username: &str, source: &PasswordSource) -> Vec<String> {
    password_keys(username, source).into_iter().map(|key| key.key).collect()
}

fn limits(source: &PasswordSource) -> Vec<(&'static str, u32)> {
    let keys = password_keys("ada", source);
    keys.iter().map(|key| (key.limit, key.policy.free_attempts)).collect()
}

fn common(one: &[String], other: &[String]) -> usize {
    one.iter().filter(|key| other.contains(key)).count()
}

#[test]
fn only_the_delay_is_shared_by_all_attempts_on_an_account() {
    let ada = keys("ada", &from("192.0.2.7"));
    assert_eq!(common(&ada, &keys("ADA", &from("192.0.2.7"))), 3);
    assert_eq!(common(&ada, &keys("ada", &from("192.0.2.8"))), 1);
    assert_eq!(common(&ada, &keys("bob", &from("192.0.2.7"))), 1, "spraying");
    assert_eq!(common(&ada, &keys("bob", &from("192.0.2.8"))), 0);
    let shared = password_keys("ada", &from("192.0.2.7"))
        .into_iter()
        .find(|key| keys("ada", &from("192.0.2.8")).contains(&key.key));
    assert_eq!(shared.unwrap().counting, Counting::Delayed);
}

#[test]
fn known_browsers_and_sessions_have_counts_of_their_own() {
    let sources = [from("192.0.2.7"), with_device("a"), with_device("b"), session()];
    for (index, source) in sources.iter().enumerate() {
        for other in &sources[index + 1..] {
            assert_eq!(
                common(&keys("ada", source), &keys("ada", other)),
                usize::from((source, other) == (&with_device("a"), &with_device("b"))),
                "{source:?} {other:?}"
            );
        }
    }
    assert_eq!(limits(&with_device("a")), [("login_device", 5), ("login_address", 100)]);
    assert_eq!(limits(&session()), [("login_session", 5)]);
}

#[test]
fn the_limits_of_larger_networks_are_higher() {
    let expected = [
        ("login_pair", 5),
        ("login_account", 20),
        ("login_address", 100),
        ("login_address", 200),
        ("login_address", 400),
    ];
    assert_eq!(limits(&from("2001:db8:1:2a3b::1")), expected);
    let own = keys("ada", &from("2001:db8:1:2a3b::1"));
    for (other, shared) in [
        ("2001:db8:1:2a3b:9::9", 5),
        ("2001:db8:1:2a3c::1", 3),
        ("2001:db8:1:2b3b::1", 2),
        ("2001:db8:2:2a3b::1", 1),
    ] {
        assert_eq!(common(&own, &keys("ada", &from(other))), shared, "{other}");
    }
}

#[test]
fn all_counters_of_an_account_can_be_found_by_its_subjects() {
    let hash = PasswordHash::from_phc("$argon2id$".to_owned());
    let email = "ada@example.org".parse().unwrap();
    let ada = User::new("Ada".parse().unwrap(), Some(email), hash, noon());
    let address = "192.0.2.7".parse().unwrap();
    let mut keys = password_keys("ada", &with_device("a"));
    keys.truncate(1);
    keys.extend(password_keys("ada", &session()));
    keys.extend(password_keys("ada", &from("192.0.2.7")).into_iter().take(2));
    keys.extend(reset_request_keys("ADA@example.org", address).into_iter().skip(1));
    keys.extend(reset_keys(&ada));
    let is_of = |key: &AttemptKey, subjects: &[String]| {
        subjects.iter().any(|subject| key.key.starts_with(&format!("{subject}:")))
    };
    assert!(keys.iter().all(|key| is_of(key, &account_subjects(&ada))));
    let deletions = deletion_keys(ada.id);
    assert!(is_of(&deletions[0], &user_subjects(&ada)));
    assert!(!is_of(&deletions[0], &account_subjects(&ada)));
}

#[test]
fn keys_contain_neither_names_nor_addresses() {
    for key in password_keys("ada", &from("192.0.2.7")) {
        assert!(!key.key.contains("ada") && !key.key.contains("192"), "{}", key.key);
        assert!(!key.limit.contains("ada"));
    }
}

#[test]
fn a_success_deletes_an_own_count_and_is_not_counted_in_a_shared_one() {
    let source = from("192.0.2.7");
    let [own, delayed, shared] = &password_keys("ada", &source)[..] else { panic!() };
    for (key, left) in [(own, None), (delayed, Some(2)), (shared, Some(2))] {
        let mut counter = Throttle::default();
        for _ in 0..3 {
            counter = key.count(&counter, noon()).unwrap();
        }
        assert_eq!(key.after_success(&counter).map(|counter| counter.attempts), left, "{key:?}");
    }
    let once = shared.count(&Throttle::default(), noon()).unwrap();
    assert_eq!(shared.after_success(&once), None, "nothing is left to count");
}

#[test]
fn an_account_is_delayed_but_never_rejected() {
    let source = from("192.0.2.7");
    let delayed = &password_keys("ada", &source)[1];
    let mut counter = Throttle::default();
    let mut delays = Vec::new();
    for _ in 0..1000 {
        counter = delayed.count(&counter, noon()).unwrap();
        delays.push(delayed.delay(&counter, noon()).num_milliseconds());
    }
    assert_eq!(delays[18..26], [0, 0, 250, 500, 1000, 2000, 2000, 2000]);
    assert_eq!(delays[999], 2000);
}

#[test]
fn an_early_attempt_names_its_limit() {
    let key = &reset_request_keys("ada", "192.0.2.7".parse().unwrap())[1];
    let mut counter = Throttle::default();
    let early = loop {
        match key.count(&counter, noon()) {
            Ok(next) => counter = next,
            Err(early) => break early,
        }
    };
    assert_eq!((counter.attempts, early.limit), (4, "forgot_account"));
}
