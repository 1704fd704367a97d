//! The forms of the pages, as typed. When a form is shown again, its password fields are empty.

mod account;
mod admin;
mod erasure;
mod pattern;
mod settings;

pub use account::{
    ForgotForm, InviteQuery, LoginForm, LoginQuery, PasswordForm, ResetForm, SignupForm, TokenForm,
};
pub use admin::{AuditQuery, InvitationForm, UserActForm, UsersQuery};
pub use erasure::{DataQuery, DeleteAccountForm, DeleteDaysForm};
pub use pattern::PatternForm;
pub use settings::{AccountForm, FeedForm, GeneralForm, NewTokenForm, RevokeFeedForm, SlackForm};
