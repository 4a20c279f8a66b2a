//! The bytes of a source file: inflated, and checked to be the expected ones.

use std::io::Read;
use std::path::Path;

use cube::release::hex;
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
        let file = Self::read_unverified(folder, source)?;
        file.verify(folder, source).map(|()| file)
    }

    /// Reads the file of a source, whatever its content is.
    ///
    /// # Errors
    /// Where it cannot be read or inflated.
    pub fn read_unverified(folder: &Path, source: &SourceSettings) -> Result<Self, SourceError> {
        let path = folder.join(&source.file);
        match inflated(&path) {
            Ok(bytes) => Ok(Self { bytes }),
            Err(error) => Err(SourceError::Read { path, error }),
        }
    }

    /// Whether the content is the one that the settings describe.
    ///
    /// # Errors
    /// Where its hash is another.
    pub fn verify(&self, folder: &Path, source: &SourceSettings) -> Result<(), SourceError> {
        let found = sha256_hex(&self.bytes);
        if found == source.sha256 {
            return Ok(());
        }
        Err(SourceError::Hash {
            path: folder.join(&source.file),
            expected: source.sha256.clone(),
            found,
        })
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
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
