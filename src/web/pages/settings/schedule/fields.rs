//! The fields of the schedule form.

use chrono::Weekday;
use serde::Deserialize;
use validator::Validate;

use crate::web::form::{deserialize_checkbox, deserialize_date, validate_weekdays};

/// One of two alternating weeks. Week A is also the usual week if none alternate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WeekLetter {
    A,
    B,
}

/// The names of the fields of a weekday.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UsualFields {
    pub(crate) day_type: &'static str,
    pub(crate) location: &'static str,
    pub(crate) half: &'static str,
    pub(crate) pm_type: &'static str,
    pub(crate) pm_location: &'static str,
}

/// The fields of a weekday as typed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct UsualInput<'a> {
    pub(crate) day_type: &'a str,
    pub(crate) location: &'a str,
    pub(crate) half: bool,
    pub(crate) pm_type: &'a str,
    pub(crate) pm_location: &'a str,
}

/// Defines the form from a list of weekdays, each with the names of its fields.
macro_rules! schedule_form {
    ($($week:ident $day:ident: $day_type:ident $location:ident $half:ident $pm_type:ident $pm_location:ident,)*) => {
        /// A schedule as typed.
        #[derive(Debug, Clone, Default, Deserialize, Validate)]
        #[serde(default)]
        pub(crate) struct ScheduleForm {
            /// The schedule to edit: `first`, the first day of a later one, or empty for a new one.
            pub(crate) edit: String,
            /// The first day of the schedule. Not used for the first schedule.
            #[serde(deserialize_with = "deserialize_date")]
            pub(crate) from: String,
            /// The slugs of the working days.
            #[validate(custom(function = "validate_weekdays"))]
            pub(crate) working_days: Vec<String>,
            /// Whether two weeks alternate: `every` or `ab`. Empty means `every`.
            pub(crate) weeks: String,
            /// A day in week A. Only used for the first schedule, if two weeks alternate.
            #[serde(deserialize_with = "deserialize_date")]
            pub(crate) anchor: String,
            /// The version of the schedules that the page showed.
            pub(crate) version: String,
            /// The field of the type whose weekday to copy, if the user pressed a button that does.
            pub(crate) copy: String,
            $(
                pub(super) $day_type: String,
                pub(super) $location: String,
                #[serde(deserialize_with = "deserialize_checkbox")]
                pub(super) $half: bool,
                pub(super) $pm_type: String,
                pub(super) $pm_location: String,
            )*
        }

        impl ScheduleForm {
            /// Returns the names of the fields of a weekday.
            pub(crate) fn names(week: WeekLetter, day: Weekday) -> UsualFields {
                match (week, day) {
                    $((WeekLetter::$week, Weekday::$day) => UsualFields {
                        day_type: stringify!($day_type),
                        location: stringify!($location),
                        half: stringify!($half),
                        pm_type: stringify!($pm_type),
                        pm_location: stringify!($pm_location),
                    },)*
                }
            }

            /// Returns the fields of a weekday as typed.
            pub(crate) fn usual(&self, week: WeekLetter, day: Weekday) -> UsualInput<'_> {
                match (week, day) {
                    $((WeekLetter::$week, Weekday::$day) => UsualInput {
                        day_type: &self.$day_type,
                        location: &self.$location,
                        half: self.$half,
                        pm_type: &self.$pm_type,
                        pm_location: &self.$pm_location,
                    },)*
                }
            }

            /// Sets the fields of a weekday.
            pub(crate) fn set_usual(&mut self, week: WeekLetter, day: Weekday, input: UsualInput<'_>) {
                match (week, day) {
                    $((WeekLetter::$week, Weekday::$day) => {
                        self.$day_type = input.day_type.to_owned();
                        self.$location = input.location.to_owned();
                        self.$half = input.half;
                        self.$pm_type = input.pm_type.to_owned();
                        self.$pm_location = input.pm_location.to_owned();
                    })*
                }
            }
        }
    };
}

schedule_form! {
    A Mon: mon_type mon_location mon_half mon_pm_type mon_pm_location,
    A Tue: tue_type tue_location tue_half tue_pm_type tue_pm_location,
    A Wed: wed_type wed_location wed_half wed_pm_type wed_pm_location,
    A Thu: thu_type thu_location thu_half thu_pm_type thu_pm_location,
    A Fri: fri_type fri_location fri_half fri_pm_type fri_pm_location,
    A Sat: sat_type sat_location sat_half sat_pm_type sat_pm_location,
    A Sun: sun_type sun_location sun_half sun_pm_type sun_pm_location,
    B Mon: b_mon_type b_mon_location b_mon_half b_mon_pm_type b_mon_pm_location,
    B Tue: b_tue_type b_tue_location b_tue_half b_tue_pm_type b_tue_pm_location,
    B Wed: b_wed_type b_wed_location b_wed_half b_wed_pm_type b_wed_pm_location,
    B Thu: b_thu_type b_thu_location b_thu_half b_thu_pm_type b_thu_pm_location,
    B Fri: b_fri_type b_fri_location b_fri_half b_fri_pm_type b_fri_pm_location,
    B Sat: b_sat_type b_sat_location b_sat_half b_sat_pm_type b_sat_pm_location,
    B Sun: b_sun_type b_sun_location b_sun_half b_sun_pm_type b_sun_pm_location,
}
