//! Reads the formats of numbers and dates from CLDR, by formatting samples with ICU4X. The program
//! only contains the results, for the languages that have a catalog.

use std::fmt::{self, Debug, Write as _};

use icu_calendar::types::Weekday;
use icu_calendar::week::WeekInformation;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu_datetime::fieldsets::{E, M, MD, YM, YMD, YMDE};
use icu_datetime::parts::{DAY, MONTH, WEEKDAY, YEAR};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use writeable::{Part, PartsWrite, Writeable};

use crate::catalog::{Catalog, Result};
use crate::pseudo;

/// The CLDR locale of a language without a region, where it isn't the best one: day before month.
const WORLD_ENGLISH: &str = "en-001";

/// Returns the generated files: the formats of dates and numbers by language, and the first days of
/// the week by region.
pub(crate) fn files(catalogs: &[Catalog]) -> Result<[(&'static str, String); 3]> {
    let (mut dates, mut numbers) = (String::new(), String::new());
    for catalog in catalogs {
        let tag = match catalog.tag.as_str() {
            "en" | pseudo::TAG => WORLD_ENGLISH,
            tag => tag,
        };
        let locale: Locale = tag.parse().map_err(|error| format!("{tag}: {error}"))?;
        dates += &date_formats(&locale).map_err(|error| format!("{tag}: {error}"))?;
        numbers += &number_format(&locale).map_err(|error| format!("{tag}: {error}"))?;
    }
    let length = catalogs.len();
    Ok([
        ("dates.rs", format!("const FORMATS: [&Formats; {length}] = [{dates}];\n")),
        ("numbers.rs", format!("const FORMATS: [NumberFormat; {length}] = [{numbers}];\n")),
        ("weeks.rs", format!("const EARLIER_WEEKS: &[(&str, Weekday)] = &[{}];\n", weeks()?)),
    ])
}

type Pieces = Vec<(Option<Part>, String)>;

/// Collects the fields of a formatted date.
#[derive(Default)]
struct Fields {
    pieces: Pieces,
    field: Option<Part>,
}

impl fmt::Write for Fields {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.pieces.last_mut() {
            Some((field, last)) if *field == self.field => last.push_str(text),
            _ => self.pieces.push((self.field, text.to_owned())),
        }
        Ok(())
    }
}

impl PartsWrite for Fields {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        let outer = self.field;
        // Numbers have parts of their own.
        self.field = outer.or(Some(part).filter(|part| [YEAR, MONTH, DAY, WEEKDAY].contains(part)));
        write(self)?;
        self.field = outer;
        Ok(())
    }
}

fn fields(formatted: &impl Writeable) -> Result<Pieces> {
    let mut fields = Fields::default();
    formatted.write_to_parts(&mut fields).map_err(|error| error.to_string())?;
    Ok(fields.pieces)
}

fn field_of(pieces: &Pieces, field: Part) -> String {
    pieces
        .iter()
        .find(|(part, _)| *part == Some(field))
        .map(|(_, text)| text.clone())
        .unwrap_or_default()
}

/// A day in each month of 2024, which is the 5th.
fn in_month(month: u8) -> Result<Date<Gregorian>> {
    Date::try_new_gregorian(2024, month, 5).map_err(|error| error.to_string())
}

/// A day for each weekday: 1 January 2024 is a Monday.
fn on_weekday(day: u8) -> Result<Date<Gregorian>> {
    Date::try_new_gregorian(2024, 1, day).map_err(|error| error.to_string())
}

fn each<T, const N: usize>(one: impl Fn(u8) -> Result<T>) -> Result<[T; N]>
where
    T: Debug,
{
    let all: Vec<T> = (1..).take(N).map(one).collect::<Result<_>>()?;
    all.try_into().map_err(|all| format!("{all:?}"))
}

