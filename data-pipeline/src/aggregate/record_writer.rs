//! Staged records: what was read, cleaned and classified, as Parquet that SQL can count.
//!
//! Below the staging folder: `records/city=<city>/dataset=<source>/year=<year>/part-0.parquet`, one
//! line a row and code. A row of a source that counts under two codes is two records. They are kept
//! on the analyst's machine and never published.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cube::{Fixed, Month, Step};
use datafusion::arrow::array::{
    ArrayRef, Decimal128Builder, RecordBatch, StringBuilder, UInt64Builder,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;

use super::AggregateError;
use crate::settings::Settings;

/// The folder of staged records below the staging folder.
pub const RECORDS: &str = "records";

/// An empty file below the staging folder that has the columns of all records.
pub const COLUMNS: &str = "columns.parquet";

/// Records that are gathered before the Parquet writer gets them.
const BATCH_RECORDS: usize = 8192;

/// Records of one row group: it bounds what an open writer keeps in memory.
const ROW_GROUP_RECORDS: usize = 131_072;

/// One record of a source.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The line of the source on which its row begins.
    pub line: u64,
    /// The month, or the first month of the year, that it counts in.
    pub month: Month,
    /// How much time it stands for.
    pub step: Step,
    /// The code that it counts under.
    pub code: &'a str,
    /// How many it stands for, times 10 to the power of `decimals`; below zero where a source gives
    /// a count inside another.
    pub weight: i64,
    /// The digits of `weight` after the point, at most [`Fixed::MOST_DECIMALS`].
    pub decimals: u8,
    /// The member of each kind of place of the city, in the order of the settings.
    pub places: &'a [Option<&'a str>],
    /// The code of its person in each list of groups of the city, in the order of the settings; none
    /// where the source does not tell of it, or no table asks.
    pub groups: &'a [Option<&'a str>],
}

/// Writes the records of one source, a file a year.
pub struct RecordWriter {
    folder: PathBuf,
    schema: SchemaRef,
    /// How many kinds of place there are.
    places: usize,
    years: BTreeMap<i32, YearWriter>,
}

/// The kind of number that staged weights are: every digit after the point that a cube can have, and
/// eleven before it.
const WEIGHT: DataType = DataType::Decimal128(20, Fixed::MOST_DECIMALS as i8);

/// The columns of staged records: `line`, `period`, `code`, `weight`, then a column for each kind of
/// place of the city, then one for each list of groups of people. `city`, `dataset` and `year` are in the path.
#[must_use]
fn record_schema(settings: &Settings) -> SchemaRef {
    let mut fields = vec![
        Field::new("line", DataType::UInt64, false),
        Field::new("period", DataType::Utf8, false),
        Field::new("code", DataType::Utf8, false),
        Field::new("weight", WEIGHT, false),
    ];
    let places = settings.places.iter();
    fields.extend(places.map(|place| Field::new(&place.id, DataType::Utf8, true)));
    let groups = settings.groups.iter();
    fields.extend(groups.map(|group| Field::new(&group.settings.id, DataType::Utf8, true)));
    Arc::new(Schema::new(fields))
}

impl RecordWriter {
    /// Begins the records of a dataset anew below the staging folder; it is named after its source.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn new(folder: &Path, settings: &Settings, dataset: &str) -> Result<Self, AggregateError> {
        let columns = folder.join(COLUMNS);
        let folder = folder
            .join(RECORDS)
            .join(format!("city={}", settings.city.id))
            .join(format!("dataset={dataset}"));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let schema = record_schema(settings);
        write_batch(&columns, &RecordBatch::new_empty(Arc::clone(&schema)))?;
        Ok(Self {
            folder,
            schema,
            places: settings.places.len(),
            years: BTreeMap::new(),
        })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Where the system refuses to write.
    pub fn write(&mut self, record: &Record<'_>) -> Result<(), AggregateError> {
        let year = record.month.year();
        if !self.years.contains_key(&year) {
            let path = self.folder.join(format!("year={year}"));
            self.years
                .insert(year, YearWriter::create(&path, &self.schema, self.places)?);
        }
        match self.years.get_mut(&year) {
            Some(writer) => writer.write(record),
            None => Ok(()),
        }
    }

