//! The answer of a CKAN catalogue about a package, of which one resource is chosen.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "answers/mod.rs"]
mod answers;

const RESOURCE: &str = r#"{"kind": "ckan", "url": "https://x", "resource": "crime"}"#;
const PACKAGE: &str = r#"{"kind": "ckan", "url": "https://x", "package": "crime",
    "name": "Crime", "format": "csv"}"#;

fuzz_target!(|bytes: &[u8]| {
    answers::read(RESOURCE, bytes);
    answers::read(PACKAGE, bytes);
});
