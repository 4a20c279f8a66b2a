//! Cities beside each other: who they are, and the same counts in numbers that can be set side by side.
//!
//! Shapes as written and as read, and three scales of one series: the counts, the counts for each
//! 100,000 residents, and the counts beside those of the twelve months before each city joined. Which
//! cities those are, and what they joined, is for settings to say. Nothing is ranked.

use serde::{Deserialize, Serialize};

use crate::enforcement::PrintedMeasure;
use crate::{Cell, Grain, Line, Month, Series, Unit};

/// The path of [`Comparison`] in a release; a release without cities to compare has no such file.
pub const PATH: &str = "comparison.json";

/// Rates are for so many residents.
const RATE_RESIDENTS: u64 = 100_000;

/// Digits of a rate after the point.
const RATE_DECIMALS: u8 = 1;

/// The number that stands for the count of the base.
const BASE_INDEX: u64 = 100;

/// `comparison.json`: the cities that one table counts, each with what a comparison needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The id of the table, whose areas are the cities.
    pub table: String,
    /// The codes of the cities that are shown where nobody chooses.
    pub shown: Vec<String>,
    /// What the cities have in common, as a sentence or two.
    pub about: String,
    /// Which residents a rate is of, as a sentence or two.
    pub residents: String,
    /// What the base of a city is, as a sentence or two.
    pub base: String,
    /// What differs between the counts of cities, a sentence each.
    pub differences: Vec<String>,
    /// The cities.
    #[serde(rename = "city")]
    pub cities: Vec<ComparedCity>,
    /// What others have printed about one of the cities by year.
    #[serde(default, rename = "measure")]
    pub printed: Vec<PrintedMeasure>,
}

/// One city of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ComparedCity {
    /// The code, as in the table.
    pub code: String,
    /// When it joined, as exact as its source: `2017`, `2016-09` or `2019-06-03`.
    pub joined: String,
    /// Where that is said.
    pub joined_source: String,
    /// The people that a rate is of; none where no source gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residents: Option<u32>,
    /// Where their number is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residents_source: Option<String>,
}

/// The numbers in which cities stand beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// The counts themselves.
    #[default]
    Counts,
    /// For each 100,000 residents.
    Rate,
    /// Beside the twelve months before the city joined, which are 100.
    Joining,
}

impl Scale {
    /// Every scale, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Counts, Self::Rate, Self::Joining];

    /// The grains whose periods are years long, as a rate and a base have to be; the first of them is
    /// the one where nobody chooses.
    #[must_use]
    pub fn grains(self) -> &'static [Grain] {
        match self {
            Self::Counts | Self::Rate => &[Grain::Rolling12, Grain::Year],
            // A base ends in the month before a city joined, which is seldom a December.
            Self::Joining => &[Grain::Rolling12],
        }
    }
}

impl ComparedCity {
    /// The month in which the city joined; none where only the year is known.
    #[must_use]
    pub fn joining_month(&self) -> Option<Month> {
        Month::parse(self.joined.get(..7)?).ok()
    }
}

impl Comparison {
    /// The city of a code.
    #[must_use]
    pub fn city(&self, code: &str) -> Option<&ComparedCity> {
        self.cities.iter().find(|city| city.code == code)
    }

    /// A series of counts of cities on a scale.
    ///
    /// A rate is `count × 100,000 / residents`, rounded half up to one decimal; an index is
    /// `count × 100 / base`, rounded half up. What a city lacks for it (residents, a known month of
    /// joining, a complete count before it that is not 0) leaves its cells not applicable. Cells
    /// without a number keep their status.
    #[must_use]
    pub fn scaled(&self, series: &Series, scale: Scale) -> Series {
        let lines = series.lines.iter();
        let lines = lines.map(|line| match scale {
            Scale::Counts => line.clone(),
            Scale::Rate => {
                let city = self.city(&line.geography.code);
                let residents = city.and_then(|city| city.residents).map(u64::from);
                let tenths = RATE_RESIDENTS * 10_u64.pow(u32::from(RATE_DECIMALS));
                let rate = |count| share(count, tenths, residents);
                with_numbers(line, Unit::Per100000Residents, RATE_DECIMALS, rate)
            }
            Scale::Joining => {
                let base = self.base_of(series, line).map(u64::from);
                let index = |count| share(count, BASE_INDEX, base);
                with_numbers(line, Unit::IndexOfJoining, 0, index)
            }
        });
        Series {
            lines: lines.collect(),
            ..series.clone()
        }
    }

    /// The count of the twelve months before the city of a line joined, where it is complete and in
    /// the series.
    #[must_use]
    pub fn base_of(&self, series: &Series, line: &Line) -> Option<u32> {
        let joined = self.city(&line.geography.code)?.joining_month()?;
        let mut points = series.periods.iter().zip(&line.cells);
        let is_base =
            |period: &crate::Period| period.last == joined.plus(-1) && series.grain.months() == 12;
        let (_, cell) = points.find(|(period, _)| is_base(period))?;
        match cell {
            Cell::Observed(count) => Some(*count),
            _ => None,
        }
    }
}

/// `count × factor / of`, rounded half up; none where there is nothing to divide by.
fn share(count: u32, factor: u64, of: Option<u64>) -> Option<u32> {
    let of = of.filter(|of| *of > 0)?;
    let doubled = u64::from(count).checked_mul(factor)?.checked_mul(2)?;
    u32::try_from((doubled + of) / (of * 2)).ok()
}

