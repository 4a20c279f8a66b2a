//! A search for few whole-numbered changes that keep every published number as it is.
//!
//! It starts with one change, or with one sum that is out of balance, and repairs what the change
//! upset, sum by sum, the most promising attempt first. In two-way tables it walks cycles of
//! four cells, in three-way tables of eight; it needs no list of them. Published cells may be
//! hidden on the way if they have a price. It is no complete search: it gives up after a number
//! of attempts, and then nothing is known.

// Nodes and leaves come from `Frame`, attempts from here.
#![allow(clippy::indexing_slicing)]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use crate::linear::mix;
use crate::stage::{CLOSED, HIDDEN, Stage, UNBOUND};

/// What a search is to bring about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wish {
    /// Change a hidden cell by this much and nothing that is published.
    Change { cell: usize, by: i64 },
    /// Bring a published node nearer to its number, and no others farther away in sum.
    Repair { node: usize },
    /// As `Repair`, but no worse in sum is enough. The salt chooses among equals.
    Drift { node: usize, salt: u64 },
}

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Attempts that are taken up again.
    pub(crate) attempts: usize,
    /// Attempts that are taken up after a first solution, to find a cheaper one.
    pub(crate) patience: usize,
    /// Leaves of one node that are looked at, of those that may change.
    pub(crate) leaves: usize,
    /// Continuations that are kept of each attempt.
    pub(crate) branches: usize,
    /// The highest price of what may be hidden in addition.
    pub(crate) budget: u32,
    /// The size of each change of a leaf.
    pub(crate) unit: i64,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Changes of leaves.
    pub(crate) leaves: Vec<(usize, i64)>,
    /// Cells that must be hidden for it, ascending.
    pub(crate) hide: Vec<usize>,
    /// The sum of their prices.
    pub(crate) price: u32,
}

/// Points that one unit of imbalance counts, beside prices and lengths.
const IMBALANCE: i64 = 48;
/// Points that one step counts.
const STEP: i64 = 4;
/// No attempt before.
const ROOT: u32 = u32::MAX;

/// One step of an attempt: a leaf that changes, or a node that is hidden (`by` is 0).
#[derive(Debug, Clone, Copy)]
struct Attempt {
    before: u32,
    node: u32,
    by: i64,
    /// Sum of imbalances, less what it was at the start.
    imbalance: i64,
    price: u32,
    depth: u32,
}

/// An attempt with all its steps.
#[derive(Debug, Default)]
struct Situation {
    /// Changes of leaves, in the order of steps.
    leaves: Vec<(usize, i64)>,
    /// Nodes that are hidden in addition.
    hide: Vec<usize>,
    /// Changes of the nodes above, ascending.
    nodes: Vec<(usize, i64)>,
}

/// Memory of a search, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Search {
    attempts: Vec<Attempt>,
    queue: BinaryHeap<Reverse<(i64, u64, u32)>>,
    seen: HashSet<u64>,
    options: Vec<(i64, u64, Attempt)>,
}

impl Search {
    /// Looks for changes that grant a wish.
    pub(crate) fn find(
        &mut self,
        stage: &mut Stage<'_>,
        wish: Wish,
        limits: Limits,
    ) -> Option<Found> {
        match wish {
            Wish::Change { cell, by } if !stage.frame.is_leaf[cell] => {
                // The total counts as published with another number, as long as this lasts.
                stage.residual[cell] = by;
                stage.lack[cell].set(by);
                let run = Run {
                    stage,
                    wish,
                    limits,
                    goal: -by.abs(),
                    target: Some(cell),
                };
                let found = self.run(&run, ROOT_ATTEMPT);
                stage.residual[cell] = 0;
                stage.lack[cell].set(UNBOUND);
                found
            }
            Wish::Change { cell, by } => {
                let value = stage.values[cell] + by;
                if value < stage.lowest[cell] || value > stage.highest[cell] {
                    return None;
                }
                let run = Run {
                    stage,
                    wish,
                    limits,
                    goal: 0,
                    target: None,
                };
                let first = run.step(&Situation::default(), ROOT_ATTEMPT, (cell, by), ROOT);
                self.run(&run, first)
            }
            Wish::Repair { .. } => {
                let run = Run {
                    stage,
                    wish,
                    limits,
                    goal: -1,
                    target: None,
                };
                self.run(&run, ROOT_ATTEMPT)
            }
            Wish::Drift { .. } => {
                let run = Run {
                    stage,
                    wish,
                    limits,
                    goal: 0,
                    target: None,
                };
                self.run(&run, ROOT_ATTEMPT)
            }
        }
    }

