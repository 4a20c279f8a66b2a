//! Adds signatures to what is published. No published file changes for it: a signature is one more
//! file beside the manifest, and the catalogue, which moves anyway, names it.

use std::fs;
use std::path::Path;

use cube::release::{Catalog, Manifest, SIGNATURE};
use thiserror::Error;
use verification::{check_file, check_signature};

use super::folder::{Folder, at};
use super::{PublishError, catalog};
use crate::signing::{Signer, SigningError};
use crate::source::sha256_hex;

/// Why a release is not signed.
#[derive(Debug, Error)]
pub enum SignError {
    /// The key is not that of the city, or cannot sign.
    #[error(transparent)]
    Key(#[from] SigningError),
    /// The folder cannot be read or written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The catalogue does not name the release.
    #[error("{place}: expected a release that the catalogue names, found {release:?}")]
    Unnamed {
        /// The folder that holds the catalogue.
        place: String,
        /// The id.
        release: String,
    },
    /// What would be signed is not what was published.
    #[error("release {release}: {fault}; nothing was signed")]
    Altered {
        /// The id.
        release: String,
        /// The file, what was expected and what was found.
        fault: String,
    },
    /// There is a signature, by another key or of another manifest.
    #[error(
        "{place}: expected no signature, or one by key {key}, found {found}; \
         after a change of keys, remove the file and sign again"
    )]
    Signed {
        /// The file.
        place: String,
        /// The id of the key.
        key: String,
        /// What is there.
        found: String,
    },
}

/// A release that is signed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRelease {
    /// The id of the release.
    pub release: String,
    /// The id of the city.
    pub city: String,
    /// Whether it was not signed before.
    pub is_new: bool,
}

/// Signs a release that the catalogue of a folder names; `settings` holds a folder for each city.
///
/// Everything that the signature stands for is checked first. A release that this key has signed
/// already stays as it is.
///
/// # Errors
/// Where the key is not that of the city, a file is not as published, or another signature is there.
pub fn sign(
    folder: &Folder,
    release: &str,
    settings: &Path,
    signer: &Signer,
) -> Result<SignedRelease, SignError> {
    let unnamed = || SignError::Unnamed {
        place: folder.catalog().display().to_string(),
        release: release.to_owned(),
    };
    let mut after = catalog::read(folder)?.ok_or_else(unnamed)?;
    let before = after.clone();
    let cities = after.cities.iter_mut();
    let found = cities.filter_map(|city| {
        let at = city.releases.iter().position(|one| one.id == release)?;
        Some((city, at))
    });
    let (city, at) = found.into_iter().next().ok_or_else(unnamed)?;
    signer.is_of_city(&settings.join(&city.id))?;
    let reference = city.releases.get_mut(at).ok_or_else(unnamed)?;
    let manifest = published(
        &folder.release(release),
        release,
        &reference.manifest_sha256,
    )?;
    let (signature, is_new) = signature(folder, release, &manifest, signer)?;
    reference.signature_sha256 = Some(sha256_hex(&signature));
    city.key = Some(signer.public().line().to_owned());
    let city = city.id.clone();
    if before != after {
        catalog::write(folder, &after)?;
    }
    Ok(SignedRelease {
        release: release.to_owned(),
        city,
        is_new,
    })
}

/// The ids of the current releases of a catalogue.
///
/// # Errors
/// Where there is no catalogue, or it is none.
pub fn current_releases(folder: &Folder) -> Result<Vec<String>, PublishError> {
    let cities = catalog::read(folder)?.map(|catalog| catalog.cities);
    let cities = cities.unwrap_or_default().into_iter();
    Ok(cities.map(|city| city.current).collect())
}

/// The key that signs a release, as the catalogue of a folder names it; none where it is unsigned.
///
/// # Errors
/// Where the catalogue cannot be read.
pub fn signing_key(folder: &Folder, release: &str) -> Result<Option<String>, PublishError> {
    let catalog: Option<Catalog> = catalog::read(folder)?;
    let cities = catalog.into_iter().flat_map(|catalog| catalog.cities);
    let signed = cities.filter(|city| {
        let mut releases = city.releases.iter();
        releases.any(|one| one.id == release && one.signature_sha256.is_some())
    });
    Ok(signed.filter_map(|city| city.key).next())
}

/// The manifest of a release, all of whose files are as it says.
fn published(folder: &Path, release: &str, sha256: &str) -> Result<Vec<u8>, SignError> {
    let altered = |fault: String| SignError::Altered {
        release: release.to_owned(),
        fault,
    };
    let path = folder.join("manifest.json");
    let bytes = fs::read(&path).map_err(at(&path))?;
    let found = sha256_hex(&bytes);
    if found != sha256 {
        return Err(altered(format!(
            "manifest.json: expected the SHA-256 {sha256}, found {found}"
        )));
    }
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(PublishError::Json)?;
    for file in &manifest.files {
        let path = folder.join(&file.path);
        let bytes = fs::read(&path).map_err(at(&path))?;
        let fault = check_file(&file.path, file, bytes.len() as u64, &sha256_hex(&bytes));
        if let Some(fault) = fault {
            return Err(altered(fault.to_string()));
        }
    }
    Ok(bytes)
}

/// The signature of a manifest, made and written where there is none; whether it is new.
fn signature(
    folder: &Folder,
    release: &str,
    manifest: &[u8],
    signer: &Signer,
) -> Result<(Vec<u8>, bool), SignError> {
    let path = folder.release(release).join(SIGNATURE);
    if path.exists() {
        let there = fs::read(&path).map_err(at(&path))?;
        return match check_signature(signer.public(), manifest, &there) {
            Ok(_) => Ok((there, false)),
            Err(found) => Err(SignError::Signed {
                place: path.display().to_string(),
                key: signer.public().id().to_owned(),
                found,
            }),
        };
    }
    let made = signer.sign(manifest, release)?.into_bytes();
    if let Err(found) = check_signature(signer.public(), manifest, &made) {
        return Err(SigningError::Library(format!("the signature made is {found}")).into());
    }
    folder.add_signature(release, &made)?;
    Ok((made, true))
}
