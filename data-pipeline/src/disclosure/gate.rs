//! The gate before every release: the audits A0 to A9 over the bytes of its final files.
//!
//! It fails closed. What has passed is a [`Cleared`], which only this file can make, and nothing else
//! can be published.

use std::collections::{BTreeMap, BTreeSet};

use cube::Cube;
use cube::release::Manifest;
use disclosure::policy::{Family, Policy, Rule};
use disclosure::{Audit, CellRef, Certificate, Checker, Statement, System};
use protection::{Published, Witnesses};

use super::certify::{published, witnesses};
use super::conformance::conformance;
use super::protected::categories;
use super::{CERTIFICATE, DisclosureError, POLICY, bytes};
use crate::publish::Draft;

/// A release that has passed every audit.
#[derive(Debug)]
pub struct Cleared(Draft);

impl Cleared {
    /// The release.
    #[must_use]
    pub fn into_draft(self) -> Draft {
        self.0
    }
}

/// Lets a release pass, or refuses it.
///
/// All that is looked at are the bytes of its files, the policy among them; `before` is the manifest
/// of the release that it supersedes.
///
/// # Errors
/// [`DisclosureError::Refused`] with the audits, where one fails.
pub fn clear(draft: Draft, before: Option<&Manifest>) -> Result<Cleared, DisclosureError> {
    let refused = |id: &str, finding: String| {
        let audit = Audit {
            id: id.to_owned(),
            title: String::new(),
            checked: 0,
            finding,
            passed: false,
        };
        Err(DisclosureError::Refused(vec![audit]))
    };
    let (Some(policy_bytes), Some(certificate_bytes)) =
        (draft.files.get(POLICY), draft.files.get(CERTIFICATE))
    else {
        return refused("A0", "the policy or the certificate is missing".into());
    };
    let policy: Policy = serde_json::from_slice(policy_bytes)?;
    let tables = match bytes::tables(&draft) {
        Ok(tables) => tables,
        Err(error) => return refused("A0", error),
    };
    let found = conformance(&policy, &draft, &tables);
    if let Some(fault) = found.faults.first() {
        return refused("A0", fault.clone());
    }
    let files: Vec<Vec<u8>> = tables.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    let mut checker = match Checker::new(certificate_bytes, policy_bytes, &files) {
        Ok(checker) => checker,
        Err(error) => return refused("A3", error.to_string()),
    };
    if !checker.finish().holds() {
        let fault = checker.verdict().faults.first();
        let fault = fault.map(|fault| format!("{}: {}", fault.table, fault.problem));
        return refused("A3", fault.unwrap_or_default());
    }
    let cubes: Vec<&Cube> = tables.iter().map(|(cube, _)| cube).collect();
    let audits = audits(&policy, &cubes, &draft.manifest)?;
    if audits.iter().any(|audit| !audit.passed) {
        return Err(DisclosureError::Refused(audits));
    }
    if checker.certificate().audits != audits {
        return refused(
            "A0",
            "the certificate tells of other audits than were made".into(),
        );
    }
    if let Some(fault) = unprotected_before(&policy, before) {
        return refused("A7", fault);
    }
    Ok(Cleared(draft))
}

/// An earlier release that shows what is protected now must be named by the policy.
fn unprotected_before(policy: &Policy, before: Option<&Manifest>) -> Option<String> {
    let before = before.filter(|before| before.protection.is_none())?;
    let is_named = policy
        .unprotected_releases
        .iter()
        .any(|one| one.id == before.id);
    let protects = policy.families.iter().any(|family| {
        let mut tables = before.tables.iter();
        family.rule != Rule::Exact && tables.any(|table| family.tables.contains(&table.id))
    });
    (protects && !is_named).then(|| {
        format!(
            "release {} showed as counted what is protected now; name it in policy.toml as an \
             unprotected release",
            before.id
        )
    })
}

