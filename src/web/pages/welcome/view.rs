//! The view of the welcome page.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::views::format::TypeBadge;
use crate::web::views::{Layout, Section};

/// The start page for visitors who aren't logged in.
#[derive(Template)]
#[template(path = "welcome.html")]
pub(crate) struct WelcomePage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
    /// The types that every user starts with.
    pub(crate) types: Vec<TypeBadge<'a>>,
    /// The URL paths of the pictures of a month, light and dark.
    pub(crate) screenshots: [&'static str; 2],
}
