//! What a ring of a polygon must be: closed, on the globe, where the city is, and free of crossings.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree, RTreeObject};

use crate::settings::Bounds;

/// What is wrong with a ring: the fault, what would be right and what was found.
pub(super) struct Fault {
    pub message: &'static str,
    pub expected: String,
    pub found: String,
}

impl Fault {
    /// A corner that is no point.
    pub(super) fn short_position() -> Self {
        Self {
            message: "a position has less than two numbers",
            expected: "a longitude and a latitude".into(),
            found: "one number, or none".into(),
        }
    }
}

/// The corners of a ring; the last repeats the first.
///
/// # Errors
/// The first fault.
pub(super) fn ring(positions: Vec<Coord>, bounds: Option<Bounds>) -> Result<Vec<Coord>, Fault> {
    if positions.len() < 4 {
        return Err(Fault {
            message: "a ring has too few corners",
            expected: "at least four positions, the last the same as the first".into(),
            found: format!("{} positions", positions.len()),
        });
    }
    for position in &positions {
        on_the_globe(*position)?;
    }
    closed(&positions)?;
    if let Some(bounds) = bounds {
        in_the_box(&positions, bounds)?;
    }
    match crossing(&positions) {
        Some(at) => Err(Fault {
            message: "a ring crosses itself",
            expected: "a line that goes around the place once".into(),
            found: format!("a crossing near {}", shown(at)),
        }),
        None => Ok(positions),
    }
}

fn on_the_globe(position: Coord) -> Result<(), Fault> {
    if (-180.0..=180.0).contains(&position.x) && (-90.0..=90.0).contains(&position.y) {
        return Ok(());
    }
    Err(Fault {
        message: "a position is not on the globe; is the file projected?",
        expected: "longitude and latitude in degrees of WGS 84".into(),
        found: shown(position),
    })
}

fn closed(positions: &[Coord]) -> Result<(), Fault> {
    match (positions.first(), positions.last()) {
        (Some(first), Some(last)) if first != last => Err(Fault {
            message: "a ring is not closed",
            expected: format!("{} again at its end", shown(*first)),
            found: shown(*last),
        }),
        _ => Ok(()),
    }
}

fn in_the_box(positions: &[Coord], bounds: Bounds) -> Result<(), Fault> {
    let mut corners = positions.iter();
    let Some(outside) = corners.find(|at| !bounds.contains(at.x, at.y)) else {
        return Ok(());
    };
    Err(Fault {
        message: match bounds.contains(outside.y, outside.x) {
            true => "latitude and longitude are swapped",
            false => "a corner lies outside of the box around the city",
        },
        expected: format!(
            "longitudes from {} to {}, latitudes from {} to {}",
            bounds.west, bounds.east, bounds.south, bounds.north
        ),
        found: shown(*outside),
    })
}

/// Where two edges cross, other than at corners: a touch in a corner leaves inside and outside clear.
fn crossing(positions: &[Coord]) -> Option<Coord> {
    let edge = |(index, pair): (usize, &[Coord])| match pair {
        [start, end] => {
            let corners = ([start.x, start.y], [end.x, end.y]);
            let around = Rectangle::from_corners(corners.0, corners.1);
            Some(GeomWithData::new(around, (index, Line::new(*start, *end))))
        }
        _ => None,
    };
    let edges: Vec<_> = positions.windows(2).enumerate().filter_map(edge).collect();
    let tree = RTree::bulk_load(edges.clone());
    edges.iter().find_map(|one| {
        let around: AABB<[f64; 2]> = one.geom().envelope();
        let (index, line) = one.data;
        let near = tree.locate_in_envelope_intersecting(&around);
        near.filter(|other| other.data.0 > index)
            .filter_map(|other| match line_intersection(line, other.data.1) {
                Some(LineIntersection::SinglePoint {
                    intersection,
                    is_proper: true,
                }) => Some(intersection),
                _ => None,
            })
            .min_by(|one, other| one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y)))
    })
}

fn shown(position: Coord) -> String {
    format!("{}, {}", position.x, position.y)
}
