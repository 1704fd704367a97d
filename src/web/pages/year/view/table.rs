//! The table of totals by type and month.

use crate::domain::days::day::{Day, Month, Year};
use crate::domain::year::totals::TypeTotals;
use crate::locale::{month_name, month_short_name};
use crate::web::views::format::TypeBadge;
use crate::web::views::totals::{CountView, badge_of};

/// The maximum number of types that fit as columns. With more, the table is transposed.
const BESIDE: usize = 7;

/// The totals by month and type. Types without entries are omitted.
pub(super) struct MonthTable<'a> {
    pub(super) columns: Vec<TypeBadge<'a>>,
    pub(super) months: Vec<MonthLine>,
    pub(super) totals: Vec<CountView>,
    /// The rows of the transposed table. Empty if the types are columns.
    pub(super) types: Vec<TypeLine<'a>>,
}

/// A type, with its total of each month.
pub(super) struct TypeLine<'a> {
    pub(super) badge: TypeBadge<'a>,
    pub(super) counts: Vec<CountView>,
    pub(super) total: CountView,
}

/// A month, with its total of each type.
pub(super) struct MonthLine {
    pub(super) month: Month,
    pub(super) name: &'static str,
    pub(super) short: &'static str,
    pub(super) is_now: bool,
    pub(super) counts: Vec<CountView>,
}

impl<'a> MonthTable<'a> {
    pub(super) fn new(types: &[TypeTotals<'a>], year: Year, today: Day) -> Self {
        let logged = || types.iter().filter(|type_totals| !type_totals.total.is_zero());
        let line = |month: Month| {
            let at = month.number() as usize - 1;
            MonthLine {
                month,
                name: month_name(month.number()),
                short: month_short_name(month.number()),
                is_now: month == today.month(),
                counts: logged().map(|type_totals| type_totals.months[at].into()).collect(),
            }
        };
        let types = |type_totals: &TypeTotals<'a>| TypeLine {
            badge: badge_of(type_totals),
            counts: type_totals.months.iter().map(|&count| count.into()).collect(),
            total: type_totals.total.into(),
        };
        let columns: Vec<TypeBadge<'a>> = logged().map(badge_of).collect();
        let is_turned = columns.len() > BESIDE;
        Self {
            columns,
            months: (1..=12).filter_map(|number| year.month(number)).map(line).collect(),
            totals: logged().map(|type_totals| type_totals.total.into()).collect(),
            types: logged().filter(|_| is_turned).map(types).collect(),
        }
    }

    /// Returns whether there are so many types that each is a row and each month a column.
    pub(super) fn is_turned(&self) -> bool {
        !self.types.is_empty()
    }
}
