//! One release: its list, the signature of that, every file, and the certificate.

use std::collections::BTreeMap;

use cube::release::{Manifest, SIGNATURE};
use verification::{Fault, Named, Signing, check_file, check_list};

use super::{Check, KnownKey, Line, Seal, VerifyError};
use crate::disclosure;
use crate::place::{Place, PlaceError};
use crate::publish::is_being_signed;
use crate::source::sha256_hex;

/// The list of a release as it lies there, before anything is said of it.
struct Found<'a> {
    /// The folder.
    place: &'a Place,
    /// The name of the folder in messages, with `/` at its end; empty for the place itself.
    folder: &'a str,
    named: Option<Named<'a>>,
    key: Option<&'a KnownKey>,
    manifest: &'a [u8],
}

impl Check<'_> {
    /// A release that stands alone: nothing but its own name and its signature speak for its list.
    pub(super) fn lone_release(
        &mut self,
        place: &Place,
        manifest: &[u8],
    ) -> Result<(), VerifyError> {
        let parsed = serde_json::from_slice::<Manifest>(manifest).ok();
        // A manifest that cannot be read is of no city; a key that was given is for it all the same.
        let city = parsed.as_ref().map_or("", |parsed| parsed.city.as_str());
        let key = self.known_key(city)?;
        self.release(&Found {
            place,
            folder: "",
            named: None,
            key: key.as_ref(),
            manifest,
        });
        Ok(())
    }

    /// A release that a catalogue names; its manifest, if that is the published one.
    pub(super) fn named_release(
        &mut self,
        base: &Place,
        named: Named<'_>,
        key: Option<&KnownKey>,
    ) -> Option<Manifest> {
        let folder = format!("releases/{}/", named.reference.id);
        let place = base.below("releases").below(&named.reference.id);
        match place.below("manifest.json").read() {
            Ok(manifest) => self.release(&Found {
                place: &place,
                folder: &folder,
                named: Some(named),
                key,
                manifest: &manifest,
            }),
            Err(error) => {
                let file = format!("{folder}manifest.json");
                let expected = format!("the manifest that {} names", named.file);
                self.faults([Fault::new(file, expected, error.found())]);
                None
            }
        }
    }

    fn release(&mut self, found: &Found<'_>) -> Option<Manifest> {
        let (folder, place) = (found.folder, found.place);
        let (signature, missing) = self.signature(found);
        let key = found.key.map(|known| &known.key);
        let list = check_list(
            folder,
            found.named,
            found.manifest,
            signature.as_deref(),
            key,
        );
        let seal = match (list.signing, found.key) {
            (Signing::Signed(key), Some(known)) => Seal::Signed {
                key,
                origin: known.origin.clone(),
            },
            (Signing::Unsigned, _) => Seal::Unsigned,
            (Signing::NoKey | Signing::Signed(_), _) => Seal::NoKey,
            (Signing::Wrong, _) => Seal::Wrong,
        };
        match seal {
            Seal::Signed { .. } => self.summary.signed += 1,
            Seal::Unsigned => self.summary.unsigned += 1,
            Seal::NoKey | Seal::Wrong => {}
        }
        let manifest = list.manifest.as_ref();
        let city = manifest.map(|manifest| manifest.city_label.clone());
        let city = city.or(found.named.map(|named| named.city.label.clone()));
        let id = found.named.map(|named| named.reference.id.clone());
        let id = id.or(manifest.map(|manifest| manifest.id.clone()));
        (self.tell)(&Line::Release {
            id: id.unwrap_or_else(|| "unknown".to_owned()),
            city: city.unwrap_or_else(|| "unknown city".to_owned()),
            seal,
        });
        let (own, other): (Vec<_>, Vec<_>) = list
            .faults
            .into_iter()
            .partition(|fault| fault.file.ends_with(SIGNATURE));
        self.file(
            &format!("{folder}manifest.json"),
            found.manifest.len() as u64,
            other,
        );
        match &signature {
            Some(bytes) => self.file(&format!("{folder}{SIGNATURE}"), bytes.len() as u64, own),
            None => self.faults(own.into_iter().chain(missing)),
        }
        let Some(manifest) = list.manifest else {
            let what = format!("{folder}*");
            let why = "the list is not the published one".to_owned();
            (self.tell)(&Line::Skipped { what, why });
            return None;
        };
        let kept = self.files(found, &manifest);
        self.certificate(folder, &manifest, &kept);
        self.unlisted(place, folder, |path| {
            let mut files = manifest.files.iter();
            path == "manifest.json" || path == SIGNATURE || files.any(|file| file.path == path)
        });
        Some(manifest)
    }

    /// The signature, and what is wrong where there should be one and is none.
    fn signature(&self, found: &Found<'_>) -> (Option<Vec<u8>>, Option<Fault>) {
        let named = found.named;
        let is_named = named.is_some_and(|named| named.reference.signature_sha256.is_some());
        let is_current = named.is_none_or(|named| named.city.current == named.reference.id);
        let is_wanted = is_named || (is_current && self.request.key.is_some());
        // A host is not asked for what its catalogue does not name; in a folder it would be a fault, unless
        // a run is about to name it.
        let folder = found.place.folder();
        let is_here = || folder.is_some_and(|release| !is_being_signed(release));
        let is_asked = is_named || named.is_none() || is_here();
        let read = match is_asked {
            true => found.place.below(SIGNATURE).read(),
            false => return (None, self.no_signature(found, is_wanted, "none")),
        };
        match read {
            Ok(bytes) => (Some(bytes), None),
            Err(PlaceError::Missing { .. }) => {
                (None, self.no_signature(found, is_wanted, "no file"))
            }
            Err(error) => (None, self.no_signature(found, true, &error.found())),
        }
    }

    fn no_signature(&self, found: &Found<'_>, is_wanted: bool, is: &str) -> Option<Fault> {
        let file = format!("{}{SIGNATURE}", found.folder);
        let by = found.key.map(|known| format!(" by key {}", known.key.id()));
        let expected = format!("a signature{}", by.unwrap_or_default());
        is_wanted.then(|| Fault::new(file, expected, is))
    }

    /// Every file that the manifest lists; the bytes of those that the certificate speaks of.
    fn files(&mut self, found: &Found<'_>, manifest: &Manifest) -> BTreeMap<String, Vec<u8>> {
        let mut kept = BTreeMap::new();
        for file in &manifest.files {
            let name = format!("{}{}", found.folder, file.path);
            let bytes = match found.place.below(&file.path).read() {
                Ok(bytes) => bytes,
                Err(error) => {
                    let expected = format!("a file of {} bytes", file.bytes);
                    self.faults([Fault::new(name, expected, error.found())]);
                    continue;
                }
            };
            let fault = check_file(&name, file, bytes.len() as u64, &sha256_hex(&bytes));
            let is_sound = fault.is_none();
            self.file(&name, bytes.len() as u64, fault);
            let paths = manifest.protection.as_ref();
            let is_of_certificate = file.path.starts_with("cubes/")
                || paths.is_some_and(|paths| {
                    file.path == paths.certificate || file.path == paths.policy
                });
            if is_sound && is_of_certificate {
                kept.insert(file.path.clone(), bytes);
            }
        }
        kept
    }

    /// The certificate, from files that are as published.
    fn certificate(&mut self, folder: &str, manifest: &Manifest, kept: &BTreeMap<String, Vec<u8>>) {
        let Some(paths) = &manifest.protection else {
            let what = format!("{folder}certificate.json");
            let why = "the release is from before there were certificates".to_owned();
            (self.tell)(&Line::Skipped { what, why });
            return;
        };
        let name = format!("{folder}{}", paths.certificate);
        let checked = disclosure::verify_release(manifest, |path| {
            let bytes = kept.get(path).cloned();
            bytes.ok_or_else(|| PlaceError::Unreadable {
                place: format!("{folder}{path}"),
                error: "it is not as published".to_owned(),
            })
        });
        let expected = "two worlds for every protected number";
        match checked {
            Ok(checked) if checked.verdict.holds() => {
                let verdict = &checked.verdict;
                let numbers = (verdict.hidden_witnessed + verdict.rounded_witnessed) as u64;
                self.summary.certificates += 1;
                (self.tell)(&Line::Certificate { name, numbers });
            }
            Ok(checked) => {
                let faults = &checked.verdict.faults;
                let first = faults.first().map(|fault| {
                    let cell = fault.cell.map(|cell| format!(", cell {cell}"));
                    format!(
                        "{}{}: {}",
                        fault.table,
                        cell.unwrap_or_default(),
                        fault.problem
                    )
                });
                let found = format!(
                    "{} numbers without: {}",
                    faults.len(),
                    first.unwrap_or_default()
                );
                self.faults([Fault::new(name, expected, found)]);
            }
            Err(disclosure::VerifyError::File(error)) => {
                let (what, why) = (name, error.to_string());
                (self.tell)(&Line::Skipped { what, why });
            }
            Err(error) => self.faults([Fault::new(name, expected, error.to_string())]),
        }
    }
}
