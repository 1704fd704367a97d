//! Reads the imports of each module from the tokens of its source file.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The path of a module or an item, from the crate root.
pub(crate) type Path = Vec<String>;

/// A reference to an item of another module.
#[derive(Debug)]
pub(crate) struct Import {
    /// The module with the reference, which may be inline.
    pub(crate) from: Path,
    /// The item.
    pub(crate) to: Path,
    /// Whether the reference is compiled only for tests.
    pub(crate) is_test: bool,
}

/// All modules and their imports.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    modules: BTreeSet<Path>,
    /// Maps the path of each re-export to the path of the item.
    exports: BTreeMap<Path, Path>,
    pub(crate) all: Vec<Import>,
}

impl Imports {
    /// Parses modules, each given as its path and source text.
    pub(crate) fn of<'a>(sources: impl Iterator<Item = (Path, &'a str)> + Clone) -> Self {
        let modules = sources.clone().map(|(module, _)| module).collect();
        let mut imports = Self { modules, ..Self::default() };
        for (module, text) in sources {
            let tokens: TokenStream = text.parse().unwrap_or_else(|_| panic!("parsing {module:?}"));
            imports.read(&module, &trees(tokens), false);
        }
        imports
    }

    /// Returns the modules that each module imports from, except those inside it. Resolves
    /// re-exports and ignores tests.
    pub(crate) fn graph(&self) -> BTreeMap<&[String], BTreeSet<&[String]>> {
        let mut graph: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for import in self.all.iter().filter(|import| !import.is_test) {
            let (from, to) = (self.module_of(&import.from), self.module_of(&import.to));
            if !to.starts_with(from) {
                graph.entry(from).or_default().insert(to);
            }
        }
        graph
    }

    /// Returns the module whose file contains an item.
    fn module_of(&self, path: &[String]) -> &[String] {
        let mut path = path.to_vec();
        loop {
            let known = |length: &usize| self.modules.get(&path[..*length]);
            let module = (0..=path.len()).rev().find_map(|length| known(&length));
            let module = module.map(Vec::as_slice).unwrap_or_default();
            let export = path.get(..=module.len()).and_then(|name| self.exports.get(name));
            let Some(export) = export else { return module };
            path = export.iter().chain(&path[module.len() + 1..]).cloned().collect();
        }
    }

    fn read(&mut self, module: &Path, tokens: &[TokenTree], is_test: bool) {
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at..] {
                [TokenTree::Punct(_), TokenTree::Group(attribute), rest @ ..]
                    if is_cfg_test(&attribute.stream()) =>
                {
                    let end = rest.iter().position(ends_item).map_or(rest.len(), |end| end + 1);
                    self.read(module, &rest[..end], true);
                    at + 2 + end
                }
                [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Group(body), ..]
                    if word == "mod" =>
                {
                    let inner = joined(module, [name.to_string()]);
                    self.read(&inner, &trees(body.stream()), is_test);
                    at + 3
                }
                [TokenTree::Ident(word), ..] if word == "use" => {
                    let is_export = at > 0 && is_public(&tokens[..at]);
                    self.add(module, tokens, at + 1, is_export, is_test)
                }
                [TokenTree::Ident(word), rest @ ..]
                    if ["crate", "super", "self"].iter().any(|head| word == head)
                        && is_colons(rest) =>
                {
                    self.add(module, tokens, at, false, is_test)
                }
                [TokenTree::Group(group), ..] => {
                    self.read(module, &trees(group.stream()), is_test);
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// Adds the paths that start at a token. Returns the position of the token after them.
    fn add(
        &mut self,
        module: &Path,
        tokens: &[TokenTree],
        at: usize,
        is_export: bool,
        is_test: bool,
    ) -> usize {
        let mut found = Vec::new();
        let end = at + read_tree(&tokens[at..], &[], &mut found);
        for (path, name) in found {
            let Some(to) = self.absolute(module, &path) else { continue };
            if is_export {
                self.exports.insert(joined(module, [name]), to.clone());
            }
            self.all.push(Import { from: module.clone(), to, is_test });
        }
        end
    }

    /// Resolves a path to one from the crate root. Returns `None` if it starts in another crate.
    fn absolute(&self, module: &Path, path: &[String]) -> Option<Path> {
        let (head, rest) = path.split_first()?;
        let mut base = match head.as_str() {
            "crate" => Path::new(),
            "self" => module.clone(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            child => {
                let child = joined(module, [child.to_owned()]);
                self.modules.contains(&child).then_some(child)?
            }
        };
        for name in rest {
            if name == "super" {
                base.pop()?;
            } else {
                base.push(name.clone());
            }
        }
        Some(base)
    }
}

fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn joined(module: &[String], names: impl IntoIterator<Item = String>) -> Path {
    module.iter().cloned().chain(names).collect()
}

fn is_cfg_test(attribute: &TokenStream) -> bool {
    attribute.to_string().replace(' ', "") == "cfg(test)"
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

fn is_public(before: &[TokenTree]) -> bool {
    let before = match before {
        [before @ .., TokenTree::Group(scope)] if scope.delimiter() == Delimiter::Parenthesis => {
            before
        }
        before => before,
    };
    matches!(before.last(), Some(TokenTree::Ident(word)) if word == "pub")
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    tokens.get(..2).is_some_and(|two| two.iter().all(is_colon))
}

/// Parses `a::b`, `a::b as c`, or `a::{b, c}` relative to `above`, and adds each path to `found`
/// with its local name. Returns the number of tokens read.
fn read_tree(tokens: &[TokenTree], above: &[String], found: &mut Vec<(Path, String)>) -> usize {
    let (mut path, mut at) = (above.to_vec(), 0);
    loop {
        match &tokens[at..] {
            [TokenTree::Ident(name), rest @ ..] => {
                path.push(name.to_string());
                at += 1;
                if is_colons(rest) {
                    at += 2;
                    continue;
                }
            }
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => {
                let inner = trees(group.stream());
                let is_comma = |token: &TokenTree| token.to_string() == ",";
                for part in inner.split(is_comma).filter(|part| !part.is_empty()) {
                    read_tree(part, &path, found);
                }
                return at + 1;
            }
            _ => {}
        }
        break;
    }
    // `{self}` refers to the module itself.
    path.pop_if(|last| last == "self" && !above.is_empty());
    let alias = match &tokens[at..] {
        [TokenTree::Ident(word), TokenTree::Ident(alias), ..] if word == "as" => {
            at += 2;
            Some(alias.to_string())
        }
        _ => None,
    };
    if let Some(name) = alias.or_else(|| path.last().cloned()) {
        found.push((path, name));
    }
    at.max(1)
}
