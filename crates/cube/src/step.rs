//! How much time one cell of a table covers, and what may be asked of cells that long.
//!
//! A table counts on from its first month in steps of one length: a step of a year that begins in
//! July is a fiscal year. Only steps that a published table has are written here.

use serde::{Deserialize, Serialize};

use crate::{Grain, Month, Period, Unit};

/// How much time one cell covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Step {
    /// A calendar month.
    #[default]
    Month,
    /// A calendar quarter: three months from January, April, July or October.
    Quarter,
    /// A calendar year, from January to December.
    Year,
}

/// Where the numbers of larger areas and groups of categories come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Totals {
    /// They are the sums of their parts, computed here.
    #[default]
    Summed,
    /// The source gives them, or nothing does; parts need not add up to them.
    Given,
}

impl Step {
    /// How many months one cell covers.
    #[must_use]
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The grain of a single cell.
    #[must_use]
    pub fn grain(self) -> Grain {
        match self {
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Quarter,
            Self::Year => Grain::Year,
        }
    }

    /// The name of the column of periods in published tables.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Whether months from `first` to `last` are whole steps: years from January to December, quarters
    /// from the first month of one to the last month of one.
    #[must_use]
    pub fn divides(self, first: Month, last: Month) -> bool {
        match self {
            Self::Month => true,
            Self::Quarter => first.number() % 3 == 1 && last.number().is_multiple_of(3),
            Self::Year => first.number() == 1 && last.number() == 12,
        }
    }

    /// The grains that a series of cells this long may have.
    ///
    /// Months add up to quarters, years and rolling sums where their numbers may be added, quarters
    /// to years; years are only ever years.
    #[must_use]
    pub fn grains(self, unit: Unit) -> &'static [Grain] {
        match (self, unit.is_additive()) {
            (Self::Month, true) => &Grain::ALL,
            (Self::Month, false) => &[Grain::Month],
            (Self::Quarter, true) => &[Grain::Quarter, Grain::Year],
            (Self::Quarter, false) => &[Grain::Quarter],
            (Self::Year, _) => &[Grain::Year],
        }
    }

    /// Whether it is the step of tables that do not say one.
    #[must_use]
    pub fn is_month(&self) -> bool {
        *self == Self::Month
    }

    /// The periods from `first` to `last`, a cell each, in time order.
    #[must_use]
    pub fn periods(self, first: Month, last: Month) -> Vec<Period> {
        self.grain().periods(first, last)
    }
}

impl Totals {
    /// Whether it is what holds for tables that do not say it.
    #[must_use]
    pub fn is_summed(&self) -> bool {
        *self == Self::Summed
    }
}
