//! The same rows out of CSV, GeoJSON and Parquet, plain and compressed, and what is said of faults.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::io::Write;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch,
    StringArray, TimestampMillisecondArray,
};
use data_pipeline::source::{LATITUDE, LONGITUDE, SourceError, SourceFile, SourceFormat};
use parquet::arrow::ArrowWriter;

const MISSING: [&str; 1] = ["NA"];

/// Every row as its line and its texts, or as what is wrong with it.
fn read(file: &SourceFile, columns: &[&str]) -> Result<Vec<String>, SourceError> {
    let missing: Vec<String> = MISSING.map(str::to_owned).into();
    let (header, mut rows) = file.rows(&missing)?;
    let columns = columns.iter().map(|name| header.column(name));
    let columns: Vec<_> = columns.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    while let Some(row) = rows.next(&header)? {
        let texts = columns.iter().map(|column| row.text(column));
        let texts: Result<Vec<_>, _> = texts.collect();
        found.push(match row.check_width().and(texts) {
            Ok(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| text.unwrap_or("-")).collect();
                format!("{} {}", row.line(), texts.join("|"))
            }
            Err(unreadable) => unreadable.to_string(),
        });
    }
    Ok(found)
}

#[track_caller]
fn check(format: SourceFormat, content: &[u8], columns: &[&str], expected: &[&str]) {
    let file = SourceFile::from_bytes("x", format, content.to_vec()).unwrap();
    assert_eq!(read(&file, columns).unwrap(), expected);
}

#[track_caller]
fn check_refused(format: SourceFormat, content: &[u8], columns: &[&str], expected: &str) {
    let file = SourceFile::from_bytes("x", format, content.to_vec()).unwrap();
    let message = read(&file, columns).unwrap_err().to_string();
    assert!(message.starts_with(expected), "{message}");
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

#[test]
fn compressed_content_is_the_content() {
    let csv = b"a,b\r\n1,\"two\r\nlines\"\r\n\r\nNA,3\r\n";
    let (gzip, zstd) = (gzip(csv), zstd::encode_all(&csv[..], 3).unwrap());
    // A publisher may append one compressed file to another.
    let twice = [
        &zstd::encode_all(&csv[..7], 3).unwrap()[..],
        &zstd::encode_all(&csv[7..], 3).unwrap(),
    ]
    .concat();
    let folder = tempfile::TempDir::new().unwrap();
    for (name, bytes) in [
        ("x.csv", &csv.to_vec()),
        ("x.gz", &gzip),
        ("x.zst", &zstd),
        ("y.zst", &twice),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = SourceFile::open_any(&path, SourceFormat::Csv).unwrap();
        assert_eq!(file.bytes, csv.len() as u64);
        assert_eq!(file.sha256, data_pipeline::source::sha256_hex(csv));
        assert_eq!(
            read(&file, &["b", "a"]).unwrap(),
            ["2 two\r\nlines|1", "5 3|-"]
        );
    }
    for bytes in [&gzip, &zstd] {
        let path = folder.path().join("cut");
        std::fs::write(&path, &bytes[..bytes.len() - 4]).unwrap();
        let error = SourceFile::open_any(&path, SourceFormat::Csv).unwrap_err();
        assert!(matches!(error, SourceError::Read { .. }), "{error}");
    }
}

/// A few bytes can stand for more than a disk holds.
#[test]
fn content_that_inflates_without_end_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let zeros = vec![b'\n'; 200 << 20];
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(&zeros).unwrap();
    for (name, bytes) in [
        ("x.gz", writer.finish().unwrap()),
        ("x.zst", zstd::encode_all(zeros.as_slice(), 3).unwrap()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let error = SourceFile::open_any(&path, SourceFormat::Csv).unwrap_err();
        let error = error.to_string();
        let expected = "expected at most 200 bytes of content for each byte of the file";
        assert!(error.contains(expected), "{error}");
    }
}

/// Longer than every buffer: lines, columns and the last row stay right across their ends.
#[test]
fn a_long_csv_is_read_in_pieces() {
    let rows = 40_000;
    let mut csv = b"\xef\xbb\xbfn,text\r\n".to_vec();
    for n in 0..rows {
        write!(csv, "{n},\"{}\r\n\"\r\n", "x".repeat(n % 97)).unwrap();
    }
    csv.extend(b"last,\"never closed\n");
    let file = SourceFile::from_bytes("x", SourceFormat::Csv, csv).unwrap();
    let found = read(&file, &["n"]).unwrap();
    for (n, row) in found.iter().take(rows).enumerate() {
        assert_eq!(*row, format!("{} {n}", 2 + 2 * n));
    }
    let expected = "x, line 80002, column (the whole row): expected a closing quote";
    assert!(found[rows].starts_with(expected), "{}", found[rows]);
}

#[test]
fn a_row_that_does_not_end_is_not_kept_in_memory() {
    let mut csv = b"a,b\n1,2\n\n3,\"".to_vec();
    csv.resize(40_000_000, b'x');
    let expected = "x, line 4: expected a row of at most 16 MiB";
    check_refused(SourceFormat::Csv, &csv, &["a"], expected);
    let mut json = b"{\"type\":\"FeatureCollection\",\n\"features\":[\n{\"id\":\"".to_vec();
    json.resize(40_000_000, b'x');
    let expected = "x, line 3: expected a row of at most 16 MiB";
    check_refused(SourceFormat::Geojson, &json, &["a"], expected);
}

const MAP: &str = r#"{"name": "a map", "type": "FeatureCollection", "crs": {"type": "name"},
"features": [
{"type": "Feature", "properties": {"Day": "2018-01-01", "Kind": "NA"},
 "geometry": {"type": "Point", "coordinates": [-76.6122000, 39.2904, 3]}},
{"geometry": null, "properties": {"Kind": " ARSON ", "Total": 1.0, "Open": true, "Day": null}, "type": "Feature"},
{"type": "Feature", "properties": {"Day": "2018-01-03", "Tags": ["a", {"b": 1e3}]}}
], "bbox": [1, 2]}
"#;

