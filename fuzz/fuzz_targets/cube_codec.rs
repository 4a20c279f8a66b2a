//! A cube: bytes that are one can be written again, and are the same.
#![no_main]

use cube::codec::{decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(cube) = decode(bytes) {
        let written = encode(&cube).expect("what was read can be written");
        let again = decode(&written).expect("what was written can be read");
        assert_eq!(cube, again);
    }
});
