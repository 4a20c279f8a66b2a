//! One release after the other: what was published before, what has changed since, what must hold
//! before the next is published, and what each number was before.
//!
//! It reads published releases and compares them with what a build has made. It writes nothing.

mod changes;
mod guards;
mod numbers;
mod persons;
mod revisions;
mod stored;
mod succession;
mod vintages;
mod words;

pub use changes::{CellChange, Changes, Kind, MemberChange, SourceChange, TableChanges, between};
pub use guards::{Finding, Grounds, Request, State, agrees, examine, recorded};
pub use numbers::{CellKey, located};
pub use persons::Persons;
pub use revisions::{Revision, may_be_told, read as read_revisions, write as write_revisions};
pub use stored::{Published, Stored, StoredError, current, open};
pub use succession::{Candidate, Succession, follow};
pub use vintages::{Seed, seeds};
pub use words::{notes, page, thousands};

/// The path of the revisions within a release.
pub const REVISIONS: &str = "revisions.csv";

/// The path of the notes on changes within a release.
pub const CHANGES: &str = "changes.json";
