//! Names and hashes of files that never change under their name.

use base64::{Engine, engine::general_purpose::STANDARD};
use cube::release::hex;
use sha2::{Digest, Sha256};

/// So many digits of a hash are in a name.
const DIGITS: usize = 16;

/// The name of a file after what it holds.
#[must_use]
pub fn named(start: &str, bytes: &[u8], ending: &str) -> String {
    format!("{start}-{}.{ending}", digits(bytes))
}

/// The first digits of the SHA-256 of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn digits(bytes: &[u8]) -> String {
    let mut hash = hex(&Sha256::digest(bytes));
    hash.truncate(DIGITS);
    hash
}

/// The hash of a file as an attribute says it, <https://www.w3.org/TR/SRI/>.
#[must_use]
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}
