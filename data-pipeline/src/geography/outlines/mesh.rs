//! Areas as rings of shared lines: what two neighbors have in common is one line.
//!
//! Maps of cities are drawn area by area: a corner of one border often lies beside the corner of its
//! neighbor's, or on its edge. Corners closer than [`NEAR`] become one, and an edge that a corner lies
//! on gets that corner. What it does not do: simplify.

use std::collections::{BTreeMap, BTreeSet};

use cube::places::{Plane, Ring};
use geo::{LineString, MultiPolygon};
use rstar::{AABB, RTree};

use super::signed_size;

/// A corner, in whole units of the plane.
pub(super) type Corner = (i32, i32);

/// A line of corners between two junctions, in the direction whose corners come first in order; a ring
/// without junctions begins and ends at its first corner.
pub(super) type Arc = Vec<Corner>;

/// Corners at most this many units apart are one.
const NEAR: f64 = 2.5;

/// A stretch of a ring.
#[derive(Debug)]
pub(super) struct Piece {
    /// The line.
    pub arc: Arc,
    /// Whether the ring runs along it backwards.
    pub is_reversed: bool,
}

/// The areas of a map, whose rings share their lines.
#[derive(Debug, Default)]
pub(super) struct Mesh {
    rings: BTreeMap<usize, Vec<Vec<Piece>>>,
    sizes: BTreeMap<usize, f64>,
}

impl Mesh {
    pub fn of(areas: &BTreeMap<usize, &MultiPolygon>, plane: &Plane) -> Self {
        let mut snapping = Snapping::default();
        let mut corners: Vec<(usize, Ring)> = Vec::new();
        for (area, shape) in areas {
            let lines = shape.0.iter();
            let lines = lines
                .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
            for line in lines {
                corners.push((*area, snapping.ring(line, plane)));
            }
        }
        let tree = snapping.tree();
        for (_, ring) in &mut corners {
            // An inserted corner can bend an edge to a further one.
            for _ in 0..2 {
                *ring = with_corners_between(ring, &tree);
            }
            *ring = tidied(std::mem::take(ring));
        }
        corners.retain(|(_, ring)| ring.len() > 2);
        let junctions = Junctions::of(&corners);
        let mut mesh = Self::default();
        for (area, ring) in &corners {
            *mesh.sizes.entry(*area).or_default() += signed_size(ring);
            let pieces = junctions.cut(ring);
            mesh.rings.entry(*area).or_default().push(pieces);
        }
        mesh
    }

    /// The keys of the areas.
    pub fn areas(&self) -> impl Iterator<Item = usize> {
        self.rings.keys().copied()
    }

    /// The rings of an area.
    pub fn rings_of(&self, area: usize) -> &[Vec<Piece>] {
        self.rings.get(&area).map_or(&[], Vec::as_slice)
    }

    /// The lines of an area.
    pub fn arcs_of(&self, area: usize) -> impl Iterator<Item = &Arc> {
        let pieces = self.rings_of(area).iter().flatten();
        pieces.map(|piece| &piece.arc)
    }

    /// The size of an area before any line is simplified, in square units.
    pub fn size(&self, area: usize) -> f64 {
        self.sizes.get(&area).copied().unwrap_or(0.0)
    }
}

/// Makes corners that are close to each other one, the first of them.
#[derive(Default)]
struct Snapping {
    cells: BTreeMap<(i32, i32), Vec<Corner>>,
}

impl Snapping {
    fn ring(&mut self, line: &LineString, plane: &Plane) -> Ring {
        let corners = line.coords().map(|corner| {
            let (x, y) = plane.project(corner.x, corner.y);
            self.corner((rounded(x), rounded(y)))
        });
        corners.collect()
    }

    fn corner(&mut self, corner: Corner) -> Corner {
        const SIDE: i32 = 3;
        let cell = (corner.0.div_euclid(SIDE), corner.1.div_euclid(SIDE));
        let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (cell.0 + x, cell.1 + y)));
        let near = around.flat_map(|cell| self.cells.get(&cell).into_iter().flatten());
        let near = near.filter(|other| squared(corner, **other) <= NEAR * NEAR);
        let nearest = near.min_by(|one, other| {
            let by_distance = squared(corner, **one).total_cmp(&squared(corner, **other));
            by_distance.then(one.cmp(other))
        });
        if let Some(nearest) = nearest {
            return *nearest;
        }
        self.cells.entry(cell).or_default().push(corner);
        corner
    }

    fn tree(self) -> RTree<[i32; 2]> {
        let corners = self.cells.into_values().flatten();
        RTree::bulk_load(corners.map(|(x, y)| [x, y]).collect())
    }
}

