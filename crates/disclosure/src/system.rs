//! Every relation between the numbers of tables with suppressed cells, rebuilt from what is
//! published: totals are sums of their parts, tables of the same records agree where they meet, and
//! areas of two divisions are made of the same pieces.

use std::collections::BTreeMap;

use cube::{CellStatus, Cube, Dimension, DimensionKind, Period};
use sha2::{Digest, Sha256};

use crate::policy::{Overlay, Policy, Rule};
use crate::statement::Statement;

/// Where a number of the system stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellRef {
    /// A cell of a published table.
    Table {
        /// The position of the table among those given to [`System::new`].
        table: usize,
        /// The position of the cell in the table.
        cell: usize,
    },
    /// A piece of two areas, which nobody publishes but anybody can work out bounds for.
    Piece {
        /// The positions of the cells of the two areas in their tables.
        cells: [usize; 2],
    },
}

/// A number times a coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The position of the number in the system.
    pub cell: usize,
    /// The coefficient: 1 for a total, -1 for a part.
    pub coefficient: i32,
}

/// The numbers of all tables that hold suppressed ones or are linked to such tables, and how they
/// are related.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// Where each number stands.
    pub cells: Vec<CellRef>,
    /// What is published; none where the number is suppressed.
    pub values: Vec<Option<u32>>,
    /// The least that each number can be.
    pub lowest: Vec<u32>,
    /// How far apart two possible values of each number must be, if it is suppressed; 0 where it
    /// need not be protected.
    pub widths: Vec<u32>,
    /// The relations: the terms of each add up to zero.
    pub rows: Vec<Vec<Term>>,
}

/// One table inside a system.
struct Placed<'a> {
    table: usize,
    cube: &'a Cube,
    /// By position of the cell in the table: the position in the system, where it has a count.
    cells: Vec<Option<usize>>,
    periods: Vec<Period>,
}

impl System {
    /// The system of published tables.
    ///
    /// A group of linked tables is in it where the policy suppresses numbers of one of them, or one
    /// holds a suppressed cell.
    #[must_use]
    pub fn new(policy: &Policy, tables: &[&Cube]) -> Self {
        let ids: Vec<&str> = tables
            .iter()
            .map(|cube| cube.header().id.as_str())
            .collect();
        let mut system = Self::default();
        for (group, members) in policy.groups(&ids) {
            let members: Vec<usize> = members
                .iter()
                .filter_map(|id| ids.iter().position(|other| other == id))
                .collect();
            let cubes: Vec<&Cube> = members
                .iter()
                .filter_map(|at| tables.get(*at).copied())
                .collect();
            if !cubes.iter().any(|cube| is_suppressed(policy, cube)) {
                continue;
            }
            let width = cubes.iter().filter_map(|cube| widest(policy, cube)).max();
            let placed: Vec<Placed<'_>> = members
                .iter()
                .zip(cubes)
                .map(|(table, cube)| system.place(policy, *table, cube, width.unwrap_or(1)))
                .collect();
            for one in &placed {
                system.relate_totals(one);
            }
            for fine in &placed {
                for coarse in &placed {
                    system.relate_tables(fine, coarse);
                }
            }
            let declared = policy.linked.iter().find(|linked| linked.id == group);
            for overlay in declared.into_iter().flat_map(|linked| &linked.overlays) {
                system.relate_pieces(overlay, &placed);
            }
        }
        system
    }

    /// The positions of the suppressed numbers, ascending; pieces are among them.
    #[must_use]
    pub fn hidden(&self) -> Vec<usize> {
        let values = self.values.iter().enumerate();
        let hidden = values.filter(|(_, value)| value.is_none());
        hidden.map(|(cell, _)| cell).collect()
    }