    fn run(&mut self, run: &Run<'_, '_>, first: Attempt) -> Option<Found> {
        self.attempts.clear();
        self.queue.clear();
        self.seen.clear();
        self.attempts.push(first);
        self.queue.push(Reverse((0, 0, 0)));
        let mut best: Option<Found> = None;
        let mut left = run.limits.attempts;
        if first.depth > 0 && first.imbalance <= run.goal {
            best = self.accept(run, 0, None);
        }
        while let Some(Reverse((_, _, at))) = self.queue.pop() {
            if left == 0 || best.as_ref().is_some_and(|found| found.price == 0) {
                break;
            }
            left -= 1;
            let attempt = self.attempts[at as usize];
            if best
                .as_ref()
                .is_some_and(|found| attempt.price >= found.price)
            {
                continue;
            }
            let situation = self.situation(run, at);
            if !self.seen.insert(run.fingerprint(&situation)) {
                continue;
            }
            let Some(node) = run.branch(&situation, attempt) else {
                continue;
            };
            let had = best.is_some();
            best = self.continue_at(run, at, &situation, node, best);
            if best.is_some() && !had {
                left = left.min(run.limits.patience);
            }
        }
        best
    }

    /// Adds the best continuations of an attempt to the queue; returns the cheapest solution.
    fn continue_at(
        &mut self,
        run: &Run<'_, '_>,
        at: u32,
        situation: &Situation,
        node: usize,
        mut best: Option<Found>,
    ) -> Option<Found> {
        let attempt = self.attempts[at as usize];
        let mut options = std::mem::take(&mut self.options);
        options.clear();
        run.enter(situation);
        run.options(situation, attempt, (node, at), &mut options);
        run.leave(situation);
        let branches = run.limits.branches;
        if options.len() > branches {
            options.select_nth_unstable_by_key(branches, |option| (option.0, option.1));
            options.truncate(branches);
        }
        for &(points, tie, option) in &options {
            let number = self.attempts.len() as u32;
            self.attempts.push(option);
            if option.imbalance <= run.goal {
                best = self.accept(run, number, best);
            } else {
                self.queue.push(Reverse((points, tie, number)));
            }
        }
        self.options = options;
        best
    }

    /// The cheaper of a solution so far and an attempt that reached the goal, if it is sound.
    fn accept(&self, run: &Run<'_, '_>, at: u32, best: Option<Found>) -> Option<Found> {
        let price = self.attempts[at as usize].price;
        if best.as_ref().is_some_and(|found| found.price <= price) {
            return best;
        }
        let situation = self.situation(run, at);
        if !run.is_sound(&situation) {
            return best;
        }
        let mut hide = situation.hide;
        let leaves = situation.leaves.iter().map(|entry| entry.0);
        hide.extend(leaves.filter(|&leaf| run.stage.prices[leaf] != HIDDEN));
        hide.sort_unstable();
        hide.dedup();
        Some(Found {
            leaves: situation.leaves,
            hide,
            price,
        })
    }

    fn situation(&self, run: &Run<'_, '_>, at: u32) -> Situation {
        let mut situation = Situation::default();
        let mut step = at;
        while step != ROOT {
            let attempt = self.attempts[step as usize];
            if attempt.by != 0 {
                let leaf = attempt.node as usize;
                match situation.leaves.iter_mut().find(|entry| entry.0 == leaf) {
                    Some(entry) => entry.1 += attempt.by,
                    None => situation.leaves.push((leaf, attempt.by)),
                }
            } else if attempt.node != ROOT {
                situation.hide.push(attempt.node as usize);
            }
            step = attempt.before;
        }
        for &(leaf, delta) in &situation.leaves {
            for &(node, coefficient) in run.stage.frame.up.of(leaf) {
                add(
                    &mut situation.nodes,
                    node as usize,
                    i64::from(coefficient) * delta,
                );
            }
        }
        situation
    }
}

