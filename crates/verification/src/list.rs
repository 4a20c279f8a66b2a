//! The list of a release, its manifest: whether it is the published one, and who has signed it.

use cube::release::{Manifest, SIGNATURE};

use crate::{Fault, Named, PublicKey, check_signature, sha256_hex};

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
    let signed = signature.zip(key);
    let signed = signed.map(|(signature, key)| check_signature(key, manifest, signature));
    let parsed_id = parsed.as_ref().map(|parsed| parsed.id.as_str());
    let has_its_id = parsed_id.is_ok_and(|id| names_itself(manifest, id));
    let is_confirmed = has_its_id || matches!(signed, Some(Ok(_)));
    let mut faults = Vec::new();
    let found = sha256_hex(manifest);
    let named_hash = named.map(|named| named.reference.manifest_sha256.as_str());
    let is_named = named_hash.is_none_or(|hash| hash == found);
    if let (false, true, Some(named)) = (is_named, is_confirmed, named) {
        let hash = &named.reference.manifest_sha256;
        faults.push(Fault::new(
            named.file,
            format!("the SHA-256 {found} of {file}"),
            hash,
        ));
    }
    let is_published = is_confirmed || (is_named && named.is_some());
    match named_hash.filter(|_| !is_published) {
        Some(hash) => faults.push(Fault::new(&file, format!("the SHA-256 {hash}"), found)),
        None if has_its_id => {}
        None => {
            let expected = "a manifest whose content gives the id of its release";
            faults.push(Fault::new(&file, expected, "other content"));
        }
    }
    let signing = match (&signed, signature, key) {
        (Some(Ok(id)), ..) => Signing::Signed(id.clone()),
        (Some(Err(_)), ..) => Signing::Wrong,
        (None, Some(_), None) => Signing::NoKey,
        (None, ..) => Signing::Unsigned,
    };
    faults.extend(signature.and_then(|signature| {
        let file = format!("{folder}{SIGNATURE}");
        let problem = signed.as_ref().and_then(|signed| signed.as_ref().err());
        signature_fault(
            &file,
            named,
            signature,
            key,
            problem.filter(|_| is_published),
        )
    }));
    let manifest = match parsed {
        Ok(manifest) if is_published => Some(manifest),
        Err(error) if is_published => {
            faults.push(Fault::new(&file, "a manifest", format!("{error}")));
            None
        }
        _ => None,
    };
    if let Some((manifest, named)) = manifest.as_ref().zip(named) {
        faults.extend(disagreements(&file, manifest, named));
    }
    List {
        manifest,
        signing,
        faults,
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
        let expected = format!("a signature of manifest.json by key {}", key.id());
        return Some(Fault::new(file, expected, problem));
    }
    let named = named?;
    let found = sha256_hex(signature);
    match &named.reference.signature_sha256 {
        Some(hash) if *hash == found => None,
        // Without a key, the hash is all there is to go by.
        Some(hash) if key.is_none() => Some(Fault::new(file, format!("the SHA-256 {hash}"), found)),
        hash => {
            let expected = format!("the SHA-256 {found} of {file}");
            let found = hash.clone().unwrap_or_else(|| "no signature".to_owned());
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
        let (expected, found) = (format!("release {}", reference.id), manifest.id.clone());
        faults.push(Fault::new(file, expected, found));
    }
    let is_current = city.current == reference.id;
    let said = [
        ("city", city.id.clone(), manifest.city.clone()),
        ("day", reference.released.clone(), manifest.released.clone()),
    ];
    // Of its city the catalogue tells what the current release tells.
    let of_current = [
        ("name", city.label.clone(), manifest.city_label.clone()),
        (
            "sample",
            city.sample.to_string(),
            manifest.sample.to_string(),
        ),
    ];
    let said = said
        .into_iter()
        .chain(of_current.into_iter().filter(|_| is_current));
    let differing = said.filter(|(_, found, expected)| found != expected);
    faults.extend(differing.map(|(what, found, expected)| {
        let expected = format!("the {what} {expected:?} of {}", reference.id);
        Fault::new(named.file, expected, format!("{found:?}"))
    }));
    faults
}
