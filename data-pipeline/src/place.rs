//! A folder or an address that published files are read from, file by file.
//!
//! It asks once: whoever checks a host wants to know what it answers, not what it answers at last.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;
use ureq::Agent;

use crate::source::sha256_hex;

/// No file of a release is larger, in bytes.
const LARGEST_BYTES: u64 = 256 * 1024 * 1024;

/// How long a host may take to connect, to begin an answer, and for each piece of it.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Why a published file cannot be used.
#[derive(Debug, Error)]
pub enum PlaceError {
    /// There is no such file.
    #[error("{place}: expected a file, found none")]
    Missing {
        /// The path or address.
        place: String,
    },
    /// A file cannot be had.
    #[error("{place}: {error}")]
    Unreadable {
        /// The path or address.
        place: String,
        /// Why.
        error: String,
    },
    /// A file is not the one that the release speaks of.
    #[error("{place}: expected the SHA-256 {expected}, found {found}")]
    Altered {
        /// The path or address.
        place: String,
        /// The hash that the manifest or the catalogue names.
        expected: String,
        /// The hash of what is there.
        found: String,
    },
}

impl PlaceError {
    /// What was found in place of the file, for a message that names the file itself.
    #[must_use]
    pub fn found(&self) -> String {
        match self {
            Self::Missing { .. } => "no file".to_owned(),
            Self::Unreadable { error, .. } => error.clone(),
            Self::Altered { found, .. } => found.clone(),
        }
    }
}

/// A folder or an address, or a file below it.
#[derive(Clone, Debug)]
pub struct Place {
    at: At,
    agent: Agent,
}

#[derive(Clone, Debug)]
enum At {
    Folder(PathBuf),
    Address(String),
}

impl Place {
    /// An address where the text begins with `http://` or `https://`, and a path otherwise.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let at = match text.starts_with("http://") || text.starts_with("https://") {
            true => At::Address(text.trim_end_matches('/').to_owned()),
            false => At::Folder(PathBuf::from(text)),
        };
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(TIMEOUT))
            .timeout_recv_response(Some(TIMEOUT))
            .timeout_per_read(Some(TIMEOUT))
            .build()
            .into();
        Self { at, agent }
    }

    /// The place of a path below this one.
    #[must_use]
    pub fn below(&self, path: &str) -> Self {
        let at = match &self.at {
            At::Folder(folder) => At::Folder(folder.join(path)),
            At::Address(address) => At::Address(format!("{address}/{path}")),
        };
        let agent = self.agent.clone();
        Self { at, agent }
    }

    /// The path of a folder; none of an address.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.at {
            At::Folder(path) => Some(path),
            At::Address(_) => None,
        }
    }

    /// The path or address.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.at {
            At::Folder(path) => path.display().to_string(),
            At::Address(address) => address.clone(),
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Where there is none, or it cannot be had.
    pub fn read(&self) -> Result<Vec<u8>, PlaceError> {
        match &self.at {
            At::Folder(path) => std::fs::read(path).map_err(|error| match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => self.missing(),
                _ => self.unreadable(&error.to_string()),
            }),
            At::Address(address) => {
                let unreadable = |error: ureq::Error| self.unreadable(&error.to_string());
                let mut answer = self.agent.get(address).call().map_err(unreadable)?;
                match answer.status().as_u16() {
                    200 => {}
                    404 | 410 => return Err(self.missing()),
                    status => return Err(self.unreadable(&format!("HTTP {status}"))),
                }
                let body = answer.body_mut().with_config().limit(LARGEST_BYTES);
                body.read_to_vec().map_err(unreadable)
            }
        }
    }

    /// The bytes of the file, if they have this SHA-256.
    ///
    /// # Errors
    /// As [`Place::read`], and where they have another.
    pub fn read_hashed(&self, expected: &str) -> Result<Vec<u8>, PlaceError> {
        let bytes = self.read()?;
        let found = sha256_hex(&bytes);
        match found == expected {
            true => Ok(bytes),
            false => Err(PlaceError::Altered {
                place: self.name(),
                expected: expected.to_owned(),
                found,
            }),
        }
    }

    /// What some bytes of this file say as JSON.
    ///
    /// # Errors
    /// Where they are not what is wanted.
    pub fn parse<T: serde::de::DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, PlaceError> {
        serde_json::from_slice(bytes).map_err(|error| self.unreadable(&error.to_string()))
    }

    /// The error that this file cannot be used.
    #[must_use]
    pub fn unreadable(&self, error: &str) -> PlaceError {
        PlaceError::Unreadable {
            place: self.name(),
            error: error.to_owned(),
        }
    }

    fn missing(&self) -> PlaceError {
        PlaceError::Missing { place: self.name() }
    }
}
