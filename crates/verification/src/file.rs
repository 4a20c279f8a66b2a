//! One file of a release against what the manifest says of it.

use cube::release::{File, hex};
use sha2::{Digest, Sha256};
use wording::t;

use crate::Fault;

/// The SHA-256 of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// What is wrong with a file of `bytes` bytes and this SHA-256; nothing where it is as published.
#[must_use]
pub fn check_file(name: &str, listed: &File, bytes: u64, sha256: &str) -> Option<Fault> {
    if bytes != listed.bytes {
        let length = |bytes: u64| t!("{count} bytes", count = bytes);
        return Some(Fault::new(name, length(listed.bytes), length(bytes)));
    }
    (sha256 != listed.sha256).then(|| {
        Fault::new(
            name,
            t!("the SHA-256 {hash}", hash = listed.sha256),
            sha256.to_owned(),
        )
    })
}

/// What a file of a release is for, in the order in which a reader may ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The tables that the charts are drawn from.
    Cubes,
    /// The tables as files for people, and what explains them.
    Downloads,
    /// Places and their outlines.
    Places,
    /// The statements that count the tables.
    Statements,
    /// What tells of the release and the city as a whole.
    About,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Cubes,
        Self::Downloads,
        Self::Places,
        Self::Statements,
        Self::About,
    ];

    /// The kind of the file at a path of a release.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path.split_once('/') {
            Some(("cubes", _)) => Self::Cubes,
            Some(("downloads", _)) => Self::Downloads,
            Some(("geo", _)) => Self::Places,
            Some(("queries", _)) => Self::Statements,
            _ => Self::About,
        }
    }
}
