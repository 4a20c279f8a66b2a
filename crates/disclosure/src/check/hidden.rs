//! Worlds of suppressed numbers: each relation must hold in the world and after each move.

use std::collections::BTreeMap;

use cube::Cube;

use super::{Verdict, Worlds};
use crate::certificate::{CertificateError, HiddenWorlds, Move};
use crate::statement::Statement;
use crate::system::{CellRef, System};

/// Relations that are held against the world in one step.
const ROWS_A_STEP: usize = 20_000;

/// Moves that are looked at in one step.
const MOVES_A_STEP: usize = 2_000;

#[derive(Debug)]
pub(super) struct HiddenCheck {
    system: System,
    /// The ids of the tables.
    tables: Vec<String>,
    hidden: Vec<usize>,
    /// By cell of the system: its count in the world, where it is suppressed and has one.
    world: Vec<Option<i64>>,
    /// Every move, over cells of the system.
    moves: Vec<Vec<(usize, i64)>>,
    /// By cell of the system: the moves that take it furthest down and up, each with how far.
    furthest: BTreeMap<usize, [(Option<usize>, i64); 2]>,
    /// By cell of the system: the relations with it.
    rows_of: BTreeMap<usize, Vec<usize>>,
}

impl HiddenCheck {
    pub fn new(
        system: System,
        tables: Vec<String>,
        worlds: &[HiddenWorlds],
    ) -> Result<Self, CertificateError> {
        let hidden = system.hidden();
        let mut world = vec![None; system.cells.len()];
        let mut moves = Vec::new();
        for one in worlds {
            let (cells, of_cells) = one.decode()?;
            let place = |index: u64| {
                let (position, _) = *cells.get(usize::try_from(index).ok()?)?;
                hidden.get(usize::try_from(position).ok()?).copied()
            };
            for (index, (_, count)) in cells.iter().enumerate() {
                let slot = place(index as u64).and_then(|cell| world.get_mut(cell));
                let slot = slot.ok_or_else(|| unknown_cell(index as u64))?;
                *slot = Some(i64::try_from(*count).unwrap_or(i64::MAX));
            }
            let placed = of_cells.iter().map(|terms: &Move| {
                let terms = terms.iter().map(|(index, amount)| {
                    Ok((place(*index).ok_or_else(|| unknown_cell(*index))?, *amount))
                });
                terms.collect::<Result<Vec<_>, CertificateError>>()
            });
            moves.extend(placed.collect::<Result<Vec<_>, _>>()?);
        }
        let mut rows_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, row) in system.rows.iter().enumerate() {
            for term in row {
                if system.values.get(term.cell).copied().flatten().is_none() {
                    rows_of.entry(term.cell).or_default().push(at);
                }
            }
        }
        Ok(Self {
            tables,
            hidden,
            world,
            moves,
            furthest: BTreeMap::new(),
            rows_of,
            system,
        })
    }

    fn row_steps(&self) -> usize {
        self.system.rows.len().div_ceil(ROWS_A_STEP)
    }

    pub fn steps(&self) -> usize {
        self.row_steps() + self.moves.len().div_ceil(MOVES_A_STEP) + 1
    }

    pub fn step(&mut self, at: usize, verdict: &mut Verdict) {
        match at.checked_sub(self.row_steps()) {
            None => self.check_rows(at, verdict),
            Some(at) if at * MOVES_A_STEP < self.moves.len() => self.check_moves(at, verdict),
            Some(_) => self.conclude(verdict),
        }
    }

    /// The published number, or the count in the world.
    fn count(&self, cell: usize) -> Option<i64> {
        match self.system.values.get(cell).copied().flatten() {
            Some(value) => Some(i64::from(value)),
            None => self.world.get(cell).copied().flatten(),
        }
    }

    fn check_rows(&self, step: usize, verdict: &mut Verdict) {
        let rows = self.system.rows.iter().skip(step * ROWS_A_STEP);
        for row in rows.take(ROWS_A_STEP) {
            verdict.relations += 1;
            let counts = row
                .iter()
                .map(|term| Some(i64::from(term.coefficient) * self.count(term.cell)?));
            // Where a count is missing, the cell is told of as one without a world.
            let sum: Option<i64> = counts.sum();
            if sum.is_some_and(|sum| sum != 0) {
                let first = row.first().map_or(0, |term| term.cell);
                self.tell(verdict, first, "the parts do not add up to it in the world");
            }
        }
    }

    fn check_moves(&mut self, step: usize, verdict: &mut Verdict) {
        let range = step * MOVES_A_STEP..((step + 1) * MOVES_A_STEP).min(self.moves.len());
        for at in range {
            let Some(terms) = self.moves.get(at) else {
                continue;
            };
            let mut amounts: BTreeMap<usize, i64> = BTreeMap::new();
            for (cell, amount) in terms {
                *amounts.entry(*cell).or_default() += amount;
            }
            if let Some(cell) = self.broken(&amounts, verdict) {
                self.tell(verdict, cell, "a move does not fit what is published");
                continue;
            }
            for (cell, amount) in amounts {
                let [down, up] = self.furthest.entry(cell).or_default();
                if amount < down.1 {
                    *down = (Some(at), amount);
                } else if amount > up.1 {
                    *up = (Some(at), amount);
                }
            }
        }
    }

    /// A cell at which a move fits no longer.
    fn broken(&self, amounts: &BTreeMap<usize, i64>, verdict: &mut Verdict) -> Option<usize> {
        for (cell, amount) in amounts {
            let count = self.world.get(*cell).copied().flatten();
            let lowest = self.system.lowest.get(*cell).copied().unwrap_or(0);
            if count.is_none_or(|count| count + amount < i64::from(lowest)) {
                return Some(*cell);
            }
            for row in self.rows_of.get(cell).into_iter().flatten() {
                verdict.relations += 1;
                let terms = self.system.rows.get(*row).into_iter().flatten();
                let change = terms.map(|term| {
                    let amount = amounts.get(&term.cell).copied().unwrap_or(0);
                    i64::from(term.coefficient) * amount
                });
                if change.sum::<i64>() != 0 {
                    return Some(*cell);
                }
            }
        }
        None
    }

    fn conclude(&self, verdict: &mut Verdict) {
        for cell in &self.hidden {
            let width = self.system.widths.get(*cell).copied().unwrap_or(0);
            let lowest = self.system.lowest.get(*cell).copied().unwrap_or(0);
            let count = self.world.get(*cell).copied().flatten();
            if count.is_none_or(|count| count < i64::from(lowest)) {
                self.tell(verdict, *cell, "it has no possible count in the world");
            }
            if width == 0 {
                continue;
            }
            verdict.hidden += 1;
            let moved = self
                .furthest
                .get(cell)
                .map_or(0, |[down, up]| up.1 - down.1);
            if moved >= i64::from(width) {
                verdict.hidden_witnessed += 1;
            } else {
                let problem = format!("no two worlds differ there by {width}, but by {moved}");
                self.tell(verdict, *cell, &problem);
            }
        }
    }

    fn tell(&self, verdict: &mut Verdict, cell: usize, problem: &str) {
        match self.system.cells.get(cell) {
            Some(CellRef::Table { table, cell }) => {
                let id = self.tables.get(*table).map_or("", String::as_str);
                verdict.fault(id, Some(*cell), problem);
            }
            _ => verdict.fault("pieces", None, problem),
        }
    }

    /// A suppressed number and others of its table in two worlds.
    pub fn worlds(
        &self,
        cubes: &[Cube],
        table: usize,
        picked: usize,
        others: &[usize],
    ) -> Option<Vec<Worlds>> {
        let find = |position: usize| {
            let at = CellRef::Table {
                table,
                cell: position,
            };
            self.system.cells.iter().position(|one| *one == at)
        };
        let chosen = *self.furthest.get(&find(picked)?)?;
        let terms = chosen.map(|(chosen, _)| chosen.and_then(|at| self.moves.get(at)));
        let cells = cubes.get(table)?.cells();
        let worlds = std::iter::once(&picked).chain(others).map(|position| {
            let system_cell = find(*position);
            let count = system_cell.and_then(|cell| self.count(cell));
            let lowest = system_cell.and_then(|cell| self.system.lowest.get(cell).copied());
            let published = match (cells.get(*position)?.value(), lowest) {
                (Some(value), _) => Statement::Exact(value),
                (None, Some(lowest)) if count.is_some() => Statement::Hidden { lowest },
                _ => Statement::Nothing,
            };
            let [first, second] = terms.map(|terms| {
                let of_cell = terms.into_iter().flatten();
                let of_cell = of_cell.filter(|(cell, _)| Some(*cell) == system_cell);
                count.unwrap_or(0) + of_cell.map(|(_, amount)| amount).sum::<i64>()
            });
            Some(Worlds {
                published,
                first,
                second,
            })
        });
        worlds.collect()
    }
}

fn unknown_cell(index: u64) -> CertificateError {
    CertificateError::Bytes(format!("a suppressed cell, found the index {index}"))
}
