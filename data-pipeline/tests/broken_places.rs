//! A corpus of broken maps, crosswalks, tables of people and ways of locating: one fault at a time in
//! a good city, and where `check` must see it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod mapped;

use std::fs;
use std::panic::catch_unwind;

use data_pipeline::check::check;
use data_pipeline::clean::Coordinate;
use data_pipeline::geography::Maps;
use data_pipeline::settings::{Bounds, Problem, Settings};
use data_pipeline::source::sha256_hex;
use mapped::{ARRESTS, WARDS, mapped_city};
use proptest::prelude::*;
use proptest::sample::Index;

/// What is done to the good city.
enum Fault {
    /// In a file of settings, the first text becomes the second.
    Settings(&'static str, &'static str, &'static str),
    /// In the map, the first text becomes the second; its hash is the right one.
    Map(&'static str, &'static str),
    /// The map becomes these bytes, and its hash stays.
    Exchanged(&'static [u8]),
    /// The map is taken away.
    NoMap,
    /// In the arrests, the first text becomes the second; their hash is the right one.
    Arrests(&'static str, &'static str),
}

/// The fault, the file and line at which it shows (0: anywhere), the field and a text of the report.
struct Case(Fault, &'static str, u64, &'static str, &'static str);

fn failure(Case(fault, file, line, field, says): &Case) -> Option<String> {
    let city = mapped_city();
    let map = city.sources().join("wards.geojson");
    let name = match fault {
        Fault::Settings(file, from, to) => {
            city.edit(file, from, to);
            format!("{to:?} in {file}")
        }
        Fault::Map(from, to) => {
            assert!(WARDS.contains(from), "the map has no {from:?}");
            let text = WARDS.replacen(from, to, 1);
            fs::write(map, &text).unwrap();
            let hash = |text: &str| sha256_hex(text.as_bytes());
            city.edit("city.toml", &hash(WARDS), &hash(&text));
            format!("{to:?} in the map")
        }
        Fault::Exchanged(bytes) => {
            fs::write(map, bytes).unwrap();
            "another map".to_owned()
        }
        Fault::NoMap => {
            fs::remove_file(map).unwrap();
            "no map".to_owned()
        }
        Fault::Arrests(from, to) => {
            assert!(ARRESTS.contains(from), "the arrests have no {from:?}");
            city.replace_source("arrests.csv", ARRESTS.replace(from, to).as_bytes());
            format!("{to:?} in the arrests")
        }
    };
    let (settings, sources) = (city.settings(), city.sources());
    let Ok(problems) = catch_unwind(|| check(&settings, Some(&sources)).problems) else {
        return Some(format!("{name}: panicked"));
    };
    let is_it = |problem: &Problem| {
        problem.file.ends_with(file)
            && (*line == 0 || problem.position.line == *line)
            && problem.field == *field
            && problem.to_string().contains(says)
    };
    let all: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let is_found = problems.iter().any(is_it);
    (!is_found).then(|| {
        format!(
            "{name}: expected {file}:{line} {field} {says:?}, found\n  {}",
            all.join("\n  ")
        )
    })
}

/// Reports every case whose fault is not found.
fn check_all(cases: &[Case]) {
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn faults_of_maps() {
    use Fault::{Exchanged, Map, NoMap};
    let file = "wards.geojson";
    let ring = "features[1].geometry.coordinates";
    let property = "features[2].properties.ward";
    check_all(&[
        Case(NoMap, file, 0, "(the file)", "cannot be read"),
        Case(Exchanged(b"{}"), file, 0, "sha256", "city.toml"),
        Case(Exchanged(b"\xff\xfe"), file, 0, "(the file)", "UTF-8"),
        Case(Map("]}\n", "\n"), file, 7, "(syntax)", "FeatureCollection"),
        Case(
            Map("\"FeatureCollection\"", "\"Topology\""),
            file,
            1,
            "type",
            "Topology",
        ),
        Case(
            Map(
                "\"features\": [\n",
                "\"crs\": {\"properties\": {\"name\": \"EPSG:2248\"}}, \"features\": [\n",
            ),
            file,
            1,
            "crs",
            "EPSG:2248",
        ),
        Case(
            Map("[0.1, 1.0], [0.1, 0.1]]]", "[0.1, 1.0]]]"),
            file,
            2,
            ring,
            "not closed",
        ),
        Case(
            Map("[1.0, 0.1], [1.0, 1.0], [0.1, 1.0], ", ""),
            file,
            2,
            ring,
            "too few",
        ),
        Case(
            Map("[1.0, 1.0], [0.1, 1.0]", "[0.1, 1.0], [1.0, 1.0]"),
            file,
            2,
            ring,
            "crosses itself",
        ),
        Case(
            Map(
                "[1.0, 0.1], [1.0, 1.0]",
                "[1420000.0, 590000.0], [1.0, 1.0]",
            ),
            file,
            2,
            ring,
            "projected",
        ),
        Case(
            Map("[1.0, 0.1], [1.0, 1.0]", "[1.0, 0.1], [1.0, 50.0]"),
            file,
            2,
            ring,
            "outside of the box",
        ),
        Case(
            Map("[1.0, 0.1], [1.0, 1.0]", "[1.0, 0.1], [0.5, 3.5]"),
            file,
            2,
            ring,
            "swapped",
        ),
        Case(
            Map("[0.1, 0.1], [1.0", "[0.1], [1.0"),
            file,
            2,
            ring,
            "less than two",
        ),
        Case(
            Map("[0.1, 0.1], [1.0", "[\"0.1\", 0.1], [1.0"),
            file,
            2,
            "features[1]",
            "GeoJSON",
        ),
        Case(
            Map("{\"ward\": \"Mid-Stream\"}", "{\"name\": \"Mid-Stream\"}"),
            file,
            3,
            property,
            "no such property",
        ),
        Case(
            Map("Mid-Stream", "Mid-Steam"),
            file,
            3,
            property,
            "no place of this kind",
        ),
        Case(
            Map("Mid-Stream", "Upstream"),
            file,
            3,
            property,
            "earlier feature",
        ),
        Case(
            Map("Mid-Stream", "The lake"),
            file,
            0,
            "(the file)",
            "not on the map: midstream",
        ),
        Case(
            Map(
                "{\"type\": \"Polygon\", \"coordinates\": [[[1.0, 0.1], [2.0, 0.1], [2.0, 1.0], [1.0, 1.0], [1.0, 0.1]]]}",
                "{\"type\": \"Point\", \"coordinates\": [1.5, 0.5]}",
            ),
            file,
            3,
            "features[2].geometry",
            "no area",
        ),
        Case(
            Map(
                "{\"type\": \"Polygon\", \"coordinates\": [[[1.0, 0.1], [2.0, 0.1], [2.0, 1.0], [1.0, 1.0], [1.0, 0.1]]]}",
                "null",
            ),
            file,
            3,
            "features[2].geometry",
            "nothing",
        ),
    ]);
}

#[test]
fn faults_of_places() {
    use Fault::Settings;
    let city = "city.toml";
    check_all(&[
        Case(
            Settings(city, "west = 0.05", "west = 9.0"),
            city,
            5,
            "bounds.west",
            "no box",
        ),
        Case(
            Settings(city, "north = 1.0", "north = 91.0"),
            city,
            5,
            "bounds.south",
            "no box",
        ),
        Case(
            Settings(city, "\"2019-02-01\"", "\"2017-12-31\""),
            city,
            0,
            "place[ward].valid_until",
            "before they begin",
        ),
        Case(
            Settings(
                city,
                "valid_until = \"2019-02-01\"",
                "valid_until = \"2019-01-15\"",
            ),
            "tables.toml",
            0,
            "table[crime-ward].stretch[2].last",
            "before 2019-01-15",
        ),
        Case(
            Settings(
                city,
                "valid_from = \"2018-01-01\"",
                "valid_from = \"2018-01-02\"",
            ),
            "tables.toml",
            0,
            "table[crime-ward].stretch[1].first",
            "from 2018-01-02 on",
        ),
        Case(
            Settings(
                city,
                "file = \"wards.geojson\"",
                "file = \"../wards.geojson\"",
            ),
            city,
            0,
            "place[ward].boundaries.file",
            "elsewhere",
        ),
        Case(
            Settings(city, "property = \"ward\"\n", ""),
            city,
            0,
            "place[ward].boundaries.property",
            "missing",
        ),
        Case(
            Settings(city, "to = \"bank\"", "to = \"bnak\""),
            city,
            0,
            "place[ward].crosswalk[1].to",
            "\"bank\"",
        ),
        Case(
            Settings(city, "to = \"bank\"", "to = \"ward\""),
            city,
            0,
            "place[ward].crosswalk[1].to",
            "starts from",
        ),
        Case(
            Settings(city, "_percent = 1.0", "_percent = 0.1"),
            city,
            0,
            "place[ward].population",
            "by 5",
        ),
        Case(
            Settings(
                city,
                "_tolerance_percent = 1.0",
                "_tolerance_percent = 101.0",
            ),
            city,
            7,
            "population_tolerance_percent",
            "share",
        ),
        Case(
            Settings("ward_banks.csv", "midstream,left", "midsteam,left"),
            "ward_banks.csv",
            3,
            "code",
            "\"midstream\"",
        ),
        Case(
            Settings("ward_banks.csv", "midstream,left", "midstream,lfet"),
            "ward_banks.csv",
            3,
            "to",
            "\"left\"",
        ),
        Case(
            Settings("ward_banks.csv", "midstream,left", "upstream,right"),
            "ward_banks.csv",
            3,
            "code",
            "earlier line",
        ),
        Case(
            Settings("ward_banks.csv", "code,to", "code,into"),
            "ward_banks.csv",
            1,
            "to",
            "missing",
        ),
        Case(
            Settings(
                "ward_people.csv",
                "midstream,2010,300",
                "midstream,2010,3e2",
            ),
            "ward_people.csv",
            3,
            "population",
            "whole number",
        ),
        Case(
            Settings("ward_people.csv", "midstream,2010,300", "midstream,MMX,300"),
            "ward_people.csv",
            3,
            "year",
            "four digits",
        ),
        Case(
            Settings("ward_people.csv", "midstream,2010,300", "upstream,2010,300"),
            "ward_people.csv",
            3,
            "code",
            "earlier line",
        ),
        Case(
            Settings(
                "ward_people.csv",
                "midstream,2010,300,a count",
                "midstream,2010,300,",
            ),
            "ward_people.csv",
            3,
            "source",
            "no source",
        ),
        Case(
            Settings("people.csv", "rivertown", "rivertwon"),
            "people.csv",
            2,
            "code",
            "\"rivertown\"",
        ),
    ]);
}

#[test]
fn faults_of_locating() {
    use Fault::{Arrests, Settings};
    let (file, places) = ("sources.toml", "source[arrests].shape.places");
    let ward: &'static str = "source[arrests].shape.places.ward.by";
    let bank: &'static str = "source[arrests].shape.places.bank.from";
    let shape = "source[arrests].shape.coordinate";
    assert_eq!(places.len() + ".ward.by".len(), ward.len());
    check_all(&[
        Case(
            Settings(file, "[\"coordinate\", \"name\"]", "[]"),
            file,
            0,
            ward,
            "no order",
        ),
        Case(
            Settings(file, "[\"coordinate\", \"name\"]", "[\"name\", \"name\"]"),
            file,
            0,
            ward,
            "no order",
        ),
        Case(
            Settings(file, "[\"coordinate\", \"name\"]", "[\"guess\"]"),
            file,
            0,
            "source[arrests].shape.places.ward.by[1]",
            "coordinate",
        ),
        Case(
            Settings(file, "column = \"Ward\"\nby", "by"),
            file,
            0,
            "source[arrests].shape.places.ward",
            "no column holds",
        ),
        Case(
            Settings(
                file,
                "by = [\"crosswalk\"]",
                "by = [\"coordinate\", \"crosswalk\"]",
            ),
            file,
            0,
            "source[arrests].shape.places.bank.by",
            "no boundaries",
        ),
        Case(
            Settings(file, "from = \"ward\"\n", ""),
            file,
            0,
            "source[arrests].shape.places.bank",
            "starts nowhere",
        ),
        Case(
            Settings(file, "from = \"ward\"", "from = \"wrad\""),
            file,
            0,
            bank,
            "\"ward\"",
        ),
        Case(
            Settings(file, "by = [\"coordinate\", \"name\"]", "from = \"bank\""),
            file,
            0,
            "source[arrests].shape.places.ward.from",
            "no crosswalk is used",
        ),
        Case(
            Settings(
                "city.toml",
                "crosswalk = [{ to = \"bank\", file = \"ward_banks.csv\" }]\n",
                "",
            ),
            file,
            0,
            bank,
            "no crosswalk leads",
        ),
        Case(
            Settings(
                "city.toml",
                "bounds = { west = 0.05, south = 0.05, east = 4.0, north = 1.0 }\n",
                "",
            ),
            file,
            0,
            shape,
            "no box",
        ),
        Case(
            Settings(
                file,
                "latitude = 0.5, longitude = 0.25",
                "latitude = 5.5, longitude = 0.25",
            ),
            file,
            0,
            "source[arrests].shape.coordinate.placeholders[1]",
            "outside of the box",
        ),
        Case(
            Settings(file, "text = \"Where\"", "txt = \"Where\""),
            file,
            0,
            "source[arrests].shape.coordinate.txt",
            "nobody reads",
        ),
        Case(
            Settings(file, "text = \"Where\"", "latitude = \"Where\""),
            file,
            0,
            "source[arrests].shape.coordinate.longitude",
            "missing",
        ),
        Case(
            Settings(file, "text = \"Where\"", "text = \"Were\""),
            "arrests.csv",
            1,
            "Were",
            "\"Where\"",
        ),
        Case(
            Settings(file, "row_number = \"Row\"", "row_number = \"Rows\""),
            "arrests.csv",
            1,
            "Rows",
            "\"Row\"",
        ),
        Case(
            Settings(
                file,
                "minimum = 1, maximum = 110",
                "minimum = 111, maximum = 110",
            ),
            file,
            0,
            "source[arrests].shape.age.maximum",
            "111",
        ),
        Case(
            Settings(file, "\"nobody is so old\"", "\" \""),
            file,
            0,
            "source[arrests].shape.age.reason",
            "no reason",
        ),
        Case(
            Settings(
                file,
                "unmatched_limit_percent = 10.0",
                "unmatched_limit_percent = -1.0",
            ),
            file,
            0,
            "source[arrests].shape.charge.unmatched_limit_percent",
            "share",
        ),
        Case(
            Settings(
                file,
                "unmapped_limit_percent = 40.0",
                "unmapped = \"threat\"",
            ),
            file,
            0,
            "source[early].shape.offense.unmapped",
            "no offense may be unknown",
        ),
        Case(
            Settings(
                file,
                "unmapped_limit_percent = 40.0",
                "unmapped = \"thraet\", unmapped_limit_percent = 40.0",
            ),
            file,
            0,
            "source[early].shape.offense.unmapped",
            "\"threat\"",
        ),
        Case(
            Settings(
                file,
                "unmapped_limit_percent = 40.0",
                "unmapped_limit_percent = 140.0",
            ),
            file,
            0,
            "source[early].shape.offense.unmapped_limit_percent",
            "share",
        ),
        Case(
            Settings(
                file,
                "vocabulary = \"index\" }",
                "vocabulary = \"index\", unmapped = \"threat\", unmapped_limit_percent = 1.0 }",
            ),
            file,
            0,
            "source[totals].shape.offense.unmapped",
            "taken apart",
        ),
        Case(
            Settings(file, ", unmapped_limit_percent = 40.0", ""),
            "early.csv.gz",
            12,
            "Kind",
            "\"MURDER\"",
        ),
        Case(
            Settings(file, "\"before the record begins\"", "\"\""),
            file,
            0,
            "source[arrests].floor.reason",
            "no reason",
        ),
        Case(
            Settings(
                file,
                "ceiling = { day = \"2018-01-31\"",
                "ceiling = { day = \"2017-01-31\"",
            ),
            file,
            0,
            "source[arrests].ceiling.day",
            "before it begins",
        ),
        Case(
            Arrests("HGV", "LOITERING"),
            "arrests.csv",
            1,
            "Charge",
            "11 of 11",
        ),
    ]);
}

/// Whatever is left of a map, the report is a report: cut short, or with a byte spoilt.
#[test]
fn no_cut_and_no_spoilt_byte_of_a_map_makes_it_panic() {
    let city = mapped_city();
    let path = city.sources().join("wards.geojson");
    let good = WARDS.as_bytes();
    for at in (0..good.len()).step_by(13) {
        let mut spoilt = good.to_vec();
        spoilt[at] = [b'"', b',', b'[', b']', 0xff, b'9', b'-'][at % 7];
        for broken in [&good[..at], &spoilt] {
            fs::write(&path, broken).unwrap();
            let problems = check(&city.settings(), Some(&city.sources())).problems;
            assert!(problems.is_sorted() && !problems.is_empty() || broken == good);
        }
    }
}

/// What stands in a map, and what should not.
const PIECES: [&str; 16] = [
    "[",
    "]",
    "{",
    "}",
    ",",
    "null",
    "1e999",
    "-0.0",
    "1.0",
    "[[[]]]",
    "\"ward\"",
    "\"Upstream\"",
    "\"coordinates\": ",
    "\"Polygon\"",
    "\u{0}",
    "\u{feff}",
];

#[test]
fn no_map_makes_it_panic() {
    let city = mapped_city();
    let settings = Settings::load(&city.settings()).unwrap();
    let edit = (
        any::<Index>(),
        0usize..40,
        proptest::sample::select(&PIECES[..]),
    );
    let edits = prop::collection::vec(edit, 1..6);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(4000));
    let run = runner.run(&edits, |edits| {
        let mut text = WARDS.to_owned();
        for (at, length, piece) in edits {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            // Pieces may be longer than a byte, and so may what they replace.
            if text.is_char_boundary(at) && text.is_char_boundary(end) {
                text.replace_range(at..end, piece);
            }
        }
        let (map, problems) = Maps::of_text(&settings, "ward", &text).unwrap();
        // A place that is not on the map is a problem: nothing is lost in silence.
        prop_assert!(map.positions().count() == 3 || !problems.is_empty());
        prop_assert!(map.locate(0.5, 0.5).is_none_or(|place| place < 3));
        Ok(())
    });
    run.unwrap();
}

proptest! {
    #[test]
    fn a_text_is_a_point_in_the_box_or_none(text in "[-(),.0-9eE \\n]{0,24}", other in ".{0,12}") {
        let bounds = Bounds { west: -1.0, south: -1.0, east: 1.0, north: 1.0 };
        let found = [
            Coordinate::of_text(Some(&text), bounds),
            Coordinate::of_text(Some(&format!("{other}({text})")), bounds),
            Coordinate::of_pair(Some(&text), Some(&other), bounds),
        ];
        for coordinate in found {
            if let Coordinate::At { longitude, latitude } = coordinate {
                prop_assert!(bounds.contains(longitude, latitude));
            }
        }
    }
}