#[test]
fn features_are_rows() {
    let columns = ["Day", "Kind", "Total", "Open", LONGITUDE, LATITUDE];
    let expected = [
        "3 2018-01-01|-|-|-|-76.6122000|39.2904",
        "5 -|ARSON|1.0|true|-|-",
        "6 2018-01-03|-|-|-|-|-",
    ];
    check(SourceFormat::Geojson, MAP.as_bytes(), &columns, &expected);
    let marked = [b"\xef\xbb\xbf", MAP.replace('\n', "\r\n").as_bytes()].concat();
    check(SourceFormat::Geojson, &marked, &columns, &expected);
}

#[track_caller]
fn check_feature(feature: &str, expected: &str) {
    let map = format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [\n{{\"type\": \"Feature\", \
         \"properties\": {{\"a\": 1}}}},\n{feature}\n]}}"
    );
    let file = SourceFile::from_bytes("x", SourceFormat::Geojson, map.into()).unwrap();
    let found = read(&file, &["a"]).unwrap();
    assert_eq!(found, ["2 1", expected]);
}

#[test]
fn a_feature_that_is_none_is_named_with_its_field() {
    let at = "x, line 3, column features[1].";
    let point = "expected a Point of longitude and latitude, or null, found";
    check_feature(
        "7",
        &format!("{at}type: expected an object of the type \"Feature\", found \"number\""),
    );
    check_feature(
        r#"{"type": "Feature"}"#,
        &format!("{at}properties: expected an object of properties, found \"\""),
    );
    check_feature(
        r#"{"type": "Feature", "properties": null}"#,
        &format!("{at}properties: expected an object of properties, found \"null\""),
    );
    check_feature(
        r#"{"type": "Point", "properties": {}}"#,
        &format!("{at}type: expected an object of the type \"Feature\", found \"Point\""),
    );
    check_feature(
        r#"{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0]]]}}"#,
        &format!("{at}geometry.type: {point} \"Polygon\""),
    );
    check_feature(
        r#"{"type": "Feature", "properties": {}, "geometry": {"coordinates": ["-76", 39], "type": "Point"}}"#,
        &format!("{at}geometry.coordinates: {point} \"\""),
    );
    let many: Vec<String> = (0..5_000).map(|n| format!("\"p{n}\": 1")).collect();
    let many = format!(
        "{{\"type\": \"Feature\", \"properties\": {{{}}}}}",
        many.join(",")
    );
    let map = format!("{{\"type\": \"FeatureCollection\", \"features\": [{many}]}}");
    let expected =
        "x, line 1, properties: expected fewer than 4096 different properties, found more";
    check_refused(SourceFormat::Geojson, map.as_bytes(), &["p0"], expected);
    check_feature(
        r#"{"type": "Feature", "properties": {"a": 1, "a": 2}}"#,
        &format!("{at}a: expected each name once, found \"\""),
    );
}

#[test]
fn a_document_that_is_no_collection_is_refused_with_its_line() {
    let check = |content: &str, expected: &str| {
        check_refused(
            SourceFormat::Geojson,
            content.as_bytes(),
            &["Day"],
            expected,
        );
    };
    check(
        "",
        "x, line 1, (the file): expected JSON in UTF-8, found IncompleteDocument",
    );
    check(
        "[]",
        "x, line 1, (the file): expected a FeatureCollection, found JSON of the type array",
    );
    check(
        "{\n\"type\": \"Topology\"}",
        "x, line 2, type: expected \"FeatureCollection\", found \"Topology\"",
    );
    check(
        "{\"features\": []}",
        "x, line 1, type: expected \"FeatureCollection\", found none",
    );
    check(
        "{\"type\": \"FeatureCollection\"}",
        "x, line 1, features: expected an array of features, found none",
    );
    check(
        "{\"features\": {}}",
        "x, line 1, features: expected an array of features, found JSON of the type object",
    );
    let cut = &MAP[..MAP.find("ARSON").unwrap()];
    check(
        cut,
        "x, line 5, features[1]: expected JSON in UTF-8, found IncompleteDocument",
    );
    check(
        &MAP.replace("1.0", "NaN"),
        "x, line 5, features[1]: expected JSON in UTF-8, found",
    );
    check(
        &format!("{MAP}{MAP}"),
        "x, line 8, (the file): expected JSON in UTF-8, found TrailingData",
    );
    check(
        &MAP.replace("\"Day\"", "\"Dai\""),
        "x, line 1: expected one column \"Day\", found 0; did you mean \"Dai\"?",
    );
    let two = r#"{"type": "FeatureCollection", "features": [], "features": []}"#;
    check(
        two,
        "x, line 1, features: expected features once, found a second array",
    );
    let deep = format!("{{\"features\": [{}", "[".repeat(1_000));
    check(
        &deep,
        "x, line 1, features[0]: expected JSON in UTF-8, found too many brackets",
    );
    let spoilt = [b"{\"type\": \"Feature\xff".as_slice()].concat();
    check_refused(
        SourceFormat::Geojson,
        &spoilt,
        &["Day"],
        "x, line 1, (the file): expected JSON in UTF-8, found",
    );
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn table() -> Vec<u8> {
    let noon = 1_514_808_000_000;
    let times = || TimestampMillisecondArray::from(vec![Some(noon), None, Some(noon + 500)]);
    parquet(vec![
        (
            "Day",
            Arc::new(Date32Array::from(vec![Some(17_532), None, Some(-2_257)])),
        ),
        ("At", Arc::new(times())),
        (
            "Instant",
            Arc::new(times().with_timezone("America/New_York")),
        ),
        (
            "Kind",
            Arc::new(StringArray::from(vec![Some("NA"), Some(" ARSON "), None])),
        ),
        (
            "Total",
            Arc::new(Int64Array::from(vec![Some(1), Some(-2), None])),
        ),
        (
            "Share",
            Arc::new(Float64Array::from(vec![
                Some(2.0),
                Some(f64::NAN),
                Some(0.1),
            ])),
        ),
        (
            "Open",
            Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])),
        ),
        (
            "Shape",
            Arc::new(BinaryArray::from(vec![Some(&b"\x01\xff"[..]), None, None])),
        ),
    ])
}

