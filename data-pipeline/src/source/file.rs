//! The bytes of a source file: inflated, and checked to be the expected ones.

use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::SourceError;
use crate::settings::SourceSettings;

/// The uncompressed content of a source file.
#[derive(Debug)]
pub struct SourceFile {
    /// The content.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// Reads the file of a source below the folder of sources.
    ///
    /// # Errors
    /// Where it cannot be read, or its content does not have the hash that the settings name.
    pub fn read(folder: &Path, source: &SourceSettings) -> Result<Self, SourceError> {
        let path = folder.join(&source.file);
        let bytes = inflated(&path).map_err(|error| SourceError::Read {
            path: path.clone(),
            error,
        })?;
        let found = sha256_hex(&bytes);
        if found != source.sha256 {
            return Err(SourceError::Hash {
                path,
                expected: source.sha256.clone(),
                found,
            });
        }
        Ok(Self { bytes })
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn inflated(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut content)?;
    Ok(content)
}
