//! Uploads: a `multipart/form-data` body with a file or pasted text.

use actix_multipart::{Field, Multipart};
use actix_web::HttpMessage;
use actix_web::http::header::HeaderMap;
use actix_web::web::Payload;
use futures_util::TryStreamExt;

use super::form::FormError;
use crate::domain::exchange::import::MAX_BYTES;

/// The maximum number of fields in an upload.
const MAX_FIELDS: usize = 16;

/// An uploaded file or pasted text.
#[derive(Debug, Default)]
pub(crate) struct UploadedFile {
    /// The file name. Empty for pasted text.
    pub(crate) name: String,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

/// An upload was rejected.
#[derive(Debug)]
pub(crate) enum UploadError {
    /// The file is larger than [`MAX_BYTES`].
    TooLarge,
    /// The body is malformed.
    Invalid(FormError),
}

/// Returns whether a request has a multipart body.
pub(crate) fn is_multipart(request: &impl HttpMessage) -> bool {
    request.content_type().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads the field `file` or, if it is empty, `text`.
pub(crate) async fn read_upload(
    headers: &HeaderMap,
    payload: Payload,
) -> Result<UploadedFile, UploadError> {
    let mut form = Multipart::new(headers, payload);
    let (mut file, mut text) = (UploadedFile::default(), UploadedFile::default());
    let mut room = MAX_BYTES;
    let mut fields = 0;
    while let Some(field) = form.try_next().await.map_err(invalid_upload)? {
        fields += 1;
        if fields > MAX_FIELDS {
            return Err(invalid_upload("too many fields"));
        }
        let disposition = field.content_disposition();
        let name =
            disposition.and_then(|found| found.get_filename()).unwrap_or_default().to_owned();
        let field_name = field.name().unwrap_or_default().to_owned();
        let bytes = read_field(field, &mut room).await?;
        match field_name.as_str() {
            "file" => file = UploadedFile { name, bytes },
            "text" => text = UploadedFile { name: String::new(), bytes },
            _ => {}
        }
    }
    Ok(if file.bytes.is_empty() { text } else { file })
}

async fn read_field(mut field: Field, room: &mut usize) -> Result<Vec<u8>, UploadError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.try_next().await.map_err(invalid_upload)? {
        *room = room.checked_sub(chunk.len()).ok_or(UploadError::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn invalid_upload(error: impl std::fmt::Display) -> UploadError {
    UploadError::Invalid(FormError::Unreadable(error.to_string()))
}
