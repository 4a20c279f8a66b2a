//! Moves of records inside a world, until every rounded number has been moved far enough by one.

use std::collections::BTreeMap;

use disclosure::certificate::Move;
use disclosure::{CellAt, Population, Statement};

use crate::order::Stream;

/// How many months and places are looked at for one number, how many moves are thought of in each,
/// and how many that fit are compared.
const PLACES: usize = 8;
const TRIES: usize = 30;
const COMPARED: usize = 6;

/// How many times as long a number is thought about again that nothing was found for.
const PATIENCE: usize = 100;

/// A record: its month and its codes.
type Record = (usize, Vec<usize>);

/// A world that is complete, and what moves in it have reached.
pub(crate) struct Cover<'a> {
    pub population: &'a Population,
    pub records: &'a [Record],
    pub sums: &'a [Vec<i64>],
    /// How far apart two worlds must be at each rounded number.
    pub width: i64,
}

/// A move, and what it changes.
type Found = (Move, BTreeMap<CellAt, i64>);

/// Records of one month and place.
#[derive(Default)]
struct Nearby<'a> {
    /// Whether the cell is the total of a place and a time.
    is_total: bool,
    inside: Vec<&'a Record>,
    outside: Vec<&'a Record>,
}

struct Reached {
    cells: Vec<Vec<bool>>,
    by_month: Vec<Vec<usize>>,
}

