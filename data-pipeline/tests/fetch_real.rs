//! Every fault over pages whose rows are cut from real exports, with the column names of their time.
//!
//! The cuts hold a day, an offense, a district, a neighborhood and a count, and nothing of persons.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod portal;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use portal::city::{Fetching, other};
use portal::{Fault, Table};

const LAYER: &str = "kind = \"arcgis\"
url = \"{portal}/arcgis/rest/services/Incidents/FeatureServer/0\"
columns = [\"CrimeDateT\", \"Descriptio\", \"District\", \"Neighborho\", \"Total_Inci\"]
days = [\"CrimeDateT\"]";

const TABLE: &str = "kind = \"socrata\"
url = \"{portal}/resource/abcd-1234.json\"
page_rows = 10
columns = [\"CrimeDate\", \"Description\", \"District\", \"Neighborhood\"]";

/// A source whose portal holds a cut.
fn fetching(cut: &str, remote: &str) -> Fetching {
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    city.portal.change(|table| {
        *table = Table::cut(cut);
        table.page_rows = 10;
    });
    city
}

fn layer() -> Fetching {
    fetching("crime_part1_cut.csv", LAYER)
}

fn table() -> Fetching {
    fetching("crime_socrata_cut.csv", TABLE)
}

/// The rows of a cut as a snapshot has them.
fn rows_of(cut: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/portal");
    let mut reader = csv::Reader::from_path(path.join(cut)).unwrap();
    let rows = reader.records().map(|row| {
        let mut row: Vec<String> = row.unwrap().iter().skip(1).map(str::to_owned).collect();
        if let Ok(millis) = row[0].parse() {
            let time = Timestamp::from_millisecond(millis).unwrap().to_string();
            time[..10].clone_into(&mut row[0]);
        }
        row
    });
    rows.collect()
}

fn rows_in(city: &Fetching) -> Vec<Vec<String>> {
    let text = city.snapshot("crime.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn pages_of_real_rows_become_a_snapshot() {
    let city = layer();
    let fetched = city.succeed();
    assert_eq!(rows_in(&city), rows_of("crime_part1_cut.csv"));
    assert_eq!((fetched.record.rows, fetched.record.duplicates), (34, 0));
    assert_eq!(city.portal.offsets(), [0, 10, 20, 30]);
    let city = table();
    city.succeed();
    assert_eq!(rows_in(&city), rows_of("crime_socrata_cut.csv"));
}

/// Faults that pass: the answer is asked for again, or the table read anew, and the rows are right.
#[test]
fn faults_that_pass_leave_no_trace() {
    let silence = Fault::Silence(Duration::from_millis(600));
    let faults = || {
        vec![
            Fault::Status(500, "", "down"),
            Fault::Status(503, "Retry-After: 0\r\n", ""),
            Fault::Status(429, "Retry-After: 0\r\n", "slower"),
            Fault::Body("<html>down for maintenance</html>"),
            Fault::Body("{\"features\": ["),
            Fault::Cut,
            Fault::Half,
            Fault::HangUp,
            silence.clone(),
        ]
    };
    for fault in faults() {
        for part in [
            "returnCountOnly",
            "esultOffset=0&",
            "esultOffset=10&",
            "esultOffset=30&",
        ] {
            let city = layer();
            city.portal.breaks(part, 2, fault.clone());
            city.succeed();
            assert_eq!(
                rows_in(&city),
                rows_of("crime_part1_cut.csv"),
                "{part} {fault:?}"
            );
        }
        for part in ["count(*)", "$offset=0&", "$offset=20&"] {
            let city = table();
            city.portal.breaks(part, 2, fault.clone());
            city.succeed();
            assert_eq!(
                rows_in(&city),
                rows_of("crime_socrata_cut.csv"),
                "{part} {fault:?}"
            );
        }
    }
}

#[test]
fn repeated_short_and_shifted_pages_lose_and_double_nothing() {
    let page = Fault::AnswerTo("resultOffset=20", "resultOffset=10");
    let overlap = Fault::AnswerTo("resultOffset=20", "resultOffset=16");
    for (fault, duplicates) in [(page, 0), (overlap, 4)] {
        let city = layer();
        city.portal.breaks("resultOffset=20&", 1, fault.clone());
        let record = city.succeed().record;
        assert!(record.duplicates <= duplicates, "{fault:?}");
        assert_eq!(rows_in(&city), rows_of("crime_part1_cut.csv"), "{fault:?}");
    }
    let city = layer();
    city.portal
        .change(|table| table.short_pages = vec![0, 1, 11, 21]);
    city.succeed();
    assert_eq!(rows_in(&city), rows_of("crime_part1_cut.csv"));
    // The portal does not say that there is more.
    let city = layer();
    city.portal.breaks(
        "esultOffset",
        9,
        Fault::Replaced(",\"exceededTransferLimit\":true", ""),
    );
    let city_of_whole_pages = layer();
    city_of_whole_pages.succeed();
    city.portal.heals();
    city.succeed();
    assert_eq!(
        city.snapshot("crime.csv"),
        city_of_whole_pages.snapshot("crime.csv")
    );
}

#[test]
fn a_row_that_goes_while_pages_are_read_starts_the_reading_anew() {
    let city = layer();
    city.portal.breaks("resultOffset=10&", 1, Fault::Loses(3));
    city.succeed();
    let mut expected = rows_of("crime_part1_cut.csv");
    expected.remove(3);
    assert_eq!(rows_in(&city), expected);
}

/// Faults that stay: the last snapshot and its record are as they were.
#[test]
fn faults_that_stay_leave_the_last_snapshot() {
    let faults = [
        (Fault::Status(500, "", ""), "found HTTP 500 (asked 3 times)"),
        (
            Fault::Status(403, "", "no"),
            "found HTTP 403 (no) (asked 1 time)",
        ),
        (
            Fault::Replaced(
                "\"Descriptio\",\"type\":\"esriFieldTypeString\"",
                "\"Descriptio\",\"type\":\"esriFieldTypeInteger\"",
            ),
            "column Descriptio of type",
        ),
        (
            Fault::Replaced("\"name\":\"Total_Inci\"", "\"name\":\"Total_Incidents\""),
            "column Total_Inci of type esriFieldTypeInteger",
        ),
        (
            Fault::Replaced("\"Descriptio\":", "\"Description\":"),
            "column Descriptio of type",
        ),
        (
            Fault::Replaced("1626220800000", "\"2021-07-14\""),
            "expected milliseconds in CrimeDateT, found 2021-07-14",
        ),
        (
            Fault::Body("{\"error\":{\"code\":400,\"message\":\"Invalid query\"}}"),
            "the portal's error 400 (Invalid query)",
        ),
        (Fault::Body("{\"features\":[]}"), "a page without rows"),
    ];
    for (fault, expected) in faults {
        let city = layer();
        city.succeed();
        let (good, record) = (city.snapshot("crime.csv"), city.record("crime.csv"));
        city.portal.breaks("resultOffset=0&", 9, fault.clone());
        let message = city.fail();
        assert!(message.contains(expected), "{fault:?}: {message}");
        assert_eq!(city.snapshot("crime.csv"), good);
        assert_eq!(city.record("crime.csv"), record);
    }
    let city = layer();
    city.succeed();
    city.portal.change(|table| table.keep(30));
    let message = city.fail();
    assert!(
        message.contains("98 % of the 34 rows of the last snapshot, found 30"),
        "{message}"
    );
    assert_eq!(rows_in(&city).len(), 34);
}

/// The cuts are what they are said to be: each row occurs in the export, as often at least.
#[test]
fn the_cuts_are_cut_from_the_exports() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/baltimore");
    if !data.exists() {
        println!(
            "{} is absent: the cuts are not compared with the exports",
            data.display()
        );
        return;
    }
    for (cut, export) in [
        ("crime_part1_cut.csv", "crime_part1_2014_2021.csv.gz"),
        ("crime_socrata_cut.csv", "crime_part1_2011_2016.csv.gz"),
    ] {
        let mut text = Vec::new();
        let file = fs::File::open(data.join(export)).unwrap();
        flate2::read::MultiGzDecoder::new(file)
            .read_to_end(&mut text)
            .unwrap();
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let header = reader.headers().unwrap().clone();
        let names = [
            "CrimeDateT",
            "CrimeDate",
            "Descriptio",
            "Description",
            "District",
            "Neighborho",
            "Neighborhood",
            "Total_Inci",
        ];
        let columns: Vec<usize> = (0..header.len())
            .filter(|at| names.contains(&&header[*at]))
            .collect();
        let mut wanted: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        for row in rows_of(cut) {
            *wanted.entry(row).or_default() += 1;
        }
        for record in reader.records() {
            let record = record.unwrap();
            let row: Vec<String> = columns.iter().map(|at| record[*at].to_owned()).collect();
            if let Some(count) = wanted.get_mut(&row) {
                *count -= 1;
            }
        }
        let unknown: Vec<_> = wanted.iter().filter(|(_, count)| **count > 0).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
