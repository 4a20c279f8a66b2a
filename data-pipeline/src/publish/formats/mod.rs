//! Every table once more in the formats that people work with, and what explains it.
//!
//! All of it is made from the finished manifest and the cubes, lies in the folder of the CSV files,
//! and names its neighbours by their names alone: a copy of the folder is whole wherever it stands.
//! Equal releases give equal bytes: no clock, no random number, sorted keys.

mod archive;
mod croissant;
mod data_package;
mod dcat;
mod dictionary;
mod parquet;
mod readme;
mod schema_org;
mod subject;
mod terms;
mod workbook;

use std::collections::BTreeMap;

use cube::Cube;
use cube::release::{Description, Downloads, File, Manifest};
use serde_json::Value;

use super::{Draft, PublishError, json};
use crate::disclosure::ProtectedCube;
use crate::source::sha256_hex;
use subject::{Subject, file_name};

/// The folder of everything here, relative to the release.
const FOLDER: &str = "downloads";

/// The name of the file that says on what terms the tables may be used.
const TERMS: &str = "TERMS.md";

/// Adds the further formats of every table to a draft whose tables are complete, and the files that
/// describe them all. `cubes` are those of the manifest's tables, by table.
///
/// # Errors
/// Where a writer fails.
pub fn add(draft: &mut Draft, cubes: &BTreeMap<String, ProtectedCube>) -> Result<(), PublishError> {
    let tables = draft.manifest.tables.iter();
    let cubes = tables.filter_map(|table| cubes.get(&table.id));
    let cubes: Vec<&Cube> = cubes.map(ProtectedCube::cube).collect();
    let terms = terms::document(&draft.manifest);
    let mut downloads = Vec::new();
    for (table, cube) in draft.manifest.tables.iter().zip(&cubes) {
        let subject = Subject::new(&draft.manifest, table, cube);
        let (paths, files) = of_table(&subject, &draft.files, &terms)?;
        downloads.push(paths);
        draft.files.extend(files);
    }
    draft.files.insert(in_folder(TERMS), terms.into_bytes());
    for (table, downloads) in draft.manifest.tables.iter_mut().zip(downloads) {
        table.downloads = downloads;
    }
    let described = descriptions(&draft.manifest, &cubes, &draft.files);
    for (standard, name, document) in described {
        draft.files.insert(in_folder(name), json(&document)?);
        draft.manifest.descriptions.push(Description {
            standard: standard.to_owned(),
            path: in_folder(name),
        });
    }
    Ok(())
}

/// Files by their path in the release.
type Files = BTreeMap<String, Vec<u8>>;

/// The further files of one table, and where they are.
fn of_table(
    subject: &Subject<'_>,
    written: &Files,
    terms: &str,
) -> Result<(Downloads, Files), PublishError> {
    let id = &subject.table.id;
    let failed = |error: String| PublishError::Table {
        table: id.clone(),
        error,
    };
    let mut files = Files::new();
    let mut add = |ending: &str, bytes: Vec<u8>| {
        let path = in_folder(&format!("{id}{ending}"));
        files.insert(path.clone(), bytes);
        Some(path)
    };
    let dictionary = dictionary::csv(subject).map_err(|error| failed(error.to_string()))?;
    let workbook = workbook::file(subject).map_err(|error| failed(error.to_string()))?;
    let readme = readme::document(subject).into_bytes();
    let csv = written.get(&subject.table.csv);
    let archive = csv.filter(|_| subject.is_csv_plain()).map(|csv| {
        archive::file(&[
            (file_name(&subject.table.csv), csv),
            ("README.md", &readme),
            ("dictionary.csv", &dictionary),
            (TERMS, terms.as_bytes()),
        ])
    });
    let archive = archive.transpose();
    let archive = archive.map_err(|error| failed(error.to_string()))?;
    let parquet = parquet::file(subject).map_err(|error| failed(error.to_string()))?;
    let downloads = Downloads {
        parquet: add(".parquet", parquet),
        workbook: workbook.and_then(|bytes| add(".xlsx", bytes)),
        archive: archive.and_then(|bytes| add(".zip", bytes)),
        readme: add(".md", readme),
        dictionary: add(".dictionary.csv", dictionary),
    };
    Ok((downloads, files))
}

/// The standard, the file name and the content of each description of all tables.
fn descriptions(
    manifest: &Manifest,
    cubes: &[&Cube],
    files: &Files,
) -> Vec<(&'static str, &'static str, Value)> {
    let tables = manifest.tables.iter().zip(cubes);
    let subjects: Vec<Subject<'_>> = tables
        .map(|(table, cube)| Subject::new(manifest, table, cube))
        .collect();
    let records: BTreeMap<String, File> = files
        .iter()
        .filter(|(path, _)| path.starts_with(FOLDER))
        .map(|(path, bytes)| {
            let record = File {
                path: path.clone(),
                bytes: bytes.len() as u64,
                sha256: sha256_hex(bytes),
            };
            (path.clone(), record)
        })
        .collect();
    let release = Release {
        manifest,
        subjects: &subjects,
        files: &records,
    };
    let mut all = vec![
        (
            "Frictionless Data Package",
            "datapackage.json",
            data_package::document(&release),
        ),
        (
            "schema.org JSON-LD",
            "dataset.jsonld",
            schema_org::document(&release),
        ),
        ("Croissant", "croissant.json", croissant::document(&release)),
    ];
    if let Some(document) = dcat::document(&release) {
        all.push(("DCAT-US 3", "data.json", document));
    }
    all
}

/// What a description of all tables is made from.
struct Release<'a> {
    manifest: &'a Manifest,
    subjects: &'a [Subject<'a>],
    files: &'a BTreeMap<String, File>,
}

impl Release<'_> {
    /// The file of a path with its length and hash.
    fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// What the release is called.
    fn title(&self) -> String {
        let city = &self.manifest.city_label;
        format!("Public-safety tables of {city}")
    }

    /// What the release holds, in a sentence or two.
    fn description(&self) -> String {
        let Manifest {
            city_label,
            tables,
            released,
            ..
        } = self.manifest;
        format!(
            "Counts of what police and other public records of {city_label} say about crime, \
             victims and police work, in {} tables: no row is about a person. Every number has a \
             status, so that a missing number is never a zero. Published {released}.",
            tables.len()
        )
    }
}

fn in_folder(name: &str) -> String {
    format!("{FOLDER}/{name}")
}
