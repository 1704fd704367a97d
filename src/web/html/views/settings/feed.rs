//! Calendar feeds.

use askama::Template;

use super::{Choice, SettingsPart};
use crate::domain::feed::{Detail, Feed, FeedId};
use crate::domain::time_zone::TimeZone;
use crate::web::form::FieldErrors;
use crate::web::html::forms::FeedForm;
use crate::web::html::views::words::short_date;
use crate::web::html::views::{Chrome, Section, assets};

/// A person's feeds, and the form that makes one.
#[derive(Template)]
#[template(path = "settings/feed.html")]
pub struct FeedPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which part of the settings it is.
    pub here: SettingsPart,
    /// The feeds there are.
    pub feeds: &'a [Feed],
    /// Where the person is.
    pub zone: TimeZone,
    /// What was typed: `name`, `detail`.
    pub form: &'a FeedForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// The feed that has just been made.
    pub made: Option<MadeFeed<'a>>,
    /// Something to say above all.
    pub notice: Option<&'a str>,
}

/// A feed with its address, shown once.
#[derive(Debug, Clone, Copy)]
pub struct MadeFeed<'a> {
    /// What the person calls it.
    pub name: &'a str,
    /// Where it is.
    pub address: &'a str,
}

impl MadeFeed<'_> {
    /// The address that calendar programs subscribe to when it is followed.
    fn subscription(&self) -> String {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        format!("webcal://{rest}")
    }
}

/// A feed as listed.
struct FeedRow<'a> {
    id: FeedId,
    name: &'a str,
    tells: &'static str,
    made: String,
    fetched: String,
}

impl FeedPage<'_> {
    fn rows(&self) -> impl Iterator<Item = FeedRow<'_>> {
        self.feeds.iter().map(|feed| FeedRow {
            id: feed.id,
            name: feed.name.as_str(),
            tells: label(feed.detail),
            made: short_date(feed.created_at, self.zone),
            fetched: feed.fetched_at.map_or_else(
                || "not read yet".to_owned(),
                |at| format!("last read {}", self.zone.local(at).format("%-d %b %Y, %H:00")),
            ),
        })
    }

    fn levels(&self) -> impl Iterator<Item = Choice> {
        let chosen = self.form.detail.as_str();
        Detail::ALL.iter().copied().map(move |detail| Choice {
            value: detail.as_str(),
            label: label(detail).into(),
            hint: hint(detail),
            chosen: detail.as_str() == chosen,
        })
    }
}

fn label(detail: Detail) -> &'static str {
    match detail {
        Detail::Presence => "Working or away",
        Detail::Type => "Type",
        Detail::Location => "Type and location",
        Detail::Notes => "Everything, notes included",
    }
}

fn hint(detail: Detail) -> &'static str {
    match detail {
        Detail::Presence => "Reads “Working” or “Away”.",
        Detail::Type => "Reads “Remote” or “Vacation”.",
        Detail::Location => "Reads “Remote, New York”.",
        Detail::Notes => "For your own calendar.",
    }
}
