//! The history of published numbers as a reader meets it: what a number was when it was first
//! published, and every value since.
//!
//! It reads the CSV that a release carries. It keeps no history and decides nothing about what may
//! be told: that is done where a release is made.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{CellStatus, Fixed, Month};

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberKey {
    /// The id of the table.
    pub table: String,
    /// The code of the area.
    pub geography: String,
    /// The code of the category.
    pub category: String,
    /// The first month that it covers.
    pub first: Month,
    /// The last month that it covers.
    pub last: Month,
}

/// A value that a number had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When it was published, as exact as is known: `2015`, `2016-09` or `2018-02-17`.
    pub published_on: String,
    /// Whose it is: the id of a vintage, or `release`.
    pub vintage: String,
    /// The value; none where the number was taken back.
    pub value: Option<Fixed>,
    /// What the value is.
    pub status: CellStatus,
}

/// Every number of a release that was published with more than one value; oldest value first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histories {
    /// The values of each number.
    pub numbers: BTreeMap<NumberKey, Vec<Version>>,
}

/// A line that is no value of a number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: expected {expected}, found {found:?}")]
pub struct HistoryError {
    /// The line, from 1.
    pub line: usize,
    /// What should have been there.
    pub expected: &'static str,
    /// What was there.
    pub found: String,
}

impl Histories {
    /// Reads the CSV of a release. No field of it is quoted: codes, months and numbers need none.
    ///
    /// # Errors
    /// The first line that is no value of a number.
    pub fn parse(text: &str) -> Result<Self, HistoryError> {
        let mut histories = Self::default();
        for (line, row) in (1..).zip(text.lines()).skip(1) {
            let (key, version) = version(line, row)?;
            histories.numbers.entry(key).or_default().push(version);
        }
        Ok(histories)
    }

    /// The values of a number, oldest first; empty where it has had only one.
    #[must_use]
    pub fn of(&self, key: &NumberKey) -> &[Version] {
        self.numbers.get(key).map_or(&[], Vec::as_slice)
    }
}

fn version(line: usize, row: &str) -> Result<(NumberKey, Version), HistoryError> {
    let fields: Vec<&str> = row.split(',').collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let wrong = |expected, at| HistoryError {
        line,
        expected,
        found: field(at).to_owned(),
    };
    let month = |at| Month::parse(field(at)).map_err(|_| wrong("a month as YYYY-MM", at));
    let status = CellStatus::ALL.into_iter();
    let status = status.rev().find(|status| status.as_str() == field(8));
    let value = match field(7) {
        "" => None,
        text => Some(number(text).ok_or_else(|| wrong("a number", 7))?),
    };
    let key = NumberKey {
        table: field(0).to_owned(),
        geography: field(1).to_owned(),
        category: field(2).to_owned(),
        first: month(3)?,
        last: month(4)?,
    };
    let version = Version {
        published_on: field(5).to_owned(),
        vintage: field(6).to_owned(),
        value,
        status: status.ok_or_else(|| wrong("the status of a number", 8))?,
    };
    Ok((key, version))
}

fn number(text: &str) -> Option<Fixed> {
    let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let decimals = u8::try_from(decimals).ok()?;
    (decimals <= Fixed::MOST_DECIMALS)
        .then(|| Fixed::parse(text, decimals))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "table,geography,category,first,last,published_on,vintage,value,status\n\
        index,here,homicide,2024-01,2024-12,2025-02-18,cards,203,observed\n\
        index,here,homicide,2024-01,2024-12,2025-03-18,cards,196,observed\n\
        rates,here,part1,2011-01,2011-12,2026-01-01,release,,not_collected\n";

    #[test]
    fn a_number_has_its_values_in_the_order_of_the_file() {
        let histories = Histories::parse(TEXT).unwrap();
        let key = NumberKey {
            table: "index".into(),
            geography: "here".into(),
            category: "homicide".into(),
            first: Month::parse("2024-01").unwrap(),
            last: Month::parse("2024-12").unwrap(),
        };
        let values = histories
            .of(&key)
            .iter()
            .map(|one| one.value.unwrap().stored);
        assert_eq!(values.collect::<Vec<_>>(), [203, 196]);
        assert_eq!(histories.numbers.len(), 2);
        assert_eq!(
            histories.of(&NumberKey {
                table: "no".into(),
                ..key
            }),
            []
        );
    }

    #[test]
    fn another_line_is_refused_with_its_number() {
        for (from, to, expected) in [
            (
                "2024-12,2025-03-18",
                "2024-13,2025-03-18",
                "line 3: expected a month as YYYY-MM, found \"2024-13\"",
            ),
            (
                ",203,",
                ",many,",
                "line 2: expected a number, found \"many\"",
            ),
            (
                "not_collected",
                "lost",
                "line 4: expected the status of a number, found \"lost\"",
            ),
        ] {
            let error = Histories::parse(&TEXT.replace(from, to)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
