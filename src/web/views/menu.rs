//! The navigation between pages that belong together, beside each of them.

use super::Section;

/// The navigation between the settings, or between the admin pages.
#[derive(Debug, Clone)]
pub(crate) struct Menu {
    /// The section of the site that contains the pages.
    pub(crate) section: Section,
    /// What the pages are, for screen readers.
    pub(crate) name: &'static str,
    /// The pages.
    pub(crate) links: Vec<MenuLink>,
}

impl Menu {
    /// Creates the navigation between pages, each with its path and label. `current` is the path of the
    /// current page.
    pub(crate) fn new(
        section: Section,
        name: &'static str,
        pages: impl IntoIterator<Item = (&'static str, &'static str)>,
        current: &str,
    ) -> Self {
        let link = |(path, label)| MenuLink { path, label, is_current: path == current };
        Self { section, name, links: pages.into_iter().map(link).collect() }
    }
}

/// A page in the navigation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MenuLink {
    pub(crate) path: &'static str,
    pub(crate) label: &'static str,
    /// Whether it is the current page, or contains it.
    pub(crate) is_current: bool,
}
