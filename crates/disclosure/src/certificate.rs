//! The certificate of a release: two worlds for each protected number, as they are written down.
//!
//! Whoever makes it reads published files alone, so that it says nothing that they do not say.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::bytes::{Reader, Writer};

/// The version of the form; a reader refuses any other.
pub const FORMAT: u32 = 1;

/// `certificate.json`: what was checked before the release was published, and what anyone can check
/// again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: u32,
    /// SHA-256 of `policy.json`, in lower-case hexadecimal.
    pub policy_sha256: String,
    /// The tables that it speaks of, with the SHA-256 of their `.cube` files, in the order of the
    /// manifest.
    pub tables: Vec<CertifiedTable>,
    /// SHA-256 of all relations between suppressed numbers; see [`crate::System::sha256`].
    pub system_sha256: String,
    /// The audits of the gate.
    pub audits: Vec<Audit>,
    /// The worlds of suppressed numbers, one entry for each set of numbers that hang together.
    pub suppressed: Vec<HiddenWorlds>,
    /// The worlds of rounded numbers, one entry for each group of linked tables.
    pub rounded: Vec<RoundedWorlds>,
}

/// A table that a certificate speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedTable {
    /// The id of the table.
    pub id: String,
    /// SHA-256 of its `.cube` file, in lower-case hexadecimal.
    pub sha256: String,
}

/// One audit of the gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// `A0` to `A9`.
    pub id: String,
    /// What it looks for, in a few words.
    pub title: String,
    /// How many numbers or relations it looked at.
    pub checked: u64,
    /// What it found, in a sentence.
    pub finding: String,
    /// Whether it passed.
    pub passed: bool,
}

/// Worlds of suppressed numbers that hang together.
///
/// Numbers stand for positions in the list of all suppressed cells, [`crate::System::hidden`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenWorlds {
    /// Base 64 of LEB128: the positions of the cells, each as its distance from the one before.
    pub cells: String,
    /// Base 64 of LEB128: the count of each cell in a world that fits everything published.
    pub world: String,
    /// Base 64 of LEB128: the moves; each is the number of its terms, then for each term the index of
    /// a cell in `cells` and, zigzag, what is added to it.
    pub moves: String,
}

/// Worlds of the rounded numbers of a group of linked tables.
///
/// A record is known by its key: see [`crate::Population::key`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundedWorlds {
    /// The id of the group.
    pub group: String,
    /// Base 64 of LEB128: a world that fits everything published; for each key that occurs its
    /// distance from the one before, then how many records have it.
    pub world: String,
    /// Base 64 of LEB128: the moves; each is the number of its terms, then for each term a key and,
    /// zigzag, how many records are added to it.
    pub moves: String,
}

/// Why a certificate cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// Not the bytes that are expected.
    #[error("certificate.json: expected {0}")]
    Bytes(String),
    /// Of another form.
    #[error("certificate.json, format: expected {FORMAT}, found {0}")]
    Format(u32),
    /// Not JSON of a certificate.
    #[error("certificate.json: {0}")]
    Json(String),
}

/// A move: what it adds to cells or keys.
pub type Move = Vec<(u64, i64)>;

/// A world: cells or keys, ascending, each with its count.
pub type World = Vec<(u64, u64)>;

impl Certificate {
    /// The certificate that JSON holds.
    ///
    /// # Errors
    /// Where it is none, or of another form.
    pub fn parse(json: &[u8]) -> Result<Self, CertificateError> {
        let parsed: Self = serde_json::from_slice(json)
            .map_err(|error| CertificateError::Json(error.to_string()))?;
        match parsed.format {
            FORMAT => Ok(parsed),
            other => Err(CertificateError::Format(other)),
        }
    }
}

impl HiddenWorlds {
    /// Writes worlds down: cells ascending, each with its count, and moves by index into them.
    #[must_use]
    pub fn encode(cells: &[(u64, u64)], moves: &[Move]) -> Self {
        Self {
            cells: distances(cells.iter().map(|(cell, _)| *cell)),
            world: {
                let mut writer = Writer::default();
                cells.iter().for_each(|(_, count)| writer.number(*count));
                writer.finish()
            },
            moves: encode_moves(moves),
        }
    }

