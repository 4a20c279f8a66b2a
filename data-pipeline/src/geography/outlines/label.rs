//! A point well inside of an outline, for a label: about as far from its border as any.

use cube::places::{Ring, contains};

/// Points to a side of the grid that is searched.
const SIDE: i32 = 24;

/// The point of a grid over the largest ring that lies inside and farthest from every edge, looked for
/// twice: over the ring, then around the best point.
///
/// `None` where there is no ring, or none wide enough for a point of whole units.
pub(super) fn point(rings: &[Ring]) -> Option<(i32, i32)> {
    let size = |ring: &&Ring| {
        let (low, high) = bounds(ring)?;
        Some(i64::from(high.0 - low.0) * i64::from(high.1 - low.1))
    };
    let largest = rings.iter().max_by_key(size)?;
    let (low, high) = bounds(largest)?;
    let best = best_of(rings, low, high)?;
    let step = ((high.0 - low.0) / SIDE + 1, (high.1 - low.1) / SIDE + 1);
    let around = best_of(
        rings,
        (best.1.0 - step.0, best.1.1 - step.1),
        (best.1.0 + step.0, best.1.1 + step.1),
    );
    let better = around.filter(|around| around.0 > best.0);
    Some(better.unwrap_or(best).1)
}

/// The best point of a grid, with its squared distance from the nearest edge.
fn best_of(rings: &[Ring], low: (i32, i32), high: (i32, i32)) -> Option<(f64, (i32, i32))> {
    let at = |low: i32, high: i32, step: i32| low + (high - low) * step / SIDE;
    let steps = || 0..=SIDE;
    let points = steps().flat_map(|x| steps().map(move |y| (x, y)));
    let points = points.map(|(x, y)| (at(low.0, high.0, x), at(low.1, high.1, y)));
    let inside = points.filter(|(x, y)| contains(rings, f64::from(*x), f64::from(*y)));
    let measured = inside.map(|point| (nearest_edge(rings, point), point));
    measured.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
}

/// The squared distance from a point to the nearest edge.
fn nearest_edge(rings: &[Ring], point: (i32, i32)) -> f64 {
    let edges = rings.iter().flat_map(|ring| {
        let ends = ring.iter().cycle().skip(1);
        ring.iter().zip(ends)
    });
    let distances = edges.map(|(start, end)| {
        let (dx, dy) = (f64::from(end.0 - start.0), f64::from(end.1 - start.1));
        let (px, py) = (f64::from(point.0 - start.0), f64::from(point.1 - start.1));
        let length = dx * dx + dy * dy;
        let share = if length > 0.0 {
            (px * dx + py * dy) / length
        } else {
            0.0
        };
        let share = share.clamp(0.0, 1.0);
        (px - share * dx).powi(2) + (py - share * dy).powi(2)
    });
    distances.fold(f64::INFINITY, f64::min)
}

/// The corners of the box around a ring.
fn bounds(ring: &Ring) -> Option<((i32, i32), (i32, i32))> {
    let xs = || ring.iter().map(|(x, _)| *x);
    let ys = || ring.iter().map(|(_, y)| *y);
    Some(((xs().min()?, ys().min()?), (xs().max()?, ys().max()?)))
}
