//! Operations, printed figures and running shares in an invented city: what is published, and what
//! is found to be wrong with them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::enforcement::{Covers, Enforcement, Exactness, PATH, figures_csv, operations_csv};
use cube::{Cell, Grain};
use data_pipeline::check::check;
use data_pipeline::settings::Problem;
use data_pipeline::source::sha256_hex;
use invented::{InventedCity, line};

const ENFORCEMENT: &str = r#"
[[operation]]
id = "sweep"
first = "2018-02-01"
last = "2018-02-03"
announced = "2018-02"
name = "Sweep"
agencies = "River police"
counted = { count = 12, what = "arrests" }
area = "Rivertown"
covers = "city"
caution = "It was no part of the program."
source = "River Post"

[[operation]]
id = "office"
first = "2018-03"
announced = "2018-03"
name = "=An office"
agencies = "Marshals"
area = "Rivertown and beyond"
covers = "wider"
guns = { count = 3, exactness = "more_than" }
source = "River Post"

[[measure]]
id = "closed"
heading = "How many cases are closed?"
title = "Cases closed"
unit = "percent"
[[measure.figure]]
year = 2018
value = 38.4
until = "to May"
source = "River Post"
[[measure.figure]]
year = 2018
value = 42
counted_by = "the town"
source = "River Post"
"#;

const SHARES: &str = "Day,Share,Cases\n\
    2018-01-31,0.5,40\n\
    2018-02-27,0.9,40\n\
    2018-02-28,0.37777,41\n\
    2018-03-31,NA,44\n";

const SOURCE: &str = r#"
[[source]]
id = "shares"
label = "Shares"
title = "Shares of cases"
publisher = "Nobody"
terms = "None"
stored_copy = "here"
file = "shares.csv"
sha256 = "{hash}"
missing = ["NA"]
[source.shape]
kind = "month_ends"
date = { column = "Day", formats = ["%Y-%m-%d"] }
values = { closed = "Share" }
written = "shares"
decimals = 1
other_days = "a day within a month"
"#;

const TABLE: &str = r#"
[[table]]
id = "closed-cases"
title = "Cases closed"
description = "Invented."
unit = "percent"
first = "2018-01"
last = "2018-04"
decimals = 1
totals = "given"
list = "indicators"
categories = ["closed"]
geography = { city = true }
caveats = ["invented"]
[[table.stretch]]
source = "shares"
first = "2018-01"
last = "2018-03"
"#;

/// Rivertown with what others print about it.
fn city_with(shares: &str) -> InventedCity {
    let city = InventedCity::new();
    fs::write(city.settings().join("enforcement.toml"), ENFORCEMENT).unwrap();
    fs::write(city.sources().join("shares.csv"), shares).unwrap();
    let indicators = "code,label,parent\nclosed,Closed cases,\n";
    fs::write(city.settings().join("indicators.csv"), indicators).unwrap();
    let source = SOURCE.replace("{hash}", &sha256_hex(shares.as_bytes()));
    for (file, more) in [("sources.toml", source.as_str()), ("tables.toml", TABLE)] {
        let path = city.settings().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + more).unwrap();
    }
    let tables = "\"index-cities\"";
    city.edit(
        "policy.toml",
        tables,
        &format!("{tables}, \"closed-cases\""),
    );
    city
}

fn published(city: &InventedCity, release: &str) -> Enforcement {
    let path = city.out().join("releases").join(release).join(PATH);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_others_print_is_published_as_it_is_declared() {
    let city = city_with(SHARES);
    let report = city.build().unwrap();
    let found = published(&city, &report.release);
    let [sweep, office] = &found.operations[..] else {
        panic!("{:?}", found.operations);
    };
    assert_eq!(sweep.counted.as_ref().unwrap().count, 12);
    assert_eq!(
        sweep.caution.as_deref(),
        Some("It was no part of the program.")
    );
    assert_eq!(
        (office.counted.as_ref(), office.covers),
        (None, Covers::Wider)
    );
    assert_eq!(office.guns.as_ref().unwrap().exactness, Exactness::MoreThan);
    let figures: Vec<f64> = found.measures[0]
        .figures
        .iter()
        .map(|one| one.value)
        .collect();
    assert_eq!(figures, [38.4, 42.0]);
    let csv = String::from_utf8(operations_csv(&found.operations)).unwrap();
    assert!(csv.contains(",'=An office,"), "a formula in {csv}");
    let csv = String::from_utf8(figures_csv(&found.measures[0])).unwrap();
    assert!(
        csv.contains("closed,2018,38.4,percent,exact,to May,,,River Post\n"),
        "{csv}"
    );
    let manifest = city.manifest(&report.release);
    assert!(manifest.files.iter().any(|file| file.path == PATH));
}

#[test]
fn a_city_without_them_publishes_no_such_file() {
    let city = InventedCity::new();
    let report = city.build().unwrap();
    let manifest = city.manifest(&report.release);
    assert!(manifest.files.iter().all(|file| file.path != PATH));
}

#[test]
fn the_share_at_the_end_of_a_month_stands_for_it_and_is_never_added() {
    use Cell::{NotCollected, Observed};
    let city = city_with(SHARES);
    let report = city.build().unwrap();
    let cube = city.cube(&report.release, "closed-cases");
    assert_eq!(
        line(&cube, "rivertown", "closed"),
        [Observed(500), Observed(378), NotCollected, NotCollected]
    );
    assert_eq!(cube.header().grains(), [Grain::Month]);
    let manifest = city.manifest(&report.release);
    let source = manifest
        .sources
        .iter()
        .find(|one| one.id == "shares")
        .unwrap();
    assert!(source.accounting.closes());
    assert_eq!(
        (source.accounting.used, source.accounting.outside_window),
        (3, 1)
    );
    assert_eq!(source.accounting.reasons[0].reason, "a day within a month");
}

#[test]
fn shares_that_are_none_are_set_aside_with_their_line() {
    let city = city_with(&SHARES.replace("0.37777", "37.8"));
    let found = check(&city.settings(), Some(&city.sources())).problems;
    // Rivertown lets some rows be unreadable, so that the report alone tells of it.
    assert_eq!(found, []);
    let report = city.build().unwrap();
    let source = report
        .sources
        .iter()
        .find(|one| one.id == "shares")
        .unwrap();
    let [example] = &source.set_aside["the value is not a share"][..] else {
        panic!("{:?}", source.set_aside);
    };
    assert_eq!(
        (
            example.line,
            example.column.as_str(),
            example.value.as_str()
        ),
        (4, "Share", "37.8")
    );
    assert!(example.expected.contains("a share from 0 to 1"));
}

#[track_caller]
fn names(problems: &[Problem], at: (&str, u64), field: &str, found: &str, says: &str) {
    let names = |problem: &&Problem| {
        let text = problem.to_string();
        problem.file.ends_with(at.0)
            && problem.position.line == at.1
            && problem.field == field
            && text.contains(found)
            && text.contains(says)
    };
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        problems.iter().any(|one| names(&one)),
        "{}",
        texts.join("\n")
    );
}

