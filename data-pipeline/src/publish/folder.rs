//! The folder that releases are published in: its lock, its staging, and durable writes.
//!
//! The folder itself is locked, not a file in it: the lock leaves with the process, however it
//! ends, and leaves nothing behind that a visitor could fetch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cube::release::SIGNATURE;

use super::PublishError;
use crate::durable;

/// Names of what is not published yet begin with this.
const STAGING_PREFIX: &str = ".staging-";

/// The folder of `catalog.json` and `releases/`, locked for this run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: fs::File,
}

impl Drop for Folder {
    /// Closing the file is not enough: a process that is being started elsewhere in this one may
    /// still hold a copy of it, and the lock with it.
    fn drop(&mut self) {
        // There is nobody to tell, and the lock leaves with the process at the latest.
        let _ = self.lock.unlock();
    }
}

impl Folder {
    /// Makes the folder where it is missing, locks it, and removes what a stopped run left.
    ///
    /// # Errors
    /// Where another run holds the lock, or the system refuses.
    pub fn open(path: &Path) -> Result<Self, PublishError> {
        let releases = path.join("releases");
        fs::create_dir_all(&releases).map_err(at(&releases))?;
        let lock = fs::File::open(path).map_err(at(path))?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => PublishError::Locked {
                path: path.to_owned(),
            },
            fs::TryLockError::Error(error) => at(path)(error),
        })?;
        let folder = Self {
            path: path.to_owned(),
            lock,
        };
        remove_staging(&folder.path)?;
        remove_staging(&releases)?;
        Ok(folder)
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
        let releases = self.path.join("releases");
        let mut ids = Vec::new();
        for entry in fs::read_dir(&releases).map_err(at(&releases))? {
            let entry = entry.map_err(at(&releases))?;
            ids.push(entry.file_name().to_string_lossy().into_owned());
        }
        ids.retain(|id| !id.starts_with(STAGING_PREFIX));
        ids.sort();
        Ok(ids)
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
                folders.insert(folder.to_owned());
            }
            durable::write(&target, bytes).map_err(at(&target))?;
        }
        for folder in &folders {
            durable::sync_folder(folder).map_err(at(folder))?;
        }
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

    /// Adds the signature of a release beside its manifest, in one step.
    ///
    /// # Errors
    /// Where the system refuses.
    pub(super) fn add_signature(&self, id: &str, bytes: &[u8]) -> Result<(), PublishError> {
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

fn remove_staging(folder: &Path) -> Result<(), PublishError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        if !entry
            .file_name()
            .to_string_lossy()
            .starts_with(STAGING_PREFIX)
        {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(at(&path))?;
    }
    Ok(())
}
