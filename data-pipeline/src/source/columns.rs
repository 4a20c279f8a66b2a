//! Rows of a source file, read by the names of their columns, whatever the format is.
//!
//! A row that is none, or a field that is not UTF-8, is unreadable; the rows after it still are read.

use std::hash::{DefaultHasher, Hash, Hasher};

use csv::ByteRecord;

use super::formats::{Field, Place, Records};
use super::{SourceError, Unreadable};

/// The header of a file, and which texts in it mean "missing".
#[derive(Debug)]
pub struct Header<'a> {
    file: &'a str,
    columns: Vec<Field>,
    missing: &'a [String],
}

/// A column that the header is known to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    index: usize,
}

/// The rows of a file, one after the other; no more than a few of them are held in memory.
pub struct Rows {
    records: Box<dyn Records + Send>,
    record: ByteRecord,
    place: Place,
}

/// One row, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    header: &'r Header<'r>,
    record: &'r ByteRecord,
    place: &'r Place,
}

/// What a message names where the fault is not in one field.
pub(super) const WHOLE_ROW: &str = "(the whole row)";

impl Rows {
    /// The header of records, and the rows.
    ///
    /// `file` is the name for messages; `missing` are the texts that mean "missing", in any case.
    pub(super) fn new<'a>(
        file: &'a str,
        records: Box<dyn Records + Send>,
        missing: &'a [String],
    ) -> (Header<'a>, Self) {
        let header = Header {
            file,
            columns: records.columns().to_vec(),
            missing,
        };
        let rows = Self {
            records,
            record: ByteRecord::new(),
            place: Place::default(),
        };
        (header, rows)
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where the content cannot be read any further: what follows is not of the format, or a row is
    /// longer than any should be.
    pub fn next<'r>(&'r mut self, header: &'r Header<'r>) -> Result<Option<Row<'r>>, SourceError> {
        let Some(place) = self.records.next(&mut self.record)? else {
            return Ok(None);
        };
        self.place = place;
        Ok(Some(Row {
            header,
            record: &self.record,
            place: &self.place,
        }))
    }
}

impl Header<'_> {
    /// The names of the columns, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|field| field.name.as_str())
    }

    /// The column of a name.
    ///
    /// # Errors
    /// Where no column or more than one has the name.
    pub fn column(&self, name: &str) -> Result<Column, SourceError> {
        let columns = (0..).zip(&self.columns);
        let mut found = columns.filter(|(_, other)| other.name == name);
        match (found.next(), found.count()) {
            (Some((index, field)), 0) => match &field.unreadable {
                None => Ok(Column {
                    name: name.to_owned(),
                    index,
                }),
                Some(kind) => Err(SourceError::ColumnType {
                    file: self.file.to_owned(),
                    column: name.to_owned(),
                    found: kind.clone(),
                }),
            },
            (first, more) => Err(SourceError::Column {
                file: self.file.to_owned(),
                column: name.to_owned(),
                found: usize::from(first.is_some()) + more,
                nearest: nearest(name, self.columns.iter().map(|field| &*field.name)),
            }),
        }
    }
}

impl Column {
    /// Stands for a value that the settings give and no column holds.
    #[must_use]
    pub fn none() -> Self {
        Self {
            name: "(none)".into(),
            index: usize::MAX,
        }
    }
}

impl<'r> Row<'r> {
    /// The line on which the row begins, from 1; in Parquet, which has no lines, the number of the
    /// row.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.place.line
    }

    /// Whether the row is one: in a CSV, whether it has as many fields as the header, and an end.
    ///
    /// # Errors
    /// Where it is not.
    pub fn check_width(&self) -> Result<(), Unreadable> {
        match &self.place.fault {
            None => Ok(()),
            Some(fault) => Err(Unreadable {
                file: self.header.file.to_owned(),
                line: self.line(),
                column: format!("{}{}", self.place.prefix, fault.field),
                value: fault.value.clone(),
                expected: fault.expected.clone(),
                reason: fault.reason,
            }),
        }
    }

    /// The text of a field without the space around it; `None` where it means "missing".
    ///
    /// # Errors
    /// Where the field is not UTF-8.
    pub fn text(&self, column: &Column) -> Result<Option<&'r str>, Unreadable> {
        let text = self.utf8(column)?.trim();
        if text.contains('\0') {
            return Err(self.unreadable(column, text, "text", "a field holds a NUL byte"));
        }
        let missing = &self.header.missing;
        let is_missing = missing.iter().any(|word| word.eq_ignore_ascii_case(text));
        Ok((!text.is_empty() && !is_missing).then_some(text))
    }

    /// A field as it is, by its position in the header from 0.
    ///
    /// # Errors
    /// Where the field is not UTF-8.
    pub fn field(&self, index: usize) -> Result<&'r str, Unreadable> {
        let field = self.header.columns.get(index);
        let name = field.map_or_else(String::new, |field| field.name.clone());
        self.utf8(&Column { name, index })
    }

    fn utf8(&self, column: &Column) -> Result<&'r str, Unreadable> {
        let bytes = self.record.get(column.index).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| {
            let value = String::from_utf8_lossy(bytes);
            self.unreadable(column, &value, "text in UTF-8", "a field is not UTF-8")
        })
    }

    /// A hash of the fields, all but the one that only numbers the rows.
    ///
    /// The same for equal rows of one run; nothing published depends on its value.
    #[must_use]
    pub fn hash(&self, row_number: Option<&Column>) -> u64 {
        let ignored = row_number.map(|column| column.index);
        let mut hasher = DefaultHasher::new();
        for (index, field) in self.record.iter().enumerate() {
            if Some(index) != ignored {
                field.hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// That a field of this row is not as expected.
    #[must_use]
    pub fn unreadable(
        &self,
        column: &Column,
        value: &str,
        expected: &str,
        reason: &'static str,
    ) -> Unreadable {
        Unreadable {
            file: self.header.file.to_owned(),
            line: self.line(),
            column: format!("{}{}", self.place.prefix, column.name),
            value: value.to_owned(),
            expected: expected.to_owned(),
            reason,
        }
    }
}

/// The most similar of several names, where one is similar enough to be what was meant.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    const SIMILAR_ENOUGH: f64 = 0.7;
    let folded = name.to_lowercase();
    names
        .map(|other| (strsim::jaro_winkler(&folded, &other.to_lowercase()), other))
        .filter(|(similarity, _)| *similarity >= SIMILAR_ENOUGH)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, other)| other.to_owned())
}
