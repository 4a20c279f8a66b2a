//! Why a published file could not be shown.

use thiserror::Error;
use wording::t;

/// Why a published file could not be shown. Every variant names the file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DataError {
    /// The browser has no network, or the server did not answer.
    #[error("{}", t!("{path}: no answer ({reason})", path = path, reason = reason))]
    Unreachable {
        /// The path of the file.
        path: String,
        /// What the browser says.
        reason: String,
    },
    /// The server answered with something other than the file.
    #[error("{}", t!("{path}: expected the file, found status {status}", path = path, status = status))]
    Status {
        /// The path of the file.
        path: String,
        /// The status of the answer.
        status: u16,
    },
    /// The bytes are not those that were published.
    #[error("{}", t!("{path}: expected SHA-256 {expected}, found {found}", path = path, expected = expected, found = found))]
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
            Self::Unreachable { .. } => t!("The numbers could not be fetched."),
            Self::Status { status: 404, .. } => t!("A file with the numbers is missing."),
            Self::Status { .. } => t!("The server could not send the numbers."),
            Self::Altered { .. } => {
                t!("A file is not the one that was published, so it is not shown.")
            }
            Self::Unreadable { .. } => t!("A file could not be read."),
        }
    }

    /// What the visitor can do, in a sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => {
                t!("You may be offline, or the server may be. Check your connection and try again.")
            }
            Self::Status { .. } => {
                t!("It may be in the middle of an update. Try again in a minute.")
            }
            Self::Altered { .. } => t!(
                "It may have been cut off or changed on its way to you. Try again; if it stays, \
                 tell the people who run this site."
            ),
            Self::Unreadable { .. } => t!(
                "This page may be older than the data. Reload it; if it stays, tell the people \
                 who run this site."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use wording::{Language, speaking};

    use super::*;

    #[test]
    fn an_error_is_told_in_the_language_that_is_spoken() {
        let error = DataError::Status {
            path: "data/catalog.json".into(),
            status: 404,
        };
        let told = || format!("{} {error}", error.summary());
        assert_eq!(
            told(),
            "A file with the numbers is missing. data/catalog.json: expected the file, found status 404"
        );
        assert_eq!(
            speaking(Language::Spanish, told),
            "Falta un archivo con los números. data/catalog.json: se esperaba el archivo; la respuesta fue \
             404"
        );
    }
}
