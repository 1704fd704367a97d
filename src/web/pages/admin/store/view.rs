//! The state of the store and the server. The page shows no secret and no database URL.

use askama::Template;

use crate::domain::backup::records::RecordKind;
use crate::locale::{Number, t};
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

impl<'a> StorePage<'a> {
    /// Formats the state of the store and the server.
    pub(crate) fn new(
        layout: Layout<'a>,
        state: &'a StoreStatus,
        signup: SignupPolicy,
        sends_mail: bool,
        hosts: &str,
    ) -> Self {
        let size = |bytes: Option<u64>| {
            bytes.map_or_else(|| t::database_size_unknown().to_owned(), format_size)
        };
        let mut facts = vec![
            (t::database_engine(), state.engine.clone()),
            (t::database_schema(), state.schema.to_string()),
            (t::database_data(), size(state.data_bytes)),
            (t::database_disk(), size(state.disk_bytes)),
        ];
        facts.extend(state.log_bytes.map(|bytes| (t::database_log(), size(Some(bytes)))));
        let waiting = state.counts.iter().find(|(kind, _)| *kind == RecordKind::Message);
        let waiting = waiting.map_or(0, |(_, count)| *count);
        let server = vec![
            (t::server_version(), env!("CARGO_PKG_VERSION").to_owned()),
            (t::server_signup(), signup_label(signup).to_owned()),
            (t::email(), mail_label(sends_mail).to_owned()),
            (t::server_webhooks(), t::server_webhooks_hosts(hosts)),
            (t::server_queued(), t::database_messages(waiting)),
        ];
        // The waiting messages are counted separately, in `server`.
        let counts = state.counts.iter().filter(|(kind, _)| *kind != RecordKind::Message);
        let members = state.members.iter();
        let members = members.map(|one| {
            (one.host.as_str(), one.state.as_deref().unwrap_or(t::database_member_hidden()))
        });
        Self {
            layout,
            current: AdminPart::Store,
            facts,
            counts: counts.map(|(kind, count)| format_record_count(*kind, *count)).collect(),
            members: members.collect(),
            server,
        }
    }
}

fn signup_label(signup: SignupPolicy) -> &'static str {
    match signup {
        SignupPolicy::Open => t::server_signup_open(),
        SignupPolicy::Invite => t::server_signup_invite(),
        SignupPolicy::Closed => t::server_signup_closed(),
    }
}

fn mail_label(sends_mail: bool) -> &'static str {
    if sends_mail { t::server_mail_on() } else { t::server_mail_off() }
}

fn format_record_count(kind: RecordKind, count: u64) -> String {
    match kind {
        RecordKind::User => t::database_users(count),
        RecordKind::Month => t::database_months(count),
        RecordKind::Change => t::database_changes(count),
        RecordKind::Feed => t::database_feeds(count),
        RecordKind::Token => t::database_tokens(count),
        RecordKind::Audit => t::database_audit_entries(count),
        RecordKind::CookieKey => t::database_cookie_keys(count),
        RecordKind::Message => t::database_messages(count),
        RecordKind::Attempts => t::database_attempts(count),
        RecordKind::AuthEvent => t::database_auth_events(count),
        RecordKind::Session => t::database_sessions(count),
        RecordKind::Invitation => t::database_invitations(count),
        RecordKind::EmailConfirmation => t::database_confirmations(count),
        RecordKind::Upload => t::database_uploads(count),
        RecordKind::UploadChunk => t::database_upload_parts(count),
        RecordKind::PasswordReset => t::database_resets(count),
    }
}

/// Formats a size, such as `512 bytes` or `1.5 MiB`.
fn format_size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return t::database_bytes(bytes);
    }
    let (mut tenths, mut unit) = (bytes * 10 / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    let number = format!("{}.{}", tenths / 10, tenths % 10).parse();
    let number = number.unwrap_or_else(|_| Number::from(tenths / 10));
    format!("{number} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_formatted_in_binary_units() {
        for (bytes, expected) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1,023 bytes"),
            (1024, "1 KiB"),
            (1536, "1.5 KiB"),
            (1_048_575, "1,023.9 KiB"),
            (1_048_576, "1 MiB"),
            (5_368_709_120, "5 GiB"),
            (1 << 50, "1,024 TiB"),
        ] {
            assert_eq!(format_size(bytes), expected);
        }
    }
}
