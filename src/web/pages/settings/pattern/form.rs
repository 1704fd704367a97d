//! The form of the usual week.

use chrono::Weekday;
use serde::Deserialize;
use validator::Validate;

use crate::domain::days::location::Location;
use crate::domain::days::week::WEEKDAYS;
use crate::domain::settings::Settings;

/// Defines the form from a list of weekdays, each with the names of its two fields.
macro_rules! pattern_form {
    ($($day:ident $day_type:ident $location:ident,)*) => {
        /// A type and a location for each weekday.
        #[derive(Debug, Default, Deserialize, Validate)]
        #[serde(default)]
        pub(crate) struct PatternForm {
            $(pub $day_type: String, pub $location: String,)*
        }

        impl PatternForm {
            /// The names of the fields of each weekday from Monday: its type and its location.
            pub(crate) const FIELDS: [(&'static str, &'static str); 7] =
                [$((stringify!($day_type), stringify!($location)),)*];

            /// The type and the location of a weekday, as typed.
            pub(crate) fn on(&self, day: Weekday) -> (&str, &str) {
                match day { $(Weekday::$day => (&self.$day_type, &self.$location),)* }
            }

            fn fields_of(&mut self, day: Weekday) -> (&mut String, &mut String) {
                match day { $(Weekday::$day => (&mut self.$day_type, &mut self.$location),)* }
            }
        }
    };
}

pattern_form! {
    Mon mon_type mon_location,
    Tue tue_type tue_location,
    Wed wed_type wed_location,
    Thu thu_type thu_location,
    Fri fri_type fri_location,
    Sat sat_type sat_location,
    Sun sun_type sun_location,
}

impl PatternForm {
    /// Creates the form that shows the stored usual week.
    pub(crate) fn from_settings(settings: &Settings) -> Self {
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
}
