//! A batch of a Parquet file as texts: digits for numbers, ISO 8601 for days and times, nothing for
//! null.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowTimestampType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, TimeUnit};

/// One column of a batch: the texts behind each other, and where each ends.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

/// Stands for a day or a time that no calendar has; no typed column accepts it.
const NOT_WRITABLE: &str = "(out of range)";

impl Texts {
    /// The texts of every column of a batch.
    pub(super) fn of(batch: &RecordBatch) -> Result<Vec<Self>, ArrowError> {
        batch.columns().iter().map(Self::of_column).collect()
    }

    /// The text of a row; empty where there is none.
    pub(super) fn row(&self, row: usize) -> &str {
        let before = row.checked_sub(1);
        let begin = before.and_then(|row| self.ends.get(row)).copied();
        let end = self.ends.get(row).copied().unwrap_or_default();
        let text = self.text.get(begin.unwrap_or_default()..end);
        text.unwrap_or_default()
    }

    fn of_column(column: &ArrayRef) -> Result<Self, ArrowError> {
        let (column, ending) = without_zone(column);
        let formatter = ArrayFormatter::try_new(&column, &FormatOptions::new())?;
        let mut texts = Self::default();
        for row in 0..column.len() {
            let end = texts.text.len();
            if !column.is_null(row) {
                match formatter.value(row).write(&mut texts.text) {
                    Ok(()) => texts.text.push_str(ending),
                    Err(_) => {
                        texts.text.truncate(end);
                        texts.text.push_str(NOT_WRITABLE);
                    }
                }
            }
            texts.ends.push(texts.text.len());
        }
        Ok(texts)
    }
}

/// Whether texts can be made of a type.
pub(super) fn is_readable(kind: &DataType) -> bool {
    let is_text = kind.is_string() || *kind == DataType::Boolean || *kind == DataType::Null;
    is_text
        || kind.is_numeric()
        || kind.is_temporal() && !matches!(kind, DataType::Duration(_) | DataType::Interval(_))
}

/// Times of a zone are in UTC in a file; they are written with a `Z`, and need no list of zones.
fn without_zone(column: &ArrayRef) -> (ArrayRef, &'static str) {
    let DataType::Timestamp(unit, Some(_)) = column.data_type() else {
        return (Arc::clone(column), "");
    };
    let column = match unit {
        TimeUnit::Second => unzoned::<TimestampSecondType>(column),
        TimeUnit::Millisecond => unzoned::<TimestampMillisecondType>(column),
        TimeUnit::Microsecond => unzoned::<TimestampMicrosecondType>(column),
        TimeUnit::Nanosecond => unzoned::<TimestampNanosecondType>(column),
    };
    (column, "Z")
}

fn unzoned<T: ArrowTimestampType>(column: &ArrayRef) -> ArrayRef {
    let times = column.as_primitive::<T>().clone();
    Arc::new(times.with_timezone_opt(None::<Arc<str>>))
}
