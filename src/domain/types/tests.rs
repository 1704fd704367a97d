//! Tests slugs, letters, and edits of types.

use proptest::prelude::*;

use super::*;

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn terms(label: &str) -> TypeTerms {
    TypeTerms {
        label: label.parse().unwrap(),
        color: Color::Teal,
        kind: TypeKind::Work,
        location: LocationRule::None,
    }
}

fn add(label: &str) -> TypesEdit {
    TypesEdit::Add(terms(label))
}

fn merge(from: &str, into: &str) -> TypesEdit {
    TypesEdit::Merge { from: slug(from), into: slug(into) }
}

/// Returns the default types after edits that must all succeed.
fn after(edits: impl IntoIterator<Item = TypesEdit>) -> DayTypes {
    let mut types = DayTypes::default();
    for edit in edits {
        types.apply(&edit).unwrap();
    }
    types
}

fn slugs(types: &DayTypes) -> Vec<&str> {
    types.iter().map(|found| found.slug.as_str()).collect()
}

#[test]
fn slugs_are_limited_to_plain_characters() {
    for (input, fits) in [
        ("office", true),
        ("jury-duty-2", true),
        ("Office", false),
        ("", false),
        ("a b", false),
        ("büro", false),
    ] {
        assert_eq!(input.parse::<Slug>().is_ok(), fits, "{input}");
    }
    assert!("x".repeat(41).parse::<Slug>().is_err());
}

#[test]
fn the_built_in_types_have_distinct_letters() {
    let types = DayTypes::default();
    let letters: String = types.iter().map(DayType::letter).collect();
    assert_eq!(letters, "ORVHS");
    let keys: String = types.iter().filter_map(DayType::key).collect();
    assert_eq!(keys, "orvhs");
    assert!(types.iter().all(|found| found.slug.is_built_in()));
}

#[test]
fn letters_are_unique_among_offered_types() {
    let types = after([add("Training"), add("Travel"), add("Rest"), add("RST"), add("2 days")]);
    let found: Vec<_> = types.custom().map(|found| (found.letter(), found.key())).collect();
    let expected =
        [('T', Some('t')), ('A', Some('a')), ('E', Some('e')), ('R', None), ('D', Some('d'))];
    assert_eq!(found, expected);

    let mut types = types;
    types.apply(&TypesEdit::Archive(slug("remote"), true)).unwrap();
    assert_eq!(
        types.get(&slug("remote")).map(|found| (found.letter(), found.key())),
        Some(('R', None))
    );
    assert_eq!(types.get(&slug("travel")).unwrap().letter(), 'R');
}

#[test]
fn reads_documents_without_newer_fields() {
    let old = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work","location":"optional"}]"#;
    let types: DayTypes = serde_json::from_str(old).unwrap();
    assert_eq!(types.get(&slug("office")).unwrap().key(), Some('o'));
    assert_eq!(serde_json::to_string(&types).unwrap(), old);
    let types = after([add("Training"), add("Course"), merge("course", "training")]);
    let json = serde_json::to_string(&types).unwrap();
    assert_eq!(serde_json::from_str::<DayTypes>(&json).unwrap(), types);
}

