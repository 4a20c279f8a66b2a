//! The part of the run report about the quality of a source: where its rows were located and how, which
//! values count as missing, and how much of what it calls offenses and charges is known.

use std::collections::BTreeMap;

use cube::release::{LocatedRows, Mapping};
use serde::Serialize;

use super::{MOST_FREQUENT, most_frequent};
use crate::aggregate::Ledger;
use crate::settings::{Shape, SourceSettings};

/// How the rows of a source were located, and how much of what they say is known.
#[derive(Clone, Debug, Serialize)]
pub struct Quality {
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

impl Quality {
    /// What a ledger says about a source.
    #[must_use]
    pub fn new(source: &SourceSettings, ledger: &Ledger) -> Self {
        Self {
            located: ledger.located.rows(),
            coordinates: ledger.located.coordinates.clone(),
            repeated_rows: ledger.repeated_rows,
            ages: age_report(source, ledger),
            mapping: ledger.mapping.mapping,
            unknown_offenses: unknown_offenses(ledger),
        }
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
