//! Why a published file could not be shown.

use thiserror::Error;

/// Why a published file could not be shown. Every variant names the file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DataError {
    /// The browser has no network, or the server did not answer.
    #[error("{path}: no answer ({reason})")]
    Unreachable {
        /// The path of the file.
        path: String,
        /// What the browser says.
        reason: String,
    },
    /// The server answered with something other than the file.
    #[error("{path}: expected the file, found status {status}")]
    Status {
        /// The path of the file.
        path: String,
        /// The status of the answer.
        status: u16,
    },
    /// The bytes are not those that were published.
    #[error("{path}: expected SHA-256 {expected}, found {found}")]
    Altered {
        /// The path of the file.
        path: String,
        /// The hash that was published.
        expected: String,
        /// The hash of the bytes that came.
        found: String,
    },
    /// The bytes are as published and yet cannot be read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The path of the file.
        path: String,
        /// Why.
        reason: String,
    },
}

impl DataError {
    /// What went wrong, in a sentence for a visitor.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "The numbers could not be fetched.",
            Self::Status { status: 404, .. } => "A file with the numbers is missing.",
            Self::Status { .. } => "The server could not send the numbers.",
            Self::Altered { .. } => "A file is not the one that was published, so it is not shown.",
            Self::Unreadable { .. } => "A file could not be read.",
        }
    }

    /// What the visitor can do, in a sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => {
                "You may be offline, or the server may be. Check your connection and try again."
            }
            Self::Status { .. } => "It may be in the middle of an update. Try again in a minute.",
            Self::Altered { .. } => {
                "It may have been cut off or changed on its way to you. Try again; if it stays, \
                 tell the people who run this site."
            }
            Self::Unreadable { .. } => {
                "This page may be older than the data. Reload it; if it stays, tell the people \
                 who run this site."
            }
        }
    }
}
