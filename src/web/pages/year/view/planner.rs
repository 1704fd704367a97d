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
use crate::locale::t;
use crate::web::views::format::{TypeBadge, month_short, plain_number, two_digits, weekday_name};

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
    /// The first three letters of the name.
    pub(super) short: &'static str,
    /// The month, such as `2026-11`.
    pub(super) month: String,
    /// The number of empty columns before its first day.
    pub(super) lead: u32,
    /// The start of each day's link, as HTML.
    pub(super) opening: String,
    /// The text between a day's number and its weekday, as HTML.
    pub(super) named: String,
    pub(super) days: Vec<PlannerDay>,
}

pub(super) struct PlannerDay {
    /// The day number with two digits, `01` to `31`.
    pub(super) key: &'static str,
    /// The day number, `1` to `31`.
    pub(super) number: &'static str,
    pub(super) weekday: &'static str,
    /// The position of its appearance in [`Planner::kinds`].
    pub(super) kind: usize,
}

/// The appearance shared by days that look alike.
pub(super) struct DayStyle {
    alike: StyleKey,
    /// The part of the link between the date in its URL and the day number, as HTML: the CSS
    /// classes and marks.
    pub(super) marks: String,
    /// The part of the link after the weekday, as HTML: the types and the closing tags.
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
#[template(path = "year/day.html", blocks = ["opening", "name", "marks", "description"])]
struct SharedCell<'a> {
    month: &'a str,
    name: &'a str,
    classes: &'a [&'static str],
    is_today: bool,
    slots: [Option<StyledSlot<'a>>; 2],
    is_planned: bool,
}

/// A part of a day that has an entry.
#[derive(Clone, Copy)]
struct StyledSlot<'a> {
    /// The prefix of the label: `morning ` or `afternoon `, or empty for a whole day.
    when: &'static str,
    badge: TypeBadge<'a>,
}

impl Planner {
    pub(super) fn new(
        settings: &Settings,
        digest: &YearDigest,
        year: Year,
        today: Day,
    ) -> askama::Result<Self> {
        let week = weekdays(settings.week_start).map(|day| &weekday_name(day)[..1]);
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
        let (name, key) = (month.name(), month.to_string());
        let common = SharedCell { month: &key, name, ..SharedCell::default() };
        let (opening, named) = (common.as_opening().render()?, common.as_name().render()?);
        let mut logged = digest.between(month.first_day(), month.last_day()).iter().peekable();
        let mut days = Vec::with_capacity(DAYS_PER_MONTH);
        let mut weekday = month.first_day().weekday();
        let lead = weekday.days_since(kinds.settings.week_start.weekday());
        for day in (1..=month.length()).filter_map(|number| month.day(number)) {
            let entry = logged.next_if(|logged| logged.day == day);
            days.push(PlannerDay {
                key: two_digits(day.number()),
                number: plain_number(day.number()),
                weekday: weekday_name(weekday),
                kind: kinds.of(day, entry)?,
            });
            weekday = weekday.succ();
        }
        Ok(Self { name, short: month_short(month), month: key, lead, opening, named, days })
    }
}

/// The distinct appearances so far, and the data that they depend on.
struct DayStyles<'a> {
    settings: &'a Settings,
    today: Day,
    badges: Vec<TypeBadge<'a>>,
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
    fn new(alike: StyleKey, badges: &[TypeBadge<'_>]) -> askama::Result<Self> {
        let StyleKey { is_whole, types, is_off, when } = alike;
        let halves = if is_whole { ["", ""] } else { [t::part_morning(), t::part_afternoon()] };
        let slot =
            |at: usize| types[at].map(|of| StyledSlot { when: halves[at], badge: badges[of] });
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
