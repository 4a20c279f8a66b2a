//! A corpus of broken answers of portals, and the words in which each is refused.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::panic::catch_unwind;

use data_pipeline::fetch::read_answers;
use data_pipeline::settings::Remote;

const LAYER: &str =
    r#"{"kind": "arcgis", "url": "https://x", "columns": ["Day", "Kind"], "days": ["Day"]}"#;
const TABLE: &str = r#"{"kind": "socrata", "url": "https://x", "columns": ["Day", "Kind"]}"#;
const PACKAGE: &str =
    r#"{"kind": "ckan", "url": "https://x", "package": "crime", "format": "csv"}"#;
const RESOURCE: &str = r#"{"kind": "ckan", "url": "https://x", "resource": "1f"}"#;

const DESCRIBED: &str = r#"{"objectIdField": "ID", "fields": [{"name": "ID", "type": "esriFieldTypeOID"},
    {"name": "Day", "type": "esriFieldTypeDate"}, {"name": "Kind", "type": "esriFieldTypeString"}]}"#;
const COUNT: &str = r#"{"count": 2}"#;
const PAGE: &str = r#"{"fields": [], "features": [
    {"attributes": {"ID": 1, "Day": 1514764800000, "Kind": "ARSON"}},
    {"attributes": {"ID": 2, "Day": null, "Kind": null}}]}"#;
const ROWS: &str = r#"[{":id": "row-1", "Day": "2018-01-01", "Kind": "ARSON"}, {":id": "row-2"}]"#;
const COUNTED: &str = r#"[{"rows": "2"}]"#;

fn read(remote: &str, answers: &[&str]) -> Result<Vec<Vec<String>>, String> {
    let remote: Remote = serde_json::from_str(remote).unwrap();
    let answers: Vec<&[u8]> = answers.iter().map(|answer| answer.as_bytes()).collect();
    catch_unwind(|| read_answers(&remote, &answers)).unwrap()
}

