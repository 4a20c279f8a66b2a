//! A problem of a city's folder: where it stands, what was found and what was expected.
//!
//! Problems are collected, not thrown, so that somebody who mends settings sees all of them at once.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::source::nearest;

/// A place in a file, from 1; 0 where the whole file is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The column in characters; 0 in tables, whose columns have names.
    pub column: u64,
}

/// One thing that is wrong, with everything needed to find and mend it.
///
/// The order is that of files, lines and columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub position: Position,
    /// The key or the name of the column.
    pub field: String,
    /// What is wrong, in words.
    pub message: String,
    /// What would have been right.
    pub expected: String,
    /// What stands there; none where nothing does.
    pub found: Option<String>,
}

/// How much of a text is worth repeating in a message.
const SHOWN_CHARACTERS: usize = 80;

impl Problem {
    /// A problem of a whole file.
    #[must_use]
    pub fn of_file(file: &Path, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            position: Position::default(),
            field: "(the file)".into(),
            message: message.into(),
            expected: expected.into(),
            found: None,
        }
    }

    /// A problem on a line of a table, in the column of a name.
    #[must_use]
    pub fn of_line(file: &Path, line: u64, column: &str) -> Self {
        Self {
            position: Position { line, column: 0 },
            field: column.to_owned(),
            ..Self::of_file(file, "", "")
        }
    }

    /// Says what is wrong and what would be right.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>, expected: impl Into<String>) -> Self {
        self.message = message.into();
        self.expected = expected.into();
        self
    }

    /// Says what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds the most similar of the names that would be right, where one is similar enough.
    #[must_use]
    pub fn suggesting<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let found = self.found.as_deref().unwrap_or_default();
        if let Some(name) = nearest(found, names) {
            self.expected = format!("{}, did you mean {name:?}?", self.expected);
        }
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file.display())?;
        let Position { line, column } = self.position;
        for number in [line, column].into_iter().filter(|number| *number > 0) {
            write!(formatter, ":{number}")?;
        }
        let Self { field, message, .. } = self;
        write!(
            formatter,
            ": {field}: {message}; expected {}",
            self.expected
        )?;
        match &self.found {
            None => Ok(()),
            Some(found) => write!(formatter, "; found {:?}", shortened(found)),
        }
    }
}

/// Several problems, a line each; the first few, and how many more there are.
pub(super) fn first_few(problems: &[Problem]) -> String {
    const SHOWN: usize = 5;
    let mut lines: Vec<String> = problems
        .iter()
        .take(SHOWN)
        .map(Problem::to_string)
        .collect();
    if let Some(more) = problems.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(format!(
            "and {more} more; `data-pipeline check` lists them all"
        ));
    }
    lines.join("\n")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
