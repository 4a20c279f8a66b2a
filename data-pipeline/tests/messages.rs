//! What a build says when it refuses: where, what was found, and what was expected.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use insta::assert_snapshot;
use invented::InventedCity;

#[test]
fn a_source_that_is_missing() {
    let city = InventedCity::new();
    fs::remove_file(city.sources().join("arrests.csv")).unwrap();
    assert_snapshot!(city.failure());
}

#[test]
fn a_source_that_was_exchanged() {
    let city = InventedCity::new();
    fs::write(city.sources().join("arrests.csv"), "Day,Charge\n").unwrap();
    assert_snapshot!(city.failure());
}

#[test]
fn a_column_that_was_renamed() {
    let city = InventedCity::new();
    city.replace_source("arrests.csv", b"Day,ChargeDesc\n2018-01-01,HGV\n");
    assert_snapshot!(city.failure());
}

#[test]
fn too_many_rows_that_cannot_be_read() {
    let city = InventedCity::new();
    city.edit("city.toml", "40.0", "1.0");
    assert_snapshot!(city.failure());
}

#[test]
fn a_row_that_no_table_counts() {
    let city = InventedCity::new();
    city.replace_source(
        "arrests.csv",
        b"Day,Charge\n2018-01-01,HGV\n2018-02-01,HGV\n",
    );
    assert_snapshot!(city.failure());
}

#[test]
fn a_month_without_any_row() {
    let city = InventedCity::new();
    let rows = b"Day,Kind,Ward,,Note\n01/01/2018,SHOT,Up,,\n03/01/2018,SHOT,Up,,\n";
    city.replace_source("early.csv.gz", &invented::gzipped(rows));
    assert_snapshot!(city.failure());
}

#[test]
fn a_count_below_zero() {
    let city = InventedCity::new();
    let rows = b"day,offense,ward,count\n2019-01-01,HOMICIDE,Upstream,1\n";
    city.replace_source("late.csv", rows);
    assert_snapshot!(city.failure());
}

#[test]
fn settings_that_name_what_is_not_there() {
    let city = InventedCity::new();
    city.edit(
        "tables.toml",
        "\"threat\"]\ngeography = { city = true }",
        "\"thread\"]\ngeography = { city = true }",
    );
    assert_snapshot!(city.failure());
}

#[test]
fn settings_with_a_word_that_nobody_reads() {
    let city = InventedCity::new();
    city.edit(
        "city.toml",
        "label = \"Rivertown\"",
        "label = \"Rivertown\"\nmayor = \"Nobody\"",
    );
    assert_snapshot!(city.failure());
}

#[test]
fn a_catalogue_that_is_none() {
    let city = InventedCity::new();
    fs::write(city.out().join("catalog.json"), "{").unwrap();
    assert_snapshot!(city.failure());
    assert_eq!(
        fs::read_to_string(city.out().join("catalog.json")).unwrap(),
        "{"
    );
}

/// What is compared with must be what was published.
#[test]
fn a_published_file_that_was_changed() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let before = city.catalog();
    for file in ["manifest.json", "cubes/crime-ward.cube"] {
        let path = city.out().join("releases").join(&release).join(file);
        let bytes = fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(&path, changed).unwrap();
        let message = city.failure();
        let expected = format!("{file}: expected content with SHA-256");
        assert!(message.contains(&expected), "{message}");
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(city.catalog(), before);
}

#[test]
fn a_second_run_at_the_same_time() {
    let city = InventedCity::new();
    let other = data_pipeline::publish::Folder::open(&city.out()).unwrap();
    // Which process it is, not every system tells.
    let holder = format!(" (process {})", std::process::id());
    assert_snapshot!(city.failure().replace(&holder, ""));
    drop(other);
    city.build().unwrap();
}

#[test]
fn nothing_is_published_when_a_build_fails() {
    let city = InventedCity::new();
    city.edit("city.toml", "40.0", "1.0");
    city.build().unwrap_err();
    assert!(invented::tree(&city.out()).is_empty());
}
