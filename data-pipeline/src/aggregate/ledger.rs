//! The ledger of one source: what became of each of its rows, and what the report should say.
//!
//! It counts and remembers; it decides nothing.

use std::collections::BTreeMap;

use cube::Month;
use cube::release::{Accounting, ReasonCount};
use jiff::civil::Date;

use super::record_writer::at;
use super::{AggregateError, LocatedLedger, MappingLedger, Repeats};
use crate::clean::count;
use crate::settings::{AgeColumn, SourceSettings};
use crate::source::{AgeText, Column, Row, Unreadable};

/// How many rows that could not be read are kept for each reason, to look at.
const EXAMPLES_PER_REASON: usize = 20;

/// What became of the rows of a source.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Data rows in the file.
    pub read: u64,
    /// Rows that are counted in at least one table.
    pub used: u64,
    /// Rows that could not be read: how many, and the first of them, by reason.
    pub set_aside: BTreeMap<&'static str, (u64, Vec<Unreadable>)>,
    /// Rows that were read and lie outside of every table, by reason.
    pub outside: BTreeMap<String, u64>,
    /// The first and the last day that used rows tell of.
    pub days: Option<(Date, Date)>,
    /// Readable rows, by the year of their day.
    pub rows_by_year: BTreeMap<i16, u64>,
    /// Names of places that no spelling explains, by kind of place and name.
    pub unknown_places: BTreeMap<(String, String), u64>,
    /// How used rows were located.
    pub located: LocatedLedger,
    /// How much of what the source calls offenses or charges is known.
    pub mapping: MappingLedger,
    /// The rows, to tell how many repeat an earlier one; counted into `repeated_rows` at the end.
    pub repeats: Repeats,
    /// Rows that repeat an earlier one in every column.
    pub repeated_rows: u64,
    /// What the ages of persons were, where the settings ask.
    pub ages: Ages,
    /// How much of what the source calls groups of people is known, by the id of their list.
    pub groups: BTreeMap<String, MappingLedger>,
    /// Charges that no rule fits.
    pub unmatched_charges: BTreeMap<String, u64>,
    /// Months that a running total or a correction made negative, and so unknown.
    pub negative_months: Vec<NegativeMonth>,
    /// Readable rows that no table counts and no rule leaves out: how many, and the first of them.
    pub unexplained: (u64, Vec<Unexplained>),
}

/// A readable row that no table counts, and no rule of the settings says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// The line on which it begins.
    pub line: u64,
    /// The code of the offense or group of charges, or the agency.
    pub category: String,
    /// The day.
    pub day: Date,
}

/// A month whose count came out below zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NegativeMonth {
    /// The code of the agency.
    pub agency: String,
    /// The code of the offense.
    pub offense: String,
    /// The month.
    pub month: Month,
    /// What came out.
    pub found: i64,
}

/// How many rows have an age, and how many have one that is none. No age itself is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// Rows with a possible age.
    pub possible: u64,
    /// Rows without an age.
    pub not_given: u64,
    /// Rows with an age that nobody has, which counts as missing.
    pub impossible: u64,
    /// Rows with something else in the column, which counts as missing.
    pub unreadable: u64,
}

impl Ages {
    /// Notes the age of a row.
    pub fn note(&mut self, settings: &AgeColumn, age: AgeText<'_>) {
        let AgeText::Field(field) = age else { return };
        let is_possible = |age| (settings.minimum..=settings.maximum).contains(&age);
        *match field.map(count) {
            None => &mut self.not_given,
            Some(None) => &mut self.unreadable,
            Some(Some(age)) if is_possible(age) => &mut self.possible,
            Some(Some(_)) => &mut self.impossible,
        } += 1;
    }
}

impl Ledger {
    /// A row is read.
    ///
    /// # Errors
    /// Where what is kept of it cannot be written to the system's folder for temporary files.
    pub fn read_row(
        &mut self,
        row: &Row<'_>,
        row_number: Option<&Column>,
    ) -> Result<(), AggregateError> {
        self.read += 1;
        let noted = self.repeats.note(row.hash(row_number));
        noted.map_err(at(&std::env::temp_dir()))
    }

    /// Nothing more is read.
    ///
    /// # Errors
    /// Where what was kept of the rows cannot be read again.
    pub fn close(&mut self) -> Result<(), AggregateError> {
        let repeated = std::mem::take(&mut self.repeats).count();
        self.repeated_rows = repeated.map_err(at(&std::env::temp_dir()))?;
        Ok(())
    }