/// A ring with the corners that lie on its edges.
fn with_corners_between(ring: &[Corner], tree: &RTree<[i32; 2]>) -> Ring {
    let mut filled = Ring::new();
    let ends = ring.iter().cycle().skip(1);
    for (start, end) in ring.iter().zip(ends) {
        filled.push(*start);
        let reach = 3;
        let low = [start.0.min(end.0) - reach, start.1.min(end.1) - reach];
        let high = [start.0.max(end.0) + reach, start.1.max(end.1) + reach];
        let near = tree.locate_in_envelope(&AABB::from_corners(low, high));
        let mut between: Vec<(f64, Corner)> = near
            .filter_map(|[x, y]| Some((along(*start, *end, (*x, *y))?, (*x, *y))))
            .collect();
        between.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        filled.extend(between.into_iter().map(|(_, corner)| corner));
    }
    filled
}

/// How far along an edge a corner lies that is on it, 0 to 1; the ends themselves are not on it.
fn along(start: Corner, end: Corner, corner: Corner) -> Option<f64> {
    if corner == start || corner == end || start == end {
        return None;
    }
    let (dx, dy) = (f64::from(end.0 - start.0), f64::from(end.1 - start.1));
    let (px, py) = (f64::from(corner.0 - start.0), f64::from(corner.1 - start.1));
    let length = dx * dx + dy * dy;
    let share = (px * dx + py * dy) / length;
    let off = px * dy - py * dx;
    (share > 0.0 && share < 1.0 && off * off <= NEAR * NEAR * length).then_some(share)
}

/// A ring without repeated corners and without edges that lead back the way they came.
fn tidied(ring: Ring) -> Ring {
    let mut kept = Ring::with_capacity(ring.len());
    for corner in ring {
        push(&mut kept, corner);
    }
    // What meets at the seam.
    while let [first, second, .., before, last] = kept.as_slice() {
        if first == last || before == first {
            kept.pop();
        } else if second == last {
            kept.remove(0);
        } else {
            break;
        }
    }
    kept
}

fn push(kept: &mut Ring, corner: Corner) {
    if kept.last() == Some(&corner) {
        return;
    }
    let before = kept.len().checked_sub(2).and_then(|at| kept.get(at));
    if before == Some(&corner) {
        kept.pop();
        return;
    }
    kept.push(corner);
}

/// Where lines of the mesh begin and end.
struct Junctions(BTreeSet<Corner>);

impl Junctions {
    /// A corner is a junction unless it lies between two edges of the same areas.
    fn of(rings: &[(usize, Ring)]) -> Self {
        let mut edges: BTreeMap<(Corner, Corner), BTreeSet<usize>> = BTreeMap::new();
        for (area, ring) in rings {
            let ends = ring.iter().cycle().skip(1);
            for (start, end) in ring.iter().zip(ends) {
                let key = (*start.min(end), *start.max(end));
                edges.entry(key).or_default().insert(*area);
            }
        }
        let mut around: BTreeMap<Corner, Vec<&BTreeSet<usize>>> = BTreeMap::new();
        for ((start, end), areas) in &edges {
            around.entry(*start).or_default().push(areas);
            around.entry(*end).or_default().push(areas);
        }
        let is_passed = |edges: &[&BTreeSet<usize>]| matches!(edges, [one, other] if one == other);
        let junctions = around.iter().filter(|(_, edges)| !is_passed(edges));
        Self(junctions.map(|(corner, _)| *corner).collect())
    }

    /// A ring as the lines it runs along.
    fn cut(&self, ring: &[Corner]) -> Vec<Piece> {
        let start = ring.iter().position(|corner| self.0.contains(corner));
        let lowest = || (0..ring.len()).min_by_key(|at| ring.get(*at));
        let start = start.or_else(lowest).unwrap_or(0);
        let mut pieces = Vec::new();
        let mut line: Arc = Vec::new();
        let turned = ring.iter().cycle().skip(start).take(ring.len() + 1);
        for (at, corner) in turned.enumerate() {
            line.push(*corner);
            let is_end = at == ring.len() || self.0.contains(corner);
            if is_end && line.len() > 1 {
                pieces.push(piece(std::mem::replace(&mut line, vec![*corner])));
            }
        }
        pieces
    }
}

/// A line in the direction that all rings agree on.
fn piece(line: Arc) -> Piece {
    let mut reversed = line.clone();
    reversed.reverse();
    match reversed < line {
        true => Piece {
            arc: reversed,
            is_reversed: true,
        },
        false => Piece {
            arc: line,
            is_reversed: false,
        },
    }
}

fn squared(one: Corner, other: Corner) -> f64 {
    let (dx, dy) = (f64::from(one.0 - other.0), f64::from(one.1 - other.1));
    dx * dx + dy * dy
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a plane has thousands of units, and a cast saturates"
)]
fn rounded(length: f64) -> i32 {
    length.round() as i32
}
