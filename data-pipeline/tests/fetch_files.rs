//! Fetches files: the rest of a broken download, the right resource of a package, other formats.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod portal;

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use portal::Fault;
use portal::city::{Fetching, other};

const CSV: &str = "Day,Note\n2018-01-01,first\n2018-01-02,second\n2018-01-03,third\n";
const FILE: &str = "/files/crime.csv";
const TAG: &str = "ETag: \"one\"";

fn file_source(file: &str, more: &str) -> String {
    let remote = format!("kind = \"file\"\nurl = \"{{portal}}{FILE}\"\n{more}");
    other("crime", file, &remote)
}

fn half_fetched(tag: &str) -> Fetching {
    let city = Fetching::new(&file_source("crime.csv", ""));
    city.portal.publish_ranged(FILE, CSV.as_bytes(), tag);
    city
}

/// A fetch that has failed in the middle of its file, which could be had whole now.
fn given_up() -> Fetching {
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 3, Fault::Cut);
    assert!(city.fail().contains("expected a whole answer"));
    city.portal.heals();
    city
}

#[track_caller]
fn check_exchanged(other: &str) {
    let city = given_up();
    city.portal
        .publish_ranged(FILE, other.as_bytes(), "ETag: \"two\"");
    city.succeed();
    assert_eq!(city.snapshot("crime.csv"), other);
}

#[test]
fn a_broken_download_goes_on_where_it_stopped() {
    let modified = "Last-Modified: Tue, 05 Mar 2024 10:01:30 GMT";
    for validator in [TAG, modified] {
        let city = half_fetched(validator);
        city.portal.breaks("/files", 1, Fault::Cut);
        assert_eq!(city.succeed().record.rows, 3);
        assert_eq!(city.snapshot("crime.csv"), CSV);
        assert_eq!(city.portal.ranges(), [CSV.len() / 2], "{validator}");
        assert!(!city.snapshots().join(".partial").exists());
    }
}

#[test]
fn a_download_that_failed_goes_on_in_the_next_run() {
    let city = given_up();
    let begun = city.snapshots().join(".partial/crime/download");
    // Half of the file, half of the rest, and half of what was left then.
    let here = fs::metadata(&begun).unwrap().len() as usize;
    assert!(here > CSV.len() * 3 / 4, "{here}");
    city.portal.ranges();
    assert_eq!(city.succeed().record.rows, 3);
    assert_eq!(city.portal.ranges(), [here]);
    assert_eq!(city.snapshot("crime.csv"), CSV);
}

#[test]
fn a_file_that_was_exchanged_is_fetched_from_its_beginning() {
    check_exchanged(&CSV.replace("first", "1st"));
}

/// As long as before, and with other letters at the same places.
#[test]
fn a_rest_is_asked_for_only_of_the_same_content() {
    check_exchanged(&CSV.to_uppercase());
}

#[test]
fn a_rest_is_not_glued_to_the_file_of_another_address() {
    let city = given_up();
    let other = CSV.to_uppercase();
    city.portal
        .publish_ranged("/files/other.csv", other.as_bytes(), TAG);
    city.settings(&file_source("crime.csv", "").replace(FILE, "/files/other.csv"));
    city.portal.ranges();
    city.succeed();
    assert_eq!(city.portal.ranges(), [] as [usize; 0]);
    assert_eq!(city.snapshot("crime.csv"), other);
}

#[test]
fn a_rest_that_is_shorter_than_announced_is_not_the_rest() {
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 1, Fault::Cut);
    let (half, all) = (CSV.len() / 2, CSV.len());
    let range = format!("Content-Range: bytes {half}-{}/{all}\r\n", all - 1);
    let part = Fault::Status(206, range.leak(), &CSV[half..all - 6]);
    city.portal.breaks("/files", 1, part);
    assert_eq!(city.succeed().record.rows, 3);
    assert_eq!(city.snapshot("crime.csv"), CSV);
    assert_eq!(city.portal.ranges(), [half, all - 6]);
}

