//! Tests hashing, and who waits for it.

use std::cell::Cell;

use futures_util::future::join_all;

use super::*;
use crate::domain::accounts::password::PasswordError;
use crate::fuzz::{self, Target};

#[tokio::test]
async fn verify_accepts_only_the_hashed_password() {
    let hasher = Hasher::start(&AppMetrics::default()).unwrap();
    let hash = hasher.hash(Password::from_input("tremble-otter-42")).await.unwrap();
    assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    let check = async |password: &str, hash: Option<&PasswordHash>| {
        hasher.verify(Password::from_input(password), hash.cloned()).await.unwrap()
    };
    assert!(check("tremble-otter-42", Some(&hash)).await);
    assert!(!check("tremble-otter-43", Some(&hash)).await);
    assert!(!check("tremble-otter-42", None).await);
    let no_hash = PasswordHash::from_phc("!".into());
    assert!(!check("tremble-otter-42", Some(&no_hash)).await);
}

#[test]
fn hashes_match_the_reference_implementation() {
    use argon2::PasswordVerifier;
    let mut memory = Vec::new();
    let output = argon2id(&Password::from_input("pass phrase"), &[7; 16], params(), &mut memory);
    let phc = to_phc(&[7; 16], &output.unwrap());
    let parsed = argon2::PasswordHash::new(phc.as_phc()).unwrap();
    assert!(Argon2::default().verify_password(b"pass phrase", &parsed).is_ok());
}

#[tokio::test]
async fn the_thread_survives_a_panicking_job() {
    let hasher = Hasher::start(&AppMetrics::default()).unwrap();
    let failed: Result<(), _> = hasher.run(|_| panic!("on purpose")).await;
    assert!(matches!(failed, Err(AppError::HasherBusy)));
    assert!(!hasher.verify(Password::from_input("tremble-otter-42"), None).await.unwrap());
}

#[tokio::test]
async fn a_new_password_that_is_easy_to_guess_is_rejected() {
    let hasher = Hasher::start(&AppMetrics::default()).unwrap();
    let check = async |password: &str| {
        let (ada, site) = ("ada".parse().unwrap(), SiteNames::default());
        hasher.check_strength(Password::from_input(password), ada, site).await
    };
    assert!(check("tremble-otter-42").await.is_ok());
    let refused = check("password").await;
    assert!(matches!(refused, Err(AppError::WeakPassword(PasswordError::TooCommon))));
}

#[tokio::test]
async fn a_client_does_not_fill_the_queue() {
    let hasher = Hasher::start(&AppMetrics::default()).unwrap();
    let done = Cell::new(0);
    let check = async |client: &str| {
        let _turn = hasher.turn(client).await.unwrap();
        hasher.verify(Password::from_input("x"), None).await.unwrap();
        done.update(|done| done + 1);
        done.get()
    };
    let many = join_all((0..CLIENT_JOBS * 6).map(|_| check("eve")));
    let (_, place) = tokio::join!(many, check("ada"));
    assert!(place <= CLIENT_JOBS * 2 + 1, "{place}");
}

#[tokio::test]
async fn a_full_queue_is_reported_immediately() {
    let hasher = Hasher::start(&AppMetrics::default()).unwrap();
    let attempts = (0..QUEUE * 2).map(|_| hasher.verify(Password::from_input("x"), None));
    let outcomes = join_all(attempts).await;
    let busy =
        outcomes.iter().filter(|outcome| matches!(outcome, Err(AppError::HasherBusy))).count();
    assert!((QUEUE - 8..=QUEUE).contains(&busy), "{busy}");
    assert_eq!(hasher.metrics.passwords_refused.get(), busy as u64);
    assert_eq!(hasher.metrics.passwords_waiting.get(), 0);
}

/// A stored hash may come from a backup.
#[test]
fn fuzz_password_hash() {
    let phc = to_phc(&[7; SALT_BYTES], &[0; OUTPUT_BYTES]);
    fuzz::run(Target::PasswordHash, &[phc.as_phc().as_bytes(), b"!"], |bytes| {
        let parsed = parse_phc(&String::from_utf8_lossy(bytes));
        assert!(parsed.is_none_or(|(_, salt, output)| {
            let again = parse_phc(to_phc(&salt, &output).as_phc());
            again.is_some_and(|again| again.1 == salt && again.2 == output)
        }));
    });
}
