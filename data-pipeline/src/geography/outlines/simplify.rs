//! A line with fewer corners: those go first whose triangle with their neighbors is smallest.
//!
//! Source: Visvalingam and Whyatt, "Line generalisation by repeated elimination of points",
//! Cartographic Journal 30 (1993). The ends stay, so lines that met still meet.

use std::collections::BTreeSet;

use super::mesh::{Arc, Corner};

/// The line without the corners whose triangle is smaller than `detail` square units.
///
/// A closed line keeps three corners.
pub(super) fn line(arc: &Arc, detail: f64) -> Arc {
    let least = if arc.first() == arc.last() { 4 } else { 2 };
    let mut chain = Chain::of(arc);
    let mut sizes: Vec<Option<u64>> = (0..arc.len()).map(|at| chain.triangle(at)).collect();
    let sized = sizes.iter().enumerate();
    let mut queue: BTreeSet<(u64, usize)> = sized
        .filter_map(|(at, size)| Some(((*size)?, at)))
        .collect();
    let mut left = arc.len();
    while left > least {
        let Some((size, at)) = queue.pop_first() else {
            break;
        };
        if size as f64 / 2.0 >= detail {
            break;
        }
        let neighbors = [chain.before(at), chain.after(at)];
        chain.remove(at);
        left -= 1;
        for neighbor in neighbors.into_iter().flatten() {
            let Some(slot) = sizes.get_mut(neighbor) else {
                continue;
            };
            let Some(old) = *slot else { continue };
            queue.remove(&(old, neighbor));
            // A corner that is less than one already removed goes with it, not before.
            let new = chain.triangle(neighbor).unwrap_or(0).max(size);
            *slot = Some(new);
            queue.insert((new, neighbor));
        }
    }
    chain.corners()
}

/// The corners that are left, each with the one before and the one after.
struct Chain<'a> {
    corners: &'a [Corner],
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    is_kept: Vec<bool>,
}

impl<'a> Chain<'a> {
    fn of(corners: &'a [Corner]) -> Self {
        let length = corners.len();
        Self {
            corners,
            before: (0..length).map(|at| at.checked_sub(1)).collect(),
            after: (0..length)
                .map(|at| Some(at + 1).filter(|at| *at < length))
                .collect(),
            is_kept: vec![true; length],
        }
    }

    fn before(&self, at: usize) -> Option<usize> {
        self.before.get(at).copied().flatten()
    }

    fn after(&self, at: usize) -> Option<usize> {
        self.after.get(at).copied().flatten()
    }

    /// Twice the size of the triangle of a corner; none at the ends.
    fn triangle(&self, at: usize) -> Option<u64> {
        let corner = |at: usize| self.corners.get(at).copied();
        let (ax, ay) = corner(self.before(at)?)?;
        let (bx, by) = corner(at)?;
        let (cx, cy) = corner(self.after(at)?)?;
        let (ux, uy) = (i64::from(bx - ax), i64::from(by - ay));
        let (vx, vy) = (i64::from(cx - ax), i64::from(cy - ay));
        Some((ux * vy - uy * vx).unsigned_abs())
    }

    fn remove(&mut self, at: usize) {
        let (before, after) = (self.before(at), self.after(at));
        if let Some(slot) = before.and_then(|before| self.after.get_mut(before)) {
            *slot = after;
        }
        if let Some(slot) = after.and_then(|after| self.before.get_mut(after)) {
            *slot = before;
        }
        if let Some(slot) = self.is_kept.get_mut(at) {
            *slot = false;
        }
    }

    fn corners(&self) -> Arc {
        let kept = self.corners.iter().zip(&self.is_kept);
        kept.filter(|(_, is_kept)| **is_kept)
            .map(|(corner, _)| *corner)
            .collect()
    }
}
