//! The content of a file as a stream: inflated where the file is compressed, never held as a whole.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Error, Read};
use std::path::Path;

use cube::release::hex;
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// How a file is compressed, which its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip, in one member or several.
    Gzip,
    /// Zstandard, in one frame or several.
    Zstd,
}

/// A stream of content that no thread is tied to.
pub(super) type Content = Box<dyn Read + Send>;

/// What one pass over the content has shown.
#[derive(Debug)]
pub(super) struct Seen {
    /// SHA-256, in lower-case hexadecimal.
    pub sha256: String,
    /// The length in bytes.
    pub bytes: u64,
    /// Whether there is nothing but space.
    pub is_blank: bool,
    /// The first few bytes.
    pub begin: Vec<u8>,
}

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Large enough that a pass over gigabytes is not one of system calls.
const PIECE_BYTES: usize = 256 * 1024;
const BEGIN_BYTES: usize = 8;

/// What inflates further than this is no table: exports of portals shrink to a tenth, and the most
/// that gzip can do is 1,032 bytes for one.
const MOST_INFLATED: u64 = 200;
/// A file as short as these bytes may inflate further: one page of zeros is no attack.
const ALWAYS_INFLATED_BYTES: u64 = 64 * 1024 * 1024;

impl Compression {
    /// What the ending of a name says.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(std::ffi::OsStr::to_str) {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::None,
        }
    }

    /// What the first bytes of a file say, whatever its name is.
    pub(super) fn detect(path: &Path) -> io::Result<Self> {
        let mut begin = Vec::new();
        File::open(path)?.take(4).read_to_end(&mut begin)?;
        Ok(match begin.as_slice() {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd] => Self::Zstd,
            _ => Self::None,
        })
    }
}

/// Opens the content of a file.
pub(super) fn open(path: &Path, compression: Compression) -> io::Result<Content> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let file = BufReader::with_capacity(PIECE_BYTES, file);
    Ok(match compression {
        Compression::None => Box::new(file),
        Compression::Gzip => Box::new(Inflated::new(MultiGzDecoder::new(file), length)),
        Compression::Zstd => Box::new(Inflated::new(zstd::Decoder::with_buffer(file)?, length)),
    })
}

/// Inflated content, to its end or as far as content of a file of this length can reach: a few bytes
/// can stand for more than a disk holds, or a day reads.
struct Inflated<R> {
    content: R,
    left: u64,
}

impl<R: Read> Inflated<R> {
    fn new(content: R, compressed_bytes: u64) -> Self {
        let left = compressed_bytes.saturating_mul(MOST_INFLATED);
        let left = left.max(ALWAYS_INFLATED_BYTES);
        Self { content, left }
    }
}

impl<R: Read> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            Error::other(format!(
                "expected at most {MOST_INFLATED} bytes of content for each byte of the file, found more"
            ))
        })?;
        Ok(read)
    }
}

/// The content without its byte-order mark, and the length of the mark.
pub(super) fn without_mark(mut content: Content) -> io::Result<(Content, u64)> {
    let mut begin = Vec::new();
    let mark = BYTE_ORDER_MARK.len() as u64;
    content.by_ref().take(mark).read_to_end(&mut begin)?;
    if begin == BYTE_ORDER_MARK {
        return Ok((content, mark));
    }
    Ok((Box::new(Cursor::new(begin).chain(content)), 0))
}

/// Reads content to its end, and keeps nothing of it but what is told.
pub(super) fn look_through(mut content: Content) -> io::Result<Seen> {
    let mut hash = Sha256::new();
    let mut seen = Seen {
        sha256: String::new(),
        bytes: 0,
        is_blank: true,
        begin: Vec::new(),
    };
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        let read = match content.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = buffer.get(..read).unwrap_or_default();
        hash.update(piece);
        seen.bytes += piece.len() as u64;
        seen.is_blank = seen.is_blank && piece.iter().all(u8::is_ascii_whitespace);
        let wanted = BEGIN_BYTES.saturating_sub(seen.begin.len());
        seen.begin.extend(piece.iter().take(wanted));
    }
    seen.sha256 = hex(&hash.finalize());
    Ok(seen)
}
