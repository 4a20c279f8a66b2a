//! The page as a file, and its tables.

mod page;
mod tables;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cube::codec;
use four_charts::FILES;

/// Writes everything.
pub fn run() -> Result<()> {
    let mut folders = env::args_os().skip(1).map(PathBuf::from);
    let usage = "expected the folder of the data and that of the page";
    let (from, to) = (
        folders.next().context(usage)?,
        folders.next().context(usage)?,
    );
    let numbers = tables::read(&from)?;
    for (path, cube) in [
        (FILES.crime, &numbers.crime),
        (FILES.hours, &numbers.hours),
        (FILES.places, &numbers.places),
    ] {
        write(&to.join(path), &codec::encode(cube)?)?;
    }
    write(&to.join(FILES.layer), &serde_json::to_vec(&*numbers.layer)?)?;
    write(&to.join("index.html"), page::page(&numbers).0.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
