//! The allowances, each with its balance of the current year.

use askama::Template;

use super::calendar_form::CalendarForm;
use super::form::{cell, from_field};
use super::summary::{BalanceView, format_allowance, format_rule};
use crate::domain::allowances::Allowance;
use crate::domain::days::day::Year;
use crate::domain::settings::Settings;
use crate::domain::types::{DayType, Slug, TypeKind};
use crate::domain::year::balances::TypeBalance;
use crate::locale::{month_name, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::allowances::{AllowanceForm, AllowanceYearForm};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::allowance::CarryQuestion;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::TypeBadge;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The number of empty rows in a form, for further exceptions by year.
const EMPTY_ROWS: usize = 2;

/// The page's input, in addition to the settings.
pub(crate) struct AllowancesInput<'a> {
    /// The type whose form is open, and the form as typed.
    pub(crate) open: Option<(Slug, AllowanceForm)>,
    /// The form of the allowance year as typed. `None` shows the stored values.
    pub(crate) calendar: Option<CalendarForm>,
    /// Set if the settings of the open form were changed in another tab.
    pub(crate) conflict: Option<SettingsConflict>,
    /// The errors of the open form, or of the form of the allowance year.
    pub(crate) errors: &'a FieldErrors,
    /// Whether an allowance was just saved.
    pub(crate) saved: bool,
    /// A warning that the requested change wasn't made.
    pub(crate) warning: Option<&'static str>,
    /// The balances of the current year.
    pub(crate) balances: &'a [TypeBalance<'a>],
    /// The current allowance year.
    pub(crate) year: Year,
}

/// The allowances page.
#[derive(Template)]
#[template(path = "settings/allowances.html")]
pub(crate) struct AllowancesPage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    saved: bool,
    /// Whether the month page shows the checklist of new users.
    has_checklist: bool,
    warning: Option<&'static str>,
    /// The name of the current allowance year.
    year: String,
    rows: Vec<AllowanceRow<'a>>,
    calendar: CalendarForm,
    calendar_errors: FieldErrors,
    conflict: Option<&'a SettingsConflict>,
    year_starts: Vec<SelectOption<'static>>,
}

/// A type with its allowance.
struct AllowanceRow<'a> {
    slug: &'a str,
    badge: TypeBadge<'a>,
    /// A summary, such as `30 days a year, carry over up to 5 until 31 March`.
    summary: String,
    balance: Option<BalanceView>,
    question: Option<CarryQuestion<'a>>,
    form: AllowanceForm,
    years: Vec<YearRow<'a>>,
    /// Whether the exceptions are shown at first.
    shows_years: bool,
    changes: Vec<RuleRow>,
    months: Vec<SelectOption<'static>>,
    errors: Option<&'a FieldErrors>,
    conflict: Option<&'a SettingsConflict>,
    is_open: bool,
}

/// A row of the exceptions by year.
struct YearRow<'a> {
    /// The number of the row.
    at: usize,
    form: AllowanceYearForm,
    errors: Option<&'a FieldErrors>,
}

impl<'a> YearRow<'a> {
    /// Returns the error of a cell.
    fn error(&self, field: &str) -> Option<&'a str> {
        self.errors.and_then(|errors| errors.get(&cell(field, self.at)))
    }
}

/// A rule in the list of changes over the years.
struct RuleRow {
    /// The year, or an empty string for the beginning.
    from: String,
    /// The first year for the address of the form and the button that removes it.
    key: Year,
    /// The years in which it applies, such as `From 2026` or `Until 2025`.
    when: String,
    summary: String,
}

/// Returns the months as options.
fn month_options(chosen: &str) -> impl Iterator<Item = SelectOption<'static>> {
    (1..=12).map(move |month| {
        let number = month.to_string();
        let is_chosen = number == chosen;
        SelectOption::new(number, month_name(month), is_chosen)
    })
}

