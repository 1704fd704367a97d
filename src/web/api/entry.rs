//! Entries as JSON, and the `ETag`s and preconditions of API calls.

use actix_web::http::header::{ContentEncoding, ETAG, EntityTag, Header, IfMatch};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use validator::Validate;

use super::dates::NO_DATA;
use super::error::ApiError;
use crate::app::{App, days};
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Entry, Part, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::month_log::{MonthLog, Precondition};
use crate::domain::days::notes;
use crate::domain::types::Slug;
use crate::web::etag::matches_etag;
use crate::web::form::validate;

/// The entry of a day. For half days, `type` and `location` are the morning's, or the afternoon's
/// if the morning is empty.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry, example = json!({"date": "2026-01-02", "type": "remote", "location": "New York", "notes": ""}))]
pub(crate) struct EntryBody<'a> {
    /// The day.
    #[schema(value_type = String, format = Date, example = "2026-01-02")]
    date: Day,
    /// The ID of the type.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "remote")]
    day_type: &'a Slug,
    /// The location, if the entry has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "New York", nullable = false)]
    location: Option<&'a Location>,
    /// The notes; empty for none.
    #[schema(value_type = String)]
    notes: &'a notes::Notes,
    /// For half days: the morning and the afternoon, null for an empty half.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Option<HalfBody>>>, min_items = 2, max_items = 2, nullable = false)]
    halves: Option<[Option<HalfBody<'a>>; 2]>,
}

/// Half a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Half)]
pub(crate) struct HalfBody<'a> {
    /// The ID of the type.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "vacation")]
    day_type: &'a Slug,
    /// The location, if the half has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    location: Option<&'a Location>,
}

impl<'a> From<&'a Part> for HalfBody<'a> {
    fn from(part: &'a Part) -> Self {
        Self { day_type: &part.day_type, location: part.location.as_ref() }
    }
}

impl<'a> EntryBody<'a> {
    /// Converts an entry to its JSON representation.
    pub(crate) fn new(date: Day, entry: &'a Entry) -> Self {
        let (first, halves) = match &entry.content.parts {
            Parts::Whole(part) => (part, None),
            Parts::Morning(am) => (am, Some([Some(am.into()), None])),
            Parts::Afternoon(pm) => (pm, Some([None, Some(pm.into())])),
            Parts::Halves(am, pm) => (am, Some([Some(am.into()), Some(pm.into())])),
        };
        Self {
            date,
            day_type: &first.day_type,
            location: first.location.as_ref(),
            notes: &entry.content.notes,
            halves,
        }
    }
}

/// The response of a read.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Reading)]
pub(crate) enum ReadResponse<'a> {
    /// With `date`: the entry.
    #[schema(title = "An entry")]
    #[expect(dead_code, reason = "only documents a response built elsewhere")]
    Entry(EntryBody<'a>),
    /// With `year`: the entries of the year.
    #[schema(title = "A year")]
    Year {
        /// The year.
        #[schema(value_type = u16, example = 2026)]
        year: i32,
        /// Its entries, ascending.
        entries: Vec<EntryBody<'a>>,
    },
    /// With `from` and `to`: the entries of the range, which can be empty.
    #[schema(title = "A range")]
    Range {
        /// The first day of the range.
        #[schema(value_type = String, format = Date)]
        from: Day,
        /// The last day of the range.
        #[schema(value_type = String, format = Date)]
        to: Day,
        /// The entries, ascending.
        entries: Vec<EntryBody<'a>>,
    },
    /// Without parameters: each year that has entries, ascending.
    #[schema(title = "All years")]
    #[expect(dead_code, reason = "only documents a streamed response")]
    All {
        /// The years.
        years: Vec<YearBody<'a>>,
    },
}

/// A year of entries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearOfEntries)]
pub(crate) struct YearBody<'a> {
    /// The year.
    #[schema(value_type = u16, example = 2026)]
    pub(crate) year: i32,
    /// Its entries, ascending.
    pub(crate) entries: Vec<EntryBody<'a>>,
}

/// The body of a request to log or change a day.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"notes": "Train broke down"}))]
#[schema(as = Notes)]
pub(crate) struct NotesBody {
    /// The notes, at most 1000 characters. Null counts as omitted.
    #[serde(default)]
    #[schema(max_length = 1000)]
    #[validate(custom(function = "validate::<notes::Notes>"))]
    pub(crate) notes: Option<String>,
}

