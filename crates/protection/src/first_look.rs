//! A first look for the changes of many cells, side by side on the cores there are.
//!
//! Cells are cut into pieces of a fixed size, and each piece is looked at as if the others were
//! not there. So the answer does not depend on how many cores there are.

use rayon::prelude::*;

use crate::cover::{BRIEF, CellMove, Cover, FREE, STUBBORN};
use crate::elsewhere::{EXCURSIONS, Excursions, go_elsewhere};
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

/// How far looks elsewhere go. What they leave open has one more cell hidden beside it, which is soon
/// done, and costs little where many are hidden.
const EXCURSIONS_OF_MANY: [Excursions; 2] = [EXCURSIONS[0], EXCURSIONS[1]];
/// Cells of one piece of a look elsewhere.
const ELSEWHERE: usize = 4;

/// What one core works with.
struct Desk<'a> {
    stage: Stage<'a>,
    search: Search,
    cover: Cover,
}

/// Adds moves from the world on stage for as many of these cells as a brief search has an answer
/// for, if they are many.
pub(crate) fn look(stage: &Stage<'_>, cover: &mut Cover, cells: &[usize]) {
    if cells.len() > PIECE {
        look_in_pieces(stage, cover, (cells, PIECE), |desk, &cell| {
            desk.widen(cell, BRIEF);
        });
    }
}

/// As [`look`], longer and longer, at those of these cells that still lack width, if they were
/// many; at last from worlds elsewhere, over the leaves that `around` gives for a cell and a number
/// of variables. Whether they were many.
pub(crate) fn look_longer(
    stage: &Stage<'_>,
    cover: &mut Cover,
    cells: &[usize],
    around: impl Fn(usize, usize) -> Vec<usize> + Sync,
) -> bool {
    if cells.len() <= PIECE {
        return false;
    }
    for (size, limits) in LONGER {
        let lacking = lacking_of(cover, cells);
        look_in_pieces(stage, cover, (&lacking, size), |desk, &cell| {
            desk.widen(cell, limits);
        });
    }
    for excursions in EXCURSIONS_OF_MANY {
        let lacking = lacking_of(cover, cells);
        look_in_pieces(stage, cover, (&lacking, ELSEWHERE), |desk, &cell| {
            let leaves = around(cell, excursions.around);
            let (stage, search) = (&mut desk.stage, &mut desk.search);
            go_elsewhere(stage, search, &mut desk.cover, (cell, &leaves), excursions);
        });
    }
    true
}

fn lacking_of(cover: &Cover, cells: &[usize]) -> Vec<usize> {
    let cells = cells.iter().copied();
    cells.filter(|&cell| cover.lacks(cell)).collect()
}

/// Lets desks side by side find moves of cells, in covers of their own.
fn look_in_pieces(
    stage: &Stage<'_>,
    cover: &mut Cover,
    (cells, size): (&[usize], usize),
    find_moves: impl Fn(&mut Desk<'_>, &usize) + Sync,
) {
    let pieces: Vec<&[usize]> = cells.chunks(size).collect();
    let cores = rayon::current_num_threads().min(pieces.len());
    let mut desks: Vec<Desk<'_>> = (0..cores)
        .map(|_| Desk {
            stage: stage.clone(),
            search: Search::default(),
            cover: cover.without_moves(),
        })
        .collect();
    for round in pieces.chunks(cores.max(1)) {
        let seats = desks.par_iter_mut().zip(round.par_iter());
        let found: Vec<Vec<CellMove>> = seats
            .map(|(desk, piece)| {
                piece.iter().for_each(|cell| find_moves(desk, cell));
                desk.cover.take_all()
            })
            .collect();
        for shifts in found.into_iter().flatten() {
            cover.add_if_it_widens(shifts);
        }
    }
}

impl Desk<'_> {
    fn widen(&mut self, cell: usize, limits: Limits) {
        let width = self.cover.needed_width(cell);
        let (stage, search) = (&mut self.stage, &mut self.search);
        self.cover.widen(stage, search, cell, width, limits);
    }
}
