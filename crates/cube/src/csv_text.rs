//! CSV as it is written (RFC 4180, with LF), safe to open in a spreadsheet.
//!
//! The `csv` crate reads what we read. Its writer can also quote by what is a number, which nobody asks
//! of it here, and with that brings the tables that parse any decimal number into the program of the
//! browser: 15 kB of each visit. A test holds both to the same bytes.

use std::borrow::Cow;

/// How a formula may begin, with the wide forms that some spreadsheets take for the same
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text as a cell that no spreadsheet runs as a formula.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    if text.starts_with(BEGINNINGS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A table that is being written, row by row.
#[derive(Default)]
pub(crate) struct CsvText {
    written: String,
    row: usize,
    is_within_row: bool,
}

impl CsvText {
    /// A table with the names of its columns.
    pub(crate) fn with_columns(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut table = Self::default();
        table.record(names);
        table
    }

    /// The next field of the row: a text, made inert.
    pub(crate) fn text(&mut self, text: &str) {
        self.exact(&inert(text));
    }

    /// The next field of the row as it is, such as a number with its sign.
    pub(crate) fn exact(&mut self, field: &str) {
        if self.is_within_row {
            self.written.push(',');
        }
        self.is_within_row = true;
        match field.contains(['"', ',', '\n', '\r']) {
            false => self.written.push_str(field),
            true => {
                self.written.push('"');
                self.written.push_str(&field.replace('"', "\"\""));
                self.written.push('"');
            }
        }
    }

    /// Ends the row. One that is a single empty field is quoted, since a reader skips an empty line.
    pub(crate) fn end_row(&mut self) {
        if self.is_within_row && self.written.len() == self.row {
            self.written.push_str("\"\"");
        }
        self.written.push('\n');
        self.row = self.written.len();
        self.is_within_row = false;
    }

    /// A row of texts.
    pub(crate) fn record(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        for text in texts {
            self.text(text.as_ref());
        }
        self.end_row();
    }

    /// The whole table, UTF-8.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.written.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_the_library(rows: &[Vec<String>]) -> String {
        let terminator = csv::Terminator::Any(b'\n');
        let mut writer = csv::WriterBuilder::new()
            .terminator(terminator)
            .flexible(true)
            .from_writer(Vec::new());
        for row in rows {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn any_table_is_written_as_the_library_writes_it(
            rows in proptest::collection::vec(
                proptest::collection::vec("[ab,;'\"\r\n =é-]{0,6}", 1..4), 0..6)
        ) {
            let mut table = CsvText::default();
            for row in &rows {
                for field in row {
                    table.exact(field);
                }
                table.end_row();
            }
            let ours = String::from_utf8(table.into_bytes()).unwrap();
            proptest::prop_assert_eq!(ours, by_the_library(&rows));
        }
    }

    #[test]
    fn texts_cannot_be_run_and_numbers_keep_their_sign() {
        let mut table = CsvText::with_columns(["name", "change"]);
        table.text("=1+1");
        table.exact("-3");
        table.end_row();
        assert_eq!(table.into_bytes(), b"name,change\n'=1+1,-3\n");
    }
}
