//! Parquet: a batch of rows at a time, each value as the text that the typed readers take.
//!
//! What a tool has noted about its own types is not read: the types of the file itself say enough,
//! and are the same whichever tool wrote it. A column that is nested or binary is no text; it may
//! stand in a file, as geometry often does, as long as nobody asks for it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::csv::ByteRecord;
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::file::reader::ChunkReader;
use arrow_schema::Schema;

use super::{Field, Place, Records};
use crate::source::{SourceError, WHOLE_FILE};

mod texts;

use texts::{Texts, is_readable};

/// Enough rows that decoding is fast, and few enough that long texts fit into memory.
const BATCH_ROWS: usize = 4_096;

/// The rows of a Parquet file.
pub(in crate::source) struct Parquet {
    file: String,
    batches: ParquetRecordBatchReader,
    columns: Vec<Field>,
    /// For each column its position in a batch; `None` where no text can be made of it.
    positions: Vec<Option<usize>>,
    /// The columns of the batch that is being given.
    batch: Vec<Texts>,
    rows: usize,
    /// The next row of the batch.
    next: usize,
    /// The rows that were given, which is the number of the last of them.
    given: u64,
}

impl Parquet {
    /// Reads the columns and begins with the rows.
    pub(in crate::source) fn open(
        name: &str,
        file: impl ChunkReader + 'static,
    ) -> Result<Self, SourceError> {
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let broken = |error: &dyn std::fmt::Display| not_parquet(name, 0, error);
        let builder = unless_it_panics(|| {
            ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
        });
        let builder = builder.map_err(|error| broken(&error))?;
        let builder = builder.map_err(|error| broken(&error))?;
        let (columns, readable) = columns(builder.schema());
        if readable.is_empty() {
            return Err(SourceError::Format {
                file: name.to_owned(),
                line: 0,
                field: WHOLE_FILE.to_owned(),
                expected: "a column of texts, numbers, days or times".to_owned(),
                found: "none".to_owned(),
            });
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), readable.iter().copied());
        let positions = (0..columns.len()).map(|at| readable.iter().position(|other| *other == at));
        let positions = positions.collect();
        let builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        let batches = unless_it_panics(|| builder.build()).map_err(|error| broken(&error))?;
        Ok(Self {
            file: name.to_owned(),
            batches: batches.map_err(|error| broken(&error))?,
            columns,
            positions,
            batch: Vec::new(),
            rows: 0,
            next: 0,
            given: 0,
        })
    }

    /// Makes sure that the batch has a next row, where the file has one.
    fn has_next(&mut self) -> Result<bool, SourceError> {
        while self.next >= self.rows {
            let broken =
                |error: &dyn std::fmt::Display| not_parquet(&self.file, self.given + 1, error);
            let batch = unless_it_panics(|| self.batches.next()).map_err(|error| broken(&error))?;
            let Some(batch) = batch else {
                return Ok(false);
            };
            let texts = batch.and_then(|batch| Ok((batch.num_rows(), Texts::of(&batch)?)));
            (self.rows, self.batch) = texts.map_err(|error| broken(&error))?;
            self.next = 0;
        }
        Ok(true)
    }
}

impl Records for Parquet {
    fn columns(&self) -> &[Field] {
        &self.columns
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Place>, SourceError> {
        if !self.has_next()? {
            return Ok(None);
        }
        record.clear();
        for position in &self.positions {
            let column = position.and_then(|at| self.batch.get(at));
            let text = column.map_or("", |texts| texts.row(self.next));
            record.push_field(text.as_bytes());
        }
        self.next += 1;
        self.given += 1;
        Ok(Some(Place {
            line: self.given,
            ..Place::default()
        }))
    }
}

/// The columns of a schema, and the positions of those that texts can be made of.
fn columns(schema: &Schema) -> (Vec<Field>, Vec<usize>) {
    let mut readable = Vec::new();
    let fields = (0..).zip(schema.fields()).map(|(at, field)| {
        let can_be_read = is_readable(field.data_type());
        if can_be_read {
            readable.push(at);
        }
        Field {
            name: field.name().clone(),
            unreadable: (!can_be_read).then(|| field.data_type().to_string()),
        }
    });
    (fields.collect(), readable)
}

/// The decoder asserts in places what a damaged file does not keep; for us that is a broken file.
///
/// Nothing that has panicked is used again: the error ends the reading.
fn unless_it_panics<T>(decode: impl FnOnce() -> T) -> Result<T, &'static str> {
    catch_unwind(AssertUnwindSafe(decode)).map_err(|_| "damaged content, which the decoder refuses")
}

fn not_parquet(file: &str, line: u64, error: &dyn std::fmt::Display) -> SourceError {
    SourceError::Format {
        file: file.to_owned(),
        line,
        field: WHOLE_FILE.to_owned(),
        expected: "a whole Parquet file".to_owned(),
        found: error.to_string(),
    }
}
