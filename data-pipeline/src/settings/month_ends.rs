//! How a source of running values is declared: a day and a value a column in each row, for the city
//! as a whole.
//!
//! Such a value looks back over the days before it, so that one day stands for them: the last of each
//! month. It is not the value of that day or of that month alone; the table has to say what it covers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::DateColumn;

/// The columns of running values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthEndColumns {
    /// The day on which the values stood.
    pub date: DateColumn,
    /// The column of each value, by code of `indicators.csv`.
    pub values: BTreeMap<String, String>,
    /// How the values are written.
    #[serde(default)]
    pub written: Written,
    /// To how many digits after the point values are rounded, half up; for shares, those of the
    /// percentage.
    pub decimals: u8,
    /// Why the other days of a month are not taken, as a sentence without its full stop.
    pub other_days: String,
}

/// How values are written in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    /// As the table shows them.
    #[default]
    AsShown,
    /// As shares of 1, of which the table shows percentages.
    Shares,
}

impl MonthEndColumns {
    /// The name of every column that is read, but that of the day.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.values.values().map(String::as_str)
    }
}
