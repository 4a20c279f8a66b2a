//! How many rows of a file repeat an earlier one in full.
//!
//! Such rows stay: they are separate victims whose difference the export has dropped. Eight bytes a
//! row are kept, so two different rows could be taken for the same once in tens of thousands of files
//! of the largest size, and only this number would be wrong. What does not fit into a few megabytes
//! lies in sorted runs on disk, which are merged in the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// Hashes that are kept in memory before they become a run.
const RUN: usize = 1 << 20;

/// The hashes of the rows of one file.
#[derive(Debug)]
pub struct Repeats {
    hashes: Vec<u64>,
    runs: Vec<File>,
    most_in_memory: usize,
}

impl Default for Repeats {
    fn default() -> Self {
        Self::with_run(RUN)
    }
}

impl Repeats {
    fn with_run(most_in_memory: usize) -> Self {
        Self {
            hashes: Vec::new(),
            runs: Vec::new(),
            most_in_memory,
        }
    }

    /// Notes a row by its hash.
    ///
    /// # Errors
    /// Where a run cannot be written to the system's folder for temporary files.
    pub fn note(&mut self, hash: u64) -> io::Result<()> {
        self.hashes.push(hash);
        match self.hashes.len() < self.most_in_memory {
            true => Ok(()),
            false => self.write_run(),
        }
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.hashes.sort_unstable();
        let mut run = BufWriter::new(tempfile::tempfile()?);
        for hash in self.hashes.drain(..) {
            run.write_all(&hash.to_le_bytes())?;
        }
        let mut run = run.into_inner().map_err(io::IntoInnerError::into_error)?;
        run.seek(SeekFrom::Start(0))?;
        self.runs.push(run);
        Ok(())
    }

    /// The number of rows that repeat an earlier one.
    ///
    /// # Errors
    /// Where a run cannot be read again.
    pub fn count(mut self) -> io::Result<u64> {
        if self.runs.is_empty() {
            let rows = self.hashes.len();
            self.hashes.sort_unstable();
            self.hashes.dedup();
            return Ok((rows - self.hashes.len()) as u64);
        }
        self.write_run()?;
        let mut runs: Vec<BufReader<File>> = self.runs.into_iter().map(BufReader::new).collect();
        let mut heads = BinaryHeap::new();
        for (at, run) in runs.iter_mut().enumerate() {
            heads.extend(next(run)?.map(|hash| Reverse((hash, at))));
        }
        let (mut last, mut repeated) = (None, 0);
        while let Some(Reverse((hash, at))) = heads.pop() {
            repeated += u64::from(last == Some(hash));
            last = Some(hash);
            if let Some(run) = runs.get_mut(at) {
                heads.extend(next(run)?.map(|hash| Reverse((hash, at))));
            }
        }
        Ok(repeated)
    }
}

/// The next hash of a run; none at its end.
fn next(run: &mut impl Read) -> io::Result<Option<u64>> {
    let mut bytes = [0; 8];
    match run.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(u64::from_le_bytes(bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_on_disk_count_what_memory_counts(hashes in prop::collection::vec(0_u64..40, 0..120)) {
            let count = |most_in_memory| {
                let mut repeats = Repeats::with_run(most_in_memory);
                hashes.iter().for_each(|hash| repeats.note(*hash).unwrap());
                repeats.count().unwrap()
            };
            let distinct: std::collections::BTreeSet<&u64> = hashes.iter().collect();
            prop_assert_eq!(count(1000), (hashes.len() - distinct.len()) as u64);
            prop_assert_eq!(count(7), count(1000));
        }
    }
}