    /// SHA-256 of the suppressed numbers and of every relation between them, in lower-case
    /// hexadecimal: whoever rebuilds the same system gets the same.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        let mut line = |text: String| hash.update(text.as_bytes());
        for cell in self.hidden() {
            let at = self.cells.get(cell);
            let lowest = self.lowest.get(cell).copied().unwrap_or(0);
            let width = self.widths.get(cell).copied().unwrap_or(0);
            line(format!("cell {cell} {at:?} {lowest} {width}\n"));
        }
        for row in &self.rows {
            let (terms, constant) = self.of_hidden(row);
            if !terms.is_empty() {
                line(format!("row {constant} {terms:?}\n"));
            }
        }
        cube::release::hex(&hash.finalize())
    }

    /// The suppressed terms of a relation, and what its published numbers add up to.
    #[must_use]
    pub fn of_hidden(&self, row: &[Term]) -> (Vec<Term>, i64) {
        let mut terms = Vec::new();
        let mut constant = 0;
        for term in row {
            match self.values.get(term.cell).copied().flatten() {
                Some(value) => constant += i64::from(term.coefficient) * i64::from(value),
                None => terms.push(*term),
            }
        }
        (terms, constant)
    }

    fn push(&mut self, at: CellRef, value: Option<u32>, lowest: u32, width: u32) -> usize {
        self.cells.push(at);
        self.values.push(value);
        self.lowest.push(lowest);
        self.widths.push(width);
        self.cells.len() - 1
    }

    /// Gives the cells of a table that have a count their place.
    fn place<'a>(
        &mut self,
        policy: &Policy,
        table: usize,
        cube: &'a Cube,
        width: u32,
    ) -> Placed<'a> {
        let header = cube.header();
        let categories = header
            .dimensions
            .iter()
            .position(|dimension| dimension.kind == DimensionKind::Category);
        let steps = header.step_count().max(1);
        let lengths: Vec<usize> = header
            .dimensions
            .iter()
            .map(|one| one.members.len())
            .collect();
        let mut families = BTreeMap::new();
        let cells = cube.cells().iter().enumerate().map(|(cell, content)| {
            let position = categories.map_or(0, |at| member_of(cell / steps, &lengths, at));
            let family = *families.entry(position).or_insert_with(|| {
                let members = categories.and_then(|at| header.dimensions.get(at));
                let member = members.and_then(|dimension| dimension.members.get(position));
                let code = member.map_or("", |member| member.code.as_str());
                policy.family(&header.id, code)
            });
            let (value, lowest) = match Statement::of(*content, family) {
                Statement::Nothing => return None,
                Statement::Exact(value) => (Some(value), 0),
                Statement::Rounded { shown, .. } => (Some(shown), 0),
                Statement::Hidden { lowest } => (None, lowest),
            };
            let own = family.and_then(|family| match family.rule {
                Rule::Suppression { ambiguity, .. } => Some(ambiguity),
                _ => None,
            });
            let at = CellRef::Table { table, cell };
            Some(self.push(at, value, lowest, own.unwrap_or(width)))
        });
        Placed {
            table,
            cube,
            cells: cells.collect(),
            periods: header.periods(),
        }
    }

    /// Totals inside a table.
    fn relate_totals(&mut self, placed: &Placed<'_>) {
        let header = placed.cube.header();
        if !header.totals.is_summed() {
            return;
        }
        let steps = header.step_count();
        for (at, dimension) in header.dimensions.iter().enumerate() {
            let inner = header
                .dimensions
                .iter()
                .skip(at + 1)
                .map(|one| one.members.len())
                .product::<usize>()
                * steps;
            let outer = header.dimensions.iter().take(at);
            let outer: usize = outer.map(|one| one.members.len()).product();
            for total in 0..dimension.members.len() {
                let parts: Vec<usize> = dimension.children(total).collect();
                if parts.is_empty() {
                    continue;
                }
                let cell = |block: usize, member: usize, offset: usize| {
                    (block * dimension.members.len() + member) * inner + offset
                };
                for block in 0..outer {
                    for offset in 0..inner {
                        let parts = parts.iter().map(|part| cell(block, *part, offset));
                        self.relate(placed, cell(block, total, offset), placed, parts);
                    }
                }
            }
        }
    }

    /// Adds `whole` = sum of `parts`, where all of them have counts or cannot occur.
    fn relate(
        &mut self,
        of_whole: &Placed<'_>,
        whole: usize,
        of_parts: &Placed<'_>,
        parts: impl Iterator<Item = usize>,
    ) {
        let Some(whole) = of_whole.cells.get(whole).copied().flatten() else {
            return;
        };
        let mut row = vec![Term {
            cell: whole,
            coefficient: 1,
        }];
        for part in parts {
            match of_parts.cells.get(part).copied().flatten() {
                Some(cell) => row.push(Term {
                    cell,
                    coefficient: -1,
                }),
                None if of_parts.status(part) == Some(CellStatus::NotApplicable) => {}
                None => return,
            }
        }
        self.rows.push(row);
    }

    /// Where two tables count the same records: a number of the coarse one is the sum of numbers of
    /// the fine one, or equal to one of them.
    fn relate_tables(&mut self, fine: &Placed<'_>, coarse: &Placed<'_>) {
        let (one, other) = (fine.cube.header(), coarse.cube.header());
        let is_ordered = match one.step.months().cmp(&other.step.months()) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => fine.table < coarse.table,
            std::cmp::Ordering::Greater => false,
        };
        if !is_ordered || one.unit != other.unit || one.decimals != other.decimals {
            return;
        }
        let Some(rows) = aligned_rows(&one.dimensions, &other.dimensions, None) else {
            return;
        };
        let (fine_steps, coarse_steps) = (one.step_count(), other.step_count());
        for (at, period) in coarse.periods.iter().enumerate() {
            let Some(within) = fine.within(period) else {
                continue;
            };
            if !same_source(fine, coarse, period) {
                continue;
            }
            for (fine_row, coarse_row) in &rows {
                let whole = coarse_row * coarse_steps + at;
                let parts = within.clone().map(|step| fine_row * fine_steps + step);
                self.relate(coarse, whole, fine, parts);
            }
        }
    }

    /// The pieces that areas of two divisions have in common: each area is the sum of its pieces.
    fn relate_pieces(&mut self, overlay: &Overlay, placed: &[Placed<'_>]) {
        let find = |id: &str| placed.iter().find(|one| one.cube.header().id == *id);
        let (Some(left), Some(right)) = (find(&overlay.left), find(&overlay.right)) else {
            return;
        };
        let (one, other) = (left.cube.header(), right.cube.header());
        if one.step != other.step || one.unit != other.unit {
            return;
        }
        let mut sums: BTreeMap<(bool, usize), Vec<usize>> = BTreeMap::new();
        for (left_area, right_area) in &overlay.pieces {
            let areas = Some((left_area.as_str(), right_area.as_str()));
            let Some(rows) = aligned_rows(&one.dimensions, &other.dimensions, areas) else {
                continue;
            };
            for (at, period) in left.periods.iter().enumerate() {
                let Some(step) = right.periods.iter().position(|other| other == period) else {
                    continue;
                };
                for (left_row, right_row) in &rows {
                    let cells = [
                        left_row * one.step_count() + at,
                        right_row * other.step_count() + step,
                    ];
                    let piece = self.push(CellRef::Piece { cells }, None, 0, 0);
                    for (is_right, cell) in [false, true].into_iter().zip(cells) {
                        sums.entry((is_right, cell)).or_default().push(piece);
                    }
                }
            }
        }
        for ((is_right, cell), pieces) in sums {
            let side = if is_right { right } else { left };
            let Some(cell) = side.cells.get(cell).copied().flatten() else {
                continue;
            };
            let whole = Term {
                cell,
                coefficient: 1,
            };
            let parts = pieces.into_iter().map(|cell| Term {
                cell,
                coefficient: -1,
            });
            self.rows.push([whole].into_iter().chain(parts).collect());
        }
    }
}

