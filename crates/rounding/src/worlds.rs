//! Worlds for rounded numbers, made from the published numbers alone.
//!
//! First a world whose every sum is near the number shown; then moves of records within it, each so
//! small that everything published still fits, until every rounded number has been moved far enough.

use std::collections::BTreeMap;

use disclosure::certificate::{Move, World};
use disclosure::{CellAt, Population, PopulationError, Statement};
use thiserror::Error;

use crate::cover::Cover;
use crate::fill;
use crate::order::Stream;

/// Why no worlds were found.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unproven {
    /// The tables do not fit together.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// No world was found that fits everything published.
    #[error(
        "no world was found that fits: {cells} numbers are left, the first is cell {cell} of table {table}"
    )]
    NoWorld {
        /// How many numbers do not fit.
        cells: usize,
        /// The position of the first table.
        table: usize,
        /// The position of the first cell.
        cell: usize,
    },
    /// Numbers that no move takes far enough.
    #[error("{cells} numbers have no second world, the first is cell {cell} of table {table}")]
    NoMove {
        /// How many numbers.
        cells: usize,
        /// The position of the first table.
        table: usize,
        /// The position of the first cell.
        cell: usize,
    },
}

/// A world, and the moves that lead from it to others.
#[derive(Clone, Debug)]
pub struct Worlds {
    /// Kinds of record, ascending, with their counts.
    pub world: World,
    /// Moves, each over kinds of record.
    pub moves: Vec<Move>,
}

/// One record of a world: its month and its codes.
type Record = (usize, Vec<usize>);

/// A world under way.
struct Draft<'a> {
    population: &'a Population,
    /// How far from the number shown the world may be, less than `within` by the width of a move.
    statements: Vec<Vec<Statement>>,
    slack: i64,
    records: Vec<Record>,
    sums: Vec<Vec<i64>>,
    /// By table and cell: how much its excess weighs; more with each round that it stays.
    weights: Vec<Vec<i64>>,
    cells: Vec<(usize, usize)>,
    /// The records of the same place and longest period, between which most swaps succeed.
    neighbors: Vec<Vec<usize>>,
    /// By place and period: the position in `neighbors`.
    numbers: BTreeMap<(usize, usize), usize>,
    /// The months of the longest period of any table.
    period: usize,
    /// By property, the month last: the tables that a swap of it touches.
    tables_with: Vec<Vec<usize>>,
}

/// The rounds of repair, and the tries for each number that does not fit in one.
const ROUND_LIMIT: usize = 300;

/// The rounds after which a world that fits is good enough, though not in the middle everywhere.
const PATIENT_ROUNDS: usize = 60;
const TRIES: usize = 60;

/// An exact total that is missed costs more than anything else.
const NEVER: i64 = 1_000_000;

/// Finds a world and moves for the rounded numbers of a population.
///
/// `width` is how far apart two worlds must be at each rounded number.
///
/// # Errors
/// Where no world is found that fits, or a number has no second one.
pub fn worlds(population: &Population, width: u32) -> Result<Worlds, Unproven> {
    let mut random = Stream::new(b"worlds");
    let mut draft = Draft::new(population, width, &mut random);
    draft.repair(&mut random);
    draft.judge()?;
    let cover = Cover {
        population,
        records: &draft.records,
        sums: &draft.sums,
        width: i64::from(width),
    };
    let (moves, missed) = cover.moves(&mut random);
    if let Some((table, cell)) = missed.first() {
        return Err(Unproven::NoMove {
            cells: missed.len(),
            table: *table,
            cell: *cell,
        });
    }
    let mut world: BTreeMap<u64, u64> = BTreeMap::new();
    for record in &draft.records {
        *world
            .entry(population.key(record.0, &record.1))
            .or_default() += 1;
    }
    Ok(Worlds {
        world: world.into_iter().collect(),
        moves,
    })
}

impl<'a> Draft<'a> {
    fn new(population: &'a Population, width: u32, random: &mut Stream) -> Self {
        let tables = 0..population.table_count();
        let statements: Vec<Vec<Statement>> = tables
            .map(|table| population.statements(table).to_vec())
            .collect();
        let within = statements.iter().flatten().filter_map(|one| match one {
            Statement::Rounded { within, .. } => Some(i64::from(*within)),
            _ => None,
        });
        let slack = (within.min().unwrap_or(0) - i64::from(width)).max(0);
        let mut draft = Self {
            records: fill::records(population, random),
            weights: population.zeros(),
            sums: population.zeros(),
            cells: Vec::new(),
            neighbors: Vec::new(),
            numbers: BTreeMap::new(),
            period: 1,
            tables_with: Vec::new(),
            population,
            statements,
            slack,
        };
        draft.meet_neighbors();
        draft
            .weights
            .iter_mut()
            .flatten()
            .for_each(|weight| *weight = 1);
        for at in 0..draft.records.len() {
            if let Some(record) = draft.records.get(at).cloned() {
                draft.add(&record, 1);
            }
        }
        draft
    }

