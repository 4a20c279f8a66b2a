//! The files that tell of a program: its facts and measures as JSON, and the measures as CSV.

use cube::programme::{PATH, Programme};

use super::{PublishError, json};

/// The path of its measures as CSV.
pub const MEASURES: &str = "downloads/measures.csv";

/// The files of a program, by path relative to the release.
///
/// # Errors
/// Where one of them cannot be written.
pub fn programme_files(programme: &Programme) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
    let mut files = vec![(PATH.to_owned(), json(programme)?)];
    if !programme.measures.is_empty() {
        files.push((MEASURES.to_owned(), programme.measures_csv()));
    }
    Ok(files)
}