#[test]
fn a_file_is_asked_for_as_it_is() {
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 1, Fault::Cut);
    city.succeed();
    assert_eq!(city.portal.encodings(), ["identity", "identity"]);
}

#[test]
fn a_server_without_ranges_sends_it_all_again() {
    // A weak tag does not promise the same bytes, and no tag promises nothing.
    for tag in ["ETag: W/\"one\"", "X-Other: 1"] {
        let city = half_fetched(tag);
        city.portal.breaks("/files", 1, Fault::Cut);
        assert_eq!(city.succeed().record.rows, 3);
        assert_eq!(city.snapshot("crime.csv"), CSV);
        assert_eq!(city.portal.ranges(), [] as [usize; 0]);
    }
    // It names its content, and ignores the question for the rest.
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 1, Fault::Cut);
    city.portal.breaks("/files", 1, Fault::Body(CSV));
    assert_eq!(city.succeed().record.rows, 3);
    assert_eq!(city.snapshot("crime.csv"), CSV);
}

#[test]
fn a_wrong_rest_is_not_glued_on() {
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 1, Fault::Cut);
    let range = "Content-Range: bytes 7-11/12\r\n";
    city.portal
        .breaks("/files", 1, Fault::Status(206, range, "wrong"));
    assert_eq!(city.succeed().record.rows, 3);
    assert_eq!(city.snapshot("crime.csv"), CSV);
    let city = half_fetched(TAG);
    city.portal.breaks("/files", 1, Fault::Cut);
    city.portal
        .breaks("/files", 1, Fault::Status(416, "", "no such range"));
    city.succeed();
    assert_eq!(city.snapshot("crime.csv"), CSV);
}

#[test]
fn a_killed_download_goes_on() {
    let city = half_fetched(TAG);
    city.portal.breaks(FILE, 1, Fault::Cut);
    // The second question gets no answer until the run is killed.
    city.portal
        .breaks(FILE, 1, Fault::Silence(Duration::from_secs(30)));
    let command = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
        command.args(["fetch", "rivertown", "--settings"]);
        command.arg(city.city().parent().unwrap());
        command.arg("--into").arg(city.snapshots());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut run = command().spawn().unwrap();
    let mut asked = Vec::new();
    while asked.is_empty() {
        assert_eq!(run.try_wait().unwrap(), None, "the fetch ended");
        sleep(Duration::from_millis(5));
        asked = city.portal.ranges();
    }
    run.kill().unwrap();
    run.wait().unwrap();
    city.portal.heals();
    assert!(command().status().unwrap().success());
    assert_eq!(city.portal.ranges(), asked, "nothing is asked for twice");
    assert_eq!(city.snapshot("crime.csv"), CSV);
}

const PACKAGE: &str = r#"{"success": true, "result": {"name": "crime", "resources": [
    {"name": "Crime 2018", "format": "CSV", "url": "{portal}/files/crime.csv"},
    {"name": "Crime 2018", "format": "GeoJSON", "url": "{portal}/files/crime.geojson"},
    {"name": "Crime 2017", "format": "csv", "url": "{portal}/files/none.csv"},
    {"name": "Columns", "format": "PDF", "url": "{portal}/files/columns.pdf"},
    {"name": null, "url": "ftp://x"}
]}}"#;

fn package(more: &str) -> Fetching {
    let remote = format!("kind = \"ckan\"\nurl = \"{{portal}}\"\npackage = \"crime\"\n{more}");
    let city = Fetching::new(&other("crime", "crime.csv", &remote));
    let listed = PACKAGE.replace("{portal}", city.portal.address());
    city.portal.publish("crime", listed.as_bytes());
    city.portal.publish(FILE, CSV.as_bytes());
    city.portal.publish("/files/crime.geojson", MAP.as_bytes());
    city
}