    /// Sorts records by their first property, the place, and the longest period of any table.
    fn meet_neighbors(&mut self) {
        let tables = 0..self.population.table_count();
        let months = tables
            .map(|table| self.population.told_apart(table).1)
            .max();
        let months = months.unwrap_or(1).max(1);
        let properties = (0..self.population.properties().len()).map(Some);
        let properties = properties.chain([None]);
        self.tables_with = properties
            .map(|property| self.population.tables_with(property, months))
            .collect();
        self.period = months;
        for (at, (month, codes)) in self.records.iter().enumerate() {
            let place = codes.first().copied().unwrap_or(0);
            let next = self.numbers.len();
            let number = *self.numbers.entry((place, month / months)).or_insert(next);
            if number == next {
                self.neighbors.push(Vec::new());
            }
            if let Some(list) = self.neighbors.get_mut(number) {
                list.push(at);
            }
        }
    }

    fn sum(&self, (table, cell): (usize, usize)) -> i64 {
        let table = self.sums.get(table);
        table
            .and_then(|table| table.get(cell))
            .copied()
            .unwrap_or(0)
    }

    fn statement(&self, (table, cell): (usize, usize)) -> Statement {
        let table = self.statements.get(table);
        let statement = table.and_then(|table| table.get(cell)).copied();
        statement.unwrap_or(Statement::Nothing)
    }

    /// How far a sum is beyond what it should be, with its sign.
    fn excess(&self, cell: CellAt, sum: i64) -> i64 {
        match self.statement(cell) {
            Statement::Exact(value) => sum - i64::from(value),
            Statement::Rounded { shown, .. } => {
                let error = sum - i64::from(shown);
                error.signum() * (error.abs() - self.slack).max(0)
            }
            _ => 0,
        }
    }

    fn cost(&self, cell: CellAt, sum: i64) -> i64 {
        let excess = self.excess(cell, sum);
        match self.statement(cell) {
            Statement::Exact(_) => NEVER * excess * excess,
            _ => {
                let weights = self.weights.get(cell.0);
                let weight = weights.and_then(|table| table.get(cell.1)).copied();
                weight.unwrap_or(1) * excess * excess
            }
        }
    }

    /// Adds a record to all tables, or takes one away; what that adds to the cost.
    fn add(&mut self, record: &Record, amount: i64) -> i64 {
        let all: Vec<usize> = (0..self.population.table_count()).collect();
        self.add_to(&all, record, amount)
    }

    /// Adds a record to some tables, or takes one away; what that adds to the cost.
    fn add_to(&mut self, tables: &[usize], record: &Record, amount: i64) -> i64 {
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        for table in tables {
            self.population
                .cells_in(*table, record.0, &record.1, &mut cells);
        }
        let mut gain = 0;
        for cell in &cells {
            let sum = self.sum(*cell);
            gain += self.cost(*cell, sum + amount) - self.cost(*cell, sum);
            let slot = self
                .sums
                .get_mut(cell.0)
                .and_then(|table| table.get_mut(cell.1));
            if let Some(slot) = slot {
                *slot += amount;
            }
        }
        self.cells = cells;
        gain
    }

    fn broken(&self) -> Vec<(usize, usize)> {
        let tables = self.sums.iter().enumerate();
        let cells = tables.flat_map(|(table, sums)| {
            let sums = sums.iter().enumerate();
            sums.map(move |(cell, sum)| ((table, cell), *sum))
        });
        let broken = cells.filter(|(cell, sum)| self.excess(*cell, *sum) != 0);
        broken.map(|(cell, _)| cell).collect()
    }

    /// Swaps properties between records until every sum is near what is shown.
    fn repair(&mut self, random: &mut Stream) {
        for round in 0..ROUND_LIMIT {
            let broken = self.broken();
            if broken.is_empty() {
                return;
            }
            if round >= PATIENT_ROUNDS && self.misfits().is_empty() {
                return;
            }
            for cell in broken {
                self.mend(cell, random);
                let weight = self
                    .weights
                    .get_mut(cell.0)
                    .and_then(|one| one.get_mut(cell.1));
                if let Some(weight) = weight {
                    *weight += 1;
                }
            }
        }
    }

    /// Swaps records into or out of a cell until its sum is near what is shown, or the tries end.
    fn mend(&mut self, cell: CellAt, random: &mut Stream) {
        let (months, conditions) = self.population.conditions(cell.0, cell.1);
        let places = self.places(&months, &conditions);
        for _ in 0..TRIES {
            let excess = self.excess(cell, self.sum(cell));
            if excess == 0 || places.is_empty() {
                return;
            }
            let place = places.get(random.below(places.len())).copied().unwrap_or(0);
            let Some((one, property)) =
                self.candidate(place, &months, &conditions, excess > 0, random)
            else {
                continue;
            };
            let wanted = conditions.iter().find(|(other, _)| *other == property);
            let is_fit = |record: &Record| {
                let is_inside = match wanted {
                    None => months.contains(&record.0),
                    Some((property, codes)) => {
                        let code = record.1.get(*property);
                        code.is_some_and(|code| codes.contains(code))
                    }
                };
                is_inside == (excess < 0)
            };
            if let Some(other) = self.neighbor(place, is_fit, random) {
                self.try_swap(one, other, property);
            }
        }
    }

