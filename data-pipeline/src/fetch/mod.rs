//! Brings the sources of a city from their portals into local snapshots.
//!
//! A snapshot is a CSV with a record of its origin beside it, and takes the place of the last one
//! only when it is whole and not suspiciously small. It counts nothing and cleans nothing, and a
//! build never fetches: a new snapshot is looked at by a person, who then names its hash.

mod address;
mod answers;
mod arcgis;
mod ckan;
mod download;
mod error;
mod file;
mod http;
mod page;
mod paged;
mod partial;
mod progress;
mod snapshot;
mod socrata;

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use crate::durable;
use crate::lock::{self, LockError};
use crate::settings::{Remote, RemoteSource, load_remote};
use crate::source::{Compression, SourceFormat};
use http::Client;
use page::Portal;
use snapshot::Staged;

pub use answers::read_answers;
pub use error::FetchError;
pub use http::Pace;
pub use progress::{Bars, Lines};
pub use snapshot::{Previous, SnapshotRecord, record_path};

/// The folder of unfinished fetches, below the folder of snapshots.
const PARTIAL: &str = ".partial";

/// What is to be fetched, and how.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The folder of the city's settings.
    pub city: &'a Path,
    /// The folder of snapshots; the paths in the settings start here.
    pub into: &'a Path,
    /// The one source to fetch; all where none is named.
    pub source: Option<&'a str>,
    /// What to do with an answer that has suspiciously few rows.
    pub fewer_rows: FewerRows,
    /// How patient to be.
    pub pace: Pace,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// What to do with an answer that is empty, or much shorter than the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FewerRows {
    /// Keep the snapshot that is there.
    Refuse,
    /// Take it: somebody has looked.
    Accept,
}

/// One source that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The record beside the snapshot.
    pub record: SnapshotRecord,
    /// Whether the content differs from that of the snapshot before.
    pub changed: bool,
    /// Pages that an earlier, stopped run had stored already.
    pub pages_taken_up: u64,
}

/// How the fetch of each source ended, by its id and in the order of the settings.
pub type Report = Vec<(String, Result<Fetched, FetchError>)>;

/// Is told what happens while it happens.
pub trait Reporter {
    /// One thing that happened to one source.
    fn tell(&self, source: &str, event: Event<'_>);
}

/// What a [`Reporter`] is told.
#[derive(Debug)]
pub enum Event<'a> {
    /// Rows or bytes are being received.
    Started {
        /// What is here already.
        done: u64,
        /// What will be here in the end, where the portal says.
        total: Option<u64>,
        /// What is counted.
        unit: Unit,
    },
    /// More has been received.
    Advanced {
        /// What is here now.
        done: u64,
    },
    /// An answer was not acceptable, and the question will be asked again.
    Retrying {
        /// What was found.
        found: &'a str,
        /// How long it will wait.
        wait: Duration,
    },
    /// What was here could not be used.
    StartedOver {
        /// Why.
        reason: &'a str,
    },
    /// The source is done, for good or bad.
    Ended(&'a Result<Fetched, FetchError>),
}

/// What is counted while a source is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Rows of a table.
    Rows,
    /// Bytes of a file.
    Bytes,
}

/// Fetches the sources of a city, one after the other; one that fails does not stop the others.
///
/// # Errors
/// Where no source can be fetched at all: settings that cannot be used, an unknown source, a folder
/// that another run works in. What becomes of each source is in the report.
pub fn fetch(order: Order<'_>, reporter: &dyn Reporter) -> Result<Report, FetchError> {
    let sources = load_remote(order.city)?;
    let chosen = choose(&sources, order.source)?;
    let partial = order.into.join(PARTIAL);
    durable::create_folders(&partial).map_err(FetchError::at(&partial))?;
    let _lock = lock::lock(order.into, Duration::ZERO).map_err(|error| match error {
        LockError::Io(error) => FetchError::at(order.into)(error),
        LockError::Held { holder } => FetchError::Locked {
            path: order.into.to_owned(),
            holder,
        },
    })?;
    let mut report = Report::new();
    for source in chosen {
        let client = Client::new(order.pace, &source.id, reporter, order.clock);
        let outcome = fetch_source(order, source, &client);
        client.tell(Event::Ended(&outcome));
        report.push((source.id.clone(), outcome));
    }
    // It is empty unless a source has failed; if it is not, that is no fault.
    let _ = fs::remove_dir(&partial);
    Ok(report)
}

fn choose<'a>(
    sources: &'a [RemoteSource],
    wanted: Option<&str>,
) -> Result<Vec<&'a RemoteSource>, FetchError> {
    let chosen: Vec<_> = sources
        .iter()
        .filter(|source| wanted.is_none_or(|id| source.id == id))
        .collect();
    match wanted {
        Some(id) if chosen.is_empty() => Err(FetchError::UnknownSource {
            id: id.to_owned(),
            known: sources.iter().map(|source| source.id.clone()).collect(),
        }),
        _ => Ok(chosen),
    }
}

/// What has been received of a source.
struct Received {
    staged: Staged,
    url: String,
    duplicates: u64,
    pages_taken_up: u64,
}

