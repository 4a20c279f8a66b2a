//! A table as an XLSX workbook for people with a spreadsheet: the numbers, the dictionary, the notes.
//!
//! Texts are written as texts, so nothing in a cell is run as a formula; months are real dates, so
//! that a spreadsheet can group and chart them; a cell without a number stays empty.

use cube::Step;
use cube::tidy::{self, Role};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::dictionary;
use super::readme;
use super::subject::Subject;

/// Longer tables open too slowly in a spreadsheet to be of use there.
pub const ROW_LIMIT: u64 = 100_000;

/// Widths of columns in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;

/// The table as a workbook; none where it is too long for one. Equal tables give equal bytes.
///
/// # Errors
/// Where the writer fails.
pub fn file(subject: &Subject<'_>) -> Result<Option<Vec<u8>>, XlsxError> {
    if subject.table.rows > ROW_LIMIT {
        return Ok(None);
    }
    let mut book = Workbook::new();
    book.set_properties(&properties(subject)?);
    numbers(subject, book.add_worksheet().set_name("Table")?)?;
    let entries = dictionary::rows(subject);
    let sheet = book.add_worksheet().set_name("Dictionary")?;
    texts(sheet, &dictionary::COLUMNS, &entries)?;
    let notes = readme::notes(subject);
    texts(
        book.add_worksheet().set_name("Notes")?,
        &["about", "note"],
        &notes,
    )?;
    book.save_to_buffer().map(Some)
}

/// The day of the release stands where a clock would.
fn properties(subject: &Subject<'_>) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::parse_from_str(&subject.manifest.released)?;
    Ok(DocProperties::new()
        .set_title(&subject.table.title)
        .set_author(&subject.publication.publisher.name)
        .set_creation_datetime(&created))
}

fn numbers(subject: &Subject<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let month = Format::new().set_num_format("yyyy-mm");
    let mut widths = Vec::new();
    for (at, column) in (0..).zip(&subject.columns) {
        sheet.write_string_with_format(0, at, &column.name, &heading)?;
        widths.push(column.name.chars().count());
    }
    let mut last = 0;
    for (line, row) in (1..).zip(tidy::rows(subject.cube)) {
        last = line;
        for ((at, column), width) in (0..).zip(&subject.columns).zip(&mut widths) {
            let text = row.text(column.role);
            *width = (*width).max(text.chars().count());
            match column.role {
                Role::Period | Role::Value if text.is_empty() => continue,
                Role::Period if subject.step() == Step::Quarter => {
                    sheet.write_string(line, at, text)?
                }
                Role::Period if subject.step().is_month() => {
                    let day = ExcelDateTime::parse_from_str(&format!("{text}-01"))?;
                    sheet.write_datetime_with_format(line, at, &day, &month)?
                }
                Role::Period | Role::Value => sheet.write_number(line, at, number(&text)?)?,
                _ => sheet.write_string(line, at, text)?,
            };
        }
    }
    finish(sheet, last, &widths)
}

/// A sheet of texts under a heading.
fn texts<const WIDTH: usize>(
    sheet: &mut Worksheet,
    names: &[&str; WIDTH],
    rows: &[[String; WIDTH]],
) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let mut widths = Vec::new();
    for (at, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, at, *name, &heading)?;
        widths.push(name.chars().count());
    }
    let mut last = 0;
    for (line, row) in (1..).zip(rows) {
        last = line;
        for ((at, text), width) in (0..).zip(row).zip(&mut widths) {
            *width = (*width).max(text.chars().count());
            if !text.is_empty() {
                sheet.write_string(line, at, text)?;
            }
        }
    }
    finish(sheet, last, &widths)
}

/// The first line stays in sight and filters the others; columns are as wide as their longest text.
fn finish(sheet: &mut Worksheet, last: u32, widths: &[usize]) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    let columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    for (at, width) in (0..).zip(widths) {
        // Room for the button of the filter.
        let characters = (width + 3).clamp(NARROWEST, WIDEST);
        sheet.set_column_width(at, u16::try_from(characters).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

fn number(text: &str) -> Result<f64, XlsxError> {
    let wrong = |_| XlsxError::ParameterError(format!("expected a number, found {text:?}"));
    text.parse().map_err(wrong)
}
