//! The run report as people see it: one page that needs nothing beside it, and escapes everything.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;
use std::process::Command;

use data_pipeline::report::{RunReport, StageTime, page};
use data_pipeline::run::BuildError;
use invented::InventedCity;

/// A city with a guard that trips, one that is overridden, and hostile texts in its sources.
fn refused() -> RunReport {
    let city = InventedCity::new();
    city.build().unwrap();
    let late = fs::read_to_string(city.sources().join("late.csv")).unwrap();
    let late = format!("{late}2019-01-05,HOMICIDE,<script>alert(1)</script>,1\n");
    city.replace_source("late.csv", late.replace("2.5", "<b>2.5</b>").as_bytes());
    city.replace_source("arrests.csv", b"Day,Charge\n2018-01-01,HGV & more\n");
    let guards = ["source-shrank:arrests", "month-fell:arrests-city"];
    let overrides: Vec<_> = guards
        .iter()
        .map(|guard| (*guard, "a <short> month"))
        .collect();
    match city.build_despite(&overrides) {
        Err(BuildError::Refused(report)) => *report,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

/// What depends on hashes or the clock, masked.
fn masked(mut report: RunReport) -> RunReport {
    report.release = "(release)".into();
    report.previous = Some("(previous)".into());
    report.release_bytes = 12_345;
    report
        .tables
        .iter_mut()
        .for_each(|table| table.bytes = 1_000);
    report.stages = vec![StageTime {
        stage: "source early".into(),
        milliseconds: 1_234,
    }];
    report
}

#[test]
fn the_page_tells_everything_and_runs_nothing() {
    let html = page(&masked(refused()));
    assert!(!html.contains("<script"), "a text was not escaped");
    assert!(!html.contains("<b>"), "a text was not escaped");
    assert!(!html.contains("http"), "the page asks for something");
    for heading in [
        "Guards",
        "What changed since the last release",
        "Protection of people",
        "Where every row went",
        "What the tables hold of each year",
        "Time",
    ] {
        assert!(html.contains(&format!("<h2>{heading}</h2>")), "{heading}");
    }
    // A line a tag, so that a change shows as one.
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}

/// Figures quote titles, labels and who has printed a total.
#[test]
fn what_guards_say_is_no_markup() {
    let mut report = refused();
    for finding in &mut report.guards {
        finding.figures.push_str("<b>figures</b>");
    }
    let html = page(&report);
    assert!(!html.contains("<b>"), "a text was not escaped");
    let escaped = html.matches("&lt;b&gt;figures&lt;/b&gt;").count();
    assert_eq!(escaped, report.guards.len());
}

#[test]
fn the_command_writes_both_also_where_a_guard_refuses() {
    let city = InventedCity::new();
    city.build().unwrap();
    city.replace_source("arrests.csv", b"Day,Charge\n2018-01-01,HGV\n");
    let reports = city.out().join("../reports/today");
    let output = Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
        .args(["build", "rivertown", "--settings"])
        .arg(city.settings().parent().unwrap())
        .arg("--sources")
        .arg(city.sources())
        .arg("--out")
        .arg(city.out())
        .arg("--report")
        .arg(&reports)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    let json = fs::read(reports.join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["outcome"], "refused");
    assert!(
        json["stages"].as_array().unwrap().len() > 5,
        "times are taken"
    );
    let html = fs::read_to_string(reports.join("report.html")).unwrap();
    assert!(html.contains("--override source-shrank:arrests"));
}

/// A part of a file that no setting names may be about a person.
#[test]
fn a_row_that_is_none_is_shown_without_what_no_setting_names() {
    let city = InventedCity::new();
    let feature = |kind: &str, day: u32| {
        format!(
            r#"{{"type": "{kind}", "properties": {{"Day": "2018-01-0{day}", "Charge": "HGV"}}, "geometry": null}}"#
        )
    };
    let mut features: Vec<String> = (1..8).map(|day| feature("Feature", day)).collect();
    features.push(feature("Doe, Jane", 8));
    let features = features.join(",\n");
    let map = format!(r#"{{"type": "FeatureCollection", "features": [{features}]}}"#);
    city.edit(
        "sources.toml",
        "file = \"arrests.csv\"",
        "file = \"arrests.csv\"\nformat = \"geojson\"",
    );
    city.replace_source("arrests.csv", map.as_bytes());
    let report = city.build().unwrap();
    let json = serde_json::to_string(&report).unwrap();
    assert!(
        json.contains("\"features[7].type\",\"value\":\"***\""),
        "{json}"
    );
    assert!(!json.contains("Jane"), "{json}");
}

#[test]
fn an_override_without_a_reason_is_a_wrong_command_line() {
    for more in [
        &["--override", "source-shrank:arrests"][..],
        &["--override", "source-shrank:arrests", "--because", " "],
        &["--because", "it is so"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
            .args(["build", "rivertown", "--sources", "."])
            .args(more)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{more:?}");
    }
}