/// Returns the code of a format, given a function that formats a date.
fn format(format: impl Fn(Date<Gregorian>) -> Result<Pieces>) -> Result<String> {
    let months: [String; 12] = each(|month| Ok(field_of(&format(in_month(month)?)?, MONTH)))?;
    let weekdays: [String; 7] = each(|day| Ok(field_of(&format(on_weekday(day)?)?, WEEKDAY)))?;
    let mut pieces = String::new();
    for (field, text) in format(in_month(1)?)? {
        let piece = match field {
            Some(YEAR) => "DatePiece::Year".to_owned(),
            Some(MONTH) => "DatePiece::Month".to_owned(),
            Some(DAY) if text == "05" => "DatePiece::PaddedDay".to_owned(),
            Some(DAY) => "DatePiece::Day".to_owned(),
            Some(WEEKDAY) => "DatePiece::Weekday".to_owned(),
            // The number of a day stays with its month, as in “16. November”.
            _ => format!("DatePiece::Constant({:?})", text.replace(". ", ".\u{a0}")),
        };
        let _ = write!(pieces, "{piece}, ");
    }
    Ok(format!("DateFormat {{ pieces: &[{pieces}], months: {months:?}, weekdays: {weekdays:?} }}"))
}

/// Returns a function that formats dates with some fields.
macro_rules! formatter {
    ($locale:expr, $fields:expr) => {{
        let formatter = Formatter::<Gregorian, _>::try_new($locale.into(), $fields)
            .map_err(|error| error.to_string())?;
        move |date: Date<Gregorian>| fields(&formatter.format(&date))
    }};
}

/// Returns the text that a formatter without constant parts writes.
fn name(pieces: Pieces) -> String {
    pieces.into_iter().map(|(_, text)| text).collect()
}

fn date_formats(locale: &Locale) -> Result<String> {
    let full = format(formatter!(locale, YMDE::long()))?;
    let long = format(formatter!(locale, YMD::long()))?;
    let medium = format(formatter!(locale, YMD::medium()))?;
    let with_weekday = format(formatter!(locale, YMDE::medium()))?;
    let month_and_year = format(formatter!(locale, YM::long()))?;
    let without_year = format(formatter!(locale, MD::medium()))?;
    let (wide, short) = (formatter!(locale, M::long()), formatter!(locale, M::medium()));
    let months: [[String; 12]; 2] = [
        each(|month| Ok(name(wide(in_month(month)?)?)))?,
        each(|m| Ok(name(short(in_month(m)?)?)))?,
    ];
    let (wide, short) = (formatter!(locale, E::long()), formatter!(locale, E::short()));
    let weekdays: [[String; 7]; 2] = [
        each(|day| Ok(name(wide(on_weekday(day)?)?)))?,
        each(|d| Ok(name(short(on_weekday(d)?)?)))?,
    ];
    Ok(format!(
        "&Formats {{ full: {full}, long: {long}, medium: {medium}, medium_with_weekday: {with_weekday}, month_and_year: \
         {month_and_year}, without_year: {without_year}, months: {months:?}, weekdays: {weekdays:?} }}, "
    ))
}

fn number_format(locale: &Locale) -> Result<String> {
    let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default())
        .map_err(|error| error.to_string())?;
    let format = |number: &str| -> Result<String> {
        let number: Decimal = number.parse().map_err(|error| format!("{error:?}"))?;
        Ok(formatter.format(&number).to_string())
    };
    let decimal = format("0.5")?.replace(['0', '5'], "");
    let group = format("10000")?.replace(['0', '1'], "");
    let grouped_from = if format("1000")?.contains(&group) { 4 } else { 5 };
    Ok(format!(
        "NumberFormat {{ decimal: {decimal:?}, group: {group:?}, grouped_from: {grouped_from} }}, "
    ))
}

/// Returns the code of a list: each region whose week doesn't start on Monday, with the first day.
fn weeks() -> Result<String> {
    let mut code = String::new();
    let regions = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| [first, second]));
    for region in regions.map(String::from_iter) {
        // Not every pair of letters is a region.
        let Ok(locale) = format!("und-{region}").parse::<Locale>() else { continue };
        let week = WeekInformation::try_new((&locale).into()).map_err(|error| error.to_string())?;
        let day = match week.first_weekday {
            Weekday::Monday => continue,
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
            other => return Err(format!("the week starts on {other:?} in {region}")),
        };
        let _ = write!(code, "({region:?}, Weekday::{day}), ");
    }
    Ok(code)
}
