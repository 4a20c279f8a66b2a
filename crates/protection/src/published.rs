//! What an attacker has: every number that is not hidden, and everything known about the rest.
//!
//! Witnesses and audits take nothing else, so that what they find cannot give a count away.

use crate::problem::{Problem, ProtectError, Row};

/// A release as anybody can read it. All lists but `rows` have one entry a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// The count, or nothing where it is hidden.
    pub values: Vec<Option<u32>>,
    /// Relations that hold over the true counts.
    pub rows: Vec<Row>,
    /// The least count that a hidden cell can have.
    pub lowest: Vec<u32>,
    /// The range that each hidden cell must leave open; not read where a value is published.
    pub widths: Vec<u32>,
}

impl Published {
    /// The problem without the counts that `hidden` marks, one entry a cell.
    #[must_use]
    pub fn of(problem: &Problem, hidden: &[bool]) -> Self {
        let cells = problem.counts.iter().zip(hidden);
        Self {
            values: cells
                .map(|(count, hidden)| (!hidden).then_some(*count))
                .collect(),
            rows: problem.rows.clone(),
            lowest: problem.lowest.clone(),
            widths: problem.widths(),
        }
    }

    /// Checks that lists have one entry a cell and that rows name cells that exist.
    ///
    /// # Errors
    ///
    /// The first [`ProtectError`] found.
    pub fn validate(&self) -> Result<(), ProtectError> {
        let cells = self.values.len();
        let lists = [("lowest", self.lowest.len()), ("widths", self.widths.len())];
        if let Some((list, found)) = lists.into_iter().find(|(_, found)| *found != cells) {
            return Err(ProtectError::Length {
                list,
                found,
                expected: cells,
            });
        }
        for (row, terms) in self.rows.iter().enumerate() {
            if let Some(term) = terms.iter().find(|term| term.cell >= cells) {
                return Err(ProtectError::UnknownCell {
                    place: format!("row {row}"),
                    cell: term.cell,
                    cells,
                });
            }
        }
        Ok(())
    }

    /// The hidden cells, in order.
    #[must_use]
    pub fn hidden(&self) -> Vec<usize> {
        let cells = self.values.iter().enumerate();
        cells
            .filter(|(_, value)| value.is_none())
            .map(|(cell, _)| cell)
            .collect()
    }
}
