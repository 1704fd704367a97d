//! The theme of the pages: light or dark, as chosen in this browser, or that of the system.
//!
//! A cookie keeps the choice, so that it also applies to pages without a login, and the first bytes
//! of a page already have the right colors.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use strum::{EnumString, IntoStaticStr};

use super::cookie::build_cookie;
use crate::locale::t;

/// The theme of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[derive(IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Theme {
    /// Light or dark, as the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Returns the theme that was chosen in the browser.
    pub(crate) fn of_request(request: &HttpRequest, secure: bool) -> Self {
        let cookie = request.cookie(cookie_name(secure));
        cookie.and_then(|cookie| cookie.value().parse().ok()).unwrap_or_default()
    }

    /// Returns the cookie that keeps the theme, or removes the choice.
    pub(crate) fn cookie(self, secure: bool) -> Cookie<'static> {
        let value = self.as_str().to_owned();
        let mut cookie = build_cookie(cookie_name(secure), value, secure);
        if self == Self::System {
            cookie.make_removal();
        }
        cookie
    }

    /// Returns the name in forms and in the cookie.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns the value of `data-theme`, by which the style sheet knows the choice.
    pub(crate) fn chosen(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }

    /// Returns the color schemes of the page, for its `color-scheme` meta tag.
    pub(crate) fn schemes(self) -> &'static str {
        self.chosen().unwrap_or("light dark")
    }

    /// Returns the choices of the control: the name of each, its label, and whether it is current.
    pub(crate) fn choices(self) -> [(&'static str, &'static str, bool); 3] {
        [
            (Self::System, t::theme_system()),
            (Self::Light, t::theme_light()),
            (Self::Dark, t::theme_dark()),
        ]
        .map(|(theme, label)| (theme.as_str(), label, theme == self))
    }
}

fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-worklog-theme" } else { "worklog-theme" }
}
