//! A corpus of broken cities: one small good city, one fault at a time, and where `check` must see it.
//!
//! Each case says which file, line, column and field the report must name and a word that it must
//! say. A report that misses its fault, or a panic, fails the test. The cases stand in `broken/`.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

#[path = "broken/mod.rs"]
mod corpus;
mod invented;

use std::fs;
use std::panic::catch_unwind;

use data_pipeline::check::check;
use data_pipeline::settings::Problem;
use invented::InventedCity;

/// What is done to one file of the good city.
pub enum Fault {
    /// The first text becomes the second; it must be there once, in a file of settings.
    Edit(&'static str, &'static str, &'static str),
    /// A file of settings becomes these bytes.
    Settings(&'static str, &'static [u8]),
    /// A file of settings is taken away.
    NoSettings(&'static str),
    /// A source becomes these bytes, and its hash is the right one.
    Source(&'static str, &'static [u8]),
    /// A source becomes these bytes, and its hash stays.
    Exchanged(&'static str, &'static [u8]),
    /// The compressed source becomes bytes made from its good ones; its hash stays.
    Compressed(fn(Vec<u8>) -> Vec<u8>),
    /// A source becomes these bytes of another format, and its settings say so.
    Form(&'static str, &'static str, fn() -> Vec<u8>),
    /// A source is taken away.
    NoSource(&'static str),
}

/// One broken city, and what the report must name.
pub struct Case {
    /// What is wrong, for the failure of this test.
    pub name: &'static str,
    /// The fault.
    pub fault: Fault,
    /// The file, the line and the column; 0 where it has none.
    pub at: (&'static str, u64, u64),
    /// The key or the name of the column.
    pub field: &'static str,
    /// A text of the whole line of the report.
    pub says: &'static str,
}

/// The invented city without its planted oddities: nothing is wrong with it.
fn good_city() -> InventedCity {
    let city = InventedCity::new();
    city.edit("city.toml", "40.0", "0.0");
    let early = b"Day,Kind,Ward,,Note\n01/05/2018,MURDER,Upstream,,\n02/05/2018,THEFT,Mid-Stream,,\n03/05/2018,THREAT,Up,,\n";
    city.replace_source("early.csv.gz", &invented::gzipped(early));
    let late = fs::read_to_string(city.sources().join("late.csv")).unwrap();
    let late = late.replace("2019-01-04,HOMICIDE + SHOOTING,Upstream,2.5\n", "");
    city.replace_source("late.csv", late.as_bytes());
    city
}

fn break_city(city: &InventedCity, fault: &Fault) {
    match fault {
        Fault::Edit(file, from, to) => {
            let path = city.settings().join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{file} has no {from:?}");
            fs::write(path, text.replacen(from, to, 1)).unwrap();
        }
        Fault::Settings(file, bytes) => fs::write(city.settings().join(file), bytes).unwrap(),
        Fault::NoSettings(file) => fs::remove_file(city.settings().join(file)).unwrap(),
        Fault::Source(file, bytes) => city.replace_source(file, bytes),
        Fault::Exchanged(file, bytes) => fs::write(city.sources().join(file), bytes).unwrap(),
        Fault::Compressed(change) => {
            let path = city.sources().join("early.csv.gz");
            let bytes = change(fs::read(&path).unwrap());
            fs::write(path, bytes).unwrap();
        }
        Fault::Form(file, format, content) => {
            city.replace_source(file, &content());
            let line = format!("file = \"{file}\"");
            city.edit(
                "sources.toml",
                &line,
                &format!("{line}\nformat = \"{format}\""),
            );
        }
        Fault::NoSource(file) => fs::remove_file(city.sources().join(file)).unwrap(),
    }
}

fn names(case: &Case, problem: &Problem) -> bool {
    let at = (problem.position.line, problem.position.column);
    let file = problem.file.file_name().unwrap().to_string_lossy();
    file == case.at.0
        && at == (case.at.1, case.at.2)
        && problem.field == case.field
        && problem.to_string().contains(case.says)
}

/// What is wrong with the report about a case; nothing where it names the fault.
fn failure(case: &Case) -> Option<String> {
    let city = good_city();
    break_city(&city, &case.fault);
    let (settings, sources) = (city.settings(), city.sources());
    let report = catch_unwind(|| check(&settings, Some(&sources)).problems);
    let Ok(report) = report else {
        return Some(format!("{}: panicked", case.name));
    };
    if report.iter().any(|problem| names(case, problem)) {
        return None;
    }
    let report: Vec<String> = report.iter().map(Problem::to_string).collect();
    let wanted = (case.at, case.field, case.says);
    Some(format!(
        "{}: expected {wanted:?}, found:\n  {}",
        case.name,
        report.join("\n  ")
    ))
}

#[test]
fn nothing_is_wrong_with_the_good_city() {
    let city = good_city();
    let findings = check(&city.settings(), Some(&city.sources()));
    assert_eq!(findings.problems, []);
    assert_eq!(findings.sources_read, 5);
}

#[test]
fn every_planted_fault_is_found_where_it_is() {
    let cases: Vec<Case> = [
        corpus::settings::cases(),
        corpus::published::cases(),
        corpus::publishing::cases(),
        corpus::tables::cases(),
        corpus::sources::cases(),
        corpus::formats::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn several_faults_are_all_found() {
    let city = good_city();
    for (file, from, to) in [
        (
            "city.toml",
            "label = \"Rivertown\"",
            "lable = \"Rivertown\"",
        ),
        (
            "sources.toml",
            "vocabulary = \"late\"",
            "vocabulary = \"latte\"",
        ),
        ("wards.csv", "midstream,", "upstream,"),
    ] {
        let fault = Fault::Edit(file, from, to);
        break_city(&city, &fault);
    }
    let problems = check(&city.settings(), None).problems;
    let has = |file: &str, field: &str| {
        let mut all = problems.iter();
        all.any(|problem| problem.file.ends_with(file) && problem.field == field)
    };
    assert!(has("city.toml", "lable") && has("city.toml", "label"));
    assert!(has("sources.toml", "source[late].shape.offense.vocabulary"));
    assert!(has("wards.csv", "code"));
    assert!(problems.is_sorted());
}

/// Whatever is left of a file, the report is a report: a file cut short, or with a byte spoilt.
#[test]
fn no_cut_and_no_spoilt_byte_makes_it_panic() {
    let city = good_city();
    for (path, good) in invented::tree(&city.settings()) {
        let file = city.settings().join(path);
        for at in (0..good.len()).step_by(29) {
            let mut spoilt = good.clone();
            spoilt[at] = [b'"', b',', b'\n', b'[', 0xff, b'9'][at % 6];
            for broken in [&good[..at], &spoilt] {
                fs::write(&file, broken).unwrap();
                let report = check(&city.settings(), Some(&city.sources()));
                assert!(report.problems.is_sorted());
            }
        }
        fs::write(&file, good).unwrap();
    }
}
