//! Points find their places: by properties over invented maps, and on the real ones.
//!
//! The real maps and records are not part of the repository. They are looked for in `../shared/data`
//! beside it, or where `SIGHTLINE_SOURCES` points; without them the tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use data_pipeline::clean::Coordinate;
use data_pipeline::geography::{Map, Maps};
use data_pipeline::report::AreaReport;
use data_pipeline::settings::Settings;
use geo::{Coord, LineString, MultiPolygon, Polygon, coord};
use proptest::prelude::*;

/// A box from one corner to the other, in degrees.
fn square(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon {
    MultiPolygon::new(vec![Polygon::new(
        ring(west, south, east, north),
        Vec::new(),
    )])
}

fn ring(west: f64, south: f64, east: f64, north: f64) -> LineString {
    let corners: Vec<Coord> = vec![
        coord! { x: west, y: south },
        coord! { x: east, y: south },
        coord! { x: east, y: north },
        coord! { x: west, y: north },
        coord! { x: west, y: south },
    ];
    LineString::new(corners)
}

/// Squares of one degree in `columns` columns, numbered row by row from the south-west.
fn grid(columns: u16, rows: u16) -> BTreeMap<usize, MultiPolygon> {
    let cell = |at: u16| {
        let (x, y) = (f64::from(at % columns), f64::from(at / columns));
        (usize::from(at), square(x, y, x + 1.0, y + 1.0))
    };
    (0..columns * rows).map(cell).collect()
}

#[test]
fn a_border_belongs_to_the_first_of_its_places() {
    let map = Map::new(grid(2, 2));
    for (point, expected) in [
        ((0.5, 0.5), Some(0)),
        ((1.0, 0.5), Some(0)),
        ((0.5, 1.0), Some(0)),
        ((1.0, 1.0), Some(0)),
        ((1.5, 1.0), Some(1)),
        ((1.0, 1.5), Some(2)),
        ((2.0, 2.0), Some(3)),
        ((0.0, 0.0), Some(0)),
        ((2.0000001, 1.0), None),
        ((-0.1, 0.5), None),
    ] {
        assert_eq!(map.locate(point.0, point.1), expected, "{point:?}");
    }
}

#[test]
fn the_inside_goes_before_the_border_and_a_hole_is_outside() {
    // The first place ends on the edge x = 1, which lies inside of the second.
    let first = square(0.0, 0.0, 1.0, 1.0);
    let second = square(0.5, -1.0, 2.0, 2.0);
    let map = Map::new(BTreeMap::from([(0, first), (1, second)]));
    assert_eq!(map.locate(1.0, 0.5), Some(1));
    assert_eq!(map.locate(0.7, 0.5), Some(0));
    // Both rings turn the same way round, as careless files have them.
    let hole = ring(0.4, 0.4, 0.6, 0.6);
    let around = Polygon::new(ring(0.0, 0.0, 1.0, 1.0), vec![hole]);
    let map = Map::new(BTreeMap::from([(7, MultiPolygon::new(vec![around]))]));
    assert_eq!(map.locate(0.5, 0.5), None);
    assert_eq!(map.locate(0.4, 0.5), Some(7));
    assert_eq!(map.locate(0.2, 0.5), Some(7));
}

/// A star around the middle of a cell: its corner at each angle lies at one of the distances.
fn star(distances: &[f64], x: f64, y: f64) -> MultiPolygon {
    let step = std::f64::consts::TAU / distances.len() as f64;
    let corner = |(index, distance): (usize, &f64)| {
        let (sin, cos) = (step * index as f64).sin_cos();
        coord! { x: x + distance * cos, y: y + distance * sin }
    };
    let corners: Vec<Coord> = distances.iter().enumerate().map(corner).collect();
    MultiPolygon::new(vec![Polygon::new(LineString::new(corners), Vec::new())])
}

proptest! {
    #[test]
    fn the_place_of_a_point_in_a_grid_is_that_of_its_cell(x in 0.0..5.0f64, y in 0.0..4.0f64) {
        let expected = (y.floor() * 5.0 + x.floor()) as usize;
        let is_on_a_border = x.fract() == 0.0 || y.fract() == 0.0;
        let found = Map::new(grid(5, 4)).locate(x, y);
        prop_assert!(is_on_a_border || found == Some(expected));
    }

    #[test]
    fn points_outside_have_no_place(x in 5.001..170.0f64, y in -80.0..80.0f64) {
        prop_assert_eq!(Map::new(grid(5, 4)).locate(x, y), None);
    }

    #[test]
    fn a_point_near_the_middle_of_a_star_is_inside_and_one_beyond_it_is_not(
        distances in prop::collection::vec(0.2..1.0f64, 5..40),
        angle in 0.0..std::f64::consts::TAU,
    ) {
        let map = Map::new(BTreeMap::from([(3, star(&distances, 10.0, 20.0))]));
        let (sin, cos) = angle.sin_cos();
        // The nearest edge of the sharpest of these stars is further from the middle than this.
        let near = map.locate(10.0 + 0.01 * cos, 20.0 + 0.01 * sin);
        prop_assert_eq!(near, Some(3));
        prop_assert_eq!(map.locate(10.0 + 1.01 * cos, 20.0 + 1.01 * sin), None);
    }

    #[test]
    fn corners_and_edges_belong_to_the_place(
        distances in prop::collection::vec(0.2..1.0f64, 5..40),
        index in 0usize..40,
    ) {
        let shape = star(&distances, 0.0, 0.0);
        let corner = shape.0[0].exterior().0[index % distances.len()];
        let map = Map::new(BTreeMap::from([(0, shape)]));
        prop_assert_eq!(map.locate(corner.x, corner.y), Some(0));
    }

    #[test]
    fn the_way_round_and_the_first_corner_of_a_ring_do_not_matter(
        distances in prop::collection::vec(0.2..1.0f64, 5..20),
        shift in 0usize..20,
        x in -1.0..1.0f64,
        y in -1.0..1.0f64,
    ) {
        let shape = star(&distances, 0.0, 0.0);
        let mut corners = shape.0[0].exterior().0.clone();
        corners.pop();
        let by = shift % corners.len();
        corners.rotate_left(by);
        corners.reverse();
        let turned = Polygon::new(LineString::new(corners), Vec::new());
        let turned = MultiPolygon::new(vec![turned]);
        let one = Map::new(BTreeMap::from([(0, shape)])).locate(x, y);
        let other = Map::new(BTreeMap::from([(0, turned)])).locate(x, y);
        prop_assert_eq!(one, other);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of the real sources; a note where it is absent.
fn sources(test: &str) -> Option<PathBuf> {
    let folder = match std::env::var_os("SIGHTLINE_SOURCES") {
        Some(folder) => folder.into(),
        None => root().join("../shared/data"),
    };
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the test runner, which keeps back what a passing test prints.
    let note = format!("NOT RUN: {test}, no source files in {}\n", folder.display());
    std::io::stderr().write_all(note.as_bytes()).unwrap();
    None
}

fn baltimore() -> Settings {
    Settings::load(&root().join("data-pipeline/cities/baltimore")).unwrap()
}

/// Every map of the city, read without a problem.
fn maps(settings: &Settings, sources: &Path) -> Maps {
    let (maps, problems) = Maps::read_all(settings, sources);
    assert_eq!(problems, []);
    maps
}

#[test]
fn a_point_inside_of_each_place_locates_to_it() {
    let Some(sources) = sources("the real maps") else {
        return;
    };
    let settings = baltimore();
    let maps = maps(&settings, &sources);
    for (kind, places) in [
        ("neighborhood", 278),
        ("community_area", 55),
        ("district", 9),
        ("district_2023", 9),
    ] {
        let map = maps.get(kind).unwrap();
        assert_eq!(map.positions().count(), places, "{kind}");
        let points: Vec<_> = map.points_inside().collect();
        assert_eq!(points.len(), places, "{kind}");
        for (position, longitude, latitude) in points {
            let code = &settings.place(kind).unwrap().1.members[position].0;
            assert_eq!(
                map.locate(longitude, latitude),
                Some(position),
                "{kind} {code}"
            );
        }
    }
}

/// The figures that the description of the data gives: 98.1 % and 68.0 % of the arrests that name a
/// district and lie in one. The counts are those of another program over the same files.
#[test]
fn arrests_lie_in_the_old_districts_that_they_name_and_less_in_the_new_ones() {
    let Some(sources) = sources("arrests on the two maps of districts") else {
        return;
    };
    let settings = baltimore();
    let maps = maps(&settings, &sources);
    let maps = ["district", "district_2023"].map(|kind| maps.get(kind).unwrap());
    let (_, list) = settings.place("district").unwrap();
    let bounds = settings.city.bounds.unwrap();
    let mut named = 0u32;
    let mut compared = [(0u32, 0u32); 2];
    for row in csv_rows(&sources.join("baltimore/arrests_2014_2021.csv.gz")) {
        let field = |name: &str| row[name].trim();
        let given = |name: &str| Some(field(name)).filter(|text| !text.is_empty());
        let Some(district) = given("District").map(|name| list.find(name).unwrap()) else {
            continue;
        };
        named += 1;
        let point = Coordinate::of_pair(given("Latitude"), given("Longitude"), bounds);
        let Coordinate::At {
            longitude,
            latitude,
        } = point
        else {
            continue;
        };
        for ((inside, both), map) in compared.iter_mut().zip(maps) {
            let found = map.locate(longitude, latitude);
            *both += u32::from(found.is_some());
            *inside += u32::from(found == Some(district));
        }
    }
    assert_eq!(named, 88_820);
    assert_eq!(compared, [(87_126, 88_813), (60_350, 88_789)]);
    let percent = |(inside, both)| f64::from(inside) * 100.0 / f64::from(both);
    let [before, after] = compared.map(percent);
    assert_eq!(format!("{before:.1} {after:.1}"), "98.1 68.0");
}

fn csv_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(path).unwrap();
    let mut text = String::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    reader.read_to_string(&mut text).unwrap();
    let reader = csv::Reader::from_reader(text.as_bytes());
    reader.into_deserialize().map(Result::unwrap).collect()
}

/// The city folder alone: nothing has to be there for this one.
#[test]
fn the_people_of_the_places_are_about_those_of_the_city() {
    let settings = baltimore();
    let areas = AreaReport::all(&settings);
    let of = |place: &str, year: i32| {
        let area = areas.iter().find(|area| area.place == place).unwrap();
        let people = area
            .people
            .iter()
            .find(|people| people.year == year)
            .unwrap();
        (people.places, people.people, people.difference.unwrap())
    };
    assert_eq!(of("neighborhood", 2010), (278, 620_175, -786));
    assert_eq!(of("neighborhood", 2020), (278, 585_708, 0));
    assert_eq!(of("district", 2010), (9, 620_175, -786));
    assert_eq!(of("district", 2020), (9, 585_708, 0));
    assert_eq!(of("district_2023", 2020), (9, 585_708, 0));
    assert_eq!(of("community_area", 2010), (55, 615_724, -5_237));
    let central = |kind: &str| {
        let population = settings.areas.population(kind).unwrap();
        let position = settings.place(kind).unwrap().1.position("central").unwrap();
        population.people[&2020][&position]
    };
    assert_eq!(
        (central("district"), central("district_2023")),
        (40_535, 46_333)
    );
}

/// By name, or by where a point inside of each neighborhood lies: the crosswalks mostly agree.
#[test]
fn the_crosswalks_lead_to_where_the_maps_put_the_places() {
    let Some(sources) = sources("crosswalks on the maps") else {
        return;
    };
    let settings = baltimore();
    let maps = maps(&settings, &sources);
    let points: Vec<_> = maps.get("neighborhood").unwrap().points_inside().collect();
    for (to, at_least) in [("community_area", 260), ("district_2023", 270)] {
        let crosswalk = settings.areas.crosswalk("neighborhood", to).unwrap();
        assert_eq!(crosswalk.covered(), (278, 278));
        let map = maps.get(to).unwrap();
        let agrees = |(position, longitude, latitude): &&(usize, f64, f64)| {
            map.locate(*longitude, *latitude) == crosswalk.positions[*position]
        };
        let agreeing = points.iter().filter(agrees).count();
        assert!(agreeing >= at_least, "{to}: {agreeing} of 278");
    }
}
