//! Builds a city with lists of its own, beside another city, and breaks what it says of them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::Cell::{self, Observed};
use cube::Unit;
use cube::release::Catalog;
use data_pipeline::check::check;
use data_pipeline::explain::explain;
use data_pipeline::run::{self, Inputs};
use data_pipeline::settings::{Problem, Settings};
use invented::{InventedCity, line, tree};

fn lakeport() -> InventedCity {
    InventedCity::of_fixture("lakeport")
}

/// The cells of a table at a place under a code.
fn cells(table: &str, place: &str, code: &str) -> Vec<Cell> {
    let city = lakeport();
    let release = city.build().unwrap().release;
    line(&city.cube(&release, table), place, code).to_vec()
}

#[test]
fn the_highest_of_several_levels_counts_and_the_levels_add_up() {
    let at = |place, code| cells("levels", place, code);
    assert_eq!(at("lakeport", "all"), [Observed(4), Observed(1)]);
    assert_eq!(at("lakeport", "low"), [Observed(2), Observed(0)]);
    assert_eq!(at("lakeport", "high"), [Observed(2), Observed(1)]);
    assert_eq!(at("north", "all"), [Observed(2), Observed(0)]);
    assert_eq!(at("not-located", "high"), [Observed(1), Observed(1)]);
}

#[test]
fn each_of_several_means_counts_once_and_an_empty_cell_has_a_code() {
    let at = |code| cells("means", "lakeport", code);
    assert_eq!(at("hands"), [Observed(3), Observed(0)]);
    assert_eq!(at("dog"), [Observed(1), Observed(1)]);
    assert_eq!(at("none"), [Observed(1), Observed(0)]);
}

#[test]
fn rows_of_one_case_count_once() {
    assert_eq!(
        cells("cases", "lakeport", "all"),
        [Observed(2), Observed(2)]
    );
}

