//! Which totals stay as they are counted.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{Population, Statement};

/// The totals of a place and a time that are large enough to be published as counted, by table and
/// cell.
///
/// A total is a cell that everything but place and time is added up in. One of a long time is exact
/// only if those of the shortest times of its place within it are: otherwise it would give away what they hide.
/// Where the total of one place alone is too small, that of the next smallest place is not exact
/// either: the difference from the whole would give it away.
/// `counts` are the counts of all cells, by table.
#[must_use]
pub fn exact_totals(
    population: &Population,
    counts: &[Vec<i64>],
    exact_from: u32,
) -> Vec<Vec<bool>> {
    let exact_from = i64::from(exact_from);
    let tables = 0..population.table_count();
    let totals: Vec<Vec<Option<Total>>> = tables
        .map(|table| {
            let counts = counts.get(table).map_or(&[][..], Vec::as_slice);
            totals(population, table, counts)
        })
        .collect();
    let mut shortest: BTreeMap<&[usize], usize> = BTreeMap::new();
    for total in totals.iter().flatten().flatten() {
        let length = shortest.entry(&total.places).or_insert(usize::MAX);
        *length = (*length).min(total.months.len());
    }
    let is_short = |total: &&Total| shortest.get(&*total.places) == Some(&total.months.len());
    let short: Vec<&Total> = totals.iter().flatten().flatten().filter(is_short).collect();
    let companions = companions(&short, exact_from);
    let mut short_totals: BTreeMap<&[usize], Vec<(usize, bool)>> = BTreeMap::new();
    for total in short {
        let start = total.months.start;
        let is_companion = companions.contains(&(start, total.places.clone()));
        let large = total.count >= exact_from && !is_companion;
        short_totals
            .entry(&total.places)
            .or_default()
            .push((start, large));
    }
    let is_exact = |total: &Total| {
        let of_place = short_totals.get(&*total.places).into_iter().flatten();
        let mut within = of_place.filter(|(month, _)| total.months.contains(month));
        total.count >= exact_from && within.all(|(_, large)| *large)
    };
    let cells = totals.iter();
    cells
        .map(|cells| {
            let cells = cells.iter();
            cells
                .map(|total| total.as_ref().is_some_and(is_exact))
                .collect()
        })
        .collect()
}

/// The places whose totals must not be exact, with the month, because one other alone is too small.
fn companions(short: &[&Total], exact_from: i64) -> BTreeSet<(usize, Vec<usize>)> {
    let mut by_month: BTreeMap<usize, BTreeMap<&[usize], i64>> = BTreeMap::new();
    for total in short.iter().filter(|total| total.places.len() == 1) {
        let of_month = by_month.entry(total.months.start).or_default();
        of_month.insert(&total.places, total.count);
    }
    let companion = |(month, places): (usize, BTreeMap<&[usize], i64>)| {
        let small = places.values().filter(|count| **count < exact_from).count();
        let large = places.iter().filter(|(_, count)| **count >= exact_from);
        let next = large.min_by_key(|(place, count)| (**count, **place))?;
        (small == 1).then(|| (month, next.0.to_vec()))
    };
    by_month.into_iter().filter_map(companion).collect()
}

/// A cell that everything but place and time is added up in.
struct Total {
    places: Vec<usize>,
    months: std::ops::Range<usize>,
    count: i64,
}

fn totals(population: &Population, table: usize, counts: &[i64]) -> Vec<Option<Total>> {
    let statements = population.statements(table).iter().enumerate();
    statements
        .map(|(cell, statement)| {
            if *statement == Statement::Nothing {
                return None;
            }
            let (months, conditions) = population.conditions(table, cell);
            let is_total = conditions.iter().all(|(property, codes)| {
                let all = population.properties().get(*property);
                *property == 0 || all.is_some_and(|one| one.codes.len() == codes.len())
            });
            let places = conditions.into_iter().find(|(property, _)| *property == 0);
            is_total.then_some(Total {
                places: places.map(|(_, codes)| codes).unwrap_or_default(),
                months,
                count: counts.get(cell).copied().unwrap_or(0),
            })
        })
        .collect()
}
