//! The contract of a published program: its measures are those that were printed elsewhere, its CSV says
//! the same, every dated step has a source, and the history of a well-known number is there.
//!
//! It reads only published files and `facts_measures.csv`; an empty value there is one that must not be
//! published as a number.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic is how a test fails"
)]

use std::path::{Path, PathBuf};

use cube::history::{Histories, NumberKey};
use cube::programme::Programme;
use cube::release::{Catalog, Manifest};
use cube::{Month, codec};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fact {
    city: String,
    measure: String,
    /// The first and the last month, joined by `/`.
    period: String,
    value: String,
    source: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder and the manifest of a city's current release.
fn current(city: &str) -> (PathBuf, Manifest) {
    let data = root().join("public/data");
    let catalog: Catalog = serde_json::from_slice(&read(&data.join("catalog.json"))).unwrap();
    let city = catalog.city(Some(city)).unwrap();
    let folder = data.join("releases").join(&city.current);
    let manifest = serde_json::from_slice(&read(&folder.join("manifest.json"))).unwrap();
    (folder, manifest)
}

fn programme(city: &str) -> (PathBuf, Manifest, Programme) {
    let (folder, manifest) = current(city);
    let path = manifest.programme.clone().unwrap();
    let programme = serde_json::from_slice(&read(&folder.join(path))).unwrap();
    (folder, manifest, programme)
}

#[test]
fn measures_equal_what_was_printed_elsewhere() {
    let path = root().join("tests/fixtures/facts_measures.csv");
    let facts: Vec<Fact> = csv::Reader::from_path(path)
        .unwrap()
        .into_deserialize()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(facts.len() > 140);
    let (_, _, programme) = programme("baltimore");
    for fact in facts {
        assert_eq!(fact.city, "baltimore");
        let what = format!("{}, {} ({})", fact.measure, fact.period, fact.source);
        let mut measures = programme.measures.iter();
        let measure = measures.find(|one| one.id == fact.measure).unwrap();
        let mut values = measure.values.iter();
        let value =
            values.find(|one| format!("{}/{}", one.period.first, one.period.last) == fact.period);
        let value = value.unwrap_or_else(|| panic!("{what} is not there"));
        assert_eq!(
            value.value.as_deref().unwrap_or_default(),
            fact.value,
            "{what}"
        );
    }
}

#[test]
fn the_csv_of_measures_is_that_of_the_program() {
    let (folder, manifest, programme) = programme("baltimore");
    let path = manifest.measures.unwrap();
    assert_eq!(read(&folder.join(path)), programme.measures_csv());
}

#[test]
fn every_step_and_every_fact_has_a_source() {
    let (folder, _, programme) = programme("baltimore");
    assert!(programme.milestones.len() >= 8);
    assert!(
        programme
            .milestones
            .iter()
            .all(|step| !step.source.is_empty())
    );
    assert!(programme.milestones.is_sorted_by_key(|step| step.month));
    let known = programme.focus_areas.iter().flat_map(|area| &area.known);
    assert!(
        known
            .chain(&programme.about.sentences)
            .all(|one| !one.source.is_empty())
    );
    assert_eq!(programme.focus_areas.len(), 8);
    assert!(programme.sites.iter().all(|site| !site.source.is_empty()));
    for outcome in &programme.outcomes {
        let lines = [
            Some(&outcome.line),
            outcome.second.as_ref(),
            outcome.comparison.as_ref(),
        ];
        for line in lines.into_iter().flatten() {
            let path = folder.join(format!("cubes/{}.cube", line.table));
            let cube = codec::decode(&read(&path)).unwrap();
            let dimensions = &cube.header().dimensions;
            assert!(
                dimensions[0].position(&line.geography).is_some(),
                "{line:?}"
            );
            assert!(dimensions[1].position(&line.category).is_some(), "{line:?}");
        }
    }
}

/// "What was published for 2024's murders and when did it change?"
#[test]
fn the_murders_of_2024_have_their_history() {
    let (folder, manifest) = current("baltimore");
    let path = folder.join(manifest.revisions.unwrap());
    let text = String::from_utf8(read(&path)).unwrap();
    let histories = Histories::parse(&text).unwrap();
    let month = |text| Month::parse(text).unwrap();
    let key = NumberKey {
        table: "index-city".into(),
        geography: "baltimore".into(),
        category: "homicide".into(),
        first: month("2024-01"),
        last: month("2024-12"),
    };
    let versions = histories.of(&key).iter();
    let told: Vec<(&str, u32)> = versions
        .map(|one| (one.published_on.as_str(), one.value.unwrap().stored))
        .collect();
    assert_eq!(
        told,
        [
            ("2025-02-18", 203),
            ("2025-03-18", 196),
            ("2025-04-17", 197)
        ]
    );
    let vintage = &histories.of(&key)[0].vintage;
    assert!(
        manifest
            .vintages
            .iter()
            .any(|one| one.id == *vintage && one.cause.is_some())
    );
}