    /// A row is counted.
    pub fn count_used(&mut self) {
        self.used += 1;
    }

    /// Counted rows tell of `day`.
    pub fn tell_of(&mut self, day: Date) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }

    /// A row cannot be read.
    pub fn set_aside(&mut self, row: Unreadable) {
        let (rows, examples) = self.set_aside.entry(row.reason).or_default();
        *rows += 1;
        if examples.len() < EXAMPLES_PER_REASON {
            examples.push(row);
        }
    }

    /// A readable row is in no table, for a reason.
    pub fn leave_outside(&mut self, reason: &str) {
        match self.outside.get_mut(reason) {
            Some(rows) => *rows += 1,
            None => {
                self.outside.insert(reason.to_owned(), 1);
            }
        }
    }

    /// A readable row is in no table, and nothing says why: the build will fail for it.
    pub fn leave_unexplained(&mut self, row: Unexplained) {
        let (rows, examples) = &mut self.unexplained;
        *rows += 1;
        if examples.len() < EXAMPLES_PER_REASON {
            examples.push(row);
        }
    }

    /// A row tells of `day`, whatever becomes of it.
    pub fn note_day(&mut self, day: Date) {
        *self.rows_by_year.entry(day.year()).or_default() += 1;
    }

    /// A field names a place that no spelling explains.
    pub fn note_unknown_place(&mut self, kind: &str, name: &str) {
        let key = (kind.to_owned(), name.to_owned());
        *self.unknown_places.entry(key).or_default() += 1;
    }

    /// No rule fits a charge.
    pub fn note_unmatched_charge(&mut self, charge: &str) {
        self.mapping.miss();
        let rows = self.unmatched_charges.entry(charge.to_owned());
        *rows.or_default() += 1;
    }

    /// Whether more rows than `limit_percent` of all could not be read.
    #[must_use]
    pub fn exceeds(&self, limit_percent: f64) -> bool {
        let set_aside: u64 = self.set_aside.values().map(|(rows, _)| rows).sum();
        set_aside as f64 * 100.0 > self.read as f64 * limit_percent
    }

    /// The lists of groups of people of which more names are unknown than the settings allow.
    pub fn unknown_groups<'a>(
        &'a self,
        source: &'a SourceSettings,
    ) -> impl Iterator<Item = (&'a str, &'a MappingLedger)> {
        let lists = self
            .groups
            .iter()
            .map(|(list, groups)| (list.as_str(), groups));
        lists.filter(|(list, groups)| groups.exceeds(source.shape.unmapped_groups_percent(list)))
    }

    /// The accounting as the manifest publishes it.
    #[must_use]
    pub fn accounting(&self) -> Accounting {
        let set_aside = self.set_aside.iter();
        let mut reasons: Vec<ReasonCount> = set_aside
            .map(|(reason, (rows, _))| ((*reason).to_owned(), *rows))
            .chain(
                self.outside
                    .iter()
                    .map(|(reason, rows)| (reason.clone(), *rows)),
            )
            .map(|(reason, rows)| ReasonCount { reason, rows })
            .collect();
        reasons.sort_by(|one, other| one.reason.cmp(&other.reason));
        Accounting {
            read: self.read,
            used: self.used,
            set_aside: self.set_aside.values().map(|(rows, _)| rows).sum(),
            outside_window: self.outside.values().sum(),
            reasons,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreadable(line: u64, reason: &'static str) -> Unreadable {
        Unreadable {
            file: "a.csv".into(),
            line,
            column: "day".into(),
            value: String::new(),
            expected: "a day".into(),
            reason,
        }
    }

    #[test]
    fn the_accounting_closes_when_every_row_ends_somewhere() {
        let mut ledger = Ledger {
            read: 28,
            ..Ledger::default()
        };
        ledger.count_used();
        (2..27).for_each(|line| ledger.set_aside(unreadable(line, "there is no date")));
        ledger.set_aside(unreadable(27, "another fault"));
        assert!(!ledger.accounting().closes());
        ledger.leave_outside("before the floor");
        let accounting = ledger.accounting();
        assert!(accounting.closes());
        assert_eq!((accounting.set_aside, accounting.outside_window), (26, 1));
        let reasons: Vec<&str> = accounting.reasons.iter().map(|r| &*r.reason).collect();
        assert_eq!(
            reasons,
            ["another fault", "before the floor", "there is no date"]
        );
        assert_eq!(
            ledger.set_aside["there is no date"].1.len(),
            EXAMPLES_PER_REASON
        );
    }
}
