//! Rows of a Parquet file: whatever the bytes are, each field can be asked for.
#![no_main]

use data_pipeline::source::SourceFormat;
use libfuzzer_sys::fuzz_target;

#[path = "rows/mod.rs"]
mod rows;

// The decoder's own assertions are caught where it is called; a panic that leaves our code still
// ends the run.
fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| rows::read(SourceFormat::Parquet, bytes)
);
