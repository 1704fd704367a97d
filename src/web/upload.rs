//! Uploads: a `multipart/form-data` body with a file or pasted text.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::HttpMessage;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Payload;
use futures_util::TryStreamExt;

use super::form::FormError;
use crate::app::exchange::import_queue::SMALL;
use crate::domain::exchange::import::MAX_BYTES;

/// The maximum number of fields in an upload.
const MAX_FIELDS: usize = 16;

/// The capacity to allocate for a field of a large body, of which a file uses up to [`MAX_BYTES`]. glibc
/// always maps allocations over 32 MiB separately and unmaps them when freed (`M_MMAP_THRESHOLD` in
/// mallopt(3)). A growing buffer would leave its former copies in the memory of the thread.
const FIELD_CAPACITY: usize = 33 * 1024 * 1024;

/// The longest time that an upload may take. A file of 5 MiB takes 42 seconds at 1 Mbit/s.
const TIMEOUT: Duration = Duration::from_mins(1);

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
    /// The file wasn't received within [`TIMEOUT`].
    TooSlow,
    /// The body is malformed.
    Invalid(FormError),
}

/// Returns the length of a request's body in bytes. `None` if the request doesn't say.
pub(crate) fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
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
    read_within(TIMEOUT, headers, payload).await
}

async fn read_within(
    limit: Duration,
    headers: &HeaderMap,
    payload: Payload,
) -> Result<UploadedFile, UploadError> {
    let read = tokio::time::timeout(limit, read_fields(headers, payload)).await;
    read.unwrap_or(Err(UploadError::TooSlow))
}

async fn read_fields(headers: &HeaderMap, payload: Payload) -> Result<UploadedFile, UploadError> {
    let mut form = Multipart::new(headers, payload);
    let (mut file, mut text) = (UploadedFile::default(), UploadedFile::default());
    let small = content_length(headers).filter(|length| *length <= SMALL);
    let capacity = small.unwrap_or(FIELD_CAPACITY);
    let mut room = small.unwrap_or(MAX_BYTES);
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
        let bytes = read_field(field, capacity, &mut room).await?;
        match field_name.as_str() {
            "file" => file = UploadedFile { name, bytes },
            "text" => text = UploadedFile { name: String::new(), bytes },
            _ => {}
        }
    }
    Ok(if file.bytes.is_empty() { text } else { file })
}

async fn read_field(
    mut field: Field,
    capacity: usize,
    room: &mut usize,
) -> Result<Vec<u8>, UploadError> {
    let mut bytes = Vec::with_capacity(capacity);
    while let Some(chunk) = field.try_next().await.map_err(invalid_upload)? {
        *room = room.checked_sub(chunk.len()).ok_or(UploadError::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn invalid_upload(error: impl std::fmt::Display) -> UploadError {
    UploadError::Invalid(FormError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::dev;
    use actix_web::error::PayloadError;
    use actix_web::test::TestRequest;
    use actix_web::web::Bytes;
    use futures_util::StreamExt;
    use futures_util::stream::{iter, pending};

    use super::*;

    #[actix_web::test]
    async fn a_stalled_upload_ends() {
        const START: &str = "--x\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nDate";
        let request = TestRequest::post()
            .insert_header(("content-type", "multipart/form-data; boundary=x"))
            .to_http_request();
        let start = iter([Ok::<_, PayloadError>(Bytes::from_static(START.as_bytes()))]);
        let mut stalled: dev::Payload =
            dev::Payload::Stream { payload: Box::pin(start.chain(pending())) };
        let payload = Payload::from_request(&request, &mut stalled).await.unwrap();
        let read = read_within(Duration::from_millis(20), request.headers(), payload).await;
        assert!(matches!(read, Err(UploadError::TooSlow)));
    }
}
