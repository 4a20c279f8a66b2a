//! The certificate, from published numbers alone.

use std::collections::BTreeMap;

use cube::Cube;
use disclosure::certificate::{CertifiedTable, FORMAT, HiddenWorlds, RoundedWorlds};
use disclosure::{Audit, Certificate, Policy, Population, System, rounded_groups, sha256_hex};
use protection::{Published, Witnesses};

use super::DisclosureError;

/// What is published of a system, as an attacker has it.
pub(super) fn published(system: &System) -> Published {
    let rows = system.rows.iter().map(|row| {
        let terms = row.iter().map(|term| protection::Term {
            cell: term.cell,
            coefficient: term.coefficient,
        });
        terms.collect()
    });
    Published {
        values: system.values.clone(),
        rows: rows.collect(),
        lowest: system.lowest.clone(),
        // A piece need not be protected, but every hidden number of a system has a width.
        widths: system.widths.iter().map(|width| (*width).max(1)).collect(),
    }
}

/// Makes the certificate of published tables, in the order of the manifest.
///
/// It gets nothing but what everybody gets. The audits are added by the gate.
///
/// # Errors
/// Where no worlds are found for rounded numbers. Suppressed numbers without worlds are left out,
/// and the gate refuses the release.
pub fn certify(
    policy: &Policy,
    policy_bytes: &[u8],
    tables: &[(&Cube, &[u8])],
    audits: Vec<Audit>,
) -> Result<Certificate, DisclosureError> {
    let cubes: Vec<&Cube> = tables.iter().map(|(cube, _)| *cube).collect();
    let system = System::new(policy, &cubes);
    let witnesses = witnesses(&system)?;
    let mut rounded = Vec::new();
    for (group, members) in rounded_groups(policy, &cubes) {
        let of_group: Vec<&Cube> = members
            .iter()
            .filter_map(|at| cubes.get(*at).copied())
            .collect();
        let population = Population::new(policy, &group, &of_group)?;
        let widths = policy.families.iter().filter(|family| {
            let mut tables = of_group.iter();
            tables.any(|cube| family.tables.contains(&cube.header().id))
        });
        let width = widths.filter_map(|family| family.rule.ambiguity()).max();
        let worlds = rounding::worlds(&population, width.unwrap_or(1)).map_err(|error| {
            let ids = of_group.iter().map(|cube| cube.header().id.as_str());
            DisclosureError::Unproven {
                tables: ids.collect::<Vec<_>>().join(", "),
                error,
            }
        })?;
        rounded.push(RoundedWorlds::encode(&group, &worlds.world, &worlds.moves));
    }
    let certified = tables.iter().map(|(cube, bytes)| CertifiedTable {
        id: cube.header().id.clone(),
        sha256: sha256_hex(bytes),
    });
    Ok(Certificate {
        format: FORMAT,
        policy_sha256: sha256_hex(policy_bytes),
        tables: certified.collect(),
        system_sha256: system.sha256(),
        audits,
        suppressed: hidden_worlds(&system, &witnesses),
        rounded,
    })
}

/// Worlds of the suppressed numbers of a system.
pub(super) fn witnesses(system: &System) -> Result<Witnesses, DisclosureError> {
    protection::witnesses(&published(system)).map_err(|error| DisclosureError::Suppression {
        tables: "with suppressed numbers".to_owned(),
        error,
    })
}

fn hidden_worlds(system: &System, witnesses: &Witnesses) -> Vec<HiddenWorlds> {
    let hidden = system.hidden();
    let positions: BTreeMap<usize, u64> = hidden.iter().copied().zip(0..).collect();
    let worlds = witnesses.components.iter().map(|component| {
        let cells: Vec<(u64, u64)> = component
            .cells
            .iter()
            .zip(&component.base)
            .filter_map(|(cell, count)| Some((*positions.get(cell)?, u64::from(*count))))
            .collect();
        let moves: Vec<Vec<(u64, i64)>> = component
            .moves
            .iter()
            .map(|shifts| {
                let terms = shifts.iter().filter_map(|shift| {
                    let index = component.cells.binary_search(&shift.cell).ok()?;
                    Some((index as u64, shift.delta))
                });
                terms.collect()
            })
            .collect();
        HiddenWorlds::encode(&cells, &moves)
    });
    worlds.collect()
}
