//! Identifiers of documents, in a file of their own, so that two documents can name each other and
//! their modules need not.

use super::text::serde_as_string;

/// Makes the type of an identifier: a UUID, kept as text by every store.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new one, ordered by time (UUID version 7).
            #[expect(clippy::new_without_default, reason = "each call gives another value")]
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
    /// Names a user in every document; never changes.
    UserId
}

identifier! {
    /// Names a change.
    ChangeId
}

identifier! {
    /// Names an invitation to admins; opens nothing.
    InvitationId
}

identifier! {
    /// Names an entry; entries are named in the order in which they came about.
    AuditId
}

identifier! {
    /// Names a message; messages are named in the order in which they were queued.
    MessageId
}

identifier! {
    /// Names a feed to its owner, and its events to whoever reads them; opens nothing.
    FeedId
}

identifier! {
    /// Names a token to its owner; opens nothing.
    TokenId
}

identifier! {
    /// Names an upload.
    UploadId
}