#[test]
fn rejects_invalid_edits() {
    let mut full = DayTypes::default();
    for number in 0..MAX_CUSTOM_TYPES {
        full.apply(&add(&format!("Own {number}"))).unwrap();
    }
    let mut one_left = DayTypes::default();
    for (built_in, _) in &BUILT_IN[1..] {
        one_left.apply(&TypesEdit::Archive(slug(built_in), true)).unwrap();
    }
    let some = after([add("Training"), add("Course")]);
    for (types, edit, error) in [
        (&full, add("One more"), TypesError::TooMany),
        (&some, add("training"), TypesError::LabelTaken),
        (&some, add("OFFICE"), TypesError::LabelTaken),
        (&some, add("krank"), TypesError::LabelTaken),
        (&some, TypesEdit::Change(slug("course"), terms("Büro")), TypesError::LabelTaken),
        (&some, TypesEdit::Change(slug("office"), terms("Urlaub")), TypesError::LabelTaken),
        (&some, TypesEdit::Change(slug("course"), terms("TRAINING")), TypesError::LabelTaken),
        (&some, TypesEdit::Change(slug("gone"), terms("Gone")), TypesError::NoSuchType),
        (&some, TypesEdit::Move(slug("gone"), Direction::Up), TypesError::NoSuchType),
        (&some, TypesEdit::Archive(slug("gone"), true), TypesError::NoSuchType),
        (&one_left, TypesEdit::Archive(slug("office"), true), TypesError::LastOffered),
        (&some, merge("training", "training"), TypesError::SameType),
        (&some, merge("training", "gone"), TypesError::NoSuchType),
        (&some, merge("gone", "training"), TypesError::NoSuchType),
        (&some, merge("sick", "training"), TypesError::BuiltIn),
    ] {
        let mut changed = types.clone();
        assert_eq!(changed.apply(&edit), Err(error), "{edit:?}");
        assert_eq!(changed, *types, "{edit:?}");
    }
}

#[test]
fn changing_a_type_keeps_its_slug() {
    let mut types = after([add("Training")]);
    let other =
        TypeTerms { kind: TypeKind::Leave, location: LocationRule::Required, ..terms("Course") };
    assert_eq!(types.apply(&TypesEdit::Change(slug("training"), other.clone())), Ok(true));
    assert_eq!(types.apply(&TypesEdit::Change(slug("training"), other.clone())), Ok(false));
    let found = types.get(&slug("training")).unwrap();
    assert_eq!((found.label.as_str(), found.kind), ("Course", TypeKind::Leave));

    types
        .apply(&TypesEdit::Change(
            slug("sick"),
            TypeTerms { label: "Ill".parse().unwrap(), ..other },
        ))
        .unwrap();
    let found = types.get(&slug("sick")).unwrap();
    assert_eq!((found.label.as_str(), found.color), ("Ill", Color::Teal));
    assert_eq!(
        (found.kind, found.location),
        (TypeKind::Leave, LocationRule::None),
        "stay as built in"
    );
    assert_eq!(
        types.apply(&TypesEdit::Change(slug("training"), terms("COURSE"))),
        Ok(true),
        "its own"
    );
}

#[test]
fn the_translated_name_of_a_renamed_type_is_free() {
    let rename = |label: &str| TypesEdit::Change(slug("sick"), terms(label));
    let mut types = after([rename("Ill"), add("Krank")]);
    let back = types.apply(&rename("Sick"));
    assert_eq!(back, Err(TypesError::LabelTaken), "it would be shown as Krank");
    assert_eq!(types.apply(&rename("Krankheit")), Ok(true));
    let mut types = after([rename("Krank")]);
    assert_eq!(types.apply(&rename("Sick")), Ok(true), "its own name");
}

/// Types of 1.0.0 may have the translated name of a built-in type.
#[test]
fn a_stored_type_keeps_the_name_of_a_translation() {
    let mut stored = serde_json::to_value(after([add("Training")])).unwrap();
    stored[5]["label"] = "Krank".into();
    let mut types: DayTypes = serde_json::from_value(stored).unwrap();
    let recolored = |label: &str| TypeTerms { color: Color::Pink, ..terms(label) };
    let training = TypesEdit::Change(slug("training"), recolored("Krank"));
    assert_eq!(types.apply(&training), Ok(true));
    assert_eq!(types.apply(&TypesEdit::Change(slug("sick"), recolored("Sick"))), Ok(true));
    crate::locale::Language::De.with(|| types.localize());
    let labels: Vec<&str> = types.iter().map(|found| found.label.as_str()).collect();
    assert_eq!(labels, ["Büro", "Remote", "Urlaub", "Feiertag", "Sick", "Krank"]);
}

