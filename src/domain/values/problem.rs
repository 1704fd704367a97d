//! Errors that consist of a code and parameters. Their text is chosen by the layer that shows them.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// An error with a message for the user. `Display` returns its code, such as `range.too_long`; the
/// layer that shows it chooses the text.
pub trait Coded: Error {
    /// Returns the parameters of the text, by name.
    fn params(&self) -> Params {
        Params::new()
    }
}

impl<E: Coded> Coded for &E {
    fn params(&self) -> Params {
        (**self).params()
    }
}

/// The names and values of an error's parameters.
pub type Params = Vec<(Cow<'static, str>, String)>;

/// Returns parameters from names and values.
pub fn params<const N: usize>(named: [(&'static str, &dyn fmt::Display); N]) -> Params {
    named.into_iter().map(|(name, value)| (name.into(), value.to_string())).collect()
}

/// The code and parameters of an error of any type. `Display` is for logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code.
    pub code: Cow<'static, str>,
    /// The parameters of the text, by name.
    pub params: Params,
    /// The cause, appended to the text.
    pub cause: Option<Box<Problem>>,
}

impl Problem {
    /// Creates a problem without parameters.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), params: Params::new(), cause: None }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }

    /// Changes the values of all parameters, also those of the cause.
    #[must_use]
    pub fn map_params(mut self, change: fn(&str) -> String) -> Self {
        for (_, value) in &mut self.params {
            *value = change(value);
        }
        self.cause = self.cause.map(|cause| Box::new(cause.map_params(change)));
        self
    }

    /// Sets the cause.
    #[must_use]
    pub fn because(self, cause: Self) -> Self {
        Self { cause: Some(Box::new(cause)), ..self }
    }
}

impl From<&'static str> for Problem {
    /// Creates a problem without parameters.
    fn from(code: &'static str) -> Self {
        Self::new(code)
    }
}

impl From<&Self> for Problem {
    fn from(problem: &Self) -> Self {
        problem.clone()
    }
}

impl<E: Coded> From<E> for Problem {
    fn from(error: E) -> Self {
        Self { params: error.params(), ..Self::new(error.to_string()) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        for (name, value) in &self.params {
            write!(f, " {name}={value}")?;
        }
        self.cause.iter().try_for_each(|cause| write!(f, ": {cause}"))
    }
}

impl Error for Problem {}
