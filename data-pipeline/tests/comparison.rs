//! Cities beside each other: what `comparison.toml` says of them is what its sources say.
//!
//! Residents are held against the export that they are from, which is not part of the repository: it is
//! looked for in `../shared/data` beside it, or where `SIGHTLINE_SOURCES` points; without it the test
//! says so and passes.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use cube::comparison::Comparison;
use flate2::read::GzDecoder;
use serde::Deserialize;

/// A row of the list of the partnership's sites.
#[derive(Deserialize)]
struct Site {
    code: String,
    agency_full: String,
    joined: String,
    source: String,
}

/// A row of the index' running totals, as far as it is read here.
#[derive(Deserialize)]
struct RunningTotal {
    agency_full: String,
    /// A number, nothing or `Unknown`.
    population: String,
    snapshot_date: String,
}

fn city() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cities/baltimore")
}

fn comparison() -> Comparison {
    let text = std::fs::read_to_string(city().join("comparison.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

fn sites() -> BTreeMap<String, Site> {
    let rows = csv::Reader::from_path(city().join("partnership_sites.csv")).unwrap();
    let rows = rows.into_deserialize::<Site>().map(Result::unwrap);
    rows.map(|site| (site.code.clone(), site)).collect()
}

#[test]
fn cities_joined_when_the_list_of_sites_says() {
    let sites = sites();
    for city in comparison().cities {
        let site = &sites[&city.code];
        assert_eq!(city.joined, site.joined, "{}", city.code);
        assert_eq!(city.joined_source, site.source, "{}", city.code);
    }
}

#[test]
fn residents_are_the_newest_that_the_index_gives() {
    let sources = match std::env::var_os("SIGHTLINE_SOURCES") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
    };
    let path = sources.join("multi_city/rtci_ytd_2024_2026.csv.gz");
    if !path.is_file() {
        // Past the test runner, which keeps back what a passing test prints.
        let note = format!("NOT RUN: residents of cities, no {}\n", path.display());
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return;
    }
    let rows = csv::Reader::from_reader(GzDecoder::new(std::fs::File::open(path).unwrap()));
    let mut newest: BTreeMap<String, (String, f64)> = BTreeMap::new();
    for row in rows.into_deserialize::<RunningTotal>().map(Result::unwrap) {
        let Ok(residents) = row.population.parse::<f64>() else {
            continue;
        };
        let known = newest.get(&row.agency_full);
        if known.is_none_or(|known| known.0 <= row.snapshot_date) {
            newest.insert(row.agency_full, (row.snapshot_date, residents));
        }
    }
    let sites = sites();
    for city in comparison().cities {
        let found = newest.get(&sites[&city.code].agency_full);
        let residents = found.map(|(_, residents)| *residents as u32);
        assert_eq!(city.residents, residents, "{}", city.code);
        let source = found.map(|(day, _)| format!("Real-Time Crime Index, publication of {day}"));
        assert_eq!(city.residents_source, source, "{}", city.code);
    }
}
