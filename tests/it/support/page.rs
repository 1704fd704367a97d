//! Parses pages and finds elements by CSS selector and form fields by name.

use reqwest::Response;
use scraper::{ElementRef, Html, Node, Selector};

/// The parsed HTML of a response.
pub(crate) struct Page {
    /// The HTML as received.
    pub(crate) html: String,
    tree: Html,
}

impl Page {
    pub(crate) fn new(html: String) -> Self {
        let tree = Html::parse_document(&html);
        Self { html, tree }
    }

    /// Reads the body of a response with any status.
    pub(crate) async fn from_response(response: Response) -> Self {
        Self::new(response.text().await.expect("a body"))
    }

    fn select(&self, css: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"));
        self.tree.select(&selector).collect()
    }

    /// Returns the trimmed text of each element.
    pub(crate) fn texts(&self, css: &str) -> Vec<String> {
        self.select(css).into_iter().map(|element| text_of(element).trim().to_owned()).collect()
    }

    /// Returns the text of each element with single spaces.
    pub(crate) fn lines(&self, css: &str) -> Vec<String> {
        let squeezed = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.texts(css).into_iter().map(squeezed).collect()
    }

    /// Returns the trimmed text of the first element.
    #[track_caller]
    pub(crate) fn text(&self, css: &str) -> String {
        let Some(first) = self.texts(css).into_iter().next() else {
            panic!("no {css} in {}", self.html)
        };
        first
    }

    /// Asserts that the first element contains these words.
    #[track_caller]
    pub(crate) fn assert_text(&self, css: &str, words: &str) {
        let text = self.text(css);
        assert!(text.contains(words), "{css} contains {text:?}, not {words:?}");
    }

    /// Asserts that there is one such element, and that it contains these words.
    #[track_caller]
    pub(crate) fn assert_only_text(&self, css: &str, words: &str) {
        self.assert_text(css, words);
        assert_eq!(self.count(css), 1, "{css} says {:?}", self.texts(css));
    }

    /// Returns whether an element matches the selector.
    pub(crate) fn has(&self, css: &str) -> bool {
        !self.select(css).is_empty()
    }

    /// Returns how many such elements there are.
    pub(crate) fn count(&self, css: &str) -> usize {
        self.select(css).len()
    }

    /// Returns an attribute of each element that has it.
    pub(crate) fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let values = self.select(css).into_iter().filter_map(|element| element.attr(name));
        values.map(str::to_owned).collect()
    }

    /// Returns an attribute of the first element that has it.
    #[track_caller]
    pub(crate) fn attribute(&self, css: &str, name: &str) -> String {
        let Some(first) = self.attributes(css, name).into_iter().next() else {
            panic!("no {css} with {name} in {}", self.html)
        };
        first
    }

    /// Returns the `value` of each element that has one.
    pub(crate) fn values(&self, css: &str) -> Vec<String> {
        self.attributes(css, "value")
    }

    /// Returns the first `value`.
    #[track_caller]
    pub(crate) fn value(&self, css: &str) -> String {
        self.attribute(css, "value")
    }

    /// Returns whether the words are anywhere in the page: in text, an attribute, or a comment.
    pub(crate) fn mentions(&self, words: &str) -> bool {
        let in_node = |node: &Node| match node {
            Node::Element(element) => element.attrs().any(|(_, value)| value.contains(words)),
            Node::Comment(comment) => comment.contains(words),
            _ => false,
        };
        text_of(self.tree.root_element()).contains(words) || self.tree.tree.values().any(in_node)
    }

    /// Returns whether it is a whole document rather than a fragment of one.
    pub(crate) fn is_whole(&self) -> bool {
        self.html.starts_with("<!doctype html>")
    }

    /// Returns the form field of this name.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> Field<'_> {
        let Some(element) = self.select(&format!("[name='{name}']")).into_iter().next() else {
            panic!("no field {name} in {}", self.html)
        };
        Field { page: self, element }
    }

    /// Returns the names of the fields that are marked as invalid.
    pub(crate) fn invalid(&self) -> Vec<String> {
        self.attributes("[aria-invalid=true]", "name")
    }

    /// Returns the hidden fields of a form, as a browser would send them back.
    pub(crate) fn hidden(&self, form: &str) -> Vec<(&str, &str)> {
        let inputs = self.select(&format!("{form} input[type=hidden]"));
        inputs.iter().filter_map(|input| input.attr("name").zip(input.attr("value"))).collect()
    }

    /// Returns the hidden fields and checked boxes of a form, which a browser submits.
    pub(crate) fn unchanged(&self, form: &str) -> Vec<(&str, &str)> {
        let css = format!("{form} input[type=hidden], {form} input[type=checkbox][checked]");
        let inputs = self.select(&css);
        inputs.iter().filter_map(|input| input.attr("name").zip(input.attr("value"))).collect()
    }
}

/// A form field; of radio buttons or checkboxes that share a name, the first.
pub(crate) struct Field<'a> {
    page: &'a Page,
    element: ElementRef<'a>,
}

impl Field<'_> {
    /// Returns the message that the field, or the group around it, names as its description.
    pub(crate) fn error(&self) -> Option<String> {
        let groups = self.element.ancestors().filter_map(ElementRef::wrap);
        let described = std::iter::once(self.element).chain(groups);
        let ids = described.filter_map(|element| element.attr("aria-describedby"));
        let mut ids = ids.flat_map(str::split_ascii_whitespace);
        ids.find_map(|id| self.page.texts(&format!(".error[id='{id}']")).into_iter().next())
    }

    /// Asserts that the message at the field contains these words.
    #[track_caller]
    pub(crate) fn assert_error(&self, words: &str) {
        let error = self.error();
        assert!(error.as_ref().is_some_and(|error| error.contains(words)), "{error:?}: {words:?}");
    }

    /// Returns what is typed.
    pub(crate) fn value(&self) -> String {
        match self.element.value().name() {
            "textarea" => text_of(self.element),
            _ => self.element.attr("value").unwrap_or_default().to_owned(),
        }
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}
