//! The calendar feeds.

use askama::Template;

use crate::domain::exchange::feed::{Detail, Feed, FeedId};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::pages::settings::feed::form::FeedForm;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::{format_short_date, format_time};
use crate::web::views::{Layout, Section};

/// The calendar feeds page.
#[derive(Template)]
#[template(path = "settings/feed.html")]
pub(crate) struct FeedPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The user's feeds.
    pub(crate) feeds: &'a [Feed],
    /// The user's time zone.
    pub(crate) zone: TimeZone,
    /// The form as typed.
    pub(crate) form: &'a FeedForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The feed just created.
    pub(crate) created: Option<CreatedFeed<'a>>,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
}

/// A feed with its URL, which is only shown once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CreatedFeed<'a> {
    /// The user's name for the feed.
    pub(crate) name: &'a str,
    /// The URL.
    pub(crate) address: &'a str,
}

impl CreatedFeed<'_> {
    /// Returns the `webcal:` URL, which opens in calendar apps.
    fn subscription(&self) -> String {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        format!("webcal://{rest}")
    }
}

/// A feed in the list.
struct FeedRow<'a> {
    id: FeedId,
    name: &'a str,
    tells: &'static str,
    created: String,
    fetched: String,
}

impl FeedPage<'_> {
    fn rows(&self) -> impl Iterator<Item = FeedRow<'_>> {
        self.feeds.iter().map(|feed| FeedRow {
            id: feed.id,
            name: feed.name.as_str(),
            tells: label(feed.detail),
            created: t::feeds_created_on(format_short_date(feed.created_at, self.zone)),
            fetched: feed.fetched_at.map_or_else(
                || t::feeds_not_read().to_owned(),
                |at| {
                    let date = format_short_date(at, self.zone);
                    t::feeds_last_read(date, format_time(at, self.zone))
                },
            ),
        })
    }

    fn levels(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let chosen = self.form.detail.as_str();
        Detail::ALL.iter().copied().map(move |detail| SelectOption {
            value: detail.as_str().into(),
            label: label(detail).into(),
            hint: hint(detail),
            rule: "",
            chosen: detail.as_str() == chosen,
        })
    }
}

fn label(detail: Detail) -> &'static str {
    match detail {
        Detail::Presence => t::feeds_detail_presence(),
        Detail::Type => t::feeds_detail_type(),
        Detail::Location => t::feeds_detail_location(),
        Detail::Notes => t::feeds_detail_notes(),
    }
}

fn hint(detail: Detail) -> &'static str {
    messages::text(match detail {
        Detail::Presence => "feed.presence",
        Detail::Type => "feed.type",
        Detail::Location => "feed.location",
        Detail::Notes => "feed.notes",
    })
}
