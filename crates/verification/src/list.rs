//! The list of a release, its manifest: whether it is the published one, and who has signed it.

use cube::release::{Manifest, SIGNATURE};
use wording::{message, t};

use crate::{Fault, Named, PublicKey, check_signature, fault::quoted, sha256_hex};

/// Who has signed a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signing {
    /// The owner of the key of this id.
    Signed(String),
    /// Nobody.
    Unsigned,
    /// Somebody, and there is no key to check it by.
    NoKey,
    /// Nobody whose key is known: what is there is no signature by that key.
    Wrong,
}

/// What is found of the list of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The manifest, where it is the published one: what it says of files counts.
    pub manifest: Option<Manifest>,
    /// Who has signed it.
    pub signing: Signing,
    /// What is wrong with the manifest, the signature, or what the catalogue says of them.
    pub faults: Vec<Fault>,
}

/// Checks the manifest of a release in a folder, and its signature, against each other, against the
/// release's own name, and against the catalogue where there is one.
///
/// Where two files disagree, a third decides which of them is named: a manifest that its signature or
/// the id of the release confirms was not altered, so the catalogue was.
#[must_use]
pub fn check_list(
    folder: &str,
    named: Option<Named<'_>>,
    manifest: &[u8],
    signature: Option<&[u8]>,
    key: Option<&PublicKey>,
) -> List {
    let file = format!("{folder}manifest.json");
    let parsed = serde_json::from_slice::<Manifest>(manifest);
    let id = parsed.as_ref().map(|parsed| parsed.id.as_str());
    let signed = signature.zip(key);
    let evidence = Evidence {
        hash: sha256_hex(manifest),
        has_its_id: id.is_ok_and(|id| names_itself(manifest, id)),
        signed: signed.map(|(signature, key)| check_signature(key, manifest, signature)),
    };
    let (is_published, fault) = evidence.judge(&file, named);
    let mut faults: Vec<Fault> = fault.into_iter().collect();
    faults.extend(signature.and_then(|signature| {
        let file = format!("{folder}{SIGNATURE}");
        let signed = evidence.signed.as_ref().filter(|_| is_published);
        let problem = signed.and_then(|signed| signed.as_ref().err());
        signature_fault(&file, named, signature, key, problem)
    }));
    let manifest = match parsed {
        Ok(manifest) if is_published => Some(manifest),
        Err(error) if is_published => {
            faults.push(Fault::new(&file, t!("a manifest"), error.to_string()));
            None
        }
        _ => None,
    };
    if let Some((manifest, named)) = manifest.as_ref().zip(named) {
        faults.extend(disagreements(&file, manifest, named));
    }
    let signing = match (evidence.signed, signature) {
        (Some(Ok(id)), _) => Signing::Signed(id),
        (Some(Err(_)), _) => Signing::Wrong,
        (None, Some(_)) => Signing::NoKey,
        (None, None) => Signing::Unsigned,
    };
    List {
        manifest,
        signing,
        faults,
    }
}

/// What speaks for a manifest, or against it.
struct Evidence {
    /// Its SHA-256.
    hash: String,
    /// Whether its content gives the id that it names.
    has_its_id: bool,
    /// Whether a key has signed it, where there is a key and a signature.
    signed: Option<Result<String, String>>,
}

impl Evidence {
    /// Whether the manifest is the published one; and, where something disagrees, the file to name.
    fn judge(&self, file: &str, named: Option<Named<'_>>) -> (bool, Option<Fault>) {
        let no_id = (!self.has_its_id).then(|| {
            let expected = t!("a manifest whose content gives the id of its release");
            Fault::new(file, expected, t!("other content"))
        });
        let Some(named) = named else {
            let is_signed = matches!(self.signed, Some(Ok(_)));
            return (self.has_its_id || is_signed, no_id);
        };
        let listed = &named.reference.manifest_sha256;
        if *listed == self.hash {
            return (true, no_id);
        }
        // An id is short, and somebody who tries for long enough makes another manifest for it: where
        // there is a signature, that alone decides.
        let is_confirmed = match &self.signed {
            Some(signed) => signed.is_ok(),
            None => self.has_its_id,
        };
        let fault = match is_confirmed {
            true => {
                let expected = t!(
                    "the SHA-256 {hash} of {file}",
                    hash = self.hash,
                    file = file
                );
                Fault::new(named.file, expected, listed)
            }
            false => Fault::new(file, t!("the SHA-256 {hash}", hash = listed), &self.hash),
        };
        (is_confirmed, Some(fault))
    }
}

/// What is wrong with a signature, or with what the catalogue says of it.
fn signature_fault(
    file: &str,
    named: Option<Named<'_>>,
    signature: &[u8],
    key: Option<&PublicKey>,
    problem: Option<&String>,
) -> Option<Fault> {
    if let Some((problem, key)) = problem.zip(key) {
        let expected = t!("a signature of manifest.json by key {id}", id = key.id());
        return Some(Fault::new(file, expected, problem));
    }
    let named = named?;
    let found = sha256_hex(signature);
    match &named.reference.signature_sha256 {
        Some(hash) if *hash == found => None,
        // Without a key, the hash is all there is to go by.
        Some(hash) if key.is_none() => Some(Fault::new(
            file,
            t!("the SHA-256 {hash}", hash = hash),
            found,
        )),
        hash => {
            let expected = t!("the SHA-256 {hash} of {file}", hash = found, file = file);
            let found = hash
                .clone()
                .unwrap_or_else(|| t!("no signature").to_owned());
            Some(Fault::new(named.file, expected, found))
        }
    }
}

/// Whether the content of a manifest gives the id that it names: the hash of itself without the id.
fn names_itself(manifest: &[u8], id: &str) -> bool {
    let Ok(text) = std::str::from_utf8(manifest) else {
        return false;
    };
    let without = text.replacen(&format!("\"id\": \"{id}\""), "\"id\": \"\"", 1);
    let hash = sha256_hex(without.as_bytes());
    let short = id.rsplit('-').next().unwrap_or_default();
    short.len() == SHORT && hash.starts_with(short)
}

/// How many digits of its hash an id ends with.
const SHORT: usize = 8;

/// What the catalogue says of a release otherwise than its manifest.
fn disagreements(file: &str, manifest: &Manifest, named: Named<'_>) -> Vec<Fault> {
    let (city, reference) = (named.city, named.reference);
    let mut faults = Vec::new();
    if manifest.id != reference.id {
        let expected = t!("release {release}", release = reference.id);
        faults.push(Fault::new(file, expected, &manifest.id));
    }
    let is_current = city.current == reference.id;
    let said = [
        (
            message!("the city {value} of {release}"),
            city.id.clone(),
            manifest.city.clone(),
        ),
        (
            message!("the day {value} of {release}"),
            reference.released.clone(),
            manifest.released.clone(),
        ),
    ];
    // Of its city the catalogue tells what the current release tells.
    let of_current = [
        (
            message!("the name {value} of {release}"),
            city.label.clone(),
            manifest.city_label.clone(),
        ),
        (
            message!("the sample {value} of {release}"),
            city.sample.to_string(),
            manifest.sample.to_string(),
        ),
    ];
    let said = said
        .into_iter()
        .chain(of_current.into_iter().filter(|_| is_current));
    let differing = said.filter(|(_, found, expected)| found != expected);
    faults.extend(differing.map(|(what, found, expected)| {
        let expected = what.fill(&[("value", &quoted(&expected)), ("release", &reference.id)]);
        Fault::new(named.file, expected, quoted(&found))
    }));
    faults
}