/// An edit of `enforcement.toml`, the line and field that have to be named, the value and a text.
#[track_caller]
fn check_broken(from: &str, to: &str, line: u64, field: &str, found: &str, says: &str) {
    let city = city_with(SHARES);
    let path = city.settings().join("enforcement.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from:?}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let problems = check(&city.settings(), None).problems;
    names(&problems, ("enforcement.toml", line), field, found, says);
}

#[test]
fn records_that_cannot_be_are_found_where_they_stand() {
    check_broken(
        "first = \"2018-02-01\"",
        "first = \"2018-02-30\"",
        4,
        "operation[sweep].first",
        "2018-02-30",
        "a day, a month or a year",
    );
    check_broken(
        "last = \"2018-02-03\"",
        "last = \"2018-01-03\"",
        5,
        "operation[sweep].last",
        "2018-01-03",
        "a date from 2018-02-01 on",
    );
    check_broken(
        "covers = \"city\"",
        "covers = \"town\"",
        11,
        "operation[sweep].covers",
        "town",
        "city",
    );
    check_broken(
        "source = \"River Post\"",
        "source = \" \"",
        13,
        "operation[sweep].source",
        "",
        "there is no source",
    );
    check_broken(
        "agencies = \"River police\"",
        "agencys = \"River police\"",
        8,
        "operation[sweep].agencys",
        "agencys",
        "did you mean \"agencies\"?",
    );
    check_broken(
        "first = \"2018-03\"",
        "first = \"2017-03\"",
        17,
        "operation[office].first",
        "2017-03",
        "the oldest first",
    );
    check_broken(
        "id = \"office\"",
        "id = \"sweep\"",
        16,
        "operation[2].id",
        "sweep",
        "twice",
    );
    check_broken(
        "count = 12",
        "count = -12",
        9,
        "operation[sweep]",
        "-12",
        "u32",
    );
}

#[test]
fn figures_that_cannot_be_are_found_where_they_stand() {
    check_broken(
        "value = 42",
        "value = 142",
        38,
        "measure[closed].figure[2].value",
        "142",
        "a percentage from 0 to 100",
    );
    check_broken(
        "unit = \"percent\"",
        "unit = \"count\"",
        33,
        "measure[closed].figure[1].value",
        "38.4",
        "a whole number",
    );
    check_broken(
        "counted_by = \"the town\"\n",
        "",
        39,
        "measure[closed].figure[2].source",
        "River Post",
        "another source",
    );
    check_broken(
        "year = 2018\nvalue = 42",
        "year = 2017\nvalue = 42",
        37,
        "measure[closed].figure[2].year",
        "2017",
        "the oldest first",
    );
}

#[test]
fn settings_of_running_shares_that_do_not_hold_together_are_found() {
    let check_settings = |file: &str, from: &str, to: &str, field: &str, says: &str| {
        let city = city_with(SHARES);
        city.edit(file, from, to);
        let problems = check(&city.settings(), Some(&city.sources())).problems;
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let mut all = problems.iter();
        let is_named = all.any(|one| {
            one.file.ends_with(file) && one.field == field && one.to_string().contains(says)
        });
        assert!(is_named, "{}", texts.join("\n"));
    };
    let (sources, tables) = ("sources.toml", "tables.toml");
    check_settings(
        sources,
        "closed = \"Share\"",
        "clsed = \"Share\"",
        "source[shares].shape.values.clsed",
        "did you mean \"closed\"?",
    );
    check_settings(
        sources,
        "\"a day within a month\"",
        "\"\"",
        "source[shares].shape.other_days",
        "why the other days",
    );
    check_settings(
        tables,
        "decimals = 1\ntotals = \"given\"",
        "decimals = 2\ntotals = \"given\"",
        "table[closed-cases].decimals",
        "at most 1",
    );
    check_settings(
        tables,
        "unit = \"percent\"\nfirst = \"2018-01\"\nlast = \"2018-04\"\ndecimals = 1\ntotals = \"given\"",
        "unit = \"events\"\nfirst = \"2018-01\"\nlast = \"2018-04\"\ndecimals = 1",
        "table[closed-cases].totals",
        "cannot be added",
    );
}
