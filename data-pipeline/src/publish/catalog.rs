//! The catalogue: the only published file that ever changes, and the last to be written.

use std::collections::BTreeSet;
use std::io::ErrorKind;

use cube::release::{Catalog, CatalogCity, FORMAT, Manifest, ReleaseReference};

use super::folder::{Folder, at};
use super::{CityPlace, PublishError, json};

/// Replaces the catalogue in one step.
pub(super) fn write(folder: &Folder, catalog: &Catalog) -> Result<(), PublishError> {
    folder.replace("catalog.json", &json(catalog)?)
}

/// The catalogue that is there; none before the first release.
pub(super) fn read(folder: &Folder) -> Result<Option<Catalog>, PublishError> {
    let path = folder.catalog();
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(&path)(error)),
    };
    let catalog: Result<Catalog, _> = serde_json::from_slice(&bytes);
    match catalog {
        Ok(catalog) if catalog.format == FORMAT => Ok(Some(catalog)),
        Ok(other) => Err(PublishError::Catalog {
            path,
            error: format!("found format {}", other.format),
        }),
        Err(error) => Err(PublishError::Catalog {
            path,
            error: error.to_string(),
        }),
    }
}

/// The catalogue with one more release as the current one, and without those that are withdrawn;
/// the same where it is so already.
pub(super) fn with_release(
    before: Option<Catalog>,
    manifest: &Manifest,
    manifest_sha256: &str,
    withdrawn: &BTreeSet<String>,
    place: CityPlace,
) -> Catalog {
    let mut catalog = before.unwrap_or(Catalog {
        format: FORMAT,
        default: None,
        cities: Vec::new(),
    });
    match (place, catalog.default.as_ref()) {
        (CityPlace::First, _) => catalog.default = Some(manifest.city.clone()),
        (CityPlace::Other, Some(city)) if *city == manifest.city => catalog.default = None,
        (CityPlace::Other, _) => {}
    }
    let reference = ReleaseReference {
        id: manifest.id.clone(),
        released: manifest.released.clone(),
        manifest_sha256: manifest_sha256.to_owned(),
        signature_sha256: None,
    };
    let at = catalog
        .cities
        .binary_search_by(|city| city.id.cmp(&manifest.city));
    let (Ok(at) | Err(at)) = at;
    if catalog
        .cities
        .get(at)
        .is_none_or(|city| city.id != manifest.city)
    {
        let city = CatalogCity {
            id: manifest.city.clone(),
            label: String::new(),
            sample: false,
            key: None,
            current: String::new(),
            releases: Vec::new(),
        };
        catalog.cities.insert(at, city);
    }
    if let Some(city) = catalog.cities.get_mut(at) {
        city.label.clone_from(&manifest.city_label);
        city.sample = manifest.sample;
        city.current.clone_from(&manifest.id);
        city.releases
            .retain(|release| !withdrawn.contains(&release.id));
        // One that is there already may be signed, and stays so.
        if city.releases.iter().all(|one| one.id != reference.id) {
            city.releases.push(reference);
            city.releases
                .sort_by(|one, other| one.released.cmp(&other.released));
        }
    }
    catalog
}
