//! The state of the store and the server. The page shows no secret and no database URL.

use askama::Template;

use crate::domain::backup::records::RecordKind;
use crate::domain::values::text::plural;
use crate::storage::StoreStatus;
use crate::web::assets;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::site_config::SignupPolicy;
use crate::web::views::{Layout, Section};

/// The store page.
#[derive(Template)]
#[template(path = "admin/store.html")]
pub(crate) struct StorePage<'a> {
    layout: Layout<'a>,
    current: AdminPart,
    facts: Vec<(&'static str, String)>,
    counts: Vec<String>,
    members: Vec<(&'a str, &'a str)>,
    server: Vec<(&'static str, String)>,
}

/// The state of a replica set member if the database user may not read it.
const NOT_VISIBLE: &str = "not visible to Worklog’s database user";

impl<'a> StorePage<'a> {
    /// Formats the state of the store and the server.
    pub(crate) fn new(
        layout: Layout<'a>,
        state: &'a StoreStatus,
        signup: SignupPolicy,
        sends_mail: bool,
        hosts: &str,
    ) -> Self {
        let size = |bytes: Option<u64>| bytes.map_or_else(|| "unknown".to_owned(), format_size);
        let mut facts = vec![
            ("Engine", state.engine.clone()),
            ("Schema", state.schema.to_string()),
            ("Data", size(state.data_bytes)),
            ("On disk", size(state.disk_bytes)),
        ];
        facts.extend(state.log_bytes.map(|bytes| ("Log on disk", size(Some(bytes)))));
        let waiting = state.counts.iter().find(|(kind, _)| *kind == RecordKind::Message);
        let waiting = waiting.map_or(0, |(_, count)| *count);
        let server = vec![
            ("Version", env!("CARGO_PKG_VERSION").to_owned()),
            ("Sign-up", signup_label(signup).to_owned()),
            ("Email", if sends_mail { "set up" } else { "not set up" }.to_owned()),
            ("Webhooks", format!("allowed to {hosts}")),
            ("Queued", RecordKind::Message.count(waiting)),
        ];
        // The waiting messages are counted separately, in `server`.
        let counts = state.counts.iter().filter(|(kind, _)| *kind != RecordKind::Message);
        let members = state.members.iter();
        let members =
            members.map(|one| (one.host.as_str(), one.state.as_deref().unwrap_or(NOT_VISIBLE)));
        Self {
            layout,
            current: AdminPart::Store,
            facts,
            counts: counts.map(|(kind, count)| kind.count(*count)).collect(),
            members: members.collect(),
            server,
        }
    }
}

fn signup_label(signup: SignupPolicy) -> &'static str {
    match signup {
        SignupPolicy::Open => "open to everyone",
        SignupPolicy::Invite => "by invitation",
        SignupPolicy::Closed => "closed",
    }
}

/// Formats a size, such as `512 bytes` or `1.5 MiB`.
fn format_size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} {}", plural(bytes, "byte", "bytes"));
    }
    let (mut tenths, mut unit) = (bytes * 10 / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_formatted_in_binary_units() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (1536, "1.5 KiB"),
            (1_048_575, "1023.9 KiB"),
            (1_048_576, "1.0 MiB"),
            (5_368_709_120, "5.0 GiB"),
            (1 << 50, "1024.0 TiB"),
        ] {
            assert_eq!(format_size(bytes), expected);
        }
    }
}
