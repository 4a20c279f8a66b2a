//! How one release follows another: the history that it carries, and what it must not carry.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;
use std::path::Path;
use std::process::Command;

use cube::release::{Catalog, ChangeNotes};
use data_pipeline::publish::Outcome;
use data_pipeline::run::{self, Inputs};
use invented::{InventedCity, arrests, incidents, tree, write_tree};

const WARD: &str = "Upstream";

/// So many homicides in January, a hundred in the other months, and so many arrests.
fn set(city: &InventedCity, homicides: usize, arrested: usize) {
    let rows = [
        ("01/05/2018", "MURDER", WARD, homicides),
        ("02/05/2018", "MURDER", WARD, 100),
        ("03/05/2018", "MURDER", WARD, 100),
    ];
    city.replace_source("early.csv.gz", &incidents(&rows));
    city.replace_source("arrests.csv", &arrests(arrested));
}

fn city(homicides: usize, arrested: usize) -> InventedCity {
    let city = InventedCity::new();
    set(&city, homicides, arrested);
    city
}

fn release(city: &InventedCity, id: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    tree(&city.out().join("releases").join(id))
}

fn text(city: &InventedCity, id: &str, file: &str) -> String {
    fs::read_to_string(city.out().join("releases").join(id).join(file)).unwrap()
}

fn named(city: &InventedCity) -> Vec<String> {
    let releases = city.catalog().cities.remove(0).releases;
    releases.into_iter().map(|release| release.id).collect()
}

/// The lines of one number's history.
fn history(city: &InventedCity, id: &str, number: &str) -> Vec<String> {
    // Without a number of two values there is no such file.
    let revisions = match city.manifest(id).revisions {
        Some(path) => text(city, id, &path),
        None => String::new(),
    };
    let lines = revisions
        .lines()
        .filter_map(|line| line.strip_prefix(number));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_history_of_a_number_is_carried_on() {
    let city = city(20, 5);
    let first = city.build().unwrap();
    assert_eq!(city.manifest(&first.release).revisions, None);
    assert_eq!(city.manifest(&first.release).changes, None);

    city.edit("city.toml", "2020-02-29", "2020-03-31");
    set(&city, 22, 5);
    let second = city.build().unwrap();
    let number = "crime-ward,upstream,homicide,2018-01,2018-01,";
    let both = [
        "2020-02-29,release,20,observed",
        "2020-03-31,release,22,observed",
    ];
    assert_eq!(history(&city, &second.release, number), both);
    let notes: ChangeNotes =
        serde_json::from_str(&text(&city, &second.release, "changes.json")).unwrap();
    assert_eq!(notes.since, "2020-02-29");
    let revised = "Crime in Rivertown by ward: 2 numbers revised (Homicide, Rivertown in January \
                   2018: 20 before, 22 now; Homicide, Upstream in January 2018: 20 before, 22 now).";
    assert!(notes.notes.iter().any(|note| note == revised), "{notes:?}");

    // A release in which the number stays adds no line, and one in which it changes adds one.
    city.edit("city.toml", "2020-03-31", "2020-04-30");
    let third = city.build().unwrap();
    assert_eq!(history(&city, &third.release, number), both);
    city.edit("city.toml", "2020-04-30", "2020-05-31");
    set(&city, 21, 5);
    let fourth = city.build().unwrap();
    let lines = history(&city, &fourth.release, number);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[2], "2020-05-31,release,21,observed");
    assert_eq!(
        named(&city).len(),
        4,
        "nothing about persons differs: all stay"
    );
}

#[test]
fn the_same_steps_give_the_same_bytes_and_what_is_current_changes_nothing() {
    let (one, other) = (city(20, 5), city(20, 5));
    for homicides in [20, 25, 22] {
        for city in [&one, &other] {
            set(city, homicides, 5);
            city.build().unwrap();
            let before = tree(&city.out());
            assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
            assert_eq!(tree(&city.out()), before);
        }
        assert_eq!(tree(&one.out()), tree(&other.out()));
    }
}