fn fetch_source(
    order: Order<'_>,
    source: &RemoteSource,
    client: &Client<'_>,
) -> Result<Fetched, FetchError> {
    let folder = order.into.join(PARTIAL).join(&source.id);
    let target = order.into.join(&source.file);
    let received = receive(source, client, &folder)?;
    let current = snapshot::current(&target).map_err(FetchError::at(&target))?;
    let last = current.as_ref().map(snapshot::SnapshotOrFile::as_previous);
    if order.fewer_rows == FewerRows::Refuse {
        guard(source, received.staged.rows, last.as_ref())?;
    }
    let changed = last
        .as_ref()
        .is_none_or(|last| last.sha256 != received.staged.sha256);
    let previous = if changed {
        last
    } else {
        current.and_then(|current| current.before_it())
    };
    let record = record(source, &received, previous, (order.clock)());
    snapshot::swap(&received.staged, &target, &record).map_err(FetchError::at(&target))?;
    partial::discard(&folder).map_err(FetchError::at(&folder))?;
    Ok(Fetched {
        record,
        changed,
        pages_taken_up: received.pages_taken_up,
    })
}

/// Refuses what would take the place of a good snapshot although it looks like a fault.
fn guard(source: &RemoteSource, rows: u64, last: Option<&Previous>) -> Result<(), FetchError> {
    let (id, file) = (source.id.clone(), source.file.clone());
    if rows == 0 {
        return Err(FetchError::Empty { id, file });
    }
    let least_percent = source.remote.least_percent();
    match last {
        Some(last) if (rows as f64) * 100.0 < (last.rows as f64) * least_percent => {
            Err(FetchError::Shrunken {
                id,
                file,
                rows,
                before: last.rows,
                least_percent,
            })
        }
        _ => Ok(()),
    }
}

fn record(
    source: &RemoteSource,
    received: &Received,
    previous: Option<Previous>,
    now: Timestamp,
) -> SnapshotRecord {
    SnapshotRecord {
        source: source.id.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        terms: source.terms.clone(),
        url: address::shown(&received.url),
        // A fraction of a second would suggest an exactness that a fetch of minutes has not.
        retrieved_at: Timestamp::from_second(now.as_second())
            .unwrap_or(now)
            .to_string(),
        rows: received.staged.rows,
        bytes: received.staged.bytes,
        sha256: received.staged.sha256.clone(),
        columns: received.staged.columns.clone(),
        duplicates: received.duplicates,
        previous,
    }
}

fn receive(
    source: &RemoteSource,
    client: &Client<'_>,
    folder: &Path,
) -> Result<Received, FetchError> {
    match &source.remote {
        Remote::Arcgis(layer) => {
            receive_pages(source, &mut arcgis::Arcgis::new(layer), client, folder)
        }
        Remote::Socrata(table) => {
            receive_pages(source, &mut socrata::Socrata::new(table), client, folder)
        }
        Remote::Ckan(ckan) => {
            let url = ckan::resolve(ckan, client)
                .map_err(|unanswered| FetchError::answer(&source.id, None, unanswered))?;
            receive_file(source, url, ckan.format, client, folder)
        }
        Remote::File(file) => receive_file(source, file.url.clone(), file.format, client, folder),
    }
}

fn receive_pages(
    source: &RemoteSource,
    portal: &mut dyn Portal,
    client: &Client<'_>,
    folder: &Path,
) -> Result<Received, FetchError> {
    let pages = paged::read(source, portal, client, folder)?;
    let columns: Vec<&str> = source.remote.columns().iter().map(String::as_str).collect();
    let staged = stage(source, folder, |give| {
        give(&columns)?;
        pages
            .partial
            .for_each_row(|cells| give(&cells.iter().map(String::as_str).collect::<Vec<_>>()))
    });
    Ok(Received {
        staged: staged.map_err(FetchError::at(folder))?,
        url: source.remote.url().to_owned(),
        duplicates: pages.partial.rows_received() - pages.partial.rows(),
        pages_taken_up: pages.taken_up,
    })
}

fn receive_file(
    source: &RemoteSource,
    url: String,
    format: Option<SourceFormat>,
    client: &Client<'_>,
    folder: &Path,
) -> Result<Received, FetchError> {
    fs::create_dir_all(folder).map_err(FetchError::at(folder))?;
    let path = folder.join("download");
    if let Err(unanswered) = download::download(&url, client, &path) {
        return Err(FetchError::answer(&source.id, None, unanswered));
    }
    let format = format.unwrap_or_else(|| file::format_of(&url));
    let staged = file::stage(source, &path, format, &folder.join("snapshot"));
    // It holds columns that nobody asked for, and must not stay behind whatever becomes of the rest.
    let _ = fs::remove_file(&path);
    let staged = staged.map_err(|error| FetchError::Content {
        id: source.id.clone(),
        url: address::shown(&url),
        expected: format.name(),
        error,
    })?;
    Ok(Received {
        staged,
        url,
        duplicates: 0,
        pages_taken_up: 0,
    })
}

/// Writes the snapshot of a source into its folder of unfinished work.
fn stage(
    source: &RemoteSource,
    folder: &Path,
    fill: impl FnOnce(&mut dyn FnMut(&[&str]) -> std::io::Result<()>) -> std::io::Result<()>,
) -> std::io::Result<Staged> {
    let compression = Compression::of(Path::new(&source.file));
    snapshot::stage(&folder.join("snapshot"), compression, fill)
}
