//! Each guard, tripped and overridden: a refusal leaves what was published as it was.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::release::Override;
use data_pipeline::publish::Outcome;
use invented::{InventedCity, arrests, incidents, tree};

const MONTHS: [&str; 3] = ["01/05/2018", "02/05/2018", "03/05/2018"];

/// A hundred homicides and a hundred thefts a month, two hundred arrests.
fn city() -> InventedCity {
    let city = InventedCity::new();
    city.replace_source("early.csv.gz", &counted([100; 3], [100; 3], "Mid-Stream"));
    city.replace_source("arrests.csv", &arrests(200));
    city.build().unwrap();
    city
}

/// Homicides in one ward and thefts in another, by month.
fn counted(homicides: [usize; 3], thefts: [usize; 3], ward: &str) -> Vec<u8> {
    let mut rows = Vec::new();
    for (at, day) in MONTHS.into_iter().enumerate() {
        rows.push((day, "MURDER", "Upstream", homicides[at]));
        rows.push((day, "THEFT", ward, thefts[at]));
    }
    incidents(&rows)
}

/// Exactly these guards refuse, nothing changes, and with overrides of all of them it is published.
#[track_caller]
fn check(city: &InventedCity, guards: &[&str]) -> Vec<Override> {
    let before = tree(&city.out());
    assert_eq!(city.refused(), guards);
    assert_eq!(tree(&city.out()), before, "a refusal changed something");
    let message = city.failure();
    for guard in guards {
        let switch = format!("--override {guard} --because");
        assert!(message.contains(&switch), "{message}");
    }
    if let [_, rest @ ..] = guards
        && !rest.is_empty()
    {
        let some: Vec<_> = rest.iter().map(|guard| (*guard, "looked at")).collect();
        assert!(city.build_despite(&some).is_err(), "one guard is left");
        assert_eq!(tree(&city.out()), before);
    }
    let all: Vec<_> = guards.iter().map(|guard| (*guard, "looked at")).collect();
    let report = city.build_despite(&all).unwrap();
    assert_eq!(report.outcome, Outcome::Published);
    let overrides = city.manifest(&report.release).overrides;
    let recorded: Vec<&str> = overrides.iter().map(|one| &*one.guard).collect();
    assert_eq!(recorded, guards);
    assert!(overrides.iter().all(|one| one.because == "looked at"));
    // What has been published once is not refused when it is built again.
    assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
    overrides
}

#[test]
fn a_source_that_shrank_is_refused() {
    let city = city();
    city.replace_source("early.csv.gz", &counted([95; 3], [95; 3], "Mid-Stream"));
    let overrides = check(&city, &["source-shrank:early"]);
    assert_eq!(
        overrides[0].figures,
        "570 rows, 5.0 % fewer than the 600 before; 2 % are allowed"
    );
}

#[test]
fn a_source_may_shrink_as_far_as_its_own_limit() {
    let city = city();
    let settings = "[guards.sources]\nearly = 5.0\n";
    fs::write(city.settings().join("publishing.toml"), settings).unwrap();
    city.replace_source("early.csv.gz", &counted([95; 3], [95; 3], "Mid-Stream"));
    assert_eq!(city.build().unwrap().outcome, Outcome::Published);
    city.replace_source("early.csv.gz", &counted([90; 3], [90; 3], "Mid-Stream"));
    assert_eq!(city.refused(), ["source-shrank:early"]);
}

#[test]
fn the_figures_about_persons_are_not_recorded() {
    let city = city();
    city.replace_source("arrests.csv", &arrests(190));
    let overrides = check(&city, &["source-shrank:arrests"]);
    assert_eq!(overrides[0].figures, "");
}

