//! The staging of one build: the folder of records, what each source contributes, and the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cube::Month;
use tempfile::TempDir;

use super::record_writer::staging;
use super::{AggregateError, Engine, EnginePlace, Measured, PublishedTotal};
use crate::lock::{self, Lock, LockError};

/// Names of temporary folders begin with this. They are locked while they are used: by that, those
/// of runs that were killed are told apart.
const PREFIX: &str = "sightline-staged-";

/// What one source contributes to tables, besides its records.
#[derive(Debug, Default)]
pub struct Staged {
    /// The positions of the codes that the source can hold: where it has no record of one, it says
    /// zero. Empty where only what is given is known.
    pub held: BTreeSet<usize>,
    /// Whether only what is given is known, so that an absent count is unknown and not zero.
    pub is_given: bool,
    /// The kinds of place that its records name.
    pub places: BTreeSet<String>,
    /// The members, by kind of place, of which the source can hold no count.
    pub not_told_apart: BTreeMap<String, BTreeSet<usize>>,
    /// The months and the positions of codes of which it has records.
    pub present: BTreeSet<(Month, usize)>,
    /// The most digits after the point that a number has, by position of its code, where any has.
    pub decimals: BTreeMap<usize, u8>,
    /// Totals as they were published, which no table counts.
    pub totals: Vec<PublishedTotal>,
    /// Values of measures, which no table counts.
    pub measures: Vec<Measured>,
}

/// Where records are staged and SQL runs.
pub struct Staging {
    folder: PathBuf,
    sources: BTreeSet<String>,
    datasets: BTreeMap<String, Staged>,
    /// What runs the statements.
    pub engine: Engine,
    _temporary: Option<Temporary>,
}

/// A folder that is removed in the end, and its lock, where the system can lock it; dropped in this
/// order.
struct Temporary {
    folder: TempDir,
    _lock: Option<Lock>,
}

impl Staging {
    /// A staging that is removed in the end, in the system's folder for temporary files. What a run
    /// that was killed left there is removed now: it is rows, and nobody may keep them.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn temporary(place: EnginePlace) -> Result<Self, AggregateError> {
        let within = std::env::temp_dir();
        remove_abandoned(&within);
        let temporary = Temporary::new(&within).map_err(staging(&within))?;
        let mut new = Self::kept(temporary.folder.path(), place)?;
        new._temporary = Some(temporary);
        Ok(new)
    }

    /// A staging that stays, to be queried again.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn kept(folder: &Path, place: EnginePlace) -> Result<Self, AggregateError> {
        std::fs::create_dir_all(folder).map_err(staging(folder))?;
        Ok(Self {
            folder: folder.canonicalize().map_err(staging(folder))?,
            sources: BTreeSet::new(),
            datasets: BTreeMap::new(),
            engine: Engine::new(place)?,
            _temporary: None,
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Notes what a source contributes, by dataset; its records are in the folder.
    pub fn insert(&mut self, source: &str, staged: Vec<(String, Staged)>) {
        self.sources.insert(source.to_owned());
        self.datasets.extend(staged);
    }

    /// Whether a source is staged.
    #[must_use]
    pub fn has(&self, source: &str) -> bool {
        self.sources.contains(source)
    }

    /// What a dataset contributes, where it is staged.
    #[must_use]
    pub fn dataset(&self, name: &str) -> Option<&Staged> {
        self.datasets.get(name)
    }

    /// The values of measures that a source holds; none where it is not staged.
    #[must_use]
    pub fn measured(&self, source: &str) -> &[Measured] {
        let staged = self.dataset(source);
        staged.map_or(&[], |staged| &staged.measures)
    }
}

impl Temporary {
    /// Makes a folder and locks it.
    fn new(within: &Path) -> std::io::Result<Self> {
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(within)?;
            match lock::lock(folder.path(), Duration::ZERO) {
                // Before it was locked, another run may have taken it for abandoned.
                Ok(_) if !folder.path().is_dir() => {}
                Err(LockError::Held { .. }) => {}
                Err(LockError::Io(error)) if error.kind() == ErrorKind::NotFound => {}
                // Where nothing can be locked, nothing is taken for abandoned either.
                lock => {
                    let _lock = lock.ok();
                    return Ok(Self { folder, _lock });
                }
            }
        }
    }
}

/// Removes the folders of runs that have ended without removing them. One that cannot be removed,
/// as another user's, stays.
fn remove_abandoned(within: &Path) {
    let entries = std::fs::read_dir(within).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    for folder in folders.map(|entry| entry.path()) {
        if let Ok(_lock) = lock::lock(&folder, Duration::ZERO) {
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_in_use_stays() {
        let within = TempDir::new().unwrap();
        let used = Temporary::new(within.path()).unwrap();
        let abandoned = within.path().join(format!("{PREFIX}killed"));
        let other = within.path().join("of-somebody-else");
        for folder in [&abandoned, &other] {
            std::fs::create_dir_all(folder.join("records")).unwrap();
        }
        remove_abandoned(within.path());
        assert!(used.folder.path().is_dir());
        assert!(other.is_dir());
        assert!(!abandoned.exists());
    }
}
