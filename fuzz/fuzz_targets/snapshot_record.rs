//! The record beside a snapshot: what can be read can be written, and read again.
#![no_main]

use data_pipeline::fetch::SnapshotRecord;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(record) = serde_json::from_slice::<SnapshotRecord>(bytes) {
        let written = serde_json::to_vec(&record).expect("a record is JSON");
        assert_eq!(
            serde_json::from_slice::<SnapshotRecord>(&written).ok(),
            Some(record)
        );
    }
});