    /// The cells with their counts, and the moves.
    ///
    /// # Errors
    /// Where the bytes are not as described.
    pub fn decode(&self) -> Result<(World, Vec<Move>), CertificateError> {
        let mut cells = Reader::new(&self.cells)?;
        let mut counts = Reader::new(&self.world)?;
        let mut decoded = Vec::new();
        let mut at = 0_u64;
        while !cells.is_at_end() {
            at = at.saturating_add(cells.number()?);
            decoded.push((at, counts.number()?));
        }
        match counts.is_at_end() {
            true => Ok((decoded, decode_moves(&self.moves)?)),
            false => Err(CertificateError::Bytes("as many counts as cells".into())),
        }
    }
}

impl RoundedWorlds {
    /// Writes a world and moves down; keys ascending.
    #[must_use]
    pub fn encode(group: &str, world: &[(u64, u64)], moves: &[Move]) -> Self {
        let mut writer = Writer::default();
        let mut before = 0;
        for (key, count) in world {
            writer.number(key - before);
            writer.number(*count);
            before = *key;
        }
        Self {
            group: group.to_owned(),
            world: writer.finish(),
            moves: encode_moves(moves),
        }
    }

    /// The world, keys ascending, and the moves.
    ///
    /// # Errors
    /// Where the bytes are not as described.
    pub fn decode(&self) -> Result<(World, Vec<Move>), CertificateError> {
        let mut reader = Reader::new(&self.world)?;
        let mut world = Vec::new();
        let mut key = 0_u64;
        while !reader.is_at_end() {
            key = key.saturating_add(reader.number()?);
            world.push((key, reader.number()?));
        }
        Ok((world, decode_moves(&self.moves)?))
    }
}

fn distances(ascending: impl Iterator<Item = u64>) -> String {
    let mut writer = Writer::default();
    let mut before = 0;
    for number in ascending {
        writer.number(number - before);
        before = number;
    }
    writer.finish()
}

fn encode_moves(moves: &[Move]) -> String {
    let mut writer = Writer::default();
    for terms in moves {
        writer.number(terms.len() as u64);
        for (cell, amount) in terms {
            writer.number(*cell);
            writer.signed(*amount);
        }
    }
    writer.finish()
}

fn decode_moves(text: &str) -> Result<Vec<Move>, CertificateError> {
    let mut reader = Reader::new(text)?;
    let mut moves = Vec::new();
    while !reader.is_at_end() {
        let terms = reader.number()?;
        let terms = (0..terms).map(|_| Ok((reader.number()?, reader.signed()?)));
        moves.push(terms.collect::<Result<_, CertificateError>>()?);
    }
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn worlds_come_back(
            keys in prop::collection::btree_map(any::<u32>(), 0_u64..1000, 0..50),
            moves in prop::collection::vec(
                prop::collection::vec((0_u64..5_000_000_000, -3000_i64..3000), 0..6), 0..9),
        ) {
            let world: Vec<(u64, u64)> =
                keys.into_iter().map(|(key, count)| (u64::from(key), count)).collect();
            let rounded = RoundedWorlds::encode("arrests", &world, &moves);
            prop_assert_eq!(rounded.decode().unwrap(), (world.clone(), moves.clone()));
            let hidden = HiddenWorlds::encode(&world, &moves);
            prop_assert_eq!(hidden.decode().unwrap(), (world, moves));
        }

        #[test]
        fn any_text_is_decoded_or_refused(text in "[A-Za-z0-9+/]{0,60}={0,2}") {
            let worlds = RoundedWorlds { group: String::new(), world: text.clone(), moves: text };
            let _ = worlds.decode();
        }
    }

    #[test]
    fn another_form_is_refused() {
        let json = br#"{"format":2,"policy_sha256":"","tables":[],"system_sha256":"","audits":[],
            "suppressed":[],"rounded":[]}"#;
        assert_eq!(Certificate::parse(json), Err(CertificateError::Format(2)));
    }
}
