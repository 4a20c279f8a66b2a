//! How far known moves take each hidden cell from one world, and the search for moves that take
//! it farther.

// Nodes come from `Frame`, moves from here.
#![allow(clippy::indexing_slicing)]

use crate::search::{Found, Limits, Search, Wish};
use crate::stage::{Stage, sum_by_key};

/// Attempts of a search that may hide nothing.
pub(crate) const FREE: Limits = Limits {
    attempts: 400,
    patience: 0,
    leaves: 4_096,
    branches: 40,
    budget: 0,
    unit: 1,
};
/// As [`FREE`], for a first look, which most cells need no more than.
pub(crate) const BRIEF: Limits = Limits {
    attempts: 120,
    leaves: 512,
    ..FREE
};
/// As [`FREE`], for the few cells that it leaves open.
pub(crate) const STUBBORN: Limits = Limits {
    attempts: 6_000,
    branches: 80,
    ..FREE
};

/// A change of cells that leads from the world on stage to another one.
pub(crate) type CellMove = Vec<(usize, i64)>;

/// Known moves and how far they reach. It is about one world: if that changes, it is void.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cover {
    /// The moves, or nothing where one was withdrawn; ascending by cell.
    pub(crate) moves: Vec<Option<CellMove>>,
    /// For each cell the moves that change it and by how much, withdrawn ones included.
    of_cell: Vec<Vec<(u32, i64)>>,
    /// For each cell the farthest that a move takes it down and up, as far as it needs.
    reach: Vec<(i64, i64)>,
    /// For each cell the width at which it has enough.
    needs: Vec<i64>,
}

/// Moves that were taken out of a cover.
#[derive(Debug)]
pub(crate) struct Withdrawn {
    /// Moves that there were, withdrawn ones included.
    length: usize,
    moves: Vec<(u32, CellMove)>,
    /// The cells that they changed, ascending.
    pub(crate) cells: Vec<usize>,
}

impl Cover {
    /// No moves yet. `needs` is the width at which a cell has enough, one entry a cell.
    pub(crate) fn new(needs: Vec<i64>) -> Self {
        Self {
            moves: Vec::new(),
            of_cell: vec![Vec::new(); needs.len()],
            reach: vec![(0, 0); needs.len()],
            needs,
        }
    }

    /// A cover for the same cells that knows no moves.
    pub(crate) fn without_moves(&self) -> Self {
        Self::new(self.needs.clone())
    }

    /// The difference between the two worlds in which a cell differs most, or less where it is
    /// enough.
    pub(crate) fn width(&self, cell: usize) -> i64 {
        let (down, up) = self.reach[cell];
        up - down
    }

    /// How far known moves take a cell against a direction, 1 or -1: so much less is lacking in that
    /// direction.
    pub(crate) fn width_against(&self, cell: usize, direction: i64) -> i64 {
        let (down, up) = self.reach[cell];
        if direction > 0 { -down } else { up }
    }

    /// Whether a cell has less width than it needs.
    pub(crate) fn lacks(&self, cell: usize) -> bool {
        self.width(cell) < self.needs[cell]
    }

    /// Adds a move of cells; extra rows are not cells and are left out.
    pub(crate) fn add(&mut self, mut shifts: CellMove) {
        shifts.retain(|entry| entry.0 < self.reach.len());
        let number = self.moves.len() as u32;
        for &(cell, delta) in &shifts {
            self.of_cell[cell].push((number, delta));
            let (down, up) = self.reach[cell];
            self.reach[cell] = (down.min(delta), up.max(delta));
        }
        self.moves.push(Some(shifts));
    }

    /// Adds a move if some cell that lacks width gains by it.
    pub(crate) fn add_if_it_widens(&mut self, shifts: CellMove) {
        let widens = shifts
            .iter()
            .any(|&(cell, delta)| self.lacks(cell) && self.gains_by(cell, delta));
        if widens {
            self.add(shifts);
        }
    }

    /// Whether a change of a cell leads farther than those known.
    pub(crate) fn gains_by(&self, cell: usize, delta: i64) -> bool {
        let (down, up) = self.reach[cell];
        delta < down || delta > up
    }

    /// Takes out all moves, in the order in which they were found.
    pub(crate) fn take_all(&mut self) -> Vec<CellMove> {
        let moves: Vec<CellMove> = std::mem::take(&mut self.moves)
            .into_iter()
            .flatten()
            .collect();
        for &(cell, _) in moves.iter().flatten() {
            self.of_cell[cell].clear();
            self.reach[cell] = (0, 0);
        }
        moves
    }

    /// The width at which a cell has enough.
    pub(crate) fn needed_width(&self, cell: usize) -> i64 {
        self.needs[cell]
    }

    /// Withdraws all moves that change a cell, and says which cells they changed.
    pub(crate) fn withdraw(&mut self, cell: usize) -> Withdrawn {
        let mut withdrawn = Withdrawn {
            length: self.moves.len(),
            moves: Vec::new(),
            cells: Vec::new(),
        };
        for at in 0..self.of_cell[cell].len() {
            let (number, _) = self.of_cell[cell][at];
            if let Some(shifts) = self.moves[number as usize].take() {
                let cells = shifts.iter().map(|entry| entry.0);
                withdrawn.cells.extend(cells);
                withdrawn.moves.push((number, shifts));
            }
        }
        withdrawn.cells.sort_unstable();
        withdrawn.cells.dedup();
        for &touched in &withdrawn.cells {
            self.refresh(touched);
        }
        withdrawn
    }

