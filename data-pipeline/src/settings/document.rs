//! A TOML file of settings as a tree in which every value knows where it stands.
//!
//! It knows nothing of what the keys mean.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::guarded::{is_below, named, unseen};
use super::problem::{Position, Problem};

/// A value of the tree.
pub(super) type Node<'t> = Spanned<DeValue<'t>>;

/// A TOML file.
#[derive(Debug)]
pub(super) struct Document<'t> {
    path: &'t Path,
    text: &'t str,
    root: Option<Node<'t>>,
}

/// Keys whose values name a file in the city's folder. Those of sources and boundaries, `file` among
/// them, start from the folder of sources.
const FILES: [&str; 8] = [
    "file",
    "names",
    "not_told_apart",
    "population",
    "sites",
    "spellings",
    "sql",
    "withheld",
];

/// One step from a value to a value in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// The element at an index.
    At(usize),
    /// The first element with an `id`.
    Id(&'a str),
}

/// The text of a file, which the tree of a [`Document`] borrows from.
#[derive(Debug)]
pub(super) struct Text {
    path: PathBuf,
    /// `None` where it cannot be read.
    text: Option<String>,
}

impl Text {
    /// Reads a file; why it cannot be read is a problem.
    pub(super) fn read(path: PathBuf, problems: &mut Vec<Problem>) -> Self {
        let text = match std::fs::read(&path) {
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let expected = "a file of settings; `data-pipeline new-city` writes one of each";
                problems.push(Problem::of_file(&path, message, expected));
                None
            }
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let before = error.as_bytes().get(..valid).unwrap_or_default();
                    let before = String::from_utf8_lossy(before);
                    problems.push(Problem {
                        position: position(&before, before.len()),
                        ..Problem::of_file(&path, "the file is not UTF-8", "text in UTF-8")
                    });
                    None
                }
            },
        };
        Self { path, text }
    }

    /// Stands for a file that is not there and need not be.
    pub(super) fn empty(path: PathBuf) -> Self {
        let text = Some(String::new());
        Self { path, text }
    }
}

impl<'t> Document<'t> {
    /// The tree of a text; what is no TOML is a problem, each fault of it.
    pub(super) fn parse(text: &'t Text, problems: &mut Vec<Problem>) -> Self {
        let mut document = Self {
            path: &text.path,
            text: text.text.as_deref().unwrap_or_default(),
            root: None,
        };
        if text.text.is_some() {
            let (root, errors) = DeTable::parse_recoverable(document.text);
            problems.extend(errors.iter().map(|error| document.problem_of(error, &[])));
            let span = root.span();
            let is_usable = errors.is_empty();
            let root = || Spanned::new(span, DeValue::Table(root.into_inner()));
            document.root = is_usable.then(root);
            document.guard(problems);
        }
        document
    }

    /// Adds what no text of a file may hold, and files that lie elsewhere than in its folder.
    fn guard(&self, problems: &mut Vec<Problem>) {
        if let Some(root) = &self.root {
            self.guard_value(root, &mut Vec::new(), problems);
        }
    }

