//! The admin's pages, with the list of all of them beside each.

mod audit;
mod invitations;
mod store;
mod users;

pub use audit::AuditPage;
pub use invitations::{InvitationsPage, MadeInvitation};
pub use store::StorePage;
pub use users::{UserPage, UserPageInput, UsersPage};

use super::words::{short_date, time_of_day};
use crate::domain::Timestamp;
use crate::domain::time_zone::TimeZone;

/// A page for admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels say it")]
pub enum AdminPart {
    Users,
    Invitations,
    Audit,
    Store,
}

impl AdminPart {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Users, Self::Invitations, Self::Audit, Self::Store];

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Self::Users => "/admin/users",
            Self::Invitations => "/admin/invitations",
            Self::Audit => "/admin/audit",
            Self::Store => "/admin/store",
        }
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Invitations => "Invitations",
            Self::Audit => "Audit log",
            Self::Store => "Store",
        }
    }
}

/// `18 Nov 2026, 12:05`, where the admin is.
fn when(at: Timestamp, zone: TimeZone) -> String {
    format!("{}, {}", short_date(at, zone), time_of_day(at, zone))
}

/// The same, shorter while it is today or yesterday.
fn lately(at: Timestamp, now: Timestamp, zone: TimeZone) -> String {
    match (zone.date(now) - zone.date(at)).num_days() {
        0 => format!("today, {}", time_of_day(at, zone)),
        1 => format!("yesterday, {}", time_of_day(at, zone)),
        _ => short_date(at, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_late_are_told_by_the_day_where_the_admin_is() {
        let now = "2026-11-18T12:00:00Z".parse().unwrap();
        for (at, zone, words) in [
            ("2026-11-18T11:55:00Z", TimeZone::UTC, "today, 11:55"),
            ("2026-11-17T23:30:00Z", TimeZone::UTC, "yesterday, 23:30"),
            ("2026-11-17T23:30:00Z", "Europe/Berlin".parse().unwrap(), "today, 00:30"),
            ("2026-11-16T12:00:00Z", TimeZone::UTC, "16 Nov 2026"),
        ] {
            assert_eq!(lately(at.parse().unwrap(), now, zone), words);
        }
    }
}
