//! The API tokens.

use askama::Template;

use crate::domain::Timestamp;
use crate::domain::accounts::token::{Lifetime, Scope, Secret, Token, TokenId};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::tokens::form::NewTokenForm;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::format_short_date;
use crate::web::views::{Layout, Section};

/// A token's last use is shown as a number of days ago up to this many days, and then as a date.
const MAX_DAYS_SHOWN: i64 = 30;

/// The number of days before its expiry from which a token is highlighted.
const SOON_DAYS: i64 = 7;

/// The API tokens page.
#[derive(Template)]
#[template(path = "settings/tokens.html")]
pub(crate) struct TokensPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The user's tokens.
    pub(crate) tokens: &'a [Token],
    /// The current time.
    pub(crate) now: Timestamp,
    /// The user's time zone.
    pub(crate) zone: TimeZone,
    /// The form as typed.
    pub(crate) form: &'a NewTokenForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The token just created.
    pub(crate) created: Option<CreatedToken<'a>>,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
}

/// A token with its secret, which is only shown once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CreatedToken<'a> {
    /// The user's name for the token.
    pub(crate) name: &'a str,
    /// The secret that programs send.
    pub(crate) secret: &'a Secret,
    /// The URL of an API call that reads the user's entries of this year.
    pub(crate) address: &'a str,
}

/// A token in the list.
struct TokenRow<'a> {
    id: TokenId,
    name: &'a str,
    does: &'static str,
    created: String,
    used: String,
    ends: ExpiryView,
}

/// A token's expiry and the CSS class that highlights it.
#[derive(Debug, PartialEq, Eq)]
struct ExpiryView {
    text: String,
    class: &'static str,
}

impl TokensPage<'_> {
    fn rows(&self) -> impl Iterator<Item = TokenRow<'_>> {
        let (now, zone) = (self.now, self.zone);
        self.tokens.iter().map(move |token| TokenRow {
            id: token.id,
            name: token.name.as_str(),
            does: label(token.scope),
            created: t::tokens_created_on(format_short_date(token.created_at, zone)),
            used: format_last_use(token.last_used_at, now, zone),
            ends: format_expiry(token, now, zone),
        })
    }

    fn scopes(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let chosen = self.form.scope.as_str();
        Scope::ALL.iter().copied().map(move |scope| SelectOption {
            value: scope.as_str().into(),
            label: label(scope).into(),
            hint: messages::text(match scope {
                Scope::Read => "token.reads",
                Scope::Write => "token.writes",
            }),
            rule: "",
            chosen: scope.as_str() == chosen,
        })
    }

    fn lifetimes(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let (chosen, now, zone) = (self.form.expires.as_str(), self.now, self.zone);
        Lifetime::ALL.iter().copied().map(move |lifetime| SelectOption {
            value: lifetime.as_str().into(),
            label: match (lifetime, lifetime.end(now)) {
                (Lifetime::Year, Some(end)) => {
                    t::tokens_lifetime_year(format_short_date(end, zone))
                }
                (_, Some(end)) => {
                    t::tokens_lifetime_days(format_short_date(end, zone), (end - now).num_days())
                }
                (_, None) => t::tokens_lifetime_never().to_owned(),
            }
            .into(),
            hint: "",
            rule: "",
            chosen: lifetime.as_str() == chosen,
        })
    }
}

fn label(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => t::tokens_scope_read(),
        Scope::Write => t::tokens_scope_write(),
    }
}

/// Returns the number of midnights between two times, in the user's time zone.
fn days_between(from: Timestamp, to: Timestamp, zone: TimeZone) -> i64 {
    (zone.date(to) - zone.date(from)).num_days()
}

fn format_last_use(last: Option<Timestamp>, now: Timestamp, zone: TimeZone) -> String {
    let Some(last) = last else { return t::tokens_never_used().to_owned() };
    match days_between(last, now, zone) {
        ..=0 => t::tokens_used_today().to_owned(),
        1 => t::tokens_used_yesterday().to_owned(),
        count @ ..=MAX_DAYS_SHOWN => t::tokens_used_days_ago(count),
        _ => t::tokens_used_on(format_short_date(last, zone)),
    }
}

fn format_expiry(token: &Token, now: Timestamp, zone: TimeZone) -> ExpiryView {
    let Some(end) = token.expires_at else {
        return ExpiryView { text: t::tokens_never_expires().to_owned(), class: "" };
    };
    if token.has_expired(now) {
        return ExpiryView {
            text: t::tokens_expired(format_short_date(end, zone)),
            class: "ended",
        };
    }
    let soon = |text: String| ExpiryView { text, class: "soon" };
    match days_between(now, end, zone) {
        ..=0 => soon(t::tokens_expires_today().to_owned()),
        1 => soon(t::tokens_expires_tomorrow().to_owned()),
        count @ ..=SOON_DAYS => soon(t::tokens_expires_in(count)),
        _ => ExpiryView { text: t::tokens_expires_on(format_short_date(end, zone)), class: "" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::accounts::user::UserId;
    use crate::domain::values::secret_hash::SecretHash;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn last_use_is_shown_in_days_of_the_users_time_zone() {
        let now = at("2026-11-18T12:00:00Z");
        let said = |last: &str, zone| format_last_use(Some(at(last)), now, zone);
        assert_eq!(format_last_use(None, now, TimeZone::UTC), "never used");
        for (last, text) in [
            ("2026-11-18T12:00:00Z", "last used today"),
            ("2026-11-18T00:00:00Z", "last used today"),
            ("2026-11-17T23:59:59Z", "last used yesterday"),
            ("2026-11-16T23:59:59Z", "last used 2 days ago"),
            ("2026-10-19T00:00:00Z", "last used 30 days ago"),
            ("2026-10-18T00:00:00Z", "last used 18 Oct 2026"),
            // A time in the future, from another server's clock.
            ("2026-11-19T00:00:00Z", "last used today"),
        ] {
            assert_eq!(said(last, TimeZone::UTC), text);
        }
        assert_eq!(
            said("2026-11-17T23:59:59Z", "Europe/Berlin".parse().unwrap()),
            "last used today"
        );
    }

    #[test]
    fn expiry_is_highlighted_when_near_or_past() {
        let now = at("2026-11-18T12:00:00Z");
        let token = |expires_at| Token {
            id: TokenId::new(),
            user_id: UserId::new(),
            name: "x".parse().unwrap(),
            token_hash: SecretHash::new("ab"),
            scope: Scope::Read,
            created_at: now,
            expires_at,
            last_used_at: None,
        };
        for (end, text, class) in [
            ("2026-11-18T12:00:00Z", "expired 18 Nov 2026", "ended"),
            ("2026-11-01T12:00:00Z", "expired 1 Nov 2026", "ended"),
            ("2026-11-18T12:00:01Z", "expires today", "soon"),
            ("2026-11-19T23:00:00Z", "expires tomorrow", "soon"),
            ("2026-11-20T00:00:00Z", "expires in 2 days", "soon"),
            ("2026-11-25T12:00:00Z", "expires in 7 days", "soon"),
            ("2026-11-26T12:00:00Z", "expires 26 Nov 2026", ""),
        ] {
            let expected = ExpiryView { text: text.to_owned(), class };
            assert_eq!(format_expiry(&token(Some(at(end))), now, TimeZone::UTC), expected);
        }
        assert_eq!(format_expiry(&token(None), now, TimeZone::UTC).text, "never expires");
    }
}
