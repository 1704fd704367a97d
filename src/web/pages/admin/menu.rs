//! The navigation between the admin pages.

use crate::domain::Timestamp;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::views::Section;
use crate::web::views::format::{format_short_date, format_time};
use crate::web::views::menu::Menu;

/// An admin page in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AdminPart {
    Users,
    Invitations,
    Audit,
    Events,
    Store,
}

impl AdminPart {
    /// All pages, in the order of the navigation.
    const ALL: [Self; 5] = [Self::Users, Self::Invitations, Self::Audit, Self::Events, Self::Store];

    /// Returns the navigation, with this page as the current one.
    pub(crate) fn menu(self) -> Menu {
        let pages = Self::ALL.map(|part| (part.path(), part.label()));
        Menu::new(Section::Admin, t::admin_pages(), pages, self.path())
    }

    /// Returns the path of the page.
    fn path(self) -> &'static str {
        match self {
            Self::Users => "/admin/users",
            Self::Invitations => "/admin/invitations",
            Self::Audit => "/admin/audit",
            Self::Events => "/admin/events",
            Self::Store => "/admin/store",
        }
    }

    /// Returns the label in the navigation.
    fn label(self) -> &'static str {
        match self {
            Self::Users => t::admin_users(),
            Self::Invitations => t::admin_invitations(),
            Self::Audit => t::admin_audit_log(),
            Self::Events => t::admin_logins(),
            Self::Store => t::admin_database(),
        }
    }
}

/// Formats a time of today or yesterday relative to `now`, and an earlier time as a date.
pub(crate) fn format_recent(at: Timestamp, now: Timestamp, zone: TimeZone) -> String {
    match (zone.date(now) - zone.date(at)).num_days() {
        0 => t::recent_today(format_time(at, zone)),
        1 => t::recent_yesterday(format_time(at, zone)),
        _ => format_short_date(at, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_times_are_relative_in_the_admins_time_zone() {
        let now = "2026-11-18T12:00:00Z".parse().unwrap();
        for (at, zone, expected) in [
            ("2026-11-18T11:55:00Z", TimeZone::UTC, "today, 11:55"),
            ("2026-11-17T23:30:00Z", TimeZone::UTC, "yesterday, 23:30"),
            ("2026-11-17T23:30:00Z", "Europe/Berlin".parse().unwrap(), "today, 00:30"),
            ("2026-11-16T12:00:00Z", TimeZone::UTC, "16 Nov 2026"),
        ] {
            assert_eq!(format_recent(at.parse().unwrap(), now, zone), expected);
        }
    }
}