    /// Completes every file.
    ///
    /// # Errors
    /// Where the system refuses to write.
    pub fn finish(self) -> Result<(), AggregateError> {
        self.years.into_values().try_for_each(YearWriter::finish)
    }
}

struct YearWriter {
    path: PathBuf,
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    lines: UInt64Builder,
    periods: StringBuilder,
    codes: StringBuilder,
    weights: Decimal128Builder,
    places: Vec<StringBuilder>,
    groups: Vec<StringBuilder>,
    gathered: usize,
}

impl YearWriter {
    fn create(folder: &Path, schema: &SchemaRef, places: usize) -> Result<Self, AggregateError> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let path = folder.join("part-0.parquet");
        let file = File::create(&path).map_err(at(&path))?;
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(ROW_GROUP_RECORDS))
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties));
        let groups = schema.fields().len().saturating_sub(4 + places);
        let builders = |columns| (0..columns).map(|_| StringBuilder::new()).collect();
        Ok(Self {
            writer: writer.map_err(staging(&path))?,
            path,
            schema: Arc::clone(schema),
            lines: UInt64Builder::new(),
            periods: StringBuilder::new(),
            codes: StringBuilder::new(),
            weights: Decimal128Builder::new().with_data_type(WEIGHT),
            places: builders(places),
            groups: builders(groups),
            gathered: 0,
        })
    }

    fn write(&mut self, record: &Record<'_>) -> Result<(), AggregateError> {
        self.lines.append_value(record.line);
        match record.step {
            Step::Month => self.periods.append_value(record.month.to_string()),
            Step::Quarter | Step::Year => {
                let last = record.month.plus(record.step.months() - 1);
                let periods = record.step.periods(record.month, last);
                let period = periods.first().map(ToString::to_string);
                self.periods.append_value(period.unwrap_or_default());
            }
        }
        self.codes.append_value(record.code);
        let missing = Fixed::MOST_DECIMALS.saturating_sub(record.decimals);
        let unit = 10_i128.saturating_pow(u32::from(missing));
        self.weights.append_value(i128::from(record.weight) * unit);
        for (builders, codes) in [
            (&mut self.places, record.places),
            (&mut self.groups, record.groups),
        ] {
            let codes = codes.iter().copied().chain(std::iter::repeat(None));
            for (builder, code) in builders.iter_mut().zip(codes) {
                builder.append_option(code);
            }
        }
        self.gathered += 1;
        match self.gathered {
            BATCH_RECORDS => self.flush(),
            _ => Ok(()),
        }
    }

    fn flush(&mut self) -> Result<(), AggregateError> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.lines.finish()),
            Arc::new(self.periods.finish()),
            Arc::new(self.codes.finish()),
            Arc::new(self.weights.finish()),
        ];
        for builder in self.places.iter_mut().chain(&mut self.groups) {
            columns.push(Arc::new(builder.finish()));
        }
        self.gathered = 0;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        let batch = batch.map_err(staging(&self.path))?;
        self.writer.write(&batch).map_err(staging(&self.path))
    }

    fn finish(mut self) -> Result<(), AggregateError> {
        self.flush()?;
        let closed = self.writer.close();
        closed.map(drop).map_err(staging(&self.path))
    }
}

/// Writes a file of one batch.
pub(super) fn write_batch(path: &Path, batch: &RecordBatch) -> Result<(), AggregateError> {
    let file = File::create(path).map_err(at(path))?;
    let writer = ArrowWriter::try_new(file, batch.schema(), None);
    let mut writer = writer.map_err(staging(path))?;
    writer.write(batch).map_err(staging(path))?;
    writer.close().map(drop).map_err(staging(path))
}

/// Turns an error of the system into one that names the path.
pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> AggregateError + '_ {
    staging(path)
}

/// Turns an error of a writer into one that names the path.
pub(super) fn staging<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> AggregateError + '_ {
    move |error| AggregateError::Staging {
        path: path.to_owned(),
        error: error.to_string(),
    }
}
