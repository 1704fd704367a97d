//! IDs of documents. They share one module so that documents can refer to each other without an
//! import cycle.

use sha2::{Digest, Sha256};

use super::text::serde_as_string;

/// Defines the type of an ID: a UUID that every store saves as text.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Returns a new ID. IDs are ordered by creation time (UUID version 7).
            #[expect(clippy::new_without_default, reason = "each call returns a new ID")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        serde_as_string!($name);
    };
}

identifier! {
    /// Identifies a user in every document. Never changes.
    UserId
}

impl UserId {
    /// Returns the ID of a user imported from a hexadecimal MongoDB `ObjectId`. The same `ObjectId`
    /// always results in the same ID, so that a repeated import finds the account. Like other IDs,
    /// it is ordered by creation time.
    pub fn imported(object_id: &str) -> Option<Self> {
        let id = u128::from_str_radix(object_id, 16).ok().filter(|_| object_id.len() == 24)?;
        let millis = u64::try_from(id >> 64).ok()? * 1000;
        // The other eight bytes, placed around the two fields with the UUID's version and variant.
        let (bytes, mut rest) = (id.to_be_bytes(), [0; 10]);
        rest[1] = bytes[8];
        rest[3..].copy_from_slice(&bytes[9..]);
        Some(Self(uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()))
    }
}

identifier! {
    /// Identifies a change.
    ChangeId
}

identifier! {
    /// Identifies a preview of changes, so that confirming it twice is confirming it once.
    PreviewId
}

impl From<UploadId> for PreviewId {
    /// Returns the ID of the preview of an upload, which is confirmed once.
    fn from(upload: UploadId) -> Self {
        Self(upload.0)
    }
}

impl ChangeId {
    /// Returns the ID of the change that results from confirming a preview. It is always the same,
    /// and like other IDs ordered by creation time. It depends on the user and on what was
    /// previewed, since a preview's ID is user input that must not lead to another change.
    pub(crate) fn from_preview(user: UserId, preview: PreviewId, previewed: &str) -> Self {
        let ids = [user.0.into_bytes(), preview.0.into_bytes()].concat();
        let hash = Sha256::digest([&ids, previewed.as_bytes()].concat());
        let mut rest = [0; 10];
        rest.copy_from_slice(&hash[..10]);
        let millis = u64::try_from(preview.0.as_u128() >> 80).unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
    }
}

identifier! {
    /// Identifies an invitation on admin pages. Grants no access.
    InvitationId
}

identifier! {
    /// Identifies an audit log entry. Ordered by creation.
    AuditId
}

identifier! {
    /// Identifies a message. Ordered by when messages were queued.
    MessageId
}

identifier! {
    /// Identifies a feed on the settings page, and in the UIDs of its events. Grants no access.
    FeedId
}

identifier! {
    /// Identifies a token on the settings page. Grants no access.
    TokenId
}

identifier! {
    /// Identifies an upload.
    UploadId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_always_results_in_the_same_change() {
        let (ada, bob) = (UserId::new(), UserId::new());
        let before = ChangeId::new();
        std::thread::sleep(std::time::Duration::from_millis(2));
        let previews = [PreviewId::new(), PreviewId::new()];
        let ids = previews.map(|preview| ChangeId::from_preview(ada, preview, "a plan"));
        assert_eq!(ids, previews.map(|preview| ChangeId::from_preview(ada, preview, "a plan")));
        assert_ne!(ids[0], ids[1]);
        assert_ne!(ids[0], ChangeId::from_preview(bob, previews[0], "a plan"));
        assert_ne!(ids[0], ChangeId::from_preview(ada, previews[0], "another plan"));
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(before < ids[0] && ids[0] < ChangeId::new(), "ordered by time");
    }

    #[test]
    fn imported_ids_are_deterministic() {
        let id = |text: &str| UserId::imported(text).map(|id| id.to_string());
        let expected = "01a224c7-8fe0-703e-802e-c45f5f7e8f46";
        assert_eq!(id("6b0b76ac3e2ec45f5f7e8f46").as_deref(), Some(expected));
        assert_ne!(id("6b0b76ac3f2ec45f5f7e8f46").as_deref(), Some(expected));
        assert_eq!((id("6b0b76ac3e2ec45f5f7e8f4"), id("zb0b76ac3e2ec45f5f7e8f46")), (None, None));
    }
}
