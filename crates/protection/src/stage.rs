//! One world on a frame, what may change in it, and what is out of balance.
//!
//! The engine puts the true counts on stage and gives published cells a price; a search for
//! witnesses puts a world of its own there, and what is published stays published.

// Nodes come from `Frame`.
#![allow(clippy::indexing_slicing)]

use std::cell::Cell;

use crate::bounds::OPEN;
use crate::frame::{Frame, Lists};

/// Price of a cell that is hidden already.
pub(crate) const HIDDEN: u32 = 0;
/// Price of a cell that stays published whatever happens, and of extra rows.
pub(crate) const CLOSED: u32 = u32::MAX;

/// Stands for "this node need not keep its number".
pub(crate) const UNBOUND: i64 = i64::MIN;

fn lack_of(price: u32, residual: i64) -> i64 {
    if price == HIDDEN { UNBOUND } else { residual }
}

/// The world that a search starts from.
#[derive(Debug, Clone)]
pub(crate) struct Stage<'a> {
    pub(crate) frame: &'a Frame,
    /// For each node the leaves below it that can ever change.
    pub(crate) below: Lists,
    /// Value of each node.
    pub(crate) values: Vec<i64>,
    /// What a published node's value should be, less what it is.
    pub(crate) residual: Vec<i64>,
    /// The residual again, or [`UNBOUND`] for hidden nodes: all that a search reads for each of
    /// many leaves, in one place. It writes here what an attempt changes, and takes it back.
    pub(crate) lack: Vec<Cell<i64>>,
    /// Least value of each node while hidden.
    pub(crate) lowest: Vec<i64>,
    /// Most that each node can be while hidden.
    pub(crate) highest: Vec<i64>,
    /// What hiding each node costs: [`HIDDEN`], [`CLOSED`] or a price between.
    pub(crate) prices: Vec<u32>,
}

impl<'a> Stage<'a> {
    /// A world with the given values and prices of cells.
    pub(crate) fn new(frame: &'a Frame, cells: &[i64], lowest: &[u32], prices: Vec<u32>) -> Self {
        let mut prices = prices;
        let nodes = frame.nodes();
        let mut values = cells.to_vec();
        values.resize(nodes, 0);
        frame.sum_up(&mut values);
        let mut least: Vec<i64> = lowest.iter().map(|&low| i64::from(low)).collect();
        least.resize(nodes, 0);
        prices.resize(nodes, CLOSED);
        Self {
            frame,
            below: frame.down.only(|leaf| prices[leaf] != CLOSED),
            values,
            residual: vec![0; nodes],
            lack: prices
                .iter()
                .map(|&price| Cell::new(lack_of(price, 0)))
                .collect(),
            lowest: least,
            highest: vec![OPEN; nodes],
            prices,
        }
    }

    /// Hides a node that was published in balance, or shows one that is.
    pub(crate) fn set_price(&mut self, node: usize, price: u32) {
        self.prices[node] = price;
        self.residual[node] = 0;
        self.lack[node].set(lack_of(price, 0));
    }

    /// Says what a published node lacks.
    pub(crate) fn set_residual(&mut self, node: usize, residual: i64) {
        self.residual[node] = residual;
        self.lack[node].set(lack_of(self.prices[node], residual));
    }

    /// Adds to a leaf, and to every node above it; residuals of published nodes follow.
    pub(crate) fn shift(&mut self, leaf: usize, delta: i64) {
        self.values[leaf] += delta;
        for &(node, coefficient) in self.frame.up.of(leaf) {
            let change = i64::from(coefficient) * delta;
            self.values[node as usize] += change;
            if self.prices[node as usize] != HIDDEN {
                self.residual[node as usize] -= change;
                self.lack[node as usize].set(self.residual[node as usize]);
            }
        }
    }

    /// Whether hidden nodes stay within what they can be if these changes are added.
    pub(crate) fn admits(&self, nodes: &[(usize, i64)]) -> bool {
        nodes.iter().all(|&(node, change)| {
            let value = self.values[node] + change;
            value >= self.lowest[node] && value <= self.highest[node]
        })
    }

    /// All changes of cells that changes of leaves bring about, ascending by cell.
    pub(crate) fn spread(&self, leaves: &[(usize, i64)]) -> Vec<(usize, i64)> {
        let mut all = leaves.to_vec();
        for &(leaf, delta) in leaves {
            let above = self.frame.up.of(leaf).iter();
            all.extend(above.map(|&(node, c)| (node as usize, i64::from(c) * delta)));
        }
        sum_by_key(all)
    }
}

/// Sums the changes of each key; ascending, without those that cancel out.
pub(crate) fn sum_by_key(mut all: Vec<(usize, i64)>) -> Vec<(usize, i64)> {
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    all.retain(|entry| entry.1 != 0);
    all
}
