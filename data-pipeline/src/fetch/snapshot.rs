//! Snapshots on disk: written beside their place, compared with the last one, then swapped in.
//!
//! `<file>.snapshot.json` says where a snapshot comes from. Of the two files the CSV moves first:
//! where a run ends in between, the pages are still there and the next run moves both again.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use cube::release::hex;
use flate2::GzBuilder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::durable;
use crate::source::{Compression, SourceFile, SourceFormat};

/// The level at which `zstd` is at its usual balance of size and time.
const ZSTD_LEVEL: i32 = 3;

/// What stands beside a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotRecord {
    /// The id of the source.
    pub source: String,
    /// What it is.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// On what terms it may be used.
    pub terms: String,
    /// The address that it was fetched from.
    pub url: String,
    /// When its last row was received, in UTC.
    pub retrieved_at: String,
    /// Data rows.
    pub rows: u64,
    /// The length of the uncompressed content.
    pub bytes: u64,
    /// SHA-256 of the uncompressed content, as `sources.toml` wants it.
    pub sha256: String,
    /// The header.
    pub columns: Vec<String>,
    /// Rows that the portal gave more than once; each is kept once.
    pub duplicates: u64,
    /// The snapshot that this one took the place of.
    pub previous: Option<Previous>,
}

/// An earlier snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// SHA-256 of its uncompressed content.
    pub sha256: String,
    /// Its data rows.
    pub rows: u64,
    /// When it was fetched; not known of a file that was put there by hand.
    pub retrieved_at: Option<String>,
}

/// A snapshot that is written, but not in its place yet.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) path: PathBuf,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Writes a CSV to `path`; `fill` gives the header and then the rows.
pub(super) fn stage(
    path: &Path,
    compression: Compression,
    fill: impl FnOnce(&mut dyn FnMut(&[&str]) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<Staged> {
    let mut writer = csv::Writer::from_writer(Hashed::create(path, compression)?);
    let mut columns = None;
    let mut rows = 0;
    fill(&mut |fields| {
        match columns {
            None => columns = Some(fields.iter().map(ToString::to_string).collect()),
            Some(_) => rows += 1,
        }
        writer.write_record(fields).map_err(of_the_disk)
    })?;
    let hashed = writer.into_inner();
    let hashed = hashed.map_err(csv::IntoInnerError::into_error)?;
    hashed.finish(path, columns.unwrap_or_default(), rows)
}

/// An error of the disk as it is and not wrapped: by its kind is told what to do about it.
fn of_the_disk(error: csv::Error) -> io::Error {
    if !error.is_io_error() {
        return error.into();
    }
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes content as it is to `path`; its columns and rows are known already.
pub(super) fn stage_as_it_is(
    path: &Path,
    compression: Compression,
    mut content: impl Read,
    columns: Vec<String>,
    rows: u64,
) -> io::Result<Staged> {
    let mut hashed = Hashed::create(path, compression)?;
    io::copy(&mut content, &mut hashed)?;
    hashed.finish(path, columns, rows)
}

/// Where the record of a snapshot stands.
#[must_use]
pub fn record_path(snapshot: &Path) -> PathBuf {
    let mut path = snapshot.as_os_str().to_owned();
    path.push(".snapshot.json");
    path.into()
}

/// The snapshot that is in its place now, by its record or, without one, by its content.
pub(super) fn current(target: &Path) -> io::Result<Option<SnapshotOrFile>> {
    match fs::read(record_path(target)) {
        Ok(bytes) => {
            let record = serde_json::from_slice(&bytes)?;
            return Ok(Some(SnapshotOrFile::Recorded(Box::new(record))));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    if !target.exists() {
        return Ok(None);
    }
    let format = SourceFormat::of(target);
    let file = SourceFile::open_any(target, format).map_err(io::Error::other)?;
    // A file that was put there by hand may be anything; what has no rows guards nothing.
    let rows = super::file::look_through(&file).map_or(0, |(_, rows)| rows);
    Ok(Some(SnapshotOrFile::File(Previous {
        sha256: file.sha256,
        rows,
        retrieved_at: None,
    })))
}

/// What is in the place of a snapshot.
#[derive(Debug)]
pub(super) enum SnapshotOrFile {
    Recorded(Box<SnapshotRecord>),
    File(Previous),
}

impl SnapshotOrFile {
    /// It, as the snapshot before the next one.
    pub(super) fn as_previous(&self) -> Previous {
        match self {
            Self::File(previous) => previous.clone(),
            Self::Recorded(record) => Previous {
                sha256: record.sha256.clone(),
                rows: record.rows,
                retrieved_at: Some(record.retrieved_at.clone()),
            },
        }
    }

    /// What it took the place of itself.
    pub(super) fn before_it(&self) -> Option<Previous> {
        match self {
            Self::File(_) => None,
            Self::Recorded(record) => record.previous.clone(),
        }
    }
}

/// Moves a snapshot and its record into their place.
pub(super) fn swap(staged: &Staged, target: &Path, record: &SnapshotRecord) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        durable::create_folders(folder)?;
    }
    let mut json = serde_json::to_vec_pretty(record)?;
    json.push(b'\n');
    let staged_record = record_path(&staged.path);
    durable::write(&staged_record, &json)?;
    durable::move_into_place(&staged.path, target)?;
    durable::move_into_place(&staged_record, &record_path(target))
}

/// A file, compressed or not.
enum Target {
    Plain(BufWriter<fs::File>),
    Gzip(GzEncoder<BufWriter<fs::File>>),
    Zstd(zstd::Encoder<'static, BufWriter<fs::File>>),
}

impl Target {
    fn create(path: &Path, compression: Compression) -> io::Result<Self> {
        let file = BufWriter::new(fs::File::create(path)?);
        Ok(match compression {
            Compression::None => Self::Plain(file),
            // No time, no name and a fixed level, so that equal content gives equal bytes.
            Compression::Gzip => {
                let gzip = GzBuilder::new().mtime(0);
                Self::Gzip(gzip.write(file, flate2::Compression::best()))
            }
            Compression::Zstd => Self::Zstd(zstd::Encoder::new(file, ZSTD_LEVEL)?),
        })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Plain(file) => file,
            Self::Gzip(gzip) => gzip,
            Self::Zstd(zstd) => zstd,
        }
    }

    fn finish(self) -> io::Result<fs::File> {
        let file = match self {
            Self::Plain(file) => file,
            Self::Gzip(gzip) => gzip.finish()?,
            Self::Zstd(zstd) => zstd.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// Counts and hashes what passes through, before it is compressed.
struct Hashed {
    target: Target,
    hash: Sha256,
    bytes: u64,
}

impl Hashed {
    fn create(path: &Path, compression: Compression) -> io::Result<Self> {
        Ok(Self {
            target: Target::create(path, compression)?,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    fn finish(self, path: &Path, columns: Vec<String>, rows: u64) -> io::Result<Staged> {
        self.target.finish()?.sync_all()?;
        Ok(Staged {
            path: path.to_owned(),
            columns,
            rows,
            bytes: self.bytes,
            sha256: hex(&self.hash.finalize()),
        })
    }
}

impl Write for Hashed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.target.writer().write_all(buffer)?;
        self.hash.update(buffer);
        self.bytes += buffer.len() as u64;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.writer().flush()
    }
}
