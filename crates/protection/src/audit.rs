//! All attacks on one release, and the test that they notice a leak.

use crate::bounds::bounds;
use crate::decide::{Decision, decide};
use crate::engine::Protection;
use crate::linear::exact_linear_except;
use crate::own_record::{Exposure, own_record};
use crate::problem::{Problem, ProtectError};
use crate::published::Published;
use crate::worlds::{Failure, Witnesses, check};

/// What attacks found. Lists of cells are ascending; all empty means that nothing was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// A1: cells that follow from published ones by adding and subtracting.
    pub determined: Vec<usize>,
    /// A2: cells whose interval is narrower than their width.
    pub narrow: Vec<usize>,
    /// A2: whether the attack was cut off, or nothing fits the published numbers.
    pub unsettled: bool,
    /// A3: what the witnesses fail to show.
    pub failures: Vec<Failure>,
    /// A4: cells without witnesses which integer programs do not find wide either.
    pub undecided: Vec<usize>,
    /// A5: cells that one known record gives away.
    pub exposures: Vec<Exposure>,
}

impl Audit {
    /// Whether no attack found anything. Cells without witnesses pass if integer programs found
    /// them wide.
    #[must_use]
    pub fn passes(&self) -> bool {
        let other_failures = self.failures.iter().any(|failure| match failure {
            Failure::Narrow { cell, .. } => self.undecided.binary_search(cell).is_ok(),
            _ => true,
        });
        self.determined.is_empty()
            && self.narrow.is_empty()
            && !self.unsettled
            && !other_failures
            && self.undecided.is_empty()
            && self.exposures.is_empty()
    }
}

/// Runs A1 to A5 on what is published. A record is given by the cells that count it.
///
/// The linear attack leaves out components in which checked witnesses change every cell: such a
/// change is a solution of the rows with right-hand side 0, and no elimination can deny it.
///
/// # Errors
///
/// A [`ProtectError`] if lists, rows or records are malformed.
pub fn audit(
    published: &Published,
    witnesses: &Witnesses,
    records: &[Vec<usize>],
) -> Result<Audit, ProtectError> {
    let failures = check(published, witnesses)?;
    let unproven = unproven(&failures);
    let hidden = published.hidden();
    let proven: Vec<usize> = if failures.len() == unproven.len() {
        let cells = hidden.into_iter();
        cells
            .filter(|cell| unproven.binary_search(cell).is_err())
            .collect()
    } else {
        Vec::new()
    };
    let intervals = bounds(published)?;
    let mut undecided = Vec::new();
    for &cell in &unproven {
        if !matches!(decide(published, cell)?, Decision::Wide { .. }) {
            undecided.push(cell);
        }
    }
    Ok(Audit {
        determined: exact_linear_except(published, &proven)?.determined,
        unsettled: !intervals.settled || intervals.contradiction,
        narrow: intervals.narrow,
        failures,
        undecided,
        exposures: own_record(published, records)?,
    })
}

/// The cells for which witnesses show too little, ascending.
fn unproven(failures: &[Failure]) -> Vec<usize> {
    let cells = failures.iter().filter_map(|failure| match failure {
        Failure::Narrow { cell, .. } => Some(*cell),
        _ => None,
    });
    let mut cells: Vec<usize> = cells.collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// A8: shows each cell that was hidden to protect others, one at a time, and lists those that
/// the attacks A1, A2 and A4 let pass, ascending. Empty means that every one of them is needed.
///
/// # Errors
///
/// A [`ProtectError`] if the problem is malformed.
pub fn leaks(problem: &Problem, protection: &Protection) -> Result<Vec<usize>, ProtectError> {
    problem.validate()?;
    let mut primary = vec![false; problem.counts.len()];
    for demand in &problem.demands {
        if let Some(primary) = primary.get_mut(demand.cell) {
            *primary = true;
        }
    }
    let mut unnoticed = Vec::new();
    for (cell, primary) in primary.into_iter().enumerate() {
        if primary || protection.hidden.get(cell) != Some(&true) {
            continue;
        }
        let mut hidden = protection.hidden.clone();
        if let Some(hidden) = hidden.get_mut(cell) {
            *hidden = false;
        }
        let published = Published::of(problem, &hidden);
        let witnesses = crate::witness::witnesses(&published)?;
        if audit(&published, &witnesses, &[])?.passes() {
            unnoticed.push(cell);
        }
    }
    Ok(unnoticed)
}
