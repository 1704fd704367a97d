//! The year planner: every day of the year, with a row per month (a column on a phone) and weekdays
//! aligned.
//!
//! A page has up to 366 days, and rendering them is most of its cost. So nothing is allocated per
//! day, and shared parts are rendered once (`year/day.html`): the parts common to a month, and the
//! parts common to days that look alike.

use std::cmp::Ordering;

use askama::Template;

use super::badges;
use crate::domain::days::calendar::weekdays;
use crate::domain::days::day::{Day, Month, Year};
use crate::domain::settings::Settings;
use crate::domain::year::digest::{DigestDay, YearDigest};
use crate::locale::{month_and_year, month_name, month_short_name, t};
use crate::web::views::format::{TypeBadge, plain_number, two_digits, weekday_name};

/// The number of columns: up to six days before the first of a month, and 31 days.
const COLUMNS: usize = 37;

/// The maximum number of days in a month.
const DAYS_PER_MONTH: usize = 31;

pub(super) struct Planner {
    /// The first letter of the weekday above each column.
    pub(super) columns: [&'static str; COLUMNS],
    pub(super) months: Vec<MonthRow>,
    /// The distinct appearances of days. Each day refers to one by position.
    pub(super) kinds: Vec<DayStyle>,
}

pub(super) struct MonthRow {
    pub(super) name: &'static str,
    /// The abbreviated name.
    pub(super) short: &'static str,
    /// The name and the year.
    pub(super) title: String,
    /// The month, such as `2026-11`.
    pub(super) month: String,
    /// The number of empty columns before its first day.
    pub(super) lead: u32,
    /// The start of each day's link, as HTML.
    pub(super) opening: String,
    /// The name of each day, as HTML: what is before, between, and after its number and weekday.
    pub(super) names: [String; 3],
    pub(super) days: Vec<PlannerDay>,
}

pub(super) struct PlannerDay {
    /// The day number with two digits, `01` to `31`.
    pub(super) key: &'static str,
    /// The day number, `1` to `31`, and the weekday, in the order of the language.
    pub(super) names: [&'static str; 2],
    /// The position of its appearance in [`Planner::kinds`].
    pub(super) kind: usize,
}

/// The appearance shared by days that look alike.
pub(super) struct DayStyle {
    alike: StyleKey,
    /// The part of the link between the date in its URL and its name, as HTML: the CSS classes and
    /// marks.
    pub(super) marks: String,
    /// The part of the link after its name, as HTML: the types and the closing tags.
    pub(super) description: String,
}

/// Everything that a day shows except its date.
#[derive(Clone, Copy, PartialEq, Eq)]
struct StyleKey {
    is_whole: bool,
    types: [Option<usize>; 2],
    is_off: bool,
    /// Whether the day is before, on, or after today.
    when: Ordering,
}

/// The template of the parts that the days of a month, or days that look alike, have in common.
#[derive(Template, Default)]
#[template(path = "year/day.html", blocks = ["opening", "marks", "description"])]
struct SharedCell<'a> {
    month: &'a str,
    classes: &'a [&'static str],
    is_today: bool,
    slots: [Option<StyledSlot<'a>>; 2],
    is_planned: bool,
}

/// The appearance of a type in the planner.
#[derive(Clone, Copy)]
pub(super) struct PlannerBadge<'a> {
    pub(super) badge: TypeBadge<'a>,
    /// Whether its days aren't worked. They stand out.
    pub(super) is_away: bool,
}

/// A part of a day that has an entry.
#[derive(Clone, Copy)]
struct StyledSlot<'a> {
    /// The prefix of the label: `morning ` or `afternoon `, or empty for a whole day.
    when: &'static str,
    badge: TypeBadge<'a>,
    is_away: bool,
}

impl Planner {
    pub(super) fn new(
        settings: &Settings,
        digest: &YearDigest,
        year: Year,
        today: Day,
    ) -> askama::Result<Self> {
        let week = weekdays(settings.first_weekday()).map(|day| first_letter(weekday_name(day)));
        let mut kinds =
            DayStyles { settings, today, badges: badges(&settings.types, digest), all: vec![] };
        let months = (1..=12).filter_map(|number| year.month(number));
        let months = months.map(|month| MonthRow::new(month, digest, &mut kinds));
        Ok(Self {
            columns: std::array::from_fn(|column| week[column % 7]),
            months: months.collect::<Result<_, _>>()?,
            kinds: kinds.all,
        })
    }
}

