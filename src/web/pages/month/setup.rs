//! The checklist of new users on the month page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use crate::app::{App, accounts};
use crate::domain::settings::{Settings, SettingsEdit, SetupStep};
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::Form;
use crate::web::pages::respond::redirect;

/// The value of the button that removes the checklist.
const ALL_STEPS: &str = "all";

/// The form of the checklist.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct SetupForm {
    /// The step to mark as done, or `all` to remove the checklist.
    pub(crate) step: String,
}

/// Marks a step as done, or removes the checklist (`POST /month/setup`). Ignores an unknown step.
pub(crate) async fn finish_setup_step(
    app: web::Data<App>,
    user: CurrentUser,
    Form { values: form, .. }: Form<SetupForm>,
) -> Result<HttpResponse, PageError> {
    let step = form.step.parse::<SetupStep>().ok();
    if step.is_some() || form.step == ALL_STEPS {
        accounts::edit_settings(&app, user.id, &SettingsEdit::Setup(step)).await?;
    }
    Ok(redirect("/month"))
}

/// The checklist on the page.
pub(crate) struct SetupChecklist {
    /// The steps. Empty if there is no checklist.
    pub(crate) items: Vec<SetupItem>,
    /// How many are done, such as `2 of 5 done`.
    pub(crate) progress: String,
    /// Whether the steps are shown at first.
    pub(crate) is_open: bool,
}

/// A step on the page.
pub(crate) struct SetupItem {
    /// The value of the button that marks it as done.
    pub(crate) name: &'static str,
    /// What to do.
    pub(crate) label: &'static str,
    /// Why, or how.
    pub(crate) hint: &'static str,
    /// The path of its form. `None` if the hint says everything.
    pub(crate) path: Option<&'static str>,
    /// Whether it is done.
    pub(crate) is_done: bool,
}

impl SetupChecklist {
    /// Formats the checklist for display. Its steps are shown until one is done, if the user `is_new`.
    pub(crate) fn new(settings: &Settings, is_new: bool) -> Self {
        let items = setup_items(settings);
        let done = items.iter().filter(|item| item.is_done).count();
        Self { progress: t::setup_progress(items.len(), done), items, is_open: is_new && done == 0 }
    }
}

fn setup_items(settings: &Settings) -> Vec<SetupItem> {
    let items = settings.setup_steps().into_iter().map(|(step, is_done)| {
        let (label, hint, path) = match step {
            SetupStep::UsualWeek => {
                (t::setup_week(), t::setup_week_hint(), Some("/settings/schedule"))
            }
            SetupStep::Allowances => (
                t::setup_allowances(),
                t::setup_allowances_hint(),
                Some("/settings/allowances/vacation"),
            ),
            SetupStep::Holidays => {
                (t::setup_holidays(), t::setup_holidays_hint(), Some("/settings/data#holidays"))
            }
            SetupStep::Import => {
                (t::setup_import(), t::setup_import_hint(), Some("/settings/data#import"))
            }
            SetupStep::Install => (t::setup_install(), t::setup_install_hint(), None),
        };
        SetupItem { name: step.as_str(), label, hint, path, is_done }
    });
    items.collect()
}
