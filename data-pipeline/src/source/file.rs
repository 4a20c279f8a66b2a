//! A source file: where it is, what its content is, and that this is the expected one.
//!
//! The content is never held as a whole: one pass tells its hash and length, another gives its rows.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;
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
    /// The format of the content.
    pub format: SourceFormat,
    origin: Origin,
    seen: Seen,
}

/// Where the content comes from, each time it is read.
#[derive(Debug)]
enum Origin {
    Disk(PathBuf, Compression),
    Memory(Bytes),
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
        let format = source.format.unwrap_or_else(|| SourceFormat::of(&path));
        let compression = Compression::of(&path);
        Self::look_through(&source.file, format, Origin::Disk(path, compression))
    }

    /// Opens a file of no source yet, such as a download; its first bytes say how it is compressed.
    ///
    /// # Errors
    /// Where it cannot be read or inflated.
    pub fn open_any(path: &Path, format: SourceFormat) -> Result<Self, SourceError> {
        let compression = Compression::detect(path).map_err(|error| SourceError::Read {
            path: path.to_owned(),
            error,
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::look_through(&name, format, Origin::Disk(path.to_owned(), compression))
    }

    /// Takes content that is in memory already; `name` is what messages call it.
    ///
    /// # Errors
    /// None for content that is not compressed, which this is.
    pub fn from_bytes(
        name: &str,
        format: SourceFormat,
        content: Vec<u8>,
    ) -> Result<Self, SourceError> {
        Self::look_through(name, format, Origin::Memory(content.into()))
    }

    fn look_through(name: &str, format: SourceFormat, origin: Origin) -> Result<Self, SourceError> {
        let seen = origin.open().and_then(content::look_through);
        let seen = seen.map_err(|error| origin.unread(error))?;
        Ok(Self {
            name: name.to_owned(),
            bytes: seen.bytes,
            sha256: seen.sha256.clone(),
            format,
            origin,
            seen,
        })
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
            path: self.origin.path(),
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
    /// Where the file cannot be read any more, is not of its format, or has no header in UTF-8.
    pub fn rows<'a>(&'a self, missing: &'a [String]) -> Result<(Header<'a>, Rows), SourceError> {
        let records: Box<dyn Records + Send> = match self.format {
            SourceFormat::Csv => {
                let (content, mark) = self.text()?;
                let bytes = self.bytes.saturating_sub(mark);
                Box::new(Delimited::open(&self.name, content, bytes)?)
            }
            SourceFormat::Geojson => {
                let content = || self.text().map(|(content, _)| content);
                Box::new(GeoJson::open(&self.name, content()?, content()?)?)
            }
            SourceFormat::Parquet => Box::new(self.parquet()?),
        };
        Ok(Rows::new(&self.name, records, missing))
    }

    /// The uncompressed content, as it is.
    ///
    /// # Errors
    /// Where it cannot be read any more.
    pub fn content(&self) -> Result<impl Read + use<>, SourceError> {
        self.origin
            .open()
            .map_err(|error| self.origin.unread(error))
    }

    /// The content from its beginning, and the length of the byte-order mark that is left out.
    fn text(&self) -> Result<(Content, u64), SourceError> {
        let content = self.origin.open().and_then(content::without_mark);
        content.map_err(|error| self.origin.unread(error))
    }

    fn parquet(&self) -> Result<Parquet, SourceError> {
        match &self.origin {
            Origin::Memory(bytes) => Parquet::open(&self.name, bytes.clone()),
            Origin::Disk(path, Compression::None) => {
                let file = std::fs::File::open(path);
                Parquet::open(&self.name, file.map_err(|error| self.origin.unread(error))?)
            }
            Origin::Disk(..) => Err(SourceError::Format {
                file: self.name.clone(),
                line: 0,
                field: WHOLE_FILE.to_owned(),
                expected: "Parquet as it is, for it is compressed inside".to_owned(),
                found: "a file that is compressed as a whole".to_owned(),
            }),
        }
    }
}

impl Origin {
    fn open(&self) -> std::io::Result<Content> {
        match self {
            Self::Disk(path, compression) => content::open(path, *compression),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::Disk(path, _) => path.clone(),
            Self::Memory(_) => PathBuf::from("(in memory)"),
        }
    }

    fn unread(&self, error: std::io::Error) -> SourceError {
        SourceError::Read {
            path: self.path(),
            error,
        }
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
