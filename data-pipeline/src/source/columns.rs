//! Rows of a CSV file, read by the names of their columns.
//!
//! Byte-order mark, CRLF, newlines inside quotes and columns without a name are all fine. A row of
//! another length, or a field that is not UTF-8, is unreadable; the rows after it still are read.

use csv::ByteRecord;

use super::{SourceError, Unreadable};

/// The header of a file, and which texts in it mean "missing".
#[derive(Debug)]
pub struct Header<'a> {
    file: &'a str,
    names: Vec<String>,
    missing: &'a [String],
}

/// A column that the header is known to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    index: usize,
}

/// The rows of a file, one after the other.
pub struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
}

/// One row, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    header: &'r Header<'r>,
    record: &'r ByteRecord,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<'a> Rows<'a> {
    /// Reads the header; the rows follow with [`Rows::next`].
    ///
    /// `file` is the name for messages; `missing` are the texts that mean "missing", in any case.
    ///
    /// # Errors
    /// Where there is no header or it is not UTF-8.
    pub fn open(
        file: &'a str,
        bytes: &'a [u8],
        missing: &'a [String],
    ) -> Result<(Header<'a>, Self), SourceError> {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let names = reader.headers().map_err(|error| SourceError::Csv {
            file: file.to_owned(),
            error,
        })?;
        let names = names.iter().map(|name| name.trim().to_owned()).collect();
        let header = Header {
            file,
            names,
            missing,
        };
        let record = ByteRecord::new();
        Ok((header, Self { reader, record }))
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where the parser itself fails, which it does not on bytes in memory.
    pub fn next<'r>(&'r mut self, header: &'r Header<'r>) -> Result<Option<Row<'r>>, SourceError> {
        let more = self.reader.read_byte_record(&mut self.record);
        let more = more.map_err(|error| SourceError::Csv {
            file: header.file.to_owned(),
            error,
        })?;
        let record = &self.record;
        Ok(more.then_some(Row { header, record }))
    }
}

impl Header<'_> {
    /// The column of a name.
    ///
    /// # Errors
    /// Where no column or more than one has the name.
    pub fn column(&self, name: &str) -> Result<Column, SourceError> {
        let mut found = (0..).zip(&self.names).filter(|(_, other)| *other == name);
        match (found.next(), found.count()) {
            (Some((index, _)), 0) => Ok(Column {
                name: name.to_owned(),
                index,
            }),
            (first, more) => Err(SourceError::Column {
                file: self.file.to_owned(),
                column: name.to_owned(),
                found: usize::from(first.is_some()) + more,
                nearest: nearest(name, self.names.iter().map(String::as_str)),
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
    /// The line on which the row begins, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// Whether the row has as many fields as the header.
    ///
    /// # Errors
    /// Where it has not.
    pub fn check_width(&self) -> Result<(), Unreadable> {
        let (expected, found) = (self.header.names.len(), self.record.len());
        if expected == found {
            return Ok(());
        }
        Err(Unreadable {
            file: self.header.file.to_owned(),
            line: self.line(),
            column: "(the whole row)".into(),
            value: format!("{found} fields"),
            expected: format!("{expected} fields, as in the header"),
            reason: "the row has not as many fields as the header",
        })
    }

    /// The text of a field without the space around it; `None` where it means "missing".
    ///
    /// # Errors
    /// Where the field is not UTF-8.
    pub fn text(&self, column: &Column) -> Result<Option<&'r str>, Unreadable> {
        let bytes = self.record.get(column.index).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let value = String::from_utf8_lossy(bytes);
            self.unreadable(column, &value, "text in UTF-8", "a field is not UTF-8")
        })?;
        let text = text.trim();
        let missing = &self.header.missing;
        let is_missing = missing.iter().any(|word| word.eq_ignore_ascii_case(text));
        Ok((!text.is_empty() && !is_missing).then_some(text))
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
            column: column.name.clone(),
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
