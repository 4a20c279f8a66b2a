//! The catalogue: the only published file that ever changes, and the last to be written.

use std::io::ErrorKind;

use cube::release::{Catalog, CatalogCity, FORMAT, Manifest, ReleaseReference};

use super::folder::{Folder, at};
use super::{CityPlace, PublishError, json};

/// Makes a release the current one of its city; whether the catalogue had to change.
pub(super) fn point_to(
    folder: &Folder,
    manifest: &Manifest,
    manifest_sha256: &str,
    place: CityPlace,
) -> Result<bool, PublishError> {
    let before = read(folder)?;
    let after = with_release(before.clone(), manifest, manifest_sha256, place);
    if before.as_ref() == Some(&after) {
        return Ok(false);
    }
    folder.replace("catalog.json", &json(&after)?)?;
    Ok(true)
}

/// The catalogue that is there; none before the first release.
fn read(folder: &Folder) -> Result<Option<Catalog>, PublishError> {
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

/// The catalogue with one more release, or the same where it lists the release already.
fn with_release(
    before: Option<Catalog>,
    manifest: &Manifest,
    manifest_sha256: &str,
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
            current: String::new(),
            releases: Vec::new(),
        };
        catalog.cities.insert(at, city);
    }
    if let Some(city) = catalog.cities.get_mut(at) {
        city.label.clone_from(&manifest.city_label);
        city.sample = manifest.sample;
        city.current.clone_from(&manifest.id);
        if !city.releases.contains(&reference) {
            city.releases.push(reference);
            city.releases
                .sort_by(|one, other| one.released.cmp(&other.released));
        }
    }
    catalog
}
