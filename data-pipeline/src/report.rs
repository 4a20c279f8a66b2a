//! The run report: what became of every row, and what a person should look at.
//!
//! It is for whoever runs the build. It is not published, and it holds no clock, so that equal
//! builds give equal reports.

mod areas;

use std::collections::BTreeMap;
use std::fmt::Write;

use cube::release::{Accounting, LocatedRows, Manifest, Mapping};
use cube::{CellStatus, Cube, Month};
use serde::Serialize;

use crate::aggregate::Ledger;
use crate::publish::Outcome;
use crate::settings::{Shape, SourceSettings};

pub use areas::{AreaReport, CrosswalkReport, PeopleReport};

/// How many unknown names and unmatched charges are listed for each source.
const MOST_FREQUENT: usize = 40;

/// What a build did.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The id of the city.
    pub city: String,
    /// The id of the release.
    pub release: String,
    /// Whether anything changed.
    pub outcome: Outcome,
    /// Bytes of all files of the release, the manifest left out.
    pub release_bytes: u64,
    /// The sources, in the order of the settings.
    pub sources: Vec<SourceReport>,
    /// The tables, in the order of the settings.
    pub tables: Vec<TableReport>,
    /// What the tables about kinds of place cover; those without any are left out.
    pub areas: Vec<AreaReport>,
}

/// What became of the rows of one source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceReport {
    /// The id.
    pub id: String,
    /// The path of the file.
    pub file: String,
    /// What became of its rows.
    pub accounting: Accounting,
    /// The first rows that could not be read, for each reason.
    pub set_aside: BTreeMap<&'static str, Vec<SetAside>>,
    /// Readable rows by year, also those that no table counts.
    pub rows_by_year: BTreeMap<i16, u64>,
    /// The most frequent names of places that no spelling explains.
    pub unknown_places: Vec<Frequency>,
    /// How used rows were located, by kind of place and year.
    pub located: Vec<LocatedRows>,
    /// What the coordinates of used rows were; empty where the source has none.
    pub coordinates: BTreeMap<&'static str, u64>,
    /// Rows that repeat another fully. They are counted: separate victims.
    pub repeated_rows: u64,
    /// What the ages of persons were, by count; none where they are not read.
    pub ages: Option<AgeReport>,
    /// How much of what the source calls offenses or charges is known.
    pub mapping: Option<Mapping>,
    /// The most frequent names of offenses that the vocabulary does not know.
    pub unknown_offenses: Vec<UnknownOffense>,
    /// How many charges no rule fits.
    pub unmatched_charges: u64,
    /// The most frequent of them.
    pub most_unmatched_charges: Vec<Frequency>,
    /// Months that came out below zero and are published as not collected.
    pub negative_months: Vec<Negative>,
}

/// A row that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct SetAside {
    /// The line on which it begins.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The field as found.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

/// How often something occurs.
#[derive(Clone, Debug, Serialize)]
pub struct Frequency {
    /// What.
    pub text: String,
    /// The number of rows.
    pub rows: u64,
}

/// A name of an offense that the vocabulary does not know.
#[derive(Clone, Debug, Serialize)]
pub struct UnknownOffense {
    /// The name.
    pub name: String,
    /// The number of rows.
    pub rows: u64,
    /// The line of the first of them.
    pub line: u64,
    /// What was expected, with the most similar known name.
    pub expected: String,
}

/// How many ages are possible, and how many count as missing. No age itself is in it.
#[derive(Clone, Debug, Serialize)]
pub struct AgeReport {
    /// Rows with a possible age.
    pub possible: u64,
    /// Rows without an age.
    pub not_given: u64,
    /// Rows with an impossible age, which counts as missing.
    pub impossible: u64,
    /// Rows with something that is no age, which counts as missing.
    pub unreadable: u64,
    /// Why impossible ages count as missing.
    pub reason: String,
}

/// A month that came out below zero.
#[derive(Clone, Debug, Serialize)]
pub struct Negative {
    /// The code of the agency.
    pub agency: String,
    /// The code of the offense.
    pub offense: String,
    /// The month.
    pub month: Month,
    /// What came out.
    pub found: i64,
}

/// One table, in figures.
#[derive(Clone, Debug, Serialize)]
pub struct TableReport {
    /// The id.
    pub id: String,
    /// The number of cells.
    pub cells: u64,
    /// The number of cells by status.
    pub statuses: BTreeMap<&'static str, u64>,
    /// Bytes of the cube and of the CSV as published.
    pub bytes: u64,
}

impl SourceReport {
    /// What a ledger says about a source.
    #[must_use]
    pub fn new(source: &SourceSettings, ledger: &Ledger) -> Self {
        let row = |row: &crate::source::Unreadable| SetAside {
            line: row.line,
            column: row.column.clone(),
            value: row.value.clone(),
            expected: row.expected.clone(),
        };
        let set_aside = ledger.set_aside.iter();
        let unknown = ledger.unknown_places.iter();
        let negative = ledger.negative_months.iter();
        Self {
            id: source.id.clone(),
            file: source.file.clone(),
            accounting: ledger.accounting(),
            set_aside: set_aside
                .map(|(reason, (_, rows))| (*reason, rows.iter().map(row).collect()))
                .collect(),
            rows_by_year: ledger.rows_by_year.clone(),
            unknown_places: most_frequent(
                unknown.map(|((kind, name), rows)| (format!("{kind}: {name}"), *rows)),
            ),
            located: ledger.located.rows(),
            coordinates: ledger.located.coordinates.clone(),
            repeated_rows: ledger.repeated_rows,
            ages: age_report(source, ledger),
            mapping: ledger.mapping.mapping,
            unknown_offenses: unknown_offenses(ledger),
            unmatched_charges: ledger.unmatched_charges.values().sum(),
            most_unmatched_charges: most_frequent(
                ledger
                    .unmatched_charges
                    .iter()
                    .map(|(text, rows)| (text.clone(), *rows)),
            ),
            negative_months: negative
                .map(|negative| Negative {
                    agency: negative.agency.clone(),
                    offense: negative.offense.clone(),
                    month: negative.month,
                    found: negative.found,
                })
                .collect(),
        }
    }
}

