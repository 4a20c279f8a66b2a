//! The interval attack: what each row says about the least and the most of its hidden cells.
//!
//! Rows are read until no interval shrinks, in whole numbers. This finds every cell that a row
//! pins because its hidden part meets an extreme (all others at their least, say); it does not
//! find what only a combination of rows gives away. That is the work of [`crate::exact_linear`]
//! and [`crate::decide`].

// Variables and equations are numbered by `System`.
#![allow(clippy::indexing_slicing)]

use std::collections::VecDeque;

use crate::problem::ProtectError;
use crate::published::Published;
use crate::system::{Equation, System};

/// Readings of rows, for each row of the system, after which the attack gives up.
const READINGS_PER_ROW: usize = 2_000;

/// Stands for "no upper end is known".
pub(crate) const OPEN: i64 = i64::MAX / 8;

/// What the interval attack knows of each hidden cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The hidden cells, ascending; the other lists run along it.
    pub cells: Vec<usize>,
    /// The least that each can be.
    pub low: Vec<i64>,
    /// The most that each can be, or nothing where there is no end.
    pub high: Vec<Option<i64>>,
    /// Cells whose interval is narrower than the width they need, ascending.
    pub narrow: Vec<usize>,
    /// Cells whose interval is a single number, ascending.
    pub pinned: Vec<usize>,
    /// Whether intervals stopped shrinking. If not, the attack was cut off and proves nothing.
    pub settled: bool,
    /// Whether no whole numbers fit the published ones at all.
    pub contradiction: bool,
}

/// Shrinks the interval of every hidden cell to a fixpoint.
///
/// # Errors
///
/// A [`ProtectError`] if lists or rows are malformed.
pub fn bounds(published: &Published) -> Result<Bounds, ProtectError> {
    let system = System::of(published)?;
    let intervals = Intervals::settled(&system);
    let select = |most: &dyn Fn(usize) -> i64| -> Vec<usize> {
        (0..system.cells.len())
            .filter(|&at| intervals.high[at] - intervals.low[at] < most(at))
            .map(|at| system.cells[at])
            .collect()
    };
    Ok(Bounds {
        narrow: select(&|at| system.widths[at]),
        pinned: select(&|_| 1),
        settled: intervals.settled,
        contradiction: intervals.contradiction,
        high: intervals
            .high
            .iter()
            .map(|&high| (high < OPEN).then_some(high))
            .collect(),
        low: intervals.low,
        cells: system.cells,
    })
}

/// The intervals of all variables, and which equation last moved each end.
#[derive(Debug, Clone)]
pub(crate) struct Intervals {
    pub(crate) low: Vec<i64>,
    pub(crate) high: Vec<i64>,
    pub(crate) settled: bool,
    pub(crate) contradiction: bool,
    /// Ends that were moved, oldest first: the variable with its interval before.
    pub(crate) trail: Vec<(u32, i64, i64)>,
}

impl Intervals {
    pub(crate) fn of(system: &System) -> Self {
        Self {
            low: system.lowest.clone(),
            high: vec![OPEN; system.cells.len()],
            settled: true,
            contradiction: false,
            trail: Vec::new(),
        }
    }

    /// The fixpoint over all equations.
    pub(crate) fn settled(system: &System) -> Self {
        let mut intervals = Self::of(system);
        intervals.settle(system, (0..system.equations.len() as u32).collect());
        intervals
    }

    /// Reads the queued equations, and those whose variables moved, until nothing moves.
    pub(crate) fn settle(&mut self, system: &System, mut queue: VecDeque<u32>) {
        let mut queued = vec![false; system.equations.len()];
        for &equation in &queue {
            queued[equation as usize] = true;
        }
        let mut readings = READINGS_PER_ROW.saturating_mul(system.equations.len());
        while let Some(equation) = queue.pop_front() {
            queued[equation as usize] = false;
            if readings == 0 {
                self.settled = false;
                return;
            }
            readings -= 1;
            let before = self.trail.len();
            self.read(&system.equations[equation as usize]);
            if self.contradiction {
                return;
            }
            for moved in before..self.trail.len() {
                let (variable, _, _) = self.trail[moved];
                for &other in &system.of_variable[variable as usize] {
                    if !std::mem::replace(&mut queued[other as usize], true) {
                        queue.push_back(other);
                    }
                }
            }
        }
    }

    /// Puts every interval back to where it was when the trail had `length` entries.
    pub(crate) fn undo(&mut self, length: usize) {
        while self.trail.len() > length {
            if let Some((variable, low, high)) = self.trail.pop() {
                self.low[variable as usize] = low;
                self.high[variable as usize] = high;
            }
        }
        self.contradiction = false;
    }

    /// Shrinks one interval; remembers what it was.
    pub(crate) fn shrink(&mut self, variable: u32, low: i64, high: i64) {
        let at = variable as usize;
        let (old_low, old_high) = (self.low[at], self.high[at]);
        if low <= old_low && high >= old_high {
            return;
        }
        self.trail.push((variable, old_low, old_high));
        self.low[at] = low.max(old_low);
        self.high[at] = high.min(old_high);
        self.contradiction |= self.low[at] > self.high[at];
    }

    /// What one equation says about its variables, given the intervals of the others.
    fn read(&mut self, equation: &Equation) {
        let mut least = Extreme::default();
        let mut most = Extreme::default();
        for &(variable, coefficient) in &equation.terms {
            let (small, large) = self.ends(variable, coefficient);
            least.add(small);
            most.add(large);
        }
        for &(variable, coefficient) in &equation.terms {
            let (small, large) = self.ends(variable, coefficient);
            // coefficient * x lies between rhs - (most of the others) and rhs - (least of them).
            let lower = most.without(large).map(|rest| equation.rhs - rest);
            let upper = least.without(small).map(|rest| equation.rhs - rest);
            let (lower, upper) = if coefficient > 0 {
                (lower, upper)
            } else {
                (upper, lower)
            };
            let size = coefficient.abs();
            let sign = coefficient.signum();
            let low = lower.map_or(i64::MIN, |end| div_ceil(end * sign, size));
            let high = upper.map_or(OPEN, |end| (end * sign).div_euclid(size));
            self.shrink(variable, low, high);
        }
    }

    /// The least and the most of `coefficient * variable`, where they have an end.
    fn ends(&self, variable: u32, coefficient: i64) -> (Option<i64>, Option<i64>) {
        let at = variable as usize;
        let low = Some(coefficient * self.low[at]);
        let high = (self.high[at] < OPEN).then(|| coefficient * self.high[at]);
        if coefficient > 0 {
            (low, high)
        } else {
            (high, low)
        }
    }
}

fn div_ceil(a: i64, b: i64) -> i64 {
    -(-a).div_euclid(b)
}

/// A sum of ends, of which some may be open.
#[derive(Debug, Default)]
struct Extreme {
    sum: i64,
    open: usize,
}

impl Extreme {
    fn add(&mut self, end: Option<i64>) {
        match end {
            Some(end) => self.sum += end,
            None => self.open += 1,
        }
    }

    /// The sum without one of its ends, if it has an end itself.
    fn without(&self, end: Option<i64>) -> Option<i64> {
        match end {
            Some(end) => (self.open == 0).then(|| self.sum - end),
            None => (self.open == 1).then_some(self.sum),
        }
    }
}