#[test]
fn a_vintage_begins_the_history() {
    let city = city(20, 5);
    let settings = r#"
        [[vintage]]
        id = "first_index"
        table = "index-cities"
        source = "months"
        published_on = "2018-01"
        dated_by = "Invented."
        first = "2017-12"
        last = "2017-12"
        grains = ["month"]
        [[vintage]]
        id = "arrests_again"
        table = "arrests-city"
        source = "arrests"
        published_on = "2018"
        dated_by = "Invented."
        first = "2018-01"
        last = "2018-01"
        grains = ["month"]
    "#;
    fs::write(city.settings().join("publishing.toml"), settings).unwrap();
    let message = city.failure();
    assert!(
        message.contains("the table is about persons, so its months are not kept"),
        "{message}"
    );
    let (index, _) = settings.split_at(settings.rfind("[[vintage]]").unwrap());
    fs::write(city.settings().join("publishing.toml"), index).unwrap();
    let report = city.build().unwrap();
    assert_eq!(
        report.revisions, 0,
        "the same source gives the same numbers"
    );
}

#[test]
fn a_removed_record_leaves_no_trace() {
    let (had, never) = (city(20, 200), city(20, 199));
    let first = had.build().unwrap();
    assert!(text(&had, &first.release, "downloads/arrests-city.csv").contains(",200,"));
    set(&had, 20, 199);
    let second = had.build().unwrap();
    assert_eq!(second.withdrawn, std::slice::from_ref(&first.release));
    never.build().unwrap();
    assert_eq!(tree(&had.out()), tree(&never.out()));
    assert!(!had.out().join("releases").join(&first.release).exists());
    assert_eq!(named(&had), [second.release]);
}

#[test]
fn nor_does_one_that_was_removed_while_other_numbers_changed() {
    let (had, never) = (city(20, 200), city(20, 199));
    had.build().unwrap();
    let earlier = never.build().unwrap().release;
    for city in [&had, &never] {
        set(city, 22, 199);
        city.edit("city.toml", "2020-02-29", "2020-03-31");
    }
    let (one, other) = (had.build().unwrap(), never.build().unwrap());
    assert_eq!(release(&had, &one.release), release(&never, &other.release));
    assert_eq!(named(&had), [one.release]);
    assert_eq!(named(&never), [earlier, other.release]);
}

#[test]
fn a_withdrawal_that_was_stopped_is_finished_by_the_next_run() {
    let city = city(20, 200);
    let first = city.build().unwrap().release;
    let old = release(&city, &first);
    set(&city, 20, 199);
    city.build().unwrap();
    let whole = tree(&city.out());
    // As if the run had been stopped after the catalogue had moved.
    write_tree(&city.out().join("releases").join(&first), old);
    assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
    assert_eq!(tree(&city.out()), whole);
}

/// A source about persons that changed where no number did, and a table that changed where no source
/// did: neither is kept as it was.
#[test]
fn what_is_about_persons_is_withdrawn_for_its_source_and_for_its_table() {
    let city = city(20, 5);
    let first = city.build().unwrap().release;
    let quoted = "Day,Charge\n".to_owned() + &"2018-01-05,\"LOITERING\"\n".repeat(5);
    city.replace_source("arrests.csv", quoted.as_bytes());
    let second = city.build().unwrap();
    let cube = |id: &str| city.cube(id, "arrests-city");
    assert_eq!(second.withdrawn, [first]);
    let before = cube(&second.release);
    city.edit("charge_groups.csv", "Murder", "Murder and manslaughter");
    let third = city.build().unwrap();
    assert_eq!(third.withdrawn, [second.release]);
    assert_eq!(cube(&third.release).cells(), before.cells());
    assert_eq!(named(&city), [third.release]);
}

/// A release that nobody names is removed by its own city alone.
#[test]
fn an_unnamed_release_of_another_city_stays() {
    let city = city(20, 5);
    let id = city.build().unwrap().release;
    let theirs = city.out().join("releases/2020-02-29-12345678");
    write_tree(&theirs, release(&city, &id));
    let list = theirs.join("manifest.json");
    let text = fs::read_to_string(&list).unwrap();
    let text = text.replace("\"city\": \"rivertown\"", "\"city\": \"elsewhere\"");
    fs::write(&list, text).unwrap();
    assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
    assert!(list.exists());
}

