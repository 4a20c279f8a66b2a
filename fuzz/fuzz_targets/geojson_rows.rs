//! Rows of a GeoJSON: whatever the bytes are, each field can be asked for.
#![no_main]

use data_pipeline::source::SourceFormat;
use libfuzzer_sys::fuzz_target;

#[path = "rows/mod.rs"]
mod rows;

fuzz_target!(|bytes: &[u8]| rows::read(SourceFormat::Geojson, bytes));
