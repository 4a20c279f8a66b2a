//! What a report says about the quality of a source: names that nothing explains, and ages that
//! cannot be.

use serde::Serialize;

use super::{Frequency, MOST_FREQUENT, most_frequent};
use crate::aggregate::{Ledger, MappingLedger};
use crate::settings::SourceSettings;

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

/// The ages of a source, where they are read.
pub(super) fn age_report(source: &SourceSettings, ledger: &Ledger) -> Option<AgeReport> {
    let settings = source.shape.age()?;
    let ages = ledger.ages;
    Some(AgeReport {
        possible: ages.possible,
        not_given: ages.not_given,
        impossible: ages.impossible,
        unreadable: ages.unreadable,
        reason: settings.reason.clone(),
    })
}

/// The most frequent names of offenses that a vocabulary does not know.
pub(super) fn unknown_offenses(mapping: &MappingLedger) -> Vec<UnknownOffense> {
    let names = mapping.most_frequent().into_iter().take(MOST_FREQUENT);
    let names = names.map(|(rows, first)| UnknownOffense {
        name: first.value.clone(),
        rows,
        line: first.line,
        expected: first.expected.clone(),
    });
    names.collect()
}

/// The unknown names of a source, a line each: for the message that stops a build.
pub(crate) fn unknown_names(mapping: &MappingLedger) -> String {
    let names = unknown_offenses(mapping).into_iter();
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
    let charges = most_frequent(charges.map(|(text, rows)| Frequency {
        text: text.clone(),
        rows: *rows,
        suggestion: None,
    }));
    let charges = charges.iter().take(SHOWN);
    let charges: Vec<String> = charges
        .map(|charge| format!("{:?} ({})", charge.text, charge.rows))
        .collect();
    charges.join(", ")
}
