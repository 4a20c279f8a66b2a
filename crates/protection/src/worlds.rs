//! Witnesses: worlds of whole numbers that all fit what is published, and their check.
//!
//! The check is one sparse multiplication and needs no solver. How worlds are found is the work
//! of `witness`; it sees what an attacker sees, so a world gives nothing away.

use crate::problem::ProtectError;
use crate::published::Published;

/// A change of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Index of the cell, which is hidden.
    pub cell: usize,
    /// What is added to its count in the base world; never 0.
    pub delta: i64,
}

/// Changes that, added to a base world, give another world; ascending by cell.
pub type Move = Vec<Shift>;

/// Worlds of hidden cells that rows tie together, and of no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worlds {
    /// The hidden cells, ascending.
    pub cells: Vec<usize>,
    /// A count for each of them: the base world.
    pub base: Vec<u32>,
    /// What may be added to the base world, one at a time.
    pub moves: Vec<Move>,
}

/// Worlds for every component of hidden cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Witnesses {
    /// Components by their first cell. No world was found for those that are missing.
    pub components: Vec<Worlds>,
    /// Hidden cells without two worlds that are as far apart as their width, ascending.
    pub undecided: Vec<usize>,
}

/// Why witnesses do not show what they claim. Cells, rows, components and moves are indices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A component names a cell that is published, does not exist or was named before, or it has
    /// not one count a cell.
    #[error(
        "component {component} has no count of its own for cell {cell}, or should not have one"
    )]
    Cell {
        /// The component.
        component: usize,
        /// The cell.
        cell: usize,
    },
    /// A base world holds less than the least count.
    #[error("cell {cell} is {found} in the base world; expected at least {lowest}")]
    BelowLowest {
        /// The cell.
        cell: usize,
        /// Its count in that world.
        found: i64,
        /// The least count.
        lowest: u32,
    },
    /// A base world does not fit a row.
    #[error("row {row} sums to {sum} in the base world; expected 0")]
    Row {
        /// The row.
        row: usize,
        /// Its sum.
        sum: i64,
    },
    /// A move does not fit a row, goes below the least count or leaves its component.
    #[error("move {at} of component {component} leaves the worlds that fit what is published")]
    Move {
        /// The component.
        component: usize,
        /// The move.
        at: usize,
    },
    /// No two worlds differ enough in a hidden cell.
    #[error("cell {cell} differs by {found} at most between worlds; expected {width}")]
    Narrow {
        /// The cell.
        cell: usize,
        /// The largest difference between two of its worlds.
        found: i64,
        /// The width it needs.
        width: u32,
    },
}

/// Checks witnesses against what is published: every base world fits every row, every move stays
/// among such worlds, and every hidden cell has two worlds that are its width apart.
///
/// # Errors
///
/// A [`ProtectError`] if `published` is malformed. What the witnesses fail to show is in the
/// list: empty means that every hidden cell is ambiguous.
pub fn check(published: &Published, witnesses: &Witnesses) -> Result<Vec<Failure>, ProtectError> {
    published.validate()?;
    let mut checker = Checker::of(published);
    for (component, worlds) in witnesses.components.iter().enumerate() {
        checker.place(component, worlds);
    }
    checker.check_rows();
    for (component, worlds) in witnesses.components.iter().enumerate() {
        for (at, shifts) in worlds.moves.iter().enumerate() {
            if !checker.follow(component, shifts) {
                checker.failures.push(Failure::Move { component, at });
            }
        }
    }
    checker.check_widths();
    Ok(checker.failures)
}

struct Checker<'a> {
    published: &'a Published,
    /// The base world: published counts, and those of the components.
    world: Vec<Option<i64>>,
    /// The component of each hidden cell.
    component: Vec<Option<usize>>,
    /// The farthest that moves take each cell down and up.
    reach: Vec<(i64, i64)>,
    /// Rows of each cell, with its coefficient.
    rows_of: Vec<Vec<(usize, i64)>>,
    failures: Vec<Failure>,
}

