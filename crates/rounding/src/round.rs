//! The rounding of one inner table.

use std::collections::BTreeMap;

use disclosure::{Population, PopulationError, Statement};
use thiserror::Error;

use crate::grid::Grid;
use crate::order::Stream;
use crate::search::{Costs, State};

/// How records are rounded.
#[derive(Clone, Copy, Debug)]
pub struct Method<'a> {
    /// Counts below it become zero or at least it.
    pub base: u32,
    /// How far a rounded number may be from its count.
    pub within: u32,
    /// Decides between possibilities that are equally good; whoever lacks it cannot replay them.
    pub secret: &'a [u8],
}

/// The inner table after rounding, and what is published of it.
#[derive(Clone, Debug)]
pub struct Rounded {
    /// By table, by cell: the number to publish.
    pub tables: Vec<Vec<i64>>,
    /// By table, by cell: how far it is from the count, with its sign.
    pub errors: Vec<Vec<i64>>,
    /// How many sweeps it took.
    pub sweeps: usize,
}

/// Why records cannot be rounded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoundError {
    /// The tables do not fit together.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// No inner table was found that keeps every bound.
    #[error(
        "{cells} numbers cannot be rounded within {within} with exact totals; the first is cell {cell} \
         of table {table}, a count of {count} that came out as {found}"
    )]
    Bound {
        /// How many numbers.
        cells: usize,
        /// The bound.
        within: u32,
        /// The position of the first table.
        table: usize,
        /// The position of the first cell.
        cell: usize,
        /// Its count.
        count: i64,
        /// What it came out as.
        found: i64,
    },
}

/// What must become of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// Nothing is published of it.
    None,
    /// It must stay as it is.
    Exact,
    /// It may move a little.
    Near,
}

struct Aims {
    counts: Vec<i64>,
    aims: Vec<Aim>,
    base: i64,
    within: i64,
    /// By cell: how much its being broken weighs; more with each round that it stays so.
    weights: Vec<i64>,
}

/// What a count on show that is too small costs for each record that it is away from being right.
const SMALL: i64 = 60;

/// What each unit beyond the bound costs, squared.
const BEYOND: i64 = 60;

impl Costs for Aims {
    fn cost(&self, cell: usize, sum: i64) -> i64 {
        if self.aims.get(cell) != Some(&Aim::Near) {
            return 0;
        }
        let error = sum - self.counts.get(cell).copied().unwrap_or(0);
        let beyond = (error.abs() - self.within).max(0);
        let small = if 0 < sum && sum < self.base {
            sum.min(self.base - sum)
        } else {
            0
        };
        let weight = self.weights.get(cell).copied().unwrap_or(1);
        error * error + weight * (BEYOND * beyond * beyond + SMALL * small)
    }
}

impl Aims {
    fn is_broken(&self, cell: usize, sum: i64) -> bool {
        let error = sum - self.counts.get(cell).copied().unwrap_or(0);
        match self.aims.get(cell) {
            Some(Aim::Exact) => error != 0,
            Some(Aim::Near) => error.abs() > self.within || (0 < sum && sum < self.base),
            _ => false,
        }
    }
}

impl Aims {
    /// Makes numbers that stay wrong weigh more.
    fn weigh(&mut self, broken: &[usize]) {
        for cell in broken {
            if let Some(weight) = self.weights.get_mut(*cell) {
                *weight += 1;
            }
        }
    }
}

/// The most rounds of moves, and how many moves are thought of in one for each number that is not yet
/// as it should be.
const ROUND_LIMIT: usize = 3000;
const TRIES: usize = 200;

/// The rounds after which numbers that stay wrong begin to weigh more.
const PATIENT_ROUNDS: usize = 10;

/// How much worse a first move may make things; in the last round none may.
const PATIENCE: usize = 40;

/// Rounds records so that the published sums keep their bounds.
///
/// `population` is that of the tables as counted; `inner` gives kinds of record, ascending, with
/// their counts; `is_exact` says which cells, by table and position, must stay as counted.
///
/// # Errors
/// Where no inner table is found whose sums keep every bound.
pub fn round(
    population: &Population,
    inner: &[(u64, u64)],
    method: &Method<'_>,
    is_exact: impl Fn(usize, usize) -> bool,
) -> Result<Rounded, RoundError> {
    let keys = inner.iter().map(|(key, _)| *key).collect();
    let grid = Grid::new(population, keys)?;
    let counts: Vec<i64> = inner
        .iter()
        .map(|(_, count)| i64::try_from(*count).unwrap_or(i64::MAX))
        .collect();
    let truth = grid.sums(&counts);
    let aims = aims(population, &grid, &truth, is_exact);
    let (base, within) = (i64::from(method.base), i64::from(method.within));
    let groups = groups(&grid, &aims);
    let costs = Aims {
        counts: truth.clone(),
        weights: vec![1; aims.len()],
        aims,
        base,
        within,
    };
    let mut state = State::new(&grid, costs, counts);
    let sweeps = settle(&mut state, &groups, method.secret);
    judge(&grid, &state, &truth, within)?;
    let errors: Vec<i64> = state.sums.iter().zip(&truth).map(|(a, b)| a - b).collect();
    Ok(Rounded {
        tables: grid.by_table(&state.sums),
        errors: grid.by_table(&errors),
        sweeps,
    })
}

