//! The history that the real vintages of a city give, against the figures that are known of them.
//!
//! The source files are not part of the repository. They are looked for in `../shared/data` beside
//! it, or where `SIGHTLINE_SOURCES` points; without them the test says so and passes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

use data_pipeline::releases::{Revision, read_revisions};
use data_pipeline::run::{self, Inputs};

fn sources(root: &Path) -> PathBuf {
    match std::env::var_os("SIGHTLINE_SOURCES") {
        Some(folder) => folder.into(),
        None => root.join("../shared/data"),
    }
}

/// The values of one number, in the order of their publication.
#[track_caller]
fn check(revisions: &[Revision], number: (&str, &str, &str, &str), expected: &[(&str, u32)]) {
    let (table, category, first, last) = number;
    let mine = revisions.iter().filter(|one| {
        let key = &one.key;
        let months = (key.first.to_string(), key.last.to_string());
        key.table == table
            && key.geography == "baltimore"
            && key.category == category
            && (&*months.0, &*months.1) == (first, last)
    });
    let values: Vec<(&str, u32)> = mine
        .map(|one| (&*one.published_on, one.value.unwrap().stored))
        .collect();
    assert_eq!(values, expected, "{number:?}");
}

#[test]
fn the_vintages_of_baltimore_give_the_figures_that_are_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sources = sources(&root);
    if !sources.is_dir() {
        // Past the test runner, which keeps back what a passing test prints.
        let note = format!(
            "NOT RUN: the history of numbers, no source files in {}\n",
            sources.display()
        );
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return;
    }
    let out = tempfile::TempDir::new().unwrap();
    let report = run::build(&Inputs::new(
        &root.join("data-pipeline/cities/baltimore"),
        &sources,
        out.path(),
    ));
    let report = report.unwrap();
    let release = out.path().join("releases").join(&report.release);
    let revisions = std::fs::read(release.join("revisions.csv")).unwrap();
    assert!(revisions.len() < 400_000, "{} bytes", revisions.len());
    let revisions = read_revisions(&revisions).unwrap();
    let released = &*report.released;

    // 2014 in two exports: 4,264 and 4,260 aggravated assaults, 369 and 370 shootings, 241 and 250
    // rapes; homicides, carjackings and robberies of businesses are the same in both.
    for (category, view, export) in [
        ("aggravated_assault", 4_264, 4_260),
        ("shooting", 369, 370),
        ("rape", 241, 250),
    ] {
        let number = ("crime-city", category, "2014-01", "2014-12");
        check(&revisions, number, &[("2015", view), (released, export)]);
    }
    for category in [
        "homicide",
        "robbery_carjacking",
        "robbery_commercial",
        "burglary",
    ] {
        check(
            &revisions,
            ("crime-city", category, "2014-01", "2014-12"),
            &[],
        );
    }
    // Arrests of adults in 2017: the whole city and year alone. Of the 24,089 and 23,208 arrests of
    // all ages in the two exports, 199 and 178 are of people under 18.
    let number = ("arrests-city", "all", "2017-01", "2017-12");
    check(
        &revisions,
        number,
        &[("2018-02", 23_890), (released, 23_030)],
    );
    let arrests = revisions
        .iter()
        .filter(|one| one.key.table.starts_with("arrests"));
    for line in arrests {
        assert_eq!(
            (&*line.key.geography, line.key.last.since(line.key.first)),
            ("baltimore", 11)
        );
    }
    // Murders of 2024 in the index: 203 when first published, 197 now.
    for table in ["index-city", "index-cities"] {
        let number = (table, "homicide", "2024-01", "2024-12");
        check(
            &revisions,
            number,
            &[
                ("2025-02-18", 203),
                ("2025-03-18", 196),
                ("2025-04-17", 197),
            ],
        );
    }
    // Vehicle thefts of January 2025.
    let number = ("index-city", "auto_theft", "2025-01", "2025-01");
    let thefts = revisions.iter().filter(|one| {
        (
            &*one.key.table,
            &*one.key.category,
            &*one.key.first.to_string(),
            &*one.key.last.to_string(),
        ) == number
    });
    let thefts: Vec<u32> = thefts.filter_map(|one| Some(one.value?.stored)).collect();
    assert_eq!(thefts[..2], [319, 340]);
}
