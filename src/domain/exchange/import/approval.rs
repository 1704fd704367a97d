//! Interprets the status of an absence.

/// Words in the status of an absence that isn't decided yet, in lowercase. They come first: a
/// canceled absence may be pending, too.
const OPEN: [&str; 19] = [
    "pend",
    "request",
    "submitted",
    "draft",
    "open",
    "await",
    "waiting",
    "unapproved",
    "not approved",
    "in review",
    "beantragt",
    "offen",
    "ausstehend",
    "angefragt",
    "eingereicht",
    "entwurf",
    "nicht genehmigt",
    "vorläufig",
    "in prüfung",
];

/// Words in the status of an absence that doesn't take place.
const OFF: [&str; 17] = [
    "reject",
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
        if says(&OPEN) || ["new", "neu"].contains(&&*plain) {
            Self::Open
        } else if says(&OFF) {
            Self::Off
        } else if says(&APPROVED) {
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
