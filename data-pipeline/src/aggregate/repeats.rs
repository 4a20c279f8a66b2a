//! How many rows of a file repeat an earlier one in full.
//!
//! Such rows stay: they are separate victims whose difference the export has dropped. Eight bytes a
//! row are kept, so two different rows could be taken for the same once in tens of thousands of files
//! of the largest size, and only this number would be wrong.

/// The hashes of the rows of one file.
#[derive(Debug, Default)]
pub struct Repeats {
    hashes: Vec<u64>,
}

impl Repeats {
    /// Notes a row by its hash.
    pub fn note(&mut self, hash: u64) {
        self.hashes.push(hash);
    }

    /// The number of rows that repeat an earlier one.
    #[must_use]
    pub fn count(mut self) -> u64 {
        let rows = self.hashes.len();
        self.hashes.sort_unstable();
        self.hashes.dedup();
        (rows - self.hashes.len()) as u64
    }
}
