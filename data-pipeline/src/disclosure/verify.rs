//! Checks the certificate of a release that lies in a folder or behind an address.

use std::path::PathBuf;

use cube::release::{Catalog, Manifest};
use disclosure::{Certificate, CheckError, Checker, Verdict, sha256_hex};
use thiserror::Error;

/// The certificate of a release, checked.
#[derive(Debug)]
pub struct Verified {
    /// The id of the release.
    pub release: String,
    /// The city for people.
    pub city: String,
    /// What was found.
    pub verdict: Verdict,
    /// The audits that the gate made, as the certificate tells of them.
    pub audits: Vec<disclosure::Audit>,
}

/// Why a certificate cannot be checked.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// A file cannot be had.
    #[error("{place}: {error}")]
    Unreadable {
        /// The path or address.
        place: String,
        /// Why.
        error: String,
    },
    /// A file is not the one that the release speaks of.
    #[error("{place}: expected the SHA-256 {expected}, found {found}")]
    Altered {
        /// The path or address.
        place: String,
        /// The hash that the manifest or the catalogue names.
        expected: String,
        /// The hash of what is there.
        found: String,
    },
    /// The release was published before there were certificates.
    #[error("release {0} has no certificate; expected `protection` in its manifest")]
    NoCertificate(String),
    /// The certificate is none, or of other files.
    #[error("release {release}: {error}")]
    Check {
        /// The id of the release.
        release: String,
        /// Why.
        error: Box<CheckError>,
    },
}

/// Where files are read from.
enum Place {
    Folder(PathBuf),
    Address(String),
}

impl Place {
    fn of(text: &str) -> Self {
        match text.starts_with("http://") || text.starts_with("https://") {
            true => Self::Address(text.trim_end_matches('/').to_owned()),
            false => Self::Folder(PathBuf::from(text)),
        }
    }

    fn below(&self, path: &str) -> Self {
        match self {
            Self::Folder(folder) => Self::Folder(folder.join(path)),
            Self::Address(address) => Self::Address(format!("{address}/{path}")),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            Self::Address(address) => address.clone(),
        }
    }

    fn read(&self) -> Result<Vec<u8>, VerifyError> {
        let unreadable = |error: String| VerifyError::Unreadable {
            place: self.name(),
            error,
        };
        match self {
            Self::Folder(path) => {
                std::fs::read(path).map_err(|error| unreadable(error.to_string()))
            }
            Self::Address(address) => {
                let answer = ureq::get(address).call();
                let mut answer = answer.map_err(|error| unreadable(error.to_string()))?;
                let bytes = answer
                    .body_mut()
                    .with_config()
                    .limit(LARGEST_BYTES)
                    .read_to_vec();
                bytes.map_err(|error| unreadable(error.to_string()))
            }
        }
    }

    fn read_hashed(&self, expected: &str) -> Result<Vec<u8>, VerifyError> {
        let bytes = self.read()?;
        let found = sha256_hex(&bytes);
        match found == expected {
            true => Ok(bytes),
            false => Err(VerifyError::Altered {
                place: self.name(),
                expected: expected.to_owned(),
                found,
            }),
        }
    }
}

/// No file of a release is larger.
const LARGEST_BYTES: u64 = 256 * 1024 * 1024;

/// Checks the certificate of a release, or of the current release of every city of a catalogue.
///
/// `place` is a folder or an address that begins with `http`: of a release (it holds
/// `manifest.json`), or of a catalogue (`catalog.json`).
///
/// # Errors
/// Where a file is missing, altered, or not what it should be. What the certificate fails to prove is
/// in the verdict.
pub fn verify(place: &str) -> Result<Vec<Verified>, VerifyError> {
    let place = Place::of(place);
    let catalog = place.below("catalog.json");
    let Ok(bytes) = catalog.read() else {
        let manifest = place.below("manifest.json").read()?;
        return Ok(vec![release(&place, &manifest)?]);
    };
    let parsed: Catalog = parse(&catalog, &bytes)?;
    let cities = parsed.cities.iter().filter_map(|city| {
        let mut releases = city.releases.iter();
        releases.find(|one| one.id == city.current)
    });
    let checked = cities.map(|reference| {
        let folder = place.below("releases").below(&reference.id);
        let manifest = folder.below("manifest.json");
        release(&folder, &manifest.read_hashed(&reference.manifest_sha256)?)
    });
    checked.collect()
}

fn parse<T: serde::de::DeserializeOwned>(place: &Place, bytes: &[u8]) -> Result<T, VerifyError> {
    serde_json::from_slice(bytes).map_err(|error| VerifyError::Unreadable {
        place: place.name(),
        error: error.to_string(),
    })
}

fn release(folder: &Place, manifest: &[u8]) -> Result<Verified, VerifyError> {
    let manifest: Manifest = parse(&folder.below("manifest.json"), manifest)?;
    let Some(paths) = &manifest.protection else {
        return Err(VerifyError::NoCertificate(manifest.id));
    };
    let read = |path: &str| {
        let place = folder.below(path);
        let mut files = manifest.files.iter();
        match files.find(|file| file.path == path) {
            Some(file) => place.read_hashed(&file.sha256),
            None => Err(VerifyError::Unreadable {
                place: place.name(),
                error: "the manifest does not name it".into(),
            }),
        }
    };
    let check = |error: CheckError| VerifyError::Check {
        release: manifest.id.clone(),
        error: Box::new(error),
    };
    let (certificate, policy) = (read(&paths.certificate)?, read(&paths.policy)?);
    let named = Certificate::parse(&certificate).map_err(|error| check(error.into()))?;
    let cubes = named
        .tables
        .iter()
        .map(|table| read(&format!("cubes/{}.cube", table.id)));
    let cubes = cubes.collect::<Result<Vec<_>, _>>()?;
    let mut checker = Checker::new(&certificate, &policy, &cubes).map_err(check)?;
    let verdict = checker.finish().clone();
    Ok(Verified {
        release: manifest.id.clone(),
        city: manifest.city_label.clone(),
        verdict,
        audits: named.audits,
    })
}
