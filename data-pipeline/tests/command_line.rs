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
    let report = text(city.out().join("../report.json"));
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
    assert!(city.out().join("../report.json").exists());
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
