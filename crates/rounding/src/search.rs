//! Local search over counts of kinds of record: cells have costs, and counts change while the sum of
//! all costs falls.

use crate::grid::Grid;

/// What a cell costs at a sum; 0 where it is as it should be.
pub(crate) trait Costs {
    /// The cost of a cell whose counts add up to `sum`.
    fn cost(&self, cell: usize, sum: i64) -> i64;
}

/// Counts of kinds, and the sums that follow from them.
pub(crate) struct State<'a, C> {
    pub grid: &'a Grid,
    pub costs: C,
    pub counts: Vec<i64>,
    pub sums: Vec<i64>,
}

impl<'a, C: Costs> State<'a, C> {
    pub fn new(grid: &'a Grid, costs: C, counts: Vec<i64>) -> Self {
        Self {
            sums: grid.sums(&counts),
            grid,
            costs,
            counts,
        }
    }

    pub fn count(&self, kind: usize) -> i64 {
        self.counts.get(kind).copied().unwrap_or(0)
    }

    pub fn sum(&self, cell: usize) -> i64 {
        self.sums.get(cell).copied().unwrap_or(0)
    }

    pub fn change(&mut self, kind: usize, change: i64) {
        if let Some(count) = self.counts.get_mut(kind) {
            *count += change;
        }
        for cell in self.grid.cells(kind) {
            if let Some(sum) = self.sums.get_mut(cell) {
                *sum += change;
            }
        }
    }

    /// Moves records from a kind to another; what that adds to the cost.
    pub fn try_move(&mut self, from: usize, to: usize, records: i64) -> i64 {
        self.priced(from, -records) + self.priced(to, records)
    }

    fn priced(&mut self, kind: usize, change: i64) -> i64 {
        let mut gain = 0;
        if let Some(count) = self.counts.get_mut(kind) {
            *count += change;
        }
        for cell in self.grid.cells(kind) {
            if let Some(sum) = self.sums.get_mut(cell) {
                gain -= self.costs.cost(cell, *sum);
                *sum += change;
                gain += self.costs.cost(cell, *sum);
            }
        }
        gain
    }
}
