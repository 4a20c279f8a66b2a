//! Fetches from each kind of portal, and what stands on the disk afterwards.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod portal;

use std::fs;
use std::path::Path;

use data_pipeline::fetch::{self, FewerRows, Previous, SnapshotRecord};
use data_pipeline::settings::load_remote;
use data_pipeline::source::sha256_hex;
use portal::Fault;
use portal::city::{Fetching, Silent, layer, other};

/// What every kind of portal must lead to; days and times differ by kind.
const SNAPSHOT: &str = "\
CrimeDateTime,Reported,Description,District,Latitude
2018-01-01T12:00:00Z,2018-01-01,ROBBERY,Upstream,39.30650
2018-01-01T23:59:59Z,2018-01-02,\"THEFT, OTHER\",Upstream,39.3
2018-01-03T00:00:00Z,2018-01-03,ARSON,,39.2999999999999972
2018-01-04T00:00:00Z,2018-01-04,\"AGG. ASSAULT \"\"KNIFE\"\"\",Midstream,39.1
2018-01-05T00:00:00Z,2018-01-05,ROBBERY,Midstream,39.31
2018-01-06T00:00:00Z,2018-01-06,ROBBERY,Midstream,39.31
1963-10-28T00:00:00Z,2018-01-07,RAPE,Downstream,
,2018-01-08,THEFT,Downstream,39.25
2018-01-09T00:00:00Z,2018-01-09,BURGLARY,Cañada,39.2
2018-01-10T00:00:00.5Z,2018-01-10,THEFT,Downstream,39.25
2018-01-11T00:00:00Z,2018-01-11,HOMICIDE,Downstream,39.25
";

#[test]
fn a_layer_becomes_a_csv_with_a_record_of_its_origin() {
    let city = Fetching::layer();
    let fetched = city.succeed();
    assert_eq!(city.snapshot("incidents.csv"), SNAPSHOT);
    assert_eq!(city.portal.offsets(), [0, 4, 8]);
    let record = city.record("incidents.csv");
    assert_eq!(record, fetched.record);
    let expected = SnapshotRecord {
        source: "incidents".into(),
        title: "Incidents".into(),
        publisher: "Rivertown Police".into(),
        terms: "Invented.".into(),
        url: format!(
            "{}/arcgis/rest/services/Incidents/FeatureServer/0",
            city.portal.address()
        ),
        retrieved_at: "2024-03-05T06:07:08Z".into(),
        rows: 11,
        bytes: SNAPSHOT.len() as u64,
        sha256: sha256_hex(SNAPSHOT.as_bytes()),
        columns: SNAPSHOT
            .lines()
            .next()
            .unwrap()
            .split(',')
            .map(str::to_owned)
            .collect(),
        duplicates: 0,
        previous: None,
    };
    assert_eq!(record, expected);
    assert!(!city.snapshots().join(".partial").exists());
}

#[test]
fn equal_rows_with_different_ids_are_separate_victims_and_stay() {
    let city = Fetching::layer();
    city.succeed();
    let equal = "ROBBERY,Midstream,39.31";
    assert_eq!(city.snapshot("incidents.csv").matches(equal).count(), 2);
}

#[test]
fn a_snapshot_remembers_the_one_before() {
    let city = Fetching::layer();
    let first = city.succeed();
    assert!(first.changed);
    let again = city.succeed();
    assert!(!again.changed);
    assert_eq!(again.record, first.record);

    city.portal.change(|table| table.grow(2));
    let grown = city.succeed();
    assert!(grown.changed);
    assert_eq!(grown.record.rows, 13);
    let before = Previous {
        sha256: first.record.sha256,
        rows: 11,
        retrieved_at: Some(first.record.retrieved_at),
    };
    assert_eq!(grown.record.previous, Some(before.clone()));
    assert_eq!(city.succeed().record.previous, Some(before));
}

#[test]
fn a_file_without_a_record_counts_as_the_snapshot_before() {
    let city = Fetching::layer();
    fs::create_dir_all(city.snapshots()).unwrap();
    let by_hand = "a\n".to_owned() + &"1\n".repeat(100);
    fs::write(city.snapshots().join("incidents.csv"), &by_hand).unwrap();
    let message = city.fail();
    assert!(message.contains("98 % of the 100 rows"), "{message}");
    assert_eq!(city.snapshot("incidents.csv"), by_hand);
}

#[test]
fn a_snapshot_named_gz_is_compressed_and_known_by_its_content() {
    let settings = layer("incidents").replace("incidents.csv", "deep/er/incidents.csv.gz");
    let city = Fetching::new(&settings);
    let record = city.succeed().record;
    let path = city.snapshots().join("deep/er/incidents.csv.gz");
    let compressed = fs::read(&path).unwrap();
    assert_eq!(inflate(&compressed), SNAPSHOT);
    assert_eq!(record.sha256, sha256_hex(SNAPSHOT.as_bytes()));
    city.succeed();
    assert_eq!(fs::read(path).unwrap(), compressed);
}