#[test]
fn a_resource_of_a_package_is_chosen_by_name_and_format() {
    let city = package("name = \"Crime 2018\"\nformat = \"csv\"");
    let record = city.succeed().record;
    assert_eq!(record.url, format!("{}{FILE}", city.portal.address()));
    assert_eq!(city.snapshot("crime.csv"), CSV);
    let city = package("format = \"geojson\"\ncolumns = [\"Day\", \"geometry.latitude\"]");
    city.succeed();
    assert_eq!(
        city.snapshot("crime.csv"),
        "Day,geometry.latitude\n2018-01-01,39.2904\n,\n"
    );
}

#[track_caller]
fn check_not_chosen(more: &str, expected: &str) {
    let message = package(more).fail();
    assert!(message.contains(expected), "{message}");
    assert!(message.contains("package_show?id=crime"), "{message}");
    assert!(message.ends_with("(asked 1 time)"), "{message}");
}

#[test]
fn a_choice_that_is_not_one_lists_what_there_is() {
    let all = "found it has \"Crime 2018\" (CSV), \"Crime 2018\" (GeoJSON), \"Crime 2017\" (csv), \
               \"Columns\" (PDF), \"\" ()";
    check_not_chosen(
        "",
        &format!("expected one resource of the package crime, {all}"),
    );
    check_not_chosen(
        "format = \"csv\"",
        &format!("expected one resource of the package crime in the format CSV, {all}"),
    );
    check_not_chosen(
        "name = \"Crime 2018\"",
        "with the name \"Crime 2018\", found it has",
    );
    check_not_chosen("name = \"Crime\"", "with the name \"Crime\", found it has");
    check_not_chosen(
        "format = \"parquet\"",
        "in the format Parquet, found it has",
    );
    check_not_chosen(
        "name = \"\"",
        "expected an address of the resource, found \"ftp://x\"",
    );
}

#[test]
fn a_package_that_is_none_is_an_error() {
    let city = package("");
    city.portal
        .publish("crime", b"{\"success\": true, \"result\": {}}");
    assert!(city.fail().contains("found none at all"), "{}", city.fail());
    let refusal = r#"{"success": false, "error": {"message": "Not found"}}"#;
    city.portal.publish("crime", refusal.as_bytes());
    assert!(
        city.fail()
            .contains("expected the resources of the package, found Not found")
    );
    city.portal.breaks("package_show", 9, Fault::Half);
    assert!(
        city.fail().contains("JSON that ends after"),
        "{}",
        city.fail()
    );
}

const MAP: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"Day": "2018-01-01"}, "geometry": {"type": "Point", "coordinates": [-76.61, 39.2904]}},
{"type": "Feature", "properties": {"Day": null}, "geometry": null}
]}"#;

fn table() -> Vec<u8> {
    let columns: [(&str, ArrayRef); 2] = [
        ("Day", Arc::new(Date32Array::from(vec![Some(17_532), None]))),
        ("Note", Arc::new(StringArray::from(vec!["a", "b, c"]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn other_formats_stay_as_they_are_or_become_a_csv() {
    let files: [(&str, Vec<u8>, &str, &[&str]); 2] = [
        (
            "geojson",
            MAP.into(),
            "Day\n2018-01-01\n\"\"\n",
            &["Day", "geometry.longitude", "geometry.latitude"],
        ),
        (
            "parquet",
            table(),
            "Day\n2018-01-01\n\"\"\n",
            &["Day", "Note"],
        ),
    ];
    for (format, content, _, names) in &files {
        let city = Fetching::new(&file_source(
            &format!("x.{format}"),
            &format!("format = \"{format}\""),
        ));
        city.portal.publish(FILE, content);
        let record = city.succeed().record;
        assert_eq!((record.rows, record.columns.len()), (2, names.len()));
        assert_eq!(
            fs::read(city.snapshots().join(format!("x.{format}"))).unwrap(),
            *content
        );
        assert!(!city.succeed().changed);
    }
    for (format, content, csv, _) in &files {
        let more = format!("format = \"{format}\"\ncolumns = [\"Day\"]");
        let city = Fetching::new(&file_source("x.csv", &more));
        city.portal.publish(FILE, content);
        assert_eq!(city.succeed().record.rows, 2);
        assert_eq!(&city.snapshot("x.csv"), csv);
    }
}
