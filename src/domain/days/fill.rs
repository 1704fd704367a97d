//! Filling the empty half of a day, without touching the half that is logged.

use super::entry::{Content, Part, Parts};

/// Returns the content of a day after its empty half was filled from `wanted`, or `None` if there is
/// nothing to fill: no half is empty, or `wanted` has nothing for it. The stored notes stay; a day
/// without notes gets the wanted ones.
pub(crate) fn fill(stored: &Content, wanted: &Content) -> Option<Content> {
    let parts = match &stored.parts {
        Parts::Morning(am) => join(am, half_of(&wanted.parts, false)?),
        Parts::Afternoon(pm) => join(half_of(&wanted.parts, true)?, pm),
        Parts::Whole(_) | Parts::Halves(..) => return None,
    };
    let notes = [&stored.notes, &wanted.notes].into_iter().find(|notes| !notes.is_empty());
    Some(Content { notes: notes.cloned().unwrap_or_default(), ..stored.with_parts(parts) })
}

/// Returns whether a change from `before` to `after` only filled an empty half.
pub(crate) fn is_fill(before: &Content, after: &Content) -> bool {
    fill(before, after).is_some_and(|filled| filled == *after)
}

fn half_of(parts: &Parts, morning: bool) -> Option<&Part> {
    match parts {
        Parts::Whole(part) => Some(part),
        Parts::Halves(am, pm) => Some(if morning { am } else { pm }),
        Parts::Morning(am) => morning.then_some(am),
        Parts::Afternoon(pm) => (!morning).then_some(pm),
    }
}

/// Combines two halves. Equal ones become a whole day, also if their locations are written
/// differently, such as in another Unicode form.
fn join(am: &Part, pm: &Part) -> Parts {
    if am.is_same(pm) { Parts::Whole(am.clone()) } else { Parts::Halves(am.clone(), pm.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses `morning+afternoon` or a whole day, with notes after `:`.
    fn content(text: &str) -> Content {
        let (parts, notes) = text.split_once(':').unwrap_or((text, ""));
        let part = |slug: &str| Some(Part { day_type: slug.parse().ok()?, location: None });
        let parts = match parts.split_once('+') {
            Some((am, pm)) => Parts::halves(part(am), part(pm)).unwrap(),
            None => Parts::Whole(part(parts).unwrap()),
        };
        Content { notes: notes.parse().unwrap(), ..parts.into() }
    }

    #[test]
    fn only_the_empty_half_is_filled() {
        for (stored, wanted, expected) in [
            ("+holiday", "vacation", Some("vacation+holiday")),
            ("holiday+", "vacation", Some("holiday+vacation")),
            ("vacation+", "vacation", Some("vacation")),
            ("+holiday", "office+remote", Some("office+holiday")),
            ("sick+", "office+remote", Some("sick+remote")),
            ("+holiday", "office+", Some("office+holiday")),
            ("+holiday", "+office", None),
            ("holiday", "vacation", None),
            ("office+holiday", "vacation", None),
            ("+holiday:Christmas Eve", "vacation:Skiing", Some("vacation+holiday:Christmas Eve")),
            ("+holiday", "vacation:Skiing", Some("vacation+holiday:Skiing")),
        ] {
            let filled = fill(&content(stored), &content(wanted));
            assert_eq!(filled, expected.map(content), "{stored} {wanted}");
        }
    }

    #[test]
    fn halves_at_the_same_location_become_a_whole_day() {
        let at = |place: &str| Part {
            day_type: "remote".parse().unwrap(),
            location: Some(place.parse().unwrap()),
        };
        // Stored by version 1.0.0, which didn't normalize names.
        let stored = Content::from(Parts::Morning(at("Cafe\u{301}")));
        let filled = fill(&stored, &Parts::Whole(at("Caf\u{e9}")).into()).unwrap();
        assert_eq!(filled.parts, Parts::Whole(at("Cafe\u{301}")));
        let filled = fill(&stored, &Parts::Whole(at("Cafe")).into()).unwrap();
        assert_eq!(filled.parts, Parts::Halves(at("Cafe\u{301}"), at("Cafe")));
    }

    #[test]
    fn a_change_that_keeps_the_logged_half_is_a_fill() {
        for (before, after, expected) in [
            ("+holiday", "vacation+holiday", true),
            ("vacation+", "vacation", true),
            ("+holiday:eve", "vacation+holiday:eve", true),
            ("+holiday:eve", "vacation+holiday:other", false),
            ("+holiday", "vacation+office", false),
            ("+holiday", "vacation", false),
            ("+holiday", "vacation+", false),
            ("office", "office+vacation", false),
        ] {
            assert_eq!(is_fill(&content(before), &content(after)), expected, "{before} {after}");
        }
    }
}
