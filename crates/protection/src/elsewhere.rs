//! Changes of a stubborn cell from worlds that differ from the one on stage all around it.
//!
//! In a sparse world most cells stand at their least count, and few small changes lead on from
//! there. So a walk leads away from it first; then the cell is changed; and then every step is
//! taken back that was not needed for it.

// Nodes and leaves come from `Frame`.
#![allow(clippy::indexing_slicing)]

use std::collections::BTreeMap;

use crate::base::{STROLL, walk};
use crate::cover::{CellMove, Cover, STUBBORN};
use crate::search::{Limits, Search, Wish};
use crate::stage::{Stage, sum_by_key};

/// Walks around a cell, and how far they lead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Excursions {
    /// Variables around the cell that may change.
    pub(crate) around: usize,
    /// Walks that are tried.
    walks: u64,
    /// How far each step is sought.
    step: Limits,
}

/// Excursions near a cell, which are quick and serve most, then farther and farther.
pub(crate) const EXCURSIONS: [Excursions; 3] = [
    Excursions {
        around: 100,
        walks: 8,
        step: Limits {
            attempts: 40,
            leaves: 256,
            ..STROLL
        },
    },
    Excursions {
        around: 400,
        walks: 16,
        step: Limits {
            attempts: 40,
            leaves: 1_024,
            ..STROLL
        },
    },
    Excursions {
        around: 1_600,
        walks: 16,
        step: Limits {
            attempts: 40,
            leaves: 1_024,
            ..STROLL
        },
    },
];

/// How far the cell's own change is sought.
const CHANGE: Limits = Limits {
    attempts: 3_000,
    leaves: 1_024,
    ..STUBBORN
};

/// Looks for two worlds that differ enough in a cell, walking away over these leaves, which are
/// around it. Whether there are such worlds now; the one on stage stays.
pub(crate) fn go_elsewhere(
    stage: &mut Stage<'_>,
    search: &mut Search,
    cover: &mut Cover,
    (cell, leaves): (usize, &[usize]),
    excursions: Excursions,
) -> bool {
    for salt in 1..=excursions.walks {
        let way = walk(stage, search, leaves.to_vec(), excursions.step, salt);
        let changes = [1, -1].map(|direction| {
            let farther = cover.needed_width(cell) - cover.width_against(cell, direction);
            change(stage, search, (cell, direction), farther)
        });
        take_back(stage, &way);
        for change in changes {
            let steps: Vec<CellMove> = way.iter().cloned().chain(change).collect();
            add_if_it_gains(stage, cover, cell, &steps);
        }
        if !cover.lacks(cell) {
            return true;
        }
    }
    false
}

/// Steps that change a cell in a direction as often as they are found; they are taken back.
fn change(
    stage: &mut Stage<'_>,
    search: &mut Search,
    (cell, by): (usize, i64),
    times: i64,
) -> Vec<CellMove> {
    let mut steps = Vec::new();
    for _ in 0..times {
        let Some(found) = search.find(stage, Wish::Change { cell, by }, CHANGE) else {
            break;
        };
        take(stage, found.leaves, &mut steps);
    }
    take_back(stage, &steps);
    steps
}

fn take(stage: &mut Stage<'_>, step: CellMove, steps: &mut Vec<CellMove>) {
    for &(leaf, delta) in &step {
        stage.shift(leaf, delta);
    }
    steps.push(step);
}

/// Adds the sum of some steps of leaves, without those that are not needed, if a cell gains by it.
fn add_if_it_gains(stage: &Stage<'_>, cover: &mut Cover, cell: usize, steps: &[CellMove]) {
    let steps: Vec<CellMove> = steps.iter().map(|step| stage.spread(step)).collect();
    let own = steps.iter().flatten().filter(|entry| entry.0 == cell);
    if cover.gains_by(cell, own.map(|entry| entry.1).sum()) {
        cover.add(needed(stage, cell, &steps));
    }
}

fn take_back(stage: &mut Stage<'_>, steps: &[CellMove]) {
    for &(leaf, delta) in steps.iter().flatten() {
        stage.shift(leaf, -delta);
    }
}

/// The sum of some steps, all of their nodes included, without those that are not needed to change
/// a cell as they do.
fn needed(stage: &Stage<'_>, cell: usize, steps: &[CellMove]) -> CellMove {
    let mut sum: BTreeMap<usize, i64> = BTreeMap::new();
    for &(node, change) in steps.iter().flatten() {
        *sum.entry(node).or_default() += change;
    }
    let mut kept: Vec<&CellMove> = steps.iter().collect();
    loop {
        let before = kept.len();
        kept.retain(|step| {
            let can_go = step.iter().all(|&(node, change)| {
                let value = stage.values[node] + sum.get(&node).copied().unwrap_or(0) - change;
                node != cell && value >= stage.lowest[node] && value <= stage.highest[node]
            });
            if can_go {
                for &(node, change) in *step {
                    *sum.entry(node).or_default() -= change;
                }
            }
            !can_go
        });
        if kept.len() == before {
            break;
        }
    }
    sum_by_key(sum.into_iter().collect())
}
