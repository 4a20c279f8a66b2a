//! Integer programs over the rows of one component, for cells that searches leave open.

// Variables and equations are numbered by `System`.
#![allow(clippy::indexing_slicing)]

use std::collections::HashSet;

use crate::bounds::{Intervals, OPEN};
use crate::linear::mix;
use crate::problem::ProtectError;
use crate::program::{Answer, Program};
use crate::published::Published;
use crate::system::System;

/// Variables of a component for which an integer program is asked at all.
const MOST_VARIABLES: usize = 2_500;
/// Nodes of an integer program's search tree.
const MOST_NODES: u64 = 5_000;
/// Terms of an equation whose variables are near each other.
const SHORT: usize = 24;
/// Variables of a longer equation that are taken along.
const SPREAD: usize = 4;
/// How far above its least value a cell without a greatest one is looked at.
const HORIZON: i64 = 1 << 16;

/// What integer programs say about one hidden cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// There are worlds with both counts, and they are as far apart as the cell's width.
    Wide {
        /// The cell in one world.
        low: i64,
        /// The cell in another.
        high: i64,
    },
    /// No world has less or more than these, and they are closer than the cell's width.
    Narrow {
        /// The least of all worlds.
        low: i64,
        /// The most of all worlds.
        high: i64,
    },
    /// A limit was reached. This counts as a failure.
    Undecided,
}

/// Finds the least and the most that a hidden cell can be, by two integer programs over its
/// component.
///
/// # Errors
///
/// A [`ProtectError`] if lists or rows are malformed, or if the cell is published.
pub fn decide(published: &Published, cell: usize) -> Result<Decision, ProtectError> {
    let system = System::of(published)?;
    let Ok(variable) = system.cells.binary_search(&cell) else {
        return Err(ProtectError::UnknownCell {
            place: "the question about a hidden cell".to_owned(),
            cell,
            cells: published.values.len(),
        });
    };
    let intervals = Intervals::settled(&system);
    let components = system.components();
    let home = components
        .iter()
        .find(|variables| variables.binary_search(&variable).is_ok());
    let room = Room {
        system: &system,
        intervals: &intervals,
        variables: home.map_or(&[], Vec::as_slice),
        values: &intervals.low,
    };
    Ok(room.decide(variable))
}

/// Some variables as an integer program; all others keep the values that they have.
pub(crate) struct Room<'a> {
    pub(crate) system: &'a System,
    pub(crate) intervals: &'a Intervals,
    /// The variables, ascending: a component or a part of it.
    pub(crate) variables: &'a [usize],
    /// A value for each variable of the system; not read if the variables are a component.
    pub(crate) values: &'a [i64],
}

impl Room<'_> {
    pub(crate) fn decide(&self, variable: usize) -> Decision {
        let width = self.system.widths[variable];
        let (low, high) = (self.intervals.low[variable], self.intervals.high[variable]);
        if high - low < width {
            return Decision::Narrow { low, high };
        }
        let at = self.variables.binary_search(&variable).unwrap_or(0);
        match (
            self.extreme(variable, -1, OPEN),
            self.extreme(variable, 1, OPEN),
        ) {
            (Some((least, least_is_proven)), Some((most, most_is_proven))) => {
                let (low, high) = (least[at], most[at]);
                if high - low >= width {
                    Decision::Wide { low, high }
                } else if least_is_proven && most_is_proven {
                    Decision::Narrow { low, high }
                } else {
                    Decision::Undecided
                }
            }
            _ => Decision::Undecided,
        }
    }

    /// A world with as much (1) or as little (-1) in a variable as can be, though not farther
    /// from its present value than `most`, and whether that is proven.
    pub(crate) fn extreme(
        &self,
        variable: usize,
        direction: i64,
        most: i64,
    ) -> Option<(Vec<i64>, bool)> {
        let mut program = self.program()?;
        let at = self.variables.binary_search(&variable).ok()?;
        program.objective[at] = direction;
        let value = self.values[variable];
        let (low, high) = &mut program.ranges[at];
        *low = value.saturating_sub(most).max(*low);
        *high = value.saturating_add(most).min(*high);
        match program.solve(MOST_NODES) {
            Answer::Optimal(values) => Some((values, true)),
            Answer::Feasible(values) => Some((values, false)),
            Answer::Infeasible | Answer::Unknown => None,
        }
    }

    /// Any world.
    pub(crate) fn world(&self) -> Option<Vec<i64>> {
        match self.program()?.solve(MOST_NODES) {
            Answer::Optimal(values) | Answer::Feasible(values) => Some(values),
            Answer::Infeasible | Answer::Unknown => None,
        }
    }

    /// The program without an objective, if the component is not too large.
    fn program(&self) -> Option<Program> {
        if self.variables.len() > MOST_VARIABLES {
            return None;
        }
        let range = |&variable: &usize| {
            let low = self.intervals.low[variable];
            (low, self.intervals.high[variable].min(low + HORIZON))
        };
        let mut equations: Vec<u32> = self
            .variables
            .iter()
            .flat_map(|&variable| self.system.of_variable[variable].iter().copied())
            .collect();
        equations.sort_unstable();
        equations.dedup();
        let sums = equations.into_iter().map(|equation| {
            let equation = &self.system.equations[equation as usize];
            let mut terms = Vec::with_capacity(equation.terms.len());
            let mut rest = equation.rhs;
            for &(variable, coefficient) in &equation.terms {
                match self.variables.binary_search(&(variable as usize)) {
                    Ok(at) => terms.push((at, coefficient)),
                    Err(_) => rest -= coefficient * self.values[variable as usize],
                }
            }
            (terms, rest, rest)
        });
        Some(Program {
            ranges: self.variables.iter().map(range).collect(),
            objective: vec![0; self.variables.len()],
            sums: sums.collect(),
        })
    }
}

/// Variables near one, ascending: those of its short equations, and of theirs, until there are no
/// more, then some of a long one with their own short ones, and so on, until there are `most`. So
/// what is near can change together, and only long equations reach beyond it. The salt chooses
/// among their variables.
pub(crate) fn near(system: &System, variable: usize, most: usize, salt: u64) -> Vec<usize> {
    let mut found = vec![variable];
    let mut seen = HashSet::from([variable]);
    let (mut short, mut long) = (0, 0);
    while found.len() < most {
        let (at, is_short) = if short < found.len() {
            short += 1;
            (found[short - 1], true)
        } else if long < found.len() {
            long += 1;
            (found[long - 1], false)
        } else {
            break;
        };
        for &equation in &system.of_variable[at] {
            let terms = &system.equations[equation as usize].terms;
            if (terms.len() <= SHORT) == is_short {
                let first = mix(u64::from(equation) ^ salt << 40) as usize % terms.len();
                let mut others = terms[first..].iter().chain(&terms[..first]);
                let mut left = if is_short { SHORT } else { SPREAD };
                while let Some(&(other, _)) = others.next()
                    && left > 0
                    && found.len() < most
                {
                    if seen.insert(other as usize) {
                        found.push(other as usize);
                        left -= 1;
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found
}
