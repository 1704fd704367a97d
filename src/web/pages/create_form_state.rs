//! The state of a page that lists items and has a form to create one.

use actix_web::http::StatusCode;

use crate::web::form::FieldErrors;

/// The state of the page, except for the list.
pub(crate) struct CreateFormState<'a, F, Created> {
    /// The form as typed.
    pub(crate) form: &'a F,
    /// The errors of the form.
    pub(crate) errors: FieldErrors,
    /// The item just created, with the secret that is only shown once.
    pub(crate) created: Option<Created>,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
}

impl<'a, F, Created> CreateFormState<'a, F, Created> {
    /// Shows a form and, if given, a message.
    pub(crate) fn new(form: &'a F, notice: Option<&'a str>) -> Self {
        Self { form, errors: FieldErrors::default(), created: None, notice }
    }

    /// Shows an invalid form again.
    pub(crate) fn invalid(form: &'a F, errors: FieldErrors) -> Self {
        Self { errors, ..Self::new(form, None) }
    }

    /// Shows what was created, with a form to create another.
    pub(crate) fn created(created: Created, form: &'a F) -> Self {
        Self { created: Some(created), ..Self::new(form, None) }
    }

    /// Returns the status: 422 if the form has errors, and 200 otherwise.
    pub(crate) fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}