/// The audits A0 to A9 of published tables, in the order of the manifest.
///
/// # Errors
/// Where an audit cannot be made.
pub(super) fn audits(
    policy: &Policy,
    cubes: &[&Cube],
    manifest: &Manifest,
) -> Result<Vec<Audit>, DisclosureError> {
    let system = System::new(policy, cubes);
    let published = published(&system);
    let witnesses = witnesses(&system)?;
    let attack = |error| DisclosureError::Suppression {
        tables: "with suppressed numbers".to_owned(),
        error,
    };
    let records = records(&system);
    let found = protection::audit(&published, &witnesses, &records).map_err(attack)?;
    let hidden = published.hidden().len() as u64;
    let rounded = rounded_cells(policy, cubes);
    let audit = |id: &str, title: &str, checked: u64, passed: bool, finding: String| Audit {
        id: id.to_owned(),
        title: title.to_owned(),
        checked,
        finding,
        passed,
    };
    let cells: u64 = cubes.iter().map(|cube| cube.cells().len() as u64).sum();
    let groups = disclosed_groups(policy, cubes);
    let (pieces, narrow_windows) = windows(&system, &published, &witnesses);
    let (utility, over) = utility(policy, cubes, manifest);
    Ok(vec![
        audit(
            "A0",
            "Only what the policy declares",
            cells,
            true,
            "Every number belongs to a family and is shown as its rule allows; all formats agree."
                .into(),
        ),
        audit(
            "A1",
            "Adding and subtracting",
            system.rows.len() as u64,
            found.determined.is_empty(),
            format!(
                "{} hidden numbers follow from published ones.",
                found.determined.len()
            ),
        ),
        audit(
            "A2",
            "Ranges",
            hidden,
            found.narrow.is_empty() && !found.unsettled,
            format!(
                "{} hidden numbers have a range that is too narrow.",
                found.narrow.len()
            ),
        ),
        audit(
            "A3",
            "Two worlds for each number",
            hidden + rounded,
            found.failures.len() == found.undecided.len() || found.failures.is_empty(),
            format!(
                "{} numbers lack two worlds that are far enough apart.",
                found.failures.len()
            ),
        ),
        audit(
            "A4",
            "Integer programs decide the rest",
            found.failures.len() as u64,
            found.undecided.is_empty(),
            format!("{} numbers are left undecided.", found.undecided.len()),
        ),
        audit(
            "A5",
            "Somebody who knows their own record",
            records.len() as u64 + rounded,
            found.exposures.is_empty() && own_record_in_rounded(policy),
            format!(
                "{} numbers are given away by one known record.",
                found.exposures.len()
            ),
        ),
        audit(
            "A6",
            "Groups that are all alike",
            groups.0,
            groups.1.is_empty(),
            match groups.1.first() {
                None => "No group shows that all of its people share one thing.".into(),
                Some(table) => format!("{} groups do, the first in {table}.", groups.1.len()),
            },
        ),
        audit(
            "A7",
            "Differences over places and time",
            pieces,
            narrow_windows == 0,
            format!("{narrow_windows} differences of published numbers are small and known."),
        ),
        audit(
            "A8",
            "The audits find a planted leak",
            1,
            finds_planted_leak()?,
            "A known trap, in which every line has two holes, is still found.".into(),
        ),
        audit(
            "A9",
            "What protection costs",
            utility,
            over.is_empty(),
            match over.first() {
                None => "Every family stays within the limits of the policy.".into(),
                Some(text) => text.clone(),
            },
        ),
    ])
}

/// For each suppressed number the suppressed numbers that a record in it counts in as well: the
/// totals above it, and the same number in linked tables.
fn records(system: &System) -> Vec<Vec<usize>> {
    let mut above: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in &system.rows {
        let wholes = row.iter().filter(|term| term.coefficient > 0);
        let Some(whole) = wholes.map(|term| term.cell).next() else {
            continue;
        };
        for part in row.iter().filter(|term| term.coefficient < 0) {
            above.entry(part.cell).or_default().push(whole);
        }
    }
    let is_hidden = |cell: &usize| system.values.get(*cell).copied().flatten().is_none();
    let of_cell = |cell: usize| {
        let mut seen: BTreeSet<usize> = [cell].into();
        let mut next = vec![cell];
        while let Some(at) = next.pop() {
            for whole in above.get(&at).into_iter().flatten() {
                if seen.insert(*whole) {
                    next.push(*whole);
                }
            }
        }
        seen.into_iter().filter(is_hidden).collect::<Vec<usize>>()
    };
    let hidden = system.hidden().into_iter();
    let tables = hidden.filter(|cell| {
        let at = system.cells.get(*cell);
        at.is_some_and(|at| matches!(at, CellRef::Table { .. }))
    });
    tables.map(of_cell).collect()
}

fn rounded_cells(policy: &Policy, cubes: &[&Cube]) -> u64 {
    let rounded = cubes.iter().map(|cube| {
        let statements = statements(policy, cube);
        let rounded = statements
            .iter()
            .filter(|statement| matches!(statement, Statement::Rounded { .. }));
        rounded.count() as u64
    });
    rounded.sum()
}

