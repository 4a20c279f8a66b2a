//! Yearly indicators of areas in an invented city: what is published, and what stops the build.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::{Cell, CellStatus, Grain, Step};
use data_pipeline::check::check;
use data_pipeline::source::sha256_hex;
use invented::{InventedCity, line};

/// Two wards and the city, of 1,000, 400 and 1,500 people; the city is not the sum of its wards.
const VALUES: &str = "Ward,Year,What,Value\n\
    Upstream,2010,People,1000.0\n\
    Midstream,2010,People,400\n\
    ALL,2010,People,1500\n\
    Upstream,2016,Fires,12.0\n\
    Midstream,2016,Fires,2.5\n\
    ALL,2016,Fires,10.00\n\
    Upstream,2017,Fires,7.004\n\
    Midstream,2017,Fires,NA\n\
    ALL,2017,Fires,3.335\n\
    Upstream,2016,Young,1\n\
    Upstream,2016,Trees,88\n";

const SOURCE: &str = r#"
[[source]]
id = "years"
label = "Yearly"
title = "Yearly indicators"
publisher = "Nobody"
terms = "None"
stored_copy = "here"
file = "years.csv"
sha256 = "{hash}"
missing = ["NA"]
[source.shape]
kind = "area_years"
area = { column = "Ward", place = "ward", city = "ALL" }
year = { column = "Year" }
value = { column = "Value", decimals = 2 }
[source.shape.indicator]
column = "What"
names = { People = "people", Fires = "fire", Young = "young" }
[source.shape.counts]
per = 1000
population = "people"
population_year = 2010
tolerance = 0.01
of = [{ indicator = "fire", first = 2016, last = 2017, city_first = 2018 }]
[[source.leave_out]]
categories = ["young"]
reason = "never by area"
[[source.leave_out]]
unlisted_indicator = true
reason = "not shown"
"#;

const TABLES: &str = r#"
[[table]]
id = "fire-rates"
title = "Fires"
description = "Invented."
unit = "per_1000_residents"
first = "2015-01"
last = "2017-12"
step = "year"
decimals = 2
totals = "given"
list = "indicators"
categories = ["fire"]
geography = { city = true, place = "ward" }
caveats = ["invented"]
[[table.stretch]]
source = "years"
first = "2016-01"
last = "2017-12"

[[table]]
id = "fire-counts"
title = "Fires"
description = "Invented."
unit = "events"
first = "2015-01"
last = "2017-12"
step = "year"
totals = "given"
list = "indicators"
categories = ["fire"]
geography = { city = true, place = "ward" }
caveats = ["invented"]
incomplete = [{ first = "2017-01", last = "2017-12", reason = "Half of it." }]
[[table.stretch]]
source = "years"
first = "2016-01"
last = "2017-12"
take = "counts"
"#;

const INDICATORS: &str = "code,label,parent\npeople,People,\nfire,Fires,\nyoung,Young people,\n";

/// Rivertown with yearly indicators; `change` spoils the values.
fn city_with(values: &str) -> InventedCity {
    let city = InventedCity::new();
    fs::write(city.sources().join("years.csv"), values).unwrap();
    fs::write(city.settings().join("indicators.csv"), INDICATORS).unwrap();
    let source = SOURCE.replace("{hash}", &sha256_hex(values.as_bytes()));
    for (file, more) in [("sources.toml", source.as_str()), ("tables.toml", TABLES)] {
        let path = city.settings().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + more).unwrap();
    }
    let tables = "\"index-cities\"";
    let more = format!("{tables}, \"fire-rates\", \"fire-counts\"");
    city.edit("policy.toml", tables, &more);
    city
}

fn city() -> InventedCity {
    city_with(VALUES)
}

