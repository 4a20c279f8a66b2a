//! Writes that survive a crash: the bytes first, then the name, then the folder of the name.
//!
//! It knows neither releases nor snapshots; those who write decide what a half-way state may be.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Writes a file, and returns once the bytes are on the disk.
///
/// # Errors
/// Where the system refuses.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Moves a finished file to its place in one step: there are the old bytes or the new, never others.
///
/// Both must be on one file system.
///
/// # Errors
/// Where the system refuses.
pub fn move_into_place(staged: &Path, target: &Path) -> io::Result<()> {
    fs::rename(staged, target)?;
    target.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder and those above it where they are missing, and returns once their names are on
/// the disk.
///
/// # Errors
/// Where the system refuses.
pub fn create_folders(folder: &Path) -> io::Result<()> {
    let missing = folder.ancestors().take_while(|above| !above.exists());
    let missing: Vec<&Path> = missing.collect();
    fs::create_dir_all(folder)?;
    for parent in missing.into_iter().filter_map(Path::parent) {
        sync_folder(parent)?;
    }
    Ok(())
}

/// Makes the names in a folder as durable as the files behind them.
///
/// # Errors
/// Where the system refuses.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // The folder of a lone name is the one that the process is in.
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    fs::File::open(folder)?.sync_all()
}

/// What to do about an error of the system, as the end of a message that names the path; empty where
/// nothing better than its own words is known.
#[must_use]
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "; expected room on the disk: free some, and run again"
        }
        ErrorKind::FileTooLarge => {
            "; expected to be allowed files of this length: raise the limit (ulimit -f), and run again"
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
            "; expected a folder that this user may write to: allow it, or name another one"
        }
        ErrorKind::NotADirectory => {
            "; expected a folder, and a part of the path is a file: name another one"
        }
        _ => "",
    }
}