#[test]
fn a_socrata_table_is_read_in_pages() {
    let remote = "kind = \"socrata\"\nurl = \"{portal}/resource/abcd-1234.json\"\npage_rows = 4\n\
                  columns = [\"Description\", \"District\"]\nwhere = \"District != 'x&y'\"";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    let record = city.succeed().record;
    let expected: Vec<String> = SNAPSHOT.lines().map(description_and_district).collect();
    assert_eq!(
        city.snapshot("crime.csv").lines().collect::<Vec<_>>(),
        expected
    );
    assert_eq!(record.rows, 11);
    let pages = city.portal.questions("$limit=4&");
    assert_eq!(pages.len(), 3, "{pages:?}");
    assert!(
        pages[2].contains("$offset=8&$where=District != 'x&y'"),
        "{pages:?}"
    );
}

fn description_and_district(line: &str) -> String {
    let mut row = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let row = row.records().next().unwrap().unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([&row[2], &row[3]]).unwrap();
    String::from_utf8(writer.into_inner().unwrap())
        .unwrap()
        .trim_end()
        .to_owned()
}

/// As a spreadsheet writes it: byte-order mark, CRLF, a newline inside quotes.
const EXPORT: &str = "\u{feff}Day,Age,Note\r\n2018-01-01,27,\"two\nlines\"\r\n2018-01-02,41,\r\n";

#[test]
fn a_file_is_rewritten_in_one_form_and_cut_to_the_columns_named() {
    let remote =
        "kind = \"file\"\nurl = \"{portal}/files/crime.csv.gz\"\ncolumns = [\"Note\", \"Day\"]";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    city.portal
        .publish("/files/crime.csv.gz", &invented::gzipped(EXPORT.as_bytes()));
    assert_eq!(city.succeed().record.rows, 2);
    let expected = "Note,Day\n\"two\nlines\",2018-01-01\n,2018-01-02\n";
    assert_eq!(city.snapshot("crime.csv"), expected);
}

#[test]
fn a_ckan_resource_leads_to_its_file() {
    let remote = "kind = \"ckan\"\nurl = \"{portal}/\"\nresource = \"5f1c\"";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    let address = format!("{}/files/crime.csv", city.portal.address());
    city.portal.publish("5f1c", address.as_bytes());
    city.portal.publish("/files/crime.csv", EXPORT.as_bytes());
    let record = city.succeed().record;
    assert_eq!(record.url, address);
    let expected = "Day,Age,Note\n2018-01-01,27,\"two\nlines\"\n2018-01-02,41,\n";
    assert_eq!(city.snapshot("crime.csv"), expected);
}

#[test]
fn a_source_that_fails_does_not_stop_the_others() {
    let settings = [
        layer("one"),
        layer("two").replace("Incidents/", "Gone/"),
        layer("three"),
    ];
    let city = Fetching::new(&settings.concat());
    let report = city.fetch();
    let ends: Vec<_> = report
        .iter()
        .map(|(id, end)| (id.as_str(), end.is_ok()))
        .collect();
    assert_eq!(ends, [("one", true), ("two", false), ("three", true)]);
}

#[test]
fn one_source_can_be_chosen() {
    let city = Fetching::new(&(layer("one") + &layer("two")));
    let report = city.fetch_as(|order| fetch::Order {
        source: Some("two"),
        ..order
    });
    assert_eq!(report.len(), 1);
    assert!(!city.snapshots().join("one.csv").exists());
    let (folder, into) = (city.city(), city.snapshots());
    let order = fetch::Order {
        source: Some("three"),
        ..city.order(&folder, &into)
    };
    let message = fetch::fetch(order, &Silent).unwrap_err().to_string();
    assert_eq!(
        message,
        "no source \"three\" can be fetched; expected one of one, two"
    );
}

#[test]
fn two_fetches_into_one_folder_do_not_mix() {
    let city = Fetching::layer();
    fs::create_dir_all(city.snapshots()).unwrap();
    let other = fs::File::open(city.snapshots()).unwrap();
    other.lock().unwrap();
    let (folder, into) = (city.city(), city.snapshots());
    let message = fetch::fetch(city.order(&folder, &into), &Silent)
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("another run") && message.contains("is fetching into this folder"),
        "{message}"
    );
}

#[test]
fn fewer_rows_are_refused_until_somebody_has_looked() {
    let city = Fetching::layer();
    city.portal.change(|table| table.grow(89));
    city.succeed();
    city.portal.change(|table| table.keep(98));
    city.succeed();
    let good = city.snapshot("incidents.csv");
    for rows in [96, 0] {
        city.portal.change(|table| table.keep(rows));
        let message = city.fail();
        assert!(message.contains("--accept-shrunken"), "{message}");
        assert_eq!(city.snapshot("incidents.csv"), good);
        assert_eq!(city.record("incidents.csv").rows, 98);
    }
    let report = city.fetch_as(|order| fetch::Order {
        fewer_rows: FewerRows::Accept,
        ..order
    });
    assert_eq!(report[0].1.as_ref().unwrap().record.rows, 0);
    assert_eq!(city.snapshot("incidents.csv").lines().count(), 1);
}