#[test]
fn rates_and_counts_are_published_by_year() {
    use Cell::{NotCollected, Observed, Provisional};
    let city = city();
    let report = city.build().unwrap();
    let rates = city.cube(&report.release, "fire-rates");
    assert_eq!(
        (rates.header().step, rates.header().decimals),
        (Step::Year, 2)
    );
    assert_eq!(rates.header().grains(), [Grain::Year]);
    assert_eq!(
        line(&rates, "rivertown", "fire"),
        [NotCollected, Observed(1000), Observed(334)]
    );
    assert_eq!(
        line(&rates, "upstream", "fire"),
        [NotCollected, Observed(1200), Observed(700)]
    );
    assert_eq!(
        line(&rates, "midstream", "fire"),
        [NotCollected, Observed(250), NotCollected]
    );
    assert_eq!(line(&rates, "downstream", "fire"), [NotCollected; 3]);
    assert_eq!(rates.header().dimensions[0].position("not-located"), None);

    let counts = city.cube(&report.release, "fire-counts");
    assert_eq!(
        line(&counts, "upstream", "fire"),
        [NotCollected, Observed(12), Provisional(7)]
    );
    assert_eq!(
        line(&counts, "midstream", "fire"),
        [NotCollected, Observed(1), NotCollected]
    );
    assert_eq!(line(&counts, "rivertown", "fire"), [NotCollected; 3]);

    let manifest = city.manifest(&report.release);
    let table = manifest
        .tables
        .iter()
        .find(|table| table.id == "fire-rates")
        .unwrap();
    assert_eq!(table.step, Step::Year);
    let source = manifest
        .sources
        .iter()
        .find(|source| source.id == "years")
        .unwrap();
    let rows = &source.accounting;
    assert_eq!((rows.read, rows.used, rows.outside_window), (11, 9, 2));
    assert_eq!(
        (&*source.first_day, &*source.last_day),
        ("2010-01-01", "2017-12-31")
    );

    let csv = city
        .out()
        .join("releases")
        .join(&report.release)
        .join("downloads/fire-rates.csv");
    let csv = fs::read_to_string(csv).unwrap();
    assert!(csv.starts_with("geography,indicator,year,"), "{csv}");
    assert!(
        csv.contains("\nupstream,fire,2017,Upstream,Fires,7.00,observed\n"),
        "{csv}"
    );
    let missing = counts
        .cells()
        .iter()
        .filter(|cell| !cell.status().has_value());
    assert!(
        missing
            .clone()
            .all(|cell| cell.status() == CellStatus::NotCollected)
    );
}

#[track_caller]
fn check_stopped(from: &str, to: &str, expected: &str) {
    assert!(VALUES.contains(from), "{from:?}");
    let city = city_with(&VALUES.replace(from, to));
    assert_eq!(city.failure(), expected);
    let found = check(&city.settings(), Some(&city.sources())).problems;
    assert!(
        found
            .iter()
            .any(|problem| problem.file.ends_with("years.csv")),
        "check says nothing of years.csv: {found:?}"
    );
}

#[test]
fn a_rate_of_no_whole_number_stops_the_build() {
    check_stopped(
        "Upstream,2016,Fires,12.0",
        "Upstream,2016,Fires,12.3",
        "years.csv, line 5: Upstream, fire, 2016: the rate 12.3 of 1000 people makes 12.3000 \
         events; expected a whole number, within 0.01",
    );
    check_stopped(
        "Midstream,2010,People,400",
        "Midstream,2010,People,NA",
        "years.csv, line 6: Midstream: expected a row with its people in 2010",
    );
    check_stopped(
        "Fires",
        "Fire",
        "years.csv: expected rows with the indicator \"Fires\", found none",
    );
}

#[test]
fn a_rate_within_the_tolerance_is_a_count() {
    let city = city_with(&VALUES.replace("Fires,12.0", "Fires,12.009"));
    let report = city.build().unwrap();
    let counts = city.cube(&report.release, "fire-counts");
    assert_eq!(line(&counts, "upstream", "fire")[1], Cell::Observed(12));
}

