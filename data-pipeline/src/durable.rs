//! Writes that survive a crash: the bytes first, then the name, then the folder of the name.
//!
//! It knows neither releases nor snapshots; those who write decide what a half-way state may be.

use std::fs;
use std::io::{self, Write};
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

/// Makes the names in a folder as durable as the files behind them.
///
/// # Errors
/// Where the system refuses.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}