impl TableReport {
    /// The figures of a table whose files have `bytes` bytes.
    #[must_use]
    pub fn new(cube: &Cube, bytes: u64) -> Self {
        let count = |status: CellStatus| {
            let cells = cube.cells().iter().filter(|cell| cell.status() == status);
            (status.as_str(), cells.count() as u64)
        };
        Self {
            id: cube.header().id.clone(),
            cells: cube.cells().len() as u64,
            statuses: CellStatus::ALL
                .into_iter()
                .map(count)
                .filter(|(_, cells)| *cells > 0)
                .collect(),
            bytes,
        }
    }
}

impl RunReport {
    /// The report of a build that published `manifest`.
    #[must_use]
    pub fn new(
        manifest: &Manifest,
        outcome: Outcome,
        sources: Vec<SourceReport>,
        tables: Vec<TableReport>,
        areas: Vec<AreaReport>,
    ) -> Self {
        Self {
            city: manifest.city.clone(),
            release: manifest.id.clone(),
            outcome,
            release_bytes: manifest.files.iter().map(|file| file.bytes).sum(),
            sources,
            tables,
            areas,
        }
    }

    /// A page for the person at the terminal.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut page = String::new();
        let outcome = match self.outcome {
            Outcome::Published => "published",
            Outcome::Unchanged => "unchanged",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{} {}: {outcome}", self.city, self.release);
        let _ = writeln!(
            page,
            "{:<42} {:>9} {:>9} {:>9} {:>9}",
            "source", "read", "used", "set aside", "outside"
        );
        for source in &self.sources {
            let rows = &source.accounting;
            let _ = writeln!(
                page,
                "{:<42} {:>9} {:>9} {:>9} {:>9}",
                source.id, rows.read, rows.used, rows.set_aside, rows.outside_window
            );
        }
        let _ = writeln!(page, "{:<42} {:>9} {:>9}", "table", "cells", "bytes");
        for table in &self.tables {
            let _ = writeln!(
                page,
                "{:<42} {:>9} {:>9}",
                table.id, table.cells, table.bytes
            );
        }
        let _ = writeln!(page, "release: {} bytes", self.release_bytes);
        page
    }
}

/// The ages of a source, where they are read.
fn age_report(source: &SourceSettings, ledger: &Ledger) -> Option<AgeReport> {
    let Shape::Arrests(columns) = &source.shape else {
        return None;
    };
    let settings = columns.age.as_ref()?;
    let ages = ledger.ages;
    Some(AgeReport {
        possible: ages.possible,
        not_given: ages.not_given,
        impossible: ages.impossible,
        unreadable: ages.unreadable,
        reason: settings.reason.clone(),
    })
}

fn unknown_offenses(ledger: &Ledger) -> Vec<UnknownOffense> {
    let names = ledger
        .mapping
        .most_frequent()
        .into_iter()
        .take(MOST_FREQUENT);
    let names = names.map(|(rows, first)| UnknownOffense {
        name: first.value.clone(),
        rows,
        line: first.line,
        expected: first.expected.clone(),
    });
    names.collect()
}

/// The unknown names of a source, a line each: for the message that stops a build.
pub(crate) fn unknown_names(ledger: &Ledger) -> String {
    let names = unknown_offenses(ledger).into_iter();
    let lines = names.map(|unknown| {
        let UnknownOffense {
            name,
            rows,
            line,
            expected,
        } = unknown;
        format!("\n  {name:?}: rows {rows}, first on line {line}; expected {expected}")
    });
    lines.collect()
}

/// The most frequent charges of a source that no rule fits: for the message that stops a build.
pub(crate) fn unmatched_charges(ledger: &Ledger) -> String {
    const SHOWN: usize = 10;
    let charges = ledger.unmatched_charges.iter();
    let charges = most_frequent(charges.map(|(text, rows)| (text.clone(), *rows)));
    let charges = charges.iter().take(SHOWN);
    let charges: Vec<String> = charges
        .map(|charge| format!("{:?} ({})", charge.text, charge.rows))
        .collect();
    charges.join(", ")
}

/// The most frequent first; equally frequent ones by their text.
fn most_frequent(counts: impl Iterator<Item = (String, u64)>) -> Vec<Frequency> {
    let mut sorted: Vec<Frequency> = counts
        .map(|(text, rows)| Frequency { text, rows })
        .collect();
    sorted.sort_by(|one, other| {
        let by_rows = other.rows.cmp(&one.rows);
        by_rows.then_with(|| one.text.cmp(&other.text))
    });
    sorted.truncate(MOST_FREQUENT);
    sorted
}
