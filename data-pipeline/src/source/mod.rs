//! Reads a source file: content that is the expected one, then rows, then typed rows.
//!
//! A file that is not the expected one stops the build. A row that cannot be read does not: it
//! comes back as [`Unreadable`], for the reporter to set aside.

mod columns;
mod content;
mod file;
mod formats;
mod people;
mod records;
mod rows;

use std::path::PathBuf;

use thiserror::Error;

use columns::WHOLE_ROW;
pub(crate) use columns::nearest;
pub use columns::{Column, Header, Row, Rows};
pub use content::Compression;
pub use file::{SourceFile, sha256_hex};
pub use formats::{LATITUDE, LONGITUDE, SourceFormat};
pub(crate) use formats::{ends_inside_quotes, first_line};
pub use people::{AgeText, PersonText};
pub use records::{Record, RecordReader};
pub(crate) use rows::DayReader;
pub use rows::{
    AgencyMonth, AgencyMonthReader, Arrest, ArrestReader, Incident, IncidentReader, PointText,
    YearToDate, YearToDateReader,
};

/// What a message names where the fault is in no part of the content alone.
const WHOLE_FILE: &str = "(the file)";

/// Why a source file cannot be read at all.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The file cannot be opened, read or inflated.
    #[error("source {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The content is not the one that the settings describe.
    #[error(
        "source {}: expected content with SHA-256 {expected}, found {found}; \
         if a new export was put here on purpose, look at it and then change sources.toml",
        path.display()
    )]
    Hash {
        /// The file.
        path: PathBuf,
        /// The hash in the settings.
        expected: String,
        /// The hash of the file.
        found: String,
    },
    /// A column that the settings name is not in the header, or is there twice.
    #[error(
        "{file}, line 1: expected one column {column:?}, found {found}{}",
        hint(nearest)
    )]
    Column {
        /// The file, as the settings name it.
        file: String,
        /// The name of the column.
        column: String,
        /// How many columns have the name.
        found: usize,
        /// The most similar name in the header.
        nearest: Option<String>,
    },
    /// A row is longer than any should be: something in it was opened and never closed.
    #[error(
        "{file}, line {line}: expected a row of at most {} MiB, found one that does not end there; \
         is a quote never closed?",
        formats::LARGEST_RECORD_BYTES / (1024 * 1024)
    )]
    Endless {
        /// The file, as the settings name it.
        file: String,
        /// The line on which the row begins.
        line: u64,
    },
    /// The content is not of the format that the settings or the name of the file say.
    #[error("{file}{}, {field}: expected {expected}, found {found}", at(*line))]
    Format {
        /// The file, as the settings name it.
        file: String,
        /// The line, or the number of the row in Parquet; 0 where the fault has none.
        line: u64,
        /// Which part of the content.
        field: String,
        /// What would have been right.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A column that the settings name holds what no text can be made of.
    #[error(
        "{file}, column {column}: expected texts, numbers, days or times in columns that are not \
         nested, found {found}"
    )]
    ColumnType {
        /// The file, as the settings name it.
        file: String,
        /// The name of the column.
        column: String,
        /// Its type.
        found: String,
    },
    /// The header itself cannot be read.
    #[error("{file}, line 1: {error}")]
    Csv {
        /// The file, as the settings name it.
        file: String,
        /// What the parser says.
        error: csv::Error,
    },
}

/// A row that cannot be read, with everything needed to find and mend it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}, column {column}: expected {expected}, found {value:?}")]
pub struct Unreadable {
    /// The file, as the settings name it.
    pub file: String,
    /// The line of the uncompressed content on which the row begins, or the number of the row in
    /// Parquet; from 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The field as found.
    pub value: String,
    /// What was expected there.
    pub expected: String,
    /// The kind of fault, the same for all rows that have it.
    pub reason: &'static str,
}

fn at(line: u64) -> String {
    match line {
        0 => String::new(),
        line => format!(", line {line}"),
    }
}

fn hint(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!("; did you mean {name:?}?"))
        .unwrap_or_default()
}
