//! A first look for the changes of many cells, side by side on the cores there are.
//!
//! Cells are cut into pieces of a fixed size, and each piece is looked at as if the others were
//! not there. So the answer does not depend on how many cores there are.

use rayon::prelude::*;

use crate::cover::{BRIEF, CellMove, Cover};
use crate::search::Search;
use crate::stage::Stage;

/// Cells of one piece. Below this many, looking at one after the other is quick, and finds fewer
/// moves, because each serves the cells after it.
const PIECE: usize = 2_048;

/// What one core works with.
struct Desk<'a> {
    stage: Stage<'a>,
    search: Search,
    cover: Cover,
}

/// Adds moves from the world on stage for as many of these cells as a brief search has an answer
/// for, if they are many.
pub(crate) fn look(stage: &Stage<'_>, cover: &mut Cover, cells: &[usize]) {
    let pieces: Vec<&[usize]> = cells.chunks(PIECE).collect();
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
        let found: Vec<Vec<CellMove>> = seats.map(|(desk, piece)| desk.look(piece)).collect();
        for shifts in found.into_iter().flatten() {
            cover.add_if_it_widens(shifts);
        }
    }
}

impl Desk<'_> {
    /// Moves for the cells of one piece.
    fn look(&mut self, piece: &[usize]) -> Vec<CellMove> {
        for &cell in piece {
            let width = self.cover.needed_width(cell);
            let (stage, search) = (&mut self.stage, &mut self.search);
            self.cover.widen(stage, search, cell, width, BRIEF);
        }
        self.cover.take_all()
    }
}
