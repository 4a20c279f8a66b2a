//! The files of one table: the cube for the site, the CSV for people.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use super::PublishError;
use crate::disclosure::ProtectedCube;

/// The cubes of releases from this day on leave out what adds up. Those before stay as they are: whoever
/// rebuilds one from its sources gets its bytes.
const SUMS_LEFT_OUT_FROM: &str = "2026-12-01";
/// A CSV above this many bytes is published compressed.
const PLAIN_CSV_LIMIT_BYTES: usize = 2_000_000;

/// The files of one table, with their paths relative to the release.
#[derive(Debug)]
pub struct TableFiles {
    /// The path and the bytes of the cube.
    pub cube: (String, Vec<u8>),
    /// The path and the bytes of the CSV, compressed or not.
    pub csv: (String, Vec<u8>),
}

/// Writes a protected cube in both formats for a release of a day, `YYYY-MM-DD`; equal cubes give equal
/// bytes.
///
/// # Errors
/// Where a writer fails.
pub fn table_files(cube: &ProtectedCube, released: &str) -> Result<TableFiles, PublishError> {
    let cube = cube.cube();
    let id = &cube.header().id;
    let failed = |error: String| PublishError::Table {
        table: id.clone(),
        error,
    };
    let encoded = match released >= SUMS_LEFT_OUT_FROM {
        true => cube::codec::encode(cube),
        false => cube::codec::encode_whole(cube),
    };
    let encoded = encoded.map_err(|error| failed(error.to_string()))?;
    let csv = cube::tidy::cube_csv(cube);
    let csv = if csv.len() > PLAIN_CSV_LIMIT_BYTES {
        let compressed = compressed(&csv).map_err(|error| failed(error.to_string()))?;
        (format!("downloads/{id}.csv.gz"), compressed)
    } else {
        (format!("downloads/{id}.csv"), csv)
    };
    Ok(TableFiles {
        cube: (format!("cubes/{id}.cube"), encoded),
        csv,
    })
}

/// Compresses with no time, no name and a fixed level, so that equal bytes stay equal.
fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
