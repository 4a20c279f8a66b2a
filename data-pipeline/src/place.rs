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
    /// Where a path leads that is none below its folder: nothing is read there.
    Elsewhere(String),
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

    /// The place of a path below this one. Lists of files name such paths, and may be anybody's: nothing
    /// is read where one leads out of its folder.
    #[must_use]
    pub fn below(&self, path: &str) -> Self {
        let at = match &self.at {
            _ if !is_below(path) => At::Elsewhere(format!("{}/{path}", self.name())),
            At::Elsewhere(place) => At::Elsewhere(format!("{place}/{path}")),
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
            At::Address(_) | At::Elsewhere(_) => None,
        }
    }

    /// The path or address.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.at {
            At::Folder(path) => path.display().to_string(),
            At::Address(address) | At::Elsewhere(address) => address.clone(),
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
            At::Elsewhere(_) => Err(self.unreadable("a path that leads elsewhere")),
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

/// Whether a path is one of names with `/` between them, on every system and in every address.
pub(crate) fn is_below(path: &str) -> bool {
    let is_name = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '?', '#', '%', '\0'])
    };
    path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_outside_of_a_place() {
        let folder = tempfile::TempDir::new().unwrap();
        let inner = folder.path().join("site");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(folder.path().join("secret"), "a").unwrap();
        std::fs::write(inner.join("file"), "b").unwrap();
        let absolute = folder.path().join("secret");
        let absolute = absolute.to_string_lossy();
        let place = Place::of(&inner.to_string_lossy());
        assert_eq!(place.below("file").read().unwrap(), b"b");
        for path in ["../secret", "a/../../secret", &absolute, "", "..", "./file"] {
            let error = place.below(path).read().unwrap_err().to_string();
            assert!(error.ends_with("a path that leads elsewhere"), "{error}");
        }
        assert!(place.below("..").below("secret").read().is_err());
        // Nobody is asked: no host has this name.
        let place = Place::of("https://sightline.invalid/data");
        for path in ["../secret", "a%2f..", "a?b", "//elsewhere.invalid"] {
            let error = place.below(path).read().unwrap_err().to_string();
            assert!(error.ends_with("a path that leads elsewhere"), "{error}");
        }
    }
}
