//! A first look for the changes of many cells, side by side on the cores there are.
//!
//! Cells are cut into pieces of a fixed size, and each piece is looked at as if the others were
//! not there. So the answer does not depend on how many cores there are.

use rayon::prelude::*;

use crate::cover::{BRIEF, CellMove, Cover, FREE, STUBBORN};
use crate::search::{Limits, Search};
use crate::stage::Stage;

/// Cells of one piece of a first look. Below this many, looking at one after the other is quick, and
/// finds fewer moves, because each serves the cells after it.
const PIECE: usize = 2_048;
/// Longer looks at what the ones before leave open: cells of one piece, and how far to search.
const LONGER: [(usize, Limits); 2] = [
    (
        256,
        Limits {
            leaves: 1_024,
            ..FREE
        },
    ),
    (
        64,
        Limits {
            leaves: 1_024,
            ..STUBBORN
        },
    ),
];

/// What one core works with.
struct Desk<'a> {
    stage: Stage<'a>,
    search: Search,
    cover: Cover,
}

/// Adds moves from the world on stage for as many of these cells as a brief search has an answer
/// for, if they are many.
pub(crate) fn look(stage: &Stage<'_>, cover: &mut Cover, cells: &[usize]) {
    look_in_pieces(stage, cover, cells, (PIECE, BRIEF));
}

/// As [`look`], longer and longer, at those of these cells that still lack width, if they were
/// many. Whether they were.
pub(crate) fn look_longer(stage: &Stage<'_>, cover: &mut Cover, cells: &[usize]) -> bool {
    if cells.len() <= PIECE {
        return false;
    }
    for (size, limits) in LONGER {
        let lacks = |&cell: &usize| cover.lacks(cell);
        let lacking: Vec<usize> = cells.iter().copied().filter(lacks).collect();
        look_in_pieces(stage, cover, &lacking, (size, limits));
    }
    true
}

fn look_in_pieces(
    stage: &Stage<'_>,
    cover: &mut Cover,
    cells: &[usize],
    (size, limits): (usize, Limits),
) {
    let pieces: Vec<&[usize]> = cells.chunks(size).collect();
    if pieces.len() < 2 {
        return;
    }
    let cores = rayon::current_num_threads().min(pieces.len());
    let mut desks: Vec<Desk<'_>> = (0..cores)
        .map(|_| Desk {
            stage: stage.clone(),
            search: Search::default(),
            cover: cover.without_moves(),
        })
        .collect();
    for round in pieces.chunks(cores) {
        let seats = desks.par_iter_mut().zip(round.par_iter());
        let found: Vec<Vec<CellMove>> = seats
            .map(|(desk, piece)| desk.look(piece, limits))
            .collect();
        for shifts in found.into_iter().flatten() {
            cover.add_if_it_widens(shifts);
        }
    }
}

impl Desk<'_> {
    /// Moves for the cells of one piece.
    fn look(&mut self, piece: &[usize], limits: Limits) -> Vec<CellMove> {
        for &cell in piece {
            let width = self.cover.needed_width(cell);
            let (stage, search) = (&mut self.stage, &mut self.search);
            self.cover.widen(stage, search, cell, width, limits);
        }
        self.cover.take_all()
    }
}
