//! Every JSON file of a release that the site reads: what can be read can be written, and read again.
//!
//! The input is taken for each of them in turn.
#![no_main]

use cube::comparison::Comparison;
use cube::enforcement::Enforcement;
use cube::places::PlaceLayer;
use cube::programme::Programme;
use cube::release::{Catalog, ChangeNotes, Events, Manifest, Overview};
use cube::texts::Translations;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn comes_back<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    if let Ok(read) = serde_json::from_slice::<T>(bytes) {
        let written = serde_json::to_vec(&read).expect("what was read is JSON");
        assert!(serde_json::from_slice::<T>(&written).is_ok());
    }
}

fuzz_target!(|bytes: &[u8]| {
    comes_back::<Catalog>(bytes);
    comes_back::<Manifest>(bytes);
    comes_back::<Overview>(bytes);
    comes_back::<Events>(bytes);
    comes_back::<ChangeNotes>(bytes);
    comes_back::<Translations>(bytes);
    comes_back::<PlaceLayer>(bytes);
    comes_back::<Programme>(bytes);
    comes_back::<Enforcement>(bytes);
    comes_back::<Comparison>(bytes);
});
