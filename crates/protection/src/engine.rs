//! The choice of cells to hide.
//!
//! Cells with a demand are hidden in any case. Then every hidden cell needs a change that alters
//! its count by its width and nothing that is published; where none is found, the cheapest one is
//! taken that hides more cells. At last hidden cells without a demand are shown again, the
//! dearest first, as long as all others keep such changes. So every hidden cell ends with two
//! worlds, of which one is the true world; those of the certificate are sought anew, from what is
//! published alone.

// Cells come from `Problem::validate`, nodes from `Frame`.
#![allow(clippy::indexing_slicing)]

use crate::cover::{BRIEF, Cover, FREE};
use crate::first_look::look;
use crate::frame::Frame;
use crate::problem::{Problem, ProtectError, Row};
use crate::published::Published;
use crate::search::{Found, Limits, Search, Wish};
use crate::stage::{CLOSED, HIDDEN, Stage};
use crate::witness::{Earlier, seek};
use crate::worlds::Witnesses;

/// Times that cells without witnesses are given more hidden neighbours.
const ROUNDS: usize = 12;
/// What an average cell costs among the points of a search.
const AVERAGE_PRICE: u64 = 64;
/// The largest price of a cell.
const LARGEST_PRICE: u64 = 4_096;

/// Attempts of a search that may hide cells.
const PRICED: Limits = Limits {
    attempts: 3_000,
    patience: 600,
    leaves: 512,
    branches: 60,
    budget: 0,
    unit: 1,
};

/// Which cells to hide, and why that is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// Whether each cell is hidden.
    pub hidden: Vec<bool>,
    /// Worlds that fit what is published, found without the hidden counts.
    pub witnesses: Witnesses,
    /// How it went.
    pub statistics: Statistics,
}

/// Numbers about a protection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Cells with a demand.
    pub primary: usize,
    /// Cells that are hidden to protect others.
    pub secondary: usize,
    /// Cells that were hidden on the way and shown again.
    pub shown_again: usize,
    /// Times that witnesses were sought.
    pub rounds: usize,
    /// Entries of all moves of the witnesses.
    pub shifts: usize,
}

/// Hides cells until every hidden one is ambiguous by its width, to an attacker who has all else.
///
/// The same problem gives the same answer, byte for byte.
///
/// # Errors
///
/// A [`ProtectError`] if the problem is malformed, or if a cell cannot be protected because too
/// few cells may be hidden. Cells whose ambiguity is likely but not witnessed are in
/// [`Witnesses::undecided`]; a release must not be published with any.
pub fn protect(problem: &Problem) -> Result<Protection, ProtectError> {
    problem.validate()?;
    let frame = Frame::of(problem.counts.len(), &problem.rows);
    let mut engine = Engine::new(problem, &frame);
    engine.protect_all()?;
    engine.show_again();
    let mut rounds = 0;
    let mut before: Option<Earlier> = None;
    loop {
        rounds += 1;
        let published = Published::of(problem, &engine.hidden());
        let (witnesses, stuck) = seek(&published, before.as_ref())?;
        let open = !witnesses.undecided.is_empty() && rounds < ROUNDS;
        if open && engine.hide_beside(&stuck, rounds) {
            engine.protect_all()?;
            before = Some(Earlier {
                published,
                witnesses,
            });
            continue;
        }
        return Ok(engine.finish(witnesses, rounds));
    }
}

struct Engine<'a> {
    problem: &'a Problem,
    widths: Vec<i64>,
    is_primary: Vec<bool>,
    /// Price of each cell if it is not hidden.
    prices: Vec<u32>,
    stage: Stage<'a>,
    search: Search,
    cover: Cover,
    /// The rows of each cell.
    rows_of: Vec<Vec<usize>>,
    /// For each cell the one for whose sake it was hidden, if there is one.
    hidden_for: Vec<Option<usize>>,
    shown_again: usize,
}

