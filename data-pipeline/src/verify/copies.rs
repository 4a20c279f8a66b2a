//! The copies of the current downloads under names that stay, which a built site has.

use cube::release::Manifest;
use verification::{Fault, check_file, check_origin, copies_of};

use super::Check;
use crate::place::{Place, PlaceError};
use crate::source::sha256_hex;

/// The file that says which release the copies are of.
const ORIGIN: &str = "release.json";

impl Check<'_> {
    /// The copies of a release, where there are any.
    pub(super) fn copies(&mut self, base: &Place, manifest: &Manifest) {
        let place = base.below("latest").below(&manifest.city);
        let folder = format!("latest/{}/", manifest.city);
        let origin = place.below(ORIGIN).read();
        let is_missing = |read: &Result<_, _>| matches!(read, Err(PlaceError::Missing { .. }));
        let first = copies_of(manifest).next();
        let first = first.map(|(copy, _)| place.below(copy).read());
        if is_missing(&origin) && first.as_ref().is_none_or(is_missing) {
            return;
        }
        let name = format!("{folder}{ORIGIN}");
        match origin {
            Ok(bytes) => {
                let fault = check_origin(&name, manifest, &bytes);
                self.file(&name, bytes.len() as u64, fault);
            }
            Err(error) => {
                let expected = format!("the words that name release {}", manifest.id);
                self.faults([Fault::new(name, expected, error.found())]);
            }
        }
        for (copy, file) in copies_of(manifest) {
            let name = format!("{folder}{copy}");
            match place.below(copy).read() {
                Ok(bytes) => {
                    let fault = check_file(&name, file, bytes.len() as u64, &sha256_hex(&bytes));
                    self.file(&name, bytes.len() as u64, fault);
                }
                Err(error) => {
                    let expected = format!("a copy of {}", file.path);
                    self.faults([Fault::new(name, expected, error.found())]);
                }
            }
        }
        self.unlisted(&place, &folder, |path| {
            path == ORIGIN || copies_of(manifest).any(|(copy, _)| copy == path)
        });
    }
}
