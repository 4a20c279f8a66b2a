//! Checks the certificate of a release that lies in a folder or behind an address.

use cube::release::{Catalog, Manifest};
use disclosure::{Certificate, CheckError, Checker, Verdict};
use thiserror::Error;

use crate::place::{Place, PlaceError};

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
    /// A file cannot be had, or is not the one that the release speaks of.
    #[error(transparent)]
    File(#[from] PlaceError),
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
    let parsed: Catalog = catalog.parse(&bytes)?;
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

fn release(folder: &Place, manifest: &[u8]) -> Result<Verified, VerifyError> {
    let manifest: Manifest = folder.below("manifest.json").parse(manifest)?;
    let read = |path: &str| {
        let place = folder.below(path);
        let mut files = manifest.files.iter();
        match files.find(|file| file.path == path) {
            Some(file) => place.read_hashed(&file.sha256),
            None => Err(place.unreadable("the manifest does not name it")),
        }
    };
    verify_release(&manifest, read)
}

/// Checks the certificate of one release, whose files `read` gives by their paths.
///
/// # Errors
/// As [`verify`].
pub fn verify_release(
    manifest: &Manifest,
    read: impl Fn(&str) -> Result<Vec<u8>, PlaceError>,
) -> Result<Verified, VerifyError> {
    let Some(paths) = &manifest.protection else {
        return Err(VerifyError::NoCertificate(manifest.id.clone()));
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
