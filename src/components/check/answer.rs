//! What the worker of the check tells, as `checker` writes it.

use serde::Deserialize;

/// What the worker tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It can take the files.
    Ready,
    /// How far it has come.
    Progress {
        /// Steps taken.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// It is finished.
    Finished(Findings),
    /// It could not begin, in a sentence.
    Failed(String),
    /// A number in two worlds, and its neighbors.
    Worlds {
        /// The position of the number in its table.
        picked: usize,
        /// The number, then the others that were asked for; none where it is not protected.
        numbers: Option<Vec<InWorlds>>,
    },
}

/// What a finished check found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Findings {
    /// Whether every protected number has two worlds that fit.
    pub holds: bool,
    /// Hidden numbers.
    pub hidden: u64,
    /// Rounded numbers.
    pub rounded: u64,
    /// Protected numbers with two worlds.
    pub witnessed: u64,
    /// Sums and limits that were held against the worlds.
    pub relations: u64,
    /// What is not proven, a sentence each.
    pub faults: Vec<String>,
    /// The ids of the tables, in the order of the certificate.
    pub tables: Vec<String>,
    /// The audits that the certificate tells of.
    pub audits: Vec<Audit>,
}

/// One audit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Audit {
    /// `A0` to `A9`.
    pub id: String,
    /// What it found.
    pub finding: String,
    /// Whether it passed.
    pub passed: bool,
}

/// One number in two worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct InWorlds {
    /// The count in the first world; none where there is no count.
    pub first: Option<i64>,
    /// The count in the second.
    pub second: Option<i64>,
}