#[test]
fn a_number_that_fell_is_refused_unless_it_fell_as_far_before() {
    let city = city();
    let (high, low) = ([100; 3], [60, 100, 100]);
    // Thirty is three square roots of a hundred.
    let within = counted([70, 100, 100], [130, 100, 100], "Mid-Stream");
    city.replace_source("early.csv.gz", &within);
    assert_eq!(city.build().unwrap().outcome, Outcome::Published);
    city.replace_source("early.csv.gz", &counted(high, [100; 3], "Mid-Stream"));
    city.build().unwrap();

    let fallen = counted(low, [140, 100, 100], "Mid-Stream");
    city.replace_source("early.csv.gz", &fallen);
    let overrides = check(&city, &["month-fell:crime-city", "month-fell:crime-ward"]);
    let figures = &overrides[0].figures;
    assert!(
        figures.ends_with("in 2018-01 falls from 100 to 60; a fall by 30.0 is allowed"),
        "{figures}"
    );

    city.replace_source(
        "early.csv.gz",
        &counted(high, [140, 100, 100], "Mid-Stream"),
    );
    city.build().unwrap();
    city.replace_source("early.csv.gz", &fallen);
    let report = city.build_despite(&[("source-shrank:early", "40 rows came for a while")]);
    assert_eq!(
        report.unwrap().outcome,
        Outcome::Published,
        "its history has seen the fall"
    );
}

#[test]
fn a_number_that_is_gone_has_fallen() {
    let city = city();
    let tables = fs::read_to_string(city.settings().join("tables.toml")).unwrap();
    let months = "source = \"early\"\nfirst = \"2018-01\"\nlast = \"2018-03\"";
    let fewer = "source = \"early\"\nfirst = \"2018-01\"\nlast = \"2018-02\"";
    let tables = tables.replacen(months, fewer, 1);
    fs::write(city.settings().join("tables.toml"), tables).unwrap();
    let overrides = check(&city, &["month-fell:crime-city", "vanished:crime-city"]);
    assert!(
        overrides[0].figures.contains("to no number"),
        "{overrides:?}"
    );
    assert_eq!(overrides[1].figures, "gone: 2018-03");
}

#[test]
fn a_share_that_rose_is_refused() {
    let city = city();
    let mut rows = vec![("01/05/2018", "THEFT", "Hillside", 10)];
    for day in MONTHS {
        rows.push((day, "MURDER", "Upstream", 100));
        rows.push((
            day,
            "THEFT",
            "Mid-Stream",
            if day == MONTHS[0] { 90 } else { 100 },
        ));
    }
    city.replace_source("early.csv.gz", &incidents(&rows));
    check(&city, &["share-rose:early/ward", "share-rose:crime-ward"]);
}

#[test]
fn a_total_that_disagrees_with_the_printed_one_is_refused() {
    let city = city();
    let path = city.settings().join("official_totals.csv");
    let head = "table,geography,category,first,last,expected,tolerance,source\n";
    let total = |tolerance| {
        format!("{head}crime-city,rivertown,homicide,2018-01,2018-03,304,{tolerance},the Gazette\n")
    };
    fs::write(&path, total(4)).unwrap();
    assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
    fs::write(&path, total(3)).unwrap();
    let guard = "official-total:crime-city/rivertown/homicide/2018-01..2018-03";
    let before = tree(&city.out());
    assert_eq!(
        city.refused(),
        [guard],
        "also where nothing would be published"
    );
    assert_eq!(tree(&city.out()), before);
    city.edit("city.toml", "2020-02-29", "2020-03-31");
    let overrides = check(&city, &[guard]);
    assert_eq!(
        overrides[0].figures,
        "300 here, 304 by the Gazette; they may differ by 3"
    );
}

#[test]
fn a_first_release_is_refused_for_a_printed_total_alone() {
    let city = InventedCity::new();
    let total = "table,geography,category,first,last,expected,tolerance,source\n\
                 crime-city,rivertown,homicide,2018-01,2018-01,9,0,the Gazette\n";
    fs::write(city.settings().join("official_totals.csv"), total).unwrap();
    assert_eq!(city.refused().len(), 1);
    assert!(!city.out().join("catalog.json").exists());
}

#[test]
fn what_vanished_is_refused() {
    let city = city();
    city.edit(
        "tables.toml",
        ", \"larceny_other\", \"threat\"]",
        ", \"larceny_other\"]",
    );
    let overrides = check(&city, &["vanished:crime-city"]);
    assert_eq!(overrides[0].figures, "gone: offense threat");
}

#[test]
fn an_override_that_no_guard_needs_is_said() {
    let city = city();
    let report = city
        .build_despite(&[("source-shrank:early", "just in case")])
        .unwrap();
    assert_eq!(report.needless_overrides, ["source-shrank:early"]);
    assert!(
        report
            .summary()
            .contains("overridden without need: source-shrank:early")
    );
}
