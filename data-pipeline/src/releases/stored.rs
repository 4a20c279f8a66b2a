//! Reads a published release back, to compare with: nothing that is not what its manifest says.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cube::Cube;
use cube::release::{Catalog, FORMAT, Manifest};
use thiserror::Error;

use super::revisions::{self, Revision};
use crate::source::sha256_hex;

/// A release in numbers: published, or about to be.
#[derive(Debug)]
pub struct Published {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its tables, by id.
    pub cubes: BTreeMap<String, Cube>,
}

/// A published release.
#[derive(Debug)]
pub struct Stored {
    /// Its numbers.
    pub published: Published,
    /// The history of numbers, where it holds one.
    pub revisions: Vec<Revision>,
    /// The bytes of its notes on changes, where it holds any.
    pub changes: Option<Vec<u8>>,
}

/// Why a published release cannot be read.
#[derive(Debug, Error)]
pub enum StoredError {
    /// A file cannot be read, or is not what it should be.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// There is no such release.
    #[error("no release {id:?} of {city}; the catalogue lists {known}")]
    Unknown {
        /// The id of the city.
        city: String,
        /// What was asked for.
        id: String,
        /// The ids of those there are.
        known: String,
    },
}

/// The current release of a city below `out`; none where it has none yet.
///
/// # Errors
/// Where the catalogue, the manifest or a file of the release is not what it should be.
pub fn current(out: &Path, city: &str) -> Result<Option<Stored>, StoredError> {
    let Some(catalog) = catalog(out)? else {
        return Ok(None);
    };
    let mut cities = catalog.cities.iter();
    match cities.find(|one| one.id == city) {
        None => Ok(None),
        Some(found) => open(out, city, &found.current).map(Some),
    }
}

/// A release of a city that the catalogue lists.
///
/// # Errors
/// As [`current`], and where the catalogue does not list it.
pub fn open(out: &Path, city: &str, id: &str) -> Result<Stored, StoredError> {
    let catalog = catalog(out)?;
    let cities = catalog.iter().flat_map(|catalog| &catalog.cities);
    let mut releases = cities
        .filter(|one| one.id == city)
        .flat_map(|one| &one.releases);
    let Some(reference) = releases.clone().find(|release| release.id == id) else {
        let known: Vec<&str> = releases.by_ref().map(|release| &*release.id).collect();
        return Err(StoredError::Unknown {
            city: city.to_owned(),
            id: id.to_owned(),
            known: match known.is_empty() {
                true => "none".into(),
                false => known.join(", "),
            },
        });
    };
    let folder = out.join("releases").join(id);
    read(&folder, &reference.manifest_sha256)
}

/// The catalogue below `out`; none before the first release.
fn catalog(out: &Path) -> Result<Option<Catalog>, StoredError> {
    let path = out.join("catalog.json");
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&path, &error)),
        Ok(bytes) => {
            let catalog: Result<Catalog, _> = serde_json::from_slice(&bytes);
            let wrong = |error: &dyn std::fmt::Display| {
                let error = format!("expected a catalogue of format {FORMAT}: {error}");
                unreadable(&path, &error)
            };
            match catalog {
                Ok(catalog) if catalog.format == FORMAT => Ok(Some(catalog)),
                Ok(other) => Err(wrong(&format!("found format {}", other.format))),
                Err(error) => Err(wrong(&error)),
            }
        }
    }
}

fn read(folder: &Path, manifest_sha256: &str) -> Result<Stored, StoredError> {
    let manifest = checked(folder, "manifest.json", manifest_sha256)?;
    let path = folder.join("manifest.json");
    let manifest: Manifest = serde_json::from_slice(&manifest)
        .map_err(|error| unreadable(&path, &format!("expected a manifest: {error}")))?;
    let file = |wanted: &str| {
        let mut files = manifest.files.iter();
        let file = files.find(|file| file.path == wanted);
        let file = file.ok_or_else(|| unreadable(&path, &format!("lists no file {wanted}")))?;
        checked(folder, wanted, &file.sha256)
    };
    let mut cubes = BTreeMap::new();
    for table in &manifest.tables {
        let cube = cube::codec::decode(&file(&table.cube)?);
        let cube = cube.map_err(|error| unreadable(&folder.join(&table.cube), &error))?;
        cubes.insert(table.id.clone(), cube);
    }
    let revisions = match &manifest.revisions {
        None => Vec::new(),
        Some(path) => {
            revisions::read(&file(path)?).map_err(|error| unreadable(&folder.join(path), &error))?
        }
    };
    let changes = manifest.changes.as_ref().map(|path| file(path));
    Ok(Stored {
        revisions,
        changes: changes.transpose()?,
        published: Published { manifest, cubes },
    })
}

/// The bytes of a file that hash as they should.
fn checked(folder: &Path, name: &str, sha256: &str) -> Result<Vec<u8>, StoredError> {
    let path = folder.join(name);
    let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
    let found = sha256_hex(&bytes);
    if found != sha256 {
        let error = format!("expected content with SHA-256 {sha256}, found {found}");
        return Err(unreadable(&path, &error));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: &impl ToString) -> StoredError {
    StoredError::Unreadable {
        path: path.to_owned(),
        error: error.to_string(),
    }
}
