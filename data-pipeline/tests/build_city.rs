//! Builds the invented city from end to end and looks at every kind of number in its release.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::Cell::{NotApplicable, NotCollected, Observed, Provisional};
use cube::release::ReasonCount;
use data_pipeline::publish::Outcome;
use invented::{InventedCity, line, tree};

fn reasons(rows: &[ReasonCount]) -> Vec<(&str, u64)> {
    rows.iter()
        .map(|reason| (reason.reason.as_str(), reason.rows))
        .collect()
}

#[test]
fn incidents_are_counted_by_month_and_offense() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "crime-city");
    let line = |code| line(&cube, "rivertown", code);
    assert_eq!(line("homicide"), [Observed(1), Observed(0), Provisional(0)]);
    assert_eq!(line("violent"), [Observed(2), Observed(0), Provisional(0)]);
    assert_eq!(line("larceny"), [Observed(1), Observed(2), Provisional(0)]);
    assert_eq!(
        line("larceny_from_auto"),
        [Observed(0), Observed(1), Provisional(0)]
    );
    assert_eq!(line("threat"), [Observed(0), Observed(0), Provisional(1)]);
}

#[test]
fn places_are_found_in_their_spellings_and_add_up() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "crime-ward");
    let at = |place, code, month: usize| line(&cube, place, code)[month];
    assert_eq!(at("upstream", "shooting", 0), Observed(1));
    assert_eq!(at("midstream", "larceny", 0), Observed(1));
    assert_eq!(at("not-located", "larceny", 1), Observed(1));
    assert_eq!(at("not-located", "threat", 2), Observed(1));
    assert_eq!(at("rivertown", "larceny", 1), Observed(2));
    assert_eq!(at("upstream", "homicide", 5), NotCollected);
}

#[test]
fn a_source_counts_only_what_it_can_hold() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "crime-ward");
    let late = |place, code| line(&cube, place, code)[12];
    assert_eq!(late("upstream", "shooting"), Observed(2));
    assert_eq!(late("downstream", "shooting"), Observed(2));
    assert_eq!(late("not-located", "shooting"), Observed(5));
    assert_eq!(late("midstream", "shooting"), NotApplicable);
    assert_eq!(late("rivertown", "shooting"), Observed(9));
    assert_eq!(late("upstream", "threat"), NotCollected);
}

#[test]
fn arrests_are_counted_by_the_first_rule_that_fits() {
    let city = InventedCity::new();
    let report = city.build().unwrap();
    let cube = city.cube(&report.release, "arrests-city");
    let line = |code| line(&cube, "rivertown", code)[0];
    assert_eq!(line("all"), Observed(6));
    assert_eq!((line("murder"), line("gun")), (Observed(1), Observed(2)));
    assert_eq!((line("unknown"), line("other")), (Observed(1), Observed(2)));
    let arrests = report
        .sources
        .iter()
        .find(|source| source.id == "arrests")
        .unwrap();
    assert_eq!(arrests.unmatched_charges, 2);
    assert_eq!(arrests.most_unmatched_charges[0].text, "LOITERING");
}

#[test]
fn running_totals_become_months_or_nothing() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "index-cities");
    let homicides = line(&cube, "rivertown", "homicide");
    assert_eq!(
        homicides[..4],
        [Observed(3), Observed(1), Observed(0), Observed(2)]
    );
    assert_eq!(homicides[13..], [Observed(2), Observed(3), NotCollected]);
    let thefts = line(&cube, "lakeville", "larceny");
    assert_eq!(
        thefts[..4],
        [NotCollected, Observed(12), Observed(8), Observed(9)]
    );
    assert_eq!(thefts[13..], [Observed(10), Observed(10), NotCollected]);
    assert!(
        line(&cube, "lakeville", "homicide")
            .iter()
            .all(|cell| *cell == NotCollected)
    );
}