#[test]
fn moving_a_type_skips_archived_types() {
    let mut types = after([TypesEdit::Archive(slug("remote"), true)]);
    let mut step = |of: &str, direction| {
        let changed = types.apply(&TypesEdit::Move(slug(of), direction)).unwrap();
        (changed, types.offered().map(|found| found.slug.to_string()).collect::<Vec<_>>().join(" "))
    };
    let up = Direction::Up;
    assert_eq!(step("vacation", up), (true, "vacation office holiday sick".into()));
    assert_eq!(step("vacation", up), (false, "vacation office holiday sick".into()));
    assert_eq!(step("sick", Direction::Down), (false, "vacation office holiday sick".into()));
    assert_eq!(step("vacation", Direction::Down), (true, "office vacation holiday sick".into()));
}

#[test]
fn merged_types_resolve_to_their_target() {
    let mut types =
        after([add("Training"), add("Course"), add("Study"), merge("course", "training")]);
    assert_eq!(types.get(&slug("course")).unwrap().slug, slug("training"));
    assert_eq!(types.apply(&merge("course", "training")), Ok(false), "again changes nothing");
    assert_eq!(types.apply(&merge("training", "study")), Ok(true));
    for gone in ["course", "training"] {
        assert_eq!(types.get(&slug(gone)).unwrap().slug, slug("study"), "{gone}");
    }
    types.apply(&add("Course")).unwrap();
    assert_eq!(slugs(&types)[5..], ["study", "course-2"], "a slug is never given out again");
}

#[test]
fn merging_the_last_offered_type_unarchives_its_target() {
    let archive = |(name, _): &(&str, &str)| TypesEdit::Archive(slug(name), true);
    let types = after([add("Training")].into_iter().chain(BUILT_IN.iter().map(archive)));
    let mut types = types;
    types.apply(&merge("training", "office")).unwrap();
    assert_eq!(types.offered().count(), 1);
}

fn any_edit() -> impl Strategy<Value = TypesEdit> {
    let label = prop::sample::select(vec!["Training", "Travel", "Course", "training", "Jury duty"]);
    let name =
        prop::sample::select(vec!["office", "sick", "training", "travel", "course", "jury-duty"]);
    prop_oneof![
        label.clone().prop_map(add),
        (name.clone(), label).prop_map(|(name, label)| TypesEdit::Change(slug(name), terms(label))),
        (name.clone(), any::<bool>()).prop_map(|(name, up)| {
            TypesEdit::Move(slug(name), if up { Direction::Up } else { Direction::Down })
        }),
        (name.clone(), any::<bool>()).prop_map(|(name, gone)| TypesEdit::Archive(slug(name), gone)),
        (name.clone(), name).prop_map(|(from, into)| merge(from, into)),
    ]
}

proptest! {
    #[test]
    fn edits_preserve_the_invariants(edits in prop::collection::vec(any_edit(), 0..30)) {
        let mut types = DayTypes::default();
        for edit in edits {
            let before = types.clone();
            let changed = types.apply(&edit);
            prop_assert_eq!(changed == Ok(true), types != before);
            // No type that days may refer to is ever lost.
            let former = |found: &DayType| found.merged.iter().map(|f| f.slug.clone()).collect::<Vec<_>>();
            for known in before.iter().flat_map(|found| [former(found), vec![found.slug.clone()]].concat()) {
                prop_assert!(types.get(&known).is_some());
            }
            let unique = |values: Vec<String>| {
                let count = values.len();
                values.into_iter().collect::<std::collections::BTreeSet<_>>().len() == count
            };
            prop_assert!(unique(types.iter().map(|found| found.label.to_lowercase()).collect()));
            prop_assert!(unique(types.iter().map(|found| found.slug.to_string()).collect()));
            prop_assert!(unique(types.offered().filter_map(DayType::key).map(String::from).collect()));
            prop_assert!(BUILT_IN.iter().all(|(name, _)| types.iter().any(|found| found.slug == slug(name))));
            prop_assert!(types.offered().count() > 0);
        }
    }
}
