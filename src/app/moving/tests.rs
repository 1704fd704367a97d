//! Whose document is whose.

use super::roster::Roster;

#[test]
fn names_that_are_one_in_worklog() {
    let mut roster = Roster::default();
    assert_eq!(roster.add(Some("Ada"), "1".to_owned()), Ok(()));
    assert_eq!(roster.add(Some("Ada"), "2".to_owned()), Ok(()), "the same again");
    let refused = roster.add(Some("ada"), "3".to_owned()).unwrap_err();
    assert!(refused.starts_with("ada: The name differs from Ada"), "{refused}");
    assert!(roster.add(Some("x y"), "4".to_owned()).unwrap_err().contains("letters a to z"));
    assert!(roster.add(None, "5".to_owned()).unwrap_err().contains("no username"));
    assert_eq!(roster.add(Some("bob"), "6".to_owned()), Ok(()));
    assert_eq!(roster.add(Some("eve"), "7".to_owned()), Ok(()));
    assert_eq!(roster.add(Some("kim"), "8".to_owned()), Ok(()));

    let of = |roster: &mut Roster, name: Option<&str>, id: &str| {
        roster.of_log(name, id).map(|member| (member.username.to_string(), member.of_log_alone))
    };
    let known = |name: &str| Ok((name.to_owned(), false));
    assert_eq!(of(&mut roster, Some("Ada"), "a"), known("Ada"));
    assert!(of(&mut roster, Some("ada"), "b").is_err(), "that one is somebody else");
    assert!(of(&mut roster, Some("x y"), "c").is_err());
    assert_eq!(of(&mut roster, None, "6"), known("bob"), "by the key of its credentials");
    assert!(of(&mut roster, Some("BOB"), "d").is_err(), "may be the log of somebody else");
    assert_eq!(of(&mut roster, Some("KIM"), "g"), known("kim"), "the only one of that name");
    assert!(of(&mut roster, Some("kim"), "h").is_err(), "whose log may be the other's");
    assert!(of(&mut roster, None, "e").is_err());
    assert_eq!(of(&mut roster, Some("zoe"), "f"), Ok(("zoe".to_owned(), true)));
    let without: Vec<_> = roster.without_log().map(|member| member.username.to_string()).collect();
    assert_eq!(without, ["eve"]);
}