fn statements(policy: &Policy, cube: &Cube) -> Vec<Statement> {
    let (codes, category) = categories(cube);
    let id = &cube.header().id;
    let families: Vec<Option<&Family>> = codes.iter().map(|code| policy.family(id, code)).collect();
    let cells = cube.cells().iter().enumerate();
    cells
        .map(|(at, cell)| Statement::of(*cell, families.get(category(at)).copied().flatten()))
        .collect()
}

/// A rounded number stays ambiguous for somebody whose own record is in it: then it is at least 1.
fn own_record_in_rounded(policy: &Policy) -> bool {
    policy.families.iter().all(|family| match family.rule {
        // At worst nothing is shown: then it is from 1 to `within`.
        Rule::Rounding {
            within, ambiguity, ..
        } => within > ambiguity,
        _ => true,
    })
}

/// Groups in which all people visibly share one thing: of the parts of a total that is not zero, only
/// one can be anything but zero. How many totals were looked at, and the tables of those found.
fn disclosed_groups(policy: &Policy, cubes: &[&Cube]) -> (u64, Vec<String>) {
    let (mut checked, mut found) = (0, Vec::new());
    for cube in cubes {
        let header = cube.header();
        let statements = statements(policy, cube);
        let (codes, category) = categories(cube);
        let protected: Vec<bool> = codes
            .iter()
            .map(|code| {
                let family = policy.family(&header.id, code);
                family.is_some_and(|family| family.rule != Rule::Exact)
            })
            .collect();
        let is_protected = |cell: usize| protected.get(category(cell)) == Some(&true);
        let may_be_some = |cell: usize| match statements.get(cell) {
            Some(Statement::Exact(count)) => *count > 0,
            Some(Statement::Nothing) | None => false,
            Some(Statement::Hidden { .. } | Statement::Rounded { .. }) => true,
        };
        for (at, dimension) in header.dimensions.iter().enumerate() {
            let lengths = header.dimensions.iter().map(|one| one.members.len());
            let inner: usize =
                lengths.clone().skip(at + 1).product::<usize>() * header.step_count();
            let outer: usize = lengths.take(at).product();
            for total in 0..dimension.members.len() {
                let parts: Vec<usize> = dimension.children(total).collect();
                if parts.len() < 2 {
                    continue;
                }
                for block in 0..outer {
                    for offset in 0..inner {
                        let cell = |member: usize| {
                            (block * dimension.members.len() + member) * inner + offset
                        };
                        checked += 1;
                        let some = parts.iter().filter(|part| may_be_some(cell(**part)));
                        if is_protected(cell(total))
                            && may_be_some(cell(total))
                            && some.count() == 1
                        {
                            found.push(header.id.clone());
                        }
                    }
                }
            }
        }
    }
    (checked, found)
}

/// Pieces of areas and sums of linked tables that come out small: how many relations over more than
/// one table or area there are, and how many hidden sums in them are small and known.
///
/// Two hidden numbers of one relation add up to a known sum; where that sum is below the width, both
/// are small and nearly known, whatever the single ranges say.
fn windows(system: &System, published: &Published, witnesses: &Witnesses) -> (u64, usize) {
    let undecided: BTreeSet<usize> = witnesses.undecided.iter().copied().collect();
    let (mut relations, mut narrow) = (0, 0);
    for row in &system.rows {
        let (terms, constant) = system.of_hidden(row);
        if terms.is_empty() {
            continue;
        }
        relations += 1;
        let same_sign = terms.iter().all(|term| term.coefficient < 0)
            || terms.iter().all(|term| term.coefficient > 0);
        let widest = terms
            .iter()
            .filter_map(|term| published.widths.get(term.cell))
            .max();
        let sum = constant.unsigned_abs();
        let is_narrow = same_sign && sum < u64::from(widest.copied().unwrap_or(0));
        narrow +=
            usize::from(is_narrow && terms.iter().any(|term| !undecided.contains(&term.cell)));
    }
    (relations, narrow)
}

