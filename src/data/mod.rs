//! The files of a release: fetched, checked against their hashes, decoded, and kept.
//!
//! Nothing leaves this room that has not been verified, and every way to fail is a
//! [`DataError`] that a visitor can be told about.

mod atlas;
mod comparison;
mod error;
mod fetch;
mod keys;
mod library;
mod policy;
mod proof;
mod story;
mod texts;

pub use atlas::Atlas;
pub use error::DataError;
pub use fetch::fetch;
pub use keys::known_key;
pub use library::{CatalogResource, ExcerptFile, FindExcerpt, Library, Release, Shared};
pub use policy::{Family, Policy, Rule, Text};
pub use proof::proof_paths;
