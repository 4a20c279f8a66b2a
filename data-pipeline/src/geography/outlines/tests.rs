use cube::places::{contains, path};
use geo::{LineString, MultiPolygon, Polygon};

use super::*;

/// Plane units are degrees times 1000 here, so that maps can be written as small numbers.
fn plane() -> Plane {
    Plane {
        west: 0.0,
        north: 1.0,
        units_per_longitude: 1000.0,
        units_per_latitude: 1000.0,
        width: 1000,
        height: 1000,
    }
}

fn area(corners: &[(f64, f64)]) -> MultiPolygon {
    let corners: LineString = corners
        .iter()
        .map(|(x, y)| (x / 1000.0, 1.0 - y / 1000.0))
        .collect();
    MultiPolygon::new(vec![Polygon::new(corners, Vec::new())])
}

fn drawn(areas: &[MultiPolygon]) -> Vec<Outline> {
    let keyed = areas.iter().enumerate().collect();
    outlines(&keyed, &plane()).into_values().collect()
}

/// A wavy border down the middle, with corners every 5 units.
fn wave(shift: f64) -> Vec<(f64, f64)> {
    (0..=100)
        .map(|step| {
            let y = f64::from(step) * 5.0;
            (250.0 + 20.0 * (y / 40.0).sin() + shift, y)
        })
        .collect()
}

#[track_caller]
fn check_one_cover(outlines: &[Outline], (width, height): (i32, i32)) {
    for x in (7..width).step_by(7) {
        for y in (5..height).step_by(7) {
            let (x, y) = (f64::from(x) + 0.3, f64::from(y) + 0.4);
            let around = outlines.iter().filter(|one| contains(&one.rings, x, y));
            assert_eq!(around.count(), 1, "at {x}, {y}");
        }
    }
}

#[test]
fn neighbors_share_their_border_though_their_corners_differ() {
    let mut left: Vec<_> = wave(0.0);
    left.extend([(0.0, 500.0), (0.0, 0.0)]);
    // The neighbor's border lies half a unit beside it, and has every second corner only.
    let mut right: Vec<_> = wave(0.5).into_iter().step_by(2).collect();
    right.extend([(500.0, 500.0), (500.0, 0.0)]);
    let outlines = drawn(&[area(&left), area(&right)]);
    check_one_cover(&outlines, (500, 500));
    let corners = |at: usize| outlines[at].rings[0].iter().copied();
    let shared: BTreeMap<_, _> = corners(0)
        .filter(|(x, _)| *x > 50)
        .map(|c| (c, ()))
        .collect();
    let other = corners(1)
        .filter(|(x, _)| *x < 450)
        .filter(|c| shared.contains_key(c));
    assert_eq!(other.count(), shared.len());
    assert!(shared.len() < 40, "{} corners are left", shared.len());
}

#[test]
fn a_corner_on_a_neighbors_edge_is_a_corner_of_both() {
    let wide = area(&[(0.0, 0.0), (300.0, 0.0), (300.0, 100.0), (0.0, 100.0)]);
    let left = area(&[(0.0, 100.0), (150.0, 101.0), (150.0, 200.0), (0.0, 200.0)]);
    let right = area(&[
        (150.0, 101.0),
        (300.0, 100.0),
        (300.0, 200.0),
        (150.0, 200.0),
    ]);
    let outlines = drawn(&[wide, left, right]);
    check_one_cover(&outlines, (300, 200));
    assert!(outlines[0].rings[0].contains(&(150, 101)));
}

#[test]
fn an_island_is_the_hole_around_it() {
    let island = area(&[(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0)]);
    let around = area(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]);
    let hole = island.0[0].exterior().clone();
    let around = Polygon::new(around.0[0].exterior().clone(), vec![hole]);
    let outlines = drawn(&[island, MultiPolygon::new(vec![around])]);
    check_one_cover(&outlines, (100, 100));
    assert_eq!(outlines[1].rings.len(), 2);
}

#[test]
fn a_label_lies_inside_and_a_size_is_kept() {
    let hook = [
        (0.0, 0.0),
        (200.0, 0.0),
        (200.0, 200.0),
        (180.0, 200.0),
        (180.0, 20.0),
        (0.0, 20.0),
    ];
    let outline = &drawn(&[area(&hook)])[0];
    let at = (f64::from(outline.at.0), f64::from(outline.at.1));
    assert!(contains(&outline.rings, at.0, at.1));
    let size: f64 = outline.rings.iter().map(|ring| signed_size(ring)).sum();
    assert!((size.abs() - 7600.0).abs() <= 7600.0 * SIZE_TOLERANCE);
    assert!(path(&outline.rings).starts_with('M'));
}
