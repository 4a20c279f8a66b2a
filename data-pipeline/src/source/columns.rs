//! Rows of a CSV file, read by the names of their columns.
//!
//! Byte-order mark, CRLF, newlines inside quotes and columns without a name are all fine. A row of
//! another length, or a field that is not UTF-8, is unreadable; the rows after it still are read.

use std::hash::{DefaultHasher, Hash, Hasher};

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
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
}

/// One row, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    header: &'r Header<'r>,
    record: &'r ByteRecord,
    line: u64,
    is_unclosed: bool,
}

const WHOLE_ROW: &str = "(the whole row)";
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
        let rows = Self {
            bytes,
            reader,
            record,
        };
        Ok((header, rows))
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
        let is_last = self.reader.position().byte() >= self.bytes.len() as u64;
        let record = &self.record;
        Ok(more.then_some(Row {
            header,
            record,
            line: first_line(self.bytes, record.position()),
            is_unclosed: is_last && self.ends_inside_quotes(),
        }))
    }

    /// Only the last row of a file can: everything after the quote belongs to its field.
    fn ends_inside_quotes(&self) -> bool {
        let start = self.record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        self.bytes.get(start..).is_some_and(ends_inside_quotes)
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
        self.line
    }

    /// Whether the row has as many fields as the header, and an end.
    ///
    /// # Errors
    /// Where it has not.
    pub fn check_width(&self) -> Result<(), Unreadable> {
        if self.is_unclosed {
            return Err(Unreadable {
                file: self.header.file.to_owned(),
                line: self.line(),
                column: WHOLE_ROW.into(),
                value: String::new(),
                expected: "a closing quote before the end of the field".into(),
                reason: "a quote is opened and never closed",
            });
        }
        let (expected, found) = (self.header.names.len(), self.record.len());
        if expected == found {
            return Ok(());
        }
        Err(Unreadable {
            file: self.header.file.to_owned(),
            line: self.line(),
            column: WHOLE_ROW.into(),
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
        if text.contains('\0') {
            return Err(self.unreadable(column, text, "text", "a field holds a NUL byte"));
        }
        let missing = &self.header.missing;
        let is_missing = missing.iter().any(|word| word.eq_ignore_ascii_case(text));
        Ok((!text.is_empty() && !is_missing).then_some(text))
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
            column: column.name.clone(),
            value: value.to_owned(),
            expected: expected.to_owned(),
            reason,
        }
    }
}

/// The line on which a record begins, from 1: `csv` stands before the rest of the last line end and
/// the empty lines that it skips.
pub(crate) fn first_line(bytes: &[u8], position: Option<&csv::Position>) -> u64 {
    let start = position.map_or(0, csv::Position::byte);
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let skipped = bytes.get(start..).unwrap_or_default().iter();
    let skipped = skipped.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = skipped.filter(|byte| **byte == b'\n').count() as u64;
    position.map_or(0, csv::Position::line) + lines
}

/// Whether a CSV text ends inside a quoted field, as `csv` reads it: a quote opens a field only at
/// its very beginning.
pub(crate) fn ends_inside_quotes(bytes: &[u8]) -> bool {
    #[derive(PartialEq)]
    enum State {
        Start,
        Bare,
        Quoted,
        QuoteInQuoted,
    }
    let mut state = State::Start;
    for byte in bytes {
        state = match (state, byte) {
            (State::Start | State::QuoteInQuoted, b'"') | (State::Quoted, 0..b'"' | b'#'..) => {
                State::Quoted
            }
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (_, b',' | b'\n' | b'\r') => State::Start,
            _ => State::Bare,
        };
    }
    state == State::Quoted
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