impl<'a> Engine<'a> {
    fn new(problem: &'a Problem, frame: &'a Frame) -> Self {
        let values: Vec<i64> = problem
            .counts
            .iter()
            .map(|&count| i64::from(count))
            .collect();
        let mut is_primary = vec![false; problem.counts.len()];
        for demand in &problem.demands {
            is_primary[demand.cell] = true;
        }
        let prices = prices_of(problem);
        let mut asked = prices.clone();
        for demand in &problem.demands {
            asked[demand.cell] = HIDDEN;
        }
        let stage = Stage::new(frame, &values, &problem.lowest, asked);
        let mut rows_of = vec![Vec::new(); values.len()];
        for (at, row) in problem.rows.iter().enumerate() {
            for term in row {
                rows_of[term.cell].push(at);
            }
        }
        Self {
            problem,
            widths: problem.widths().into_iter().map(i64::from).collect(),
            is_primary,
            prices,
            stage,
            search: Search::default(),
            cover: Cover::new(problem.widths().into_iter().map(i64::from).collect()),
            rows_of,
            hidden_for: vec![None; values.len()],
            shown_again: 0,
        }
    }

    fn is_hidden(&self, cell: usize) -> bool {
        self.stage.prices[cell] == HIDDEN
    }

    fn hidden(&self) -> Vec<bool> {
        (0..self.problem.counts.len())
            .map(|cell| self.is_hidden(cell))
            .collect()
    }

    /// Gives every hidden cell its width: first what needs no more cells, then what does.
    fn protect_all(&mut self) -> Result<(), ProtectError> {
        let is_stiff = self.stiff();
        let open: Vec<usize> = (0..self.problem.counts.len())
            .filter(|&cell| !is_stiff[cell] && self.cover.lacks(cell))
            .collect();
        look(&self.stage, &mut self.cover, &open);
        loop {
            let is_stiff = self.stiff();
            let lacking: Vec<usize> = (0..self.problem.counts.len())
                .filter(|&cell| {
                    self.is_hidden(cell) && (is_stiff[cell] || !self.widen(cell, BRIEF))
                })
                .collect();
            if lacking.is_empty() {
                return Ok(());
            }
            for cell in lacking {
                while self.is_alone(cell) || !self.widen(cell, FREE) {
                    self.pay(cell)?;
                }
            }
        }
    }

    /// Whether no other cell of some row is hidden, so that no other count fits.
    fn is_alone(&self, cell: usize) -> bool {
        let mut rows = self.rows_of[cell].iter();
        rows.any(|&row| {
            let mut terms = self.problem.rows[row].iter();
            terms.all(|term| term.cell == cell || !self.is_hidden(term.cell))
        })
    }

    /// For each cell whether it cannot change because it is published, or because all others of
    /// some row cannot: searches for such cells would be in vain.
    fn stiff(&self) -> Vec<bool> {
        let cells = self.problem.counts.len();
        let mut is_stiff: Vec<bool> = (0..cells).map(|cell| !self.is_hidden(cell)).collect();
        let free = |row: &Row| row.iter().filter(|term| !is_stiff[term.cell]).count();
        let mut free: Vec<usize> = self.problem.rows.iter().map(free).collect();
        let mut next: Vec<usize> = (0..free.len()).filter(|&row| free[row] == 1).collect();
        while let Some(row) = next.pop() {
            let mut terms = self.problem.rows[row].iter();
            let Some(last) = terms.find(|term| !is_stiff[term.cell]) else {
                continue;
            };
            is_stiff[last.cell] = true;
            for &row in &self.rows_of[last.cell] {
                free[row] -= 1;
                if free[row] == 1 {
                    next.push(row);
                }
            }
        }
        is_stiff
    }

    fn widen(&mut self, cell: usize, limits: Limits) -> bool {
        let width = self.widths[cell];
        let (stage, search) = (&mut self.stage, &mut self.search);
        self.cover.width(cell) >= width || self.cover.widen(stage, search, cell, width, limits)
    }

    /// Takes the cheapest change that alters a cell and hides more.
    fn pay(&mut self, cell: usize) -> Result<(), ProtectError> {
        let width = self.widths[cell];
        let mut best: Option<Found> = None;
        for unit in [width, 1] {
            for by in [unit, -unit] {
                let budget = best.as_ref().map_or(u32::MAX, |found| found.price);
                let budget = budget.saturating_sub(1);
                let limits = Limits {
                    unit,
                    budget,
                    ..PRICED
                };
                let wish = Wish::Change { cell, by };
                best = self.search.find(&mut self.stage, wish, limits).or(best);
            }
            if best.is_some() {
                break;
            }
        }
        if let Some(found) = best {
            let before = self.cover.width(cell);
            self.cover.add_found(&self.stage, &found);
            for &hide in &found.hide {
                self.stage.set_price(hide, HIDDEN);
                self.hidden_for[hide] = Some(cell);
            }
            if !found.hide.is_empty() || self.cover.width(cell) > before {
                return Ok(());
            }
        }
        match self.cheapest_beside(cell) {
            Some(hide) => {
                self.stage.set_price(hide, HIDDEN);
                Ok(())
            }
            None => Err(ProtectError::Unprotectable {
                cell,
                width: u32::try_from(width).unwrap_or(u32::MAX),
            }),
        }
    }

