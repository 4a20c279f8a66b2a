//! Clocks that jump: nothing that is published knows what time it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use data_pipeline::fetch;
use data_pipeline::run::{self, Inputs, Options};
use jiff::Timestamp;

use super::fetching::PATIENT;
use super::invented::{InventedCity, tree};
use super::portal::city::{Fetching, Silent};

/// What the clock says, one after the other: on, a day back, to the end of the numbers of 32 bits,
/// to the beginning, and on.
const TIMES: [&str; 5] = [
    "2026-02-28T23:59:59.9Z",
    "2026-02-27T23:59:59.9Z",
    "2038-01-19T03:14:08Z",
    "1970-01-01T00:00:00Z",
    "2026-03-01T00:00:00Z",
];

fn jumping() -> Timestamp {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let asked = ASKED.fetch_add(1, Ordering::Relaxed);
    TIMES[asked % TIMES.len()].parse().unwrap()
}

#[test]
fn a_clock_that_jumps_changes_nothing_that_is_published() {
    let [steady, jumpy] = [None, Some(jumping as fn() -> Timestamp)].map(|clock| {
        let city = InventedCity::new();
        let (settings, sources, out) = (city.settings(), city.sources(), city.out());
        let inputs = Inputs::new(&settings, &sources, &out);
        let options = Options {
            clock,
            ..Options::default()
        };
        run::build_with(&inputs, &options).unwrap();
        tree(&out)
    });
    assert!(steady == jumpy, "a release knows the time");
}

#[test]
fn a_clock_that_jumps_changes_no_snapshot() {
    let [steady, jumpy] = [false, true].map(|jumps| {
        let city = Fetching::layer();
        let (settings, into) = (city.city(), city.snapshots());
        let mut contents = Vec::new();
        for times in 0..TIMES.len() {
            city.portal
                .change(|table| table.grow(usize::from(times > 0)));
            let mut order = city.order(&settings, &into);
            order.pace.timeout = PATIENT;
            if jumps {
                order.clock = jumping;
            }
            let report = fetch::fetch(order, &Silent).unwrap();
            let record = report[0].1.as_ref().unwrap().record.clone();
            contents.push((record.sha256, record.rows, city.snapshot("incidents.csv")));
        }
        contents
    });
    assert_eq!(steady, jumpy);
}

/// The clock comes in where a command begins, and only there: to reports, and to the records beside
/// snapshots. What waits counts pauses.
#[test]
fn only_commands_read_a_clock() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let readers = [
        "Timestamp::now",
        "Zoned::now",
        "Instant::now",
        "SystemTime",
        ".elapsed()",
    ];
    let files = tree(&source).into_iter().filter(|(_, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        readers.iter().any(|reader| text.contains(reader))
    });
    let files: Vec<PathBuf> = files.map(|(path, _)| path).collect();
    assert_eq!(files, [Path::new("main.rs")]);
    let main = fs::read_to_string(source.join("main.rs")).unwrap();
    assert_eq!(
        main.matches("Timestamp::now").count(),
        2,
        "build's report and fetch's record"
    );
}
