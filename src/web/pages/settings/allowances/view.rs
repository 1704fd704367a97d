//! The allowances, each with its balance of the current year.

use askama::Template;

use crate::domain::allowances::{Allowance, Balance, ExpiryDate, Remaining};
use crate::domain::days::day::Year;
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::Settings;
use crate::domain::types::{DayType, Slug, TypeKind};
use crate::domain::year::balances::TypeBalance;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::allowances::{AllowanceForm, AllowanceYearForm};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::{TypeBadge, format_half_days, format_long_date};
use crate::web::views::{Layout, Section};

/// The number of empty rows in a form, for further exceptions by year.
const EMPTY_ROWS: usize = 2;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The page's input, in addition to the settings.
pub(crate) struct AllowancesInput<'a> {
    /// The type whose form is open, and the form as typed.
    pub(crate) open: Option<(Slug, AllowanceForm)>,
    /// The errors of the open form.
    pub(crate) errors: &'a FieldErrors,
    /// Whether an allowance was just saved.
    pub(crate) saved: bool,
    /// The balances of the current year.
    pub(crate) balances: &'a [TypeBalance<'a>],
    /// The current year.
    pub(crate) year: Year,
}

/// The allowances page.
#[derive(Template)]
#[template(path = "settings/allowances.html")]
pub(crate) struct AllowancesPage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    saved: bool,
    year: Year,
    rows: Vec<AllowanceRow<'a>>,
}

/// A type with its allowance.
struct AllowanceRow<'a> {
    slug: &'a str,
    badge: TypeBadge<'a>,
    /// A summary, such as `30 days a year, what is left is carried over until 31 March`.
    summary: String,
    balance: Option<BalanceView>,
    form: AllowanceForm,
    years: Vec<AllowanceYearForm>,
    months: Vec<SelectOption<'static>>,
    errors: Option<&'a FieldErrors>,
    is_open: bool,
}

/// The balance of the current year.
struct BalanceView {
    /// The remaining days, such as `12.5 left` or `2 over`.
    end: String,
    is_over: bool,
    /// The used days, such as `17 of 30 used, 3 planned`.
    taken: String,
    /// The carry-over, such as `5 carried in, 2 expired after 31 March 2026`.
    carried: Option<String>,
}

impl<'a> AllowancesPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(
        layout: Layout<'a>,
        settings: &'a Settings,
        input: &AllowancesInput<'a>,
    ) -> Self {
        let has_place = |day_type: &&DayType| {
            day_type.is_offered() || settings.allowances.contains_key(&day_type.slug)
        };
        let mut types: Vec<&DayType> = settings.types.iter().filter(has_place).collect();
        types.sort_by_key(|day_type| day_type.kind != TypeKind::Leave);
        let row = |day_type| AllowanceRow::new(day_type, settings, input);
        Self {
            layout,
            current: SettingsPart::Allowances,
            saved: input.saved,
            year: input.year,
            rows: types.into_iter().map(row).collect(),
        }
    }
}

impl<'a> AllowanceRow<'a> {
    fn new(day_type: &'a DayType, settings: &'a Settings, input: &AllowancesInput<'a>) -> Self {
        let stored = settings.allowances.get(&day_type.slug);
        let open = input.open.as_ref().filter(|(slug, _)| *slug == day_type.slug);
        let form = open.map_or_else(
            || AllowanceForm::from_allowance(stored, input.year),
            |(_, form)| form.clone(),
        );
        let balance = input.balances.iter().find(|type_balance| type_balance.day_type == day_type);
        let month = |(at, name): (usize, &'static str)| {
            let number = (at + 1).to_string();
            let chosen = number == form.expires_month;
            SelectOption::new(number, name, chosen)
        };
        let always = SelectOption::new("", "always", false);
        let months = MONTHS.into_iter().enumerate().map(month);
        let months = std::iter::once(always).chain(months).collect();
        let mut years = form.rows();
        years.resize(years.len() + EMPTY_ROWS, AllowanceYearForm::default());
        Self {
            slug: day_type.slug.as_str(),
            badge: TypeBadge::new(day_type),
            summary: stored.map_or_else(
                || "No limit".to_owned(),
                |stored| format_allowance(stored, input.year),
            ),
            balance: balance.map(|type_balance| BalanceView::new(&type_balance.balance)),
            months,
            years,
            form,
            errors: open.map(|_| input.errors),
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

impl BalanceView {
    fn new(balance: &Balance) -> Self {
        let (end, is_over) = match balance.remaining_at_year_end {
            Remaining::Left(left) => (format!("{left} left"), false),
            Remaining::Over(over) => (format!("{over} over"), true),
        };
        let none = HalfDays::default();
        let planned = if balance.planned == none {
            String::new()
        } else {
            format!(", {} planned", balance.planned)
        };
        let available = HalfDays(balance.entitlement.0 + balance.carried_in.0);
        let taken = format!("{} of {available} used{planned}", balance.used);
        let carried = (balance.carried_in != none).then(|| format_carried(balance));
        Self { end, is_over, taken, carried }
    }
}

fn format_carried(balance: &Balance) -> String {
    let Balance { carried_in, expired, expires, has_expired, .. } = *balance;
    match expires {
        Some(last) if expired != HalfDays::default() && has_expired => {
            format!("{carried_in} carried in, {expired} expired after {}", format_long_date(last))
        }
        Some(last) if expired != HalfDays::default() => {
            format!("{carried_in} carried in, {expired} to be used by {}", format_long_date(last))
        }
        _ => format!("{carried_in} carried in"),
    }
}

fn format_allowance(allowance: &Allowance, year: Year) -> String {
    let days = match allowance.entitlement(year) {
        Some(days) => format_half_days(days),
        None => "No limit".to_owned(),
    };
    let of_year = if allowance.entitlement(year) == allowance.days.map(HalfDays::from) {
        format!("{days} a year")
    } else {
        format!("{days} in {year}")
    };
    let most = allowance.carry.and_then(|carry| carry.most);
    let carry = match (allowance.carry, most) {
        (None, _) => return of_year,
        (Some(_), None) => "what is left is carried over".to_owned(),
        (Some(_), Some(most)) => format!("up to {most} carried over"),
    };
    let until = allowance.expires.map(|last| format!(" until {}", format_expiry(last)));
    format!("{of_year}, {carry}{}", until.unwrap_or_default())
}

fn format_expiry(last: ExpiryDate) -> String {
    let month = MONTHS.get(last.month() as usize - 1).copied().unwrap_or_default();
    format!("{} {month}", last.day())
}
