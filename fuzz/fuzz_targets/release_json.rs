//! Catalogue and manifest of a release: what can be read can be written, and read again.
#![no_main]

use cube::release::{Catalog, Manifest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(catalog) = serde_json::from_slice::<Catalog>(bytes) {
        let written = serde_json::to_vec(&catalog).expect("a catalogue is JSON");
        assert!(serde_json::from_slice::<Catalog>(&written).is_ok());
    }
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(bytes) {
        let written = serde_json::to_vec(&manifest).expect("a manifest is JSON");
        assert!(serde_json::from_slice::<Manifest>(&written).is_ok());
    }
});
