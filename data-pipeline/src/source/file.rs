//! A source file: where it is, what its content is, and that this is the expected one.
//!
//! The content is never held as a whole: one pass tells its hash and length, another gives its rows.

use std::path::{Path, PathBuf};

use cube::release::hex;
use sha2::{Digest, Sha256};

use super::content::{self, BYTE_ORDER_MARK, Compression, Content, Seen};
use super::formats::{Delimited, GeoJson, Parquet, Records, SourceFormat};
use super::{Header, Rows, SourceError, WHOLE_FILE};
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
    format: SourceFormat,
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
        let format = source.format.unwrap_or_else(|| SourceFormat::of(&path));
        match content::open(&path, compression).and_then(content::look_through) {
            Err(error) => Err(SourceError::Read { path, error }),
            Ok(seen) => Ok(Self {
                name: source.file.clone(),
                bytes: seen.bytes,
                sha256: seen.sha256.clone(),
                path,
                format,
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

    /// The format of the content.
    #[must_use]
    pub fn format(&self) -> SourceFormat {
        self.format
    }

    /// The header, and the rows after it, one at a time.
    ///
    /// `missing` are the texts that mean "missing", in any case.
    ///
    /// # Errors
    /// Where the file cannot be read any more, is not of its format, or has no header in UTF-8.
    pub fn rows<'a>(&'a self, missing: &'a [String]) -> Result<(Header<'a>, Rows), SourceError> {
        let records: Box<dyn Records + Send> = match self.format {
            SourceFormat::Csv => {
                let (content, mark) = self.content()?;
                let bytes = self.bytes.saturating_sub(mark);
                Box::new(Delimited::open(&self.name, content, bytes)?)
            }
            SourceFormat::Geojson => {
                let content = || self.content().map(|(content, _)| content);
                Box::new(GeoJson::open(&self.name, content()?, content()?)?)
            }
            SourceFormat::Parquet => Box::new(self.parquet()?),
        };
        Ok(Rows::new(&self.name, records, missing))
    }

    /// The content from its beginning, and the length of the byte-order mark that is left out.
    fn content(&self) -> Result<(Content, u64), SourceError> {
        let content = content::open(&self.path, self.compression);
        let content = content.and_then(content::without_mark);
        content.map_err(|error| self.unread(error))
    }

    fn parquet(&self) -> Result<Parquet, SourceError> {
        if self.compression != Compression::None {
            return Err(SourceError::Format {
                file: self.name.clone(),
                line: 0,
                field: WHOLE_FILE.to_owned(),
                expected: "Parquet as it is, for it is compressed inside".to_owned(),
                found: "a name that ends in .gz or .zst".to_owned(),
            });
        }
        let file = std::fs::File::open(&self.path).map_err(|error| self.unread(error))?;
        Parquet::open(&self.name, file)
    }

    fn unread(&self, error: std::io::Error) -> SourceError {
        SourceError::Read {
            path: self.path.clone(),
            error,
        }
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