    /// Takes back a withdrawal, and all moves that were added after it.
    pub(crate) fn restore(&mut self, withdrawn: Withdrawn) {
        while self.moves.len() > withdrawn.length {
            let shifts = self.moves.pop().flatten().unwrap_or_default();
            for (cell, _) in shifts {
                // The move is the last one of each of its cells.
                self.of_cell[cell].pop();
                self.refresh(cell);
            }
        }
        for (number, shifts) in withdrawn.moves {
            for &(cell, delta) in &shifts {
                let (down, up) = self.reach[cell];
                self.reach[cell] = (down.min(delta), up.max(delta));
            }
            self.moves[number as usize] = Some(shifts);
        }
    }

    /// Finds out how far the remaining moves take a cell, as far as it needs.
    fn refresh(&mut self, cell: usize) {
        let mut reach = (0, 0);
        for &(number, delta) in self.of_cell[cell].iter().rev() {
            if self.moves.get(number as usize).is_some_and(Option::is_some) {
                reach = (delta.min(reach.0), delta.max(reach.1));
                if reach.1 - reach.0 >= self.needs[cell] {
                    break;
                }
            }
        }
        self.reach[cell] = reach;
    }

    /// The move that takes a cell farthest in a direction, 1 or -1.
    fn farthest(&self, cell: usize, direction: i64) -> Option<&CellMove> {
        let moves = self.of_cell[cell].iter();
        let moves = moves.filter_map(|&(number, delta)| {
            let shifts = self.moves[number as usize].as_ref()?;
            (delta * direction > 0).then_some((delta.abs(), shifts))
        });
        moves.max_by_key(|&(far, _)| far).map(|(_, shifts)| shifts)
    }

    /// Looks for moves until two worlds differ by `width` in a cell, hiding nothing. Whether
    /// there are such worlds now.
    pub(crate) fn widen(
        &mut self,
        stage: &mut Stage<'_>,
        search: &mut Search,
        cell: usize,
        width: i64,
        limits: Limits,
    ) -> bool {
        for direction in [1, -1] {
            let lacking = width - self.width(cell);
            if lacking <= 0 {
                return true;
            }
            self.push(stage, search, (cell, direction), lacking, limits);
        }
        self.width(cell) >= width
    }

    /// Takes the farthest move in one direction farther, by `lacking` at most.
    fn push(
        &mut self,
        stage: &mut Stage<'_>,
        search: &mut Search,
        (cell, direction): (usize, i64),
        lacking: i64,
        limits: Limits,
    ) {
        let known = self.farthest(cell, direction).into_iter().flatten();
        let known = known.copied().filter(|entry| stage.frame.is_leaf[entry.0]);
        let mut leaves: Vec<(usize, i64)> = known.collect();
        for &(leaf, delta) in &leaves {
            stage.shift(leaf, delta);
        }
        let mut gained = 0;
        while gained < lacking {
            let wish = Wish::Change {
                cell,
                by: direction,
            };
            let Some(found) = search.find(stage, wish, limits) else {
                break;
            };
            let shifts = stage.spread(&sum_by_key(found.leaves.clone()));
            // What worked once often works again.
            while gained < lacking && stage.admits(&shifts) {
                for &(leaf, delta) in &found.leaves {
                    stage.shift(leaf, delta);
                }
                leaves.extend(&found.leaves);
                gained += 1;
            }
        }
        let leaves = sum_by_key(leaves);
        for &(leaf, delta) in &leaves {
            stage.shift(leaf, -delta);
        }
        if gained > 0 {
            let shifts = stage.spread(&leaves);
            self.add(shifts);
        }
    }

    /// Adds the move that a search found from the world on stage.
    pub(crate) fn add_found(&mut self, stage: &Stage<'_>, found: &Found) {
        self.add(stage.spread(&sum_by_key(found.leaves.clone())));
    }

    /// The moves without those that no cell needs, of which the largest go first; in the order in
    /// which they were found.
    pub(crate) fn needed(&self) -> Vec<&CellMove> {
        let moves: Vec<&CellMove> = self.moves.iter().flatten().collect();
        let mut order: Vec<usize> = (0..moves.len()).collect();
        order.sort_by_key(|&at| (std::cmp::Reverse(moves[at].len()), at));
        let mut ends: Vec<(Vec<i64>, i64)> = self.reach.iter().map(|_| (Vec::new(), 0)).collect();
        for shifts in &moves {
            for &(cell, delta) in *shifts {
                ends[cell].0.push(delta);
            }
        }
        for (cell, end) in ends.iter_mut().enumerate() {
            end.0.sort_unstable();
            end.1 = self.needs[cell].min(self.width(cell));
        }
        let mut keep = vec![true; moves.len()];
        for at in order {
            let can_go = moves[at].iter().all(|&(cell, delta)| {
                let (deltas, width) = &ends[cell];
                width_without(deltas, delta) >= *width
            });
            if can_go {
                keep[at] = false;
                for &(cell, delta) in moves[at] {
                    if let Ok(found) = ends[cell].0.binary_search(&delta) {
                        ends[cell].0.remove(found);
                    }
                }
            }
        }
        let kept = moves.into_iter().zip(keep);
        kept.filter_map(|(shifts, keep)| keep.then_some(shifts))
            .collect()
    }
}

/// The width that ascending deltas leave if one of them is taken away.
fn width_without(deltas: &[i64], taken: i64) -> i64 {
    let at = |position: Option<&i64>| position.copied().unwrap_or(0);
    let last = deltas.len().saturating_sub(1);
    let first = usize::from(deltas.first() == Some(&taken));
    let low = at(deltas.get(first)).min(0);
    let skip = usize::from(deltas.last() == Some(&taken));
    let high = if last < skip {
        0
    } else {
        at(deltas.get(last - skip)).max(0)
    };
    high - low
}
