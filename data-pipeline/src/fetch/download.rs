//! Sources that are files: a CSV at an address, or the one behind a resource of a CKAN catalogue.
//!
//! A file is asked for as a whole, and rewritten as UTF-8 with LF; its values stay as they are.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use ureq::Body;
use ureq::http::Response;

use super::http::{Client, Fault, Unanswered, no_answer};
use super::page::with_query;
use super::{Event, Unit};
use crate::settings::CkanResource;

const GZIP_MAGIC: &[u8] = b"\x1f\x8b";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    success: bool,
    result: Option<Resource>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Resource {
    url: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    message: Option<String>,
}

/// The address behind a resource of a catalogue.
pub(super) fn resolve(resource: &CkanResource, client: &Client<'_>) -> Result<String, Unanswered> {
    let action = format!(
        "{}/api/3/action/resource_show",
        resource.url.trim_end_matches('/')
    );
    let url = with_query(&action, &[("id", &resource.resource)]);
    client.get_json(&url, |shown: Shown| {
        let found = shown.result.and_then(|resource| resource.url);
        match found.filter(|url| shown.success && !url.is_empty()) {
            Some(url) => Ok(url),
            None => {
                let said = shown.error.and_then(|refusal| refusal.message);
                let said = said.unwrap_or_else(|| "JSON without it".to_owned());
                Err(Fault::lasting("the address of the resource", said))
            }
        }
    })
}

/// Downloads an address to `path`, whole.
pub(super) fn download(url: &str, client: &Client<'_>, path: &Path) -> Result<(), Unanswered> {
    client.get(url, |answer| {
        let announced = answer.body().content_length();
        client.tell(Event::Started {
            done: 0,
            total: announced,
            unit: Unit::Bytes,
        });
        copy(answer, client, path)
    })
}

fn copy(answer: Response<Body>, client: &Client<'_>, path: &Path) -> Result<(), Fault> {
    // A full disk does not pass, while a connection may.
    let disk = |error: io::Error| {
        Fault::lasting(format!("to write {}", path.display()), error.to_string())
    };
    let mut body = answer
        .into_body()
        .into_with_config()
        .limit(u64::MAX)
        .reader();
    let mut file = fs::File::create(path).map_err(disk)?;
    let mut buffer = vec![0; 64 * 1024];
    let mut done = 0;
    loop {
        let read = body
            .read(&mut buffer)
            .map_err(|error| no_answer(&ureq::Error::from(error)))?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        if done == 0 && looks_like_html(piece) {
            return Err(Fault::passing("a CSV", "HTML"));
        }
        file.write_all(piece).map_err(disk)?;
        done += read as u64;
        client.tell(Event::Advanced { done });
    }
    if done == 0 {
        return Err(Fault::passing("a CSV with a header", "nothing"));
    }
    Ok(())
}

fn looks_like_html(begin: &[u8]) -> bool {
    let begin = begin.strip_prefix(BYTE_ORDER_MARK).unwrap_or(begin);
    begin.trim_ascii_start().starts_with(b"<")
}

/// Gives the header and then every row of a downloaded CSV, cut down to `columns` where there are any.
pub(super) fn for_each_row(
    path: &Path,
    columns: &[String],
    mut give: impl FnMut(&[&str]) -> io::Result<()>,
) -> io::Result<()> {
    let mut reader = csv::Reader::from_reader(content(path)?);
    let header = reader.headers()?.clone();
    let positions = positions(&header, columns)?;
    let pick = |record: &csv::StringRecord, give: &mut dyn FnMut(&[&str]) -> io::Result<()>| {
        let fields = positions.iter().map(|&position| record.get(position));
        give(&fields.map(Option::unwrap_or_default).collect::<Vec<_>>())
    };
    pick(&header, &mut give)?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        pick(&record, &mut give)?;
    }
    Ok(())
}

/// The content of a file, inflated where it is gzip, and without its byte-order mark.
fn content(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut begin = Vec::new();
    fs::File::open(path)?.take(2).read_to_end(&mut begin)?;
    let file = BufReader::new(fs::File::open(path)?);
    // The csv crate itself drops a byte-order mark.
    Ok(if begin == GZIP_MAGIC {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    })
}

fn positions(header: &csv::StringRecord, columns: &[String]) -> io::Result<Vec<usize>> {
    if columns.is_empty() {
        return Ok((0..header.len()).collect());
    }
    let find = |column: &String| {
        let position = header.iter().position(|name| name.trim() == column);
        position.ok_or_else(|| {
            let found = header.iter().collect::<Vec<_>>().join(", ");
            io::Error::other(format!(
                "line 1: expected a column {column:?}, found {found}"
            ))
        })
    };
    columns.iter().map(find).collect()
}
