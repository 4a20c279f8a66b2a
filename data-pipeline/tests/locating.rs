//! A build with a map: how rows are located, what is recorded about it, and what never shows.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod mapped;

use cube::Cell;
use cube::release::{LocatedRows, Mapping, Source};
use data_pipeline::check::check;
use invented::{InventedCity, line};
use mapped::{ARRESTS, WARDS, mapped_city};

fn arrests(city: &InventedCity) -> Source {
    let report = city.build().unwrap();
    let manifest = city.manifest(&report.release);
    let mut sources = manifest.sources.into_iter();
    sources.find(|source| source.id == "arrests").unwrap()
}

#[test]
fn nothing_is_wrong_with_the_mapped_city() {
    let city = mapped_city();
    let findings = check(&city.settings(), Some(&city.sources()));
    assert_eq!(findings.problems, []);
}

#[test]
fn the_first_method_that_finds_a_place_wins_and_each_is_counted() {
    let source = arrests(&mapped_city());
    let bank = LocatedRows {
        place: "bank".into(),
        year: 2018,
        rows: 9,
        by_coordinate: None,
        by_name: None,
        by_crosswalk: Some(4),
        not_located: 5,
        compared: None,
        disagreeing: None,
    };
    // By coordinate: rows 1, 2 and 4, the last on a border; by name: 3 and 5.
    let ward = LocatedRows {
        place: "ward".into(),
        by_coordinate: Some(3),
        by_name: Some(2),
        by_crosswalk: None,
        not_located: 4,
        compared: Some(2),
        disagreeing: Some(1),
        ..bank
    };
    assert_eq!(source.located, [bank, ward]);
    assert!(source.located.iter().all(LocatedRows::closes));
}

#[test]
fn rows_outside_of_the_window_and_repeats_are_counted() {
    let source = arrests(&mapped_city());
    let accounting = source.accounting;
    assert_eq!(
        (accounting.read, accounting.used, accounting.outside_window),
        (11, 9, 2)
    );
    let reasons: Vec<&str> = accounting.reasons.iter().map(|one| &*one.reason).collect();
    assert_eq!(
        reasons,
        ["after the record ends", "before the record begins"]
    );
    // Row 9 repeats row 8 in all but its number.
    assert_eq!(source.repeated_rows, Some(1));
    let expected = Mapping {
        rows: 11,
        unmatched: 0,
    };
    assert_eq!(source.mapping, Some(expected));
}

#[test]
fn the_report_counts_points_and_ages_and_shows_no_age() {
    let report = mapped_city().build().unwrap();
    let source = report
        .sources
        .iter()
        .find(|one| one.id == "arrests")
        .unwrap();
    let points: Vec<(&str, u64)> = source.coordinates.iter().map(|(k, v)| (*k, *v)).collect();
    let expected = [
        ("a point that stands for no place", 2),
        ("in the city", 3),
        ("latitude and longitude swapped", 1),
        ("not given", 1),
        ("outside of the city", 1),
        ("zero", 1),
    ];
    assert_eq!(points, expected);
    let ages = source.ages.as_ref().unwrap();
    let counts = (
        ages.possible,
        ages.not_given,
        ages.impossible,
        ages.unreadable,
    );
    assert_eq!(counts, (7, 1, 2, 1));
    let json = serde_json::to_string(&report).unwrap();
    assert!(json.contains("nobody is so old"));
    for age in ["\"200\"", ":200", "\"old\"", "\"41\""] {
        assert!(!json.contains(age), "{age}");
    }
}

#[test]
fn fields_about_persons_are_masked_where_they_cannot_be_read() {
    let city = mapped_city();
    let spoilt = ARRESTS
        .replace(",41\n", ",4\u{0}1\n")
        .replace("(0.1, 9.0)", "(0.\u{0}1, 9.0)");
    city.replace_source("arrests.csv", spoilt.as_bytes());
    let findings = check(&city.settings(), Some(&city.sources()));
    city.edit(
        "city.toml",
        "set_aside_limit_percent = 40.0",
        "set_aside_limit_percent = 90.0",
    );
    let report = city.build().unwrap();
    let source = report
        .sources
        .iter()
        .find(|one| one.id == "arrests")
        .unwrap();
    let rows = &source.set_aside["a field holds a NUL byte"];
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.value == "(masked)"), "{rows:?}");
    assert!(
        findings
            .problems
            .iter()
            .all(|one| one.found.as_deref() == Some("(masked)"))
    );
}

