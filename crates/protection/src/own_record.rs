//! The interval attack by somebody who knows one record, their own perhaps.
//!
//! Whoever knows a record knows that the cells which count it are not empty. This only helps
//! where zeros are hidden too; where they are published everybody knows as much.

// Variables are numbered by `System`.
#![allow(clippy::indexing_slicing)]

use crate::bounds::{Intervals, OPEN};
use crate::problem::ProtectError;
use crate::published::Published;
use crate::system::System;

/// A cell that a known record gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exposure {
    /// Index of the record in the list of records.
    pub record: usize,
    /// The hidden cell whose count is then certain.
    pub cell: usize,
}

/// Repeats the interval attack for each record, which is given by the cells that count it: their
/// least count is raised to 1. Cells that are certain without any record are not listed again.
///
/// # Errors
///
/// A [`ProtectError`] if lists, rows or records are malformed.
pub fn own_record(
    published: &Published,
    records: &[Vec<usize>],
) -> Result<Vec<Exposure>, ProtectError> {
    let system = System::of(published)?;
    let cells = published.values.len();
    for (record, cell) in records
        .iter()
        .enumerate()
        .flat_map(|(at, r)| r.iter().map(move |c| (at, *c)))
    {
        if cell >= cells {
            let place = format!("record {record}");
            return Err(ProtectError::UnknownCell { place, cell, cells });
        }
    }
    let mut intervals = Intervals::settled(&system);
    let mut exposures = Vec::new();
    for (record, counted_in) in records.iter().enumerate() {
        let start = intervals.trail.len();
        for cell in counted_in {
            if let Ok(variable) = system.cells.binary_search(cell) {
                intervals.shrink(variable as u32, 1, OPEN);
            }
        }
        let moved = intervals.trail[start..].iter();
        let mut queue: Vec<u32> = moved
            .flat_map(|entry| system.of_variable[entry.0 as usize].iter().copied())
            .collect();
        queue.sort_unstable();
        queue.dedup();
        if !intervals.contradiction && !queue.is_empty() {
            intervals.settle(&system, queue.into());
        }
        // A contradiction means that no such record can exist.
        if !intervals.contradiction {
            let mut exposed: Vec<Exposure> = intervals.trail[start..]
                .iter()
                .map(|entry| entry.0 as usize)
                .filter(|&at| intervals.low[at] == intervals.high[at])
                .map(|at| Exposure {
                    record,
                    cell: system.cells[at],
                })
                .collect();
            exposed.sort_unstable();
            exposed.dedup();
            exposures.extend(exposed);
        }
        intervals.undo(start);
    }
    Ok(exposures)
}
