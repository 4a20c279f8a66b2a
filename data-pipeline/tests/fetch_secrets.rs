//! What lets somebody in stands in no record, no note on the disk, no message and nothing that is told
//! while a source is fetched.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod portal;

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use data_pipeline::fetch::{self, Event, Reporter};
use portal::Fault;
use portal::city::{Fetching, layer, other};

const CSV: &str = "Day,Note\n2018-01-01,first\n2018-01-02,second\n";
const FILE: &str = "/files/crime.csv";

/// What nobody may read.
const HIDDEN: &str = "opensesame";

/// A city whose sources are at `{portal}`, which lets nobody in without a password.
fn city(settings: &str) -> Fetching {
    let city = Fetching::new("");
    let host = city.portal.address().replace("http://", "");
    let guarded = format!("http://user:{HIDDEN}@{host}");
    city.settings(&settings.replace("{portal}", &guarded));
    city.portal
        .publish_ranged(FILE, CSV.as_bytes(), "ETag: \"one\"");
    city
}

/// A city with one file, whose address holds a token too.
fn file() -> Fetching {
    file_at(&format!("{{portal}}{FILE}?token={HIDDEN}"))
}

fn file_at(url: &str) -> Fetching {
    let remote = format!("kind = \"file\"\nurl = \"{url}\"");
    city(&other("crime", "crime.csv", &remote))
}

/// Keeps what is told.
#[derive(Default)]
struct Told(RefCell<String>);

impl Reporter for Told {
    fn tell(&self, source: &str, event: Event<'_>) {
        let told = format!("{source}: {event:?}\n");
        self.0.borrow_mut().push_str(&told);
    }
}

/// Everything that a fetch tells: events, messages, records.
fn told(city: &Fetching) -> String {
    let (settings, into) = (city.city(), city.snapshots());
    let reporter = Told::default();
    let report = fetch::fetch(city.order(&settings, &into), &reporter).unwrap();
    let mut told = reporter.0.into_inner();
    for (_, outcome) in report {
        match outcome {
            Ok(fetched) => told.push_str(&format!("{:?}", fetched.record)),
            Err(error) => told.push_str(&error.to_string()),
        }
    }
    told
}

/// The texts of all files below a folder.
fn kept(folder: &Path) -> String {
    let mut texts = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        texts.push_str(&match path.is_dir() {
            true => kept(&path),
            false => fs::read_to_string(&path).unwrap(),
        });
    }
    texts
}

#[track_caller]
fn check(city: &Fetching, expected: &str) {
    let told = told(city);
    assert!(told.contains(expected), "{told}");
    assert!(!told.contains(HIDDEN), "{told}");
    let kept = kept(&city.snapshots());
    assert!(!kept.contains(HIDDEN), "{kept}");
}

#[test]
fn a_record_shows_no_secret_of_its_address() {
    let city = file();
    check(&city, "crime.csv?token=***");
    let record = city.record("crime.csv");
    assert!(record.url.starts_with("http://***@"), "{}", record.url);
}

#[test]
fn no_message_about_a_file_shows_a_secret_of_its_address() {
    for (fault, times, expected) in [
        (
            Fault::Status(403, "", "no"),
            1,
            "token=***: expected HTTP 200",
        ),
        (Fault::Cut, 3, "token=***: expected a whole answer"),
        (Fault::HangUp, 3, "token=***: expected a whole answer"),
        (
            Fault::Body("Day,Note\n2018\n"),
            1,
            "token=***: expected CSV",
        ),
    ] {
        let city = file();
        city.portal.breaks(FILE, times, fault);
        check(&city, expected);
    }
    // The client repeats what it does not take for an address.
    let none = format!("http://user:{HIDDEN}@[host/crime.csv?token={HIDDEN}");
    check(&file_at(&none), "token=***: expected a whole answer");
}

#[test]
fn no_message_about_a_table_shows_a_secret_of_its_address() {
    let known = city(&layer("incidents"));
    check(&known, "http://***@");
    known.portal.breaks("resultOffset=4&", 2, Fault::Edits);
    check(&known, "it is being edited");
    known
        .portal
        .breaks("resultOffset=0&", 3, Fault::Body("<html>"));
    check(&known, "expected JSON");
    let unknown = layer("incidents").replace("District", "Precinct");
    check(&city(&unknown), "Precinct");
}

#[test]
fn no_message_about_a_catalogue_shows_a_secret_of_its_address() {
    let remote = "kind = \"ckan\"\nurl = \"{portal}\"\nresource = \"crime\"";
    let city = city(&other("crime", "crime.csv", remote));
    check(&city, "http://***@");
    let signed = format!("{}{FILE}?X-Amz-Signature={HIDDEN}", city.portal.address());
    city.portal.publish("crime", signed.as_bytes());
    check(&city, "X-Amz-Signature=***");
    let elsewhere = format!("ftp://user:{HIDDEN}@example.org/crime.csv");
    city.portal.publish("crime", elsewhere.as_bytes());
    check(&city, "ftp://***@example.org/crime.csv");
}