/// The last city of the catalogue, in a copy of what is published: building it changes nothing.
#[test]
fn a_copy_of_what_is_published_is_rebuilt_as_it_is() {
    let city = city(20, 5);
    city.build().unwrap();
    set(&city, 22, 5);
    let release = city.build().unwrap().release;
    let copy = tempfile::TempDir::new().unwrap();
    write_tree(copy.path(), tree(&city.out()));
    let report = run::build(&Inputs::new(&city.settings(), &city.sources(), copy.path()));
    let report = report.unwrap();
    assert_eq!(
        (report.outcome, report.release),
        (Outcome::Unchanged, release)
    );
    let catalog: Catalog =
        serde_json::from_slice(&fs::read(copy.path().join("catalog.json")).unwrap()).unwrap();
    assert_eq!(catalog, city.catalog());
}

fn diff(city: &InventedCity, more: &[&str]) -> (Option<i32>, String) {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let output = Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
        .args(["diff", "rivertown", "--settings"])
        .arg(path(city.settings().parent().unwrap()))
        .args(["--out", &path(&city.out())])
        .args(more)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn diff_says_what_a_build_would_change_and_changes_nothing() {
    let city = city(20, 200);
    let sources = city.sources().to_string_lossy().into_owned();
    let sources = ["--sources", &*sources];
    let with = |more: &[&'static str]| diff(&city, &[&sources[..], more].concat());
    assert_eq!(
        with(&[]),
        (Some(3), "rivertown: there is no release yet\n".into())
    );
    let first = city.build().unwrap().release;
    let (code, words) = with(&["--candidate"]);
    assert_eq!(
        (code, words.lines().nth(1)),
        (Some(0), Some("Nothing has changed."))
    );

    set(&city, 22, 199);
    let before = tree(&city.out());
    let (code, words) = with(&[]);
    assert_eq!(code, Some(3), "{words}");
    assert!(words.contains("2 numbers revised"), "{words}");
    assert!(
        words.contains("Arrests in Rivertown: differs; it is about persons"),
        "{words}"
    );
    let (code, cells) = with(&["--format", "csv"]);
    assert_eq!(code, Some(3));
    let expected = "table,geography,category,month,change,from,to,status\n\
                    crime-city,rivertown,violent,2018-01,revised,20,22,observed\n\
                    crime-city,rivertown,homicide,2018-01,revised,20,22,observed\n\
                    crime-ward,rivertown,homicide,2018-01,revised,20,22,observed\n\
                    crime-ward,upstream,homicide,2018-01,revised,20,22,observed\n";
    assert_eq!(cells, expected);
    let (_, json) = with(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["cells"].as_array().unwrap().len(), 4);
    assert_eq!(json["cells"][0]["to"], 22);
    assert_eq!(tree(&city.out()), before);

    set(&city, 22, 100);
    let (code, words) = with(&[]);
    assert_eq!(code, Some(4), "{words}");
    assert!(
        words.contains("would be refused: source-shrank:arrests"),
        "{words}"
    );

    set(&city, 22, 200);
    let second = city.build().unwrap().release;
    let (code, words) = diff(&city, &["--from", &first, "--to", &second]);
    assert_eq!(
        (code, words.contains("2 numbers revised")),
        (Some(3), true),
        "{words}"
    );
    assert_eq!(
        diff(&city, &["--from", &second, "--to", &second]).0,
        Some(0)
    );
}

#[test]
fn diff_of_what_is_not_there_is_2() {
    let city = city(20, 5);
    let release = city.build().unwrap().release;
    let (code, message) = diff(&city, &["--from", "2019-01-01-00000000", "--to", &release]);
    assert_eq!(code, Some(2));
    assert!(message.contains(&release), "{message}");
    assert_eq!(diff(&city, &[]).0, Some(2));
}
