//! How a source of yearly indicators is declared: an area, a year, an indicator and a value a row.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// The columns of yearly indicators.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaYearColumns {
    /// The area.
    pub area: AreaColumn,
    /// The calendar year, four digits.
    pub year: YearsColumn,
    /// The indicator.
    pub indicator: IndicatorColumn,
    /// The value, a number of 0 or more; an empty field is a value that was not collected.
    pub value: ValueColumn,
    /// How rates are turned back into the counts that they were made from.
    pub counts: Option<CountsOfRates>,
}

/// A column of areas.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaColumn {
    /// Its name.
    pub column: String,
    /// The kind of place whose members are the areas.
    pub place: String,
    /// What stands in it for the whole city, whose value is its own and not the sum of the areas.
    pub city: Option<String>,
}

/// A column of calendar years.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearsColumn {
    /// Its name.
    pub column: String,
}

/// A column of indicators.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorColumn {
    /// Its name.
    pub column: String,
    /// The code of `indicators.csv` by the name that stands in it.
    pub names: BTreeMap<String, String>,
}

/// A column of values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueColumn {
    /// Its name.
    pub column: String,
    /// To how many digits after the point values are rounded, half up.
    pub decimals: u8,
}

/// How rates are turned back into counts: `rate * population / per`, which has to be a whole number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountsOfRates {
    /// How many people a rate is for, for example 1000.
    pub per: u32,
    /// The code of the indicator that holds the number of people of each area.
    pub population: String,
    /// The year whose number of people the rates were divided by.
    pub population_year: i32,
    /// How far from a whole number a product may lie, at most 0.5; one that lies further stops the
    /// build.
    pub tolerance: f64,
    /// Which rates are turned back.
    pub of: Vec<CountsOf>,
}

/// The years of one rate that are turned back into counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountsOf {
    /// The code of the indicator.
    pub indicator: String,
    /// The first year.
    pub first: i32,
    /// The last year.
    pub last: i32,
    /// The first year for the whole city, where it is a later one.
    pub city_first: Option<i32>,
}

impl AreaYearColumns {
    /// The name of every column that is read.
    pub(super) fn columns(&self) -> [&str; 4] {
        [
            &self.area.column,
            &self.year.column,
            &self.indicator.column,
            &self.value.column,
        ]
    }
}

impl CountsOf {
    /// Whether a year of an area, or of the whole city, is turned back.
    #[must_use]
    pub fn covers(&self, year: i32, is_city: bool) -> bool {
        let first = match self.city_first.filter(|_| is_city) {
            Some(city_first) => city_first.max(self.first),
            None => self.first,
        };
        (first..=self.last).contains(&year)
    }
}
