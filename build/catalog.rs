//! Parses the catalogs, `locales/TAG.ftl`, and checks that each has the same texts as the English
//! one, with the same variables.
//!
//! A message with a value becomes a function. The attributes of the other messages are the texts of
//! problems, by code: `.too_long` of `notes` belongs to the code `notes.too_long`. A line break in a
//! text is a space, unless the next line is an item of a list: `- `. An empty line starts a paragraph.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

/// An error, with the file and the text it is about.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// The texts of one language.
pub(crate) struct Catalog {
    /// The language tag, such as `de`: the name of the file.
    pub tag: String,
    /// The texts by ID, such as `save` or `notes.too_long`.
    pub texts: BTreeMap<String, Text>,
}

/// A text, as pieces.
pub(crate) type Text = Vec<Piece>;

/// A piece of a text.
pub(crate) enum Piece {
    /// A constant text.
    Constant(String),
    /// The value of a variable.
    Variable(String),
    /// A text chosen by a number: first by its exact value, then by its plural category.
    Plural { variable: String, exact: Vec<(String, Text)>, categories: Vec<(String, Text)> },
}

/// The variables of a text, and which of them are numbers.
pub(crate) type Variables = BTreeMap<String, bool>;

/// Returns the variables of a text.
pub(crate) fn variables(text: &Text) -> Variables {
    let mut found = Variables::new();
    for piece in text {
        match piece {
            Piece::Constant(_) => {}
            Piece::Variable(name) => {
                found.entry(name.clone()).or_default();
            }
            Piece::Plural { variable, exact, categories } => {
                found.insert(variable.clone(), true);
                for (_, text) in exact.iter().chain(categories) {
                    for (name, is_number) in variables(text) {
                        *found.entry(name).or_default() |= is_number;
                    }
                }
            }
        }
    }
    found
}

/// Loads all catalogs, English first.
pub(crate) fn load(folder: &str) -> Result<Vec<Catalog>> {
    let mut catalogs = Vec::new();
    for file in fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))? {
        let path = file.map_err(|error| error.to_string())?.path();
        let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let texts = parse(&source).map_err(|error| format!("{}: {error}", path.display()))?;
        catalogs.push(Catalog { tag, texts });
    }
    catalogs.sort_by_key(|catalog| (catalog.tag != "en", catalog.tag.clone()));
    let [english, others @ ..] = &catalogs[..] else { return Err(format!("{folder} is empty")) };
    others.iter().try_for_each(|other| check(english, other))?;
    Ok(catalogs)
}

/// Fails unless another catalog has the texts of the English one, each with the same variables.
fn check(english: &Catalog, other: &Catalog) -> Result<()> {
    let keys = |catalog: &Catalog| catalog.texts.keys().cloned().collect::<BTreeSet<_>>();
    let (known, translated) = (keys(english), keys(other));
    let missing: Vec<_> = known.difference(&translated).collect();
    let surplus: Vec<_> = translated.difference(&known).collect();
    if !missing.is_empty() || !surplus.is_empty() {
        return Err(format!("{}.ftl lacks {missing:?} and has {surplus:?}", other.tag));
    }
    for (id, text) in &other.texts {
        let names = |text| variables(text).into_keys().collect::<Vec<_>>();
        let (known, used) = (names(&english.texts[id]), names(text));
        if known != used {
            return Err(format!("{}.ftl: {id} uses {used:?} instead of {known:?}", other.tag));
        }
    }
    Ok(())
}

fn parse(source: &str) -> Result<BTreeMap<String, Text>> {
    let resource = parser::parse(source)
        .map_err(|(_, errors)| format!("{} (at byte {})", errors[0].kind, errors[0].pos.start))?;
    let mut texts = BTreeMap::new();
    let mut add =
        |id: String, pattern: &Pattern<&str>| match texts.insert(id.clone(), text(&id, pattern)?) {
            Some(_) => Err(format!("{id} exists twice")),
            None => Ok(()),
        };
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                if let Some(pattern) = &message.value {
                    add(id.to_owned(), pattern)?;
                }
                for attribute in &message.attributes {
                    add(format!("{id}.{}", attribute.id.name), &attribute.value)?;
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("the term -{} isn't supported", term.id.name)),
            Entry::Junk { content } => return Err(format!("can't be parsed: {content}")),
        }
    }
    Ok(texts)
}

fn text(id: &str, pattern: &Pattern<&str>) -> Result<Text> {
    let mut pieces = Text::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => constant(&mut pieces, value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    pieces.push(Piece::Variable(id.name.to_owned()));
                }
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    constant(&mut pieces, &unescape_unicode_to_string(value));
                }
                Expression::Inline(_) => return Err(format!("{id}: only variables are supported")),
                Expression::Select { .. } => pieces.push(plural(id, expression)?),
            },
        }
    }
    Ok(join_lines(pieces))
}

/// Appends to the last piece if it is constant, too.
fn constant(pieces: &mut Text, value: &str) {
    match pieces.last_mut() {
        Some(Piece::Constant(last)) => last.push_str(value),
        _ => pieces.push(Piece::Constant(value.to_owned())),
    }
}

fn plural(id: &str, expression: &Expression<&str>) -> Result<Piece> {
    let Expression::Select {
        selector: InlineExpression::VariableReference { id: variable },
        variants,
    } = expression
    else {
        return Err(format!("{id}: only numbers can be selected by"));
    };
    let (mut exact, mut categories) = (Vec::new(), Vec::new());
    for variant in variants {
        let text = text(id, &variant.value)?;
        match variant.key {
            VariantKey::NumberLiteral { value } => exact.push((value.to_owned(), text)),
            VariantKey::Identifier { name: "other" } if !variant.default => {
                return Err(format!("{id}: “other” must be the default"));
            }
            VariantKey::Identifier {
                name: name @ ("zero" | "one" | "two" | "few" | "many" | "other"),
            } => categories.push((name.to_owned(), text)),
            VariantKey::Identifier { name } => {
                return Err(format!("{id}: {name} is no plural category"));
            }
        }
    }
    Ok(Piece::Plural { variable: variable.name.to_owned(), exact, categories })
}

/// Replaces single line breaks with spaces, except those before items of lists.
fn join_lines(text: Text) -> Text {
    const ITEM: &str = "\n- ";
    let join_items = |paragraph: &str| {
        paragraph.split(ITEM).map(|item| item.replace('\n', " ")).collect::<Vec<_>>().join(ITEM)
    };
    let join = |piece| match piece {
        Piece::Constant(text) => {
            Piece::Constant(text.split("\n\n").map(join_items).collect::<Vec<_>>().join("\n\n"))
        }
        other => other,
    };
    text.into_iter().map(join).collect()
}