/// The line with other numbers in its cells.
fn with_numbers(
    line: &Line,
    unit: Unit,
    decimals: u8,
    number: impl Fn(u32) -> Option<u32>,
) -> Line {
    let cell = |cell: &Cell| match *cell {
        Cell::Observed(count) => number(count).map_or(Cell::NotApplicable, Cell::Observed),
        Cell::Provisional(count) => number(count).map_or(Cell::NotApplicable, Cell::Provisional),
        Cell::Rounded(count) => number(count).map_or(Cell::NotApplicable, Cell::Rounded),
        Cell::Suppressed | Cell::NotCollected | Cell::NotApplicable => *cell,
    };
    Line {
        unit,
        decimals,
        cells: line.cells.iter().map(cell).collect(),
        located: Vec::new(),
        ..line.clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Member, Step};

    fn city(code: &str, joined: &str, residents: Option<u32>) -> ComparedCity {
        ComparedCity {
            code: code.into(),
            joined: joined.into(),
            joined_source: "A paper".into(),
            residents,
            residents_source: residents.map(|_| "An index".into()),
        }
    }

    fn comparison(cities: Vec<ComparedCity>) -> Comparison {
        Comparison {
            table: "cities".into(),
            shown: Vec::new(),
            about: String::new(),
            residents: String::new(),
            base: String::new(),
            differences: Vec::new(),
            cities,
            printed: Vec::new(),
        }
    }

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    /// Twelve-month counts that end from December 2018 on.
    fn series(code: &str, cells: Vec<Cell>) -> Series {
        let member = |code: &str| Member {
            code: code.into(),
            label: code.into(),
            parent: None,
        };
        let first = month("2018-12");
        let last = first.plus(i32::try_from(cells.len()).unwrap() - 1);
        Series {
            grain: Grain::Rolling12,
            periods: Grain::Rolling12.periods(first, last),
            lines: vec![Line {
                table: "cities".into(),
                unit: Unit::Offenses,
                decimals: 0,
                category: member("homicide"),
                geography: member(code),
                category_dimension: "offense".into(),
                groups: Vec::new(),
                step: Step::Month,
                incomplete: Vec::new(),
                stretches: Vec::new(),
                breaks: Vec::new(),
                cells,
                located: Vec::new(),
            }],
        }
    }

    fn cells(comparison: &Comparison, series: &Series, scale: Scale) -> Vec<Cell> {
        comparison.scaled(series, scale).lines[0].cells.clone()
    }

    #[test]
    fn a_rate_is_for_residents_and_rounded_half_up() {
        let comparison = comparison(vec![city("a", "2019", Some(400_000))]);
        let series = series("a", vec![Cell::Observed(33), Cell::NotCollected]);
        // 33 × 100,000 / 400,000 = 8.25.
        let expected = [Cell::Observed(83), Cell::NotCollected];
        assert_eq!(cells(&comparison, &series, Scale::Rate), expected);
        assert_eq!(
            cells(&comparison, &series, Scale::Counts)[0],
            Cell::Observed(33)
        );
    }

    #[test]
    fn without_residents_there_is_no_rate() {
        let comparison = comparison(vec![city("a", "2019", None)]);
        let series = series("a", vec![Cell::Observed(33)]);
        assert_eq!(
            cells(&comparison, &series, Scale::Rate),
            [Cell::NotApplicable]
        );
    }

    #[test]
    fn the_base_is_the_year_before_joining() {
        let comparison = comparison(vec![city("a", "2019-02-03", None), city("b", "2019", None)]);
        let counts = vec![Cell::Observed(50), Cell::Observed(40), Cell::Observed(30)];
        let expected = [125, 100, 75].map(Cell::Observed);
        assert_eq!(
            cells(&comparison, &series("a", counts.clone()), Scale::Joining),
            expected
        );
        // Only the year of joining is known: there is no base.
        let none = [Cell::NotApplicable; 3];
        assert_eq!(
            cells(&comparison, &series("b", counts), Scale::Joining),
            none
        );
    }

    #[test]
    fn a_base_that_is_missing_or_nobody_is_no_base() {
        let comparison = comparison(vec![city("a", "2019-02", None)]);
        for base in [Cell::NotCollected, Cell::Provisional(9), Cell::Observed(0)] {
            let series = series("a", vec![Cell::Observed(50), base, Cell::Observed(30)]);
            assert_eq!(
                cells(&comparison, &series, Scale::Joining)[2],
                Cell::NotApplicable
            );
        }
    }

    proptest! {
        #[test]
        fn a_rate_gives_its_count_back(count in 0_u32..50_000, people in 1000_u32..9_000_000) {
            let rate = share(count, 1_000_000, Some(u64::from(people))).unwrap();
            let back = f64::from(rate) * f64::from(people) / 1_000_000.0;
            let step = f64::from(people) / 1_000_000.0;
            prop_assert!((back - f64::from(count)).abs() <= step / 2.0 + 1e-6);
        }

        #[test]
        fn the_base_itself_is_a_hundred(count in 1_u32..1_000_000) {
            prop_assert_eq!(share(count, BASE_INDEX, Some(u64::from(count))), Some(100));
        }
    }
}
