//! Faults in sources that are GeoJSON or Parquet.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

use super::super::Case;
use super::super::Fault::Form;

const FILE: &str = "arrests.csv";

fn geojson(
    name: &'static str,
    content: fn() -> Vec<u8>,
    line: u64,
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault: Form(FILE, "geojson", content),
        at: (FILE, line, 0),
        field,
        says,
    }
}

fn parquet(
    name: &'static str,
    content: fn() -> Vec<u8>,
    row: u64,
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        fault: Form(FILE, "parquet", content),
        ..geojson(name, content, row, field, says)
    }
}

/// A collection with a good feature on line 2, and another one on line 3.
fn map(feature: &str) -> Vec<u8> {
    let good = r#"{"type": "Feature", "properties": {"Day": "2018-01-01", "Charge": "HGV"}}"#;
    format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{good},\n{feature}\n]}}").into()
}

/// A table with these days and charges.
fn table(days: [&str; 2], more: &[(&str, ArrayRef)]) -> Vec<u8> {
    let charges: ArrayRef = Arc::new(StringArray::from(vec!["HGV", "HGV"]));
    let days: ArrayRef = Arc::new(StringArray::from(days.to_vec()));
    let mut columns = vec![("Day", days), ("Charge", charges)];
    for (name, column) in more {
        columns.retain(|(other, _)| other != name || more.len() > 1);
        columns.push((name, Arc::clone(column)));
    }
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn good_table() -> Vec<u8> {
    table(["2018-01-01", "2018-01-02"], &[])
}

pub fn cases() -> Vec<Case> {
    [documents(), features(), tables()]
        .into_iter()
        .flatten()
        .collect()
}

fn documents() -> Vec<Case> {
    let whole = "(the file)";
    vec![
        geojson(
            "a CSV that is called GeoJSON",
            || b"Day,Charge\n2018-01-01,HGV\n".to_vec(),
            1,
            whole,
            "expected JSON in UTF-8",
        ),
        geojson(
            "a map that is cut",
            || map("{\"type\": \"Feature\", \"prop"),
            3,
            "features[1]",
            "expected JSON in UTF-8",
        ),
        geojson(
            "a map that ends early",
            || b"{\"type\": \"FeatureCollection\",\n\"features\": [".to_vec(),
            2,
            "features[0]",
            "IncompleteDocument",
        ),
        geojson(
            "a single feature",
            || b"{\"type\": \"Feature\", \"properties\": {}}".to_vec(),
            1,
            "type",
            "\"FeatureCollection\"",
        ),
        geojson(
            "a map without features",
            || b"{\"type\": \"FeatureCollection\"}".to_vec(),
            1,
            "features",
            "an array of features",
        ),
        geojson(
            "an answer of an error",
            || b"{\"error\": {\"code\": 500}}".to_vec(),
            1,
            "features",
            "an array of features",
        ),
        geojson("a list", || b"[]".to_vec(), 1, whole, "FeatureCollection"),
        geojson(
            "a number that is none",
            || map("{\"type\": \"Feature\", \"properties\": {\"Day\": NaN}}"),
            3,
            "features[1]",
            "expected JSON in UTF-8",
        ),
        geojson(
            "a comma too many",
            || map("{\"type\": \"Feature\", \"properties\": {}},"),
            3,
            "features[2]",
            "TrailingComma",
        ),
        geojson(
            "a map that is not UTF-8",
            || [b"{\"a\": \"\xff\"}".as_slice()].concat(),
            1,
            whole,
            "expected JSON in UTF-8",
        ),
        geojson(
            "a property that is missing",
            || {
                String::from_utf8(map("{\"type\": \"Feature\", \"properties\": {}}"))
                    .unwrap()
                    .replace("Charge", "Charges")
                    .into()
            },
            1,
            "Charge",
            "did you mean \"Charges\"",
        ),
    ]
}

fn features() -> Vec<Case> {
    vec![
        geojson(
            "a feature that is a number",
            || map("7"),
            3,
            "features[1].type",
            "no object",
        ),
        geojson(
            "a feature without properties",
            || map("{\"type\": \"Feature\", \"geometry\": null}"),
            3,
            "features[1].properties",
            "no properties",
        ),
        geojson(
            "properties that are null",
            || map("{\"type\": \"Feature\", \"properties\": null}"),
            3,
            "features[1].properties",
            "null",
        ),
        geojson(
            "an area instead of a point",
            || {
                map(
                    "{\"type\": \"Feature\", \"properties\": {},\n\"geometry\": {\"type\": \"Polygon\", \"coordinates\": []}}",
                )
            },
            3,
            "features[1].geometry.type",
            "Polygon",
        ),
        geojson(
            "a point of one number",
            || {
                map(
                    "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [-76.6]}}",
                )
            },
            3,
            "features[1].geometry.coordinates",
            "not two numbers",
        ),
        geojson(
            "a property that stands twice",
            || {
                map(
                    "{\"type\": \"Feature\", \"properties\": {\"Day\": \"2018-01-01\", \"Day\": \"2018-01-02\"}}",
                )
            },
            3,
            "features[1].Day",
            "stands twice",
        ),
        geojson(
            "no such day in a feature",
            || map("{\"type\": \"Feature\", \"properties\": {\"Day\": \"2018-02-30\"}}"),
            3,
            "features[1].Day",
            "2018-02-30",
        ),
        geojson(
            "milliseconds for a day",
            || map("{\"type\": \"Feature\", \"properties\": {\"Day\": 1514764800000}}"),
            3,
            "features[1].Day",
            "1514764800000",
        ),
        geojson(
            "a day that is nested",
            || map("{\"type\": \"Feature\", \"properties\": {\"Day\": [2018, 1, 1]}}"),
            3,
            "features[1].Day",
            "[2018,1,1]",
        ),
    ]
}

fn tables() -> Vec<Case> {
    let whole = "(the file)";
    vec![
        parquet(
            "a CSV that is called Parquet",
            || b"Day,Charge\n2018-01-01,HGV\n".to_vec(),
            0,
            whole,
            "a whole Parquet file",
        ),
        parquet(
            "a Parquet file that is cut",
            || {
                let mut bytes = good_table();
                bytes.truncate(bytes.len() / 2);
                bytes
            },
            0,
            whole,
            "a whole Parquet file",
        ),
        parquet(
            "a Parquet file without its last byte",
            || {
                let mut bytes = good_table();
                bytes.pop();
                bytes
            },
            0,
            whole,
            "a whole Parquet file",
        ),
        parquet(
            "no such day in a table",
            || table(["2018-01-01", "2018-02-30"], &[]),
            2,
            "Day",
            "2018-02-30",
        ),
        parquet(
            "a number that is none for a day",
            || {
                table(
                    ["", ""],
                    &[("Day", Arc::new(Float64Array::from(vec![f64::NAN, 1.0])))],
                )
            },
            1,
            "Day",
            "NaN",
        ),
        parquet(
            "a column of bytes",
            || {
                table(
                    ["", ""],
                    &[("Day", Arc::new(BinaryArray::from(vec![&b"\xff"[..], b""])))],
                )
            },
            1,
            "Day",
            "Binary",
        ),
        parquet(
            "a column that a table has not",
            || {
                table(
                    ["", ""],
                    &[
                        ("Charge", Arc::new(StringArray::from(vec!["a", "b"]))),
                        ("Charge", Arc::new(StringArray::from(vec!["a", "b"]))),
                    ],
                )
            },
            1,
            "Charge",
            "3 columns have this name",
        ),
    ]
}
