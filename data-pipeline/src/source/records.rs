//! Typed records that are counted by any lists: a day, names, places, and what rows belong together.
//!
//! Like every row, a record holds nothing about a person and goes no further than its count.

use jiff::civil::Date;

use super::rows::{DayReader, place_columns, places};
use super::{Column, Header, Row, SourceError, Unreadable};
use crate::settings::RecordColumns;

/// One record.
#[derive(Debug)]
pub struct Record<'r> {
    /// The day.
    pub day: Date,
    /// The cells of names, in the order of the lists in the settings; `None` where one is empty.
    pub names: Vec<Option<&'r str>>,
    /// What rows of the same record share; `None` where it is empty or not asked for.
    pub key: Option<&'r str>,
    /// Where, in the order of the kinds of place in the settings.
    pub places: Vec<Option<&'r str>>,
}

/// Reads records.
pub struct RecordReader {
    day: DayReader,
    /// The columns of names, in the order of the lists in the settings.
    pub names: Vec<Column>,
    key: Option<Column>,
    places: Vec<Option<Column>>,
}

impl RecordReader {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one.
    pub fn new(header: &Header<'_>, columns: &RecordColumns) -> Result<Self, SourceError> {
        let names = columns.categories.values();
        let names = names.map(|names| header.column(&names.column));
        let key = columns.distinct.as_ref();
        Ok(Self {
            day: DayReader::new(header, &columns.date)?,
            names: names.collect::<Result<_, _>>()?,
            key: key.map(|key| header.column(&key.column)).transpose()?,
            places: place_columns(header, &columns.places)?,
        })
    }

    /// The row as a record.
    ///
    /// # Errors
    /// Where a field is not as expected.
    pub fn read<'r>(&self, row: &Row<'r>) -> Result<Record<'r>, Unreadable> {
        row.check_width()?;
        let names = self.names.iter().map(|column| row.text(column));
        Ok(Record {
            day: self.day.read(row)?,
            names: names.collect::<Result<_, _>>()?,
            key: match &self.key {
                Some(column) => row.text(column)?,
                None => None,
            },
            places: places(row, &self.places)?,
        })
    }
}