#[test]
fn settings_that_cannot_be_fetched_name_file_source_and_remedy() {
    check_settings(
        "id = \"incidents\"",
        "id = \"../x\"",
        "the id is \"../x\"; expected an id of",
    );
    check_settings(
        "incidents.csv",
        "../x.csv",
        "the path leads elsewhere; expected a file in the folder; found \"../x.csv\"",
    );
    for elsewhere in ["", "./x.csv"] {
        let expected = "expected a path below the folder of snapshots";
        check_settings("incidents.csv", elsewhere, expected);
    }
    check_settings(
        "{portal}",
        "ftp://x",
        "expected an address that begins with https://",
    );
    check_settings(
        "[\"Reported\"]",
        "[\"Raported\"]",
        "days names \"Raported\"",
    );
    check_settings(
        "kind =",
        "page_rows = 0\nkind =",
        "expected at least one row a page",
    );
    check_settings(
        "kind =",
        "least_percent = 101\nkind =",
        "expected a percentage",
    );
    check_settings("kind =", "colums = []\nkind =", "unknown field `colums`");
    check_settings(
        "[\"CrimeDateTime\",",
        "[\"District\",",
        "columns names one twice",
    );
    let none = "columns = []\nx = [\"CrimeDateTime\", \"Reported\", \"Description\", \"District\", \"Latitude\"]";
    let all = none.replace("columns = []\nx", "columns");
    let empty = "columns = []";
    check_settings(
        &format!("{all}\ndays = [\"Reported\"]"),
        empty,
        "what is not named never leaves",
    );
    let twice = layer("incidents") + &layer("incidents");
    check_settings(
        &layer("incidents"),
        &twice,
        "two sources with the id \"incidents\"",
    );
    check_settings(
        &layer("incidents"),
        "",
        "no source has a [source.remote] table",
    );
}

#[track_caller]
fn check_settings(from: &str, to: &str, expected: &str) {
    let city = Fetching::layer();
    let settings = layer("incidents");
    assert!(settings.contains(from), "{from:?} is not in the settings");
    city.settings(&settings.replace(from, to));
    let message = load_remote(&city.city()).unwrap_err().to_string();
    assert!(message.contains(expected), "{message}");
    assert!(message.contains("rivertown"), "{message}");
}

/// A source that a build reads can say where it comes from, and the build does not mind.
#[test]
fn a_source_of_a_build_can_be_fetched_too() {
    let city = invented::InventedCity::new();
    let remote = "shape]\nkind = \"incidents\"\ndate = { column = \"Day\"";
    let table = "remote]\nkind = \"file\"\nurl = \"https://data.example.org/early.csv\"\n[source.";
    let whole = fs::read_to_string(city.settings().join("sources.toml")).unwrap();
    let changed = whole.replacen(remote, &format!("{table}{remote}"), 1);
    fs::write(city.settings().join("sources.toml"), changed).unwrap();
    city.build().unwrap();
    let sources = load_remote(&city.settings()).unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].file, "early.csv.gz");
}

/// The settings in the repository can be fetched as they are, and ask for nothing about persons.
#[test]
fn the_cities_of_the_repository_ask_for_no_column_of_persons() {
    let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("cities");
    let folders = fs::read_dir(cities)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let with_portal: Vec<_> = folders
        .filter(|folder| folder.join("portal.toml").exists())
        .collect();
    assert!(!with_portal.is_empty());
    for source in with_portal
        .iter()
        .flat_map(|folder| load_remote(folder).unwrap())
    {
        assert!(!source.remote.columns().is_empty(), "{}", source.id);
        for column in source.remote.columns() {
            let column = column.to_lowercase();
            let persons = [
                "age",
                "gender",
                "sex",
                "race",
                "ethnicity",
                "name",
                "address",
            ];
            assert!(
                !persons.contains(&column.as_str()),
                "{} {column}",
                source.id
            );
        }
    }
}

#[test]
fn an_unknown_column_is_met_with_a_suggestion() {
    let city = Fetching::new(&layer("incidents").replace("\"Description\"", "\"Descripton\""));
    let message = city.fail();
    assert!(
        message.contains("did you mean \"Description\"?"),
        "{message}"
    );
    assert!(message.contains("asked 1 time"), "{message}");
}

fn inflate(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(bytes);
    reader.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_resource_that_the_catalogue_does_not_know_is_an_error() {
    let remote = "kind = \"ckan\"\nurl = \"{portal}\"\nresource = \"5f1c\"";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    assert!(city.fail().contains("HTTP 404 (no such resource)"));
    let refusal = r#"{"success":false,"error":{"message":"Not found: Resource was not found."}}"#;
    city.portal.breaks("resource_show", 1, Fault::Body(refusal));
    assert!(
        city.fail()
            .contains("found Not found: Resource was not found.")
    );
}
