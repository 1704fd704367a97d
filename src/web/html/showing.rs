//! What a page shows that lists things and makes more of them.

use actix_web::http::StatusCode;

use crate::web::form::FieldErrors;

/// What it shows beside the list.
pub struct Showing<'a, F, Made> {
    /// What was typed.
    pub form: &'a F,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// What has just been made, with the secret that is shown this once.
    pub made: Option<Made>,
    /// Something to say above all.
    pub notice: Option<&'a str>,
}

impl<'a, F, Made> Showing<'a, F, Made> {
    /// The form alone.
    pub fn form(form: &'a F) -> Self {
        Self { form, errors: FieldErrors::default(), made: None, notice: None }
    }

    /// Whether the form was taken.
    pub fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}
