//! The form of the usual week.

use chrono::Weekday;
use serde::Deserialize;
use validator::Validate;

use crate::domain::location::Location;
use crate::domain::settings::Settings;
use crate::domain::week::WEEKDAYS;

/// A type and a location for each weekday, as typed.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PatternForm {
    pub mon_type: String,
    pub mon_location: String,
    pub tue_type: String,
    pub tue_location: String,
    pub wed_type: String,
    pub wed_location: String,
    pub thu_type: String,
    pub thu_location: String,
    pub fri_type: String,
    pub fri_location: String,
    pub sat_type: String,
    pub sat_location: String,
    pub sun_type: String,
    pub sun_location: String,
}

impl PatternForm {
    /// The names of the type and location fields of each weekday, Monday first.
    pub const FIELDS: [(&'static str, &'static str); 7] = [
        ("mon_type", "mon_location"),
        ("tue_type", "tue_location"),
        ("wed_type", "wed_location"),
        ("thu_type", "thu_location"),
        ("fri_type", "fri_location"),
        ("sat_type", "sat_location"),
        ("sun_type", "sun_location"),
    ];

    /// Creates the form that shows the stored usual week.
    pub fn of(settings: &Settings) -> Self {
        let mut form = Self::default();
        for day in WEEKDAYS {
            let Some(part) = settings.pattern.on(day) else { continue };
            let known = settings.types.get(&part.day_type);
            let (day_type, location) = form.fields_of(day);
            *day_type = known.map_or(&part.day_type, |known| &known.slug).to_string();
            *location = part.location.as_ref().map(Location::to_string).unwrap_or_default();
        }
        form
    }

    /// Returns the type and the location of a weekday, as typed.
    pub fn on(&self, day: Weekday) -> (&str, &str) {
        match day {
            Weekday::Mon => (&self.mon_type, &self.mon_location),
            Weekday::Tue => (&self.tue_type, &self.tue_location),
            Weekday::Wed => (&self.wed_type, &self.wed_location),
            Weekday::Thu => (&self.thu_type, &self.thu_location),
            Weekday::Fri => (&self.fri_type, &self.fri_location),
            Weekday::Sat => (&self.sat_type, &self.sat_location),
            Weekday::Sun => (&self.sun_type, &self.sun_location),
        }
    }

    fn fields_of(&mut self, day: Weekday) -> (&mut String, &mut String) {
        match day {
            Weekday::Mon => (&mut self.mon_type, &mut self.mon_location),
            Weekday::Tue => (&mut self.tue_type, &mut self.tue_location),
            Weekday::Wed => (&mut self.wed_type, &mut self.wed_location),
            Weekday::Thu => (&mut self.thu_type, &mut self.thu_location),
            Weekday::Fri => (&mut self.fri_type, &mut self.fri_location),
            Weekday::Sat => (&mut self.sat_type, &mut self.sat_location),
            Weekday::Sun => (&mut self.sun_type, &mut self.sun_location),
        }
    }
}