const ROOT_ATTEMPT: Attempt = Attempt {
    before: ROOT,
    node: ROOT,
    by: 0,
    imbalance: 0,
    price: 0,
    depth: 0,
};

/// What stays the same during one search.
struct Run<'s, 'f> {
    stage: &'s Stage<'f>,
    wish: Wish,
    limits: Limits,
    /// The imbalance, less that of the start, at which the wish is granted.
    goal: i64,
    /// A hidden total that counts as published, because it is to change.
    target: Option<usize>,
}

impl Run<'_, '_> {
    /// Whether a node must keep its number.
    fn is_bound(&self, situation: &Situation, node: usize) -> bool {
        (self.stage.prices[node] != HIDDEN && !situation.hide.contains(&node))
            || self.target == Some(node)
    }

    /// Writes what a situation changes on the stage.
    fn enter(&self, situation: &Situation) {
        for &(node, change) in &situation.nodes {
            let lack = &self.stage.lack[node];
            if lack.get() != UNBOUND {
                lack.set(lack.get() - change);
            }
        }
        for &node in &situation.hide {
            self.stage.lack[node].set(UNBOUND);
        }
    }

    /// Takes back what [`Run::enter`] wrote.
    fn leave(&self, situation: &Situation) {
        let changed = situation.nodes.iter().map(|entry| entry.0);
        for node in changed.chain(situation.hide.iter().copied()) {
            if self.stage.prices[node] != HIDDEN || self.target == Some(node) {
                self.stage.lack[node].set(self.stage.residual[node]);
            }
        }
    }

    /// The published node that a continuation repairs: of those that were upset the one with the
    /// fewest leaves.
    fn branch(&self, situation: &Situation, attempt: Attempt) -> Option<usize> {
        if let (0, Wish::Repair { node } | Wish::Drift { node, .. }) = (attempt.depth, self.wish) {
            return Some(node);
        }
        let upset = situation.nodes.iter().filter(|&&(node, change)| {
            let residual = self.stage.residual[node];
            (residual - change).abs() > residual.abs() && self.is_bound(situation, node)
        });
        upset
            .map(|entry| entry.0)
            .min_by_key(|&node| (self.stage.below.of(node).len(), node))
            .or(self.target)
    }

    /// All continuations that move a node towards its number.
    fn options(
        &self,
        situation: &Situation,
        attempt: Attempt,
        (node, at): (usize, u32),
        options: &mut Vec<(i64, u64, Attempt)>,
    ) {
        let need = self.stage.lack[node].get();
        let leaves = self.stage.below.of(node);
        let budget = self.limits.budget - attempt.price.min(self.limits.budget);
        let from = if leaves.len() > self.limits.leaves {
            mix(u64::from(at) ^ node as u64) as usize % leaves.len()
        } else {
            0
        };
        let cycle = leaves[from..].iter().chain(&leaves[..from]);
        let affordable = cycle.filter(|&&(leaf, _)| {
            let leaf = leaf as usize;
            self.stage.prices[leaf] <= budget
                || situation.leaves.iter().any(|entry| entry.0 == leaf)
        });
        for &(leaf, coefficient) in affordable.take(self.limits.leaves) {
            let by = need.signum() * i64::from(coefficient.signum()) * self.limits.unit;
            let leaf = leaf as usize;
            if self.may_change(situation, leaf, by) {
                let option = self.step(situation, attempt, (leaf, by), at);
                self.keep(option, options);
            }
        }
        if let Some(option) = self.hiding(situation, attempt, node, at) {
            self.keep(option, options);
        }
    }