impl Placed<'_> {
    fn status(&self, cell: usize) -> Option<CellStatus> {
        self.cube.cells().get(cell).map(|cell| cell.status())
    }

    /// The steps that make up a period; none unless the table spans all of it.
    fn within(&self, period: &Period) -> Option<std::ops::Range<usize>> {
        let header = self.cube.header();
        let is_start = |one: &Period| one.first() == period.first();
        let start = self.periods.iter().position(is_start)?;
        let months = period.last.since(period.first()) + 1;
        let steps = usize::try_from(months / header.step.months()).ok()?;
        let last = self.periods.get((start + steps).checked_sub(1)?)?;
        (last.last == period.last).then_some(start..start + steps)
    }
}

/// Whether both tables take every month of a period from the same source.
fn same_source(fine: &Placed<'_>, coarse: &Placed<'_>, period: &Period) -> bool {
    let source = |placed: &Placed<'_>, month| {
        let stretches = placed.cube.header().stretches.iter();
        let mut stretches = stretches.filter(|one| one.first <= month && month <= one.last);
        stretches.next().map(|stretch| stretch.source.clone())
    };
    let mut months = period.first().through(period.last);
    months.all(|month| {
        let one = source(fine, month);
        one.is_some() && one == source(coarse, month)
    })
}

