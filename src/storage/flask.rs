//! The databases of the earlier Flask service, read and never written.
//!
//! What its documents mean is decided in [`crate::domain::import::flask`]; here they become JSON. It
//! kept them in a MongoDB that may be no replica set.

use std::time::Duration;

use mongodb::bson::{Bson, Document, RawDocumentBuf, doc};
use mongodb::error::ErrorKind;
use mongodb::options::ClientOptions;
use mongodb::{Client, Cursor};
use serde_json::{Number, Value, json};

use super::{Cause, DatabaseUrl};

/// How long to look for the server.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many documents the server sends at once: few, since a cursor that is not asked for more within
/// ten minutes ends.
const BATCH: u32 = 50;

/// The server's codes for whoever may not read.
const MAY_NOT: [i32; 4] = [8000, 13, 18, 31];

/// Why the databases of the earlier service are not read.
#[derive(Debug, thiserror::Error)]
pub enum FlaskError {
    /// Of another kind.
    #[error("--from is not a mongodb:// address, and the earlier service had its databases there.")]
    NotMongo,
    /// The address is not one that the driver understands.
    #[error("--from is not a usable MongoDB address: {0}")]
    BadAddress(Cause),
    /// No answer, or no longer.
    #[error("The MongoDB at {url} does not answer: {cause}")]
    Unavailable {
        /// Without the password.
        url: String,
        /// What the driver says.
        cause: Cause,
    },
    /// The server does not let us.
    #[error(
        "The MongoDB at {url} does not let this user read the databases credentials and log: {cause}"
    )]
    MayNot {
        /// Without the password.
        url: String,
        /// What the server says.
        cause: Cause,
    },
    /// There is nothing.
    #[error(
        "There is nothing of the earlier service at {0}: neither its database credentials nor its database log has a document in the collection of the same name. Is --from right?"
    )]
    NothingThere(String),
}

/// One of its two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlaskPart {
    /// Who has an account.
    Credentials,
    /// Settings and entries.
    Log,
}

impl FlaskPart {
    /// What its database, and the collection in it, is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Log => "log",
        }
    }
}

/// The databases of the earlier service.
pub struct FlaskDatabases {
    client: Client,
    url: String,
}

impl FlaskDatabases {
    /// Connects, and makes sure that something is there.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, FlaskError> {
        let DatabaseUrl::Mongo(address) = url else { return Err(FlaskError::NotMongo) };
        let bad = |error| FlaskError::BadAddress(Box::new(error));
        let mut options = ClientOptions::parse(address).await.map_err(bad)?;
        options.server_selection_timeout.get_or_insert(PATIENCE);
        options.connect_timeout.get_or_insert(PATIENCE);
        let client = Client::with_options(options).map_err(bad)?;
        let databases = Self { client, url: url.to_string() };
        let has_any = databases.has_any(FlaskPart::Credentials).await?
            || databases.has_any(FlaskPart::Log).await?;
        if has_any { Ok(databases) } else { Err(FlaskError::NothingThere(databases.url)) }
    }

    /// Whether a part has documents.
    pub async fn has_any(&self, part: FlaskPart) -> Result<bool, FlaskError> {
        let collection = self.client.database(part.name()).collection::<Document>(part.name());
        let found = collection.find_one(doc! {}).projection(doc! { "_id": 1 }).await;
        Ok(found.map_err(|error| failed(&self.url, error))?.is_some())
    }

    /// The documents of a part in the order of their `_id`, which is the same every time.
    pub async fn read(&self, part: FlaskPart) -> Result<FlaskDocuments, FlaskError> {
        let collection =
            self.client.database(part.name()).collection::<RawDocumentBuf>(part.name());
        let found = collection.find(doc! {}).sort(doc! { "_id": 1 }).batch_size(BATCH).await;
        let cursor = found.map_err(|error| failed(&self.url, error))?;
        Ok(FlaskDocuments { cursor, url: self.url.clone() })
    }
}

/// Documents as they come.
pub struct FlaskDocuments {
    cursor: Cursor<RawDocumentBuf>,
    url: String,
}

impl FlaskDocuments {
    /// The next one as JSON, a moment in it as `{"$date": "2018-01-02T00:00:00Z"}`; or why that one
    /// cannot be read. Nothing where there are no more.
    pub async fn next(&mut self) -> Result<Option<Result<Value, String>>, FlaskError> {
        if !self.cursor.advance().await.map_err(|error| failed(&self.url, error))? {
            return Ok(None);
        }
        let document = Document::try_from(self.cursor.current());
        Ok(Some(
            document.map(|document| value_of(document.into())).map_err(|error| error.to_string()),
        ))
    }
}

fn failed(url: &str, error: mongodb::error::Error) -> FlaskError {
    let url = url.to_owned();
    let may_not = match error.kind.as_ref() {
        ErrorKind::Command(command) => MAY_NOT.contains(&command.code),
        ErrorKind::Authentication { .. } => true,
        _ => false,
    };
    let cause = Box::new(error);
    if may_not { FlaskError::MayNot { url, cause } } else { FlaskError::Unavailable { url, cause } }
}

/// A value as JSON. Of the kinds that JSON lacks, moments and keys are told apart; of others it
/// matters only that they are none of those expected.
fn value_of(value: Bson) -> Value {
    match value {
        Bson::Document(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, value_of(value))).collect())
        }
        Bson::Array(values) => Value::Array(values.into_iter().map(value_of).collect()),
        Bson::String(text) | Bson::Symbol(text) => Value::String(text),
        Bson::Boolean(truth) => Value::Bool(truth),
        Bson::Int32(number) => number.into(),
        Bson::Int64(number) => number.into(),
        Bson::Double(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Bson::Decimal128(number) => Value::String(number.to_string()),
        Bson::Null | Bson::Undefined => Value::Null,
        Bson::DateTime(moment) => match moment.try_to_rfc3339_string() {
            Ok(text) => json!({ "$date": text }),
            Err(_) => json!({ "$date": moment.timestamp_millis() }),
        },
        Bson::ObjectId(id) => json!({ "$oid": id.to_hex() }),
        other => json!({ "$other": format!("{:?}", other.element_type()) }),
    }
}

#[cfg(test)]
mod tests {
    use mongodb::bson::DateTime;
    use mongodb::bson::oid::ObjectId;

    use super::*;

    #[test]
    fn values_as_json() {
        let id = ObjectId::parse_str("5a4b1d2e9f1b2c0001a1b2c3").unwrap();
        let moment = DateTime::from_millis(1_514_851_200_000);
        let found = value_of(Bson::Document(doc! {
            "_id": id, "date": moment, "n": 3_i64, "f": 12.5, "nan": f64::NAN, "list": [Bson::Null, true],
            "far": DateTime::from_millis(i64::MAX),
            "min": Bson::MinKey,
        }));
        let expected = json!({
            "_id": { "$oid": "5a4b1d2e9f1b2c0001a1b2c3" },
            "date": { "$date": "2018-01-02T00:00:00Z" },
            "n": 3, "f": 12.5, "nan": null, "list": [null, true],
            "far": { "$date": "9999-12-31T23:59:59.999999999Z" },
            "min": { "$other": "MinKey" },
        });
        assert_eq!(found, expected);
    }
}
