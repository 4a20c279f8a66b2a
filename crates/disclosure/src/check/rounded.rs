//! Worlds of rounded numbers: the records of a world, counted into every table, must fit what each
//! cell says, and after each move still.

use std::collections::BTreeMap;

use cube::Cube;

use super::{Verdict, Worlds};
use crate::CheckError;
use crate::certificate::{Move, RoundedWorlds};
use crate::policy::Policy;
use crate::population::{CellAt, Population};
use crate::statement::Statement;

/// Kinds of record that are counted in one step.
const KEYS_A_STEP: usize = 10_000;

/// Moves that are looked at in one step.
const MOVES_A_STEP: usize = 500;

#[derive(Debug)]
pub(super) struct RoundedCheck {
    population: Population,
    /// By table of the population: its position among all tables.
    tables: Vec<usize>,
    /// By table of the population and cell: how far apart two worlds must be there.
    widths: Vec<u32>,
    world: Vec<(u64, u64)>,
    moves: Vec<Move>,
    counts: Vec<Vec<i64>>,
    /// By table and cell: one more than the move that takes it furthest, and how far it takes it.
    furthest: Vec<Vec<(u32, i64)>>,
}

impl RoundedCheck {
    pub fn new(
        policy: &Policy,
        population: Population,
        tables: Vec<usize>,
        cubes: &[&Cube],
        worlds: Option<&RoundedWorlds>,
    ) -> Result<Self, CheckError> {
        let (world, moves) = match worlds {
            Some(worlds) => worlds.decode()?,
            None => (Vec::new(), Vec::new()),
        };
        let ambiguity = |cube: &&Cube| {
            let families = policy.families.iter();
            let of_table = families.filter(|family| family.tables.contains(&cube.header().id));
            let ambiguities = of_table.filter_map(|family| family.rule.ambiguity());
            ambiguities.max().unwrap_or(1)
        };
        let counts = population.zeros();
        Ok(Self {
            furthest: counts.iter().map(|one| vec![(0, 0); one.len()]).collect(),
            widths: cubes.iter().map(ambiguity).collect(),
            population,
            tables,
            world,
            moves,
            counts,
        })
    }

    pub fn has(&self, table: usize) -> bool {
        self.tables.contains(&table)
    }

    fn count_steps(&self) -> usize {
        self.world.len().div_ceil(KEYS_A_STEP)
    }

    fn move_steps(&self) -> usize {
        self.moves.len().div_ceil(MOVES_A_STEP)
    }

    pub fn steps(&self) -> usize {
        self.count_steps() + 1 + self.move_steps() + 1
    }

    pub fn step(&mut self, at: usize, cubes: &[Cube], verdict: &mut Verdict) {
        let moves_from = self.count_steps() + 1;
        if at < self.count_steps() {
            self.count(at, verdict);
        } else if at < moves_from {
            self.hold_world(verdict, cubes);
        } else if at < moves_from + self.move_steps() {
            self.hold_moves(at - moves_from, verdict);
        } else {
            self.conclude(verdict, cubes);
        }
    }

    fn count(&mut self, step: usize, verdict: &mut Verdict) {
        let mut cells = Vec::new();
        let keys = self.world.iter().skip(step * KEYS_A_STEP);
        for (key, records) in keys.take(KEYS_A_STEP) {
            match self.population.parts(*key) {
                Err(error) => verdict.fault(self.population.group(), None, error.to_string()),
                Ok((month, codes)) => {
                    self.population.cells_of(month, &codes, &mut cells);
                    let records = i64::try_from(*records).unwrap_or(i64::MAX);
                    for (table, cell) in &cells {
                        let table = self.counts.get_mut(*table);
                        if let Some(count) = table.and_then(|table| table.get_mut(*cell)) {
                            *count = count.saturating_add(records);
                        }
                    }
                }
            }
        }
    }

    fn hold_world(&self, verdict: &mut Verdict, cubes: &[Cube]) {
        for (table, counts) in self.counts.iter().enumerate() {
            let statements = self.population.statements(table);
            for (cell, (statement, count)) in statements.iter().zip(counts).enumerate() {
                verdict.relations += 1;
                if !statement.allows(*count) {
                    let problem = format!("the world has {count} there, which does not fit");
                    verdict.fault(&self.id(cubes, table), Some(cell), problem);
                }
            }
        }
    }

