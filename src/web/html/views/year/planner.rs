//! Every day of a year, a month a row (a column on a phone), weekdays below one another.
//!
//! A page has 366 of them, and setting them is most of its cost. So nothing is allocated for a day,
//! and what many share is set once (`year/day.html`): all that a month's have in common, and how days
//! look that were spent alike.

use askama::Template;
use chrono::Weekday;

use super::looks;
use crate::domain::brief::{Brief, BriefDay};
use crate::domain::calendar::weekdays;
use crate::domain::day::{Day, Month, Year};
use crate::domain::settings::Settings;
use crate::domain::week::WorkingDays;
use crate::web::html::views::words::{
    AFTERNOON, Look, MORNING, month_short, plain_number, two_digits, weekday_name,
};

/// How many days a row has room for: six days before a month's first, and 31.
const COLUMNS: usize = 37;

/// The class of a day, as the attribute of its link, from its marks: off, planned, today; whole or both
/// halves, morning alone, afternoon alone.
const CLASSES: [[&str; 3]; 8] = [
    ["", r#" class="am""#, r#" class="pm""#],
    [r#" class="off""#, r#" class="off am""#, r#" class="off pm""#],
    [r#" class="planned""#, r#" class="planned am""#, r#" class="planned pm""#],
    [r#" class="off planned""#, r#" class="off planned am""#, r#" class="off planned pm""#],
    [r#" class="now""#, r#" class="now am""#, r#" class="now pm""#],
    [r#" class="off now""#, r#" class="off now am""#, r#" class="off now pm""#],
    [r#" class="planned now""#, r#" class="planned now am""#, r#" class="planned now pm""#],
    [
        r#" class="off planned now""#,
        r#" class="off planned now am""#,
        r#" class="off planned now pm""#,
    ],
];

/// The days of a year.
pub(super) struct Planner<'a> {
    /// The first letters of the weekdays above the columns.
    pub(super) columns: [&'static str; COLUMNS],
    pub(super) months: Vec<MonthRow<'a>>,
    working_days: WorkingDays,
    today: Day,
    kinds: Vec<Kind>,
    nothing: Kind,
}

/// A month.
pub(super) struct MonthRow<'a> {
    pub(super) name: &'static str,
    /// Its first three letters.
    pub(super) short: &'static str,
    /// `2026-11`
    pub(super) month: String,
    /// How many columns are free before its first day.
    pub(super) lead: u32,
    /// How the link of each of its days begins, as HTML.
    pub(super) opening: String,
    /// What stands between a day's number and its weekday, as HTML.
    pub(super) named: String,
    of: Month,
    logged: &'a [BriefDay],
}

/// A day.
pub(super) struct PlannedCell<'a> {
    /// `01` to `31`.
    pub(super) key: &'static str,
    /// `1` to `31`.
    pub(super) number: &'static str,
    pub(super) weekday: &'static str,
    /// The class of its link, as an attribute with a space before it; maybe none.
    pub(super) attributes: &'static str,
    pub(super) is_today: bool,
    /// Before its number: a mark for each part, as HTML.
    pub(super) marks: &'a str,
    /// After its weekday: what it was spent on, as HTML to the end of its link.
    pub(super) words: &'a str,
}

/// How the days look that were spent alike.
struct Kind {
    is_whole: bool,
    types: [Option<usize>; 2],
    is_planned: bool,
    marks: String,
    words: String,
}

/// What the days of a month, or those spent alike, have in common.
#[derive(Template, Default)]
#[template(path = "year/day.html", blocks = ["opening", "name", "marks", "words"])]
struct Common<'a> {
    month: &'a str,
    name: &'a str,
    slots: [Option<Slot<'a>>; 2],
    is_planned: bool,
}

/// A filled part of a day.
#[derive(Clone, Copy)]
struct Slot<'a> {
    /// Empty for a whole day; `morning ` or `afternoon ` goes before the label.
    when: &'static str,
    look: Look<'a>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        brief: &'a Brief,
        year: Year,
        today: Day,
    ) -> askama::Result<Self> {
        let week_start = settings.week_start.weekday();
        let row = |month: Month| MonthRow::new(month, week_start, brief);
        let week = weekdays(settings.week_start).map(|day| &weekday_name(day)[..1]);
        let days = brief.between(year.first_day(), year.last_day());
        Ok(Self {
            columns: std::array::from_fn(|column| week[column % 7]),
            months: (1..=12)
                .filter_map(|number| year.month(number))
                .map(row)
                .collect::<Result<_, _>>()?,
            working_days: settings.working_days,
            today,
            kinds: kinds(days, &looks(&settings.types, brief), today)?,
            nothing: Kind::of(&Common::default(), (true, [None; 2]))?,
        })
    }

    /// The days of one of its months, put into words one after another as the template asks.
    pub(super) fn days(&self, month: &MonthRow<'a>) -> impl Iterator<Item = PlannedCell<'_>> {
        let mut logged = month.logged.iter().peekable();
        let of = month.of;
        let days = (1..=of.length()).filter_map(move |number| of.day(number));
        days.map(move |day| self.cell(day, logged.next_if(|logged| logged.day == day)))
    }

    fn cell(&self, day: Day, entry: Option<&BriefDay>) -> PlannedCell<'_> {
        let kind =
            entry.and_then(|entry| self.kinds.iter().find(|kind| kind.is_of(entry, self.today)));
        let kind = kind.unwrap_or(&self.nothing);
        let is_off = !self.working_days.contains(day.weekday());
        let is_today = day == self.today;
        let row =
            usize::from(is_off) + 2 * usize::from(kind.is_planned) + 4 * usize::from(is_today);
        PlannedCell {
            key: two_digits(day.number()),
            number: plain_number(day.number()),
            weekday: weekday_name(day.weekday()),
            attributes: CLASSES[row][kind.half()],
            is_today,
            marks: &kind.marks,
            words: &kind.words,
        }
    }
}

impl<'a> MonthRow<'a> {
    fn new(month: Month, week_start: Weekday, brief: &'a Brief) -> askama::Result<Self> {
        let (name, key) = (month.name(), month.to_string());
        let common = Common { month: &key, name, ..Common::default() };
        let (opening, named) = (common.as_opening().render()?, common.as_name().render()?);
        Ok(Self {
            name,
            short: month_short(month),
            month: key,
            lead: month.first_day().weekday().days_since(week_start),
            opening,
            named,
            of: month,
            logged: brief.between(month.first_day(), month.last_day()),
        })
    }
}

impl Kind {
    fn new(entry: &BriefDay, looks: &[Look<'_>], today: Day) -> askama::Result<Self> {
        let BriefDay { day, is_whole, slots } = *entry;
        let when = if is_whole { ["", ""] } else { [MORNING, AFTERNOON] };
        let types = slots.map(|part| part.map(|part| part.day_type));
        let slot = |at: usize| types[at].map(|of| Slot { when: when[at], look: looks[of] });
        let is_planned = day > today;
        let common = Common { slots: [slot(0), slot(1)], is_planned, ..Common::default() };
        Self::of(&common, (is_whole, types))
    }

    fn of(
        common: &Common<'_>,
        (is_whole, types): (bool, [Option<usize>; 2]),
    ) -> askama::Result<Self> {
        let (marks, words) = (common.as_marks().render()?, common.as_words().render()?);
        Ok(Self { is_whole, types, is_planned: common.is_planned, marks, words })
    }

    fn is_of(&self, entry: &BriefDay, today: Day) -> bool {
        let types = entry.slots.map(|part| part.map(|part| part.day_type));
        (self.is_whole, self.types, self.is_planned) == (entry.is_whole, types, entry.day > today)
    }

    /// Its column in [`CLASSES`].
    fn half(&self) -> usize {
        match (self.is_whole, self.types) {
            (false, [Some(_), None]) => 1,
            (false, [None, Some(_)]) => 2,
            _ => 0,
        }
    }
}

/// The kinds that occur.
fn kinds(days: &[BriefDay], looks: &[Look<'_>], today: Day) -> askama::Result<Vec<Kind>> {
    let mut kinds: Vec<Kind> = Vec::new();
    for entry in days {
        if !kinds.iter().any(|kind| kind.is_of(entry, today)) {
            kinds.push(Kind::new(entry, looks, today)?);
        }
    }
    Ok(kinds)
}
