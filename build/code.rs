//! Generates the code of the languages and their texts.

use std::fmt::Write as _;

use crate::catalog::{Catalog, Piece, Text, Variables, variables};

/// Returns the generated files: the languages, a function for each text, and the texts of problems
/// by code.
pub(crate) fn files(catalogs: &[Catalog]) -> [(&'static str, String); 3] {
    let (mut functions, mut problems) = (String::new(), String::new());
    for (id, english) in &catalogs[0].texts {
        let translations: Vec<&Text> = catalogs.iter().map(|other| &other.texts[id]).collect();
        if id.contains('.') {
            let texts: Vec<_> = translations.iter().copied().map(pieces).collect();
            let _ = writeln!(problems, "{id:?} => &[{}],", texts.join(", "));
        } else {
            functions += &function(id, &arguments(&translations), english, &translations);
        }
    }
    let problems = format!(
        "/// Returns the text of a problem in each language.\n\
         #[expect(clippy::match_same_arms, clippy::too_many_lines, reason = \"a table\")]\n\
         fn translations(code: &str) -> Option<&'static Translations> {{\n\
         Some(match code {{\n{problems}_ => return None,\n}})\n}}\n"
    );
    [("languages.rs", languages(catalogs)), ("texts.rs", functions), ("problems.rs", problems)]
}

/// Returns the variables of all translations of a text. A variable that is a number in one of them
/// is a number in all.
fn arguments(translations: &[&Text]) -> Variables {
    let mut all = Variables::new();
    for (name, is_number) in translations.iter().flat_map(|text| variables(text)) {
        *all.entry(name).or_default() |= is_number;
    }
    all
}

fn languages(catalogs: &[Catalog]) -> String {
    let tags: Vec<_> = catalogs.iter().map(|catalog| catalog.tag.as_str()).collect();
    let variants: Vec<_> = tags.iter().map(|tag| variant(tag)).collect();
    let mut code = String::from(
        "/// A language of the pages, messages, and emails.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]\n\
         pub enum Language {\n",
    );
    for (index, (tag, variant)) in tags.iter().zip(&variants).enumerate() {
        let default = if index == 0 { "#[default] " } else { "" };
        let _ = writeln!(code, "    /// The language `{tag}`.\n    {default}{variant},");
    }
    let all: Vec<_> = variants.iter().map(|variant| format!("Language::{variant}")).collect();
    let _ = writeln!(
        code,
        "}}\n/// All languages, English first.\n\
         const LANGUAGES: [Language; {0}] = [{1}];\n/// Their tags.\n\
         const TAGS: [&str; {0}] = {tags:?};",
        tags.len(),
        all.join(", ")
    );
    code
}

/// Returns the name of a language's variant: `PtBr` for `pt-BR`.
fn variant(tag: &str) -> String {
    tag.split('-').fold(String::new(), |name, part| {
        let part = part.to_lowercase();
        name + &part[..1].to_uppercase() + &part[1..]
    })
}

fn function(id: &str, arguments: &Variables, english: &Text, translations: &[&Text]) -> String {
    let name = id.replace('-', "_");
    let doc = summary(english).replace('\n', " ");
    let is_html = id.ends_with("-html");
    let constants: Option<Vec<_>> = translations.iter().map(|text| as_constant(text)).collect();
    if let Some(constants) = constants.filter(|_| arguments.is_empty()) {
        let (output, value) = if is_html {
            ("Html<&'static str>", format!("Html(pick(&{constants:?}))"))
        } else {
            ("&'static str", format!("pick(&{constants:?})"))
        };
        return format!("/// {doc:?}\npub(crate) fn {name}() -> {output} {{ {value} }}\n");
    }
    let parameters: Vec<_> = arguments
        .iter()
        .map(|(name, is_number)| {
            format!("{name}: {}", if *is_number { "impl Into<Number>" } else { "impl Display" })
        })
        .collect();
    let values: Vec<_> = arguments
        .iter()
        .map(|(name, is_number)| match is_number {
            true => format!("({name:?}, Argument::Number({name}.into()))"),
            false => format!("({name:?}, Argument::Text(&{name}))"),
        })
        .collect();
    let texts: Vec<_> = translations.iter().copied().map(pieces).collect();
    let (output, format) =
        if is_html { ("Html<String>", "format_html") } else { ("String", "format") };
    format!(
        "/// {doc:?}\npub(crate) fn {name}({}) -> {output} {{\n    \
         const TEXTS: Translations = [{}];\n    {format}(pick(&TEXTS), &[{}])\n}}\n",
        parameters.join(", "),
        texts.join(", "),
        values.join(", ")
    )
}

fn as_constant(text: &Text) -> Option<String> {
    match &text[..] {
        [Piece::Constant(text)] => Some(text.clone()),
        _ => None,
    }
}

/// Returns a text as code.
fn pieces(text: &Text) -> String {
    let list = text.iter().map(|piece| match piece {
        Piece::Constant(text) => format!("Piece::Constant({text:?})"),
        Piece::Variable(name) => format!("Piece::Variable({name:?})"),
        Piece::Plural { variable, exact, categories } => {
            let exact: Vec<_> =
                exact.iter().map(|(value, text)| format!("({value}, {})", pieces(text))).collect();
            let categories: Vec<_> = categories
                .iter()
                .map(|(category, text)| {
                    format!("(PluralCategory::{}, {})", variant(category), pieces(text))
                })
                .collect();
            format!(
                "Piece::Plural {{ variable: {variable:?}, exact: &[{}], categories: &[{}] }}",
                exact.join(", "),
                categories.join(", ")
            )
        }
    });
    format!("&[{}]", list.collect::<Vec<_>>().join(", "))
}

/// Returns a text for the documentation of its function, with one form of each plural.
fn summary(text: &Text) -> String {
    text.iter().fold(String::new(), |summary, piece| match piece {
        Piece::Constant(text) => summary + text,
        Piece::Variable(name) => summary + "{" + name + "}",
        Piece::Plural { categories, .. } => {
            summary + &categories.last().map(|(_, text)| self::summary(text)).unwrap_or_default()
        }
    })
}
