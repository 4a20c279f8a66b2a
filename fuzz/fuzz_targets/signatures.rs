//! A catalogue, a manifest with its signature, and a key, parted by NUL bytes: whatever they are, each is
//! judged. What is left out is that of Baltimore's release.
#![no_main]

use libfuzzer_sys::fuzz_target;
use verification::{PublicKey, check_list, read_catalog};

const KEY: &str = include_str!("../../data-pipeline/cities/baltimore/minisign.pub");

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (manifest, signature, key, catalog) = (next(), next(), next(), next());
    let own = PublicKey::parse(KEY).expect("the key of the settings");
    let given = PublicKey::parse(&String::from_utf8_lossy(key));
    if let Ok(key) = &given {
        assert_eq!(PublicKey::parse(&key.file_text()).as_ref().ok(), Some(key));
    }
    let key = given.as_ref().unwrap_or(&own);
    let _ = check_list("", None, manifest, Some(signature), Some(key));
    let _ = read_catalog("catalog.json", catalog);
});
