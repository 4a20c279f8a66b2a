//! Kills real runs at many points: the last release and the catalogue must survive every one.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use data_pipeline::source::sha256_hex;
use invented::{InventedCity, gzipped, tree};

/// Enough rows that a run takes long enough to be hit at many points.
const ROWS: usize = 60_000;

/// At how many points of a run it is killed, evenly over its time.
const POINTS: u32 = 24;

/// And then after each file and folder of its release is there, up to this many.
const FILES: usize = 14;

fn many_incidents() -> Vec<u8> {
    let mut text = String::from("Day,Kind,Ward,,Note\n");
    let kinds = ["MURDER", "SHOT", "THEFT", "THREAT"];
    let wards = ["Upstream", "Midstream", "Downstream", "NA"];
    for row in 0..ROWS {
        let (month, day) = (row % 3 + 1, row % 28 + 1);
        let (kind, ward) = (kinds[row % kinds.len()], wards[row / 7 % wards.len()]);
        text.push_str(&format!("{month:02}/{day:02}/2018,{kind},{ward},,{row}\n"));
    }
    gzipped(text.as_bytes())
}

fn command(city: &InventedCity) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
    command
        .args(["build", "rivertown", "--settings"])
        .arg(city.settings().parent().unwrap())
        .arg("--sources")
        .arg(city.sources())
        .arg("--out")
        .arg(city.out())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Every release that the catalogue names is there, whole.
fn check_published(city: &InventedCity) {
    for reference in &city.catalog().cities[0].releases {
        let folder = city.out().join("releases").join(&reference.id);
        let manifest = fs::read(folder.join("manifest.json")).unwrap();
        assert_eq!(sha256_hex(&manifest), reference.manifest_sha256);
        for file in city.manifest(&reference.id).files {
            assert_eq!(
                sha256_hex(&fs::read(folder.join(file.path)).unwrap()),
                file.sha256
            );
        }
    }
}

#[test]
fn a_killed_run_leaves_the_last_release_and_the_catalogue_whole() {
    let city = InventedCity::new();
    city.replace_source("early.csv.gz", &many_incidents());
    let started = Instant::now();
    assert!(command(&city).status().unwrap().success());
    let whole_run = started.elapsed();
    let old = city.catalog().cities[0].current.clone();
    let old_files = tree(&city.out().join("releases").join(&old));
    let kill_and_check = |mut run: Child, when: &str| {
        run.kill().unwrap();
        run.wait().unwrap();
        check_published(&city);
        let now = tree(&city.out().join("releases").join(&old));
        assert_eq!(now, old_files, "killed {when}");
        leftovers(&city).len()
    };

    let mut caught_halfway = 0;
    for point in 0..POINTS {
        let when = format!("at point {point}");
        change(&city, &when);
        let run = command(&city).spawn().unwrap();
        sleep(whole_run * point / POINTS);
        caught_halfway += kill_and_check(run, &when);
    }
    for files in 1..FILES {
        let when = format!("after {files} files");
        change(&city, &when);
        let mut run = command(&city).spawn().unwrap();
        while staged_files(&city) < files && run.try_wait().unwrap().is_none() {}
        caught_halfway += kill_and_check(run, &when);
    }
    assert!(caught_halfway > 0, "no run was caught while it wrote");

    assert!(command(&city).status().unwrap().success());
    check_published(&city);
    assert_ne!(city.catalog().cities[0].current, old);
    assert_eq!(leftovers(&city), Vec::<String>::new());
}

/// Runs whose releases replace what is about persons, killed as they come: the catalogue never names
/// a release that is gone, and what it does not name any more does not stay.
#[test]
fn a_killed_withdrawal_leaves_no_release_that_is_missing() {
    let city = InventedCity::new();
    city.replace_source("early.csv.gz", &many_incidents());
    city.replace_source("arrests.csv", &invented::arrests(1_000));
    let started = Instant::now();
    assert!(command(&city).status().unwrap().success());
    let whole_run = started.elapsed();
    // Most of a run is reading; the catalogue and the folders move near its end.
    let mut moved = 0;
    for point in 0..POINTS {
        let before = city.catalog();
        city.replace_source("arrests.csv", &invented::arrests(999 - point as usize % 7));
        let mut run = command(&city).spawn().unwrap();
        match point.is_multiple_of(2) {
            true => sleep(whole_run * (POINTS / 2 + point / 2) / POINTS),
            // As soon as the catalogue has moved: the withdrawal is next.
            false => while city.catalog() == before && run.try_wait().unwrap().is_none() {},
        }
        run.kill().unwrap();
        run.wait().unwrap();
        moved += u32::from(city.catalog() != before);
        check_published(&city);
    }
    assert!(moved > 0, "no run was killed after its catalogue had moved");

    city.replace_source("arrests.csv", &invented::arrests(990));
    assert!(command(&city).status().unwrap().success());
    check_published(&city);
    assert_eq!(leftovers(&city), Vec::<String>::new());
    let entries = fs::read_dir(city.out().join("releases")).unwrap();
    let ids: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(ids, [city.catalog().cities[0].current.clone()]);
}

/// Gives the next run something new to publish, whatever became of the last.
fn change(city: &InventedCity, run: &str) {
    let caveat = format!("[[caveat]]\nid = \"invented\"\ntext = \"Said by the run {run}.\"\n");
    fs::write(city.settings().join("caveats.toml"), caveat).unwrap();
}

#[test]
fn what_a_stopped_run_left_behind_is_removed() {
    let city = InventedCity::new();
    let releases = city.out().join("releases");
    fs::create_dir_all(releases.join(".staging-2020-02-29-00000000/cubes")).unwrap();
    fs::write(
        releases.join(".staging-2020-02-29-00000000/cubes/half"),
        "ha",
    )
    .unwrap();
    fs::write(city.out().join(".staging-catalog.json"), "{").unwrap();
    city.build().unwrap();
    assert_eq!(leftovers(&city), Vec::<String>::new());
    check_published(&city);
}

/// A run that was stopped between the last two steps: the release is there, nobody names it.
#[test]
fn a_release_that_the_catalogue_does_not_name_yet_is_taken_up() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    fs::remove_file(city.out().join("catalog.json")).unwrap();
    let report = city.build().unwrap();
    assert_eq!(report.release, release);
    assert_eq!(city.catalog().cities[0].current, release);
}

/// How many files and folders of the next release are written, but not published yet.
fn staged_files(city: &InventedCity) -> usize {
    let Ok(entries) = fs::read_dir(city.out().join("releases")) else {
        return 0;
    };
    let staging = entries.filter_map(Result::ok).map(|entry| entry.path());
    let staging = staging.filter(|path| path.to_string_lossy().contains(".staging-"));
    // A folder may vanish between being listed and being read: it has been published then.
    let count = |folder: PathBuf| {
        let names = ["", "cubes", "downloads"].map(|name| folder.join(name));
        let listed = names.into_iter().filter_map(|name| fs::read_dir(name).ok());
        listed.map(Iterator::count).sum::<usize>()
    };
    staging.map(count).sum()
}

fn leftovers(city: &InventedCity) -> Vec<String> {
    let names = [city.out(), city.out().join("releases")]
        .into_iter()
        .flat_map(|folder| {
            let entries = fs::read_dir(folder).unwrap();
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        });
    names.filter(|name| name.starts_with('.')).collect()
}
