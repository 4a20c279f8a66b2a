//! Takes back superseded releases that hold what is about persons otherwise than the current one.
//!
//! The catalogue stops naming them first; only then do their folders go, moved aside in one step
//! and then removed. Whoever reads the catalogue at any point finds every release that it names. A
//! run that is stopped in between leaves a folder that nobody names, and the next run removes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cube::release::{Catalog, Manifest};

use super::PublishError;
use super::folder::{Folder, at};
use crate::releases::Persons;

/// The ids of the releases of a city that the catalogue names and must not name any more.
pub(super) fn superseded(
    folder: &Folder,
    catalog: Option<&Catalog>,
    current: &Manifest,
    persons: &Persons,
) -> Result<BTreeSet<String>, PublishError> {
    let cities = catalog.iter().flat_map(|catalog| &catalog.cities);
    let releases = cities
        .filter(|city| city.id == current.city)
        .flat_map(|city| &city.releases);
    let mut withdrawn = BTreeSet::new();
    for reference in releases.filter(|reference| reference.id != current.id) {
        let manifest = manifest(&folder.release(&reference.id))?;
        if persons
            .clone()
            .and_of(&manifest)
            .withdraw(&manifest, current)
        {
            withdrawn.insert(reference.id.clone());
        }
    }
    Ok(withdrawn)
}

/// Removes the folders of a city's releases about persons that the catalogue does not name.
///
/// Other folders stay: what nobody has declared to be about persons is never removed.
pub(super) fn remove_unnamed(
    folder: &Folder,
    catalog: &Catalog,
    current: &Manifest,
    persons: &Persons,
) -> Result<(), PublishError> {
    let releases = catalog.cities.iter().flat_map(|city| &city.releases);
    let named: BTreeSet<&str> = releases.map(|release| &*release.id).collect();
    for id in folder.releases()? {
        if named.contains(&*id) {
            continue;
        }
        let Ok(manifest) = manifest(&folder.release(&id)) else {
            continue;
        };
        let is_about_persons = persons.clone().and_of(&manifest).are_in(&manifest);
        if manifest.city == current.city && is_about_persons {
            folder.remove_release(&id)?;
        }
    }
    Ok(())
}

fn manifest(release: &Path) -> Result<Manifest, PublishError> {
    let path = release.join("manifest.json");
    let bytes = fs::read(&path).map_err(at(&path))?;
    Ok(serde_json::from_slice(&bytes)?)
}
