//! The copies of a current release's downloads under names that stay.

use cube::release::{File, Manifest};
use serde_json::to_string;
use wording::t;

use crate::Fault;

/// The downloads of a release that have a copy: the name of each copy, and what it must be.
pub fn copies_of(manifest: &Manifest) -> impl Iterator<Item = (&str, &File)> {
    let files = manifest.files.iter();
    files.filter_map(|file| Some((file.path.strip_prefix("downloads/")?, file)))
}

/// What is wrong with the file that says which release the copies are of.
#[must_use]
pub fn check_origin(name: &str, manifest: &Manifest, bytes: &[u8]) -> Option<Fault> {
    let text = |text: &str| to_string(text).unwrap_or_default();
    let expected = format!(
        "{{\n  \"city\": {},\n  \"release\": {},\n  \"manifest\": {}\n}}",
        text(&manifest.city),
        text(&manifest.id),
        text(&format!("../../releases/{}/manifest.json", manifest.id)),
    );
    (bytes != expected.as_bytes()).then(|| {
        let expected = t!(
            "the words that name release {release}",
            release = manifest.id
        );
        Fault::new(name, expected, t!(in "in the place of words", "others"))
    })
}