fn aims(
    population: &Population,
    grid: &Grid,
    truth: &[i64],
    is_exact: impl Fn(usize, usize) -> bool,
) -> Vec<Aim> {
    let mut aims = Vec::with_capacity(truth.len());
    for table in 0..population.table_count() {
        let statements = population.statements(table).iter().enumerate();
        aims.extend(statements.map(|(cell, statement)| match statement {
            Statement::Nothing => Aim::None,
            _ if is_exact(table, cell) => Aim::Exact,
            _ => Aim::Near,
        }));
    }
    aims.truncate(grid.cell_count());
    aims
}

/// The kinds between which records may move without touching an exact cell: those that are in the
/// same exact cells.
struct Groups {
    /// By kind: its group.
    of_kind: Vec<u32>,
    members: Vec<Vec<u32>>,
}

fn groups(grid: &Grid, aims: &[Aim]) -> Groups {
    let mut numbers: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    let mut groups = Groups {
        of_kind: Vec::with_capacity(grid.len()),
        members: Vec::new(),
    };
    for kind in 0..grid.len() {
        let exact = grid
            .cells(kind)
            .filter(|cell| aims.get(*cell) == Some(&Aim::Exact));
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let number = *numbers.entry(exact.collect()).or_insert(next);
        if number == next {
            groups.members.push(Vec::new());
        }
        if let Some(members) = groups.members.get_mut(number as usize) {
            members.push(u32::try_from(kind).unwrap_or(u32::MAX));
        }
        groups.of_kind.push(number);
    }
    groups
}

/// Moves records inside of groups until every number is as it should be, or the rounds end.
fn settle(state: &mut State<'_, Aims>, groups: &Groups, secret: &[u8]) -> usize {
    let kinds = state.grid.kinds_of_cells();
    let mut random = Stream::new(secret);
    for round in 0..ROUND_LIMIT {
        let broken: Vec<usize> = (0..state.sums.len())
            .filter(|cell| state.costs.is_broken(*cell, state.sum(*cell)))
            .collect();
        if broken.is_empty() {
            return round;
        }
        if round > PATIENT_ROUNDS {
            state.costs.weigh(&broken);
        }
        let patience = PATIENCE * (ROUND_LIMIT - round) / ROUND_LIMIT;
        for _ in 0..broken.len() * TRIES {
            let Some((from, to)) = proposal(&broken, &kinds, groups, &mut random) else {
                continue;
            };
            let most = state.count(from).min(state.costs.base - 1);
            let Some(most) = usize::try_from(most)
                .ok()
                .filter(|most| *most > 0 && from != to)
            else {
                continue;
            };
            let records = 1 + random.below(most) as i64;
            let gain = state.try_move(from, to, records);
            if gain > random.below(patience + 1) as i64 {
                state.change(to, -records);
                state.change(from, records);
            }
        }
    }
    ROUND_LIMIT
}

/// Two kinds of one group, of which one counts in a number that is not as it should be.
fn proposal(
    broken: &[usize],
    kinds: &[Vec<u32>],
    groups: &Groups,
    random: &mut Stream,
) -> Option<(usize, usize)> {
    let of_cell = kinds.get(*broken.get(random.below(broken.len()))?)?;
    let one = *of_cell.get(random.below(of_cell.len().max(1)))? as usize;
    let members = groups.members.get(*groups.of_kind.get(one)? as usize)?;
    let other = *members.get(random.below(members.len().max(1)))? as usize;
    Some(match random.below(2) {
        0 => (one, other),
        _ => (other, one),
    })
}

/// Whether every bound is kept.
fn judge(
    grid: &Grid,
    state: &State<'_, Aims>,
    truth: &[i64],
    within: i64,
) -> Result<(), RoundError> {
    let broken = |(cell, sum): (usize, &i64)| {
        let count = truth.get(cell).copied().unwrap_or(0);
        let broken = state.costs.is_broken(cell, *sum);
        broken.then_some((cell, count, *sum))
    };
    let broken: Vec<(usize, i64, i64)> = state.sums.iter().enumerate().filter_map(broken).collect();
    let Some((cell, count, found)) = broken.first().copied() else {
        return Ok(());
    };
    let table = grid
        .offsets
        .partition_point(|offset| *offset <= cell)
        .saturating_sub(1);
    let offset = grid.offsets.get(table).copied().unwrap_or(0);
    Err(RoundError::Bound {
        cells: broken.len(),
        within: u32::try_from(within).unwrap_or(u32::MAX),
        table,
        cell: cell - offset,
        count,
        found,
    })
}