impl MonthRow {
    fn new(month: Month, digest: &YearDigest, kinds: &mut DayStyles<'_>) -> askama::Result<Self> {
        let (name, key) = (month_name(month.number()), month.to_string());
        let opening = SharedCell { month: &key, ..SharedCell::default() }.as_opening().render()?;
        let (names, is_weekday_first) = day_names(name);
        let mut logged = digest.between(month.first_day(), month.last_day()).iter().peekable();
        let mut days = Vec::with_capacity(DAYS_PER_MONTH);
        let mut weekday = month.first_day().weekday();
        let lead = weekday.days_since(kinds.settings.first_weekday().weekday());
        for day in (1..=month.length()).filter_map(|number| month.day(number)) {
            let entry = logged.next_if(|logged| logged.day == day);
            let (number, weekday_name) = (plain_number(day.number()), weekday_name(weekday));
            days.push(PlannerDay {
                key: two_digits(day.number()),
                names: if is_weekday_first {
                    [weekday_name, number]
                } else {
                    [number, weekday_name]
                },
                kind: kinds.of(day, entry)?,
            });
            weekday = weekday.succ();
        }
        let title = month_and_year(month.first_day().date()).to_string();
        let short = month_short_name(month.number());
        Ok(Self { name, short, title, month: key, lead, opening, names, days })
    }
}

/// Returns the name of each day in a month without its number and weekday, and whether the weekday
/// comes first. Only the number is visible. Names of months and weekdays never need escaping.
fn day_names(month: &str) -> ([String; 3], bool) {
    const NUMBER: char = '\u{1}';
    const WEEKDAY: char = '\u{2}';
    let text = t::year_day(NUMBER, month, WEEKDAY);
    let html = format!("<span>{text}").replace(NUMBER, "</span><b>\u{1}</b><span>");
    let html = html.strip_prefix("<span></span>").unwrap_or(&html);
    let mut parts = html.split([NUMBER, WEEKDAY]).map(str::to_owned);
    let names = std::array::from_fn(|_| parts.next().unwrap_or_default());
    (names, text.find(WEEKDAY) < text.find(NUMBER))
}

fn first_letter(name: &'static str) -> &'static str {
    name.char_indices().nth(1).map_or(name, |(end, _)| &name[..end])
}

/// The distinct appearances so far, and the data that they depend on.
struct DayStyles<'a> {
    settings: &'a Settings,
    today: Day,
    badges: Vec<PlannerBadge<'a>>,
    all: Vec<DayStyle>,
}

impl DayStyles<'_> {
    /// Returns the position of a day's appearance, which it adds if it is new.
    fn of(&mut self, day: Day, entry: Option<&DigestDay>) -> askama::Result<usize> {
        let slots = entry.map_or([None; 2], |entry| entry.slots);
        let alike = StyleKey {
            is_whole: entry.is_some_and(|entry| entry.is_whole),
            types: slots.map(|part| part.map(|part| part.day_type)),
            is_off: !self.settings.schedules.is_working_day(day),
            when: day.cmp(&self.today),
        };
        if let Some(known) = self.all.iter().position(|kind| kind.alike == alike) {
            return Ok(known);
        }
        self.all.push(DayStyle::new(alike, &self.badges)?);
        Ok(self.all.len() - 1)
    }
}

impl DayStyle {
    fn new(alike: StyleKey, badges: &[PlannerBadge<'_>]) -> askama::Result<Self> {
        let StyleKey { is_whole, types, is_off, when } = alike;
        let halves = if is_whole { ["", ""] } else { [t::part_morning(), t::part_afternoon()] };
        let slot = |at: usize| {
            let PlannerBadge { badge, is_away } = badges[types[at]?];
            Some(StyledSlot { when: halves[at], badge, is_away })
        };
        let slots = [slot(0), slot(1)];
        let is_today = when.is_eq();
        let is_planned = when.is_gt() && types != [None; 2];
        let marks = [
            (is_off, "off"),
            (is_planned, "planned"),
            (is_today, "now"),
            (!is_whole && types[0].is_some() && types[1].is_none(), "am"),
            (types[0].is_none() && types[1].is_some(), "pm"),
        ];
        let classes = marks.into_iter().filter_map(|(holds, class)| holds.then_some(class));
        let classes: Vec<&str> = classes.collect();
        let common =
            SharedCell { classes: &classes, is_today, slots, is_planned, ..SharedCell::default() };
        let (marks, description) = (common.as_marks().render()?, common.as_description().render()?);
        Ok(Self { alike, marks, description })
    }
}