/// The rows of cells (all dimensions but time) of two tables that count the same: shared dimensions
/// at the same code, a dimension of one alone at its total.
///
/// With `areas`, the dimensions of areas stand at these codes, one for each table. None where a
/// dimension has no total.
fn aligned_rows(
    one: &[Dimension],
    other: &[Dimension],
    areas: Option<(&str, &str)>,
) -> Option<Vec<(usize, usize)>> {
    let mut rows = vec![(vec![0_usize; one.len()], vec![0_usize; other.len()])];
    for (at, dimension) in one.iter().enumerate() {
        let twin = other.iter().position(|twin| twin.id == dimension.id);
        let pairs = member_pairs(dimension, twin.and_then(|twin| other.get(twin)), areas)?;
        rows = rows
            .iter()
            .flat_map(|row| {
                pairs
                    .iter()
                    .map(move |pair| with_pair(row, at, twin, *pair))
            })
            .collect();
    }
    for (at, dimension) in other.iter().enumerate() {
        if !one.iter().any(|twin| twin.id == dimension.id) {
            let total = total(dimension)?;
            for row in &mut rows {
                set(&mut row.1, at, total);
            }
        }
    }
    let flat = |dimensions: &[Dimension], positions: &[usize]| {
        let pairs = dimensions.iter().zip(positions);
        pairs.fold(0, |row, (dimension, position)| {
            row * dimension.members.len() + position
        })
    };
    let rows = rows.iter();
    Some(rows.map(|(a, b)| (flat(one, a), flat(other, b))).collect())
}

/// The members of a dimension and of its twin that are the same.
fn member_pairs(
    dimension: &Dimension,
    twin: Option<&Dimension>,
    areas: Option<(&str, &str)>,
) -> Option<Vec<(usize, usize)>> {
    let Some(twin) = twin else {
        return Some(vec![(total(dimension)?, 0)]);
    };
    if let (Some((left, right)), DimensionKind::Geography) = (areas, dimension.kind) {
        return Some(vec![(dimension.position(left)?, twin.position(right)?)]);
    }
    let members = dimension.members.iter().enumerate();
    let pairs = members.filter_map(|(at, member)| Some((at, twin.position(&member.code)?)));
    Some(pairs.collect())
}

fn with_pair(
    row: &(Vec<usize>, Vec<usize>),
    at: usize,
    twin: Option<usize>,
    pair: (usize, usize),
) -> (Vec<usize>, Vec<usize>) {
    let mut row = row.clone();
    set(&mut row.0, at, pair.0);
    if let Some(twin) = twin {
        set(&mut row.1, twin, pair.1);
    }
    row
}

fn set(positions: &mut [usize], at: usize, position: usize) {
    if let Some(slot) = positions.get_mut(at) {
        *slot = position;
    }
}

/// The member that all others of a dimension are parts of.
fn total(dimension: &Dimension) -> Option<usize> {
    let mut roots = dimension.members.iter().enumerate();
    let (at, _) = roots.find(|(_, member)| member.parent.is_none())?;
    let others = roots.filter(|(_, member)| member.parent.is_none()).count();
    (others == 0).then_some(at)
}

fn member_of(row: usize, lengths: &[usize], at: usize) -> usize {
    let inner: usize = lengths.iter().skip(at + 1).product();
    let length = lengths.get(at).copied().unwrap_or(1);
    row / inner.max(1) % length.max(1)
}

/// Whether numbers of a table are suppressed, or may be.
fn is_suppressed(policy: &Policy, cube: &Cube) -> bool {
    let holds_suppressed = || {
        let mut cells = cube.cells().iter();
        cells.any(|cell| cell.status() == CellStatus::Suppressed)
    };
    widest(policy, cube).is_some() || holds_suppressed()
}

/// The largest ambiguity that a rule of suppression asks for in a table.
fn widest(policy: &Policy, cube: &Cube) -> Option<u32> {
    let families = policy.families.iter();
    let families = families.filter(|family| family.tables.contains(&cube.header().id));
    let ambiguities = families.filter_map(|family| match family.rule {
        Rule::Suppression { ambiguity, .. } => Some(ambiguity),
        _ => None,
    });
    ambiguities.max()
}