#[test]
fn every_row_has_one_fate_for_all_its_lists() {
    let city = lakeport();
    let manifest = city.manifest(&city.build().unwrap().release);
    let fate = |id: &str| {
        let source = manifest.sources.iter().find(|one| one.id == id).unwrap();
        let rows = &source.accounting;
        let reasons = rows.reasons.iter();
        let reasons: Vec<(&str, u64)> = reasons.map(|one| (&*one.reason, one.rows)).collect();
        assert!(rows.closes(), "{id}");
        (rows.used, rows.set_aside, reasons)
    };
    let (used, aside, reasons) = fate("reports");
    assert_eq!((used, aside), (5, 2));
    let expected = [
        ("a name of a list is not known", 2),
        ("before the floor of 2018", 1),
    ];
    assert_eq!(reasons, expected);
    let (used, aside, reasons) = fate("cases");
    assert_eq!((used, aside), (4, 1));
    let expected = [
        ("a further row of the same case", 1),
        ("a name of a list is not known", 1),
        ("before the floor of 2018", 1),
        ("nothing says to which case it belongs", 1),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn what_tells_records_apart_is_in_no_published_file() {
    let city = lakeport();
    city.build().unwrap();
    for (path, bytes) in tree(&city.out()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("A-1"), "{}", path.display());
    }
}

#[test]
fn the_column_and_the_unit_are_those_of_the_list() {
    let city = lakeport();
    let release = city.build().unwrap().release;
    let header = city.cube(&release, "means").header().clone();
    assert_eq!(header.dimensions[1].id, "means");
    assert_eq!(header.dimensions[1].label, "Means");
    assert_eq!(header.unit, Unit::UsesOfForce);
    let csv = city.out().join("releases").join(&release);
    let csv = fs::read_to_string(csv.join("downloads/means.csv")).unwrap();
    assert!(csv.lines().next().unwrap().contains("means"), "{csv}");
}

#[test]
fn cities_stand_beside_each_other_in_one_catalogue() {
    let (river, lake) = (InventedCity::new(), lakeport());
    river.edit("city.toml", "40.0", "40.0\ndefault = true");
    let first = river.build().unwrap().release;
    let out = river.out();
    let before = tree(&out.join("releases").join(&first));
    run::build(&Inputs::new(&lake.settings(), &lake.sources(), &out)).unwrap();
    let catalog: Catalog = river.catalog();
    let ids: Vec<&str> = catalog.cities.iter().map(|city| &*city.id).collect();
    assert_eq!(ids, ["lakeport", "rivertown"]);
    assert_eq!(catalog.city(None).unwrap().id, "rivertown");
    assert!(catalog.city(Some("lakeport")).unwrap().sample);
    assert!(!catalog.city(Some("rivertown")).unwrap().sample);
    assert!(catalog.city(Some("atlantis")).is_none());
    let lake_release = &catalog.city(Some("lakeport")).unwrap().current;
    assert!(river.manifest(lake_release).sample);
    assert_eq!(tree(&out.join("releases").join(&first)), before);
}

#[test]
fn without_a_default_the_first_city_stands_for_it() {
    let city = lakeport();
    city.build().unwrap();
    let catalog = city.catalog();
    assert_eq!(catalog.default, None);
    assert_eq!(catalog.city(None).unwrap().id, "lakeport");
    city.edit("city.toml", "sample = true", "default = true");
    city.build().unwrap();
    assert_eq!(city.catalog().default.as_deref(), Some("lakeport"));
    assert!(!city.catalog().cities[0].sample);
}

#[test]
fn explain_says_what_a_list_is_made_from() {
    let city = lakeport();
    let settings = Settings::load(&city.settings()).unwrap();
    let text = explain(&settings, "means", None).unwrap();
    assert!(text.contains("Means, and what the sources call it (means_names.csv)"));
    assert!(text.contains("means from column Means, each of several names once"));
    assert!(text.contains("none (Not recorded): nothing in \"Means\" of reports"));
    let text = explain(&settings, "cases", None).unwrap();
    assert!(text.contains("rows with the same Case are one case, of which the first counts"));
    let text = explain(&settings, "levels", None).unwrap();
    assert!(text.contains("low (Low, UCR 4E)"), "{text}");
}

/// The report about an edit of the settings names the place and says a word.
#[track_caller]
fn check_fault(
    (file, from, to): (&str, &str, &str),
    (line, column): (u64, u64),
    field: &str,
    says: &str,
) {
    let city = lakeport();
    let path = city.settings().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let problems = check(&city.settings(), Some(&city.sources())).problems;
    let names = |problem: &&Problem| {
        let at = (problem.position.line, problem.position.column);
        at == (line, column) && problem.field == field && problem.to_string().contains(says)
    };
    let report: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(
        problems.iter().any(|problem| names(&problem)),
        "{}",
        report.join("\n")
    );
}

#[test]
fn nothing_is_wrong_with_the_city() {
    let city = lakeport();
    let findings = check(&city.settings(), Some(&city.sources()));
    assert_eq!(findings.problems, []);
    assert_eq!(findings.sources_read, 2);
}

#[test]
fn faults_of_a_declared_list_are_found() {
    check_fault(
        ("city.toml", "id = \"means\"", "id = \"month\""),
        (20, 6),
        "list[2].id",
        "has this name already",
    );
    check_fault(
        ("city.toml", "id = \"means\"", "id = \"ways\""),
        (20, 6),
        "list[2].id",
        "no source counts by this list",
    );
    check_fault(
        ("city.toml", "\"means.csv\"", "\"ways.csv\""),
        (0, 0),
        "(the file)",
        "cannot be read",
    );
    check_fault(
        ("city.toml", "names = \"means_names.csv\"", ""),
        (19, 1),
        "list[means].names",
        "the key is missing",
    );
    check_fault(
        ("means_names.csv", "Dog,dog", "Dog,dogs"),
        (4, 0),
        "code",
        "no line of means.csv has this code",
    );
    check_fault(
        ("levels.csv", "4E", "4e"),
        (3, 0),
        "ucr",
        "this is not such a mark",
    );
    check_fault(
        ("levels.csv", "yes", "maybe"),
        (4, 0),
        "sensitive",
        "yes, no, or nothing",
    );
}

#[test]
fn faults_of_records_are_found() {
    let source = "sources.toml";
    let of = |key: &str| format!("source[reports].shape.categories.{key}");
    check_fault(
        (source, "means = {", "ways = {"),
        (15, 8),
        &of("ways"),
        "city.toml declares no such list",
    );
    check_fault(
        (source, "\"reports\", separator", "\"report\", separator"),
        (14, 43),
        &of("level.vocabulary"),
        "did you mean \"reports\"?",
    );
    check_fault(
        (source, ", take = \"highest\"", ""),
        (14, 9),
        &of("level.take"),
        "nothing says which of them count",
    );
    check_fault(
        (
            source,
            "separator = \"|\", take = \"highest\"",
            "take = \"highest\"",
        ),
        (14, 61),
        &of("level.take"),
        "nothing to choose from",
    );
    check_fault(
        (source, "separator = \"|\"", "separator = \"\""),
        (14, 66),
        &of("level.separator"),
        "nothing stands between",
    );
    check_fault(
        (source, "\"highest\"", "\"higest\""),
        (14, 78),
        &of("level.take"),
        "did you mean \"highest\"?",
    );
    check_fault(
        ("means.csv", "dog,Dog,", "dog,Dog,hands"),
        (15, 77),
        &of("means.take"),
        "would count twice in the whole",
    );
    check_fault(
        (source, "empty = \"none\"", "empty = \"nine\""),
        (15, 97),
        &of("means.empty"),
        "no line of means.csv has this code",
    );
    check_fault(
        (source, "of = \"case\"", "of = \" \""),
        (34, 36),
        "source[cases].shape.distinct.of",
        "there is no name",
    );
}

#[test]
fn faults_of_a_table_of_a_list_are_found() {
    check_fault(
        ("tables.toml", "list = \"means\"", "list = \"meens\""),
        (24, 8),
        "table[means].list",
        "did you mean \"means\"?",
    );
    check_fault(
        ("tables.toml", "\"dog\"", "\"dogs\""),
        (25, 24),
        "table[means].categories[2]",
        "no line of means.csv has this code",
    );
    check_fault(
        ("tables.toml", "source = \"cases\"", "source = \"none\""),
        (45, 10),
        "table[cases].stretch[1].source",
        "sources.toml has no such source",
    );
    check_fault(
        ("tables.toml", "list = \"means\"", "list = \"offenses\""),
        (29, 10),
        "table[means].stretch[1].source",
        "does not count what the table counts",
    );
}
