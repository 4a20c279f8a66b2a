//! Whatever becomes of a published file on its way: it is read or refused, in a moment and in little
//! memory, and what is read can be written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a panic is how a test fails"
)]

use std::path::{Path, PathBuf};

use cube::codec::{DecodeError, decode, encode};
use cube::comparison::Comparison;
use cube::enforcement::Enforcement;
use cube::places::PlaceLayer;
use cube::programme::Programme;
use cube::release::{Catalog, ChangeNotes, Events, Manifest, Overview};
use cube::texts::Translations;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "../../../tests/mutated/mod.rs"]
mod mutated;

use mutated::{DEEP, KINDS, mutated};

/// The files of a name in all releases are alike: so many, the smallest, stand for all.
const MOST_FILES: usize = 4;

/// The published files of a name.
fn published(is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/data");
    let mut folders = vec![data];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_wanted(&path.to_string_lossy()) {
                found.push((entry.metadata().unwrap().len(), path));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no release is in public/data");
    found.truncate(MOST_FILES);
    found.into_iter().map(|(_, path)| path).collect()
}

/// So many changes of each kind.
const ROUNDS: u64 = 4;

fn check_json<T: DeserializeOwned + Serialize>(ending: &str) {
    for path in published(|path| path.ends_with(ending)) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(serde_json::from_slice::<T>(&bytes).is_ok(), "{path:?}");
        for number in 0..KINDS * ROUNDS {
            let changed = mutated(&bytes, number);
            if let Ok(read) = serde_json::from_slice::<T>(&changed) {
                let written = serde_json::to_vec(&read).unwrap();
                assert!(
                    serde_json::from_slice::<T>(&written).is_ok(),
                    "{path:?}, {number}"
                );
            }
        }
        for open in ["[", "{\"tables\":", "{\"\":"] {
            assert!(serde_json::from_str::<T>(&open.repeat(DEEP)).is_err());
        }
    }
}

#[test]
fn json_of_a_release_is_read_or_refused() {
    check_json::<Catalog>("catalog.json");
    check_json::<Manifest>("/manifest.json");
    check_json::<Overview>("/overview.json");
    check_json::<Events>("/events.json");
    check_json::<ChangeNotes>("/changes.json");
    check_json::<Translations>("/texts/es.json");
    check_json::<Programme>("/programme.json");
    check_json::<Enforcement>("/enforcement.json");
    check_json::<Comparison>("/comparison.json");
}

#[test]
fn places_are_read_or_refused() {
    for path in published(|path| path.contains("/geo/")) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            serde_json::from_slice::<PlaceLayer>(&bytes).is_ok(),
            "{path:?}"
        );
        for number in 0..KINDS * ROUNDS {
            let _ = serde_json::from_slice::<PlaceLayer>(&mutated(&bytes, number));
        }
    }
}

#[test]
fn cubes_are_read_or_refused() {
    for path in published(|path| path.ends_with(".cube")) {
        let bytes = std::fs::read(&path).unwrap();
        // As it was written then, and as it would be now.
        let now = encode(&decode(&bytes).unwrap()).unwrap();
        for bytes in [bytes, now] {
            for number in 0..KINDS * ROUNDS {
                if let Ok(cube) = decode(&mutated(&bytes, number)) {
                    assert_eq!(decode(&encode(&cube).unwrap()).unwrap(), cube, "{path:?}");
                }
            }
        }
    }
}

/// A header may ask for more cells than any machine holds, in a few bytes.
#[test]
fn lengths_that_lie_are_refused_before_anything_is_made_room_for() {
    let paths = published(|path| path.ends_with(".cube"));
    let bytes = std::fs::read(&paths[0]).unwrap();
    let (mark, rest) = bytes.split_at(8);
    let length = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
    let mut header: serde_json::Value = serde_json::from_slice(&rest[4..4 + length]).unwrap();

    // Far more bytes of header than there are.
    let lying = [mark, &u32::MAX.to_le_bytes(), &rest[4..]].concat();
    let error = decode(&lying).unwrap_err().to_string();
    assert!(error.ends_with("expected the whole header"), "{error}");

    // Months from the beginning of the calendar to its end, of many areas.
    header["first"] = "0001-01".into();
    header["last"] = "9999-12".into();
    let members = header["dimensions"][0]["members"].as_array_mut().unwrap();
    let model = members[0].clone();
    for at in 0..5_000 {
        let mut member = model.clone();
        member["code"] = format!("x{at}").into();
        members.push(member);
    }
    let text = serde_json::to_vec(&header).unwrap();
    let size = (text.len() as u32).to_le_bytes();
    let vast = [mark, &size, &text, &rest[4 + length..]].concat();
    let error = decode(&vast).unwrap_err();
    assert!(matches!(error, DecodeError::Cube(_)), "{error}");
    assert!(error.to_string().contains("50000000"), "{error}");
}