#[test]
fn columns_of_parquet_become_the_texts_that_readers_take() {
    let columns = ["Day", "At", "Instant", "Kind", "Total", "Share", "Open"];
    let expected = [
        "1 2018-01-01|2018-01-01T12:00:00|2018-01-01T12:00:00Z|-|1|2.0|true",
        "2 -|-|-|ARSON|-2|NaN|-",
        "3 1963-10-28|2018-01-01T12:00:00.500|2018-01-01T12:00:00.500Z|-|-|0.1|false",
    ];
    check(SourceFormat::Parquet, &table(), &columns, &expected);
}

#[test]
fn many_batches_of_parquet_are_one_table() {
    let rows = 10_000;
    let numbers = Int64Array::from_iter_values(0..rows);
    let file = SourceFile::from_bytes(
        "x",
        SourceFormat::Parquet,
        parquet(vec![("n", Arc::new(numbers))]),
    );
    let found = read(&file.unwrap(), &["n"]).unwrap();
    let expected: Vec<_> = (0..rows).map(|n| format!("{} {n}", n + 1)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_file_that_is_no_parquet_is_refused() {
    let whole = table();
    let start = "x, (the file): expected a whole Parquet file, found";
    for broken in [
        &b""[..],
        b"PAR1",
        b"Day,Kind\n2018-01-01,ARSON\n",
        &whole[..whole.len() - 9],
        &whole[..whole.len() / 2],
    ] {
        check_refused(SourceFormat::Parquet, broken, &["Day"], start);
    }
    let expected = "x, column Shape: expected texts, numbers, days or times in columns that are not nested, found Binary";
    check_refused(SourceFormat::Parquet, &whole, &["Shape"], expected);
    check_refused(
        SourceFormat::Parquet,
        &whole,
        &["day"],
        "x, line 1: expected one column \"day\", found 0; did you mean \"Day\"?",
    );
    let shape: ArrayRef = Arc::new(BinaryArray::from(vec![&b"\x01"[..]]));
    let none = "x, (the file): expected a column of texts, numbers, days or times, found none";
    check_refused(
        SourceFormat::Parquet,
        &parquet(vec![("Shape", shape)]),
        &[],
        none,
    );
    let numbers = || -> ArrayRef { Arc::new(Int64Array::from(vec![1])) };
    let twice = parquet(vec![("a", numbers()), ("a", numbers())]);
    check_refused(
        SourceFormat::Parquet,
        &twice,
        &["a"],
        "x, line 1: expected one column \"a\", found 2",
    );
}

/// A spoilt byte gives a fault or other values, and never a panic.
#[test]
fn no_spoilt_byte_makes_a_reader_panic() {
    for (format, good) in [
        (SourceFormat::Geojson, MAP.as_bytes().to_vec()),
        (SourceFormat::Parquet, table()),
    ] {
        for at in 0..good.len() {
            let mut spoilt = good.clone();
            spoilt[at] ^= 0x55;
            let file = SourceFile::from_bytes("x", format, spoilt).unwrap();
            let _ = read(&file, &["Day", "Kind"]);
        }
    }
}
