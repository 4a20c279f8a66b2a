//! The further formats of the invented city's tables: they say what the CSV says, nothing in them
//! runs as a formula, and what describes them names files that are there.
//!
//! The formats' own validators run on the committed release, in the stage `validate` of
//! `cargo xtask test`.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use cube::release::{Manifest, Table};
use data_pipeline::source::sha256_hex;
use invented::InventedCity;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use zip::ZipArchive;

/// A built city, its manifest, and the folder of the release.
fn built(city: &InventedCity) -> (Manifest, PathBuf) {
    let release = city.build().unwrap().release;
    let folder = city.out().join("releases").join(&release);
    (city.manifest(&release), folder)
}

fn table<'a>(manifest: &'a Manifest, id: &str) -> &'a Table {
    let table = manifest.tables.iter().find(|table| table.id == id);
    table.unwrap()
}

/// The rows of a CSV, the names of the columns first.
fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

/// The rows of a Parquet file as texts, the names of the columns first.
fn parquet_rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let schema = reader.metadata().file_metadata().schema().clone();
    let names = schema.get_fields().iter().map(|field| field.name().into());
    let mut rows = vec![names.collect()];
    rows.extend(reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let fields = row.get_column_iter().map(|(_, field)| match field {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Long(number) => number.to_string(),
            other => format!("unexpected {other:?}"),
        });
        fields.collect()
    }));
    rows
}

/// The files of a ZIP archive, in its order.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        files.push((name, bytes));
    }
    files
}

#[test]
fn parquet_says_what_the_csv_says() {
    let city = InventedCity::new();
    let (manifest, folder) = built(&city);
    assert!(!manifest.tables.is_empty());
    for table in &manifest.tables {
        let parquet = table.downloads.parquet.as_ref().unwrap();
        let found = parquet_rows(fs::read(folder.join(parquet)).unwrap());
        let expected = csv_rows(&fs::read(folder.join(&table.csv)).unwrap());
        assert_eq!(found.len() as u64, table.rows + 1, "{}", table.id);
        assert!(found == expected, "{}", table.id);
    }
}

#[test]
fn an_archive_holds_the_table_and_all_that_explains_it() {
    let city = InventedCity::new();
    let (manifest, folder) = built(&city);
    let table = table(&manifest, "crime-ward");
    let downloads = &table.downloads;
    let read = |path: &str| fs::read(folder.join(path)).unwrap();
    let expected = [
        ("crime-ward.csv", read(&table.csv)),
        ("README.md", read(downloads.readme.as_ref().unwrap())),
        (
            "dictionary.csv",
            read(downloads.dictionary.as_ref().unwrap()),
        ),
        ("TERMS.md", read("downloads/TERMS.md")),
    ];
    let found = unpacked(read(downloads.archive.as_ref().unwrap()));
    assert_eq!(
        found,
        expected.map(|(name, bytes)| (name.to_owned(), bytes))
    );
}

#[test]
fn nothing_that_a_spreadsheet_opens_runs_as_a_formula() {
    let city = InventedCity::new();
    city.edit("wards.csv", "Upstream", "=cmd|'/c calc'!A0");
    city.edit(
        "ward_spellings.csv",
        "spelling,code",
        "spelling,code\nUpstream,upstream",
    );
    let (manifest, folder) = built(&city);
    let table = table(&manifest, "crime-ward");
    let read = |path: &str| fs::read(folder.join(path)).unwrap();
    let inert = "'=cmd|'/c calc'!A0";
    for path in [&table.csv, table.downloads.dictionary.as_ref().unwrap()] {
        let rows = csv_rows(&read(path));
        assert!(rows.iter().flatten().any(|cell| cell == inert), "{path}");
        let runs = rows.iter().flatten().find(|cell| cell.starts_with('='));
        assert_eq!(runs, None, "{path}");
    }
    let texts = parquet_rows(read(table.downloads.parquet.as_ref().unwrap()));
    assert!(texts.iter().flatten().any(|text| *text == inert[1..]));
    let mut has_text = false;
    for (name, bytes) in unpacked(read(table.downloads.workbook.as_ref().unwrap())) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            !text.contains("<f>") && !text.contains("<f "),
            "{name} has a formula"
        );
        has_text |=
            text.contains("=cmd|'/c calc'!A0") || text.contains("=cmd|&apos;/c calc&apos;!A0");
    }
    assert!(has_text, "the workbook does not hold the label");
}

#[test]
fn descriptions_name_files_with_their_sizes_and_hashes() {
    let city = InventedCity::new();
    let (manifest, folder) = built(&city);
    let folder = folder.join("downloads");
    let standards: Vec<&str> = manifest.descriptions.iter().map(|d| &*d.standard).collect();
    let expected = [
        "Frictionless Data Package",
        "schema.org JSON-LD",
        "Croissant",
        "DCAT-US 3",
    ];
    assert_eq!(standards, expected);
    let json = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
    };
    let package = json("datapackage.json");
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), manifest.tables.len());
    for resource in resources {
        let bytes = fs::read(folder.join(resource["path"].as_str().unwrap())).unwrap();
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], format!("sha256:{}", sha256_hex(&bytes)));
    }
    let base = "https://data.rivertown.example/latest/rivertown/";
    let catalog = json("data.json");
    for distribution in catalog["dataset"][0]["distribution"].as_array().unwrap() {
        let address = distribution["downloadURL"].as_str().unwrap();
        let bytes = fs::read(folder.join(address.strip_prefix(base).unwrap())).unwrap();
        assert_eq!(distribution["byteSize"], bytes.len().to_string());
        assert_eq!(
            distribution["checksum"]["checksumValue"],
            sha256_hex(&bytes)
        );
    }
}

/// Without an address and a mailbox a DCAT-US catalogue could only be a wrong one.
#[test]
fn a_city_without_an_address_has_no_dcat_catalogue() {
    let city = InventedCity::new();
    city.edit(
        "city.toml",
        "base_url = \"https://data.rivertown.example/\"\n",
        "",
    );
    let (manifest, folder) = built(&city);
    assert!(!folder.join("downloads/data.json").exists());
    let described = manifest.descriptions.iter();
    let mut described = described.map(|description| &description.path);
    assert!(described.all(|path| folder.join(path).exists()));
}

#[test]
fn a_readme_tells_how_to_read_fetch_and_cite_the_table() {
    let city = InventedCity::new();
    let (manifest, folder) = built(&city);
    let table = table(&manifest, "crime-ward");
    let readme = fs::read_to_string(folder.join(table.downloads.readme.as_ref().unwrap())).unwrap();
    insta::assert_snapshot!(readme);
}
