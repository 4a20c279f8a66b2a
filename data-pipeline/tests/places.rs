//! Places as they are published: outlines without gaps or overlaps, labels inside, sizes kept, and
//! what lies in what.
//!
//! The real maps are looked for in `../shared/data` beside the repository, or where
//! `SIGHTLINE_SOURCES` points; without them that test says so and passes.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cube::places::{PlaceLayer, Ring, contains, rings};
use data_pipeline::geography::Maps;
use data_pipeline::geography::layers::layers;
use data_pipeline::settings::Settings;
use geo::Area as _;

mod invented;
mod mapped;

/// How far the sizes of an outline and of its area may be apart, as a share.
const SIZE_TOLERANCE: f64 = 0.03;

fn sources() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    std::env::var_os("SIGHTLINE_SOURCES").map_or(beside, PathBuf::from)
}

fn size(rings: &[Ring]) -> f64 {
    let signed = |ring: &Ring| {
        let ends = ring.iter().cycle().skip(1);
        let twice = ring.iter().zip(ends).map(|((ax, ay), (bx, by))| {
            f64::from(*ax) * f64::from(*by) - f64::from(*bx) * f64::from(*ay)
        });
        twice.sum::<f64>() / 2.0
    };
    rings.iter().map(signed).sum::<f64>().abs()
}

fn rings_of(layer: &PlaceLayer) -> Vec<Vec<Ring>> {
    let outlines = layer
        .areas
        .iter()
        .map(|area| area.outline.as_deref().unwrap());
    outlines.map(|outline| rings(outline).unwrap()).collect()
}

#[test]
fn a_mapped_city_publishes_outlines_residents_and_what_lies_in_what() {
    let city = mapped::mapped_city();
    let settings = Settings::load(&city.settings()).unwrap();
    let (maps, problems) = Maps::read_all(&settings, &city.sources());
    assert!(problems.is_empty(), "{problems:?}");
    let (kinds, layers) = layers(&settings, &maps);
    let ward = kinds.iter().find(|kind| kind.id == "ward").unwrap();
    assert_eq!(ward.layer, "geo/ward.json");
    assert!(ward.mapped);
    assert_eq!(ward.lies_in, ["bank"]);
    let layer = layers.iter().find(|layer| layer.kind == "ward").unwrap();
    let upstream = layer.area("upstream").unwrap();
    assert_eq!(upstream.lies_in["bank"], "left");
    assert_eq!(
        (upstream.residents[0].year, upstream.residents[0].people),
        (2010, 500)
    );
    let found = |longitude| layer.locate(longitude, 0.5).map(|area| area.code.as_str());
    assert_eq!(found(0.5), Some("upstream"));
    assert_eq!(found(2.5), Some("downstream"));
    assert_eq!(found(3.5), None);
    let [left, right] = [rings_of(layer)[0].clone(), rings_of(layer)[1].clone()];
    let corners = |rings: &[Ring]| rings.concat().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(corners(&left).intersection(&corners(&right)).count(), 2);
}

#[test]
fn a_city_without_boundaries_publishes_no_outline() {
    let city = invented::InventedCity::new();
    let settings = Settings::load(&city.settings()).unwrap();
    let (maps, _) = Maps::read_all(&settings, &city.sources());
    let (kinds, layers) = layers(&settings, &maps);
    assert!(kinds.iter().all(|kind| !kind.mapped));
    assert!(layers.iter().all(|layer| layer.plane.is_none()));
}

#[test]
fn real_outlines_cover_their_city_once() {
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("cities/baltimore");
    if !sources().join("geo").is_dir() {
        eprintln!("skipped: no maps in {}", sources().display());
        return;
    }
    let settings = Settings::load(&city).unwrap();
    let (maps, problems) = Maps::read_all(&settings, &sources());
    assert!(problems.is_empty(), "{problems:?}");
    let (_, layers) = layers(&settings, &maps);
    assert!(layers.len() > 3);
    for layer in &layers {
        check_layer(layer, &maps);
    }
}

fn check_layer(layer: &PlaceLayer, maps: &Maps) {
    let plane = layer.plane.unwrap();
    let all = rings_of(layer);
    for (area, rings) in layer.areas.iter().zip(&all) {
        let (x, y) = area.at.unwrap();
        assert!(contains(rings, f64::from(x), f64::from(y)), "{}", area.code);
    }
    let scale = plane.units_per_longitude * plane.units_per_latitude;
    for (position, shape) in maps.get(&layer.kind).unwrap().shapes() {
        let (real, drawn) = (shape.unsigned_area() * scale, size(&all[position]));
        let code = &layer.areas[position].code;
        assert!(
            (real - drawn).abs() <= real * SIZE_TOLERANCE + 400.0,
            "{code}: {real} {drawn}"
        );
    }
    let mut several = 0;
    let mut points = 0;
    for x in (11..plane.width).step_by(37) {
        for y in (13..plane.height).step_by(41) {
            let (x, y) = (f64::from(x) + 0.37, f64::from(y) + 0.41);
            points += 1;
            several += usize::from(all.iter().filter(|rings| contains(rings, x, y)).count() > 1);
        }
    }
    // Official boundaries themselves overlap in a few strips of some meters.
    assert!(
        several * 500 < points,
        "{}: {several} of {points} points",
        layer.kind
    );
}
