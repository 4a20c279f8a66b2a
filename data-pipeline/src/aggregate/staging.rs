//! The staging of one build: the folder of records, what each source contributes, and the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cube::Month;
use tempfile::TempDir;

use super::record_writer::staging;
use super::{AggregateError, Engine, EnginePlace, Measured, PublishedTotal};

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
    _temporary: Option<TempDir>,
}

impl Staging {
    /// A staging that is removed in the end, in the system's folder for temporary files.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn temporary(place: EnginePlace) -> Result<Self, AggregateError> {
        let folder = tempfile::Builder::new().prefix("sightline-").tempdir();
        let folder = folder.map_err(staging(&std::env::temp_dir()))?;
        let mut new = Self::kept(folder.path(), place)?;
        new._temporary = Some(folder);
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
