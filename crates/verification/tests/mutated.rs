//! Whatever becomes of a catalogue, a manifest, a signature or a key: it is read or refused, and nothing
//! that was changed passes for what was published.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a panic is how a test fails"
)]

use std::path::Path;

use verification::{Named, PublicKey, Signing, check_list, read_catalog};

#[path = "../../../tests/mutated/mod.rs"]
mod mutated;

use mutated::{KINDS, mutated};

const ROUNDS: u64 = 20;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn a_changed_list_signature_or_catalogue_is_no_published_one() {
    let data = root().join("public/data");
    let bytes = std::fs::read(data.join("catalog.json")).unwrap();
    let (catalog, faults) = read_catalog("catalog.json", &bytes);
    assert_eq!(faults, []);
    let catalog = catalog.unwrap();
    let city = &catalog.cities[0];
    let key = root().join("data-pipeline/cities").join(&city.id);
    let key = std::fs::read_to_string(key.join("minisign.pub")).unwrap();
    let key = PublicKey::parse(&key).unwrap();
    let mut releases = city.releases.iter();
    let reference = releases.find(|one| one.id == city.current).unwrap();
    let folder = data.join("releases").join(&reference.id);
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
    let signature = std::fs::read(folder.join("manifest.json.minisig")).unwrap();
    let named = Named {
        file: "catalog.json",
        city,
        reference,
    };
    let check = |manifest: &[u8], signature: &[u8]| {
        check_list("", Some(named), manifest, Some(signature), Some(&key))
    };
    assert!(matches!(
        check(&manifest, &signature).signing,
        Signing::Signed(_)
    ));
    for number in 0..KINDS * ROUNDS {
        let changed = mutated(&manifest, number);
        let list = check(&changed, &signature);
        assert!(changed == manifest || list.signing == Signing::Wrong);
        assert!(changed == manifest || !list.faults.is_empty(), "{number}");

        let changed = mutated(&signature, number);
        let list = check(&manifest, &changed);
        assert!(changed == signature || !list.faults.is_empty(), "{number}");

        let changed = mutated(&bytes, number);
        let (_, faults) = read_catalog("catalog.json", &changed);
        // What is still a catalogue in its form is held against the manifests.
        assert!(
            changed == bytes
                || !faults.is_empty()
                || serde_json::from_slice::<serde_json::Value>(&changed).is_ok()
        );
    }
}

#[test]
fn a_changed_key_is_another_or_none() {
    let path = root().join("data-pipeline/cities/baltimore/minisign.pub");
    let text = std::fs::read(path).unwrap();
    let own = PublicKey::parse(std::str::from_utf8(&text).unwrap()).unwrap();
    let mut read = 0;
    for number in 0..KINDS * ROUNDS {
        let changed = String::from_utf8_lossy(&mutated(&text, number)).into_owned();
        if let Ok(key) = PublicKey::parse(&changed) {
            read += 1;
            let again = PublicKey::parse(&key.file_text()).unwrap();
            assert_eq!(again, key);
            assert!(key != own || changed.contains(own.line()), "{changed}");
        }
    }
    assert!(read > 0, "the comment may be any");
}
