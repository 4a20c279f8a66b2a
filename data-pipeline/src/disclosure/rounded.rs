//! Rounding: linked tables from one inner table.

use std::collections::BTreeMap;

use cube::{Cell, Cube};
use disclosure::policy::{Policy, Rule};
use disclosure::{Population, Statement};
use rounding::{Grid, Method};

use super::DisclosureError;
use super::protected::with_cells;
use crate::aggregate::{self, Inner, Staging};
use crate::settings::{Settings, TableSettings};

/// The rule by which the tables are rounded, where they are.
fn rule(policy: &Policy, tables: &[&Cube]) -> Option<Rule> {
    let mut families = policy.families.iter().filter(|family| {
        let is_named = |cube: &&Cube| family.tables.contains(&cube.header().id);
        matches!(family.rule, Rule::Rounding { .. }) && tables.iter().any(is_named)
    });
    families.next().map(|family| family.rule.clone())
}

/// Whether the policy rounds one of the tables.
pub(super) fn applies(policy: &Policy, tables: &[&Cube]) -> bool {
    rule(policy, tables).is_some()
}

/// The tables rounded, each with the error of each of its numbers.
pub(super) fn round(
    settings: &Settings,
    group: &str,
    tables: &[&Cube],
    staging: &Staging,
    secret: &[u8],
) -> Result<Vec<(Cube, Vec<i64>)>, DisclosureError> {
    let Some(Rule::Rounding {
        base,
        exact_from,
        within,
        ..
    }) = rule(&settings.policy, tables)
    else {
        return Ok(Vec::new());
    };
    let population = Population::new(&settings.policy, group, tables)?;
    let declared: Vec<&TableSettings> = tables
        .iter()
        .filter_map(|cube| {
            settings
                .tables
                .iter()
                .find(|one| one.id == cube.header().id)
        })
        .collect();
    let inner = records(
        &population,
        &aggregate::inner(settings, &declared, staging)?,
    );
    let truth = sums(&population, &inner)?;
    check_sums(&population, tables, &truth)?;
    let exact = rounding::exact_totals(&population, &truth, exact_from);
    let is_exact = |table: usize, cell: usize| {
        let cells = exact.get(table);
        cells
            .and_then(|cells| cells.get(cell))
            .copied()
            .unwrap_or(false)
    };
    let method = Method {
        base,
        within,
        secret,
    };
    let rounded = rounding::round(&population, &inner, &method, is_exact).map_err(|error| {
        let ids = tables.iter().map(|cube| cube.header().id.as_str());
        DisclosureError::Rounding {
            tables: ids.collect::<Vec<_>>().join(", "),
            error,
        }
    })?;
    let numbers = rounded.tables.iter().zip(rounded.errors);
    let cubes = tables.iter().zip(numbers).enumerate();
    cubes
        .map(|(table, (cube, (numbers, errors)))| {
            let cells = cube.cells().iter().zip(numbers).enumerate();
            let cells = cells.map(|(at, (cell, number))| match cell.value() {
                None => *cell,
                Some(_) if is_exact(table, at) => *cell,
                Some(_) => Cell::Rounded(u32::try_from(*number).unwrap_or(u32::MAX)),
            });
            Ok((with_cells(cube, cells.collect())?, errors))
        })
        .collect()
}

/// The records of an inner count by key, ascending. Properties that no table tells are added up.
fn records(population: &Population, inner: &Inner) -> Vec<(u64, u64)> {
    let (first, _) = population.months();
    let columns: Vec<Option<usize>> = population
        .properties()
        .iter()
        .map(|property| inner.dimensions.iter().position(|id| *id == property.id))
        .collect();
    let mut records: BTreeMap<u64, u64> = BTreeMap::new();
    for one in &inner.counts {
        let codes = population.properties().iter().zip(&columns);
        let codes: Option<Vec<usize>> = codes
            .map(|(property, column)| {
                // A property of a single code is the city, which records do not name.
                if property.codes.len() == 1 {
                    return Some(0);
                }
                let key = one.keys.get((*column)?)?;
                property.codes.iter().position(|code| code == key)
            })
            .collect();
        let month = usize::try_from(one.month.since(first)).ok();
        // What has no place in the tables is found missing when sums are compared.
        if let (Some(codes), Some(month)) = (codes, month) {
            *records.entry(population.key(month, &codes)).or_default() += u64::from(one.count);
        }
    }
    records.into_iter().collect()
}

fn sums(population: &Population, inner: &[(u64, u64)]) -> Result<Vec<Vec<i64>>, DisclosureError> {
    let grid = Grid::new(population, inner.iter().map(|(key, _)| *key).collect())?;
    let counts = inner
        .iter()
        .map(|(_, count)| i64::try_from(*count).unwrap_or(i64::MAX));
    Ok(grid.by_table(&grid.sums(&counts.collect::<Vec<_>>())))
}

/// Whether the records add up to what each table counts.
fn check_sums(
    population: &Population,
    tables: &[&Cube],
    sums: &[Vec<i64>],
) -> Result<(), DisclosureError> {
    for (at, (cube, sums)) in tables.iter().zip(sums).enumerate() {
        for (statement, found) in population.statements(at).iter().zip(sums) {
            let expected = match statement {
                Statement::Exact(value) => i64::from(*value),
                _ => continue,
            };
            if expected != *found {
                return Err(DisclosureError::Inner {
                    table: cube.header().id.clone(),
                    expected,
                    found: *found,
                });
            }
        }
    }
    Ok(())
}
