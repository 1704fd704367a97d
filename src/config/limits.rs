//! Parses the settings that limit sessions, connections, and passwords.

use std::path::Path;

use url::quirks::domain_to_unicode;
use url::{Host, Url};

use super::parse::{parse_lifetime, parse_maximum};
use super::{ConfigArgs, ConfigErrors};
use crate::app::{BreachedList, SessionLifetimes};
use crate::domain::accounts::site_names::SiteNames;
use crate::web::{ClientDeadlines, ConnectionLimits};

impl ConfigArgs {
    pub(super) fn breached_passwords(&self, p: &mut ConfigErrors) -> Option<BreachedList> {
        let path = self.breached_passwords.as_deref()?;
        let list = BreachedList::open(Path::new(path));
        let list = list.map_err(|error| format!("{path}: {error}"));
        p.ok_or_record("WORKLOG_BREACHED_PASSWORDS", list)
    }

    pub(super) fn session_lifetimes(&self, p: &mut ConfigErrors) -> Option<SessionLifetimes> {
        let mut read = |name, text: &str| p.ok_or_record(name, parse_lifetime(text));
        let idle = read("WORKLOG_SESSION_IDLE", &self.session_idle);
        let remember = read("WORKLOG_SESSION_REMEMBER", &self.session_remember);
        let max = read("WORKLOG_SESSION_MAX", &self.session_max);
        let unremembered = &self.session_max_unremembered;
        let max_unremembered = read("WORKLOG_SESSION_MAX_UNREMEMBERED", unremembered);
        let (idle, remember, max) = (idle?, remember?, max?);
        Some(SessionLifetimes { idle, remember, max, max_unremembered: max_unremembered? })
    }

    pub(super) fn connections(&self, p: &mut ConfigErrors) -> Option<ConnectionLimits> {
        let total = p.ok_or_record("WORKLOG_MAX_CONNECTIONS", parse_maximum(&self.max_connections));
        let per_address = parse_maximum(&self.max_connections_per_address);
        let per_address = p.ok_or_record("WORKLOG_MAX_CONNECTIONS_PER_ADDRESS", per_address);
        let deadlines = ClientDeadlines::default();
        Some(ConnectionLimits { total: total?, per_address: per_address?, deadlines })
    }
}

/// Returns the names of the site at this URL. An IP address isn't a name.
pub(super) fn site_names(url: &Url) -> SiteNames {
    match url.host() {
        Some(Host::Domain(host)) => SiteNames::of_host(&domain_to_unicode(host)),
        _ => SiteNames::default(),
    }
}