impl<'a> AllowancesPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(
        layout: Layout<'a>,
        settings: &'a Settings,
        input: &'a AllowancesInput<'a>,
    ) -> Self {
        let has_place = |day_type: &&DayType| {
            day_type.is_offered() || settings.allowances.contains_key(&day_type.slug)
        };
        let mut types: Vec<&DayType> = settings.types.iter().filter(has_place).collect();
        types.sort_by_key(|day_type| day_type.kind != TypeKind::Leave);
        let row = |day_type| AllowanceRow::new(day_type, settings, input);
        let calendar = input.calendar.clone().unwrap_or_else(|| CalendarForm::from(settings));
        Self {
            layout,
            current: SettingsPart::Allowances,
            saved: input.saved,
            has_checklist: !settings.setup_steps().is_empty(),
            warning: input.warning,
            year: settings.allowance_calendar.year_start.name(input.year),
            rows: types.into_iter().map(row).collect(),
            calendar_errors: match input.calendar {
                Some(_) => input.errors.clone(),
                None => FieldErrors::default(),
            },
            conflict: input.calendar.as_ref().and(input.conflict.as_ref()),
            year_starts: month_options(&calendar.year_start).collect(),
            calendar,
        }
    }

    fn lead(&self) -> String {
        if self.rows.iter().any(|row| row.balance.is_some()) {
            t::allowances_lead(&self.year)
        } else {
            t::allowances_lead_none().to_owned()
        }
    }
}

impl<'a> AllowanceRow<'a> {
    fn new(day_type: &'a DayType, settings: &'a Settings, input: &'a AllowancesInput<'a>) -> Self {
        let stored = settings.allowances.get(&day_type.slug);
        let calendar = &settings.allowance_calendar;
        let open = input.open.as_ref().filter(|(slug, _)| *slug == day_type.slug);
        let form = open.map_or_else(
            || AllowanceForm::from_settings(settings, &day_type.slug, input.year),
            |(_, form)| form.clone(),
        );
        let balance = input.balances.iter().find(|type_balance| type_balance.day_type == day_type);
        let no_expiry = SelectOption::new("", t::allowances_no_expiry(), false);
        let months = std::iter::once(no_expiry).chain(month_options(&form.expires_month)).collect();
        let mut years = form.rows();
        let shows_years = !years.is_empty();
        years.resize(years.len() + EMPTY_ROWS, AllowanceYearForm::default());
        let errors = open.map(|_| input.errors);
        let years = years.into_iter().enumerate();
        let years = years.map(|(at, form)| YearRow { at, form, errors });
        Self {
            slug: day_type.slug.as_str(),
            badge: TypeBadge::new(day_type),
            summary: stored.map_or_else(
                || t::allowances_no_limit().to_owned(),
                |stored| format_allowance(stored, calendar, input.year),
            ),
            balance: balance.map(|type_balance| BalanceView::new(&type_balance.balance)),
            question: balance.and_then(|type_balance| {
                CarryQuestion::new(type_balance, calendar.year_start, input.year)
            }),
            months,
            years: years.collect(),
            shows_years,
            changes: stored.map(RuleRow::list).unwrap_or_default(),
            form,
            errors,
            conflict: open.and(input.conflict.as_ref()),
            is_open: open.is_some(),
        }
    }

    fn field_id(&self, field: &str) -> String {
        format!("{}-{field}", self.slug)
    }

    fn error(&self, field: &str) -> Option<&'a str> {
        self.errors.and_then(|errors| errors.get(field))
    }
}

impl RuleRow {
    /// Lists the rules of an allowance, unless the same rule applies to all years.
    fn list(allowance: &Allowance) -> Vec<Self> {
        let is_constant = allowance.rules.keys().all(|year| *year == Year::FIRST);
        let rules = allowance.rules.iter().filter(|_| !is_constant);
        let mut rows: Vec<Self> = Vec::new();
        for (year, rule) in rules {
            if let (Some(before), Some(last)) = (rows.last_mut(), year.previous()) {
                let is_one = before.key == last;
                before.when = match before.key {
                    Year::FIRST => t::allowances_years_until(last),
                    only if is_one => only.to_string(),
                    first => t::date_range(first, last),
                };
            }
            let (from, when) = (from_field(*year), t::allowances_years_from(year));
            rows.push(Self { from, key: *year, when, summary: format_rule(*rule) });
        }
        rows
    }
}
