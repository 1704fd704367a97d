use super::*;
use crate::domain::values::short_text::assert_read;

fn noon() -> Timestamp {
    "2026-11-18T12:00:00Z".parse().unwrap()
}

fn token(name: &str, expires_at: Option<Timestamp>) -> Token {
    Token {
        id: TokenId::new(),
        user_id: UserId::new(),
        name: name.parse().unwrap(),
        token_hash: SecretHash::new("ab"),
        scope: Scope::Read,
        created_at: noon(),
        expires_at,
        last_used_at: None,
    }
}

#[test]
fn scopes_round_trip_through_text_and_json() {
    for scope in Scope::ALL.iter().copied() {
        assert_eq!(scope.as_str().parse(), Ok(scope));
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
    }
    assert_eq!("admin".parse::<Scope>(), Err(UnknownScope));
    assert_eq!("Write".parse::<Scope>(), Err(UnknownScope));
}

#[test]
fn write_includes_read() {
    for (has, needs, allowed) in [
        (Scope::Read, Scope::Read, true),
        (Scope::Read, Scope::Write, false),
        (Scope::Write, Scope::Read, true),
        (Scope::Write, Scope::Write, true),
    ] {
        assert_eq!(has.allows(needs), allowed, "{has:?} for {needs:?}");
    }
}

#[test]
fn lifetimes_have_the_stated_length() {
    let ends = ["2026-12-18T12:00:00Z", "2027-02-16T12:00:00Z", "2027-11-18T12:00:00Z"];
    let ends = ends.map(|end| end.parse().ok()).into_iter().chain([None]);
    for (lifetime, end) in Lifetime::ALL.iter().copied().zip(ends) {
        assert_eq!(lifetime.end(noon()), end);
        assert_eq!(lifetime.as_str().parse(), Ok(lifetime));
    }
    assert_eq!("".parse::<Lifetime>(), Err(UnknownLifetime));
    assert_eq!(Lifetime::default().as_str(), "90d");
}

#[test]
fn tokens_expire_and_are_removed_30_days_later() {
    let (before, after) = (noon() - TimeDelta::seconds(1), noon() + TimeDelta::seconds(1));
    let ends = token("x", Some(noon()));
    assert_eq!([before, noon(), after].map(|now| ends.has_expired(now)), [false, true, true]);
    assert_eq!(ends.forgotten_at(), "2026-12-18T12:00:00Z".parse().ok());
    let endless = token("x", None);
    assert!(!endless.has_expired(after));
    assert_eq!(endless.forgotten_at(), None);
}

#[test]
fn only_unexpired_tokens_count_for_names_and_limits() {
    let (past, future) = (Some(noon()), Some(noon() + TimeDelta::days(1)));
    let new = token("Laptop", future);
    for (others, most, expected) in [
        (vec![], 1, Ok(())),
        (vec![token("LAPTOP", future)], 9, Err(TokenError::NameTaken)),
        (vec![token("laptop", None)], 1, Err(TokenError::NameTaken)),
        (vec![token("laptop", past)], 1, Ok(())),
        (vec![token("a", None), token("b", future)], 2, Err(TokenError::TooMany)),
        (vec![token("a", None), token("b", past)], 2, Ok(())),
    ] {
        assert_eq!(new.fits_beside(&others, most), expected, "{others:?}");
    }
}

#[test]
fn parses_names() {
    let longest = "é".repeat(80);
    for (input, expected) in [
        ("  My \t laptop\n", Ok("My laptop")),
        (longest.as_str(), Ok(longest.as_str())),
        ("", Err("token_name.empty")),
        (" \t ", Err("token_name.empty")),
        ("a\u{7}b", Err("token_name.control")),
        ("La\u{200B}ptop", Err("token_name.invisible")),
        (format!("{longest}x").as_str(), Err("token_name.too_long")),
    ] {
        assert_read::<TokenName>(input, expected);
    }
    let stored: TokenName = serde_json::from_str("\"La\u{200B}ptop\"").unwrap();
    assert_eq!(stored.as_str(), "La\u{200B}ptop", "one that was let in before is still read");
}

#[test]
fn names_differing_only_in_case_are_the_same() {
    let key = |text: &str| text.parse::<TokenName>().unwrap().key();
    assert_eq!(key("Büro  LAPTOP"), key("büro laptop"));
    assert_ne!(key("laptop"), key("laptop 2"));
}
