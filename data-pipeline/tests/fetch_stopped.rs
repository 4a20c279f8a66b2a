//! Kills real fetches in the middle: the next one goes on where they were, and asks for nothing twice.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod portal;

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use portal::Fault;
use portal::city::{Fetching, layer};

/// Longer than a killed client lives.
const FOR_EVER: Duration = Duration::from_secs(30);

fn command(city: &Fetching) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
    command
        .args(["fetch", "rivertown", "--settings"])
        .arg(city.city().parent().unwrap())
        .arg("--into")
        .arg(city.snapshots());
    command
}

/// Starts a fetch and kills it while the portal is silent on `question`.
fn kill_at(city: &Fetching, question: &'static str) {
    city.portal.breaks(question, 1, Fault::Silence(FOR_EVER));
    let mut run = command(city)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !city.portal.has_been_asked(question) {
        assert_eq!(
            run.try_wait().unwrap(),
            None,
            "the fetch ended before {question}"
        );
        sleep(Duration::from_millis(1));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    city.portal.heals();
}

fn run(city: &Fetching) -> (Option<i32>, String, String) {
    let output = command(city).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn unbroken() -> String {
    let whole = Fetching::layer();
    whole.succeed();
    whole.snapshot("incidents.csv")
}

#[test]
fn a_killed_fetch_goes_on_at_the_page_it_had_reached() {
    let expected = unbroken();
    let points: [(&str, &[usize], &[usize]); 4] = [
        ("returnCountOnly", &[], &[0, 4, 8]),
        ("resultOffset=0&", &[0], &[0, 4, 8]),
        ("resultOffset=4&", &[0, 4], &[4, 8]),
        ("resultOffset=8&", &[0, 4, 8], &[8]),
    ];
    for (point, before, after) in points {
        let city = Fetching::layer();
        kill_at(&city, point);
        assert_eq!(city.portal.offsets(), before, "killed at {point}");
        assert!(!city.snapshots().join("incidents.csv").exists());
        let (code, out, log) = run(&city);
        assert_eq!(code, Some(0), "{log}");
        assert_eq!(
            city.portal.offsets(),
            after,
            "after being killed at {point}"
        );
        assert_eq!(city.snapshot("incidents.csv"), expected);
        assert!(out.starts_with("incidents: new, 11 rows, sha256 "), "{out}");
        let here = format!("{} here already", after.first().unwrap());
        assert_eq!(log.contains(&here), after[0] > 0, "{log}");
        assert!(!city.snapshots().join(".partial").exists());
    }
}

#[test]
fn a_fetch_can_be_killed_again_and_again() {
    let city = Fetching::layer();
    let points: [(&str, &[usize]); 3] = [
        ("resultOffset=4&", &[0, 4]),
        ("resultOffset=8&", &[4, 8]),
        ("resultOffset=8&", &[8]),
    ];
    for (point, asked) in points {
        kill_at(&city, point);
        assert_eq!(
            city.portal.offsets(),
            asked,
            "each time only what is missing"
        );
    }
    assert_eq!(run(&city).0, Some(0));
    assert_eq!(city.snapshot("incidents.csv"), unbroken());
}

#[test]
fn pages_of_a_table_that_has_changed_since_are_not_used() {
    let check = |change: &dyn Fn(&Fetching), reason: &str| {
        let city = Fetching::layer();
        kill_at(&city, "resultOffset=8&");
        city.portal.offsets();
        change(&city);
        let (code, _, log) = run(&city);
        assert_eq!(code, Some(0), "{log}");
        assert_eq!(city.portal.offsets()[0], 0, "{reason}");
        assert!(log.contains("starting anew, because"), "{log}");
        assert!(log.contains(reason), "{log}");
    };
    check(
        &|city| city.portal.change(|table| table.grow(1)),
        "had 11 rows, and has 12 now",
    );
    // The same number of rows, but edited.
    check(
        &|city| city.portal.change(|table| table.grow(0)),
        "last edited",
    );
    let other = layer("incidents").replace("\"District\", ", "");
    check(
        &|city| city.settings(&other),
        "the settings ask for something else now",
    );
    let damage = |city: &Fetching| {
        let page = city
            .snapshots()
            .join(".partial/incidents/rows-from-000000004.csv");
        fs::write(page, "21,half").unwrap();
    };
    check(&damage, "a page on disk is damaged");
}

/// Killed between the two moves of a swap: the CSV is new, and its record is the old one.
#[test]
fn a_half_swapped_snapshot_is_mended() {
    let city = Fetching::layer();
    city.succeed();
    let record = city.record("incidents.csv");
    city.portal.change(|table| table.grow(1));
    kill_at(&city, "resultOffset=8&");
    fs::write(city.snapshots().join("incidents.csv"), "the new content\n").unwrap();
    assert_eq!(run(&city).0, Some(0));
    let mended = city.record("incidents.csv");
    assert_eq!(
        (mended.rows, mended.previous.unwrap().sha256),
        (12, record.sha256)
    );
    assert_eq!(city.snapshot("incidents.csv").lines().count(), 13);
}

/// A snapshot that cannot be moved into its place gets no record.
#[test]
fn a_record_is_never_of_a_snapshot_that_is_not_there() {
    let city = Fetching::layer();
    city.succeed();
    let record = city.record("incidents.csv");
    let place = city.snapshots().join("incidents.csv");
    fs::remove_file(&place).unwrap();
    fs::create_dir_all(place.join("folder")).unwrap();
    city.portal.change(|table| table.grow(1));
    assert_eq!(run(&city).0, Some(1));
    assert_eq!(city.record("incidents.csv"), record);
    fs::remove_dir_all(&place).unwrap();
    assert_eq!(run(&city).0, Some(0));
    assert_eq!(city.record("incidents.csv").rows, 12);
}

#[test]
fn a_source_that_fails_is_told_at_the_end_and_the_exit_code_is_1() {
    let city = Fetching::new(&(layer("one").replace("Incidents/", "Gone/") + &layer("two")));
    let (code, out, log) = run(&city);
    assert_eq!(code, Some(1));
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].starts_with("one: failed, source one: http://"),
        "{out}"
    );
    assert!(lines[0].contains("found HTTP 404"), "{out}");
    assert!(lines[1].starts_with("two: new, 11 rows"), "{out}");
    assert!(
        log.ends_with("data-pipeline: 1 of 2 sources could not be fetched\n"),
        "{log}"
    );
    assert!(city.snapshots().join("two.csv").exists());
}

#[test]
fn a_refused_answer_is_not_fetched_again_to_be_accepted() {
    let city = Fetching::layer();
    city.succeed();
    city.portal.change(|table| table.keep(5));
    assert_eq!(run(&city).0, Some(1));
    city.portal.offsets();
    let accepted = command(&city).arg("--accept-shrunken").output().unwrap();
    assert_eq!(accepted.status.code(), Some(0));
    assert_eq!(city.portal.offsets(), Vec::<usize>::new());
    assert_eq!(city.record("incidents.csv").rows, 5);
}

#[test]
fn the_help_teaches() {
    let output = Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
        .args(["fetch", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for part in [
        "[source.remote]",
        "--accept-shrunken",
        "least_percent",
        "Examples:",
    ] {
        assert!(help.contains(part), "{help}");
    }
}
