//! The catalogue: no hash names it, so it has one form alone, and all that it says must agree with
//! manifests that are named by their hashes.

use cube::release::{Catalog, CatalogCity, FORMAT, ReleaseReference};
use wording::t;

use crate::{Fault, PublicKey, fault::quoted};

/// What a catalogue says of one release.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The path of the catalogue, for faults.
    pub file: &'a str,
    /// The city.
    pub city: &'a CatalogCity,
    /// The release.
    pub reference: &'a ReleaseReference,
}

/// The catalogue in some bytes, where they are one, and what is wrong with it by itself.
#[must_use]
pub fn read_catalog(file: &str, bytes: &[u8]) -> (Option<Catalog>, Vec<Fault>) {
    let catalog: Catalog = match serde_json::from_slice(bytes) {
        Ok(catalog) => catalog,
        Err(error) => {
            let found = t!("other content ({reason})", reason = error);
            let fault = Fault::new(file, t!("a catalogue"), found);
            return (None, vec![fault]);
        }
    };
    let mut faults = Vec::new();
    if catalog.format != FORMAT {
        let format = |number: u32| t!("format {number}", number = number);
        faults.push(Fault::new(file, format(FORMAT), format(catalog.format)));
    }
    if !is_as_written(&catalog, bytes) {
        faults.push(Fault::new(
            file,
            t!("the form in which the pipeline writes what it says"),
            t!(in "in the place of a form", "another"),
        ));
    }
    if let Some(default) = catalog.default.as_deref()
        && catalog.cities.iter().all(|city| city.id != default)
    {
        let found = t!("the default city {city}", city = quoted(default));
        faults.push(Fault::new(file, t!("a city of its own by default"), found));
    }
    for city in &catalog.cities {
        let mut releases = city.releases.iter();
        if releases.all(|release| release.id != city.current) {
            let expected = t!(
                "one of the releases of {city} as the current one",
                city = city.id
            );
            faults.push(Fault::new(file, expected, quoted(&city.current)));
        }
    }
    (Some(catalog), faults)
}

/// Whether the bytes are those in which the pipeline writes this catalogue.
fn is_as_written(catalog: &Catalog, bytes: &[u8]) -> bool {
    let written = serde_json::to_vec_pretty(catalog).unwrap_or_default();
    bytes.strip_suffix(b"\n") == Some(&written)
}

/// The key by which a city's signatures are checked: the one that is known from elsewhere, or else
/// the one that the catalogue names. And what is wrong with the latter.
#[must_use]
pub fn check_key(
    file: &str,
    city: &CatalogCity,
    known: Option<&PublicKey>,
) -> (Option<PublicKey>, Option<Fault>) {
    let Some(line) = &city.key else {
        return (known.cloned(), None);
    };
    let found = || quoted(line);
    match (PublicKey::parse(line), known) {
        (Ok(key), Some(known)) if key == *known => (Some(key), None),
        (_, Some(known)) => {
            let expected = t!(
                "the key {key} of {city}",
                key = known.line(),
                city = city.id
            );
            (
                Some(known.clone()),
                Some(Fault::new(file, expected, found())),
            )
        }
        (Ok(key), None) => (Some(key), None),
        (Err(_), None) => {
            let expected = t!("a public key of {city}", city = city.id);
            (None, Some(Fault::new(file, expected, found())))
        }
    }
}
