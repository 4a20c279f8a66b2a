//! Writes a release: all of it or nothing.
//!
//! A release is staged beside its final place, synced, renamed, read back and verified; only then
//! does the catalogue move. Whoever stops this at any point leaves the last release and the
//! catalogue as they were, and the next run removes what was left behind: what is staged, and each
//! release that bears a mark and that the catalogue does not name. Published files are never
//! changed: a release that is there already must be the same, byte for byte. A signature is added
//! beside the manifest, which does not list it.

mod catalog;
mod folder;
pub mod formats;
mod outside;
mod programme;
mod sign;
mod tables;
mod withdraw;

use std::collections::BTreeMap;
use std::path::PathBuf;

use cube::release::{File, Manifest};
use serde::Serialize;
use thiserror::Error;

use crate::disclosure::Cleared;
use crate::durable;
use crate::lock::Holder;
use crate::releases::Persons;
use crate::source::sha256_hex;

pub use folder::{Folder, Unfinished, is_being_signed};
pub use outside::keep_outside;
pub use programme::{MEASURES, programme_files};
pub use sign::{SignError, SignedRelease, current_releases, sign, signing_key};
pub use tables::{TableFiles, table_files};

/// Why a release cannot be published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The system refuses to read or write.
    #[error("{}: {error}{}", path.display(), durable::advice(error))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Somebody else publishes into the same folder.
    #[error(
        "{}: {holder} is publishing here; expected to be the only one. Run again when it has ended; \
         its lock ends with it, and nothing has to be removed",
        path.display()
    )]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Who.
        holder: Holder,
    },
    /// A published file differs from the one that this run made under the same name.
    #[error(
        "{}: differs from what this run made; a published release is never changed",
        path.display()
    )]
    Differs {
        /// The file.
        path: PathBuf,
    },
    /// What was written does not read back as it was made.
    #[error("{}: expected the bytes that were written, found others", path.display())]
    Unverified {
        /// The file.
        path: PathBuf,
    },
    /// The catalogue that is there is not one.
    #[error("{}: expected a catalogue of format {}: {error}", path.display(), cube::release::FORMAT)]
    Catalog {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: String,
    },
    /// Something that is no release would be written where everybody can read it.
    #[error(
        "{}: lies in {}, which is published; expected a folder elsewhere, for no gate has looked at \
         what is written there",
        path.display(),
        published.display()
    )]
    Public {
        /// The folder that was named.
        path: PathBuf,
        /// The published folder.
        published: PathBuf,
    },
    /// A table cannot be written in a format.
    #[error("table {table}: {error}")]
    Table {
        /// The id of the table.
        table: String,
        /// What the writer says.
        error: String,
    },
    /// A JSON file cannot be written.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A release before it has a name.
#[derive(Debug)]
pub struct Draft {
    /// The manifest, with an empty id and no files.
    pub manifest: Manifest,
    /// Every other file, by path relative to the release.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Where the city stands among those of the catalogue.
    pub place: CityPlace,
}

/// Where a city stands among those of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityPlace {
    /// The site shows it where an address names no city.
    First,
    /// The site shows it where an address names it.
    Other,
}

/// What publishing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The release was written and is now the current one.
    Published,
    /// The same release was there and current already.
    Unchanged,
    /// Nothing: a guard refused the release.
    Refused,
}

/// What was published, and what was withdrawn for it.
#[derive(Debug)]
pub struct Publication {
    /// The manifest of the release.
    pub manifest: Manifest,
    /// What publishing changed.
    pub outcome: Outcome,
    /// The ids of superseded releases that hold what is about persons otherwise.
    pub withdrawn: Vec<String>,
}

/// Publishes a release that has passed the gate in a folder, and withdraws what it supersedes about
/// persons.
///
/// # Errors
/// Where writing fails, or a published file would have to change.
pub fn publish(
    folder: &Folder,
    cleared: Cleared,
    persons: &Persons,
) -> Result<Publication, PublishError> {
    let draft = cleared.into_draft();
    let place = draft.place;
    let (manifest, manifest_bytes) = named(draft.manifest, &draft.files)?;
    let mut files = draft.files;
    files.insert("manifest.json".into(), manifest_bytes.clone());
    let is_new = folder.store(&manifest.id, &files)?;
    folder.verify(&manifest.id, &files)?;
    let before = catalog::read(folder)?;
    let withdrawn = withdraw::superseded(folder, before.as_ref(), &manifest, persons)?;
    let manifest_sha256 = sha256_hex(&manifest_bytes);
    let after = catalog::with_release(
        before.clone(),
        &manifest,
        &manifest_sha256,
        &withdrawn,
        place,
    );
    let moved = before.as_ref() != Some(&after);
    if moved {
        folder.mark(&withdrawn)?;
        catalog::write(folder, &after)?;
    }
    withdraw::remove_unnamed(folder, &after, &manifest, persons)?;
    folder.tidy()?;
    let outcome = match (is_new, moved) {
        (false, false) => Outcome::Unchanged,
        _ => Outcome::Published,
    };
    Ok(Publication {
        manifest,
        outcome,
        withdrawn: withdrawn.into_iter().collect(),
    })
}

/// The manifest with its files and the id that follows from its content, and its bytes.
///
/// # Errors
/// Where the manifest cannot be written as JSON.
pub fn named(
    mut manifest: Manifest,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<(Manifest, Vec<u8>), PublishError> {
    manifest.id = String::new();
    manifest.files = files
        .iter()
        .map(|(path, bytes)| File {
            path: path.clone(),
            bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        })
        .collect();
    let hash = sha256_hex(&json(&manifest)?);
    let short: String = hash.chars().take(8).collect();
    manifest.id = format!("{}-{short}", manifest.released);
    let bytes = json(&manifest)?;
    Ok((manifest, bytes))
}

/// Pretty JSON with LF and a newline at its end.
///
/// # Errors
/// Where the value cannot be written as JSON.
pub fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, PublishError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