#[test]
fn every_row_is_accounted_for_with_its_reason() {
    let city = InventedCity::new();
    let report = city.build().unwrap();
    let manifest = city.manifest(&report.release);
    assert!(
        manifest
            .sources
            .iter()
            .all(|source| source.accounting.closes())
    );
    let early = &manifest.sources[0];
    let rows = &early.accounting;
    assert_eq!(
        (rows.read, rows.used, rows.set_aside, rows.outside_window),
        (11, 6, 4, 1)
    );
    assert_eq!(
        (&*early.first_day, &*early.last_day),
        ("2018-01-01", "2018-03-30")
    );
    let expected = [
        ("before the floor of 2018", 1),
        ("the date is not a day in an accepted form", 1),
        ("the name of the offense is not known", 1),
        ("the row has not as many fields as the header", 1),
        ("there is no date", 1),
    ];
    assert_eq!(reasons(&rows.reasons), expected);
    let totals = &manifest.sources[4];
    assert_eq!(
        (totals.accounting.used, totals.accounting.outside_window),
        (6, 2)
    );
    assert_eq!(
        (&*totals.first_day, &*totals.last_day),
        ("2018-01-01", "2019-02-28")
    );
}

#[test]
fn the_report_shows_what_a_person_should_look_at() {
    let city = InventedCity::new();
    let mut report = city.build().unwrap();
    report.release = "(release)".into();
    report.release_bytes = 0;
    report.tables.clear();
    insta::assert_json_snapshot!(report);
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_change_nothing() {
    let (one, other) = (InventedCity::new(), InventedCity::new());
    assert_eq!(one.build().unwrap().outcome, Outcome::Published);
    other.build().unwrap();
    let first = tree(&one.out());
    assert_eq!(first, tree(&other.out()));
    assert_eq!(one.build().unwrap().outcome, Outcome::Unchanged);
    assert_eq!(first, tree(&one.out()));
}

#[test]
fn a_new_release_stands_beside_the_old_one() {
    let city = InventedCity::new();
    let old = city.build().unwrap().release;
    let before = tree(&city.out().join("releases").join(&old));
    city.edit("city.toml", "2020-02-29", "2020-03-31");
    let new = city.build().unwrap().release;
    let catalog = city.catalog();
    assert_eq!(catalog.cities[0].current, new);
    let ids: Vec<&str> = catalog.cities[0].releases.iter().map(|r| &*r.id).collect();
    assert_eq!(ids, [&*old, &*new]);
    assert_eq!(tree(&city.out().join("releases").join(&old)), before);
}

#[test]
fn a_published_file_is_never_changed() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let events = city
        .out()
        .join("releases")
        .join(&release)
        .join("events.json");
    fs::write(&events, "{}").unwrap();
    let message = city.failure();
    assert!(
        message.ends_with("a published release is never changed"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(events).unwrap(), "{}");
}

/// Whoever rebuilds a release of old gets its bytes; the numbers are the same either way.
#[test]
fn cubes_leave_out_what_adds_up_from_a_day_on() {
    let city = InventedCity::new();
    let cubes = || {
        let release = city.build().unwrap().release;
        let tables = city.manifest(&release).tables.into_iter();
        let read = |table: cube::release::Table| {
            let path = city.out().join("releases").join(&release).join(&table.cube);
            let mark = fs::read(path).unwrap()[..8].to_vec();
            (city.cube(&release, &table.id), mark == *b"SLCUBE3\n")
        };
        tables.map(read).collect::<Vec<_>>()
    };
    city.edit("city.toml", "2020-02-29", "2026-11-30");
    let before = cubes();
    city.edit("city.toml", "2026-11-30", "2026-12-01");
    let after = cubes();
    assert!(before.iter().all(|(_, leaves_out)| !leaves_out));
    assert!(after.iter().any(|(_, leaves_out)| *leaves_out));
    for ((before, _), (after, _)) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
}
