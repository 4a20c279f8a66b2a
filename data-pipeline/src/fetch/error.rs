//! Why a fetch failed: which source, which address, where in it, and what was expected there.
//!
//! Faults that pass when asked again are no errors; only what is left of them arrives here.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::http::Unanswered;
use crate::durable;
use crate::lock::Holder;
use crate::settings::SettingsError;

/// Why a source could not be fetched, or none. The snapshot that was there is as it was.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// No source has this id.
    #[error("no source {id:?} can be fetched; expected one of {}", known.join(", "))]
    UnknownSource {
        /// The id.
        id: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// Another run is fetching into the same folder.
    #[error(
        "{}: {holder} is fetching into this folder; expected to be alone. Run again when it has \
         ended; its lock ends with it, and nothing has to be removed",
        path.display()
    )]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Who.
        holder: Holder,
    },
    /// The system refuses something.
    #[error("{}: {error}{}", path.display(), durable::advice(error))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The portal gave no acceptable answer.
    #[error(
        "source {id}: {url}{}: expected {expected}, found {found} (asked {attempts} {})",
        row(*offset), times(*attempts)
    )]
    Answer {
        /// The id of the source.
        id: String,
        /// The address, with its query.
        url: String,
        /// The first row of the page, from 0.
        offset: Option<u64>,
        /// What would have been right.
        expected: String,
        /// What the last answer was.
        found: String,
        /// How often it was asked.
        attempts: u32,
    },
    /// The table was edited while it was read, each time.
    #[error(
        "source {id}: {url}: expected {expected} rows as announced, found {found}, and the portal \
         announces {now} now; it is being edited, so fetch it later"
    )]
    Changed {
        /// The id of the source.
        id: String,
        /// The address.
        url: String,
        /// The rows announced before.
        expected: u64,
        /// What was received instead.
        found: String,
        /// The rows announced after.
        now: u64,
    },
    /// A downloaded file is not what is expected.
    #[error(
        "source {id}: {url}: expected {expected} in UTF-8 with rows of one length, found: {error}"
    )]
    Content {
        /// The id of the source.
        id: String,
        /// The address.
        url: String,
        /// The format that the file should have.
        expected: &'static str,
        /// What the parser says, with the line.
        error: io::Error,
    },
    /// The answer has no rows.
    #[error(
        "source {id}: expected rows, found none; {file} is as it was. \
         If that is right, fetch again with --accept-shrunken"
    )]
    Empty {
        /// The id of the source.
        id: String,
        /// The snapshot.
        file: String,
    },
    /// The answer has suspiciously few rows.
    #[error(
        "source {id}: expected at least {least_percent} % of the {before} rows of the last \
         snapshot, found {rows}; {file} is as it was. If that is right, fetch again with \
         --accept-shrunken"
    )]
    Shrunken {
        /// The id of the source.
        id: String,
        /// The snapshot.
        file: String,
        /// The rows of the answer.
        rows: u64,
        /// The rows of the last snapshot.
        before: u64,
        /// The share that is needed, in percent.
        least_percent: f64,
    },
}

impl FetchError {
    /// Turns an error of the system into one that names the path.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |error| Self::Io {
            path: path.to_owned(),
            error,
        }
    }

    /// A question of a source that got no acceptable answer.
    pub(super) fn answer(id: &str, offset: Option<u64>, unanswered: Unanswered) -> Self {
        Self::Answer {
            id: id.to_owned(),
            url: unanswered.url,
            offset,
            expected: unanswered.expected,
            found: unanswered.found,
            attempts: unanswered.attempts,
        }
    }
}

fn row(offset: Option<u64>) -> String {
    offset.map_or_else(String::new, |offset| format!(", rows from {offset}"))
}

fn times(attempts: u32) -> &'static str {
    if attempts == 1 { "time" } else { "times" }
}
