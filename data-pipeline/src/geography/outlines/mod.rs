//! Outlines for drawing: areas brought to a plane and simplified, with the borders of neighbors kept
//! in one.
//!
//! A border that two areas share is one line of the [`mesh`], simplified once and used twice: no gap
//! opens between neighbors, and none covers a strip of another. Where a simpler line would change the
//! size of an area by more than [`SIZE_TOLERANCE`], its lines keep more of their corners. Outlines are
//! for looking at; records are located by the boundaries themselves (see [`super::Map`]).

mod label;
mod mesh;
mod simplify;

use std::collections::BTreeMap;

use cube::places::{Plane, Ring};
use geo::MultiPolygon;

use self::mesh::{Arc, Mesh};

/// The size of the triangle, in square units of the plane, below which its middle corner is left out.
const DETAIL: f64 = 60.0;

/// How far the size of an outline may be from that of its area, as a share of it.
const SIZE_TOLERANCE: f64 = 0.02;

/// Rings below this size, in square units, are left out where an area has larger ones.
const SMALLEST_RING: f64 = 30.0;

/// How often the lines of an area may be drawn finer, four times each.
const REFINEMENTS: u32 = 8;

/// The outline of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its rings.
    pub rings: Vec<Ring>,
    /// A point well inside.
    pub at: (i32, i32),
}

/// The outlines of areas in a plane, by the keys of the areas.
///
/// An area that is smaller than a few units of the plane has none.
#[must_use]
pub fn outlines(areas: &BTreeMap<usize, &MultiPolygon>, plane: &Plane) -> BTreeMap<usize, Outline> {
    let mesh = Mesh::of(areas, plane);
    let mut finer: BTreeMap<&Arc, u32> = BTreeMap::new();
    for _ in 0..REFINEMENTS {
        let drawn = Drawn::of(&mesh, &finer);
        let coarse: Vec<usize> = mesh.areas().filter(|area| !drawn.is_true(*area)).collect();
        if coarse.is_empty() {
            break;
        }
        for arc in coarse.into_iter().flat_map(|area| mesh.arcs_of(area)) {
            *finer.entry(arc).or_default() += 1;
        }
    }
    let drawn = Drawn::of(&mesh, &finer);
    let outline = |area| {
        let rings = without_specks(drawn.rings(area));
        let at = label::point(&rings)?;
        Some((area, Outline { rings, at }))
    };
    mesh.areas().filter_map(outline).collect()
}

/// A mesh with its lines simplified.
struct Drawn<'m> {
    mesh: &'m Mesh,
    lines: BTreeMap<&'m Arc, Arc>,
}

impl<'m> Drawn<'m> {
    fn of(mesh: &'m Mesh, finer: &BTreeMap<&'m Arc, u32>) -> Self {
        let line = |arc: &'m Arc| {
            let steps = finer.get(arc).copied().unwrap_or(0);
            let detail = DETAIL / 4_f64.powi(i32::try_from(steps).unwrap_or(0));
            (arc, simplify::line(arc, detail))
        };
        let arcs = mesh.areas().flat_map(|area| mesh.arcs_of(area));
        Self {
            mesh,
            lines: arcs.map(line).collect(),
        }
    }

    /// Whether the outline of an area is about as large as the area.
    fn is_true(&self, area: usize) -> bool {
        let size = self.mesh.size(area).abs();
        let drawn: f64 = self.rings(area).iter().map(|ring| signed_size(ring)).sum();
        (drawn.abs() - size).abs() <= size * SIZE_TOLERANCE
    }

    /// The rings of an area; what is left of a ring without any inside is left out.
    fn rings(&self, area: usize) -> Vec<Ring> {
        let rings = self.mesh.rings_of(area).iter().map(|ring| {
            let mut corners = Ring::new();
            for piece in ring {
                let Some(line) = self.lines.get(&piece.arc) else {
                    continue;
                };
                let mut line = line.clone();
                if piece.is_reversed {
                    line.reverse();
                }
                line.pop();
                corners.extend(line);
            }
            corners
        });
        rings.filter(|ring| ring.len() > 2).collect()
    }
}

/// The rings of an outline without the smallest, which nobody would see.
fn without_specks(mut rings: Vec<Ring>) -> Vec<Ring> {
    let sizes = rings.iter().map(|ring| signed_size(ring).abs());
    let largest = sizes.fold(0.0, f64::max);
    rings.retain(|ring| signed_size(ring).abs() >= SMALLEST_RING.min(largest));
    rings
}

/// The size of a ring in square units; negative where it turns the other way.
fn signed_size(ring: &[(i32, i32)]) -> f64 {
    let ends = ring.iter().cycle().skip(1);
    let twice = ring.iter().zip(ends).map(|((ax, ay), (bx, by))| {
        i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay)
    });
    twice.sum::<i64>() as f64 / 2.0
}

#[cfg(test)]
mod tests;
