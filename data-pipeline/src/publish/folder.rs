//! The folder that releases are published in: its lock, its staging, and durable writes.
//!
//! The folder itself is locked, not a file in it, so that no lock stays that a visitor could fetch.
//! A release is marked from before it is in its place until the catalogue names it, and from before
//! the catalogue stops naming it until it is gone; a signature, until the catalogue names it. So a run
//! that is stopped at any point leaves nothing that the next one, of any city, could take for published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cube::release::SIGNATURE;

use super::{PublishError, catalog};
use crate::durable;
use crate::lock::{self, Lock, LockError};

/// Names of what is not published yet begin with this.
const STAGING_PREFIX: &str = ".staging-";

/// The name of a mark is this and the id of a release; it is an empty file beside the release.
const MARK_PREFIX: &str = ".unnamed-";

/// A mark with this behind the id is that of a signature which the catalogue does not name yet.
const SIGNATURE_ENDING: &str = ".minisig";

/// The file that shows whether the folder can be written to.
const PROBE: &str = "probe";

/// The folder of `catalog.json` and `releases/`, locked for this run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: Lock,
}

impl Drop for Folder {
    /// A run that fails takes its half with it: where the disk is full, the next one needs the room.
    fn drop(&mut self) {
        // There is nobody to tell, and the next run tries again.
        let _ = self.tidy();
    }
}

/// What is in `releases/` and not published: a run is at work on it, or was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A release that is being written or removed.
    Release,
    /// The mark of one.
    Mark,
}

impl Unfinished {
    /// What an entry of `releases/` is that the catalogue does not name, given the names of all.
    #[must_use]
    pub fn of(name: &str, all: &[String]) -> Option<Self> {
        if name.starts_with(MARK_PREFIX) {
            return Some(Self::Mark);
        }
        let mark = mark_of(name);
        let is_release = is_staged(name) || all.contains(&mark);
        is_release.then_some(Self::Release)
    }
}

impl Folder {
    /// Makes the folder where it is missing, locks it, and removes what a stopped run left.
    ///
    /// # Errors
    /// Where another run holds the lock, or the system refuses.
    pub fn open(path: &Path) -> Result<Self, PublishError> {
        Self::open_within(path, Duration::ZERO)
    }

    /// The same, waiting so long for another run to end.
    ///
    /// # Errors
    /// Where another run still holds the lock then, or the system refuses.
    pub fn open_within(path: &Path, patience: Duration) -> Result<Self, PublishError> {
        let releases = path.join("releases");
        durable::create_folders(&releases).map_err(at(&releases))?;
        let lock = lock::lock(path, patience).map_err(|error| match error {
            LockError::Io(error) => at(path)(error),
            LockError::Held { holder } => PublishError::Locked {
                path: path.to_owned(),
                holder,
            },
        })?;
        let folder = Self {
            path: path.to_owned(),
            _lock: lock,
        };
        folder.tidy()?;
        Ok(folder)
    }

