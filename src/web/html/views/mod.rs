//! What the pages show: words made of domain values, and the templates that set them.
//!
//! Pure functions; nothing here knows of requests. A fragment is a block or an included piece of
//! its page, so that the two cannot drift.

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

/// The part of the site that a page belongs to, marked in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The month and its days.
    Month,
    /// The year.
    Year,
    /// The settings.
    Settings,
    /// What admins do.
    Admin,
    /// Neither.
    None,
}

/// What stands around every page.
#[derive(Debug, Clone)]
pub struct Chrome<'a> {
    /// Names the page in its title.
    pub title: String,
    /// Who is logged in.
    pub username: Option<&'a str>,
    /// Whether they are an admin.
    pub is_admin: bool,
    /// Where the page belongs.
    pub section: Section,
    /// Whether anybody may sign up.
    pub signup_open: bool,
    /// What can be logged today in one click, by who is logged in.
    pub log_today: Option<LogToday<'a>>,
}
