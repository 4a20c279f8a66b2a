//! Reads a source file: bytes that are the expected ones, then rows, then typed rows.
//!
//! A file that is not the expected one stops the build. A row that cannot be read does not: it
//! comes back as [`Unreadable`], for the reporter to set aside.

mod columns;
mod file;
mod records;
mod rows;

use std::path::PathBuf;

use thiserror::Error;

pub use columns::{Column, Header, Row, Rows};
pub(crate) use columns::{ends_inside_quotes, first_line, nearest};
pub use file::{SourceFile, sha256_hex};
pub use records::{Record, RecordReader};
pub use rows::{
    AgencyMonth, AgencyMonthReader, Arrest, ArrestReader, Incident, IncidentReader, YearToDate,
    YearToDateReader,
};

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
    /// The line of the uncompressed content on which the row begins, from 1.
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

fn hint(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!("; did you mean {name:?}?"))
        .unwrap_or_default()
}