#[test]
fn places_that_no_table_counts_by_are_in_no_published_file() {
    let city = mapped_city();
    let release = city.build().unwrap().release;
    for (path, bytes) in invented::tree(&city.out().join("releases").join(release)) {
        let is_table = path.starts_with("cubes") || path.starts_with("downloads");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !is_table || !text.contains("Left bank"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_table_by_crosswalk_adds_up_and_says_where_it_cannot() {
    let city = mapped_city();
    city.edit(
        "sources.toml",
        "[source.shape.places]\nward = { column = \"ward\", spellings",
        "[source.shape.places]\nbank = { by = [\"crosswalk\"], from = \"ward\" }\n\
         ward = { column = \"ward\", spellings",
    );
    city.edit(
        "sources.toml",
        "[source.shape.places]\nward = { column = \"Ward\" }",
        "[source.shape.places]\nbank = { by = [\"crosswalk\"], from = \"ward\" }\n\
         ward = { column = \"Ward\" }",
    );
    city.edit(
        "tables.toml",
        "geography = { city = true, place = \"ward\" }",
        "geography = { city = true, place = \"bank\" }",
    );
    city.edit(
        "overview.toml",
        "geography = \"upstream\"",
        "geography = \"left\"",
    );
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "crime-ward");
    cube.check_totals().unwrap();
    // January: one shooting Upstream, one theft Midstream, both on the left bank.
    assert_eq!(line(&cube, "left", "shooting")[0], Cell::Observed(1));
    assert_eq!(line(&cube, "left", "larceny")[0], Cell::Observed(1));
    // February: a theft Downstream, of which the crosswalk says nothing.
    assert_eq!(line(&cube, "right", "larceny")[1], Cell::Observed(0));
    assert_eq!(
        line(&cube, cube::UNLOCATED, "larceny")[1],
        Cell::Observed(2)
    );
    // The source of 2019 does not tell Midstream apart, nor therefore the bank that it lies on.
    assert_eq!(line(&cube, "left", "shooting")[12], Cell::NotApplicable);
}

#[test]
fn explain_tells_where_places_come_from_and_how_many_rows_found_theirs() {
    let city = mapped_city();
    let release = city.manifest(&city.build().unwrap().release);
    let settings = data_pipeline::settings::Settings::load(&city.settings()).unwrap();
    let page = data_pipeline::explain::explain(&settings, "crime-ward", Some(&release)).unwrap();
    for part in [
        "in force from 2018-01-01 to the day before 2019-02-01",
        "map: property ward of wards.geojson",
        "people in 2010 (ward_people.csv): 995, 5 fewer than the 1000 of the city",
        "ward to bank (ward_banks.csv): 2 of 3 places, 80.40 % of the people of 2010",
        "early, 2018: 6 rows, 66.7 % by name, 33.3 % without a place",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let page = data_pipeline::explain::explain(&settings, "arrests-city", None).unwrap();
    for part in [
        "ward by the point in Where (on a border, the first of the list), else from column Ward",
        "bank by the ward that it lies in",
        "left out: rows before 2018-01-01: before the record begins",
        "charges that fit no rule: at most 10 % of the rows",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn the_order_of_the_polygons_changes_nothing() {
    let one = mapped_city();
    let other = mapped_city();
    let mut lines: Vec<&str> = WARDS.lines().collect();
    let last = lines.len() - 2;
    lines[1..=last].reverse();
    let features: Vec<&str> = lines[1..=last]
        .iter()
        .map(|line| line.trim_end_matches(','))
        .collect();
    let text = format!("{}\n{}\n]}}\n", lines[0], features.join(",\n"));
    std::fs::write(other.sources().join("wards.geojson"), &text).unwrap();
    let hash = |text: &str| data_pipeline::source::sha256_hex(text.as_bytes());
    other.edit("city.toml", &hash(WARDS), &hash(&text));
    let (one, other) = (arrests(&one), arrests(&other));
    assert_eq!(one, other);
}

#[test]
fn unknown_offenses_count_under_their_code_up_to_the_limit() {
    let city = mapped_city();
    city.edit(
        "sources.toml",
        "unmapped_limit_percent = 40.0",
        "unmapped = \"unclassified\", unmapped_limit_percent = 40.0",
    );
    city.edit(
        "offenses.csv",
        "threat,Threat,\n",
        "threat,Threat,\nunclassified,Not classified,\n",
    );
    city.edit(
        "tables.toml",
        "\"larceny_other\", \"threat\"]",
        "\"larceny_other\", \"threat\", \"unclassified\"]",
    );
    let report = city.build().unwrap();
    let cube = city.cube(&report.release, "crime-city");
    assert_eq!(
        line(&cube, "rivertown", "unclassified")[0],
        Cell::Observed(0)
    );
    assert_eq!(
        line(&cube, "rivertown", "unclassified")[2],
        Cell::Provisional(1)
    );
    let source = &report.sources[0];
    let unknown = &source.unknown_offenses[0];
    assert_eq!((unknown.name.as_str(), unknown.rows), ("MURDRE", 1));
    assert!(unknown.expected.contains("\"MURDER\""));
    assert!(
        !source
            .set_aside
            .contains_key("the name of the offense is not known")
    );
}

#[test]
fn too_many_unknown_offenses_or_charges_stop_the_build() {
    let city = mapped_city();
    city.edit("sources.toml", ", unmapped_limit_percent = 40.0", "");
    let message = city.failure();
    for part in [
        "source early",
        "1 of 8 rows",
        "\"MURDRE\": rows 1, first on line 12",
        "\"MURDER\"",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let city = mapped_city();
    let spoilt = ARRESTS.replacen("HGV", "LOITERING", 2);
    city.replace_source("arrests.csv", spoilt.as_bytes());
    let message = city.failure();
    for part in [
        "source arrests",
        "2 of 11 charges",
        "10 %",
        "\"LOITERING\" (2)",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert!(invented::tree(&city.out()).is_empty());
}

#[test]
fn a_map_that_was_exchanged_stops_the_build() {
    let city = mapped_city();
    std::fs::write(
        city.sources().join("wards.geojson"),
        WARDS.replace("3.0", "3.1"),
    )
    .unwrap();
    let message = city.failure();
    assert!(
        message.contains("wards.geojson") && message.contains("sha256"),
        "{message}"
    );
}