    /// The cheapest published cell that may be hidden, in the rows of a cell or, if there is
    /// none, in those of hidden cells that rows tie to it.
    fn cheapest_beside(&self, cell: usize) -> Option<usize> {
        let mut seen = std::collections::BTreeSet::from([cell]);
        let mut ring = vec![cell];
        while !ring.is_empty() {
            let mut near: Vec<usize> = Vec::new();
            for member in &ring {
                for &row in &self.rows_of[*member] {
                    near.extend(self.problem.rows[row].iter().map(|term| term.cell));
                }
            }
            near.sort_unstable();
            near.dedup();
            near.retain(|&cell| seen.insert(cell));
            let for_sale = near.iter().copied().filter(|&cell| {
                let price = self.stage.prices[cell];
                price != HIDDEN && price != CLOSED
            });
            if let Some(found) = for_sale.min_by_key(|&cell| (self.stage.prices[cell], cell)) {
                return Some(found);
            }
            near.retain(|&cell| self.is_hidden(cell));
            ring = near;
        }
        None
    }

    /// Hides so many more cells beside each of these. Whether there were any.
    fn hide_beside(&mut self, cells: &[usize], more: usize) -> bool {
        let mut any = false;
        for &cell in cells
            .iter()
            .flat_map(|cell| std::iter::repeat_n(cell, more))
        {
            if let Some(found) = self.cheapest_beside(cell) {
                self.stage.set_price(found, HIDDEN);
                any = true;
            }
        }
        any
    }

    /// Shows hidden cells without a demand again, the dearest first, where others allow it.
    fn show_again(&mut self) {
        let mut secondary: Vec<usize> = (0..self.problem.counts.len())
            .filter(|&cell| self.is_hidden(cell) && !self.is_primary[cell])
            .collect();
        secondary.sort_by_key(|&cell| {
            std::cmp::Reverse((self.prices[cell], self.problem.counts[cell], cell))
        });
        for cell in secondary {
            if self.can_show(cell) {
                self.shown_again += 1;
            }
        }
    }

    /// Shows a cell if all others keep their widths; otherwise leaves everything as it was.
    fn can_show(&mut self, cell: usize) -> bool {
        let withdrawn = self.cover.withdraw(cell);
        self.stage.set_price(cell, self.prices[cell]);
        // Where showing it fails, it most likely fails for the cell that it was hidden for.
        let first = self.hidden_for[cell].into_iter();
        let kept = first
            .chain(withdrawn.cells.iter().copied())
            .all(|other| !self.is_hidden(other) || self.widen(other, BRIEF));
        if !kept {
            self.cover.restore(withdrawn);
            self.stage.set_price(cell, HIDDEN);
        }
        kept
    }

    fn finish(self, witnesses: Witnesses, rounds: usize) -> Protection {
        let hidden = self.hidden();
        let primary = self.is_primary.iter().filter(|is| **is).count();
        let moves = witnesses.components.iter().flat_map(|worlds| &worlds.moves);
        Protection {
            statistics: Statistics {
                primary,
                secondary: hidden.iter().filter(|is| **is).count() - primary,
                shown_again: self.shown_again,
                rounds,
                shifts: moves.map(Vec::len).sum(),
            },
            hidden,
            witnesses,
        }
    }
}

/// Prices of cells: in proportion to their costs, and a little more for larger counts. Cells that
/// may not be hidden have none.
fn prices_of(problem: &Problem) -> Vec<u32> {
    let cells = problem.costs.len().max(1) as u128;
    let sum: u128 = problem.costs.iter().map(|&cost| u128::from(cost)).sum();
    let all = problem.costs.iter().zip(&problem.counts).enumerate();
    all.map(|(cell, (&cost, &count))| {
        if problem.fixed[cell] || count < problem.lowest[cell] {
            return CLOSED;
        }
        let share = u128::from(cost) * u128::from(AVERAGE_PRICE) * cells / sum.max(1);
        let size = u64::from(32 - count.leading_zeros()) / 2;
        (share.min(u128::from(LARGEST_PRICE)) as u64 + size).max(1) as u32
    })
    .collect()
}