/// The share of each family that is hidden, and the errors of each rounded table, against the limits.
fn utility(policy: &Policy, cubes: &[&Cube], manifest: &Manifest) -> (u64, Vec<String>) {
    let (mut checked, mut over) = (0, Vec::new());
    for family in &policy.families {
        match family.rule {
            Rule::Exact => {}
            Rule::Suppression {
                hidden_percent_limit,
                ..
            } => {
                let (hidden, all) = hidden_share(family, cubes);
                checked += all;
                if hidden * 100 > all * u64::from(hidden_percent_limit) {
                    over.push(format!(
                        "{}: {hidden} of {all} numbers are hidden, more than {hidden_percent_limit} \
                         percent.",
                        family.id
                    ));
                }
            }
            Rule::Rounding {
                within,
                mean_error_limit_hundredths,
                ..
            } => {
                let tables = manifest.tables.iter();
                for table in tables.filter(|table| family.tables.contains(&table.id)) {
                    let cost = table.protection.unwrap_or_default();
                    checked += cost.rounded;
                    if cost.largest_error > within
                        || cost.mean_error_hundredths > mean_error_limit_hundredths
                    {
                        over.push(format!(
                            "{}: its numbers are too far from the counts.",
                            table.id
                        ));
                    }
                }
            }
        }
    }
    (checked, over)
}

fn hidden_share(family: &Family, cubes: &[&Cube]) -> (u64, u64) {
    let (mut hidden, mut all) = (0, 0);
    for cube in cubes {
        let (codes, category) = categories(cube);
        for (at, cell) in cube.cells().iter().enumerate() {
            let code = codes.get(category(at)).copied().unwrap_or_default();
            if family.holds(&cube.header().id, code) {
                let is_hidden = cell.status() == cube::CellStatus::Suppressed;
                hidden += u64::from(is_hidden);
                all += u64::from(is_hidden || cell.value().is_some());
            }
        }
    }
    (hidden, all)
}

/// Whether the audits find the leak of a published trap: four lines and four columns with two holes in
/// each line that has any, and yet one number follows from the rest.
///
/// The numbers are those of the test data of the R package sdcTable (`problem` data).
fn finds_planted_leak() -> Result<bool, DisclosureError> {
    const NUMBERS: [[u32; 4]; 4] = [
        [30, 47, 64, 89],
        [90, 124, 5, 31],
        [92, 100, 59, 85],
        [800, 991, 651, 685],
    ];
    const HOLES: [(usize, usize); 9] = [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
        (1, 2),
        (2, 1),
        (2, 3),
        (3, 1),
        (3, 3),
    ];
    let cell = |row: usize, column: usize| row * 5 + column;
    let mut values = vec![Some(0_u32); 25];
    for row in 0..5 {
        for column in 0..5 {
            let rows: Vec<usize> = if row == 4 {
                (0..4).collect()
            } else {
                vec![row]
            };
            let columns: Vec<usize> = if column == 4 {
                (0..4).collect()
            } else {
                vec![column]
            };
            let numbers = rows.iter().flat_map(|row| {
                let line = NUMBERS.get(*row);
                columns.iter().filter_map(move |column| line?.get(*column))
            });
            if let Some(slot) = values.get_mut(cell(row, column)) {
                *slot = Some(numbers.sum()).filter(|_| !HOLES.contains(&(row, column)));
            }
        }
    }
    let sum = |cells: Vec<usize>| -> Vec<protection::Term> {
        let last = cells.len() - 1;
        let terms = cells.into_iter().enumerate();
        terms
            .map(|(at, cell)| protection::Term {
                cell,
                coefficient: if at == last { 1 } else { -1 },
            })
            .collect()
    };
    let rows = (0..5).map(|row| sum((0..5).map(|column| cell(row, column)).collect()));
    let columns = (0..5).map(|column| sum((0..5).map(|row| cell(row, column)).collect()));
    let published = Published {
        values,
        rows: rows.chain(columns).collect(),
        lowest: vec![0; 25],
        widths: vec![2; 25],
    };
    let attack = |error| DisclosureError::Suppression {
        tables: "of the planted leak".to_owned(),
        error,
    };
    let witnesses = protection::witnesses(&published).map_err(attack)?;
    let found = protection::audit(&published, &witnesses, &[]).map_err(attack)?;
    Ok(found.determined.contains(&cell(0, 1)) && !found.passes())
}

/// The certificate that goes with audits; see [`super::certify`].
pub(super) fn audited(
    policy: &Policy,
    policy_bytes: &[u8],
    tables: &[(&Cube, &[u8])],
    manifest: &Manifest,
) -> Result<Certificate, DisclosureError> {
    let cubes: Vec<&Cube> = tables.iter().map(|(cube, _)| *cube).collect();
    let audits = audits(policy, &cubes, manifest)?;
    super::certify(policy, policy_bytes, tables, audits)
}
