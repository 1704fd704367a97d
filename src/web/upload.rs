//! Uploads: a `multipart/form-data` body with a file or pasted text.

use actix_multipart::{Field, Multipart};
use actix_web::HttpMessage;
use actix_web::http::header::HeaderMap;
use actix_web::web::Payload;
use futures_util::TryStreamExt;

use super::error::PageError;
use crate::domain::exchange::import::MAX_BYTES;

/// The most fields that an upload may have.
const MAX_FIELDS: usize = 16;

/// An uploaded file or pasted text.
#[derive(Debug, Default)]
pub struct Sent {
    /// The file name. Empty for pasted text.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// An upload was rejected.
#[derive(Debug)]
pub enum UploadError {
    /// The file is larger than [`MAX_BYTES`].
    TooLarge,
    /// The body is malformed.
    Bad(PageError),
}

/// Returns whether a request has a multipart body.
pub fn is_multipart(request: &impl HttpMessage) -> bool {
    request.content_type().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads the field `file` or, if it is empty, `text`.
pub async fn read(headers: &HeaderMap, payload: Payload) -> Result<Sent, UploadError> {
    let mut form = Multipart::new(headers, payload);
    let (mut file, mut text) = (Sent::default(), Sent::default());
    let mut room = MAX_BYTES;
    let mut fields = 0;
    while let Some(field) = form.try_next().await.map_err(bad)? {
        fields += 1;
        if fields > MAX_FIELDS {
            return Err(bad("too many fields"));
        }
        let disposition = field.content_disposition();
        let name =
            disposition.and_then(|found| found.get_filename()).unwrap_or_default().to_owned();
        let field_name = field.name().unwrap_or_default().to_owned();
        let bytes = content(field, &mut room).await?;
        match field_name.as_str() {
            "file" => file = Sent { name, bytes },
            "text" => text = Sent { name: String::new(), bytes },
            _ => {}
        }
    }
    Ok(if file.bytes.is_empty() { text } else { file })
}

async fn content(mut field: Field, room: &mut usize) -> Result<Vec<u8>, UploadError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.try_next().await.map_err(bad)? {
        *room = room.checked_sub(chunk.len()).ok_or(UploadError::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn bad(error: impl std::fmt::Display) -> UploadError {
    UploadError::Bad(PageError::BadRequest(format!("The form could not be read: {error}.")))
}
