//! What a build over the real records finds out about them: figures that were counted apart, by other
//! programs over the same files.
//!
//! The records are not part of the repository. They are looked for in `../shared/data` beside it, or
//! where `SIGHTLINE_SOURCES` points; without them the test says so and passes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use cube::Unit;
use cube::release::{LocatedRows, Manifest, Source};
use data_pipeline::report::{RunReport, SourceReport};
use data_pipeline::run::{self, Inputs};

struct Built {
    report: RunReport,
    manifest: Manifest,
    cubes: BTreeMap<String, cube::Cube>,
}

/// The release of Baltimore, in a folder of its own.
fn build(root: &Path, sources: &Path) -> Built {
    let out = tempfile::TempDir::new().unwrap();
    let report = run::build(&Inputs::new(
        &root.join("data-pipeline/cities/baltimore"),
        sources,
        out.path(),
    ))
    .unwrap();
    let folder = out.path().join("releases").join(&report.release);
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
    let manifest: Manifest = serde_json::from_slice(&manifest).unwrap();
    let cube =
        |path: &str| cube::codec::decode(&std::fs::read(folder.join(path)).unwrap()).unwrap();
    let tables = manifest.tables.iter();
    let cubes = tables
        .map(|table| (table.id.clone(), cube(&table.cube)))
        .collect();
    Built {
        report,
        manifest,
        cubes,
    }
}

impl Built {
    fn source(&self, id: &str) -> &Source {
        self.manifest
            .sources
            .iter()
            .find(|source| source.id == id)
            .unwrap()
    }

    fn report(&self, id: &str) -> &SourceReport {
        self.report
            .sources
            .iter()
            .find(|source| source.id == id)
            .unwrap()
    }

    /// The sum of all years of a source in a kind of place.
    fn sum(&self, source: &str, place: &str, part: impl Fn(&LocatedRows) -> u64) -> u64 {
        let rows = self.source(source).located.iter();
        rows.filter(|rows| rows.place == place).map(part).sum()
    }
}

#[test]
fn the_records_are_as_they_were_counted_apart() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sources = match std::env::var_os("SIGHTLINE_SOURCES") {
        Some(folder) => folder.into(),
        None => root.join("../shared/data"),
    };
    if !sources.is_dir() {
        // Past the test runner, which keeps back what a passing test prints.
        let note = format!(
            "NOT RUN: real records, no source files in {}\n",
            sources.display()
        );
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return;
    }
    let built = build(&root, &sources);
    repeats(&built);
    districts_by_name_are_held_against_points(&built);
    impossible_ages_and_points(&built);
    every_row_is_located_or_not(&built);
    areas_add_up_from_neighborhoods(&built);
    no_arrests_by_small_area(&built);
}

/// Rows that repeat another fully, the number of the row left out.
fn repeats(built: &Built) {
    for (source, expected) in [
        ("crime_part1_2011_2016", 13_466),
        ("crime_part1_2014_2021", 15_745),
        ("arrests_2014_2021", 1_017),
        ("arrests_2013", 20),
        ("crime_part1_2019h1", 933),
    ] {
        assert_eq!(
            built.source(source).repeated_rows,
            Some(expected),
            "{source}"
        );
    }
}

fn districts_by_name_are_held_against_points(built: &Built) {
    let sum = |part: fn(&LocatedRows) -> u64| built.sum("arrests_2014_2021", "district", part);
    assert_eq!(sum(|rows| rows.by_name.unwrap()), 88_820);
    assert_eq!(sum(|rows| rows.compared.unwrap()), 88_813);
    assert_eq!(sum(|rows| rows.disagreeing.unwrap()), 88_813 - 87_126);
    let share = |year: i16| {
        let mut rows = built.source("arrests_2014_2021").located.iter();
        let rows = rows
            .find(|rows| rows.place == "district" && rows.year == year)
            .unwrap();
        (rows.not_located as f64 * 100.0 / rows.rows as f64).round()
    };
    // The share without a place grows, and with it a fall in districts that is not real.
    assert_eq!(
        [share(2014), share(2021)].map(|share| share.to_string()),
        ["40", "56"]
    );
}

fn impossible_ages_and_points(built: &Built) {
    let ages = built.report("arrests_2013").ages.as_ref().unwrap();
    assert_eq!(
        (ages.impossible, ages.not_given, ages.unreadable),
        (24, 0, 0)
    );
    let points = &built.report("arrests_2014_2021").coordinates;
    assert_eq!((points["zero"], points["not given"]), (19, 84_147));
    // A third of the points of 2013 are the middle of the city.
    let points = &built.report("arrests_2013").coordinates;
    assert_eq!(points["a point that stands for no place"], 9_993);
}

fn every_row_is_located_or_not(built: &Built) {
    for source in &built.manifest.sources {
        let mut by_place: BTreeMap<&str, u64> = BTreeMap::new();
        for rows in &source.located {
            assert!(rows.closes(), "{}: {rows:?}", source.id);
            *by_place.entry(&rows.place).or_default() += rows.rows;
        }
        for (place, rows) in by_place {
            assert_eq!(rows, source.accounting.used, "{} {place}", source.id);
        }
    }
}

/// The two tables count the same rows: the city's line is the same, and so are the rows without a place.
fn areas_add_up_from_neighborhoods(built: &Built) {
    let (areas, parts) = (
        &built.cubes["crime-csa"],
        &built.cubes["crime-neighborhood"],
    );
    areas.check_totals().unwrap();
    let months = areas.header().step_count();
    for place in ["baltimore", cube::UNLOCATED] {
        for member in &areas.header().dimensions[1].members {
            let line = |cube: &cube::Cube| {
                let dimensions = &cube.header().dimensions;
                let at = [
                    dimensions[0].position(place).unwrap(),
                    dimensions[1].position(&member.code).unwrap(),
                ];
                cube.steps_of(&at).unwrap()[..months].to_vec()
            };
            assert_eq!(line(areas), line(parts), "{place} {}", member.code);
        }
    }
}

/// Locating arrests is recorded; no table of them goes below the district.
fn no_arrests_by_small_area(built: &Built) {
    let arrests: Vec<_> = built
        .manifest
        .tables
        .iter()
        .filter(|t| t.unit == Unit::Arrests)
        .collect();
    assert_eq!(arrests.len(), 9);
    for table in arrests {
        let areas = built.cubes[&table.id].header().dimensions[0].members.len();
        assert!(areas <= 11, "{}: {areas} areas", table.id);
    }
    for source in ["arrests_2013", "arrests_2014_2021"] {
        assert!(built.sum(source, "community_area", LocatedRows::located) > 0);
    }
}
