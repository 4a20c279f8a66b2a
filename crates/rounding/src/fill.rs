//! A first world: records that fit most of what is published, table after table.

use std::collections::BTreeMap;

use disclosure::{Population, Statement};

use crate::order::Stream;

/// A property that no table has told yet.
const UNKNOWN: usize = usize::MAX;

/// Records that fit the finest table, with the properties that the other tables add.
///
/// Each further table is taken where it adds the fewest properties: its numbers are then dealt out
/// among the records that agree in what it shares with the tables before.
pub(crate) fn records(population: &Population, random: &mut Stream) -> Vec<(usize, Vec<usize>)> {
    let mut left: Vec<usize> = (0..population.table_count()).collect();
    let finest = |table: &usize| {
        let (properties, months) = population.told_apart(*table);
        (months, std::cmp::Reverse(properties.len()), *table)
    };
    let Some(first) = left.iter().copied().min_by_key(finest) else {
        return Vec::new();
    };
    left.retain(|table| *table != first);
    let (mut known, _) = population.told_apart(first);
    let mut records = of_table(population, first);
    loop {
        let new = |table: &usize| {
            let (properties, _) = population.told_apart(*table);
            properties.iter().filter(|one| !known.contains(one)).count()
        };
        let candidates = left.iter().copied().filter(|table| new(table) > 0);
        let Some(next) = candidates.min_by_key(|table| (new(table), *table)) else {
            break;
        };
        left.retain(|table| *table != next);
        deal(population, next, &known, &mut records, random);
        let (properties, _) = population.told_apart(next);
        known.extend(properties);
        known.sort_unstable();
        known.dedup();
    }
    for (_, codes) in &mut records {
        for code in codes.iter_mut().filter(|code| **code == UNKNOWN) {
            *code = 0;
        }
    }
    records
}

/// The number that a cell shows; 0 where it shows none.
fn shown(population: &Population, table: usize, month: usize, codes: &[usize]) -> u32 {
    // Where a table does not tell codes apart, any of them leads to the cell.
    let known = codes
        .iter()
        .map(|code| if *code == UNKNOWN { 0 } else { *code });
    let cell = population.finest_cell(table, month, &known.collect::<Vec<_>>());
    match cell.and_then(|cell| population.statements(table).get(cell)) {
        Some(Statement::Exact(value) | Statement::Rounded { shown: value, .. }) => *value,
        _ => 0,
    }
}

/// As many records as the finest cells of a table show.
fn of_table(population: &Population, table: usize) -> Vec<(usize, Vec<usize>)> {
    let (properties, months) = population.told_apart(table);
    let mut records = Vec::new();
    for month in population.span(table).step_by(months) {
        for codes in combinations(population, &properties) {
            let number = shown(population, table, month, &codes);
            records.extend((0..number).map(|_| (month, codes.clone())));
        }
    }
    records
}

/// Every combination of codes of some properties; the others unknown.
fn combinations(population: &Population, properties: &[usize]) -> Vec<Vec<usize>> {
    let mut combinations = vec![vec![UNKNOWN; population.properties().len()]];
    for (at, property) in population.properties().iter().enumerate() {
        if !properties.contains(&at) {
            continue;
        }
        combinations = combinations
            .iter()
            .flat_map(|codes| {
                (0..property.codes.len()).map(move |code| {
                    let mut codes = codes.clone();
                    if let Some(slot) = codes.get_mut(at) {
                        *slot = code;
                    }
                    codes
                })
            })
            .collect();
    }
    combinations
}

/// Deals the new properties of a table out among the records.
fn deal(
    population: &Population,
    table: usize,
    known: &[usize],
    records: &mut [(usize, Vec<usize>)],
    random: &mut Stream,
) {
    let (properties, months) = population.told_apart(table);
    let start = population.span(table).start;
    let (shared, new): (Vec<usize>, Vec<usize>) = properties
        .iter()
        .partition(|property| known.contains(property));
    let mut groups: BTreeMap<(usize, Vec<usize>), Vec<usize>> = BTreeMap::new();
    for (at, (month, codes)) in records.iter().enumerate() {
        let step = month.saturating_sub(start) / months * months + start;
        let codes = shared
            .iter()
            .map(|one| codes.get(*one).copied().unwrap_or(0));
        groups.entry((step, codes.collect())).or_default().push(at);
    }
    let additions = combinations(population, &new);
    for ((month, codes), members) in groups {
        let mut hand: Vec<&Vec<usize>> = Vec::with_capacity(members.len());
        for addition in &additions {
            let mut whole = addition.clone();
            for (property, code) in shared.iter().zip(&codes) {
                if let Some(slot) = whole.get_mut(*property) {
                    *slot = *code;
                }
            }
            let number = shown(population, table, month, &whole);
            hand.extend((0..number).map(|_| addition));
        }
        random.shuffle(&mut hand);
        for (at, member) in members.iter().enumerate() {
            let dealt = hand
                .get(at % hand.len().max(1))
                .copied()
                .or(additions.first());
            let (Some((_, codes)), Some(dealt)) = (records.get_mut(*member), dealt) else {
                continue;
            };
            for property in &new {
                let code = dealt.get(*property).copied();
                if let (Some(slot), Some(code)) = (codes.get_mut(*property), code) {
                    *slot = code;
                }
            }
        }
    }
}
