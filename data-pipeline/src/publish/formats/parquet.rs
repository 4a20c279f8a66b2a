//! A table as Parquet: the columns of the CSV, typed, each with its meaning.
//!
//! Texts are dictionary-encoded and stand as they are meant, not made inert: nothing runs a formula
//! in a Parquet file. Times stay the texts of the CSV, so that both formats join on them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use cube::tidy::{self, Role, Row};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::dictionary;
use super::subject::Subject;

/// Rows that are held as columns at once, and that one row group has.
const ROWS_A_GROUP: usize = 131_072;

/// High enough to shrink repeated texts to little, low enough to take no time.
const ZSTD_LEVEL: i32 = 9;

/// The table as a Parquet file; equal tables give equal bytes.
///
/// # Errors
/// Where the writer fails.
pub fn file(subject: &Subject<'_>) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(schema(subject));
    let mut writer =
        ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties(subject)?))?;
    let mut rows = tidy::rows(subject.cube).peekable();
    while rows.peek().is_some() {
        let group: Vec<Row<'_>> = rows.by_ref().take(ROWS_A_GROUP).collect();
        let arrays = subject.columns.iter().map(|column| match column.role {
            Role::Value => numbers(subject, &group),
            role => Ok(texts(role, &group)),
        });
        let arrays: Result<Vec<ArrayRef>, ArrowError> = arrays.collect();
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), arrays?)?)?;
    }
    writer.into_inner()
}

fn schema(subject: &Subject<'_>) -> Schema {
    let fields = dictionary::entries(subject).into_iter().map(|entry| {
        let kind = match entry.role {
            Role::Value if subject.has_fractions => DataType::Float64,
            Role::Value => DataType::Int64,
            _ => DataType::Utf8,
        };
        let mut about = HashMap::from([("description".to_owned(), entry.meaning)]);
        if !entry.unit.is_empty() {
            about.insert("unit".to_owned(), entry.unit.to_owned());
        }
        Field::new(entry.column, kind, entry.role == Role::Value).with_metadata(about)
    });
    Schema::new(fields.collect::<Vec<_>>())
}

fn properties(subject: &Subject<'_>) -> Result<WriterProperties, ParquetError> {
    let about = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let publication = &subject.publication;
    let notes = vec![
        about("title", &subject.table.title),
        about("description", &subject.table.description),
        about("publisher", &publication.publisher.name),
        about("released", &subject.manifest.released),
        about("license", &publication.license.id),
        about("source", &subject.origin()),
    ];
    Ok(WriterProperties::builder()
        .set_created_by(subject.manifest.software.clone())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_max_row_group_row_count(Some(ROWS_A_GROUP))
        .set_key_value_metadata(Some(notes))
        .build())
}

fn texts(role: Role, rows: &[Row<'_>]) -> ArrayRef {
    let mut builder = StringBuilder::new();
    for row in rows {
        builder.append_value(row.text(role));
    }
    Arc::new(builder.finish())
}

fn numbers(subject: &Subject<'_>, rows: &[Row<'_>]) -> Result<ArrayRef, ArrowError> {
    let values = rows.iter().map(|row| row.text(Role::Value));
    if subject.has_fractions {
        let mut builder = Float64Builder::new();
        for value in values {
            builder.append_option(parsed(&value)?);
        }
        return Ok(Arc::new(builder.finish()));
    }
    let mut builder = Int64Builder::new();
    for value in values {
        builder.append_option(parsed(&value)?);
    }
    Ok(Arc::new(builder.finish()))
}

/// The number of a text; none where the text is empty.
fn parsed<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ArrowError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || ArrowError::ParseError(format!("expected a number, found {text:?}"));
    text.parse().map(Some).map_err(|_| wrong())
}