    fn keep(&self, option: Attempt, options: &mut Vec<(i64, u64, Attempt)>) {
        if option.price <= self.limits.budget {
            let points = IMBALANCE * option.imbalance
                + i64::from(option.price)
                + STEP * i64::from(option.depth);
            let salt = match self.wish {
                Wish::Drift { salt, .. } => salt << 52,
                Wish::Repair { .. } | Wish::Change { .. } => 0,
            };
            let tie = mix(salt ^ u64::from(option.node) << 20 ^ u64::from(option.before));
            options.push((points, tie, option));
        }
    }

    fn may_change(&self, situation: &Situation, leaf: usize, by: i64) -> bool {
        if matches!(self.wish, Wish::Change { cell, .. } if cell == leaf) {
            return false;
        }
        let before = situation.leaves.iter().find(|entry| entry.0 == leaf);
        let before = before.map_or(0, |entry| entry.1);
        if before * by < 0 {
            return false;
        }
        let value = self.stage.values[leaf] + before + by;
        value >= self.stage.lowest[leaf] && value <= self.stage.highest[leaf]
    }

    /// The attempt after one more change of a leaf.
    fn step(
        &self,
        situation: &Situation,
        attempt: Attempt,
        (leaf, by): (usize, i64),
        at: u32,
    ) -> Attempt {
        let mut imbalance = attempt.imbalance;
        for &(node, coefficient) in self.stage.frame.up.of(leaf) {
            let before = self.stage.lack[node as usize].get();
            if before != UNBOUND {
                let after = before - i64::from(coefficient) * by;
                imbalance += after.abs() - before.abs();
            }
        }
        let known = situation.leaves.iter().any(|entry| entry.0 == leaf);
        let price = if known { 0 } else { self.stage.prices[leaf] };
        Attempt {
            before: at,
            node: leaf as u32,
            by,
            imbalance,
            price: attempt.price.saturating_add(price),
            depth: attempt.depth + 1,
        }
    }

    /// The attempt after hiding a published node, if that is for sale.
    fn hiding(
        &self,
        situation: &Situation,
        attempt: Attempt,
        node: usize,
        at: u32,
    ) -> Option<Attempt> {
        let price = self.stage.prices[node];
        if price == CLOSED || price == HIDDEN {
            return None;
        }
        let change = change_of(&situation.nodes, node);
        let residual = self.stage.residual[node];
        let value = self.stage.values[node] + change;
        (value >= self.stage.lowest[node]).then(|| Attempt {
            before: at,
            node: node as u32,
            by: 0,
            imbalance: attempt.imbalance + residual.abs() - (residual - change).abs(),
            price: attempt.price.saturating_add(price),
            depth: attempt.depth + 1,
        })
    }

    /// Whether hidden totals stay within what they can be.
    fn is_sound(&self, situation: &Situation) -> bool {
        situation.nodes.iter().all(|&(node, change)| {
            let value = self.stage.values[node] + change;
            self.is_bound(situation, node) && self.target != Some(node)
                || (value >= self.stage.lowest[node] && value <= self.stage.highest[node])
        })
    }

    /// A number that tells situations apart by what is out of balance in them.
    fn fingerprint(&self, situation: &Situation) -> u64 {
        let bound = situation
            .nodes
            .iter()
            .filter(|entry| entry.1 != 0 && self.is_bound(situation, entry.0));
        bound.fold(situation.hide.len() as u64, |hash, &(node, change)| {
            mix(hash ^ mix((node as u64) << 16 ^ (change as u64 & 0xffff)))
        })
    }
}

fn change_of(nodes: &[(usize, i64)], node: usize) -> i64 {
    let found = nodes.binary_search_by_key(&node, |entry| entry.0);
    found.map_or(0, |at| nodes[at].1)
}

fn add(nodes: &mut Vec<(usize, i64)>, node: usize, change: i64) {
    match nodes.binary_search_by_key(&node, |entry| entry.0) {
        Ok(at) => nodes[at].1 += change,
        Err(at) => nodes.insert(at, (node, change)),
    }
}
