//! The answers of an ArcGIS FeatureServer: the layer, the count and a page, parted by NUL bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "answers/mod.rs"]
mod answers;

const LAYER: &str = r#"{"kind": "arcgis", "url": "https://x/FeatureServer/0",
    "columns": ["Day", "Kind", "Total"], "days": ["Day"]}"#;

fuzz_target!(|bytes: &[u8]| answers::read(LAYER, bytes));