/// Returns the entries from `from` to `to`, both inclusive, in ascending order.
pub(crate) fn entries_between(logs: &[MonthLog], from: Day, to: Day) -> Vec<EntryBody<'_>> {
    let all = logs.iter().flat_map(MonthLog::iter);
    let between = all.filter(|(day, _)| (from..=to).contains(day));
    between.map(|(day, entry)| EntryBody::new(day, entry)).collect()
}

/// Returns the strong `ETag` of an entry: its version and the time when it was logged or imported.
/// The version alone isn't enough, because versions start over after a year was permanently deleted,
/// nor is the creation time, which an import of the deleted year restores.
pub(crate) fn entry_etag(entry: &Entry) -> EntityTag {
    EntityTag::new_strong(format!("{}-{:x}", entry.version, entry.added_at().timestamp_micros()))
}

/// Responds with an entry and its `ETag`. The response isn't compressed, because a strong `ETag`
/// identifies the exact bytes.
pub(crate) fn respond_entry(day: Day, entry: &Entry) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, entry_etag(entry)))
        .insert_header(ContentEncoding::Identity)
        .json(EntryBody::new(day, entry))
}

/// Responds with JSON and a weak `ETag` derived from its hash, or with 304 if the client already
/// has it.
pub(crate) fn respond_with_etag(request: &HttpRequest, json: impl Into<Bytes>) -> HttpResponse {
    let json = json.into();
    let tag = EntityTag::new_weak(hex::encode(&Sha256::digest(&json)[..16]));
    if matches_etag(request, &tag) {
        return respond_not_modified(tag);
    }
    as_json(&mut HttpResponse::Ok()).insert_header((ETAG, tag)).body(json)
}

/// Responds with 304: the client already has this version.
pub(crate) fn respond_not_modified(tag: EntityTag) -> HttpResponse {
    HttpResponse::NotModified().insert_header((ETAG, tag)).finish()
}

/// Sets the JSON content type on a response whose body is already serialized.
pub(crate) fn as_json(response: &mut HttpResponseBuilder) -> &mut HttpResponseBuilder {
    response.content_type("application/json")
}

/// Returns whether the request has an `If-Match` header.
pub(crate) fn has_condition(request: &HttpRequest) -> bool {
    request.headers().contains_key(IfMatch::name())
}

/// Fails if the stored entry doesn't satisfy the `If-Match` header (RFC 9110, section 13.1.1).
pub(crate) fn check_preconditions(
    request: &HttpRequest,
    stored: Option<&Entry>,
) -> Result<(), ApiError> {
    let fits = match (IfMatch::parse(request), stored) {
        (Ok(IfMatch::Any), Some(_)) => true,
        (Ok(IfMatch::Items(tags)), Some(entry)) => {
            tags.iter().any(|sent| sent.strong_eq(&entry_etag(entry)))
        }
        _ => false,
    };
    fits.then_some(()).ok_or(ApiError::Changed)
}

/// Returns the precondition for a call that changes or deletes an entry: an entry exists and, if
/// `If-Match` lists `ETag`s, has one of them.
pub(crate) async fn expected_version(
    app: &App,
    user: &User,
    day: Day,
    request: &HttpRequest,
) -> Result<Precondition, ApiError> {
    if !has_condition(request) || matches!(IfMatch::parse(request), Ok(IfMatch::Any)) {
        return Ok(Precondition::AnyEntry);
    }
    let stored = days::entry(app, user, day).await?.ok_or(NO_DATA)?;
    check_preconditions(request, Some(&stored))?;
    Ok(Precondition::Version(stored.version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::days::entry::EntryTimes;
    use crate::domain::days::month_log::{DayEdit, Edit};
    use crate::domain::values::id::UserId;

    /// A year is exported, permanently deleted, and imported again. The entry has the same version
    /// and creation time as before, but different content.
    #[test]
    fn an_imported_entry_has_another_etag() {
        let at = |second| Timestamp::from_timestamp(second, 0).unwrap();
        let tag = |edit: Edit, second| {
            let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
            let day = "2026-11-18".parse().unwrap();
            let edit = DayEdit { day, precondition: Precondition::NoEntry, edit };
            let entry = log.edit(&edit, at(second)).unwrap().unwrap().after.unwrap();
            assert_eq!((entry.version, entry.created_at), (1, at(1)));
            entry_etag(&entry)
        };
        let part = |slug: &str| Part { day_type: slug.parse().unwrap(), location: None };
        let logged = tag(Edit::Put(Parts::Whole(part("office")).into()), 1);
        let times = EntryTimes { created_at: at(1), updated_at: at(1) };
        let import = || Edit::Import(Parts::Whole(part("sick")).into(), times);
        assert_ne!(logged, tag(import(), 9));
        assert_ne!(tag(import(), 9), tag(import(), 10));
    }
}
