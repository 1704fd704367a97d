//! The navigation between the settings pages.

use crate::locale::t;
use crate::web::views::Section;
use crate::web::views::menu::Menu;

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
    const ALL: [Self; 10] = [
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

    /// Returns the navigation, with this page as the current one.
    pub(crate) fn menu(self) -> Menu {
        let pages = Self::ALL.map(|part| (part.path(), part.label()));
        Menu::new(Section::Settings, t::settings(), pages, self.path())
    }

    /// Returns the path of the page.
    fn path(self) -> &'static str {
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
    fn label(self) -> &'static str {
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