impl<'a> Checker<'a> {
    fn of(published: &'a Published) -> Self {
        let cells = published.values.len();
        let mut rows_of = vec![Vec::new(); cells];
        for (row, terms) in published.rows.iter().enumerate() {
            for term in terms {
                if let Some(rows) = rows_of.get_mut(term.cell) {
                    rows.push((row, i64::from(term.coefficient)));
                }
            }
        }
        Self {
            published,
            world: published.values.iter().map(|v| v.map(i64::from)).collect(),
            component: vec![None; cells],
            reach: vec![(0, 0); cells],
            rows_of,
            failures: Vec::new(),
        }
    }

    fn lowest(&self, cell: usize) -> u32 {
        self.published.lowest.get(cell).copied().unwrap_or(0)
    }

    /// Puts a base world in place of the hidden counts.
    fn place(&mut self, component: usize, worlds: &Worlds) {
        for (at, &cell) in worlds.cells.iter().enumerate() {
            let lowest = self.lowest(cell);
            let count = worlds.base.get(at).copied().map(i64::from);
            let home = self.component.get_mut(cell).filter(|home| home.is_none());
            let slot = self.world.get_mut(cell).filter(|slot| slot.is_none());
            let (Some(home), Some(slot), Some(found)) = (home, slot, count) else {
                self.failures.push(Failure::Cell { component, cell });
                continue;
            };
            *home = Some(component);
            *slot = Some(found);
            if found < i64::from(lowest) {
                self.failures.push(Failure::BelowLowest {
                    cell,
                    found,
                    lowest,
                });
            }
        }
    }

    /// Sums every row whose cells all have a count; the others are reported by their cells.
    fn check_rows(&mut self) {
        for (row, terms) in self.published.rows.iter().enumerate() {
            let count = |cell: usize| self.world.get(cell).copied().flatten();
            let sum = terms.iter().try_fold(0_i64, |sum, term| {
                Some(sum + i64::from(term.coefficient) * count(term.cell)?)
            });
            if let Some(sum) = sum.filter(|sum| *sum != 0) {
                self.failures.push(Failure::Row { row, sum });
            }
        }
    }

    /// Whether a move stays among the worlds; if so, notes how far it takes its cells.
    fn follow(&mut self, component: usize, shifts: &[Shift]) -> bool {
        let mut touched: Vec<(usize, i64)> = Vec::new();
        let mut last = None;
        for shift in shifts {
            let home = self.component.get(shift.cell).copied().flatten();
            let count = self.world.get(shift.cell).copied().flatten();
            let (Some(count), true) = (count, home == Some(component)) else {
                return false;
            };
            let moved = count.saturating_add(shift.delta);
            if moved < i64::from(self.lowest(shift.cell)) || last >= Some(shift.cell) {
                return false;
            }
            last = Some(shift.cell);
            for &(row, coefficient) in self.rows_of.get(shift.cell).into_iter().flatten() {
                touched.push((row, coefficient.saturating_mul(shift.delta)));
            }
        }
        touched.sort_unstable();
        let balanced = touched
            .chunk_by(|a, b| a.0 == b.0)
            .all(|row| row.iter().map(|(_, change)| change).sum::<i64>() == 0);
        if balanced {
            for shift in shifts {
                if let Some((down, up)) = self.reach.get_mut(shift.cell) {
                    *down = shift.delta.min(*down);
                    *up = shift.delta.max(*up);
                }
            }
        }
        balanced
    }

    fn check_widths(&mut self) {
        for cell in self.published.hidden() {
            let width = self.published.widths.get(cell).copied().unwrap_or(0);
            let (down, up) = self.reach.get(cell).copied().unwrap_or((0, 0));
            let found = up - down;
            let placed = self.component.get(cell).copied().flatten().is_some();
            if found < i64::from(width) || !placed {
                self.failures.push(Failure::Narrow { cell, found, width });
            }
        }
    }
}
