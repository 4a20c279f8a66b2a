//! A CSV file of settings: rows with their lines, and every fault of form as a problem.
//!
//! It knows which columns a file must have, not what they mean.

use std::path::{Path, PathBuf};

use super::guarded::{named, unseen};
use super::problem::{Position, Problem};
use crate::source::{ends_inside_quotes, first_line};

/// The rows of a file that can be read.
#[derive(Debug)]
pub(super) struct Sheet {
    path: PathBuf,
    columns: Vec<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<SheetRow>,
}

/// One row and the line on which it begins.
#[derive(Debug)]
pub(super) struct SheetRow {
    /// The line, from 1.
    pub line: u64,
    fields: Vec<String>,
}

impl Sheet {
    /// Reads a file that has at least the columns of these names.
    ///
    /// `None` where there is nothing to go on with: no file, no header, or a column missing.
    pub(super) fn read(
        path: &Path,
        required: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("the file cannot be read: {error}");
            let expected = format!("a CSV with the columns {}", required.join(", "));
            problems.push(Problem::of_file(path, message, expected));
        });
        let text = text_of(path, bytes.ok()?, problems)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        // The text is UTF-8 and the reader flexible: nothing is left that it could refuse.
        let header = reader.headers().ok()?;
        let mut sheet = Self {
            path: path.to_owned(),
            columns: header.iter().map(str::to_owned).collect(),
            rows: Vec::new(),
        };
        let is_usable = sheet.check_header(required, problems);
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            let is_last = reader.position().byte() >= text.len() as u64;
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or_default();
            let since = text.as_bytes().get(start..);
            let raw = since.filter(|_| is_last);
            let line = first_line(since.unwrap_or_default(), record.position());
            sheet.push(&record, line, raw, problems);
        }
        is_usable.then_some(sheet)
    }

    fn check_header(&self, required: &[&str], problems: &mut Vec<Problem>) -> bool {
        let mut is_usable = true;
        for name in required {
            let found = self.columns.iter().filter(|other| other == name).count();
            if found == 1 {
                continue;
            }
            is_usable = false;
            let problem = Problem::of_line(&self.path, 1, name);
            let expected = format!("the columns {}", required.join(", "));
            problems.push(match found {
                0 => problem
                    .saying("the column is missing", expected)
                    .found(self.columns.join(",")),
                _ => problem
                    .saying("two columns have this name", "every column once")
                    .found(self.columns.join(",")),
            });
        }
        is_usable
    }

    /// Takes a row with as many fields as the header.
    fn push(
        &mut self,
        record: &csv::StringRecord,
        line: u64,
        last: Option<&[u8]>,
        problems: &mut Vec<Problem>,
    ) {
        let whole = Problem::of_line(&self.path, line, "(the whole row)");
        if last.is_some_and(ends_inside_quotes) {
            let expected = "a closing quote before the end of the field";
            problems.push(whole.saying("a quote is opened and never closed", expected));
            return;
        }
        if record.len() != self.columns.len() {
            let expected = format!("{} fields, as in the header", self.columns.len());
            let found = format!("{} fields", record.len());
            let message = "the row has not as many fields as the header";
            problems.push(whole.saying(message, expected).found(found));
            return;
        }
        for (column, field) in self.columns.iter().zip(record) {
            if let Some(letter) = unseen(field) {
                let problem = Problem::of_line(&self.path, line, column).found(field);
                let message = format!("the field holds {}", named(letter));
                problems.push(problem.saying(message, "letters that are seen"));
                return;
            }
        }
        self.rows.push(SheetRow {
            line,
            fields: record.iter().map(str::to_owned).collect(),
        });
    }

    /// The field of a row in a column; empty where there is no such column.
    pub(super) fn field<'a>(&self, row: &'a SheetRow, column: &str) -> &'a str {
        let index = self.columns.iter().position(|name| name == column);
        let field = index.and_then(|index| row.fields.get(index));
        field.map_or("", String::as_str)
    }

    /// A problem with a field, saying what was found in it.
    pub(super) fn problem(&self, row: &SheetRow, column: &str) -> Problem {
        Problem::of_line(&self.path, row.line, column).found(self.field(row, column))
    }
}

fn text_of(path: &Path, bytes: Vec<u8>, problems: &mut Vec<Problem>) -> Option<String> {
    let problem = |before: &[u8], message: &str, expected: &str| {
        let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Problem {
            position: Position { line, column: 0 },
            ..Problem::of_file(path, message, expected)
        }
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let before = bytes.get(..at).unwrap_or_default();
        problems.push(problem(
            before,
            "the file holds a NUL byte",
            "text in UTF-8",
        ));
        return None;
    }
    String::from_utf8(bytes)
        .map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            problems.push(problem(before, "the file is not UTF-8", "text in UTF-8"));
        })
        .ok()
}
