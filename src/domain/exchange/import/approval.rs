//! Interprets the status of an absence.

use super::flags;

/// Words in the status of an absence that isn't decided yet, in lowercase. They come first: a
/// canceled absence may be pending, too.
const OPEN: [&str; 17] = [
    "pend",
    "request",
    "submitted",
    "draft",
    "open",
    "await",
    "waiting",
    "in review",
    "beantragt",
    "offen",
    "ausstehend",
    "angefragt",
    "eingereicht",
    "entwurf",
    "vorläufig",
    "in prüfung",
    "bearbeitung",
];

/// Whole words in the status of an absence that isn't decided yet, such as "not approved".
const OPEN_WORDS: [&str; 11] =
    ["not", "never", "no", "non", "nicht", "kein", "keine", "yet", "needs", "wartet", "wartend"];

/// Words in the status of an absence that doesn't take place.
const OFF: [&str; 18] = [
    "reject",
    "disapprov",
    "declin",
    "cancel",
    "refus",
    "denied",
    "revok",
    "withdrawn",
    "superseded",
    "expired",
    "deleted",
    "abgelehnt",
    "abgebrochen",
    "stornier",
    "zurückgezogen",
    "widerrufen",
    "verfallen",
    "gelöscht",
];

/// Words in the status of an absence that takes place.
const APPROVED: [&str; 8] =
    ["approv", "accept", "confirm", "granted", "taken", "genehmigt", "bestätigt", "bewilligt"];

/// Whether an absence takes place, according to its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approval {
    /// It was approved.
    Approved,
    /// It isn't decided yet, or is being revoked.
    Open,
    /// It was declined or canceled.
    Off,
    /// The status says something else, or nothing.
    Unknown,
}

impl Approval {
    pub(super) fn of(status: &str) -> Self {
        let plain = status.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| plain.contains(word));
        let mut words = plain.split(|c: char| !c.is_alphanumeric());
        // Such as "unapproved" and "unbestätigt".
        let is_opposite = APPROVED.iter().any(|word| plain.contains(&format!("un{word}")));
        let answer = flags::parse(&plain).filter(|_| plain != "-");
        if says(&OPEN)
            || is_opposite
            || answer == Some(false)
            || ["new", "neu"].contains(&&*plain)
            || words.any(|word| OPEN_WORDS.contains(&word))
        {
            Self::Open
        } else if says(&OFF) {
            Self::Off
        } else if says(&APPROVED) || answer == Some(true) {
            Self::Approved
        } else {
            Self::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Approval::{Approved, Off, Open, Unknown};
    use super::*;

    #[test]
    fn interprets_the_status_of_absences() {
        for (status, expected) in [
            ("Approved", Approved),
            ("genehmigt", Approved),
            ("New", Open),
            ("Pended Revoke", Open),
            ("Cancellation requested", Open),
            ("Nicht genehmigt", Open),
            ("Not yet approved", Open),
            ("not confirmed", Open),
            ("nicht bestätigt", Open),
            ("unbestätigt", Open),
            ("Unapproved", Open),
            ("Needs approval", Open),
            ("Wartet auf Genehmigung", Open),
            ("In Bearbeitung", Open),
            ("No", Open),
            ("nein", Open),
            ("Yes", Approved),
            ("Disapproved", Off),
            ("-", Unknown),
            ("beantragt", Open),
            ("Rejected", Off),
            ("Canceled", Off),
            ("CANCELLED", Off),
            ("Storniert", Off),
            ("Revoked", Off),
            ("Newcastle", Unknown),
            ("Home", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(Approval::of(status), expected, "{status}");
        }
    }
}
