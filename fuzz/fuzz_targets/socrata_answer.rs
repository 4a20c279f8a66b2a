//! The answers of a Socrata portal: the count and a page, parted by a NUL byte.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "answers/mod.rs"]
mod answers;

const TABLE: &str = r#"{"kind": "socrata", "url": "https://x/resource/a.json",
    "columns": ["Day", "Kind", "Total"]}"#;

fuzz_target!(|bytes: &[u8]| answers::read(TABLE, bytes));
