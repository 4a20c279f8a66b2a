//! Downloads a file as it is, and goes on where an earlier run or a broken connection stopped.
//!
//! The rest of a file is asked for only under the condition that the file is still the same one;
//! a server that does not know ranges sends it from its beginning, and that is as good.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ureq::Body;
use ureq::http::header::{CONTENT_RANGE, ETAG, LAST_MODIFIED};
use ureq::http::{HeaderName, Response, StatusCode};

use super::address::shown;
use super::http::{Client, Fault, Headers, Unanswered, no_answer};
use super::{Event, Unit};
use crate::durable;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// No file of a portal is larger; something else is being sent, and would fill the disk.
const LARGEST_FILE_BYTES: u64 = 64 * 1024 * 1024 * 1024;

/// What stands beside a download that is not whole yet.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// The address, without what lets somebody in: a signed one is another each time.
    url: String,
    /// The server's name for this very content: a strong entity tag, or a time.
    validator: String,
    /// The length of the whole file in bytes.
    total: u64,
}

/// A file on its way to the disk.
struct Download<'a> {
    url: &'a str,
    path: &'a Path,
    client: &'a Client<'a>,
}

/// Downloads an address to `path`, whole.
///
/// What is left behind by a failure can be gone on with, or else is removed.
pub(super) fn download(url: &str, client: &Client<'_>, path: &Path) -> Result<(), Unanswered> {
    let download = Download { url, path, client };
    let outcome = client.get_with(
        url,
        || download.headers(),
        |answer| download.receive(answer),
    );
    let is_resumable = outcome.is_err() && download.begun().is_some();
    if !is_resumable {
        let _ = fs::remove_file(download.note_path());
    }
    if outcome.is_err() && !is_resumable {
        let _ = fs::remove_file(path);
    }
    outcome
}

impl Download<'_> {
    fn note_path(&self) -> PathBuf {
        let mut path = self.path.as_os_str().to_owned();
        path.push(".json");
        path.into()
    }

    /// What is here of this very file, and how much.
    fn begun(&self) -> Option<(Note, u64)> {
        let note: Note = serde_json::from_slice(&fs::read(self.note_path()).ok()?).ok()?;
        let length = fs::metadata(self.path).ok()?.len();
        (note.url == shown(self.url) && length > 0 && length < note.total).then_some((note, length))
    }

    /// The rest of a file is only worth something while its bytes are those of the file: a server
    /// must not compress what it sends.
    fn headers(&self) -> Headers {
        let mut headers = vec![("accept-encoding", "identity".to_owned())];
        if let Some((note, length)) = self.begun() {
            headers.push(("range", format!("bytes={length}-")));
            headers.push(("if-range", note.validator));
        }
        headers
    }

    fn receive(&self, answer: Response<Body>) -> Result<(), Fault> {
        let begun = self.begun();
        match (answer.status(), begun) {
            (StatusCode::PARTIAL_CONTENT, Some((note, length))) => {
                let expected = format!("bytes {length}-{}/{}", note.total - 1, note.total);
                let found = header(&answer, &CONTENT_RANGE).unwrap_or_default();
                if found != expected {
                    self.discard();
                    return Err(Fault::passing(expected, format!("{found:?}")));
                }
                let file = fs::OpenOptions::new().append(true).open(self.path);
                self.copy(answer, file, length, Some(note.total))
            }
            (StatusCode::OK, begun) => {
                if begun.is_some() {
                    let reason = "the server sends the file from its beginning";
                    self.client.tell(Event::StartedOver { reason });
                }
                let total = answer.body().content_length();
                self.discard();
                if let Some(total) = total.filter(|total| *total > LARGEST_FILE_BYTES) {
                    let expected = format!("a file of at most {LARGEST_FILE_BYTES} bytes");
                    return Err(Fault::lasting(expected, format!("{total} bytes")));
                }
                self.note(&answer, total);
                self.copy(answer, fs::File::create(self.path), 0, total)
            }
            (status, _) => {
                self.discard();
                let found = format!("HTTP {}", status.as_u16());
                Err(Fault::passing("the file, or the rest of it", found))
            }
        }
    }

    fn discard(&self) {
        let _ = fs::remove_file(self.note_path());
        let _ = fs::remove_file(self.path);
    }

    /// Notes which content this is, where the server says it; without a note nothing is resumed.
    fn note(&self, answer: &Response<Body>, total: Option<u64>) {
        let tag = header(answer, &ETAG).filter(|tag| !tag.starts_with("W/"));
        let validator = tag.or_else(|| header(answer, &LAST_MODIFIED));
        if let (Some(validator), Some(total)) = (validator, total) {
            let note = Note {
                url: shown(self.url),
                validator,
                total,
            };
            let json = serde_json::to_vec(&note).unwrap_or_default();
            let _ = fs::write(self.note_path(), json);
        }
    }

    fn copy(
        &self,
        answer: Response<Body>,
        file: io::Result<fs::File>,
        begin: u64,
        total: Option<u64>,
    ) -> Result<(), Fault> {
        self.client.tell(Event::Started {
            done: begin,
            total,
            unit: Unit::Bytes,
        });
        let mut file = file.map_err(|error| self.disk(&error))?;
        let body = answer
            .into_body()
            .into_with_config()
            .limit(LARGEST_FILE_BYTES);
        let mut body = body.reader();
        let mut buffer = vec![0; 64 * 1024];
        let mut done = begin;
        loop {
            let read = body
                .read(&mut buffer)
                .map_err(|error| no_answer(&ureq::Error::from(error)))?;
            let piece = buffer.get(..read).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            if done == 0 && looks_like_html(piece) {
                self.discard();
                return Err(Fault::passing("a file of rows", "HTML"));
            }
            file.write_all(piece).map_err(|error| self.disk(&error))?;
            done += read as u64;
            self.client.tell(Event::Advanced { done });
        }
        match total {
            _ if done == 0 => Err(Fault::passing("a file of rows", "nothing")),
            Some(total) if done != total => {
                let found = format!("{done} bytes");
                Err(Fault::passing(format!("{total} bytes"), found))
            }
            _ => file.sync_all().map_err(|error| self.disk(&error)),
        }
    }

    /// A full disk does not pass, while a connection may.
    fn disk(&self, error: &io::Error) -> Fault {
        let expected = format!("to write {}", self.path.display());
        Fault::lasting(expected, format!("{error}{}", durable::advice(error)))
    }
}

fn header(answer: &Response<Body>, name: &HeaderName) -> Option<String> {
    let value = answer.headers().get(name)?;
    value.to_str().ok().map(str::to_owned)
}

fn looks_like_html(begin: &[u8]) -> bool {
    let begin = begin.strip_prefix(BYTE_ORDER_MARK).unwrap_or(begin);
    begin.trim_ascii_start().starts_with(b"<")
}