impl Cover<'_> {
    /// Moves that reach every rounded number, and the numbers that none reaches.
    pub fn moves(&self, random: &mut Stream) -> (Vec<Move>, Vec<CellAt>) {
        let (_, months) = self.population.months();
        let mut reached = Reached {
            cells: self
                .sums
                .iter()
                .map(|table| vec![false; table.len()])
                .collect(),
            by_month: vec![Vec::new(); months],
        };
        for (at, (month, _)) in self.records.iter().enumerate() {
            if let Some(list) = reached.by_month.get_mut(*month) {
                list.push(at);
            }
        }
        let (mut moves, mut missed) = (Vec::new(), Vec::new());
        for table in 0..self.population.table_count() {
            for cell in 0..self.population.statements(table).len() {
                let target = (table, cell);
                if !self.is_rounded(target) || reached.has(target) {
                    continue;
                }
                let found = self
                    .best(target, &reached, PLACES, random)
                    .or_else(|| self.best(target, &reached, PLACES * PATIENCE, random));
                match found {
                    None => missed.push(target),
                    Some((found, changes)) => {
                        moves.push(found);
                        reached.note(&changes, self.width);
                    }
                }
            }
        }
        (moves, missed)
    }

    fn statement(&self, (table, cell): CellAt) -> Statement {
        let statement = self.population.statements(table).get(cell).copied();
        statement.unwrap_or(Statement::Nothing)
    }

    fn is_rounded(&self, cell: CellAt) -> bool {
        matches!(self.statement(cell), Statement::Rounded { .. })
    }

    /// Of some moves that take a number far enough the one that reaches most others as well.
    fn best(
        &self,
        target: CellAt,
        reached: &Reached,
        places: usize,
        random: &mut Stream,
    ) -> Option<Found> {
        let (months, conditions) = self.population.conditions(target.0, target.1);
        let mut best: Option<(usize, Found)> = None;
        let mut compared = 0;
        for _ in 0..places {
            let nearby = self.nearby(&months, &conditions, reached, random);
            for _ in 0..TRIES {
                let Some(pairs) = self.thought_of(&nearby, &conditions, random) else {
                    break;
                };
                let Some(changes) = self.fitting(&pairs, target) else {
                    continue;
                };
                let new = changes.iter().filter(|(cell, amount)| {
                    amount.abs() >= self.width && self.is_rounded(**cell) && !reached.has(**cell)
                });
                let new = new.count();
                if best.as_ref().is_none_or(|(most, _)| new > *most) {
                    best = Some((new, (self.terms(&pairs), changes)));
                }
                compared += 1;
                if compared == COMPARED {
                    return best.map(|(_, found)| found);
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// Records of a month and a place of a cell: those in it, and those that are not.
    fn nearby(
        &self,
        months: &std::ops::Range<usize>,
        conditions: &[(usize, Vec<usize>)],
        reached: &Reached,
        random: &mut Stream,
    ) -> Nearby<'_> {
        let month = months.start + random.below(months.len().max(1));
        let candidates = reached.by_month.get(month).map_or(&[][..], Vec::as_slice);
        let place = candidates.get(random.below(candidates.len().max(1)));
        let place = place.and_then(|at| self.records.get(*at)?.1.first().copied());
        let of_cell = conditions.iter().find(|(property, _)| *property == 0);
        let place = match of_cell {
            Some((_, codes)) if codes.len() == 1 => codes.first().copied(),
            _ => place,
        };
        // A total is left by going to another place; any other number without leaving the place.
        let is_total = conditions.iter().all(|(property, codes)| {
            let all = self.population.properties().get(*property);
            *property == 0 || all.is_none_or(|one| one.codes.len() == codes.len())
        });
        let mut nearby = Nearby {
            is_total,
            ..Nearby::default()
        };
        for record in candidates.iter().filter_map(|at| self.records.get(*at)) {
            if !is_total && record.1.first().copied() != place {
                continue;
            }
            let is_inside = conditions.iter().all(|(property, codes)| {
                let code = record.1.get(*property);
                code.is_some_and(|code| codes.contains(code))
            });
            match is_inside {
                true => nearby.inside.push(record),
                false => nearby.outside.push(record),
            }
        }
        nearby
    }

    /// Records to change, and what they become: out of the cell where there are enough inside, into
    /// it otherwise. Records of the same kind move the same cells, and so reach most.
    fn thought_of(
        &self,
        nearby: &Nearby<'_>,
        conditions: &[(usize, Vec<usize>)],
        random: &mut Stream,
    ) -> Option<Vec<(Record, Record)>> {
        let wanted = usize::try_from(self.width).unwrap_or(1);
        let is_leaving = nearby.inside.len() >= wanted
            && (nearby.outside.len() < wanted || random.below(2) == 0);
        let list = if is_leaving {
            &nearby.inside
        } else {
            &nearby.outside
        };
        if list.len() < wanted {
            return None;
        }
        let start = random.below(list.len());
        let first = list.get(start)?;
        let order = |step: usize| list.get((start + step) % list.len());
        let steps = 1..list.len();
        let twins = steps.clone().filter(|step| order(*step) == Some(first));
        let others = steps.filter(|step| order(*step) != Some(first));
        let chosen = std::iter::once(0).chain(twins).chain(others).take(wanted);
        let becoming = self.changed(nearby, first, conditions, is_leaving, random)?;
        let pairs = chosen.map(|step| {
            let record = (*order(step)?).clone();
            let same = match is_leaving {
                true => becoming.clone(),
                false => self.changed(nearby, &record, conditions, false, random)?,
            };
            Some((record, same))
        });
        pairs.collect()
    }

    fn changed(
        &self,
        nearby: &Nearby<'_>,
        record: &Record,
        conditions: &[(usize, Vec<usize>)],
        is_leaving: bool,
        random: &mut Stream,
    ) -> Option<Record> {
        let mut changed = record.clone();
        if is_leaving {
            let is_free = |property: usize| (property == 0) == nearby.is_total;
            let free = conditions.iter().filter(|(property, _)| is_free(*property));
            let free: Vec<_> = free.collect();
            let (property, codes) = free.get(random.below(free.len().max(1)))?;
            let all = self.population.properties().get(*property)?.codes.len();
            let outside: Vec<usize> = (0..all).filter(|code| !codes.contains(code)).collect();
            *changed.1.get_mut(*property)? = *outside.get(random.below(outside.len().max(1)))?;
            return Some(changed);
        }
        for (property, codes) in conditions {
            let slot = changed.1.get_mut(*property)?;
            if !codes.contains(slot) {
                *slot = *codes.get(random.below(codes.len().max(1)))?;
            }
        }
        Some(changed)
    }

    /// What a move changes, where everything published still fits and the number moves far enough.
    fn fitting(&self, pairs: &[(Record, Record)], target: CellAt) -> Option<BTreeMap<CellAt, i64>> {
        let mut changes: BTreeMap<CellAt, i64> = BTreeMap::new();
        let mut cells = Vec::new();
        for (from, to) in pairs {
            for (record, amount) in [(from, -1), (to, 1)] {
                self.population.cells_of(record.0, &record.1, &mut cells);
                for cell in &cells {
                    *changes.entry(*cell).or_default() += amount;
                }
            }
        }
        changes.retain(|_, amount| *amount != 0);
        let fits = changes.iter().all(|((table, cell), amount)| {
            let sum = self.sums.get(*table).and_then(|table| table.get(*cell));
            let sum = sum.copied().unwrap_or(0);
            self.statement((*table, *cell)).allows(sum + amount)
        });
        let moved = changes.get(&target).copied().unwrap_or(0);
        (fits && moved.abs() >= self.width).then_some(changes)
    }

    fn terms(&self, pairs: &[(Record, Record)]) -> Move {
        let mut terms: BTreeMap<u64, i64> = BTreeMap::new();
        for (from, to) in pairs {
            *terms
                .entry(self.population.key(from.0, &from.1))
                .or_default() -= 1;
            *terms.entry(self.population.key(to.0, &to.1)).or_default() += 1;
        }
        terms.retain(|_, amount| *amount != 0);
        terms.into_iter().collect()
    }
}

impl Reached {
    fn has(&self, (table, cell): CellAt) -> bool {
        let table = self.cells.get(table);
        table.and_then(|table| table.get(cell)) == Some(&true)
    }

    fn note(&mut self, changes: &BTreeMap<CellAt, i64>, width: i64) {
        for ((table, cell), amount) in changes {
            let slot = self
                .cells
                .get_mut(*table)
                .and_then(|one| one.get_mut(*cell));
            if let Some(slot) = slot.filter(|_| amount.abs() >= width) {
                *slot = true;
            }
        }
    }
}
