//! Tests pages in a real browser, with and without JavaScript.

/// Generates two tests for each visit: `with_scripts::a_visit` and `without_scripts::a_visit`. A
/// visit is an async function in the same module that takes `Scripts`.
macro_rules! with_and_without_scripts {
    (@at $name:ident $scripts:ident: $($visit:ident)+) => {
        mod $name {
            use crate::browser::chromium::Scripts;
            $(
                #[actix_web::test]
                async fn $visit() {
                    super::$visit(Scripts::$scripts).await;
                }
            )+
        }
    };
    ($($visit:ident,)+) => {
        with_and_without_scripts!(@at with_scripts On: $($visit)+);
        with_and_without_scripts!(@at without_scripts Off: $($visit)+);
    };
}

mod admin;
mod axe;
mod bulk_edit;
mod chromium;
mod confirm;
mod conflicts;
mod data;
mod day_form;
mod documentation;
mod editing;
mod imports;
mod keyboard;
mod logging;
mod long_words;
mod look;
mod notifications;
mod overflow;
mod pictures;
mod pictures_account;
mod pictures_admin;
mod pictures_november;
mod pictures_tokens;
mod previews;
mod schedule;
mod selection;
mod sessions;
mod slow_network;
mod stale_pages;
mod tokens;
pub(crate) mod tour;
mod types;
mod year;
