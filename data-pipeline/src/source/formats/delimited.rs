//! CSV: byte-order mark, CRLF, newlines inside quotes and columns without a name are all fine.
//!
//! A row of another length is no row; the rows after it still are read.

use csv::ByteRecord;

use super::window::Window;
use super::{Field, Place, Records, RowFault};
use crate::source::content::Content;
use crate::source::{SourceError, WHOLE_ROW};

/// The rows of a CSV.
pub(in crate::source) struct Delimited {
    file: String,
    reader: csv::Reader<Window<Content>>,
    columns: Vec<Field>,
    /// The length of the content, without its byte-order mark.
    bytes: u64,
}

/// Rows are many and small: the parser is given many at a time.
const BUFFER_BYTES: usize = 64 * 1024;

impl Delimited {
    /// Reads the header; `bytes` is the length of `content`, which has no byte-order mark.
    pub(in crate::source) fn open(
        file: &str,
        content: Content,
        bytes: u64,
    ) -> Result<Self, SourceError> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(Window::new(content));
        let names = reader.headers().map_err(|error| SourceError::Csv {
            file: file.to_owned(),
            error,
        })?;
        let columns = names.iter().map(|name| Field::text(name.trim())).collect();
        Ok(Self {
            file: file.to_owned(),
            reader,
            columns,
            bytes,
        })
    }

    fn refused(&self, start: &csv::Position, error: csv::Error) -> SourceError {
        let file = self.file.clone();
        let window = self.reader.get_ref();
        if window.is_full() {
            let line = first_line(window.since(start.byte()), Some(start));
            return SourceError::Endless { file, line };
        }
        SourceError::Csv { file, error }
    }

    fn fault(&self, record: &ByteRecord) -> Option<RowFault> {
        // Only the last row of a file can end so: everything after the quote belongs to its field.
        let is_last = self.reader.position().byte() >= self.bytes;
        let from = record.position().map_or(0, csv::Position::byte);
        if is_last && ends_inside_quotes(self.reader.get_ref().since(from)) {
            return Some(RowFault {
                field: WHOLE_ROW.into(),
                value: String::new(),
                expected: "a closing quote before the end of the field".into(),
                reason: "a quote is opened and never closed",
            });
        }
        let (expected, found) = (self.columns.len(), record.len());
        (expected != found).then(|| RowFault {
            field: WHOLE_ROW.into(),
            value: format!("{found} fields"),
            expected: format!("{expected} fields, as in the header"),
            reason: "the row has not as many fields as the header",
        })
    }
}

impl Records for Delimited {
    fn columns(&self) -> &[Field] {
        &self.columns
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Place>, SourceError> {
        let start = self.reader.position().clone();
        self.reader.get_mut().forget_before(start.byte());
        match self.reader.read_byte_record(record) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(self.refused(&start, error)),
        }
        let from = record.position().map_or(0, csv::Position::byte);
        Ok(Some(Place {
            line: first_line(self.reader.get_ref().since(from), record.position()),
            prefix: String::new(),
            fault: self.fault(record),
        }))
    }
}

/// The line on which a record begins, from 1, where `since` are the bytes from its position on:
/// `csv` stands before the rest of the last line end and the empty lines that it skips.
pub(crate) fn first_line(since: &[u8], position: Option<&csv::Position>) -> u64 {
    let skipped = since.iter();
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
