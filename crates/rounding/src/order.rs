//! The order in which things are tried: by a keyed hash of what they are, so that it is the same in
//! each run and nobody without the key can tell it.

use sha2::{Digest, Sha256};

/// A number for a key under a secret; equal for equal arguments.
pub(crate) fn keyed(secret: &[u8], key: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update((secret.len() as u64).to_le_bytes());
    hash.update(secret);
    hash.update(key.to_le_bytes());
    let digest = hash.finalize();
    let first = digest.iter().take(8);
    first.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Numbers that follow from a secret.
pub(crate) struct Stream {
    state: u64,
}

impl Stream {
    pub fn new(secret: &[u8]) -> Self {
        Self {
            state: keyed(secret, 0),
        }
    }

    /// The next number below a limit, which is at least 1 (SplitMix64).
    pub fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.state;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^= number >> 31;
        usize::try_from((u128::from(number) * limit as u128) >> 64).unwrap_or(0)
    }

    /// Puts items into an order that follows from the secret (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}