    fn guard_value<'a>(
        &'a self,
        node: &'a Node<'t>,
        steps: &mut Vec<Step<'a>>,
        problems: &mut Vec<Problem>,
    ) {
        match node.get_ref() {
            DeValue::String(text) => self.guard_text(text, node.span().start, steps, problems),
            DeValue::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    steps.push(id_of(element).map_or(Step::At(index), Step::Id));
                    self.guard_value(element, steps, problems);
                    steps.pop();
                }
            }
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.guard_text(key.get_ref(), key.span().start, steps, problems);
                    steps.push(Step::Key(key.get_ref().as_ref()));
                    self.guard_value(value, steps, problems);
                    steps.pop();
                }
            }
            _ => {}
        }
    }

    fn guard_text(
        &self,
        text: &str,
        start: usize,
        steps: &[Step<'_>],
        problems: &mut Vec<Problem>,
    ) {
        let problem = || Problem {
            position: self.position(start),
            field: field_of(steps),
            ..Problem::of_file(self.path, "", "").found(text)
        };
        if let Some(letter) = unseen(text) {
            let message = format!("the text holds {}", named(letter));
            problems.push(problem().saying(message, "letters that are seen"));
        }
        let is_file = matches!(steps.last(), Some(Step::Key(key)) if FILES.contains(key));
        if is_file && !is_below(text) {
            let expected = "a file in the folder";
            problems.push(problem().saying("the path leads elsewhere", expected));
        }
    }

    /// The whole tree; `None` where the file could not be read.
    pub(super) fn root(&self) -> Option<&Node<'t>> {
        self.root.as_ref()
    }

    /// The elements below a key; none where there is no such array.
    pub(super) fn elements(&self, key: &str) -> &[Node<'t>] {
        let table = self.root().and_then(|root| root.get_ref().as_table());
        let array = table.and_then(|table| table.get(key));
        array
            .and_then(|array| array.get_ref().as_array())
            .map_or(&[], |array| &**array)
    }

    /// The ids of the elements below a key, readable or not.
    pub(super) fn ids<'a>(&'a self, key: &str) -> impl Iterator<Item = (usize, &'a str)> {
        let elements = self.elements(key).iter().enumerate();
        elements.filter_map(|(index, node)| Some((index, id_of(node)?)))
    }

    /// A problem with the value that `steps` lead to, or where they end.
    pub(super) fn problem(&self, steps: &[Step<'_>]) -> Problem {
        let mut node = self.root();
        for step in steps {
            match node.and_then(|node| child(node, step)) {
                None => break,
                inner => node = inner,
            }
        }
        let start = node.map_or(0, |node| node.span().start);
        Problem {
            position: self.position(start),
            field: field_of(steps),
            ..Problem::of_file(self.path, "", "")
        }
    }

    /// What the parser or a type says against a value.
    pub(super) fn problem_of(&self, error: &toml::de::Error, steps: &[Step<'_>]) -> Problem {
        let mut problem = self.problem(steps);
        if let Some(span) = error.span() {
            problem.position = self.position(span.start);
        }
        if steps.is_empty() {
            problem.field = "(syntax)".into();
        }
        let (message, expected) = match error.message().split_once(", expected ") {
            Some((message, expected)) => (message, expected),
            None => (error.message(), "what the JSON Schema of this file says"),
        };
        problem.saying(message, expected)
    }

    /// Where a byte of the text stands.
    pub(super) fn position(&self, byte: usize) -> Position {
        position(self.text, byte)
    }
}

/// The value as a type.
pub(super) fn typed<T: DeserializeOwned>(node: &Node<'_>) -> Result<T, toml::de::Error> {
    T::deserialize(node.clone().into_deserializer())
}

/// The `id` of an element.
pub(super) fn id_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    node.get_ref().as_table()?.get("id")?.get_ref().as_str()
}

/// The path of a value as people write it: `source[early].shape.date`.
pub(super) fn field_of(steps: &[Step<'_>]) -> String {
    let mut field = String::new();
    for step in steps {
        match step {
            Step::Key(key) if field.is_empty() => field.push_str(key),
            Step::Key(key) => field.extend([".", key]),
            Step::At(index) => field.push_str(&format!("[{}]", index + 1)),
            Step::Id(id) => field.extend(["[", id, "]"]),
        }
    }
    field
}

fn child<'n, 't>(node: &'n Node<'t>, step: &Step<'_>) -> Option<&'n Node<'t>> {
    match step {
        Step::Key(key) => node.get_ref().as_table()?.get(*key),
        Step::At(index) => node.get_ref().as_array()?.get(*index),
        Step::Id(id) => {
            let array = node.get_ref().as_array()?;
            array.iter().find(|element| id_of(element) == Some(id))
        }
    }
}

fn position(text: &str, byte: usize) -> Position {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() as u64 + 1,
        column: line.chars().count() as u64 + 1,
    }
}
