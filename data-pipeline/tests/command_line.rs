//! The command line: exit codes that a scheduler can rely on, and help that teaches.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::process::{Command, Output};

use invented::InventedCity;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
    command.args(arguments).output().unwrap()
}

fn build(city: &InventedCity, name: &str) -> Output {
    let cities = city.settings().parent().unwrap().to_owned();
    let text = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    let (cities, sources, out) = (text(cities), text(city.sources()), text(city.out()));
    let report = text(city.out().join("../report"));
    run(&[
        "build",
        name,
        "--settings",
        &cities,
        "--sources",
        &sources,
        "--out",
        &out,
        "--report",
        &report,
    ])
}

#[test]
fn success_is_0_also_where_nothing_changed() {
    let city = InventedCity::new();
    for expected in ["published", "unchanged"] {
        let output = build(&city, "rivertown");
        assert_eq!(output.status.code(), Some(0));
        let summary = String::from_utf8(output.stdout).unwrap();
        let first = summary.lines().next().unwrap();
        assert!(first.starts_with("rivertown 2020-02-29-"), "{summary}");
        assert!(first.ends_with(expected), "{summary}");
    }
    assert!(city.out().join("../report/report.json").exists());
}

#[test]
fn failure_is_1_and_says_why() {
    let city = InventedCity::new();
    let output = build(&city, "atlantis");
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("cannot build atlantis"), "{message}");
    assert!(message.contains("city.toml"), "{message}");
}

#[test]
fn a_wrong_command_line_is_2() {
    assert_eq!(run(&["build"]).status.code(), Some(2));
    assert_eq!(run(&["rebuild"]).status.code(), Some(2));
    assert_eq!(run(&[]).status.code(), Some(2));
}

#[test]
fn the_help_shows_an_example() {
    let output = run(&["build", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("Example:"), "{help}");
    assert!(help.contains("--sources <FOLDER>"), "{help}");
}

fn settings_of(city: &InventedCity) -> String {
    let cities = city.settings().parent().unwrap().to_owned();
    cities.to_string_lossy().into_owned()
}

fn out_of(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn check_is_0_for_a_city_without_problems() {
    let city = InventedCity::new();
    let settings = settings_of(&city);
    let sources = city.sources().to_string_lossy().into_owned();
    let output = run(&[
        "check",
        "rivertown",
        "--settings",
        &settings,
        "--sources",
        &sources,
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        out_of(&output),
        "rivertown: no problems; 5 of 5 sources read\n"
    );
}

#[test]
fn check_is_1_and_lists_every_problem_by_line() {
    let city = InventedCity::new();
    city.edit("tables.toml", "unit = \"arrests\"", "unit = \"arrest\"");
    city.edit("charges.csv", "HGV,gun", "HGV,guns");
    let output = run(&["check", "rivertown", "--settings", &settings_of(&city)]);
    assert_eq!(output.status.code(), Some(1));
    let report = out_of(&output);
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines.len(), 3, "{report}");
    assert!(lines[0].contains("charges.csv:3: group: "), "{report}");
    assert!(
        lines[1].contains("tables.toml:42:8: table[arrests-city].unit: "),
        "{report}"
    );
    assert!(lines[1].ends_with("found \"arrest\""), "{report}");
    assert!(lines[2].starts_with("rivertown: 2 problems; "), "{report}");
}

#[test]
fn what_is_not_there_is_2() {
    let city = InventedCity::new();
    let settings = settings_of(&city);
    for arguments in [
        ["check", "atlantis", "--settings", &settings].as_slice(),
        &[
            "check",
            "rivertown",
            "--settings",
            &settings,
            "--sources",
            "/nowhere",
        ],
        &["explain", "rivertown", "crime-cty", "--settings", &settings],
        &["explain", "atlantis", "crime-city", "--settings", &settings],
        &[
            "new-city",
            "rivertown",
            "--label",
            "R",
            "--settings",
            &settings,
        ],
        &[
            "new-city",
            "River Town",
            "--label",
            "R",
            "--settings",
            &settings,
        ],
        &["new-city", "rivercity"],
        &["check"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn explain_tells_how_a_table_is_made() {
    let city = InventedCity::new();
    let settings = settings_of(&city);
    let explain = |table| run(&["explain", "rivertown", table, "--settings", &settings]);
    let output = explain("crime-ward");
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(without_hashes(&out_of(&output)));
    insta::assert_snapshot!(without_hashes(&out_of(&explain("arrests-city"))));
}

/// Hashes are no reading matter, and change with every edit of a fixture.
fn without_hashes(page: &str) -> String {
    let mut lines = Vec::new();
    for line in page.lines() {
        lines.push(line.split(", SHA-256 ").next().unwrap());
    }
    lines.join("\n")
}

#[test]
fn a_new_city_says_what_is_still_missing_and_then_builds() {
    let city = InventedCity::new();
    let settings = settings_of(&city);
    let begun = run(&[
        "new-city",
        "lakeside",
        "--label",
        "Lakeside",
        "--settings",
        &settings,
    ]);
    assert_eq!(begun.status.code(), Some(0), "{begun:?}");
    let output = run(&["check", "lakeside", "--settings", &settings]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(out_of(&output).replace(&settings, "…"));
    follow_the_comments(&city);
    let sources = city.sources().to_string_lossy().into_owned();
    let output = run(&[
        "check",
        "lakeside",
        "--settings",
        &settings,
        "--sources",
        &sources,
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", out_of(&output));
    assert_eq!(build(&city, "lakeside").status.code(), Some(0));
}

/// Takes away the number signs of every example, and fills in what only a city can know.
fn follow_the_comments(city: &InventedCity) {
    let folder = city.settings().parent().unwrap().join("lakeside");
    let rows = "Date,Offense\n2019-01-05,Homicide\n";
    let months: Vec<String> = (2..=12)
        .map(|m| format!("2019-{m:02}-05,Robbery\n"))
        .collect();
    let export = format!("{rows}{}", months.concat());
    std::fs::write(city.sources().join("incidents_2019.csv"), &export).unwrap();
    let hash = data_pipeline::source::sha256_hex(export.as_bytes());
    for name in ["sources", "tables", "caveats", "overview"] {
        let path = folder.join(format!("{name}.toml"));
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .filter(|line| !line.ends_with("s = []") || line.starts_with("gaps"));
        let lines = lines.map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.starts_with('[') || setting.contains(" = ") => setting,
            _ => line,
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        let text = text.replace("sha256 = \"\"", &format!("sha256 = \"{hash}\""));
        std::fs::write(path, text).unwrap();
    }
    let city_file = folder.join("city.toml");
    let text = std::fs::read_to_string(&city_file).unwrap();
    let text = text.replace("released = \"\"", "released = \"2020-01-31\"");
    std::fs::write(city_file, text).unwrap();
    let names =
        "vocabulary,name,code,factor\nincidents,Homicide,homicide,1\nincidents,Robbery,robbery,1\n";
    std::fs::write(folder.join("offense_names.csv"), names).unwrap();
}

#[test]
fn every_command_teaches_with_an_example_and_its_exit_codes() {
    for command in ["check", "diff", "explain", "new-city"] {
        let output = run(&[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        let help = out_of(&output);
        assert!(
            help.contains(&format!("data-pipeline {command} my-city")),
            "{help}"
        );
        assert!(help.contains("Exit codes: 0 "), "{help}");
    }
}
