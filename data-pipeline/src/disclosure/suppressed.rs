//! Suppression: which numbers of linked tables are hidden.

use cube::{Cell, Cube};
use disclosure::policy::{Family, Policy, Rule, Zeros};
use disclosure::{CellRef, System};
use protection::{Demand, Problem};

use super::DisclosureError;
use super::protected::{categories, with_cells};

/// Whether the policy suppresses numbers of one of the tables.
pub(super) fn applies(policy: &Policy, tables: &[&Cube]) -> bool {
    policy.families.iter().any(|family| {
        let is_named = |cube: &&Cube| family.tables.contains(&cube.header().id);
        matches!(family.rule, Rule::Suppression { .. }) && tables.iter().any(is_named)
    })
}

/// The tables with their small counts hidden, and as many others as that takes.
pub(super) fn hide(policy: &Policy, tables: &[&Cube]) -> Result<Vec<Cube>, DisclosureError> {
    let system = System::new(policy, tables);
    let problem = problem(policy, tables, &system);
    let protection = protection::protect(&problem).map_err(|error| {
        let ids = tables.iter().map(|cube| cube.header().id.as_str());
        DisclosureError::Suppression {
            tables: ids.collect::<Vec<_>>().join(", "),
            error,
        }
    })?;
    let mut cells: Vec<Vec<Cell>> = tables.iter().map(|cube| cube.cells().to_vec()).collect();
    for (at, is_hidden) in system.cells.iter().zip(&protection.hidden) {
        if let (CellRef::Table { table, cell }, true) = (at, is_hidden)
            && let Some(slot) = cells.get_mut(*table).and_then(|table| table.get_mut(*cell))
        {
            *slot = Cell::Suppressed;
        }
    }
    let pairs = tables.iter().zip(cells);
    pairs.map(|(cube, cells)| with_cells(cube, cells)).collect()
}

/// The family of each cell of the system.
fn families<'a>(
    policy: &'a Policy,
    tables: &[&Cube],
    system: &System,
) -> Vec<Option<(&'a Family, String)>> {
    let by_table: Vec<_> = tables
        .iter()
        .map(|cube| {
            let (codes, category) = categories(cube);
            let families = codes.iter().map(|code| {
                let family = policy.family(&cube.header().id, code);
                family.map(|family| (family, (*code).to_owned()))
            });
            (families.collect::<Vec<_>>(), category)
        })
        .collect();
    let cells = system.cells.iter().map(|at| match at {
        CellRef::Table { table, cell } => {
            let (families, category) = by_table.get(*table)?;
            families.get(category(*cell)).cloned().flatten()
        }
        CellRef::Piece { .. } => None,
    });
    cells.collect()
}

fn problem(policy: &Policy, tables: &[&Cube], system: &System) -> Problem {
    let families = families(policy, tables, system);
    let companions: Vec<&String> = policy
        .families
        .iter()
        .flat_map(|family| &family.companions)
        .collect();
    let counts: Vec<u32> = system
        .values
        .iter()
        .map(|value| value.unwrap_or(0))
        .collect();
    let mut demands = Vec::new();
    let mut lowest = vec![0; counts.len()];
    let mut fixed = vec![true; counts.len()];
    for (cell, family) in families.iter().enumerate() {
        let Some((family, code)) = family else {
            continue;
        };
        let (Some(lowest), Some(fixed)) = (lowest.get_mut(cell), fixed.get_mut(cell)) else {
            continue;
        };
        *fixed = match &family.rule {
            Rule::Suppression {
                threshold,
                zeros,
                ambiguity,
                ..
            } => {
                *lowest = u32::from(*zeros == Zeros::Published);
                let count = counts.get(cell).copied().unwrap_or(0);
                if count < *threshold && count >= *lowest {
                    demands.push(Demand {
                        cell,
                        width: *ambiguity,
                    });
                }
                false
            }
            Rule::Exact => !companions.contains(&code),
            Rule::Rounding { .. } => true,
        };
    }
    let rows = system.rows.iter().map(|row| {
        let terms = row.iter().map(|term| protection::Term {
            cell: term.cell,
            coefficient: term.coefficient,
        });
        terms.collect()
    });
    Problem {
        rows: rows.collect(),
        width: system.widths.iter().copied().max().unwrap_or(1).max(1),
        costs: counts.iter().map(|count| u64::from(*count) + 1).collect(),
        counts,
        demands,
        lowest,
        fixed,
    }
}
