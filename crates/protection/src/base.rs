//! A first world that fits everything published, found without knowing the true one.
//!
//! Leaves start at their least value, what totals lack is dealt out, and what remains out of
//! balance is repaired step by step. Where that gets stuck, `witness` asks an integer program.

// Nodes and leaves come from `Frame`.
#![allow(clippy::indexing_slicing)]

use std::ops::Range;

use crate::cover::CellMove;
use crate::linear::mix;
use crate::search::{Limits, Search, Wish};
use crate::stage::{HIDDEN, Stage};

/// Attempts to repair one node.
const REPAIR: Limits = Limits {
    attempts: 300,
    patience: 0,
    leaves: 4_096,
    branches: 40,
    budget: 0,
    unit: 1,
};
/// Attempts to repair one node in the last rounds.
const MOST_ATTEMPTS: usize = 10_000;
/// Leaves that are changed where nothing else helps.
const SHAKEN: usize = 400;
/// Leaves of a node that is near enough to be shaken with another.
const BESIDE: usize = 64;
/// Attempts at one step of a walk.
pub(crate) const STROLL: Limits = Limits {
    attempts: 80,
    ..REPAIR
};

/// Brings a stage into balance as far as searches go in some rounds; later rounds try harder.
pub(crate) fn balance(stage: &mut Stage<'_>, search: &mut Search, rounds: Range<u64>) {
    for round in rounds {
        let upset = unbalanced(stage);
        if upset.is_empty() {
            return;
        }
        // Few nodes are left after the first rounds, and worth more attempts.
        let attempts = (REPAIR.attempts << (round / 4)).min(MOST_ATTEMPTS);
        let limits = Limits { attempts, ..REPAIR };
        let mut better = false;
        for &node in &upset {
            better |= repair(stage, search, node, limits);
        }
        if !better {
            for &node in &upset {
                drift(stage, search, node, round);
                shake(stage, search, node, round);
            }
        }
    }
}

/// Walks away from a world in balance, by a small change of each of these leaves in an order of
/// its own. Worlds that were dealt out, or that a program found, are extreme ones, from which few
/// small changes lead on; after a walk it is a world like most.
/// Returns the changes of leaves step by step; another salt gives another way.
pub(crate) fn walk(
    stage: &mut Stage<'_>,
    search: &mut Search,
    mut leaves: Vec<usize>,
    limits: Limits,
    salt: u64,
) -> Vec<CellMove> {
    let mut way = Vec::new();
    leaves.sort_by_key(|&leaf| mix(leaf as u64 ^ salt << 48));
    for cell in leaves {
        let up_first = mix(!(cell as u64) ^ salt << 48) & 1 == 1;
        for by in if up_first { [1, -1] } else { [-1, 1] } {
            if let Some(found) = search.find(stage, Wish::Change { cell, by }, limits) {
                apply(stage, &found.leaves);
                way.push(found.leaves);
                break;
            }
        }
    }
    way
}

/// Published nodes whose sum is not what it should be: those with the fewest leaves first.
pub(crate) fn unbalanced(stage: &Stage<'_>) -> Vec<usize> {
    let nodes = 0..stage.frame.nodes();
    let mut upset: Vec<usize> = nodes.filter(|&node| stage.residual[node] != 0).collect();
    upset.sort_by_key(|&node| (stage.below.of(node).len(), node));
    upset
}

/// Raises leaves while all published nodes above them have something left to deal out.
pub(crate) fn deal_out(stage: &mut Stage<'_>) {
    let mut nodes = unbalanced(stage);
    nodes.retain(|&node| stage.residual[node] > 0);
    for node in nodes {
        let mut leaves: Vec<(usize, i32)> = stage
            .frame
            .down
            .of(node)
            .iter()
            .map(|&(leaf, coefficient)| (leaf as usize, coefficient))
            .filter(|&(leaf, coefficient)| coefficient == 1 && stage.prices[leaf] == HIDDEN)
            .collect();
        leaves.sort_by_key(|&(leaf, _)| mix(leaf as u64 ^ (node as u64) << 32));
        let mut left = leaves.len();
        for (leaf, _) in leaves {
            // An even share of what is left, rounded up.
            let share = (stage.residual[node] + left as i64 - 1).div_euclid(left as i64);
            let by = room(stage, leaf).min(share);
            if by > 0 {
                stage.shift(leaf, by);
            }
            left -= 1;
        }
    }
}

/// How much a leaf can be raised before it or a published node above it has too much.
fn room(stage: &Stage<'_>, leaf: usize) -> i64 {
    let own = stage.highest[leaf] - stage.values[leaf];
    let above = stage.frame.up.of(leaf).iter().map(|&(node, coefficient)| {
        let node = node as usize;
        if stage.prices[node] == HIDDEN {
            return stage.highest[node] - stage.values[node];
        }
        if coefficient > 0 {
            stage.residual[node] / i64::from(coefficient)
        } else {
            0
        }
    });
    above.fold(own, i64::min)
}

/// Repairs one node as far as searches go. Whether it got any better.
fn repair(stage: &mut Stage<'_>, search: &mut Search, node: usize, limits: Limits) -> bool {
    let mut better = false;
    let mut unit = largest_power_of_two(stage.residual[node].abs());
    while unit > 0 && stage.residual[node] != 0 {
        let limits = Limits { unit, ..limits };
        match search.find(stage, Wish::Repair { node }, limits) {
            Some(found) => {
                apply(stage, &found.leaves);
                better = true;
            }
            None => unit /= 2,
        }
        unit = unit.min(largest_power_of_two(stage.residual[node].abs()));
    }
    better
}

/// Moves what is out of balance elsewhere, where it may be easier to repair.
fn drift(stage: &mut Stage<'_>, search: &mut Search, node: usize, salt: u64) {
    if stage.residual[node] == 0 {
        return;
    }
    if let Some(found) = search.find(stage, Wish::Drift { node, salt }, STROLL) {
        apply(stage, &found.leaves);
    }
}

/// Takes small changes all around a node that keep all else in balance, so that another world is
/// repaired next.
fn shake(stage: &mut Stage<'_>, search: &mut Search, node: usize, salt: u64) {
    let is_open = |leaf: &usize| stage.prices[*leaf] == HIDDEN;
    let below = |node: usize| stage.below.of(node).iter().map(|entry| entry.0 as usize);
    let mut leaves: Vec<usize> = below(node).filter(is_open).take(SHAKEN).collect();
    for at in 0..leaves.len() {
        for &(other, _) in stage.frame.up.of(leaves[at]) {
            if stage.below.of(other as usize).len() <= BESIDE {
                leaves.extend(below(other as usize).filter(is_open));
            }
        }
    }
    leaves.sort_unstable();
    leaves.dedup();
    leaves.sort_by_key(|&leaf| mix(leaf as u64 ^ salt << 40));
    leaves.truncate(SHAKEN);
    walk(stage, search, leaves, STROLL, salt);
}

/// Takes one step.
fn apply(stage: &mut Stage<'_>, leaves: &[(usize, i64)]) {
    for &(leaf, delta) in leaves {
        stage.shift(leaf, delta);
    }
}

fn largest_power_of_two(number: i64) -> i64 {
    if number < 1 {
        0
    } else {
        1 << (63 - number.leading_zeros())
    }
}