    /// Finds out whether a release can be published here, before the work for one begins, and makes
    /// room: removes what a stopped run left, unless a run is publishing right now.
    ///
    /// # Errors
    /// Where the system refuses to write here.
    pub fn prepare(path: &Path) -> Result<(), PublishError> {
        let folder = match Self::open(path) {
            Ok(folder) => folder,
            Err(PublishError::Locked { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        for place in [folder.path.clone(), folder.path.join("releases")] {
            let probe = place.join(format!("{STAGING_PREFIX}{PROBE}"));
            fs::write(&probe, PROBE).map_err(at(&probe))?;
            fs::remove_file(&probe).map_err(at(&probe))?;
        }
        Ok(())
    }

    /// Removes what is not published: what is staged, and each marked release or signature that the
    /// catalogue does not name.
    ///
    /// # Errors
    /// Where the system refuses, or there are marks and the catalogue cannot be read.
    pub(super) fn tidy(&self) -> Result<(), PublishError> {
        let releases = self.path.join("releases");
        remove_staging(&self.path)?;
        remove_staging(&releases)?;
        let names = names_in(&releases)?;
        let marked = names
            .iter()
            .filter_map(|name| name.strip_prefix(MARK_PREFIX));
        let marked: Vec<&str> = marked.collect();
        if marked.is_empty() {
            return Ok(());
        }
        let catalog = catalog::read(self)?;
        let cities = catalog.iter().flat_map(|catalog| &catalog.cities);
        let named = cities.flat_map(|city| &city.releases);
        let named: BTreeMap<&str, bool> = named
            .map(|release| (&*release.id, release.signature_sha256.is_some()))
            .collect();
        for id in marked {
            if let Some(release) = id.strip_suffix(SIGNATURE_ENDING) {
                let signature = self.release(release).join(SIGNATURE);
                if named.get(release) != Some(&true) && signature.exists() {
                    fs::remove_file(&signature).map_err(at(&signature))?;
                }
            } else if !named.contains_key(id) && self.release(id).exists() {
                self.remove_release(id)?;
            }
            let mark = self.release(&mark_of(id));
            fs::remove_file(&mark).map_err(at(&mark))?;
        }
        Ok(())
    }

    /// Marks releases that the catalogue does not name, or will not name: until it does, they are
    /// removed by whoever comes first.
    ///
    /// # Errors
    /// Where the system refuses.
    pub(super) fn mark<T: AsRef<str>>(
        &self,
        ids: impl IntoIterator<Item = T>,
    ) -> Result<(), PublishError> {
        for id in ids {
            let mark = self.release(&mark_of(id.as_ref()));
            durable::write(&mark, b"").map_err(at(&mark))?;
        }
        let releases = self.path.join("releases");
        durable::sync_folder(&releases).map_err(at(&releases))
    }

    /// The path of the catalogue.
    #[must_use]
    pub fn catalog(&self) -> PathBuf {
        self.path.join("catalog.json")
    }

    /// The path of a release.
    #[must_use]
    pub fn release(&self, id: &str) -> PathBuf {
        self.path.join("releases").join(id)
    }

    /// The ids of the releases that are there, named by the catalogue or not.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn releases(&self) -> Result<Vec<String>, PublishError> {
        let names = names_in(&self.path.join("releases"))?;
        let ids = names.into_iter();
        Ok(ids
            .filter(|id| !is_staged(id) && !id.starts_with(MARK_PREFIX))
            .collect())
    }

    /// Removes a release that the catalogue does not name: aside in one step, then for good.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn remove_release(&self, id: &str) -> Result<(), PublishError> {
        let release = self.release(id);
        let aside = self.release(&format!("{STAGING_PREFIX}withdrawn-{id}"));
        durable::move_into_place(&release, &aside).map_err(at(&release))?;
        fs::remove_dir_all(&aside).map_err(at(&aside))?;
        let releases = self.path.join("releases");
        durable::sync_folder(&releases).map_err(at(&releases))
    }

    /// Stores the files of a release, unless they are there; whether they are new.
    ///
    /// # Errors
    /// Where the release is there with other bytes, or the system refuses.
    pub fn store(&self, id: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<bool, PublishError> {
        let releases = self.path.join("releases");
        let release = releases.join(id);
        if release.exists() {
            compare(&release, files)?;
            return Ok(false);
        }
        let staging = releases.join(format!("{STAGING_PREFIX}{id}"));
        let mut folders = BTreeSet::from([staging.clone()]);
        for (path, bytes) in files {
            let target = staging.join(path);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(at(folder))?;
                let above = folder.ancestors().take_while(|above| *above != staging);
                folders.extend(above.map(Path::to_owned));
            }
            durable::write(&target, bytes).map_err(at(&target))?;
        }
        for folder in &folders {
            durable::sync_folder(folder).map_err(at(folder))?;
        }
        self.mark([id])?;
        durable::move_into_place(&staging, &release).map_err(at(&release))?;
        Ok(true)
    }

    /// Reads a release back and checks that it is what was stored, and nothing else.
    ///
    /// # Errors
    /// Where a file cannot be read or has other bytes.
    pub fn verify(&self, id: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<(), PublishError> {
        compare(&self.path.join("releases").join(id), files).map_err(|error| match error {
            PublishError::Differs { path } => PublishError::Unverified { path },
            other => other,
        })
    }

    /// Adds the signature of a release beside its manifest, in one step; marked, until the catalogue
    /// names it.
    ///
    /// # Errors
    /// Where the system refuses.
    pub(super) fn add_signature(&self, id: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.mark([format!("{id}{SIGNATURE_ENDING}")])?;
        self.put(SIGNATURE, &self.release(id).join(SIGNATURE), bytes)
    }

    /// Replaces a file in one step: it has the old bytes or the new ones, never others.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.put(name, &self.path.join(name), bytes)
    }

    fn put(&self, name: &str, target: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        let staging = self.path.join(format!("{STAGING_PREFIX}{name}"));
        durable::write(&staging, bytes).map_err(at(&staging))?;
        durable::move_into_place(&staging, target).map_err(at(target))
    }
}

/// Turns an error of the system into one that names the path.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError + '_ {
    move |error| PublishError::Io {
        path: path.to_owned(),
        error,
    }
}

/// Checks that a folder holds exactly these files with these bytes; a signature may be there beside
/// them.
fn compare(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), PublishError> {
    for (path, bytes) in files {
        let path = folder.join(path);
        let found = fs::read(&path).map_err(at(&path))?;
        if found != *bytes {
            return Err(PublishError::Differs { path });
        }
    }
    let expected = files.keys().map(String::as_str).chain([SIGNATURE]);
    let expected: BTreeSet<PathBuf> = expected.map(|path| folder.join(path)).collect();
    let mut found = BTreeSet::new();
    list_files(folder, &mut found)?;
    match found.difference(&expected).next() {
        None => Ok(()),
        Some(path) => Err(PublishError::Differs { path: path.clone() }),
    }
}

fn list_files(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<(), PublishError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            list_files(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

fn is_staged(name: &str) -> bool {
    name.starts_with(STAGING_PREFIX)
}

/// Whether a release, by its folder, has a signature that the catalogue does not name yet: a run is at
/// work on it, or was stopped. It does not count.
#[must_use]
pub fn is_being_signed(release: &Path) -> bool {
    let id = release.file_name().unwrap_or_default().to_string_lossy();
    let mark = mark_of(&format!("{id}{SIGNATURE_ENDING}"));
    release.with_file_name(mark).exists()
}

fn mark_of(id: &str) -> String {
    format!("{MARK_PREFIX}{id}")
}

/// The names in a folder, in order.
fn names_in(folder: &Path) -> Result<Vec<String>, PublishError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn remove_staging(folder: &Path) -> Result<(), PublishError> {
    for name in names_in(folder)?.iter().filter(|name| is_staged(name)) {
        let path = folder.join(name);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(at(&path))?;
    }
    Ok(())
}
