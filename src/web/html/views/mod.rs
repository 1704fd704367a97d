//! View models and their rendering: domain values formatted as text, and the templates for them.
//!
//! All functions are pure and know nothing of requests. A fragment renders a block or an included
//! template of its page, so that the two can't drift apart.

mod account;
mod admin;
mod calendar;
mod change;
mod choices;
mod conflict;
mod days;
mod history;
mod import;
mod log_today;
mod logged;
mod message;
mod month;
mod panel;
mod recovery;
mod settings;
mod steps;
#[cfg(test)]
mod tests;
mod words;
mod year;

pub use account::{Kept, LoginPage, PasswordPage, SignupPage, WelcomePage};
pub use admin::{
    AdminPart, AuditPage, InvitationsPage, MadeInvitation, StorePage, UserPage, UserPageInput,
    UsersPage,
};
pub use change::{ChangeInput, ChangeNotice, ChangePage};
pub use days::{DaysInput, DaysPage, PlanNotice};
pub use history::HistoryPage;
pub use import::{ImportPage, ReviewInput, ReviewPage};
pub use log_today::LogToday;
pub use message::{MessagePage, SentAgain};
pub use month::{MonthInput, MonthPage};
pub use panel::{Notice, PanelInput};
pub use recovery::{ConfirmPage, ForgotPage, ResetPage};
pub use settings::{
    AccountPage, AllowancesInput, AllowancesPage, DataPage, DeleteAccountPage, DeleteDaysPage,
    FeedPage, GeneralPage, MadeFeed, MadeToken, MergeInput, MergePage, PatternPage, SettingsPart,
    SlackPage, TokensPage, Tried, TypesInput, TypesPage,
};
pub use year::{YearInput, YearPage};

use super::super::assets;

/// The section of the site that the navigation marks as current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The month and its days.
    Month,
    /// The year.
    Year,
    /// The settings.
    Settings,
    /// The admin pages.
    Admin,
    /// No section.
    None,
}

/// The layout around every page.
#[derive(Debug, Clone)]
pub struct Chrome<'a> {
    /// The title of the page.
    pub title: String,
    /// The username, if logged in.
    pub username: Option<&'a str>,
    /// Whether the user is an admin.
    pub is_admin: bool,
    /// The section of the page.
    pub section: Section,
    /// Whether anyone may sign up.
    pub signup_open: bool,
    /// The button that logs today, if logged in.
    pub log_today: Option<LogToday<'a>>,
}
