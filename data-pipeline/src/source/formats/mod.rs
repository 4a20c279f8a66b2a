//! The formats of source files, each turned into records of text with the place where they stand.
//!
//! What a text means is not known here: a number keeps its digits, a day becomes what ISO 8601
//! writes, and what is not there becomes the empty text.

mod delimited;
mod geojson;
mod parquet;
mod window;

use std::path::Path;

use ::csv::ByteRecord;
use schemars::JsonSchema;
use serde::Deserialize;

use super::SourceError;

pub use geojson::{LATITUDE, LONGITUDE};

pub(super) use delimited::Delimited;
pub(crate) use delimited::{ends_inside_quotes, first_line};
pub(super) use geojson::GeoJson;
pub(super) use parquet::Parquet;
pub(super) use window::LARGEST_RECORD_BYTES;

/// In which form a source file holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceFormat {
    /// Comma-separated values with a header.
    Csv,
    /// A GeoJSON `FeatureCollection`, a row a feature.
    Geojson,
    /// An Apache Parquet file with flat columns.
    Parquet,
}

/// The records of one file, one after the other.
pub(super) trait Records {
    /// The columns, in the order of the fields of a record.
    fn columns(&self) -> &[Field];

    /// Fills in the next record, and tells where it stands; `None` at the end.
    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<Place>, SourceError>;
}

/// A column as the file declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name.
    pub name: String,
    /// Its type, where no text can be made of it.
    pub unreadable: Option<String>,
}

/// Where a record stands, and what is wrong with the whole of it.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// The line on which it begins, or the number of the row where a format has no lines; from 1.
    pub line: u64,
    /// What stands before the name of a field in a message.
    pub prefix: String,
    /// Why it is no row.
    pub fault: Option<RowFault>,
}

/// Why a record is no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowFault {
    pub field: String,
    pub value: String,
    pub expected: String,
    pub reason: &'static str,
}

impl SourceFormat {
    /// What the ending of a name says, after that of a compression; CSV where it says nothing.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let name = path.file_name().and_then(std::ffi::OsStr::to_str);
        let name = name.unwrap_or_default();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst"));
        let inner = name.map_or(path, Path::new);
        match inner.extension().and_then(std::ffi::OsStr::to_str) {
            Some("geojson") => Self::Geojson,
            Some("parquet") => Self::Parquet,
            _ => Self::Csv,
        }
    }

    /// Its name, as settings and messages write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Geojson => "GeoJSON",
            Self::Parquet => "Parquet",
        }
    }
}

impl Field {
    pub(super) fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            unreadable: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: SourceFormat) {
        assert_eq!(SourceFormat::of(Path::new(name)), expected, "{name}");
    }

    #[test]
    fn the_name_says_the_format() {
        check("a/b.csv", SourceFormat::Csv);
        check("b.csv.zst", SourceFormat::Csv);
        check("b.txt", SourceFormat::Csv);
        check("b", SourceFormat::Csv);
        check("b.geojson", SourceFormat::Geojson);
        check("b.geojson.gz", SourceFormat::Geojson);
        check("b.parquet", SourceFormat::Parquet);
    }
}