    fn hold_moves(&mut self, step: usize, verdict: &mut Verdict) {
        let range = step * MOVES_A_STEP..((step + 1) * MOVES_A_STEP).min(self.moves.len());
        for at in range {
            let Some(terms) = self.moves.get(at) else {
                continue;
            };
            match self.changes(terms) {
                Some(changes) if self.fits(&changes, verdict) => {
                    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
                    for ((table, cell), amount) in changes {
                        let table = self.furthest.get_mut(table);
                        if let Some(best) = table.and_then(|table| table.get_mut(cell))
                            && amount.abs() > best.1.abs()
                        {
                            *best = (number, amount);
                        }
                    }
                }
                _ => {
                    let problem = format!("move {at} does not fit what is published");
                    verdict.fault(self.population.group(), None, problem);
                }
            }
        }
    }

    /// What a move adds to each cell; none where it takes away records that are not there.
    fn changes(&self, terms: &Move) -> Option<BTreeMap<CellAt, i64>> {
        let mut amounts: BTreeMap<u64, i64> = BTreeMap::new();
        for (key, amount) in terms {
            *amounts.entry(*key).or_default() += amount;
        }
        let mut changes = BTreeMap::new();
        let mut cells = Vec::new();
        for (key, amount) in amounts {
            let there = self.world.binary_search_by_key(&key, |(key, _)| *key);
            let there = there.ok().and_then(|at| self.world.get(at));
            let there = there.map_or(0, |(_, records)| i64::try_from(*records).unwrap_or(0));
            if there + amount < 0 {
                return None;
            }
            let (month, codes) = self.population.parts(key).ok()?;
            self.population.cells_of(month, &codes, &mut cells);
            for cell in &cells {
                *changes.entry(*cell).or_insert(0) += amount;
            }
        }
        changes.retain(|_, amount| *amount != 0);
        Some(changes)
    }

    fn fits(&self, changes: &BTreeMap<CellAt, i64>, verdict: &mut Verdict) -> bool {
        verdict.relations += changes.len() as u64;
        changes.iter().all(|((table, cell), amount)| {
            let statement = self.population.statements(*table).get(*cell);
            let count = self.counts.get(*table).and_then(|counts| counts.get(*cell));
            match (statement, count) {
                (Some(statement), Some(count)) => statement.allows(count + amount),
                _ => false,
            }
        })
    }

    fn conclude(&self, verdict: &mut Verdict, cubes: &[Cube]) {
        for (table, width) in self.widths.iter().enumerate() {
            let statements = self.population.statements(table).iter();
            let rounded = statements
                .enumerate()
                .filter(|(_, statement)| matches!(statement, Statement::Rounded { .. }));
            for (cell, _) in rounded {
                verdict.rounded += 1;
                let moved = self
                    .furthest_at(table, cell)
                    .map_or(0, |(_, moved)| moved.abs());
                if moved >= i64::from(*width) {
                    verdict.rounded_witnessed += 1;
                } else {
                    let problem = format!("no two worlds differ there by {width}, but by {moved}");
                    verdict.fault(&self.id(cubes, table), Some(cell), problem);
                }
            }
        }
    }

    fn furthest_at(&self, table: usize, cell: usize) -> Option<(usize, i64)> {
        let (number, amount) = *self.furthest.get(table)?.get(cell)?;
        Some((usize::try_from(number).ok()?.checked_sub(1)?, amount))
    }

    fn id(&self, cubes: &[Cube], table: usize) -> String {
        let cube = self.tables.get(table).and_then(|at| cubes.get(*at));
        cube.map(|cube| cube.header().id.clone())
            .unwrap_or_default()
    }

    /// A rounded number and others of its table in two worlds.
    pub fn worlds(&self, table: usize, picked: usize, others: &[usize]) -> Option<Vec<Worlds>> {
        let table = self.tables.iter().position(|one| *one == table)?;
        let (chosen, _) = self.furthest_at(table, picked)?;
        let changes = self.changes(self.moves.get(chosen)?)?;
        let worlds = std::iter::once(&picked).chain(others).map(|cell| {
            let first = *self.counts.get(table)?.get(*cell)?;
            let change = changes.get(&(table, *cell)).copied().unwrap_or(0);
            Some(Worlds {
                published: *self.population.statements(table).get(*cell)?,
                first,
                second: first + change,
            })
        });
        worlds.collect()
    }
}