#[track_caller]
fn check(remote: &str, answers: &[&str], expected: &str) {
    let message = read(remote, answers).unwrap_err();
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn good_answers_are_read() {
    let expected = [["2018-01-01", "ARSON"], ["", ""]];
    let page = PAGE.replace("\"fields\": [], ", "");
    assert_eq!(read(LAYER, &[DESCRIBED, COUNT, &page]).unwrap(), expected);
    assert_eq!(read(TABLE, &[COUNTED, ROWS]).unwrap(), expected);
    let shown = r#"{"success": true, "result": {"url": "https://x/a.csv"}}"#;
    assert_eq!(read(RESOURCE, &[shown]).unwrap(), [["https://x/a.csv"]]);
}

#[test]
fn descriptions_of_a_layer() {
    let layer = |answer: &str, expected: &str| check(LAYER, &[answer, COUNT, PAGE], expected);
    layer(
        "",
        "expected JSON as this kind of portal sends it, found JSON that ends after 0 bytes",
    );
    layer(
        "<html>",
        "expected JSON as this kind of portal sends it, found HTML",
    );
    layer(
        &DESCRIBED[..80],
        "expected JSON as this kind of portal sends it, found JSON that ends after 80 bytes",
    );
    layer("{}", "expected a layer's fields, found JSON without them");
    layer(
        "[1]",
        "expected JSON as this kind of portal sends it, found other content",
    );
    layer(
        r#"{"error": {"code": 498, "message": "Invalid token"}}"#,
        "expected rows, found the portal's error 498 (Invalid token)",
    );
    layer(
        r#"{"fields": []}"#,
        "expected a layer with an object id, found none",
    );
    layer(
        &DESCRIBED.replace("\"Kind\"", "\"Kinds\""),
        "expected a column \"Kind\" in the layer, found no such column; did you mean \"Kinds\"?",
    );
    layer(
        &DESCRIBED.replacen(
            '{',
            "{\"advancedQueryCapabilities\": {\"supportsPagination\": false}, ",
            1,
        ),
        "expected a layer that can be paged, found one that cannot",
    );
    layer(
        &DESCRIBED.replace("esriFieldTypeDate\"", "7"),
        "expected JSON as this kind of portal sends it, found other content",
    );
}

#[test]
fn counts_and_pages_of_a_layer() {
    check(
        LAYER,
        &[DESCRIBED, "{}", PAGE],
        "expected a count of rows, found JSON without it",
    );
    check(
        LAYER,
        &[DESCRIBED, r#"{"count": -1}"#, PAGE],
        "expected JSON as this kind of portal sends it, found other content",
    );
    check(
        LAYER,
        &[DESCRIBED, r#"{"count": 1e99}"#, PAGE],
        "expected JSON as this kind of portal sends it, found other content",
    );
    let page = |answer: &str, expected: &str| check(LAYER, &[DESCRIBED, COUNT, answer], expected);
    page("{}", "expected features, found an answer without any");
    page(
        PAGE,
        "expected column Day of type esriFieldTypeDate, as the layer described itself, found no such column",
    );
    let page = |from: &str, to: &str, expected: &str| {
        let whole = PAGE.replace("\"fields\": [], ", "");
        assert!(whole.contains(from), "{from}");
        check(
            LAYER,
            &[DESCRIBED, COUNT, &whole.replace(from, to)],
            expected,
        );
    };
    page(
        "1514764800000",
        "\"2018-01-01\"",
        "expected milliseconds in Day, found 2018-01-01",
    );
    page(
        "1514764800000",
        "1e400",
        "expected milliseconds in Day, found 1e400",
    );
    page(
        "1514764800000",
        "9999999999999999",
        "expected milliseconds in Day, found 9999999999999999",
    );
    page(
        "1514764800000",
        "NaN",
        "expected JSON as this kind of portal sends it, found other content",
    );
    page(
        "\"Kind\": \"ARSON\"",
        "\"Kin\": 1",
        "expected column Kind of type esriFieldTypeString, as the layer described itself, found a row without it",
    );
    page(
        "\"ID\": 2, ",
        "",
        "expected column ID of type esriFieldTypeOID, as the layer described itself, found a row without it",
    );
    let no_id = "expected an id in each row, found a row whose id is empty";
    page("\"ID\": 2", "\"ID\": null", no_id);
    page(
        "\"attributes\"",
        "\"properties\"",
        "expected JSON as this kind of portal sends it, found other content",
    );
    page("\"ARSON\"", "\"\\ud800\"", "expected text in JSON, found");
}

#[test]
fn answers_of_a_table() {
    check(
        TABLE,
        &["[]", ROWS],
        "expected a count of rows, found JSON without it",
    );
    check(
        TABLE,
        &[r#"[{"rows": "many"}]"#, ROWS],
        "expected a count of rows, found JSON without it",
    );
    check(
        TABLE,
        &[r#"{"message": "no"}"#, ROWS],
        "expected JSON as this kind of portal sends it, found other content",
    );
    check(
        TABLE,
        &[COUNTED, r#"{"rows": []}"#],
        "expected JSON as this kind of portal sends it, found other content",
    );
    check(
        TABLE,
        &[COUNTED, &ROWS.replace(":id", "id")],
        "expected the columns Day, Kind, found a row with \"id\"",
    );
    check(
        TABLE,
        &[COUNTED, r#"[{"Day": "2018-01-01"}]"#],
        "expected a row id, found a row without it",
    );
    check(
        TABLE,
        &[COUNTED, &ROWS[..40]],
        "expected JSON as this kind of portal sends it, found JSON that ends after 40 bytes",
    );
}

#[test]
fn answers_of_a_catalogue() {
    check(
        RESOURCE,
        &["{}"],
        "expected the address of the resource, found JSON without it",
    );
    check(
        RESOURCE,
        &[r#"{"success": true, "result": {}}"#],
        "expected the address of the resource, found JSON without it",
    );
    check(
        RESOURCE,
        &[r#"{"success": true, "result": {"url": "/a.csv"}}"#],
        "expected an address of the resource, found \"/a.csv\"",
    );
    check(
        RESOURCE,
        &[r#"{"success": false, "result": {"url": "https://x"}}"#],
        "expected the address of the resource, found JSON without it",
    );
    check(
        PACKAGE,
        &[r#"{"success": true, "result": {}}"#],
        "expected one resource of the package crime in the format CSV, found none at all",
    );
    check(
        PACKAGE,
        &[r#"{"success": true, "result": {"resources": 7}}"#],
        "expected JSON as this kind of portal sends it, found other content",
    );
    let two = r#"{"success": true, "result": {"resources": [{"format": "CSV"}, {"name": "b", "format": "csv"}]}}"#;
    check(
        PACKAGE,
        &[two],
        "expected one resource of the package crime in the format CSV, found it has \"\" (CSV), \"b\" (csv)",
    );
}
