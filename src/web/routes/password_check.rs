//! When a route requires a recently entered password.

use actix_web::http::Method;

/// When a route requires that the user entered their password recently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasswordCheck {
    /// Never, also because the form asks for the password.
    Never,
    /// To submit the form.
    Submit,
    /// To submit the form if this field has this value.
    SubmitIf(&'static str, &'static str),
    /// To submit the form unless this field has one of these values.
    SubmitUnless(&'static str, &'static [&'static str]),
    /// To open the page, and to submit its form.
    Page,
}

impl PasswordCheck {
    /// Returns whether a request with these fields requires a recent password.
    pub(crate) fn applies(self, method: &Method, fields: &[(String, String)]) -> bool {
        let submits = *method == Method::POST;
        match self {
            Self::Never => false,
            Self::Submit => submits,
            Self::SubmitIf(name, value) => {
                submits && fields.iter().any(|(field, sent)| field == name && sent == value)
            }
            Self::SubmitUnless(name, values) => {
                let is_exempt = |(field, sent): &(String, String)| {
                    field == name && values.contains(&sent.as_str())
                };
                submits && !fields.iter().any(is_exempt)
            }
            Self::Page => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_checks_depend_on_the_submitted_form() {
        let with = |value: &str| vec![("act".to_owned(), value.to_owned())];
        let (only, unless) =
            (PasswordCheck::SubmitIf("act", "a"), PasswordCheck::SubmitUnless("act", &["a", "b"]));
        for (check, fields, posts, gets) in [
            (PasswordCheck::Never, vec![], false, false),
            (PasswordCheck::Submit, vec![], true, false),
            (PasswordCheck::Page, vec![], true, true),
            (only, with("a"), true, false),
            (only, with("A"), false, false),
            (only, vec![], false, false),
            (only, [with("b"), with("a")].concat(), true, false),
            (unless, with("a"), false, false),
            (unless, with("b"), false, false),
            (unless, with("c"), true, false),
            (unless, vec![], true, false),
        ] {
            assert_eq!(check.applies(&Method::POST, &fields), posts, "{check:?} {fields:?}");
            assert_eq!(check.applies(&Method::GET, &fields), gets, "{check:?} {fields:?}");
        }
    }
}