#[test]
fn rows_that_cannot_be_read_are_set_aside() {
    let more = "Atlantis,2016,Fires,1\nUpstream,16,Fires,1\nUpstream,2015,Fires,-1\n\
                Upstream,2016,Fires,12.0\n";
    let city = city_with(&format!("{VALUES}{more}"));
    // The table begins in 2016, so that a row of 2015 belongs to no table.
    let failure = city.failure();
    assert!(
        failure.contains("a row of fire on 2015-01-01 is in no table"),
        "{failure}"
    );

    let more = more
        .replace("2015,Fires,-1", "2016,Fires,-1")
        .replace("Upstream,2016,Fires,12.0\n", "");
    let values = VALUES.replace("Upstream,2016,Fires,12.0\n", "");
    let city = city_with(&format!("{values}{more}"));
    let report = city.build().unwrap();
    let source = report
        .sources
        .iter()
        .find(|source| source.id == "years")
        .unwrap();
    let reasons: Vec<&str> = source.set_aside.keys().copied().collect();
    assert_eq!(
        reasons,
        [
            "the name of the area is not known",
            "the value is not a number",
            "this is not a year"
        ]
    );
}

/// An edit of the settings, and the problem that `check` has to name: file, field, and a text.
#[track_caller]
fn check_settings(file: &str, from: &str, to: &str, (at, field, says): (&str, &str, &str)) {
    let city = city();
    city.edit(file, from, to);
    let found = check(&city.settings(), Some(&city.sources())).problems;
    let names = |problem: &&data_pipeline::settings::Problem| {
        problem.file.ends_with(at) && problem.field == field && problem.to_string().contains(says)
    };
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        found.iter().any(|problem| names(&problem)),
        "{}",
        texts.join("\n")
    );
}

#[test]
fn settings_that_do_not_hold_together_are_found() {
    let (sources, tables) = ("sources.toml", "tables.toml");
    let source = "source[years].shape";
    let field = |rest: &str| format!("{source}.{rest}");
    check_settings(
        sources,
        "People = \"people\"",
        "People = \"peopel\"",
        (
            sources,
            &field("indicator.names.People"),
            "did you mean \"people\"",
        ),
    );
    check_settings(
        sources,
        "place = \"ward\", city",
        "place = \"wrad\", city",
        (sources, &field("area.place"), "declares no such places"),
    );
    check_settings(
        sources,
        "population = \"people\"",
        "population = \"residents\"",
        (
            sources,
            &field("counts.population"),
            "no name of the source",
        ),
    );
    check_settings(
        sources,
        "tolerance = 0.01",
        "tolerance = 0.5",
        (sources, &field("counts.tolerance"), "below 0.5"),
    );
    check_settings(
        sources,
        "per = 1000",
        "per = 0",
        (sources, &field("counts.per"), "from 1 on"),
    );
    check_settings(
        sources,
        "first = 2016, last = 2017",
        "first = 2016, last = 2015",
        (
            sources,
            &field("counts.of[1].last"),
            "end before they begin",
        ),
    );
    check_settings(
        sources,
        "decimals = 2",
        "decimals = 10",
        (sources, &field("value.decimals"), "0 to 9"),
    );
    let rates = "id = \"fire-rates\"\ntitle = \"Fires\"\ndescription = \"Invented.\"\n";
    let with = |more: &str| format!("{rates}{more}");
    check_settings(
        tables,
        &with("unit = \"per_1000_residents\"\nfirst = \"2015-01\""),
        &with("unit = \"per_1000_residents\"\nfirst = \"2015-02\""),
        (tables, "table[fire-rates].first", "whole years"),
    );
    check_settings(
        tables,
        "decimals = 2\ntotals = \"given\"",
        "decimals = 2",
        (tables, "table[fire-rates].unit", "cannot be added"),
    );
    check_settings(
        tables,
        "decimals = 2",
        "decimals = 3",
        (tables, "table[fire-rates].decimals", "at most 2"),
    );
    check_settings(
        tables,
        "step = \"year\"\ndecimals = 2",
        "decimals = 2",
        (tables, "table[fire-rates].step", "another length of time"),
    );
    check_settings(
        sources,
        "{ indicator = \"fire\", first",
        "{ indicator = \"young\", first",
        (
            tables,
            "table[fire-counts].stretch[1].take",
            "turns no rate of fire",
        ),
    );
    check_settings(
        "overview.toml",
        "table = \"crime-ward\"\ncategory = \"homicide\"\ngeography = \"upstream\"",
        "table = \"fire-counts\"\ncategory = \"fire\"\ngeography = \"rivertown\"",
        ("overview.toml", "headlines[1].table", "do not add up"),
    );
}
