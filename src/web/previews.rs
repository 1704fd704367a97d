//! The forms of previews, kept in the session. This gives each preview its own address, so Reload
//! and Back don't send the form again.
//!
//! The address contains a hash of the form instead of its fields: notes don't belong in browser
//! histories and proxy logs, and could make the address longer than a proxy accepts.

use actix_session::{Session, SessionInsertError};
use actix_web::{HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::form::{FormError, parse_form};
use super::form_replay::SubmittedForm;
use super::session::PendingForm;
use crate::domain::accounts::session::LoginSession;

/// The key of the forms in the session's data.
const PREVIEWS: &str = LoginSession::PREVIEWS;

/// The maximum number of forms that a session keeps.
const MAX_COUNT: usize = 10;

/// The maximum size of the forms that a session keeps, in bytes. Each request loads them.
const MAX_SIZE: usize = 64 * 1024;

/// A form with the ID of its preview.
#[derive(Serialize, Deserialize)]
struct PreviewForm {
    id: String,
    form: PendingForm,
}

/// Saves the submitted form in the session. Returns the ID of its preview, or `None` if the form
/// is too large.
pub(crate) fn save_submitted(
    session: &Session,
    request: &HttpRequest,
) -> Result<Option<String>, SessionInsertError> {
    let form = request.extensions().get::<SubmittedForm>().and_then(SubmittedForm::replayable);
    form.map(|(path, body)| save(session, PendingForm { path, body })).transpose()
}

/// Saves a form in the session. Returns the ID of its preview.
pub(crate) fn save(session: &Session, form: PendingForm) -> Result<String, SessionInsertError> {
    let hash = Sha256::digest(format!("{}\n{}", form.path, form.body));
    let id = hex::encode(&hash[..8]);
    let mut forms = load(session);
    forms.retain(|known| known.id != id);
    forms.push(PreviewForm { id: id.clone(), form });
    remove_oldest(&mut forms);
    session.insert(PREVIEWS, &forms)?;
    Ok(id)
}

/// Returns the form of a preview, or `None` if the session doesn't keep it.
pub(crate) fn find<T: DeserializeOwned>(
    session: &Session,
    path: &str,
    id: &str,
) -> Result<Option<T>, FormError> {
    let found = load(session).into_iter().find(|known| known.id == id && known.form.path == path);
    found.map(|known| parse_form(known.form.body.as_bytes())).transpose()
}

fn load(session: &Session) -> Vec<PreviewForm> {
    session.get(PREVIEWS).ok().flatten().unwrap_or_default()
}

/// Removes forms from the front until the limits are met. Always keeps the last one.
fn remove_oldest(forms: &mut Vec<PreviewForm>) {
    let mut size = 0;
    let kept = forms.iter().rev().take(MAX_COUNT).take_while(|known| {
        size += known.form.body.len();
        size <= MAX_SIZE
    });
    let excess = forms.len() - kept.count().max(1);
    forms.drain(..excess);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(sizes: &[usize]) -> Vec<usize> {
        let form = |size: &usize| PreviewForm {
            id: String::new(),
            form: PendingForm { path: "/days".to_owned(), body: "x".repeat(*size) },
        };
        let mut forms = sizes.iter().map(form).collect();
        remove_oldest(&mut forms);
        forms.iter().map(|known| known.form.body.len()).collect()
    }

    #[test]
    fn the_oldest_forms_are_removed() {
        assert_eq!(kept(&[1]), [1]);
        assert_eq!(kept(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).len(), MAX_COUNT);
        assert_eq!(kept(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])[0], 2);
        assert_eq!(kept(&[1, MAX_SIZE - 1, 1]), [MAX_SIZE - 1, 1]);
        assert_eq!(kept(&[1, MAX_SIZE, 1]), [1]);
        assert_eq!(kept(&[1, MAX_SIZE + 1]), [MAX_SIZE + 1]);
    }
}
