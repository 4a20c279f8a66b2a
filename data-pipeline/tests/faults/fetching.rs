//! A city whose sources are fetched by a process of its own, and what has to hold of its snapshots.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use data_pipeline::fetch::{self, SnapshotRecord};
use data_pipeline::source::sha256_hex;
use tempfile::TempDir;

use super::portal::city::{Fetching, Silent, layer, other};
use super::{names, pipeline, succeed};

/// The snapshots: pages of a layer, plain and compressed, and a file.
const FILES: [&str; 3] = ["crime.csv", "incidents.csv", "pressed.csv.gz"];

/// Rows of the layer and of the file, at the least: a few more or less are no fall.
const ROWS: usize = 400;

pub const PATIENT: Duration = Duration::from_secs(60);

pub struct Snapshots {
    pub city: Fetching,
    pub temporary: TempDir,
    /// The rows of every whole content that there ever was, by file and hash.
    known: BTreeMap<(&'static str, String), u64>,
    changes: usize,
}

impl Snapshots {
    /// A city that has fetched once.
    pub fn new() -> Self {
        let pressed = layer("pressed").replace("pressed.csv", "pressed.csv.gz");
        let remote = "kind = \"file\"\nurl = \"{portal}/files/crime.csv\"";
        let settings = layer("incidents") + &pressed + &other("crime", "crime.csv", remote);
        let city = Fetching::new(&settings);
        city.portal.change(|table| {
            table.page_rows = 60;
            table.grow(ROWS);
        });
        let mut snapshots = Self {
            city,
            temporary: TempDir::new().unwrap(),
            known: BTreeMap::new(),
            changes: 0,
        };
        snapshots.change();
        succeed(snapshots.command());
        snapshots.check_tidy();
        snapshots
    }

    pub fn command(&self) -> Command {
        self.command_into(&self.city.snapshots())
    }

    pub fn command_into(&self, into: &Path) -> Command {
        let mut command = pipeline();
        command
            .args(["fetch", "rivertown", "--settings"])
            .arg(self.city.city().parent().unwrap())
            .arg("--into")
            .arg(into)
            .env("TMPDIR", self.temporary.path());
        command
    }

    /// The portal publishes something new, and what a whole fetch makes of it is noted.
    pub fn change(&mut self) {
        self.changes += 1;
        let rows = self.changes % 7 + 1;
        self.city.portal.change(|table| {
            table.keep(ROWS);
            table.grow(rows);
        });
        let mut text = String::from("Day,Note\n");
        for row in 0..ROWS + rows {
            text.push_str(&format!(
                "2018-01-{:02},{row} of {}\n",
                row % 28 + 1,
                self.changes
            ));
        }
        let tag = format!("ETag: \"{}\"", self.changes);
        let portal = &self.city.portal;
        portal.publish_ranged("/files/crime.csv", text.as_bytes(), &tag);
        let reference = TempDir::new().unwrap();
        let (city, into) = (self.city.city(), reference.path());
        let mut order = self.city.order(&city, into);
        // A machine under load is no fault here.
        order.pace.timeout = PATIENT;
        let report = fetch::fetch(order, &Silent).unwrap();
        assert!(
            report.iter().all(|(_, outcome)| outcome.is_ok()),
            "{report:?}"
        );
        for file in FILES {
            let (hash, record) = (hash(&into.join(file)), record(&into.join(file)).unwrap());
            assert_eq!(hash, record.sha256);
            self.known.insert((file, hash), record.rows);
        }
    }

    /// Every snapshot is a whole one, of some time, and has the record of one; where the record is
    /// not its own, the pages are there by which the next run mends that.
    #[track_caller]
    pub fn check_whole(&self) -> u32 {
        let mut half_swapped = 0;
        for file in FILES {
            let path = self.city.snapshots().join(file);
            if !path.exists() {
                // A record has never come without its snapshot.
                assert!(record(&path).is_none(), "{file} is gone");
                continue;
            }
            let content = hash(&path);
            let rows = self.known.get(&(file, content.clone()));
            assert!(rows.is_some(), "{file} is no whole content");
            let record = record(&path);
            if let Some(record) = &record {
                let recorded = self.known.get(&(file, record.sha256.clone()));
                assert_eq!(recorded, Some(&record.rows), "the record of {file}");
            }
            if record.is_none_or(|record| record.sha256 != content) {
                half_swapped += 1;
                let id = file.split('.').next().unwrap();
                assert!(self.city.snapshots().join(".partial").join(id).is_dir());
            }
        }
        half_swapped
    }

    /// Every snapshot is the newest, with its own record, and nothing else is there.
    #[track_caller]
    pub fn check_tidy(&self) {
        assert_eq!(self.check_whole(), 0);
        let mut expected: Vec<String> = FILES.iter().map(ToString::to_string).collect();
        expected.extend(FILES.iter().map(|file| format!("{file}.snapshot.json")));
        expected.sort();
        assert_eq!(names(&self.city.snapshots()), expected);
        assert_eq!(names(self.temporary.path()), Vec::<String>::new());
        let rows = record(&self.city.snapshots().join("crime.csv"))
            .unwrap()
            .rows;
        assert_eq!(rows as usize, ROWS + self.changes % 7 + 1);
    }
}

fn record(snapshot: &Path) -> Option<SnapshotRecord> {
    let bytes = fs::read(fetch::record_path(snapshot)).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap())
}

/// The SHA-256 of the content of a snapshot.
fn hash(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let mut content = Vec::new();
    match path.extension().is_some_and(|extension| extension == "gz") {
        true => {
            let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
            reader.read_to_end(&mut content).unwrap();
        }
        false => content = bytes,
    }
    sha256_hex(&content)
}
