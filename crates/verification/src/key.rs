//! Public keys, in the one spelling that the tool `minisign` gives them.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

/// What the second line of a key decodes to: two letters, the id, the key itself, in bytes.
const KEY_BYTES: usize = 42;
/// `Ed`, the mark of a key.
const MARK: [u8; 2] = *b"Ed";

/// Why a text is no public key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("expected a public key as minisign writes it, found {0}")]
pub struct KeyError(String);

/// A public key of a city.
#[derive(Clone)]
pub struct PublicKey {
    line: String,
    id: String,
    key: minisign_verify::PublicKey,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.line)
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line
    }
}

impl Eq for PublicKey {}

impl PublicKey {
    /// A key from the content of a file of two lines, or from its second line alone.
    ///
    /// # Errors
    /// Where it is none, or is spelled otherwise than `minisign` spells it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let is_comment = |line: &&str| !line.starts_with("untrusted comment:");
        let line = text.lines().map(str::trim).find(is_comment);
        let line = line.unwrap_or_default();
        let found = |error: &dyn fmt::Display| KeyError(format!("{line:?} ({error})"));
        let bytes = STANDARD.decode(line).map_err(|error| found(&error))?;
        let (Some(id), true, true) = (
            key_id(&bytes),
            bytes.len() == KEY_BYTES,
            bytes.starts_with(&MARK),
        ) else {
            return Err(found(&format!("{} bytes, of another kind", bytes.len())));
        };
        let key = minisign_verify::PublicKey::from_base64(line).map_err(|error| found(&error))?;
        Ok(Self {
            line: line.to_owned(),
            id,
            key,
        })
    }

    /// The key as one line, which `minisign -P` takes.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The id, 16 hexadecimal digits, as `minisign` shows it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The content of the file that holds the key.
    #[must_use]
    pub fn file_text(&self) -> String {
        format!(
            "untrusted comment: minisign public key {}\n{}\n",
            self.id, self.line
        )
    }

    pub(crate) fn verifier(&self) -> &minisign_verify::PublicKey {
        &self.key
    }
}

/// The id in the bytes of a key or a signature: the eight bytes after the mark, the last one first.
pub(crate) fn key_id(bytes: &[u8]) -> Option<String> {
    let id: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
    Some(format!("{:016X}", u64::from_le_bytes(id)))
}
