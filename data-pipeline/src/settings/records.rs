//! Records that are counted by any lists of the city: which columns name the codes, which of several
//! names in one cell count, and when several rows are one record.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DateColumn, ListName, PlaceColumn};

/// The columns of records.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordColumns {
    /// The day.
    pub date: DateColumn,
    /// What a row counts under, by the list of the codes.
    pub categories: BTreeMap<String, CategoryColumn>,
    /// Where several rows are one record, the column that says which belong together.
    pub distinct: Option<DistinctColumn>,
    /// Where, by kind of place.
    #[serde(default)]
    pub places: BTreeMap<String, PlaceColumn>,
}

/// A column of names of one list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryColumn {
    /// Its name.
    pub column: String,
    /// The vocabulary of the names.
    pub vocabulary: String,
    /// What stands between several names in one cell.
    pub separator: Option<String>,
    /// Which of several names count.
    pub take: Option<Take>,
    /// The code of rows whose cell is empty; where not given, such a row cannot be read.
    pub empty: Option<String>,
}

/// Which of several names in one cell count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The first.
    First,
    /// The one whose code stands last in its list: for lists that rise.
    Highest,
    /// Each code once, however often it is named: its parts add up to no total.
    Distinct,
    /// Each as often as it is named.
    Each,
}

/// The column by which rows belong to one record, of which the first row counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DistinctColumn {
    /// Its name. What stands in it is compared and never published.
    pub column: String,
    /// What rows with the same text are one of, in the singular: `complaint`.
    pub of: String,
}

impl RecordColumns {
    /// The lists that a row is counted by, and their columns.
    pub fn lists(&self) -> impl Iterator<Item = (ListName, &CategoryColumn)> {
        let categories = self.categories.iter();
        categories.map(|(list, column)| (ListName::from(list.clone()), column))
    }
}
