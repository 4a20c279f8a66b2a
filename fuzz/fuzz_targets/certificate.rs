//! The check of a certificate: of a small release, one file becomes the input, and the check runs to its
//! end.
//!
//! The first byte chooses the file; the rest is its content.
#![no_main]

use disclosure::{Checker, Policy};
use libfuzzer_sys::fuzz_target;

macro_rules! of_release {
    ($path:literal) => {
        include_bytes!(concat!(
            "../../tests/fixtures/protected/releases/2026-01-01-protected/",
            $path
        ))
    };
}

/// The certificate, the policy, and the tables in the order of the certificate.
const FILES: [&[u8]; 4] = [
    of_release!("certificate.json"),
    of_release!("policy.json"),
    of_release!("cubes/assaults-district.cube"),
    of_release!("cubes/arrests-race-district.cube"),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, content)) = bytes.split_first() else {
        return;
    };
    // Another policy than the one that the certificate names is refused by its hash; it is read all the same.
    let _ = serde_json::from_slice::<Policy>(content);
    let mut files = FILES.map(<[u8]>::to_vec);
    let count = files.len();
    files[usize::from(*choice) % count] = content.to_vec();
    let [certificate, policy, tables @ ..] = files;
    if let Ok(mut checker) = Checker::new(&certificate, &policy, &tables) {
        checker.finish();
    }
});
