//! The linear attack: which hidden cells follow from the published ones by adding and
//! subtracting rows, exactly, over all tables at once.
//!
//! A hidden cell follows if and only if no solution of the rows with right-hand side 0 changes
//! it. Elimination over a large prime field gives one such solution with its free cells chosen
//! by a hash: a cell that it changes is free beyond doubt in that field. A cell counts as safe
//! only if two fields agree. What this attack ignores is that counts are whole and not negative:
//! that is the work of [`crate::bounds`] and of the witnesses.

// Variables and equations are numbered by `System`.
#![allow(clippy::indexing_slicing)]

use std::collections::BTreeSet;

use crate::field::{FIRST, Field, SECOND};
use crate::problem::ProtectError;
use crate::published::Published;
use crate::system::System;

/// What the linear attack found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear {
    /// Hidden cells that follow from the published ones, ascending.
    pub determined: Vec<usize>,
    /// Variables over all components that were eliminated, in the first field.
    pub rank: usize,
}

/// Eliminates all rows over two prime fields and lists the cells that either finds determined.
///
/// # Errors
///
/// A [`ProtectError`] if lists or rows are malformed.
pub fn exact_linear(published: &Published) -> Result<Linear, ProtectError> {
    exact_linear_except(published, &[])
}

/// As [`exact_linear`], for the components that hold a cell outside `free`, ascending: cells
/// which a known solution of the rows with right-hand side 0 changes, so that no elimination can
/// find them determined.
///
/// # Errors
///
/// A [`ProtectError`] if lists or rows are malformed.
pub fn exact_linear_except(published: &Published, free: &[usize]) -> Result<Linear, ProtectError> {
    let system = System::of(published)?;
    let mut linear = Linear {
        determined: Vec::new(),
        rank: 0,
    };
    for component in system.components() {
        let is_free = |&at: &usize| free.binary_search(&system.cells[at]).is_ok();
        if component.iter().all(is_free) {
            continue;
        }
        let (first, rank) = null_vector(&system, &component, Field { prime: FIRST });
        let (second, _) = null_vector(&system, &component, Field { prime: SECOND });
        linear.rank += rank;
        let pairs = component.iter().zip(first.iter().zip(&second));
        let determined = pairs.filter(|(at, (a, b))| (**a == 0 || **b == 0) && !is_free(at));
        linear
            .determined
            .extend(determined.map(|(&at, _)| system.cells[at]));
    }
    linear.determined.sort_unstable();
    Ok(linear)
}

/// One solution with right-hand side 0 over the variables of a component, and the rank.
fn null_vector(system: &System, component: &[usize], field: Field) -> (Vec<u64>, usize) {
    let mut elimination = Elimination::of(system, component, field);
    elimination.run();
    let mut vector: Vec<u64> = (0..component.len() as u64)
        .map(|at| 1 + mix(at ^ field.prime) % (field.prime - 1))
        .collect();
    for (pivot, row) in elimination.pivots.iter().rev() {
        let mut sum = 0;
        for &(column, value) in row {
            if column != *pivot {
                let product = field.multiply(value, vector[column as usize]);
                sum = field.subtract(sum, product);
            }
        }
        // Rows are scaled so that the pivot is 1.
        vector[*pivot as usize] = sum;
    }
    (vector, elimination.pivots.len())
}

/// Spreads the bits of a number over all 64 (the finalizer of splitmix64).
pub(crate) fn mix(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A row as column and value, ascending by column; values are not 0.
type Sparse = Vec<(u32, u64)>;

/// Forward elimination that always takes the shortest row and the rarest column in it.
struct Elimination {
    field: Field,
    rows: Vec<Sparse>,
    /// Rows of each column that are still to be eliminated, ascending.
    columns: Vec<BTreeSet<u32>>,
    /// Length and number of each row that is still to be eliminated.
    waiting: BTreeSet<(usize, u32)>,
    /// Pivot columns with their rows, in the order of elimination.
    pivots: Vec<(u32, Sparse)>,
}

impl Elimination {
    fn of(system: &System, component: &[usize], field: Field) -> Self {
        let mut rows = Vec::new();
        let mut columns = vec![BTreeSet::new(); component.len()];
        let mut equations: Vec<u32> = component
            .iter()
            .flat_map(|&at| system.of_variable[at].iter().copied())
            .collect();
        equations.sort_unstable();
        equations.dedup();
        for equation in equations {
            let terms = &system.equations[equation as usize].terms;
            let mut row: Sparse = terms
                .iter()
                .filter_map(|&(variable, coefficient)| {
                    let column = component.binary_search(&(variable as usize)).ok()?;
                    Some((column as u32, field.residue(coefficient)))
                })
                .collect();
            row.sort_unstable();
            for &(column, _) in &row {
                columns[column as usize].insert(rows.len() as u32);
            }
            rows.push(row);
        }
        let waiting = rows.iter().enumerate();
        let waiting = waiting.map(|(at, row)| (row.len(), at as u32)).collect();
        Self {
            field,
            rows,
            columns,
            waiting,
            pivots: Vec::new(),
        }
    }

    fn run(&mut self) {
        while let Some((length, at)) = self.waiting.pop_first() {
            if length > 0 {
                self.eliminate(at);
            }
        }
    }

    /// Takes one row as pivot row and clears its pivot column from all rows that wait.
    fn eliminate(&mut self, at: u32) {
        let mut row = std::mem::take(&mut self.rows[at as usize]);
        for &(column, _) in &row {
            self.columns[column as usize].remove(&at);
        }
        let rarest = row
            .iter()
            .min_by_key(|(column, _)| (self.columns[*column as usize].len(), *column));
        let Some(&(pivot, value)) = rarest else {
            return;
        };
        let scale = self.field.inverse(value);
        for entry in &mut row {
            entry.1 = self.field.multiply(entry.1, scale);
        }
        for other in std::mem::take(&mut self.columns[pivot as usize]) {
            self.subtract(other, &row, pivot);
        }
        self.pivots.push((pivot, row));
    }

    /// Subtracts from a waiting row what clears its pivot column.
    fn subtract(&mut self, other: u32, row: &Sparse, pivot: u32) {
        let old = std::mem::take(&mut self.rows[other as usize]);
        self.waiting.remove(&(old.len(), other));
        let factor = old
            .binary_search_by_key(&pivot, |entry| entry.0)
            .map_or(0, |found| old[found].1);
        let mut new = Vec::with_capacity(old.len() + row.len());
        let (mut a, mut b) = (0, 0);
        while a < old.len() || b < row.len() {
            let left = old.get(a).map_or(u32::MAX, |entry| entry.0);
            let right = row.get(b).map_or(u32::MAX, |entry| entry.0);
            if left < right {
                new.push(old[a]);
                a += 1;
                continue;
            }
            let product = self.field.multiply(factor, row[b].1);
            let before = if left == right { old[a].1 } else { 0 };
            let value = self.field.subtract(before, product);
            match (left == right, value) {
                (true, 0) => {
                    self.columns[right as usize].remove(&other);
                }
                (_, 0) => {}
                (was_there, value) => {
                    new.push((right, value));
                    if !was_there {
                        self.columns[right as usize].insert(other);
                    }
                }
            }
            a += usize::from(left == right);
            b += 1;
        }
        self.waiting.insert((new.len(), other));
        self.rows[other as usize] = new;
    }
}