    /// A record of a neighborhood that is as wanted.
    fn neighbor(
        &self,
        place: usize,
        is_fit: impl Fn(&Record) -> bool,
        random: &mut Stream,
    ) -> Option<usize> {
        let neighbors = self.neighbors.get(place)?;
        let start = random.below(neighbors.len().max(1));
        let mut order = (0..neighbors.len()).map(|step| (start + step) % neighbors.len());
        let found = order.find(|at| {
            let record = neighbors.get(*at).and_then(|at| self.records.get(*at));
            record.is_some_and(&is_fit)
        });
        neighbors.get(found?).copied()
    }

    /// The neighborhoods that records of a cell live in.
    fn places(
        &self,
        months: &std::ops::Range<usize>,
        conditions: &[(usize, Vec<usize>)],
    ) -> Vec<usize> {
        let place = conditions.iter().find(|(property, _)| *property == 0);
        let numbers = self.numbers.iter().filter(|((code, period), _)| {
            let is_place = place.is_none_or(|(_, codes)| codes.contains(code));
            let start = period * self.period;
            is_place && start < months.end && months.start < start + self.period
        });
        numbers.map(|(_, number)| *number).collect()
    }

    /// A record of a neighborhood that one swap takes out of a cell, or into it; and the property to
    /// swap, past the last one for the month.
    fn candidate(
        &self,
        place: usize,
        months: &std::ops::Range<usize>,
        conditions: &[(usize, Vec<usize>)],
        is_leaving: bool,
        random: &mut Stream,
    ) -> Option<(usize, usize)> {
        let neighbors = self.neighbors.get(place)?;
        let month = self.population.properties().len();
        let start = random.below(neighbors.len().max(1));
        for step in 0..neighbors.len() {
            let at = *neighbors.get((start + step) % neighbors.len())?;
            let record = self.records.get(at)?;
            let misses = |(property, codes): &&(usize, Vec<usize>)| {
                record
                    .1
                    .get(*property)
                    .is_none_or(|code| !codes.contains(code))
            };
            let mut missed = conditions
                .iter()
                .filter(misses)
                .map(|(property, _)| *property);
            let is_late = !months.contains(&record.0);
            let first = missed.next();
            match (is_leaving, first, is_late) {
                (true, None, false) => {
                    // The place itself is the same for all neighbors.
                    let others = conditions.iter().map(|(property, _)| *property);
                    let others: Vec<usize> = others
                        .filter(|property| *property != 0)
                        .chain([month])
                        .collect();
                    return Some((at, *others.get(random.below(others.len()))?));
                }
                (false, None, true) => return Some((at, month)),
                (false, Some(property), false) if missed.next().is_none() => {
                    return Some((at, property));
                }
                _ => {}
            }
        }
        None
    }

    /// Swaps a property between two records, where that makes nothing worse.
    fn try_swap(&mut self, one: usize, other: usize, property: usize) {
        let (Some(a), Some(b)) = (
            self.records.get(one).cloned(),
            self.records.get(other).cloned(),
        ) else {
            return;
        };
        let (mut new_a, mut new_b) = (a.clone(), b.clone());
        match (new_a.1.get_mut(property), new_b.1.get_mut(property)) {
            (Some(x), Some(y)) => std::mem::swap(x, y),
            _ => std::mem::swap(&mut new_a.0, &mut new_b.0),
        }
        if new_a == a || one == other {
            return;
        }
        let tables = std::mem::take(&mut self.tables_with);
        let touched = tables.get(property).map_or(&[][..], Vec::as_slice);
        let mut gain = 0;
        for (record, amount) in [(&a, -1), (&b, -1), (&new_a, 1), (&new_b, 1)] {
            gain += self.add_to(touched, record, amount);
        }
        if gain > 0 {
            for (record, amount) in [(&new_b, -1), (&new_a, -1), (&b, 1), (&a, 1)] {
                self.add_to(touched, record, amount);
            }
        }
        self.tables_with = tables;
        if gain > 0 {
            return;
        }
        if let Some(slot) = self.records.get_mut(one) {
            *slot = new_a;
        }
        if let Some(slot) = self.records.get_mut(other) {
            *slot = new_b;
        }
    }

    /// The numbers that the world does not fit.
    fn misfits(&self) -> Vec<CellAt> {
        let broken = self.broken().into_iter();
        let misfits = broken.filter(|cell| !self.statement(*cell).allows(self.sum(*cell)));
        misfits.collect()
    }

    fn judge(&self) -> Result<(), Unproven> {
        let misfits = self.misfits();
        match misfits.first() {
            None => Ok(()),
            Some((table, cell)) => Err(Unproven::NoWorld {
                cells: misfits.len(),
                table: *table,
                cell: *cell,
            }),
        }
    }
}
