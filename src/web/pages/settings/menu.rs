//! The navigation between the settings pages.

use crate::locale::t;

/// A settings page in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettingsPart {
    General,
    Types,
    Allowances,
    Schedule,
    Account,
    Sessions,
    Slack,
    Feed,
    Tokens,
    Data,
}

impl SettingsPart {
    /// All pages, in the order of the navigation.
    pub(crate) const ALL: [Self; 10] = [
        Self::General,
        Self::Types,
        Self::Allowances,
        Self::Schedule,
        Self::Account,
        Self::Sessions,
        Self::Slack,
        Self::Feed,
        Self::Tokens,
        Self::Data,
    ];

    /// Returns the path of the page.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::General => "/settings",
            Self::Types => "/settings/types",
            Self::Allowances => "/settings/allowances",
            Self::Schedule => "/settings/schedule",
            Self::Account => "/settings/account",
            Self::Sessions => "/settings/sessions",
            Self::Slack => "/settings/slack",
            Self::Feed => "/settings/feed",
            Self::Tokens => "/settings/tokens",
            Self::Data => "/settings/data",
        }
    }

    /// Returns the label in the navigation.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::General => t::general(),
            Self::Types => t::types(),
            Self::Allowances => t::allowances(),
            Self::Schedule => t::schedule(),
            Self::Account => t::account(),
            Self::Sessions => t::sessions(),
            Self::Slack => t::webhook_page(),
            Self::Feed => t::feeds(),
            Self::Tokens => t::tokens(),
            Self::Data => t::data(),
        }
    }
}
