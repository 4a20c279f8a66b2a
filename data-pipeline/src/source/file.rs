//! A source file: where it is, what its content is, and that this is the expected one.
//!
//! The content is never held as a whole: one pass tells its hash and length, another gives its rows.

use std::path::{Path, PathBuf};

use cube::release::hex;
use sha2::{Digest, Sha256};

use super::content::{self, BYTE_ORDER_MARK, Compression, Seen};
use super::{Header, Rows, SourceError};
use crate::settings::SourceSettings;

/// A source file whose content has been read through once.
#[derive(Debug)]
pub struct SourceFile {
    /// The path, as the settings name it.
    pub name: String,
    /// Length of the uncompressed content in bytes.
    pub bytes: u64,
    /// SHA-256 of the uncompressed content, in lower-case hexadecimal.
    pub sha256: String,
    path: PathBuf,
    compression: Compression,
    seen: Seen,
}

impl SourceFile {
    /// Opens the file of a source below the folder of sources.
    ///
    /// # Errors
    /// Where it cannot be read, or its content does not have the hash that the settings name.
    pub fn open(folder: &Path, source: &SourceSettings) -> Result<Self, SourceError> {
        let file = Self::open_unverified(folder, source)?;
        file.verify(source).map(|()| file)
    }

    /// Opens the file of a source, whatever its content is.
    ///
    /// # Errors
    /// Where it cannot be read or inflated.
    pub fn open_unverified(folder: &Path, source: &SourceSettings) -> Result<Self, SourceError> {
        let path = folder.join(&source.file);
        let compression = Compression::of(&path);
        match content::open(&path, compression).and_then(content::look_through) {
            Err(error) => Err(SourceError::Read { path, error }),
            Ok(seen) => Ok(Self {
                name: source.file.clone(),
                bytes: seen.bytes,
                sha256: seen.sha256.clone(),
                path,
                compression,
                seen,
            }),
        }
    }

    /// Whether the content is the one that the settings describe.
    ///
    /// # Errors
    /// Where its hash is another.
    pub fn verify(&self, source: &SourceSettings) -> Result<(), SourceError> {
        if self.sha256 == source.sha256 {
            return Ok(());
        }
        Err(SourceError::Hash {
            path: self.path.clone(),
            expected: source.sha256.clone(),
            found: self.sha256.clone(),
        })
    }

    /// Whether the content is nothing but space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.seen.is_blank
    }

    /// Whether the content begins with two byte-order marks, of which only one can be meant.
    #[must_use]
    pub fn has_two_marks(&self) -> bool {
        let rest = self.seen.begin.strip_prefix(BYTE_ORDER_MARK);
        rest.is_some_and(|rest| rest.starts_with(BYTE_ORDER_MARK))
    }

    /// The header, and the rows after it, one at a time.
    ///
    /// `missing` are the texts that mean "missing", in any case.
    ///
    /// # Errors
    /// Where the file cannot be read any more, there is no header, or it is not UTF-8.
    pub fn rows<'a>(&'a self, missing: &'a [String]) -> Result<(Header<'a>, Rows), SourceError> {
        let content = content::open(&self.path, self.compression);
        let content = content.and_then(content::without_mark);
        let (content, mark) = content.map_err(|error| SourceError::Read {
            path: self.path.clone(),
            error,
        })?;
        Rows::open(
            &self.name,
            content,
            self.bytes.saturating_sub(mark),
            missing,
        )
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
